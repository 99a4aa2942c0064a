//! Reads Polar's training: the session, its series and its route.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{RoutePoint, Statistic, StatisticKind, Workout};
use vitasync_core::source::Source;
use vitasync_core::time::ReadingTime::WithOffset;

use super::decode::record;
use super::{clock, sports};
use crate::provider::{Frame, Page, Response, session, statistic, step, workout};

#[derive(Deserialize)]
pub(super) struct Exercise<'a> {
    id: String,
    device: Option<String>,
    device_id: Option<String>,
    start_time: NaiveDateTime,
    start_time_utc_offset: i32,
    duration: String,
    calories: Option<f64>,
    distance: Option<f64>,
    heart_rate: Option<HeartRate>,
    training_load: Option<f64>,
    training_load_pro: Option<Load>,
    sport: Option<String>,
    detailed_sport_info: Option<String>,
    #[serde(rename = "running-index")]
    running_index: Option<f64>,
    fat_percentage: Option<f64>,
    carbohydrate_percentage: Option<f64>,
    protein_percentage: Option<f64>,
    #[serde(default)]
    heart_rate_zones: Vec<Zone>,
    #[serde(borrow, default)]
    samples: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    route: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct HeartRate {
    average: Option<f64>,
    maximum: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Load {
    cardio_load: Option<f64>,
    muscle_load: Option<f64>,
    perceived_load: Option<f64>,
    cardio_load_interpretation: Option<String>,
    muscle_load_interpretation: Option<String>,
    perceived_load_interpretation: Option<String>,
    user_rpe: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Zone {
    index: i64,
    lower_limit: Option<f64>,
    upper_limit: Option<f64>,
    in_zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Samples {
    recording_rate: Option<f64>,
    sample_type: String,
    data: Option<String>,
}

#[derive(Deserialize)]
struct Point {
    latitude: f64,
    longitude: f64,
    time: String,
}

pub(super) fn read<'b>(
    page: &mut Page,
    watch: &Arc<Source>,
    it: &Exercise<'b>,
    response: &'b Response,
) -> Result<(), Reason> {
    let start = it.start()?;
    let not_a_time = || Reason::NotATime {
        text: it.duration.clone(),
    };
    let lasted = clock::duration(&it.duration).ok_or_else(not_a_time)?;
    let end = start.checked_add_signed(lasted).ok_or_else(not_a_time)?;
    let record = record("exercise", it.id.as_str());
    let words = [it.detailed_sport_info.as_deref(), it.sport.as_deref()];
    let mut done = Workout::new(sports::find(words));
    done.vendor_sport = it.detailed_sport_info.clone().or_else(|| it.sport.clone());
    done.statistics = it.statistics();
    page.each("route", response, &it.route, |_, point: Point| {
        done.route.push(point.read(start)?);
        Ok(())
    });
    let mut done = session(watch, &record, start, end, workout(done));
    done.attributes.remarks = it.remarks();
    page.sessions.push(done);
    let frame = Frame::new(watch, &record, WithOffset(start));
    page.each("samples", response, &it.samples, |page, samples: Samples| {
        samples.read(page, &frame, start)
    });
    Ok(())
}

/// What is not available is -1, or named so.
fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| *value >= 0.0)
}

impl Exercise<'_> {
    /// The start is the watch's wall clock, and its offset is in minutes.
    fn start(&self) -> Result<DateTime<FixedOffset>, Reason> {
        let offset = self
            .start_time_utc_offset
            .checked_mul(60)
            .and_then(FixedOffset::east_opt);
        let start = offset.and_then(|offset| self.start_time.and_local_timezone(offset).single());
        start.ok_or_else(|| Reason::NotATime {
            text: format!("{} {}", self.start_time, self.start_time_utc_offset),
        })
    }

    fn statistics(&self) -> Vec<Statistic> {
        use StatisticKind::{Max, Mean, Sum};
        let some = |value: Option<f64>| value.filter(|value| *value > 0.0);
        let beats = self.heart_rate.as_ref();
        let load = self.training_load_pro.as_ref().and_then(|load| known(load.cardio_load));
        let statistics = [
            statistic(Metric::TotalEnergy, Sum, some(self.calories), "kcal"),
            statistic(Metric::Distance, Sum, some(self.distance), "m"),
            statistic(Metric::HeartRate, Mean, some(beats.and_then(|it| it.average)), "bpm"),
            statistic(Metric::HeartRate, Max, some(beats.and_then(|it| it.maximum)), "bpm"),
            statistic(Metric::TrainingLoad, Sum, known(self.training_load), "{score}"),
            statistic(Metric::CardioLoad, Sum, load, "{score}"),
            statistic(Metric::RunningIndex, Mean, some(self.running_index), "{score}"),
        ];
        statistics.into_iter().flatten().collect()
    }

    fn remarks(&self) -> BTreeMap<String, String> {
        let number = |value: Option<f64>| value.map(|value| value.to_string());
        let mut remarks = vec![
            ("device".to_owned(), self.device.clone()),
            ("device_id".to_owned(), self.device_id.clone()),
            ("sport".to_owned(), self.sport.clone()),
            ("fat_percentage".to_owned(), number(self.fat_percentage)),
            (
                "carbohydrate_percentage".to_owned(),
                number(self.carbohydrate_percentage),
            ),
            ("protein_percentage".to_owned(), number(self.protein_percentage)),
        ];
        let said = |word: &Option<String>| {
            let nothing = ["NOT_AVAILABLE", "UNKNOWN", "RPE_NONE"];
            word.clone().filter(|word| !nothing.contains(&word.as_str()))
        };
        if let Some(load) = &self.training_load_pro {
            // Zero is what nobody has felt or told.
            let some = |value: Option<f64>| value.filter(|value| *value > 0.0);
            remarks.extend([
                ("muscle_load".to_owned(), number(some(load.muscle_load))),
                ("perceived_load".to_owned(), number(some(load.perceived_load))),
                ("cardio_load_class".to_owned(), said(&load.cardio_load_interpretation)),
                ("muscle_load_class".to_owned(), said(&load.muscle_load_interpretation)),
                (
                    "perceived_load_class".to_owned(),
                    said(&load.perceived_load_interpretation),
                ),
                ("user_rpe".to_owned(), said(&load.user_rpe)),
            ]);
        }
        for zone in &self.heart_rate_zones {
            let index = zone.index;
            remarks.push((format!("zone_{index}"), zone.in_zone.clone()));
            remarks.push((format!("zone_{index}_lower_bpm"), number(zone.lower_limit)));
            remarks.push((format!("zone_{index}_upper_bpm"), number(zone.upper_limit)));
        }
        let known = remarks.into_iter().filter_map(|(key, value)| Some((key, value?)));
        known.collect()
    }
}

