//! Delivers what was measured beside activities: beats, sets of a strength training, what scales and cuffs say, and what a
//! watch notes all day.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::Session;
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::session::{Detail, Sleep, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Source};
use vitasync_core::time::{day_start, from_ms, local_date};
use vitasync_core::unit::Unit;

use super::About;
use super::gather::{Gathered, instant};
use super::profile::{self, message};
use super::watch::Counter;
use crate::files::Error;
use crate::files::activity::{Channel, Raw, RawSeries, position, samples};
use crate::files::outlet::Outlet;

/// Kinds of movement that are counted in steps: running and walking.
const ON_FOOT: [i64; 2] = [1, 6];

/// Delivers everything that needs no workout around it.
pub(super) fn deliver(
    outlet: &mut Outlet<'_>,
    file: Option<&str>,
    about: &About,
    gathered: &mut Gathered<'_>,
) -> Result<(), Error> {
    let attributes = Arc::new(about.attributes.clone());
    let mut out = Out {
        outlet,
        file,
        attributes,
    };
    let beats = std::mem::take(&mut gathered.beats);
    out.series(&about.active, "hrv", Metric::RrInterval, Unit::Millisecond, beats)?;
    out.sets(about, gathered)?;
    out.noted(about, gathered)?;
    let heart_rates = std::mem::take(&mut gathered.watch.heart_rates);
    out.series(
        &about.automatic,
        "heart_rate",
        Metric::HeartRate,
        Unit::PerMinute,
        heart_rates,
    )?;
    out.counters(about, gathered)?;
    out.sleep(about, gathered)
}

struct Out<'o, 'a, 'f> {
    outlet: &'o mut Outlet<'a>,
    file: Option<&'f str>,
    attributes: Arc<Attributes>,
}

