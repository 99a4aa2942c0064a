//! Reads nights: the summary first, then the stages and the series of the same span.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordVersion;
use vitasync_core::session::{Detail, Sleep, SleepTotals, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{DeviceKind, Recording, Source};
use vitasync_core::time::ReadingTime::WithOffset;

use super::decode::{Answer, Seconds, device, known, zone};
use super::{SLUG, requests};
use crate::error::{Error, ErrorKind};
use crate::provider::{Frame, Page, Request, Response, Window, session, version};

type Local = DateTime<FixedOffset>;

/// A night as the list has it. It is kept with the request for its stages.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Night {
    id: i64,
    timezone: String,
    model: Option<i64>,
    hash_deviceid: Option<String>,
    startdate: Seconds,
    enddate: Seconds,
    modified: Option<Seconds>,
    completed: Option<bool>,
    data: Option<Summary>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Summary {
    total_timeinbed: Option<f64>,
    total_sleep_time: Option<f64>,
    asleepduration: Option<f64>,
    lightsleepduration: Option<f64>,
    deepsleepduration: Option<f64>,
    remsleepduration: Option<f64>,
    wakeupduration: Option<f64>,
    wakeupcount: Option<f64>,
    sleep_latency: Option<f64>,
    durationtosleep: Option<f64>,
    wakeup_latency: Option<f64>,
    durationtowakeup: Option<f64>,
    waso: Option<f64>,
    sleep_efficiency: Option<f64>,
    nb_rem_episodes: Option<f64>,
    out_of_bed_count: Option<f64>,
    hr_average: Option<f64>,
    hr_min: Option<f64>,
    hr_max: Option<f64>,
    rr_average: Option<f64>,
    rr_min: Option<f64>,
    rr_max: Option<f64>,
    snoring: Option<f64>,
    snoringepisodecount: Option<f64>,
    breathing_disturbances_intensity: Option<f64>,
    apnea_hypopnea_index: Option<f64>,
    sleep_score: Option<f64>,
    rmssd_start_avg: Option<f64>,
    rmssd_end_avg: Option<f64>,
}

/// A stretch of one state with what was measured in it.
#[derive(Deserialize)]
struct Stretch {
    startdate: Seconds,
    enddate: Seconds,
    state: i64,
    hash_deviceid: Option<String>,
    hr: Option<Points>,
    rr: Option<Points>,
    rmssd: Option<Points>,
    sdnn_1: Option<Points>,
    mvt_score: Option<Points>,
}

/// Values by second; an empty list where there are none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Points {
    Values(BTreeMap<String, Option<f64>>),
    None([(); 0]),
}

impl Stretch {
    fn series(&self) -> impl Iterator<Item = (Metric, &BTreeMap<String, Option<f64>>, &'static str)> {
        let series = [
            (Metric::HeartRate, &self.hr, "bpm"),
            (Metric::RespiratoryRate, &self.rr, "br/min"),
            (Metric::HeartRateVariabilityRmssd, &self.rmssd, "ms"),
            (Metric::HeartRateVariabilitySdnn, &self.sdnn_1, "ms"),
            (Metric::SleepMovement, &self.mvt_score, "{score}"),
        ];
        series.into_iter().filter_map(|(metric, points, unit)| match points {
            Some(Points::Values(values)) => Some((metric, values, unit)),
            _ => None,
        })
    }

    /// Looks at every time in it, so that a stretch is used as a whole or refused as a whole.
    fn check(&self) -> Result<(), Reason> {
        let (start, end) = (self.startdate.at()?, self.enddate.at()?);
        if end < start {
            return Err(Reason::EndBeforeStart { start, end });
        }
        let mut times = self.series().flat_map(|(_, values, _)| values.keys());
        times.try_for_each(|at| second(at).map(drop))
    }
}

