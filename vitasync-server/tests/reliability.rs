//! What was acknowledged survives, and nothing is done twice, when processes are killed, databases are locked and disks are
//! full.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod running;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use running::{Client, Place, export, places, sqlite, told, until};
use sea_orm::{ConnectionTrait, Database, TransactionTrait};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::sleep;

#[tokio::test]
async fn processes_that_start_on_an_empty_database_at_once_all_come_up() {
    for place in places().await {
        let starting: Vec<_> = (0..4)
            .map(|_| {
                place
                    .command(&["migrate"])
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for process in starting {
            let ended = process.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "on {}: {said}", place.engine);
        }
        place.remove().await;
    }
}

#[tokio::test]
async fn an_import_that_is_killed_again_and_again_ends_like_one_that_is_not() {
    let expected = sqlite();
    let file = export(expected.folder.path(), 40);
    let import = [
        "import",
        file.to_str().unwrap(),
        "--user",
        "ada",
        "--timezone",
        "Europe/Berlin",
        "--json",
    ];
    let whole = expected.json(&import);
    let expected = told(&expected);
    for place in places().await {
        for wait in [20, 100, 250, 400, 600] {
            let mut importing = place
                .command(&import)
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            sleep(Duration::from_millis(wait)).await;
            // It may have ended.
            let _ = importing.kill();
            importing.wait().unwrap();
        }
        let last = place.json(&import);
        let samples = |report: &serde_json::Value, what: &str| report["samples"][what].as_u64().unwrap();
        assert_eq!(samples(&last, "changed"), 0);
        assert_eq!(
            samples(&last, "added") + samples(&last, "unchanged"),
            samples(&whole, "added") + samples(&whole, "unchanged"),
        );
        assert!(told(&place) == expected, "on {}", place.engine);
        place.remove().await;
    }
}

#[tokio::test]
async fn what_a_server_has_acknowledged_is_there_after_it_was_killed() {
    for place in places().await {
        let client = Client::new(&place.key());
        let server = place.start(&["serve", "--listen", "127.0.0.1:0"]);
        let writing = (0..4).map(|writer| {
            let (client, address) = (client.clone(), server.address.clone());
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in 0.. {
                    let name = format!("user-{writer}-{number}");
                    match client.create(&address, &name).await {
                        true => acknowledged.push(name),
                        false => break,
                    }
                }
                acknowledged
            })
        });
        let writing: Vec<_> = writing.collect();
        sleep(Duration::from_millis(700)).await;
        server.kill();
        let server = place.start(&["serve", "--listen", "127.0.0.1:0"]);
        let mut seen = 0;
        for acknowledged in writing {
            for name in acknowledged.await.unwrap() {
                assert!(
                    client.knows(&server.address, &name).await,
                    "{name} is lost on {}",
                    place.engine
                );
                seen += 1;
            }
        }
        assert!(seen > 10, "only {seen} were written on {}", place.engine);
        place.remove().await;
    }
}

/// An endpoint of a customer: counts what arrives by its id, and takes its time.
async fn customer() -> (String, Arc<Mutex<BTreeMap<String, usize>>>) {
    let arrived: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let seen = Arc::clone(&arrived);
    let hook = post(async move |headers: HeaderMap| {
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        *seen.lock().unwrap().entry(id).or_default() += 1;
        sleep(Duration::from_millis(100)).await;
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, Router::new().route("/", hook)).into_future());
    (address, arrived)
}

#[tokio::test]
async fn a_worker_that_is_killed_loses_no_delivery_and_repeats_only_what_was_on_its_way() {
    const SENT: usize = 40;
    const AT_A_TIME: usize = 4;
    for place in places().await {
        let client = Client::new(&place.key());
        let (url, arrived) = customer().await;
        let server = place.start(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
        let made = client
            .post(&server.address, "/v1/webhooks", json!({"url": url, "events": ["*"]}))
            .await;
        let webhook = format!("/v1/webhooks/{}", made.unwrap().1["id"].as_str().unwrap());
        for _ in 0..SENT {
            let sent = client
                .post(&server.address, &format!("{webhook}/test"), json!({}))
                .await;
            assert!(sent.unwrap().0 < 300);
        }
        let work = ["worker", "--worker-slots", &format!("webhooks={AT_A_TIME}")];
        let worker = place.start(&work);
        until("some arrive", async || arrived.lock().unwrap().len() >= 10).await;
        worker.kill();
        let worker = place.start(&work);
        until("all arrive", async || arrived.lock().unwrap().len() == SENT).await;
        until("all are known to have arrived", async || {
            let log = client
                .get(&server.address, &format!("{webhook}/deliveries?limit=100"))
                .await;
            let log = log.unwrap().1;
            let delivered = log["data"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it["status"] == "delivered");
            delivered.count() == SENT
        })
        .await;
        let twice: Vec<usize> = arrived.lock().unwrap().values().copied().filter(|n| *n > 1).collect();
        assert!(
            twice.len() <= AT_A_TIME && twice.iter().all(|n| *n == 2),
            "{twice:?} on {}",
            place.engine
        );
        worker.terminate();
        assert!(worker.ended());
        drop(server);
        place.remove().await;
    }
}

#[tokio::test]
async fn a_database_that_another_program_locks_is_waited_for() {
    let place = sqlite();
    let client = Client::new(&place.key());
    let server = place.start(&["serve", "--listen", "127.0.0.1:0"]);
    let other = Database::connect(format!("sqlite://{}", place.url)).await.unwrap();
    let locked = other.begin().await.unwrap();
    locked.execute_unprepared("CREATE TABLE held (n)").await.unwrap();
    let began = Instant::now();
    let writing = tokio::spawn({
        let (client, address) = (client.clone(), server.address.clone());
        async move { client.create(&address, "patient").await }
    });
    sleep(Duration::from_secs(10)).await;
    assert!(client.is_ready(&server.address).await, "readers do not wait");
    assert!(!writing.is_finished());
    locked.rollback().await.unwrap();
    assert!(writing.await.unwrap(), "the request waits for its turn");
    assert!(began.elapsed() >= Duration::from_secs(10));
    assert!(client.create(&server.address, "next").await);
}

#[tokio::test]
async fn a_full_disk_is_said_and_spoils_nothing() {
    let expected = sqlite();
    let file = export(expected.folder.path(), 40);
    let import = [
        "import",
        file.to_str().unwrap(),
        "--user",
        "ada",
        "--timezone",
        "Europe/Berlin",
        "--json",
    ];
    expected.json(&import);
    let place = sqlite();
    place.run(&["migrate"]);
    // No file may grow beyond 400 KiB; a write beyond fails, as on a full disk.
    let mut limited = Command::new("bash");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 400 || exit 77; exec \"$@\"", "limited"]);
    limited.arg(env!("CARGO_BIN_EXE_vitasync")).args(import);
    let Ok(ended) = place.set(&mut limited).output() else {
        eprintln!("skipped: there is no bash to limit files with");
        return;
    };
    let said = String::from_utf8_lossy(&ended.stderr);
    if ended.status.code() == Some(77) {
        eprintln!("skipped: files cannot be limited here");
        return;
    }
    assert!(!ended.status.success(), "{said}");
    assert!(
        said.contains("full") || said.contains("disk I/O") || said.contains("too large"),
        "{said}"
    );
    place.json(&import);
    assert!(told(&place) == told(&expected));
}

