//! Reads what Dexcom answers.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::session::Workout;
use vitasync_core::source::{DeviceKind, Recording, Source};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime::{self, Instant, WithOffset};

use super::spec::LONGEST;
use super::{SLUG, list};
use crate::auth::oauth2::after;
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Frame, Page, RecordVersion, Request, Response, Window, session, source, workout};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ranges {
    user_id: Option<String>,
    calibrations: Option<Range>,
    egvs: Option<Range>,
    events: Option<Range>,
}

#[derive(Deserialize)]
struct Range {
    start: Moment,
    end: Moment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Moment {
    system_time: String,
    display_time: Option<String>,
}

#[derive(Deserialize)]
struct Records<'a> {
    #[serde(borrow)]
    records: Vec<&'a RawValue>,
}

/// What every record has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stamp {
    record_id: String,
    #[serde(flatten)]
    moment: Moment,
    transmitter_id: Option<String>,
    transmitter_generation: Option<String>,
    display_device: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Egv {
    #[serde(flatten)]
    stamp: Stamp,
    value: Option<f64>,
    status: Option<String>,
    trend: Option<String>,
    trend_rate: Option<f64>,
    unit: Option<String>,
    rate_unit: Option<String>,
}

#[derive(Deserialize)]
struct Calibration {
    #[serde(flatten)]
    stamp: Stamp,
    value: Option<f64>,
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(flatten)]
    stamp: Stamp,
    event_status: Option<String>,
    event_type: String,
    event_sub_type: Option<String>,
    value: Option<Amount>,
    unit: Option<String>,
}

/// A number that is written as one or as text; notes are text that is none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Amount {
    Number(f64),
    Text(String),
}

impl Amount {
    fn number(&self) -> Result<f64, Reason> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Text(text) => text
                .trim()
                .parse()
                .map_err(|_| Reason::NotANumber { text: text.clone() }),
        }
    }
}

impl Moment {
    fn at(&self) -> Result<DateTime<Utc>, Reason> {
        let text = &self.system_time;
        let with_offset = text.parse::<DateTime<FixedOffset>>().map(|at| at.to_utc());
        let at = with_offset.or_else(|_| text.parse::<NaiveDateTime>().map(|at| at.and_utc()));
        at.map_err(|_| Reason::NotATime { text: text.clone() })
    }

    /// What the person saw less what the system says is the offset, to the quarter of an hour; the two clocks are set apart.
    fn time(&self) -> Result<ReadingTime, Reason> {
        let at = self.at()?;
        let Some(shown) = &self.display_time else {
            return Ok(Instant(at));
        };
        let with_offset = shown.parse::<DateTime<FixedOffset>>().map(|at| at.naive_local());
        let shown = with_offset
            .or_else(|_| shown.parse::<NaiveDateTime>())
            .map_err(|_| Reason::NotATime { text: shown.clone() })?;
        let quarter = TimeDelta::minutes(15).num_seconds();
        let apart = (shown - at.naive_utc()).num_seconds();
        let offset = (apart + quarter / 2).div_euclid(quarter) * quarter;
        let offset = i32::try_from(offset).ok().filter(|offset| offset.abs() <= 14 * 3600);
        let offset = offset.and_then(FixedOffset::east_opt);
        Ok(offset.map_or(Instant(at), |offset| WithOffset(at.with_timezone(&offset))))
    }
}

impl Stamp {
    fn record(&self, resource: &str) -> RecordVersion {
        RecordKey::new(SLUG, resource, self.record_id.as_str()).into()
    }

    /// Describes who measured. A transmitter lasts for weeks and is no source of its own.
    fn source(&self, recording: Recording) -> Arc<Source> {
        let mut source = Arc::unwrap_or_clone(source(SLUG, "", "Dexcom", DeviceKind::GlucoseMeter));
        source.key.recording = recording;
        source.device.manufacturer = Some("Dexcom".to_owned());
        source.device.model.clone_from(&self.transmitter_generation);
        Arc::new(source)
    }

    fn frame(&self, resource: &str, recording: Recording) -> Result<Frame, Reason> {
        let frame = Frame::new(&self.source(recording), &self.record(resource), self.moment.time()?);
        let told = [
            ("transmitter_id", &self.transmitter_id),
            ("display_device", &self.display_device),
        ];
        let told = told.into_iter().filter_map(|(name, word)| Some((name, word.clone()?)));
        Ok(told.fold(frame, |frame, (name, word)| frame.remark(name, word)))
    }
}

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let unknown = || Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed);
    match request.operation.as_ref() {
        "read account" => {
            let ranges: Ranges = response.json(SLUG, request)?;
            page.account = Account {
                user: ranges.user_id,
                ..Account::default()
            };
        }
        "find data" => page.follow = new(request, response)?,
        operation => {
            let Records { records } = response.json(SLUG, request)?;
            match operation {
                "list egvs" => page.each("egv", response, &records, |page, it| egv(page, &it)),
                "list calibrations" => page.each("calibration", response, &records, |page, it| calibration(page, &it)),
                "list events" => page.each("event", response, &records, |page, it| event(page, &it)),
                _ => return Err(unknown()),
            }
        }
    }
    Ok(page)
}

