//! A watch and a phone count steps at the same time.

use chrono::TimeDelta;
use vitasync_core::Metric;
use vitasync_core::resolve::{Priority, Resolved, SeriesData, resolve_intervals};
use vitasync_core::source::DeviceKind;
use vitasync_core::time::from_ms;

use super::svg::{Picture, Stretch, row};
use super::{at, block, source};

/// What the sources say: name, kind, from, to, steps.
const SAID: [(&str, DeviceKind, &str, &str, f64); 2] = [
    ("Watch", DeviceKind::Watch, "08:00", "12:00", 2000.0),
    ("Phone", DeviceKind::Phone, "08:00", "18:00", 5000.0),
];
/// The colours of the sources.
const CLASSES: [&str; 2] = ["watch", "phone"];

fn span(from: &str, to: &str) -> Stretch {
    let day = |clock: &str| at(&format!("2025-06-15T{clock}:00Z"));
    (day(from), day(to))
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

fn resolved() -> Resolved {
    let sources = SAID.map(|(name, kind, ..)| source(name, kind));
    let blocks = SAID.map(|(_, _, from, to, value)| {
        let (start, end) = span(from, to);
        block(&[(start, end, value, 0)])
    });
    let series: Vec<SeriesData<'_>> = sources
        .iter()
        .zip(&blocks)
        .map(|(source, blocks)| SeriesData { source, blocks })
        .collect();
    resolve_intervals(&Priority::default().order(Metric::Steps, &series), &series)
}

pub(crate) fn draw() -> String {
    let resolved = resolved();
    let (whole, bottom) = (span("08:00", "18:00"), row(3));
    let mut picture = Picture::new(whole.0, whole.1);
    picture.heading("Steps of one day, from two devices");
    for hour in 0..=10 {
        let at = whole.0 + TimeDelta::hours(hour);
        picture.tick("tick", at, bottom, &at.format("%H:%M").to_string());
    }
    for (which, (name, _, from, to, value)) in SAID.into_iter().enumerate() {
        picture.name(row(which), name, &format!("says {}", steps(value)));
        picture.bar("aside", span(from, to), row(which));
    }
    picture.name(row(2), "What counts", &format!("{} steps", steps(resolved.total())));
    for segment in &resolved.segments {
        let stretch = (from_ms(segment.start_ms).unwrap(), from_ms(segment.end_ms).unwrap());
        for y in [row(segment.source), row(2)] {
            picture.bar(CLASSES[segment.source], stretch, y);
            picture.label("on strong", stretch, y, &steps(segment.value));
        }
    }
    // What lies beside the watch of the phone's.
    let aside = resolved.set_aside[0];
    assert_eq!((resolved.set_aside.len(), SAID[aside.source].0), (1, "Phone"));
    let text = format!("{} set aside", steps(aside.value));
    picture.label("", span("08:00", "12:00"), row(aside.source), &text);
    picture.finish(
        bottom,
        "What counts where a watch and a phone overlap",
        &description(&resolved),
    )
}

fn description(resolved: &Resolved) -> String {
    let [watch, phone] = SAID.map(|(.., value)| value);
    format!(
        "The watch counts {} steps from 8 to 12, the phone {} from 8 to 18. The watch counts while it was worn; of the phone's \
         steps {} lie beside the watch and are set aside, {} lie after it and count. The day has {} steps, not the sum of {}.",
        steps(watch),
        steps(phone),
        steps(resolved.set_aside[0].value),
        steps(resolved.segments[1].value),
        steps(resolved.total()),
        steps(watch + phone),
    )
}
