//! A watch and a phone count steps at the same time.

use vitasync_core::resolve::{Priority, SeriesData, resolve_intervals};
use vitasync_core::source::DeviceKind;
use vitasync_core::{Metric, Source};

use super::svg::{BAR, Picture};
use super::{at, block, source};
use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::time::from_ms;

const TOP: f64 = 52.0;
const STEP: f64 = 52.0;
const BOTTOM: f64 = 205.0;

fn instant(ms: i64) -> DateTime<Utc> {
    from_ms(ms).unwrap()
}

fn class(source: &Source) -> &'static str {
    match source.device_kind {
        DeviceKind::Watch => "watch",
        _ => "phone",
    }
}

/// Writes a number with a thin space between thousands.
fn steps(value: f64) -> String {
    let digits = format!("{value:.0}");
    let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
    if thousands.is_empty() {
        return rest.to_owned();
    }
    format!("{thousands}\u{2009}{rest}")
}

pub(crate) fn draw() -> String {
    let sources = [source("Watch", DeviceKind::Watch), source("Phone", DeviceKind::Phone)];
    let given = [("08:00", "12:00", 2000.0), ("08:00", "18:00", 5000.0)];
    let day = |clock: &str| at(&format!("2025-06-15T{clock}:00Z"));
    let given = given.map(|(start, end, value)| (day(start), day(end), value));
    let blocks = given.map(|(start, end, value)| block(&[(start, end, value, 0)]));
    let series: Vec<SeriesData<'_>> = sources
        .iter()
        .zip(&blocks)
        .map(|(source, blocks)| SeriesData { source, blocks })
        .collect();
    let order = Priority::default().order(Metric::Steps, &series);
    let resolved = resolve_intervals(&order, &series);

    let mut picture = Picture::new(day("08:00"), day("18:00"));
    picture.heading("Steps of one day, from two devices");
    let counted_y = TOP + STEP * 2.0;
    for hour in 0..=10 {
        let at = day("08:00") + TimeDelta::hours(hour);
        picture.tick("tick", at, (TOP - 8.0, BOTTOM), &at.format("%H:%M").to_string());
    }
    for (row, (which, (start, end, value))) in order.iter().zip(given).enumerate() {
        let y = TOP + STEP * f64::from(u8::try_from(row).unwrap());
        picture.name(y, &sources[*which].name, &format!("says {}", steps(value)));
        picture.bar("aside", start, end, (y, BAR));
    }
    picture.name(counted_y, "What counts", &format!("{} steps", steps(resolved.total())));
    for segment in &resolved.segments {
        let (start, end) = (instant(segment.start_ms), instant(segment.end_ms));
        let row = order.iter().position(|it| *it == segment.source).unwrap();
        let source = &sources[segment.source];
        for y in [TOP + STEP * f64::from(u8::try_from(row).unwrap()), counted_y] {
            picture.bar(class(source), start, end, (y, BAR));
            picture.label("on strong", start, end, y, &steps(segment.value));
        }
    }
    let aside = resolved.set_aside[0];
    let hidden = (given[0].0, given[0].1);
    picture.label(
        "",
        hidden.0,
        hidden.1,
        TOP + STEP,
        &format!("{} set aside", steps(aside.value)),
    );
    let sum: f64 = given.iter().map(|it| it.2).sum();
    let (total, sum) = (steps(resolved.total()), steps(sum));
    picture.finish(
        BOTTOM + 34.0,
        "What counts where a watch and a phone overlap",
        &format!(
            "The watch counts {} steps from 8 to 12, the phone {} from 8 to 18. The watch counts while it was worn; of the \
             phone's steps {} lie beside the watch and are set aside, {} lie after it and count. The day has {total} steps, \
             not the sum of {sum}.",
            steps(given[0].2),
            steps(given[1].2),
            steps(aside.value),
            steps(resolved.segments[1].value),
        ),
    )
}
