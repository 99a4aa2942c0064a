//! Writes what VitaSync knows about a person as text for a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::Metric;
use vitasync_core::metric::Aggregation;

use super::output::{Table, hours, sparkline, whole};
use crate::service::events::{Event, EventDetail};
use crate::service::health::{Day, SourceSummary};

/// The metrics the table of days shows, with a heading, the factor from the canonical unit and the digits to show.
const COLUMNS: [(&str, Metric, f64, usize); 6] = [
    ("steps", Metric::Steps, 1.0, 0),
    ("km", Metric::DistanceWalkingRunning, 0.001, 1),
    ("active kcal", Metric::ActiveEnergy, 1.0, 0),
    ("resting bpm", Metric::RestingHeartRate, 1.0, 0),
    ("HRV ms", Metric::HeartRateVariabilitySdnn, 1.0, 0),
    ("kg", Metric::Weight, 1.0, 1),
];

/// How many of each thing a report shows at most.
const ROWS: usize = 14;

/// Shows days as a table with a line of bars per metric below it.
pub(super) fn days(days: &[Day]) -> String {
    let value = |day: &Day, metric| day.metrics.get(&metric).map(|it| it.value);
    let shown: Vec<_> =
        COLUMNS.into_iter().filter(|(_, metric, ..)| days.iter().any(|day| value(day, *metric).is_some())).collect();
    let header = std::iter::once("day").chain(shown.iter().map(|column| column.0));
    let mut table = Table::new(1, header);
    for day in days {
        let cells = shown.iter().map(|&(_, metric, factor, digits)| {
            value(day, metric).map_or_else(|| "·".to_owned(), |value| number(value * factor, digits))
        });
        table.row(std::iter::once(date(day.date)).chain(cells));
    }
    table.row(
        std::iter::once(String::new())
            .chain(shown.iter().map(|&(_, metric, ..)| sparkline(days.iter().map(|day| value(day, metric))))),
    );
    table.print()
}

/// Shows nights and naps, the latest last.
pub(super) fn nights(events: &[Event], zone: Tz) -> String {
    let mut table =
        Table::new(2, ["wake day", "from – to", "asleep", "deep", "REM", "awake", "efficiency", "recorded by"]);
    for event in latest(events, |event| matches!(event.detail, EventDetail::Sleep(_))) {
        let EventDetail::Sleep(night) = &event.detail else { continue };
        let part = |seconds: Option<i64>| seconds.map_or_else(|| "·".to_owned(), hours);
        table.row([
            format!("{}{}", date(night.date), if night.is_nap { " nap" } else { "" }),
            span(event, zone),
            part(night.asleep_s),
            part(night.deep_s),
            part(night.rem_s),
            part(night.awake_s),
            night.efficiency.map_or_else(|| "·".to_owned(), |percent| format!("{percent:.0} %")),
            recorded_by(event),
        ]);
    }
    table.print()
}
