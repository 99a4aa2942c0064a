//! Reads Polar's nights and nightly recharges.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::Deserialize;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, Sleep, SleepTotals, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::Source;
use vitasync_core::time::ReadingTime::{Date, Local, WithOffset};

use super::SLUG;
use super::clock::{self, Night};
use super::decode::record;
use crate::provider::{Frame, Page, session};

/// Values by the hour and minute that the watch showed.
type ByMinute<T> = BTreeMap<String, Option<T>>;

/// Values on the line of time, the earliest first.
type Placed<T> = Vec<(DateTime<FixedOffset>, Option<T>)>;

#[derive(Deserialize)]
pub(super) struct SleepRecord {
    date: NaiveDate,
    sleep_start_time: DateTime<FixedOffset>,
    sleep_end_time: DateTime<FixedOffset>,
    device_id: Option<String>,
    continuity: Option<f64>,
    light_sleep: Option<f64>,
    deep_sleep: Option<f64>,
    rem_sleep: Option<f64>,
    unrecognized_sleep_stage: Option<f64>,
    total_interruption_duration: Option<f64>,
    short_interruption_duration: Option<f64>,
    long_interruption_duration: Option<f64>,
    sleep_score: Option<f64>,
    sleep_charge: Option<f64>,
    sleep_cycles: Option<f64>,
    sleep_rating: Option<f64>,
    group_duration_score: Option<f64>,
    group_solidity_score: Option<f64>,
    group_regeneration_score: Option<f64>,
    #[serde(default)]
    hypnogram: ByMinute<i64>,
    #[serde(default)]
    heart_rate_samples: ByMinute<f64>,
}

pub(super) fn sleep(page: &mut Page, watch: &Arc<Source>, it: &SleepRecord) -> Result<(), Reason> {
    let night = Night {
        start: it.sleep_start_time,
        end: it.sleep_end_time,
    };
    if night.end < night.start {
        return Err(Reason::EndBeforeStart {
            start: night.start.to_utc(),
            end: night.end.to_utc(),
        });
    }
    let record = record("sleep", it.date.to_string());
    let stages = stages(&night, &it.hypnogram)?;
    let beats = placed(&night, &it.heart_rate_samples)?;
    let frame = Frame::new(watch, &record, WithOffset(night.start)).until(WithOffset(night.end));
    let detail = Detail::Sleep(Sleep {
        stages,
        nap: None,
        totals: it.totals(page, &frame),
    });
    let mut slept = session(watch, &record, night.start, night.end, detail);
    slept.attributes.remarks.extend(it.remarks());
    page.sessions.push(slept);
    it.figures(page, &frame);
    for (at, beats) in beats {
        let beats = beats.filter(|beats| *beats > 0.0);
        page.read(&frame.at(WithOffset(at)), Metric::HeartRate, beats, "bpm");
    }
    Ok(())
}

impl SleepRecord {
    fn totals(&self, page: &mut Page, frame: &Frame) -> Option<SleepTotals> {
        let told = [
            (Metric::SleepLightDuration, known(self.light_sleep), "s"),
            (Metric::SleepDeepDuration, known(self.deep_sleep), "s"),
            (Metric::SleepRemDuration, known(self.rem_sleep), "s"),
            (
                Metric::SleepUnspecifiedDuration,
                known(self.unrecognized_sleep_stage),
                "s",
            ),
            (Metric::SleepAwakeDuration, known(self.total_interruption_duration), "s"),
        ];
        page.read_totals(frame, &told)
    }

    /// Scores begin at one: zero is none. The time asleep is a sum of ours, so it is a sample and no total of the vendor's.
    fn figures(&self, page: &mut Page, frame: &Frame) {
        let score = |value: Option<f64>| value.filter(|value| *value >= 1.0);
        let (light, deep, rem) = (known(self.light_sleep), known(self.deep_sleep), known(self.rem_sleep));
        let unnamed = known(self.unrecognized_sleep_stage);
        let asleep = light.zip(deep).zip(rem);
        let asleep = asleep.map(|((light, deep), rem)| light + deep + rem + unnamed.unwrap_or_default());
        page.read(frame, Metric::SleepDuration, asleep, "s");
        page.read(frame, Metric::SleepScore, score(self.sleep_score), "{score}");
        page.read(frame, Metric::SleepCharge, score(self.sleep_charge), "{score}");
        page.read(frame, Metric::SleepContinuity, score(self.continuity), "{score}");
        page.read(frame, Metric::SleepCycleCount, known(self.sleep_cycles), "count");
    }

