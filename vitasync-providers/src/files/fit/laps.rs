//! Reads laps, and the lengths of a pool, which are laps to the model and are counted beside.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::metric::Metric;
use vitasync_core::session::Lap;
use vitasync_core::time::from_ms;
use vitasync_core::unit::Unit;

use super::About;
use super::decode::{Message, TIMESTAMP};
use super::gather::{Gathered, instant};
use super::profile::{self, session};
use super::workout::Part;
use crate::files::Error;
use crate::files::activity::{Channel, Measure, Raw, RawSeries, Value, samples};
use crate::files::outlet::Outlet;

/// Reads a lap; none where it has no time.
pub(super) fn lap(message: &Message<'_>) -> Option<Lap> {
    let (start, end) = stretch(message, 7)?;
    let numbers = profile::LAP.iter().filter_map(|(name, fields, scale)| {
        let value = fields.iter().find_map(|field| message.scaled(*field, *scale, 0.0))?;
        Some(((*name).to_owned(), value.to_string()))
    });
    let words = [
        ("intensity", profile::LAP_INTENSITY),
        ("lap_trigger", profile::LAP_TRIGGER),
    ];
    let trigger = message.whole(profile::LAP_TRIGGER.0);
    Some(Lap {
        // Time, distance and places end a lap by themselves; the button, the session and a machine are meant.
        lap: !matches!(trigger, Some(1..=6)),
        start,
        end,
        remarks: numbers.chain(told(message, words)).collect(),
    })
}

/// Reads a length of a pool; none where it has no time.
pub(super) fn length(message: &Message<'_>) -> Option<Lap> {
    let (start, end) = stretch(message, 3)?;
    let strokes = message
        .number(5)
        .map(|strokes| ("total_strokes".to_owned(), strokes.to_string()));
    let words = [
        ("length_type", profile::LENGTH_TYPE),
        ("swim_stroke", profile::LENGTH_STROKE),
    ];
    Some(Lap {
        lap: false,
        start,
        end,
        remarks: strokes
            .into_iter()
            .chain(told(message, words))
            .collect::<BTreeMap<_, _>>(),
    })
}

/// Finds when a lap or length began and ended.
fn stretch(message: &Message<'_>, elapsed: u8) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let start = from_ms(instant(message, session::START)?)?;
    let end = match message.unsigned(elapsed) {
        Some(elapsed) => start + TimeDelta::milliseconds(elapsed.into()),
        None => from_ms(instant(message, TIMESTAMP)?).filter(|end| *end >= start)?,
    };
    Some((start, end))
}

/// Reads words of enumerations.
fn told<'a>(
    message: &'a Message<'_>,
    words: [(&'a str, (u8, &'static [&'static str])); 2],
) -> impl Iterator<Item = (String, String)> + 'a {
    words.into_iter().filter_map(|(name, (field, words))| {
        let number = message.whole(field)?;
        let word = usize::try_from(number).ok().and_then(|at| words.get(at));
        Some((
            name.to_owned(),
            word.map_or_else(|| number.to_string(), |word| (*word).to_owned()),
        ))
    })
}

/// Delivers what is counted by lengths of a pool: strokes, and the way where the records do not tell it.
pub(super) fn lengths(
    outlet: &mut Outlet<'_>,
    file: Option<&str>,
    about: &About,
    gathered: &Gathered<'_>,
    parts: &[Part],
) -> Result<(), Error> {
    let pool_m = parts.iter().find_map(|part| part.pool_m);
    let told = gathered
        .values
        .iter()
        .any(|value: &Value| value.measure == Measure::Distance);
    let swum = gathered
        .lengths
        .iter()
        .filter(|message| message.whole(profile::LENGTH_TYPE.0) == Some(1));
    let swum: Vec<_> = swum
        .filter_map(|message| Some((message, stretch(message, 3)?)))
        .collect();
    let series = [
        ("total_strokes", Metric::SwimmingStrokeCount, Unit::Strokes),
        ("pool_length", Metric::DistanceSwimming, Unit::Meter),
    ];
    for (subject, metric, unit) in series {
        let raw = swum.iter().filter_map(|(message, (start, end))| {
            let value = match metric {
                Metric::SwimmingStrokeCount => message.number(5),
                _ => pool_m.filter(|_| !told),
            };
            Some(Raw {
                byte: message.byte,
                start_ms: start.timestamp_millis(),
                end_ms: end.timestamp_millis(),
                value: value?,
            })
        });
        let series = RawSeries {
            source: &about.active,
            attributes: &Arc::new(about.attributes.clone()),
            subject,
            channel: Channel {
                metric,
                unit,
                factor: 1.0,
            },
        };
        samples(outlet, file, &series, raw)?;
    }
    Ok(())
}
