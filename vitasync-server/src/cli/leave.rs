//! Ends a process in order: asked to terminate, it is not ready any more; after a while it accepts nothing new, finishes
//! what has begun and goes.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::App;

/// The end of the process, for those who have to hear of it.
#[derive(Debug)]
pub(super) struct Leaving(watch::Sender<bool>);

/// What a process was asked.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// By a person at a terminal, who does not want to wait.
    Interrupted,
    /// By whoever runs it.
    Terminated,
}

impl Leaving {
    /// Waits for the system to ask for the end. Asked a second time, the process ends at once.
    pub(super) fn new(app: &App, drain: Duration) -> Self {
        let (sender, _) = watch::channel(false);
        let (heard, life) = (sender.clone(), app.life.clone());
        tokio::spawn(async move {
            let asked = asked().await;
            life.drain();
            let go = async {
                if asked == Asked::Terminated {
                    sleep(drain).await;
                }
                heard.send_replace(true);
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = go => {}
                _ = self::asked() => std::process::exit(1),
            }
        });
        Self(sender)
    }

    /// Begins it without being asked.
    pub(super) fn now(&self) {
        self.0.send_replace(true);
    }

    /// Hears of it; see [`left`].
    pub(super) fn heard(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }
}

/// Waits for the end to begin.
pub(super) async fn left(mut heard: watch::Receiver<bool>) {
    // An error says that whoever would tell is gone.
    let _ = heard.wait_for(|left| *left).await;
}

/// Waits for Ctrl-C or, where there is such a thing, a request to terminate.
async fn asked() -> Asked {
    let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_else(|_| std::process::abort()) };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => Asked::Interrupted,
        () = terminated => Asked::Terminated,
    }
}
