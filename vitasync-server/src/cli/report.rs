//! Writes what VitaSync knows about a person as text for a terminal.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use vitasync_core::Metric;
use vitasync_core::analytics::scores::Kind;
use vitasync_core::metric::Aggregation;
use vitasync_core::session::{Detail, StatisticKind, Workout};
use vitasync_providers::files::report::ZoneFrom;

use super::output::Column::{Number, Text};
use super::output::{Table, hours, number, sparkline, whole};
use crate::service::analytics::anomalies::Anomaly;
use crate::service::analytics::kept::Day as Assessed;
use crate::service::events::Event;
use crate::service::health::Day;
use crate::service::import::ImportReport;

/// What the table of days shows: a heading, the metric, the factor from its canonical unit and the digits to show.
const COLUMNS: [(&str, Metric, f64, usize); 6] = [
    ("steps", Metric::Steps, 1.0, 0),
    ("km", Metric::DistanceWalkingRunning, 0.001, 1),
    ("active kcal", Metric::ActiveEnergy, 1.0, 0),
    ("resting bpm", Metric::RestingHeartRate, 1.0, 0),
    ("HRV ms", Metric::HeartRateVariabilitySdnn, 1.0, 0),
    ("weight kg", Metric::Weight, 1.0, 1),
];

/// The totals of which a report says what each source gave.
const SHARED: [(&str, Metric, f64, usize); 4] = [
    ("steps", Metric::Steps, 1.0, 0),
    ("km", Metric::DistanceWalkingRunning, 0.001, 1),
    ("floors", Metric::FloorsClimbed, 1.0, 0),
    ("active kcal", Metric::ActiveEnergy, 1.0, 0),
];

const NOTHING: &str = "·";

/// Shows days as a table, with a row of bars per metric at its foot.
pub(super) fn days(days: &[Day]) -> String {
    let value = |day: &Day, metric| day.metrics.get(&metric).map(|it| it.value);
    let shown: Vec<_> = COLUMNS
        .into_iter()
        .filter(|(_, metric, ..)| days.iter().any(|day| value(day, *metric).is_some()))
        .collect();
    let mut table = Table::new(
        &[Text],
        std::iter::once("day").chain(shown.iter().map(|column| column.0)),
    );
    for day in days {
        let cells = shown.iter().map(|&(_, metric, factor, digits)| {
            value(day, metric).map_or_else(|| NOTHING.to_owned(), |value| number(value * factor, digits))
        });
        table.row(std::iter::once(date(day.date)).chain(cells));
    }
    if days.len() > 2 {
        let bars = shown
            .iter()
            .map(|&(_, metric, ..)| sparkline(days.iter().map(|day| value(day, metric))));
        table.row(std::iter::once(String::new()).chain(bars));
    }
    table.print()
}

/// Shows what each source gave to totals over all of these days, and what was set aside because it overlapped.
pub(super) fn shares(days: &[Day]) -> String {
    let mut table = Table::new(
        &[Text, Number, Number, Text],
        ["total", "counted", "set aside", "counted from"],
    );
    for (name, metric, factor, digits) in SHARED {
        let measured = || days.iter().filter_map(|day| day.metrics.get(&metric));
        debug_assert_eq!(metric.spec().aggregation, Aggregation::Sum);
        let counted: f64 = measured().map(|it| it.value).sum();
        let aside: f64 = measured().flat_map(|it| &it.set_aside).map(|share| share.value).sum();
        let mut by_source: BTreeMap<&str, f64> = BTreeMap::new();
        for share in measured().flat_map(|it| &it.sources) {
            if let Some(source) = &share.source {
                *by_source.entry(&source.name).or_insert(0.0) += share.value;
            }
        }
        if counted == 0.0 {
            continue;
        }
        let mut by_source: Vec<(&str, f64)> = by_source.into_iter().collect();
        by_source.sort_by(|a, b| b.1.total_cmp(&a.1));
        let from = by_source
            .iter()
            .map(|(name, value)| format!("{name} {:.0} %", 100.0 * value / counted));
        let (counted, aside) = (number(counted * factor, digits), number(aside * factor, digits));
        table.row([name.to_owned(), counted, aside, from.collect::<Vec<_>>().join(", ")]);
    }
    table.print()
}

/// Shows nights and naps, the latest first as they are listed.
pub(super) fn nights(events: &[Event]) -> String {
    let header = [
        "wake day",
        "",
        "from – to",
        "asleep",
        "deep",
        "REM",
        "awake",
        "efficiency",
        "recorded by",
    ];
    let mut table = Table::new(
        &[Text, Text, Text, Number, Number, Number, Number, Number, Text],
        header,
    );
    for event in events {
        let Some(night) = &event.night else { continue };
        let part = |seconds: Option<i64>| seconds.map_or_else(|| NOTHING.to_owned(), hours);
        table.row([
            date(event.local_date),
            if event.is_nap() { "nap" } else { "" }.to_owned(),
            span(event),
            part(night.asleep_s),
            part(night.deep_s),
            part(night.rem_s),
            part(night.awake_s),
            night
                .efficiency
                .map_or_else(|| NOTHING.to_owned(), |percent| format!("{percent:.0} %")),
            recorded_by(event),
        ]);
    }
    table.print()
}