/// Asks for the span in which there is something new; for nothing where there is none.
fn new(request: &Request, response: &Response) -> Result<Vec<Request>, Error> {
    let ranges: Ranges = response.json(SLUG, request)?;
    let resource = request.noted("resource");
    let range = match resource {
        "egvs" => ranges.egvs,
        "calibrations" => ranges.calibrations,
        _ => ranges.events,
    };
    let Some(range) = range else { return Ok(Vec::new()) };
    let malformed =
        |reason: Reason| Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed).with_source(reason);
    let span = Window {
        from: range.start.at().map_err(malformed)?,
        // Whether the end belongs to a span is not said.
        to: range.end.at().map_err(malformed)? + TimeDelta::seconds(1),
    };
    let windows = span.split(Some(LONGEST)).into_iter();
    Ok(windows.map(|window| list(resource, window)).collect())
}

fn egv(page: &mut Page, egv: &Egv) -> Result<(), Reason> {
    let mut frame = egv.stamp.frame("egvs", Recording::Automatic)?;
    let status = egv.status.as_deref().filter(|status| *status != "ok");
    match status {
        Some("high" | "low") if egv.value.is_none() => return Err(missing("value")),
        Some(beyond @ ("high" | "low")) => frame = frame.remark("clipped", beyond),
        Some(word) => frame = frame.remark("status", word),
        None => {}
    }
    let unit = |unit: &Option<String>| unit.clone().unwrap_or_else(|| "unknown".to_owned());
    page.read(&frame, Metric::InterstitialGlucose, egv.value, unit(&egv.unit));
    page.read(&frame, Metric::GlucoseTrendRate, egv.trend_rate, unit(&egv.rate_unit));
    let Some(word) = egv.trend.as_deref().filter(|word| !["none", "unknown"].contains(word)) else {
        return Ok(());
    };
    let code = trend(word).ok_or_else(|| unknown_word("trend", word))?;
    page.category(&frame.remark("trend", word), Metric::GlucoseTrend, Some(code));
    Ok(())
}

/// Gives the code of an arrow: from 1, twice up, to 7, twice down; 8 and 9 where there is no arrow to show.
fn trend(word: &str) -> Option<f64> {
    let code = match word {
        "doubleUp" => 1,
        "singleUp" => 2,
        "fortyFiveUp" => 3,
        "flat" => 4,
        "fortyFiveDown" => 5,
        "singleDown" => 6,
        "doubleDown" => 7,
        "notComputable" => 8,
        "rateOutOfRange" => 9,
        _ => return None,
    };
    Some(f64::from(code))
}

fn calibration(page: &mut Page, it: &Calibration) -> Result<(), Reason> {
    let frame = it.stamp.frame("calibrations", Recording::Manual)?;
    let unit = it.unit.as_deref().unwrap_or("unknown");
    page.read(
        &frame.remark("method", "fingerstick"),
        Metric::BloodGlucose,
        it.value,
        unit.to_owned(),
    );
    Ok(())
}

fn event(page: &mut Page, event: &Event) -> Result<(), Reason> {
    if event.event_status.as_deref() == Some("deleted") {
        page.deleted.push(event.stamp.record("events"));
        return Ok(());
    }
    let frame = event.stamp.frame("events", Recording::Manual)?;
    let (metric, unit, remark) = match event.event_type.as_str() {
        "carbs" => (Metric::DietaryCarbohydrates, "g", None),
        "insulin" => (Metric::InsulinDelivery, "IU", event.event_sub_type.as_deref()),
        "bloodGlucose" => (Metric::BloodGlucose, "unknown", Some("manual")),
        "exercise" => return exercise(page, event, &frame),
        // They have no number.
        "health" | "notes" => return Ok(()),
        word => return Err(unknown_word("eventType", word)),
    };
    let key = if metric == Metric::InsulinDelivery {
        "kind"
    } else {
        "method"
    };
    let frame = remark.into_iter().fold(frame, |frame, word| frame.remark(key, word));
    let value = event.value.as_ref().map(Amount::number).transpose()?;
    let unit = match event.unit.as_deref() {
        Some("grams") => "g",
        Some("units") => "IU",
        Some(other) => other,
        None => unit,
    };
    page.read(&frame, metric, value, unit.to_owned());
    Ok(())
}

/// An exercise is so many minutes from its time, light, medium or heavy.
fn exercise(page: &mut Page, event: &Event, frame: &Frame) -> Result<(), Reason> {
    let minutes = event.value.as_ref().ok_or_else(|| missing("value"))?.number()?;
    let unit = event.unit.as_deref().unwrap_or("minutes");
    if unit != "minutes" {
        return Err(unknown_word("unit", unit));
    }
    let start = event.stamp.moment.at()?;
    let end = after(start, minutes * 60.0).ok_or_else(|| Reason::NotANumber {
        text: minutes.to_string(),
    })?;
    let local = |at: DateTime<Utc>| match frame.start {
        WithOffset(start) => at.with_timezone(start.offset()),
        _ => at.fixed_offset(),
    };
    let mut done = Workout::new(Sport::Other);
    done.vendor_sport = Some(event.event_type.clone());
    let record = event.stamp.record("events");
    let mut done = session(&frame.source, &record, local(start), local(end), workout(done));
    if !matches!(frame.start, WithOffset(_)) {
        done.attributes.start_offset_s = None;
    }
    done.attributes.remarks.clone_from(&frame.remarks);
    let intensity = event.event_sub_type.clone().map(|word| ("intensity".to_owned(), word));
    done.attributes.remarks.extend(intensity);
    page.sessions.push(done);
    Ok(())
}

fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}

fn unknown_word(vocabulary: &str, word: &str) -> Reason {
    Reason::UnknownWord {
        vocabulary: vocabulary.to_owned(),
        text: word.to_owned(),
    }
}
