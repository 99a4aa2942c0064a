//! Nights, naps and what is measured in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, Session, Sleep, SleepTotals, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::Source;
use vitasync_core::time::ReadingTime::Date;

use super::SLUG;
use super::decode::{
    Clock, Offsets, Summary, instant, instants, missing, ranked, remarked, session_on, summary, typed, watch,
};
use crate::provider::{Frame, Page, unmeasured};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SleepSummary {
    #[serde(flatten)]
    summary: Summary,
    deep_sleep_duration_in_seconds: Option<i32>,
    light_sleep_duration_in_seconds: Option<i32>,
    rem_sleep_in_seconds: Option<i32>,
    awake_duration_in_seconds: Option<i32>,
    unmeasurable_sleep_duration_in_seconds: Option<i32>,
    /// The same under another name.
    unmeasurable_sleep_in_seconds: Option<i32>,
    sleep_levels_map: Option<BTreeMap<String, Option<Vec<Level>>>>,
    validation: Option<String>,
    time_offset_sleep_respiration: Option<Offsets>,
    time_offset_sleep_spo2: Option<Offsets>,
    overall_sleep_score: Option<Score>,
    sleep_scores: Option<BTreeMap<String, Score>>,
    naps: Option<Vec<Nap>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Level {
    start_time_in_seconds: i64,
    end_time_in_seconds: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Score {
    value: Option<f64>,
    qualifier_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Nap {
    nap_start_time_in_seconds: i64,
    nap_duration_in_seconds: i64,
    nap_offset_in_seconds: Option<i32>,
    nap_validation: Option<String>,
}

/// A night is known by its date and beginning, because its id holds its length and that changes until it is final.
pub(super) fn sleep(page: &mut Page, night: SleepSummary, came: DateTime<Utc>) -> Result<(), Reason> {
    let (date, clock) = (night.summary.date()?, night.summary.clock()?);
    let id = format!("{date}/{}", clock.start.timestamp());
    let record = ranked("sleeps", id, finality(night.validation.as_deref()), came);
    let source = recorder(night.validation.as_deref());
    let (stages, unknown) = stages(night.sleep_levels_map.iter().flatten())?;
    let end = end(&night, &clock, &stages)?;
    let sleep = Sleep {
        stages,
        nap: Some(false),
        totals: None,
    };
    let mut slept = session_on(&clock, end, &source, &record, Detail::Sleep(sleep))?;
    let frame = Frame::new(&source, &record, clock.says(clock.start)).until(clock.says(end));
    let told = totals(page, &frame, &night);
    if let Detail::Sleep(sleep) = &mut slept.detail {
        sleep.totals = told;
    }
    let remarks = [("validation", night.validation.clone()), ("unknown_stages", unknown)];
    let known = remarks
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text?)));
    slept.attributes.remarks.extend(known);
    page.sessions.push(slept);
    score(page, &frame, &night);
    let spo2 = night.time_offset_sleep_spo2.as_ref();
    instants(page, &frame, &clock, Metric::OxygenSaturation, spo2, "%", |it| it > 0.0)?;
    let breaths = night.time_offset_sleep_respiration.as_ref();
    instants(page, &frame, &clock, Metric::RespiratoryRate, breaths, "br/min", |it| {
        it > 0.0
    })?;
    for nap in night.naps.iter().flatten() {
        page.sessions.push(napped(&format!("{date}/nap"), nap, came)?);
    }
    Ok(())
}

/// What is tentative gives way to what is final, whichever comes first.
fn finality(validation: Option<&str>) -> u64 {
    u64::from(!validation.is_some_and(|it| it.ends_with("TENTATIVE")))
}

fn recorder(validation: Option<&str>) -> Arc<Source> {
    match validation {
        Some("MANUAL") => typed(watch()),
        _ => watch(),
    }
}

/// Puts the stages in order of time, and names those nobody knows.
fn stages<'l>(
    levels: impl Iterator<Item = (&'l String, &'l Option<Vec<Level>>)>,
) -> Result<(Vec<Stage>, Option<String>), Reason> {
    let (mut stages, mut unknown) = (Vec::new(), Vec::new());
    for (word, levels) in levels {
        let stage = SleepStage::from_vendor(SLUG, "sleepLevelsMap", word);
        if stage.is_none() {
            unknown.push(word.as_str());
        }
        for level in levels.iter().flatten() {
            let (start, end) = (
                instant(level.start_time_in_seconds)?,
                instant(level.end_time_in_seconds)?,
            );
            if end < start {
                return Err(Reason::EndBeforeStart { start, end });
            }
            let stage = stage.unwrap_or(SleepStage::Unknown);
            stages.push(Stage { stage, start, end });
        }
    }
    stages.sort_by_key(|it| (it.start, it.end));
    Ok((stages, Some(unknown.join("+")).filter(|it| !it.is_empty())))
}