impl Point {
    fn read(&self, start: DateTime<FixedOffset>) -> Result<RoutePoint, Reason> {
        let at = clock::duration(&self.time).and_then(|since| start.checked_add_signed(since));
        let at = at.ok_or_else(|| Reason::NotATime {
            text: self.time.clone(),
        })?;
        Ok(RoutePoint {
            at: at.to_utc(),
            latitude: self.latitude,
            longitude: self.longitude,
            altitude_m: None,
            speed_m_s: None,
            course_deg: None,
            accuracy_m: None,
        })
    }
}

impl Samples {
    fn read(&self, page: &mut Page, frame: &Frame, start: DateTime<FixedOffset>) -> Result<(), Reason> {
        let (metric, unit) = match self.sample_type.as_str() {
            "0" => (Metric::HeartRate, "bpm"),
            "1" => (Metric::Speed, "km/h"),
            "2" => (Metric::Cadence, "rpm"),
            "3" => (Metric::Altitude, "m"),
            "4" => (Metric::Power, "W"),
            "6" => (Metric::LeftRightBalance, "%"),
            "7" => (Metric::AmbientPressure, "hPa"),
            "8" => (Metric::StepCadence, "spm"),
            "9" => (Metric::AmbientTemperature, "degC"),
            "11" => return self.beats(page, frame, start),
            // The pedalling index has no metric, and the distance so far is that of the session in small pieces.
            "5" | "10" => return Ok(()),
            other => {
                return Err(Reason::UnknownWord {
                    vocabulary: "sample-type".to_owned(),
                    text: other.to_owned(),
                });
            }
        };
        let rate = self.recording_rate.ok_or_else(|| Reason::MissingField {
            field: "recording-rate".to_owned(),
        })?;
        for (index, value) in self.values()?.into_iter().enumerate() {
            // No heart stands still.
            let value = value.filter(|value| metric != Metric::HeartRate || *value > 0.0);
            if let Some(at) = step(start, rate, index) {
                page.read(&frame.at(WithOffset(at)), metric, value, unit);
            }
        }
        Ok(())
    }

    /// Reads the time from beat to beat: every beat comes that much after the one before.
    fn beats(&self, page: &mut Page, frame: &Frame, start: DateTime<FixedOffset>) -> Result<(), Reason> {
        let mut at = start;
        for value in self
            .values()?
            .into_iter()
            .flatten()
            .filter(|ms| *ms > 0.0 && *ms < 3.6e6)
        {
            #[expect(clippy::cast_possible_truncation, reason = "checked against an hour in milliseconds")]
            let ms = value.round() as i64;
            at = at.checked_add_signed(TimeDelta::milliseconds(ms)).unwrap_or(at);
            page.read(&frame.at(WithOffset(at)), Metric::RrInterval, Some(value), "ms");
        }
        Ok(())
    }

    /// Reads numbers between commas. `null` is no value and keeps its place.
    fn values(&self) -> Result<Vec<Option<f64>>, Reason> {
        let text = self.data.as_deref().unwrap_or_default();
        let value = |item: &str| match item.trim() {
            "" | "null" => Ok(None),
            item => item
                .parse()
                .map(Some)
                .map_err(|_| Reason::NotANumber { text: item.to_owned() }),
        };
        text.split(',').map(value).collect()
    }
}
