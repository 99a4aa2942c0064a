//! What the client traces: every call with its vendor, operation, attempt and status, and nothing that is secret or a person's.

mod acme;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use acme::Acme;
use chrono::{DateTime, TimeDelta, Utc};
use tracing_subscriber::fmt::format::FmtSpan;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::Error;
use vitasync_providers::auth::{Grant, Secret, WayKind};
use vitasync_providers::client::{Connection, Link, Memory, TokenStore};
use vitasync_providers::provider::Account;
use vitasync_providers::testing::{FakeVendor, Stage, Trouble};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Refreshes a token that has ended, stumbles over a full hour, syncs, and then fails; gives what was traced, and the error.
async fn traced() -> (String, Error) {
    let captured = Captured::default();
    let writer = captured.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let now: DateTime<Utc> = "2026-10-02T12:00:00Z".parse().expect("a time");
    let vendor = FakeVendor::start(&Acme).await;
    let (memory, stage) = (Arc::new(Memory::new()), Arc::new(Stage::at(now)));
    let grant = Grant {
        way: WayKind::OAuth2,
        access: Secret::new("access-0-"),
        refresh: Some(Secret::new("refresh-0-")),
        expires_at: Some(now - TimeDelta::hours(1)),
        scopes: None,
        user: None,
    };
    assert!(memory.replace("c1", None, &grant).await.expect("stored"));
    let (client, app) = (vendor.client(&memory, &stage).build().expect("a client"), vendor.app());
    let connection = Connection {
        id: "c1".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: now,
    };
    let link = Link {
        provider: &Acme,
        app: &app,
        connection: &connection,
    };
    vendor.trouble(Trouble::Status(429, vec![("retry-after", "17".into())]));
    assert!(client.sync(link, "weights").await.expect("read").samples > 0);
    vendor.always(Some(Trouble::Truncated));
    let error = client.sync(link, "weights").await.expect_err("it cannot be read");
    let traced = captured.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (String::from_utf8(traced).expect("text"), error)
}

#[tokio::test]
async fn every_call_is_traced_with_its_vendor_operation_attempt_and_status() {
    let (traced, _) = traced().await;
    for expected in [
        r#"provider="acme" operation=refresh token attempt=1 status=200"#,
        r#"provider="acme" operation=list weights attempt=1 status=429"#,
        r#"provider="acme" operation=list weights attempt=2 status=200"#,
    ] {
        assert!(traced.contains(expected), "{expected} is not in\n{traced}");
    }
}

#[tokio::test]
async fn no_secret_and_nothing_of_a_body_is_traced_or_said() {
    let (traced, error) = traced().await;
    let said = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    for text in [&traced, &said] {
        for secret in [
            "access-",
            "refresh-",
            "test_",
            "Bearer",
            "74.3",
            r#""kg""#,
            r#""w1""#,
            "2026-10-01T07",
        ] {
            assert!(!text.contains(secret), "{secret} is in\n{text}");
        }
    }
}