impl Night {
    fn local(&self) -> Result<(Local, Local), Reason> {
        let (zone, start, end) = (zone(&self.timezone)?, self.startdate.at()?, self.enddate.at()?);
        if end < start {
            return Err(Reason::EndBeforeStart { start, end });
        }
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).fixed_offset();
        Ok((local(start), local(end)))
    }

    fn record(&self) -> Result<RecordVersion, Reason> {
        let changed = self.modified.unwrap_or(self.enddate).at()?;
        Ok(version(SLUG, "sleep", self.id.to_string(), changed))
    }

    /// Describes what watched: 16 is worn, 32 lies under the mattress.
    fn source(&self) -> Arc<Source> {
        let kind = match self.model {
            Some(16) => DeviceKind::Watch,
            _ => DeviceKind::Unknown,
        };
        device(self.hash_deviceid.as_deref(), None, kind, Recording::Automatic)
    }

    fn has(&self, stretch: &Stretch) -> bool {
        let same = match (&self.hash_deviceid, &stretch.hash_deviceid) {
            (Some(night), Some(stretch)) => night == stretch,
            _ => true,
        };
        same && stretch.startdate < self.enddate && stretch.enddate > self.startdate
    }
}

/// Asks for the stages of every night of a page; nights of one span are asked for together.
pub(super) fn nights(page: &mut Page, response: &Response, items: &[&RawValue]) {
    let mut spans: BTreeMap<(Seconds, Seconds), Vec<Night>> = BTreeMap::new();
    page.each("sleep", response, items, |_, night: Night| {
        night.local()?;
        night.record()?;
        spans.entry((night.startdate, night.enddate)).or_default().push(night);
        Ok(())
    });
    for ((from, to), nights) in spans {
        if let (Ok(from), Ok(to)) = (from.at(), to.at()) {
            let note = serde_json::to_string(&nights).expect("what was read can be written");
            page.follow
                .push(requests::series(Window { from, to }).note("nights", note));
        }
    }
}

/// Reads the stages and the series of nights, and with them the nights.
pub(super) fn series(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Series<'a> {
        #[serde(borrow)]
        series: Vec<&'a RawValue>,
    }
    let malformed = |_| Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed);
    let nights: Vec<Night> = serde_json::from_str(request.noted("nights")).map_err(malformed)?;
    let Answer { body } = response.json::<Answer<Series<'_>>>(SLUG, request)?;
    let mut stretches: Vec<Stretch> = Vec::new();
    page.each("sleep series", response, &body.series, |_, stretch: Stretch| {
        stretch.check()?;
        stretches.push(stretch);
        Ok(())
    });
    stretches.sort_by_key(|it| it.startdate);
    for night in &nights {
        // What was noted has been looked at.
        let (Ok(local), Ok(record)) = (night.local(), night.record()) else {
            return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed));
        };
        let own: Vec<&Stretch> = stretches.iter().filter(|it| night.has(it)).collect();
        read(page, night, &record, local, &own);
    }
    Ok(())
}

fn read(page: &mut Page, night: &Night, record: &RecordVersion, (start, end): (Local, Local), own: &[&Stretch]) {
    let source = night.source();
    let zone = zone(&night.timezone).ok();
    let stage = |it: &&Stretch| {
        Some(Stage {
            stage: state(it.state),
            start: it.startdate.at().ok()?,
            end: it.enddate.at().ok()?,
        })
    };
    let stages = own.iter().filter_map(stage).collect();
    let first = page.readings.len();
    let frame = Frame::new(&source, record, WithOffset(start)).until(WithOffset(end));
    let summed = night.data.as_ref();
    let totals = summed.and_then(|data| totals(page, &frame, data));
    let mut slept = session(
        &source,
        record,
        start,
        end,
        Detail::Sleep(Sleep {
            stages,
            nap: None,
            totals,
        }),
    );
    slept.attributes.zone = zone;
    let remarks = &mut slept.attributes.remarks;
    if night.completed == Some(false) {
        remarks.insert("completed".to_owned(), "false".to_owned());
    }
    for unknown in own.iter().filter(|it| state(it.state) == SleepStage::Unknown) {
        remarks.insert("unknown_state".to_owned(), unknown.state.to_string());
    }
    remarks.extend(night.data.iter().flat_map(told));
    page.sessions.push(slept);
    if let Some(data) = summed {
        figures(page, &frame, data);
    }
    for stretch in own {
        points(page, &frame, night, stretch);
    }
    page.readings[first..].iter_mut().for_each(|it| it.zone = zone);
}