/// Shows workouts, the latest first as they are listed.
pub(super) fn workouts(events: &[Event]) -> String {
    let mut table = Table::new(
        &[Text, Text, Text, Number, Number, Number, Number, Text],
        ["day", "from – to", "sport", "time", "km", "kcal", "bpm", "recorded by"],
    );
    for event in events {
        let Detail::Workout(workout) = &event.session.detail else {
            continue;
        };
        let elapsed = (event.session.end - event.session.start).as_seconds_f64();
        let show = |value: Option<f64>, factor: f64, digits| {
            value.map_or_else(|| NOTHING.to_owned(), |value| number(value * factor, digits))
        };
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds of a workout")]
        let seconds = workout.timer_s.unwrap_or(elapsed).round() as i64;
        table.row([
            date(event.local_date),
            span(event),
            workout.sport.spec().display_name.to_owned(),
            hours(seconds),
            show(distance(workout), 0.001, 2),
            show(workout.statistic(Metric::ActiveEnergy, StatisticKind::Sum), 1.0, 0),
            show(workout.statistic(Metric::HeartRate, StatisticKind::Mean), 1.0, 0),
            recorded_by(event),
        ]);
    }
    table.print()
}

fn zone_from(from: ZoneFrom) -> &'static str {
    match from {
        ZoneFrom::Profile => "from the profile or --timezone",
        ZoneFrom::File => "which the file names most often",
        ZoneFrom::System => "of this system, because neither profile nor file names one",
    }
}

/// Finds the distance of a workout, whichever sport's it is.
fn distance(workout: &Workout) -> Option<f64> {
    let is_distance = |metric: Metric| metric.id() == "distance" || metric.id().starts_with("distance_");
    let mut totals = workout.statistics.iter().filter(|it| it.kind == StatisticKind::Sum);
    totals.find(|it| is_distance(it.metric)).map(|it| it.value)
}

/// Shows what an import wrote, what it could not use, and what is worth knowing beside.
pub(super) fn import(report: &ImportReport) -> String {
    let (written, file) = (&report.written, &report.file);
    let mut lines = Vec::new();
    let counts = |what: &str, counts: crate::service::import::Counts| {
        let (added, changed, unchanged) = (whole(counts.added), whole(counts.changed), whole(counts.unchanged));
        format!("  {what:<9} {added} added, {changed} changed, {unchanged} as they were")
    };
    lines.push(counts("samples", written.samples));
    lines.push(counts("sessions", written.sessions));
    if let Some(zone) = &file.zone {
        lines.push(format!("  time zone {} ({})", zone.zone, zone_from(zone.from)));
    }
    let unused = [&file.unknown_types, &file.unknown_elements, &file.other_files];
    for (name, count) in unused.into_iter().flatten() {
        lines.push(format!("  kept in the original only: {} × {name}", whole(*count)));
    }
    if let Some(partial) = &file.partial {
        lines.push(format!(
            "  THE FILE BREAKS OFF at byte {}: {}",
            whole(partial.byte),
            partial.lost
        ));
    }
    lines.extend(file.warnings.iter().map(|warning| format!("  note: {warning}")));
    lines.join("\n") + "\n"
}

/// Shows what could not be used, at most so many.
pub(super) fn rejections(report: &ImportReport, most: usize) -> String {
    let mut table = Table::new(&[Text, Text, Text], ["where", "what", "why"]);
    for rejected in report.written.rejections.iter().take(most) {
        let subject = rejected.subject.trim_start_matches("HKQuantityTypeIdentifier");
        let subject = subject.trim_start_matches("HKCategoryTypeIdentifier");
        table.row([
            rejected.position.to_string(),
            subject.to_owned(),
            rejected.reason.to_string(),
        ]);
    }
    if table.is_empty() { String::new() } else { table.print() }
}

/// Shows the scores of a day with what each is made from.
pub(super) fn scores(day: &Assessed) -> String {
    let mut table = Table::new(&[Text, Number, Number, Text], ["score", "", "known", "made from"]);
    for kind in Kind::ALL {
        let score = &day.scores[kind.id()];
        let parts = score["components"].as_array().into_iter().flatten();
        let parts = parts.filter_map(|part| {
            let name = part["component"].as_str()?.replace('_', " ");
            Some(format!("{name} {:.0}", part["points"].as_f64()?))
        });
        let known = 100.0 * score["confidence"].as_f64().unwrap_or_default();
        table.row([
            kind.id().to_owned(),
            day.score(*kind).map_or_else(|| NOTHING.to_owned(), |it| number(it, 0)),
            format!("{known:.0} %"),
            parts.collect::<Vec<_>>().join(", "),
        ]);
    }
    table.print()
}

/// Shows what was unusual, at most so many.
pub(super) fn anomalies(found: &[Anomaly], most: usize) -> String {
    let mut table = Table::new(&[Text, Text, Text, Text], ["from", "what", "how urgent", "why"]);
    for it in found.iter().take(most) {
        let why = it
            .grounds
            .first()
            .map_or_else(String::new, |ground| ground.evidence.clone());
        table.row([date(it.first), it.title(), it.severity.to_string(), why]);
    }
    if table.is_empty() { String::new() } else { table.print() }
}

fn recorded_by(event: &Event) -> String {
    let names: Vec<&str> = event.records.iter().map(|record| record.source.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [best, others @ ..] => format!("{best} (also {})", others.join(", ")),
    }
}

/// Writes when an event began and ended by its own clock.
fn span(event: &Event) -> String {
    let local = |at: chrono::DateTime<chrono::Utc>, offset_s: i32| {
        (at.naive_utc() + TimeDelta::seconds(offset_s.into()))
            .format("%H:%M")
            .to_string()
    };
    let session = &event.session;
    let end_offset_s = session.attributes.end_offset_s.unwrap_or(event.utc_offset_s);
    format!(
        "{} – {}",
        local(session.start, event.utc_offset_s),
        local(session.end, end_offset_s)
    )
}

fn date(date: NaiveDate) -> String {
    date.format("%a %e %b %Y").to_string()
}
