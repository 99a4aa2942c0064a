//! PostgreSQL is restarted under load. A process of its own: the server belongs to all other tests, too.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod running;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use running::{Client, postgres, until};

#[tokio::test]
async fn servers_and_workers_come_back_when_postgres_does() {
    let (Ok(restart), Some(place)) = (std::env::var("VITASYNC_TEST_POSTGRES_RESTART"), postgres().await) else {
        eprintln!("skipped: VITASYNC_TEST_POSTGRES_RESTART names no command that restarts VITASYNC_TEST_POSTGRES");
        return;
    };
    let client = Client::new(&place.key());
    let server = place.start(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
    let worker = place.start(&["worker"]);
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let load = tokio::spawn({
        let (client, address) = (client.clone(), server.address.clone());
        let (stop, written) = (Arc::clone(&stop), Arc::clone(&written));
        async move {
            let mut acknowledged = Vec::new();
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let name = format!("user-{number}");
                if client.create(&address, &name).await {
                    acknowledged.push(name);
                    written.fetch_add(1, Ordering::Relaxed);
                }
            }
            acknowledged
        }
    });
    until("some are written", async || written.load(Ordering::Relaxed) > 20).await;
    let restarted = Command::new("bash").args(["-c", &restart]).status().unwrap();
    assert!(restarted.success());
    let before = written.load(Ordering::Relaxed);
    until("more are written", async || {
        written.load(Ordering::Relaxed) > before + 20
    })
    .await;
    stop.store(true, Ordering::Relaxed);
    for name in load.await.unwrap() {
        assert!(client.knows(&server.address, &name).await, "{name} is lost");
    }
    until("the server is ready", async || client.is_ready(&server.address).await).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    worker.terminate();
    assert!(worker.ended(), "the worker is alive and ends in order");
    place.remove().await;
}