/// The core's vocabulary has what a person is asleep in; out of bed is beside it.
fn state(state: i64) -> SleepStage {
    match state {
        15 => SleepStage::OutOfBed,
        state => SleepStage::from_vendor(SLUG, "state", &state.to_string()).unwrap_or(SleepStage::Unknown),
    }
}

/// The two durations to and from sleep are the old names of the latencies; of apps that share, only the time asleep is known.
fn totals(page: &mut Page, frame: &Frame, data: &Summary) -> Option<SleepTotals> {
    let asleep = data.total_sleep_time.or(data.asleepduration);
    let latency = data.sleep_latency.or(data.durationtosleep);
    let told = [
        (Metric::TimeInBed, data.total_timeinbed, "s"),
        (Metric::SleepDuration, asleep, "s"),
        (Metric::SleepLightDuration, data.lightsleepduration, "s"),
        (Metric::SleepDeepDuration, data.deepsleepduration, "s"),
        (Metric::SleepRemDuration, data.remsleepduration, "s"),
        (Metric::SleepAwakeDuration, data.wakeupduration, "s"),
        (Metric::SleepAwakenings, data.wakeupcount, "count"),
        (Metric::SleepLatency, latency, "s"),
        (Metric::WasoDuration, data.waso, "s"),
    ];
    page.read_totals(frame, &told)
}

fn figures(page: &mut Page, frame: &Frame, data: &Summary) {
    let lying = data.wakeup_latency.or(data.durationtowakeup);
    page.read(frame, Metric::WakeLatency, lying, "s");
    page.read(frame, Metric::SleepEfficiency, data.sleep_efficiency, "fraction");
    page.read(frame, Metric::SleepCycleCount, data.nb_rem_episodes, "count");
    page.read(frame, Metric::SleepOutOfBedCount, data.out_of_bed_count, "count");
    page.read(frame, Metric::SleepingHeartRateAverage, known(data.hr_average), "bpm");
    page.read(frame, Metric::SleepingHeartRateLowest, known(data.hr_min), "bpm");
    page.read(frame, Metric::SleepingRespiratoryRate, known(data.rr_average), "br/min");
    page.read(frame, Metric::SnoringDuration, data.snoring, "s");
    page.read(frame, Metric::SnoringEpisodeCount, data.snoringepisodecount, "count");
    let disturbed = data.breathing_disturbances_intensity;
    page.read(frame, Metric::BreathingDisturbancesIntensity, disturbed, "index");
    page.read(frame, Metric::ApneaHypopneaIndex, data.apnea_hypopnea_index, "events/h");
    page.read(frame, Metric::SleepScore, known(data.sleep_score), "{score}");
}

/// What has no metric of its own stays with the night.
fn told(data: &Summary) -> impl Iterator<Item = (String, String)> {
    let told = [
        ("hr_max", data.hr_max),
        ("rr_min", data.rr_min),
        ("rr_max", data.rr_max),
        ("rmssd_start_avg", data.rmssd_start_avg),
        ("rmssd_end_avg", data.rmssd_end_avg),
    ];
    let told = told.into_iter();
    told.filter_map(|(name, value)| Some((name.to_owned(), known(value)?.to_string())))
}

fn points(page: &mut Page, frame: &Frame, night: &Night, stretch: &Stretch) {
    let Ok(zone) = zone(&night.timezone) else { return };
    for (metric, values, unit) in stretch.series() {
        for (at, value) in values {
            let Ok(at) = second(at) else { continue };
            let frame = frame.at(WithOffset(at.with_timezone(&zone).fixed_offset()));
            // To lie still is a movement of nought; a heart never is.
            let value = if metric == Metric::SleepMovement {
                *value
            } else {
                known(*value)
            };
            page.read(&frame, metric, value, unit);
        }
    }
}

fn second(text: &str) -> Result<DateTime<Utc>, Reason> {
    let at = text.parse().ok().and_then(|at| DateTime::from_timestamp(at, 0));
    at.ok_or_else(|| Reason::NotATime { text: text.to_owned() })
}