    fn remarks(&self) -> impl Iterator<Item = (String, String)> {
        let number = |value: Option<f64>| value.map(|value| value.to_string());
        let remarks = [
            ("device_id", self.device_id.clone()),
            ("short_interruptions_s", number(self.short_interruption_duration)),
            ("long_interruptions_s", number(self.long_interruption_duration)),
            ("sleep_rating", number(self.sleep_rating.filter(|rating| *rating > 0.0))),
            ("duration_score", number(self.group_duration_score)),
            ("solidity_score", number(self.group_solidity_score)),
            ("regeneration_score", number(self.group_regeneration_score)),
        ];
        let known = remarks.into_iter().filter_map(|(key, value)| Some((key, value?)));
        known.map(|(key, value)| (key.to_owned(), value))
    }
}

/// What is less than nothing stands for nothing known.
fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| *value >= 0.0)
}

/// Places the values of a night.
fn placed<T: Copy>(night: &Night, values: &ByMinute<T>) -> Result<Placed<T>, Reason> {
    let mut placed = Vec::with_capacity(values.len());
    for (text, value) in values {
        let at = clock::time_of_day(text).and_then(|time| night.place(time));
        placed.push((at.ok_or_else(|| not_a_time(text))?, *value));
    }
    placed.sort_by_key(|(at, _)| *at);
    Ok(placed)
}

/// Reads the hypnogram: a stage lasts until the next begins.
fn stages(night: &Night, hypnogram: &ByMinute<i64>) -> Result<Vec<Stage>, Reason> {
    let changes = placed(night, hypnogram)?;
    let (start, end) = (night.start.to_utc(), night.end.to_utc());
    let ends = changes.iter().skip(1).map(|(at, _)| at.to_utc()).chain([end]);
    let stages = changes.iter().zip(ends).filter_map(|((from, code), to)| {
        let word = code.map(|code| code.to_string()).unwrap_or_default();
        let stage = SleepStage::from_vendor(SLUG, "hypnogram", &word).unwrap_or(SleepStage::Unknown);
        // The keys have no seconds, so the first may lie before falling asleep.
        let (start, end) = (from.to_utc().max(start), to.min(end));
        (start < end).then_some(Stage { stage, start, end })
    });
    Ok(stages.collect())
}

#[derive(Deserialize)]
pub(super) struct Recharge {
    date: NaiveDate,
    heart_rate_avg: Option<f64>,
    beat_to_beat_avg: Option<f64>,
    heart_rate_variability_avg: Option<f64>,
    breathing_rate_avg: Option<f64>,
    nightly_recharge_status: Option<f64>,
    ans_charge: Option<f64>,
    ans_charge_status: Option<f64>,
    #[serde(default)]
    hrv_samples: ByMinute<f64>,
    #[serde(default)]
    breathing_samples: ByMinute<f64>,
}

/// Reads what four hours of a night tell. The mean of the heart rate while asleep is no resting heart rate.
pub(super) fn recharge(page: &mut Page, watch: &Arc<Source>, it: &Recharge) -> Result<(), Reason> {
    let record = record("nightly_recharge", it.date.to_string());
    let mut night = Frame::new(watch, &record, Date(it.date));
    for (name, value) in [
        ("beat_to_beat_avg_ms", it.beat_to_beat_avg),
        ("ans_charge_status", it.ans_charge_status),
    ] {
        if let Some(value) = value {
            night = night.remark(name, value.to_string());
        }
    }
    let some = |value: Option<f64>| value.filter(|value| *value > 0.0);
    let variability = some(it.heart_rate_variability_avg);
    let status = some(it.nightly_recharge_status);
    page.read(&night, Metric::SleepingHeartRateAverage, some(it.heart_rate_avg), "bpm");
    page.read(&night, Metric::HeartRateVariabilityRmssd, variability, "ms");
    page.read(
        &night,
        Metric::SleepingRespiratoryRate,
        some(it.breathing_rate_avg),
        "br/min",
    );
    page.read(&night, Metric::NightlyRechargeStatus, status, "{score}");
    page.read(&night, Metric::AnsCharge, it.ans_charge, "{score}");
    let bare = Frame {
        remarks: BTreeMap::new(),
        ..night
    };
    series(
        page,
        &bare,
        it.date,
        &it.hrv_samples,
        Metric::HeartRateVariabilityRmssd,
        "ms",
    )?;
    series(
        page,
        &bare,
        it.date,
        &it.breathing_samples,
        Metric::RespiratoryRate,
        "br/min",
    )
}

fn series(
    page: &mut Page,
    frame: &Frame,
    waking: NaiveDate,
    values: &ByMinute<f64>,
    metric: Metric,
    unit: &'static str,
) -> Result<(), Reason> {
    let times: Result<Vec<NaiveTime>, Reason> = values
        .keys()
        .map(|text| clock::time_of_day(text).ok_or_else(|| not_a_time(text)))
        .collect();
    let times = clock::on_night_before(waking, &times?);
    for (at, value) in times.into_iter().zip(values.values()) {
        page.read(&frame.at(Local(at)), metric, value.filter(|value| *value > 0.0), unit);
    }
    Ok(())
}

fn not_a_time(text: &str) -> Reason {
    Reason::NotATime { text: text.to_owned() }
}