#[tokio::test]
async fn a_copy_made_under_load_gives_the_same_answers_when_it_is_put_back() {
    let place = sqlite();
    let file = export(place.folder.path(), 40);
    place.json(&[
        "import",
        file.to_str().unwrap(),
        "--user",
        "ada",
        "--timezone",
        "Europe/Berlin",
        "--json",
    ]);
    let client = Client::new(&place.key());
    let server = place.start(&["serve", "--listen", "127.0.0.1:0"]);
    let stop = Arc::new(Mutex::new(false));
    let loading = tokio::spawn(load(client.clone(), vec![server.address.clone()], Arc::clone(&stop)));
    let copy = place.folder.path().join("copy.db").display().to_string();
    for _ in 0..3 {
        sleep(Duration::from_millis(100)).await;
        // A copy of the last round is no reason to overwrite it.
        let _ = std::fs::remove_file(&copy);
        let copied = place.run(&["backup", &copy]);
        assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    }
    *stop.lock().unwrap() = true;
    let (sent, failed) = loading.await.unwrap();
    assert!(sent > 5 && failed.is_empty(), "{failed:?} of {sent}");
    assert!(!place.run(&["backup", &copy]).status.success(), "it overwrites nothing");
    let before = told(&place);
    drop(server);

    assert!(
        !place.run(&["restore", &copy]).status.success(),
        "it replaces nothing unasked"
    );
    let restored = place.run(&["restore", "--force", &copy]);
    let said = String::from_utf8_lossy(&restored.stderr);
    assert!(restored.status.success() && !said.contains("Note: "), "{said}");
    assert!(told(&place) == before);
    std::fs::remove_dir_all(format!("{}-originals", place.url)).unwrap();
    let again = place.run(&["restore", "--force", &copy]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("is not there"));
    std::fs::write(&copy, "no database").unwrap();
    assert!(!place.run(&["restore", "--force", &copy]).status.success());
    assert!(told(&place) == before, "what is no database replaces none");
}

/// Sends requests one after the other to a server that says it is ready, until told to stop; gives how many, and which failed.
async fn load(client: Client, servers: Vec<String>, stop: Arc<Mutex<bool>>) -> (usize, Vec<String>) {
    let (mut sent, mut failed) = (0, Vec::new());
    while !*stop.lock().unwrap() {
        for server in &servers {
            if !client.is_ready(server).await {
                continue;
            }
            sent += 1;
            let name = format!("load-{sent}-{}", server.replace([':', '.'], "-"));
            if !client.create(server, &name).await {
                failed.push(name);
            }
        }
    }
    (sent, failed)
}

#[tokio::test]
async fn servers_that_are_replaced_one_by_one_fail_no_request() {
    for place in places().await {
        let client = Client::new(&place.key());
        let serve = ["serve", "--listen", "127.0.0.1:0", "--no-worker", "--drain", "1s"];
        let (one, two) = (place.start(&serve), place.start(&serve));
        let next: Place = place;
        let three = next.start(&serve);
        let servers = [&one, &two, &three].map(|it| it.address.clone());
        let stop = Arc::new(Mutex::new(false));
        let loading = tokio::spawn(load(client, servers.into(), Arc::clone(&stop)));
        for old in [one, two] {
            sleep(Duration::from_millis(300)).await;
            old.terminate();
            assert!(tokio::task::spawn_blocking(|| old.ended()).await.unwrap());
        }
        *stop.lock().unwrap() = true;
        let (sent, failed) = loading.await.unwrap();
        assert!(
            sent > 20 && failed.is_empty(),
            "{failed:?} of {sent} failed on {}",
            next.engine
        );
        drop(three);
        next.remove().await;
    }
}