impl Out<'_, '_, '_> {
    fn series(
        &mut self,
        source: &Arc<Source>,
        subject: &str,
        metric: Metric,
        unit: Unit,
        raw: Vec<Raw>,
    ) -> Result<(), Error> {
        let series = RawSeries {
            source,
            attributes: &self.attributes,
            subject,
            channel: Channel {
                metric,
                unit,
                factor: 1.0,
            },
        };
        samples(self.outlet, self.file, &series, raw.into_iter())
    }

    fn reject(&mut self, byte: u64, subject: &str, reason: Reason) -> Result<(), Error> {
        self.outlet.rejected(vec![Rejected {
            position: position(self.file, byte),
            subject: subject.to_owned(),
            reason,
        }])
    }

    /// Delivers repetitions and weights of the sets that were done.
    fn sets(&mut self, about: &About, gathered: &Gathered<'_>) -> Result<(), Error> {
        for set in gathered.sets.iter().filter(|set| instant(set, 6).is_none()) {
            let field = "start_time".to_owned();
            self.reject(set.byte, "set", Reason::MissingField { field })?;
        }
        for (subject, field, scale, metric, unit) in [
            ("repetitions", 3, 1.0, Metric::Repetitions, Unit::Repetitions),
            ("weight", 4, 16.0, Metric::LiftedWeight, Unit::Kilogram),
        ] {
            let done = gathered.sets.iter().filter(|set| set.whole(5) == Some(1));
            let raw = done.filter_map(|set| {
                let start_ms = instant(set, 6)?;
                let length_ms = set.unsigned(0).map_or(0, i64::from);
                Some(Raw {
                    byte: set.byte,
                    start_ms,
                    end_ms: start_ms + length_ms,
                    value: set.scaled(field, scale, 0.0)?,
                })
            });
            let raw = raw.collect();
            self.series(&about.active, subject, metric, unit, raw)?;
        }
        Ok(())
    }

    /// Delivers what [`profile::SAMPLES`] knows.
    fn noted(&mut self, about: &About, gathered: &mut Gathered<'_>) -> Result<(), Error> {
        let profiles = &mut gathered.watch.profiles;
        profiles.sort_unstable();
        profiles.dedup();
        let is_shared = profiles.len() > 1;
        let mut noted = std::mem::take(&mut gathered.samples);
        noted.sort_by_key(|(place, raw)| (*place, raw.byte));
        for of_field in noted.chunk_by(|a, b| a.0 == b.0) {
            let field = &profile::SAMPLES[of_field[0].0];
            let is_typed = matches!(field.message, message::WEIGHT_SCALE | message::BLOOD_PRESSURE);
            let source = if is_typed { &about.active } else { &about.automatic };
            if is_shared && field.message == message::WEIGHT_SCALE {
                for (_, raw) in of_field {
                    let detail = "several people have stood on the scale, and it does not say who of them the user is";
                    let detail = detail.to_owned();
                    self.reject(raw.byte, field.name, Reason::Unusable { detail })?;
                }
                continue;
            }
            let raw = of_field.iter().map(|(_, raw)| *raw).collect();
            self.series(source, field.name, field.metric, field.unit, raw)?;
        }
        Ok(())
    }

    /// Delivers steps, way and energy of the time between two counts.
    fn counters(&mut self, about: &About, gathered: &mut Gathered<'_>) -> Result<(), Error> {
        let counters = std::mem::take(&mut gathered.watch.counters);
        let of = |read: fn(&Counter) -> Option<f64>| {
            counters
                .iter()
                .filter_map(move |counter| Some((*counter, read(counter)?)))
                .collect::<Vec<_>>()
        };
        let steps = of(|counter| counter.cycles.filter(|_| ON_FOOT.contains(&counter.movement)));
        let way = of(|counter| counter.distance_m);
        let energy = of(|counter| counter.active_kcal);
        for (subject, metric, unit, counted) in [
            ("steps", Metric::Steps, Unit::Steps, steps),
            ("distance", Metric::Distance, Unit::Meter, way),
            ("active_calories", Metric::ActiveEnergy, Unit::Kilocalorie, energy),
        ] {
            let (raw, unplaced) = self.between(gathered.watch.since_ms, &counted);
            for byte in unplaced {
                let detail =
                    "it counts from midnight, but its file begins later and does not say how much that was by then";
                let detail = detail.to_owned();
                self.reject(byte, subject, Reason::Unusable { detail })?;
            }
            self.series(&about.automatic, subject, metric, unit, raw)?;
        }
        Ok(())
    }

    /// Takes counts apart into what was added since the last of the same movement. Every count begins anew at midnight, so
    /// the first counts from there, unless the file begins later: then another file has the rest, and what it said last
    /// is not known.
    fn between(&self, since_ms: Option<i64>, counted: &[(Counter, f64)]) -> (Vec<Raw>, Vec<u64>) {
        let mut last: HashMap<i64, (i64, f64)> = HashMap::new();
        let (mut raw, mut unplaced) = (Vec::new(), Vec::new());
        for (counter, count) in counted {
            let Some(midnight) = self.midnight(counter.at_ms) else {
                continue;
            };
            let before = match last.get(&counter.movement) {
                Some((at_ms, before)) if *at_ms >= midnight && before <= count => Some((*at_ms, *before)),
                Some((at_ms, _)) => Some((midnight.max(*at_ms), 0.0)),
                None if since_ms.is_none_or(|since| since <= midnight) => Some((midnight, 0.0)),
                None => None,
            };
            last.insert(counter.movement, (counter.at_ms, *count));
            match before {
                Some((start_ms, before)) => raw.push(Raw {
                    byte: counter.byte,
                    start_ms,
                    end_ms: counter.at_ms,
                    value: count - before,
                }),
                None => unplaced.push(counter.byte),
            }
        }
        (raw, unplaced)
    }

    /// Tells when the civil day of an instant began: by the watch's own clock, else in the person's zone.
    fn midnight(&self, at_ms: i64) -> Option<i64> {
        let at = from_ms(at_ms)?;
        if let Some(offset_s) = self.attributes.start_offset_s {
            let offset_ms = i64::from(offset_s) * 1000;
            return Some((at_ms + offset_ms).div_euclid(86_400_000) * 86_400_000 - offset_ms);
        }
        let options = self.outlet.options;
        let zone = options.zone.unwrap_or(options.system_zone);
        Some(day_start(local_date(at, zone), zone).timestamp_millis())
    }

    /// Delivers a night: each level holds until the next one, and the last one only says when it was over.
    fn sleep(&mut self, about: &About, gathered: &mut Gathered<'_>) -> Result<(), Error> {
        let mut levels = std::mem::take(&mut gathered.watch.sleep);
        levels.sort_by_key(|(byte, at_ms, _)| (*at_ms, *byte));
        let (Some(first), Some(last)) = (levels.first().copied(), levels.last().copied()) else {
            return Ok(());
        };
        let mut stages = Vec::with_capacity(levels.len());
        for pair in levels.windows(2) {
            let ((byte, start_ms, level), (_, end_ms, _)) = (pair[0], pair[1]);
            let stage = SleepStage::from_vendor("garmin_fit", "sleep_level", &level.to_string());
            match (stage, from_ms(start_ms), from_ms(end_ms)) {
                (Some(stage), Some(start), Some(end)) if end > start => stages.push(Stage { stage, start, end }),
                (None, ..) => {
                    let reason = Reason::UnknownWord {
                        vocabulary: "sleep_level".to_owned(),
                        text: level.to_string(),
                    };
                    self.reject(byte, "sleep_level", reason)?;
                }
                _ => {}
            }
        }
        let (Some(start), Some(end)) = (from_ms(first.1), from_ms(last.1)) else {
            return Ok(());
        };
        if stages.is_empty() || end > about.received + chrono::TimeDelta::days(1) {
            let detail = "a single level of sleep says neither how long it held nor when the night was over".to_owned();
            return self.reject(first.0, "sleep_level", Reason::Unusable { detail });
        }
        self.outlet.sessions(vec![night(about, (start, end), stages)])
    }
}

fn night(about: &About, (start, end): (DateTime<Utc>, DateTime<Utc>), stages: Vec<Stage>) -> Session {
    Session {
        source: Arc::clone(&about.automatic),
        record: about.record("sleep", 0),
        start,
        end,
        attributes: about.attributes.clone(),
        detail: Detail::Sleep(Sleep {
            stages,
            ..Sleep::default()
        }),
    }
}