/// The duration is of sleep alone: what was awake or could not be measured comes on top of it. The last stage may end
/// later.
fn end(night: &SleepSummary, clock: &Clock, stages: &[Stage]) -> Result<DateTime<FixedOffset>, Reason> {
    let awake = i64::from(night.awake_duration_in_seconds.unwrap_or_default());
    let unmeasurable = i64::from(night.unmeasurable().unwrap_or_default());
    let counted = night
        .summary
        .duration()
        .map(|asleep| clock.after(i64::from(asleep) + awake + unmeasurable));
    let last = stages
        .iter()
        .map(|stage| stage.end.with_timezone(clock.start.offset()))
        .max();
    counted
        .transpose()?
        .max(last)
        .ok_or_else(|| missing("durationInSeconds"))
}

impl SleepSummary {
    fn unmeasurable(&self) -> Option<i32> {
        self.unmeasurable_sleep_duration_in_seconds
            .or(self.unmeasurable_sleep_in_seconds)
    }
}

fn totals(page: &mut Page, frame: &Frame, night: &SleepSummary) -> Option<SleepTotals> {
    let seconds = |told: Option<i32>| told.map(f64::from);
    let unmeasurable = seconds(night.unmeasurable());
    page.read(frame, Metric::SleepUnspecifiedDuration, unmeasurable, "s");
    let told = [
        (Metric::SleepDuration, seconds(night.summary.duration()), "s"),
        (
            Metric::SleepDeepDuration,
            seconds(night.deep_sleep_duration_in_seconds),
            "s",
        ),
        (
            Metric::SleepLightDuration,
            seconds(night.light_sleep_duration_in_seconds),
            "s",
        ),
        (Metric::SleepRemDuration, seconds(night.rem_sleep_in_seconds), "s"),
        (
            Metric::SleepAwakeDuration,
            seconds(night.awake_duration_in_seconds),
            "s",
        ),
    ];
    unmeasured(page.read_totals(frame, &told), unmeasurable)
}

fn score(page: &mut Page, frame: &Frame, night: &SleepSummary) {
    let Some(overall) = &night.overall_sleep_score else {
        return;
    };
    let frame = remarked(frame.clone(), [("qualifier", overall.qualifier_key.clone())]);
    let parts = night
        .sleep_scores
        .iter()
        .flatten()
        .filter_map(|(name, part)| Some((name, part.qualifier_key.clone()?)));
    let frame = parts.fold(frame, |frame, (name, qualifier)| frame.remark(name, qualifier));
    page.read(&frame, Metric::SleepScore, overall.value, "{score}");
}

fn napped(date: &str, nap: &Nap, came: DateTime<Utc>) -> Result<Session, Reason> {
    let clock = Clock::new(nap.nap_start_time_in_seconds, nap.nap_offset_in_seconds)?;
    let id = format!("{date}/{}", nap.nap_start_time_in_seconds);
    let validation = nap.nap_validation.as_deref();
    let record = ranked("sleeps", id, finality(validation), came);
    let sleep = Sleep {
        nap: Some(true),
        ..Sleep::default()
    };
    let end = clock.after(nap.nap_duration_in_seconds)?;
    let mut napped = session_on(&clock, end, &recorder(validation), &record, Detail::Sleep(sleep))?;
    let remark = nap.nap_validation.clone().map(|it| ("validation".to_owned(), it));
    napped.attributes.remarks.extend(remark);
    Ok(napped)
}

summary! {
    pub(super) struct Hrv {
        last_night_avg: Option<f64>,
        #[serde(rename = "lastNight5MinHigh")]
        last_night_5_min_high: Option<f64>,
        hrv_values: Option<Offsets>,
    }
}

/// The night's mean belongs to the date of waking, and its parts to their five minutes.
pub(super) fn hrv(page: &mut Page, mut hrv: Hrv, came: DateTime<Utc>) -> Result<(), Reason> {
    let summary = hrv.summary();
    let date = summary.date()?;
    let record = summary.growing("hrv", date.to_string(), came);
    let night = Frame::new(&watch(), &record, Date(date));
    page.read(&night, Metric::HeartRateVariabilityRmssd, hrv.last_night_avg, "ms");
    page.read(
        &night,
        Metric::HeartRateVariabilityRmssd5minHigh,
        hrv.last_night_5_min_high,
        "ms",
    );
    let Some(values) = &hrv.hrv_values else { return Ok(()) };
    let (clock, metric) = (summary.clock()?, Metric::HeartRateVariabilityRmssd);
    instants(page, &night, &clock, metric, Some(values), "ms", |it| it > 0.0)
}

summary! {
    pub(super) struct SkinTemperature {
        avg_deviation_celsius: Option<f64>,
    }
}

/// A deviation from the person's own baseline, never a temperature.
pub(super) fn skin_temperature(page: &mut Page, mut skin: SkinTemperature, came: DateTime<Utc>) -> Result<(), Reason> {
    let summary = skin.summary();
    let date = summary.date()?;
    let record = summary.growing("skinTemp", date.to_string(), came);
    let night = Frame::new(&watch(), &record, Date(date));
    page.read(
        &night,
        Metric::SkinTemperatureDeviation,
        skin.avg_deviation_celsius,
        "K",
    );
    Ok(())
}
