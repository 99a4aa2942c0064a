//! Receives calls as WHOOP sends them, and shows which are believed: a good one, a forged one, and two that are played again.
//!
//! ```text
//! cargo run -p vitasync-examples --bin verify_webhook
//! ```
//!
//! The call that is believed says that a night has changed; the program fetches it, from a vendor on this machine.

use std::collections::HashSet;
use std::error::Error;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::time::ZoneHistory;
use vitasync_providers::auth::Secret;
use vitasync_providers::client::{Client, Connection, Link, Memory, Runtime};
use vitasync_providers::provider::{Account, Method};
use vitasync_providers::testing::{FakeVendor, Stage, webhooks::hmac_sha256};
use vitasync_providers::vendors::whoop::Whoop;
use vitasync_providers::webhook::{Encoding, Inbound, News, Notice};

const BODY: &str =
    r#"{"user_id":4711,"id":"9b1a63ab-0d7a-4d53-8a3c-0f6c4a1f0001","type":"sleep.updated","trace_id":"trace-1"}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let vendor = FakeVendor::start(&Whoop).await;
    let (memory, stage) = (
        Arc::new(Memory::new()),
        Arc::new(Stage::at("2026-10-25T09:00:00Z".parse()?)),
    );
    let client = vendor.client(&memory, &stage).build()?;
    let app = vendor.app();
    let mut connection = Connection {
        id: "whoop".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: stage.now(),
    };
    let link = Link {
        provider: &Whoop,
        app: &app,
        connection: &connection,
    };
    let sent = client.authorize(link).await?;
    vendor
        .open(&sent.url)
        .await
        .map_err(|error| -> Box<dyn Error> { error })?;
    let account = client
        .connect(link, &sent.pending, &vendor.returned().unwrap_or_default())
        .await?;
    connection.account = account;
    let link = Link {
        provider: &Whoop,
        app: &app,
        connection: &connection,
    };

    let mut seen = HashSet::new();
    let signed = signed(&app.settings["client_secret"], stage.now());
    println!(
        "good:              {}",
        answer(&client, link, &mut seen, &signed, BODY).await?
    );
    let other = BODY.replace("4711", "4712");
    println!(
        "forged:            {}",
        answer(&client, link, &mut seen, &signed, &other).await?
    );
    println!(
        "played again:      {}",
        answer(&client, link, &mut seen, &signed, BODY).await?
    );
    stage.pass(TimeDelta::minutes(6));
    println!(
        "6 minutes later:   {}",
        answer(&client, link, &mut seen, &signed, BODY).await?
    );
    Ok(())
}

/// What an endpoint does with a call: check it, answer at once, then work on what is new.
async fn answer(
    client: &Client,
    link: Link<'_>,
    seen: &mut HashSet<String>,
    headers: &[(String, String)],
    body: &str,
) -> Result<String, Box<dyn Error>> {
    let call = Inbound {
        method: Method::Post,
        query: &[],
        headers,
        body: body.as_bytes(),
    };
    let received = match client.receive(link.provider, link.app, &[], &call).await {
        Ok(received) => received,
        Err(refused) => return Ok(format!("answered {}, {refused}", refused.status())),
    };
    let mut done = format!("answered {}", received.reply.status);
    for Notice { user, key, news } in received.notices {
        if user != link.connection.account.user {
            done += ", about somebody who is not connected here";
        } else if key.is_some_and(|key| !seen.insert(key)) {
            done += ", known already: nothing to do";
        } else if let News::Fetch(requests) = news {
            let report = client.follow(link, requests).await?;
            done += &format!(", fetched {} night with {} samples", report.sessions, report.samples);
        }
    }
    Ok(done)
}

/// Signs as WHOOP does: the time in milliseconds, then the body.
fn signed(secret: &Secret, at: DateTime<Utc>) -> Vec<(String, String)> {
    let at = at.timestamp_millis().to_string();
    let signature = hmac_sha256(secret, &[at.as_bytes(), BODY.as_bytes()], Encoding::Base64);
    let headers = [("X-WHOOP-Signature", signature), ("X-WHOOP-Signature-Timestamp", at)];
    headers.map(|(name, value)| (name.to_owned(), value)).into()
}
