//! Draws the pictures of `docs/one-truth.md` from what the library answers, so that they cannot say anything else.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "pictures/flight.rs"]
mod flight;
#[path = "pictures/night.rs"]
mod night;
#[path = "pictures/overlap.rs"]
mod overlap;
#[path = "pictures/svg.rs"]
mod svg;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::block::{Block, Identity, Row};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

#[test]
fn the_picture_of_overlap_shows_what_counts() {
    check("overlap", &overlap::draw());
}

#[test]
fn the_picture_of_a_night_shows_what_is_answered() {
    check("night", &night::draw());
}

#[test]
fn the_picture_of_a_flight_shows_its_days() {
    check("flight", &flight::draw());
}

/// Compares a committed picture with what the library answers, or rewrites it.
#[expect(clippy::disallowed_methods, reason = "the test reads and writes the generated files")]
fn check(name: &str, expected: &str) {
    let path = format!("docs/pictures/{name}.svg");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&file, expected).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_else(|error| format!("({error})"));
    assert!(
        committed == expected,
        "{path} does not show what the library answers; rewrite it with \
         `UPDATE_GENERATED=1 cargo test -p vitasync-core --test pictures` and commit it"
    );
}

/// Reads an instant.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn source(name: &str, device_kind: DeviceKind) -> Source {
    Source {
        key: SourceKey {
            provider: "example".into(),
            origin: name.into(),
            recording: Recording::Automatic,
        },
        name: name.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::LastWins,
    }
}

/// Puts rows of (start, end, value, version) into a block.
fn block(rows: &[(DateTime<Utc>, DateTime<Utc>, f64, u64)]) -> [Block; 1] {
    let rows = rows.iter().map(|&(start, end, value, version)| Row {
        start_ms: start.timestamp_millis(),
        end_ms: end.timestamp_millis(),
        value,
        copy: 0,
        version,
        deleted: false,
        attributes: 0,
    });
    [Block::from_rows(
        rows,
        &[Arc::new(Attributes::default())],
        Identity::Time,
    )]
}
