//! A job's progress as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, unfold};
use tokio::time::sleep;

use super::form::SyncJob;
use crate::App;
use crate::error::Result;
use crate::service::Id;
use crate::service::sync;

/// How often to look how far the job has come.
const LOOK: Duration = Duration::from_secs(1);
/// How often to say that the line is open when there is nothing to tell.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What has been told so far.
struct Told {
    app: App,
    workspace: Id,
    job: Id,
    last: Option<String>,
    is_over: bool,
}

/// Tells how a job stands now and whenever that changes, until it is over.
pub(super) fn follow(app: App, workspace: Id, job: Id) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let told = Told {
        app,
        workspace,
        job,
        last: None,
        is_over: false,
    };
    let events = unfold(told, async |mut told| {
        let event = told.next().await?;
        Some((Ok(event), told))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("heartbeat"))
}

impl Told {
    /// Waits for something new; nothing comes once the job is over or gone.
    async fn next(&mut self) -> Option<Event> {
        while !self.is_over {
            if self.last.is_some() {
                sleep(LOOK).await;
            }
            let job = sync::find(&self.app, self.workspace, self.job).await.ok()?;
            let whose = sync::whose(&self.app, std::slice::from_ref(&job)).await.ok()?;
            self.is_over = job.status.is_over();
            let name = if self.is_over { job.status.id() } else { "progress" };
            let text = serde_json::to_string(&SyncJob::new(job, &whose)).ok()?;
            if self.last.as_deref() != Some(text.as_str()) {
                self.last = Some(text.clone());
                return Some(Event::default().event(name).data(text));
            }
        }
        None
    }
}
