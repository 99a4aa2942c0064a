//! Reads recoveries, which name no time of their own, together with their sleeps.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::Serialize;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::Source;
use vitasync_core::time::ReadingTime::{Date, WithOffset};

use super::decode::{listed, noted};
use super::records::{Recovery, SleepRecord, Stamp};
use super::{BASE, SLUG, list, one};
use crate::error::{Error, ErrorKind};
use crate::provider::{Frame, Page, Request, Response, version};

/// Asks for the sleeps of a page of recoveries: those that ended shortly before the recoveries were made.
pub(super) fn recoveries(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let mut found: Vec<Recovery> = Vec::new();
    listed(page, request, response, "recovery", |page, recovery: Recovery| {
        if recovery.score.is_some() {
            found.push(recovery);
        } else if recovery.score_state.as_deref() == Some("UNSCORABLE") {
            page.deleted
                .push(version(SLUG, "recovery", recovery.sleep_id, recovery.updated_at));
        }
        Ok(())
    })?;
    let made = found.iter().map(|recovery| recovery.created_at);
    if let (Some(first), Some(last)) = (made.clone().min(), made.max()) {
        let sleeps = list("find sleeps", "activity/sleep", first - TimeDelta::days(2), last);
        page.follow.push(sleeps.note("recoveries", note(&found)));
    }
    Ok(())
}

fn note<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("what was read can be written")
}

/// Reads the recoveries whose sleep is on this page of sleeps, and goes on looking for the others: on the next page, or one
/// by one where there is none.
pub(super) fn find_sleeps(
    page: &mut Page,
    band: &Arc<Source>,
    request: &Request,
    response: &Response,
) -> Result<(), Error> {
    let malformed = |_| Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed);
    let mut missing: Vec<Recovery> = noted(request, "recoveries").map_err(malformed)?;
    listed(page, request, response, "sleep", |page, it: SleepRecord| {
        let Some(place) = missing.iter().position(|recovery| recovery.sleep_id == it.id) else {
            return Ok(());
        };
        recovery(page, band, &missing.swap_remove(place), &it.stamp)
    })?;
    let next = std::mem::take(&mut page.follow);
    if missing.is_empty() {
        return Ok(());
    }
    match next.into_iter().next() {
        Some(next) => page.follow.push(next.note("recoveries", note(&missing))),
        None => page.follow.extend(
            missing
                .iter()
                .filter_map(|recovery| one("recovery", &recovery.sleep_id)),
        ),
    }
    Ok(())
}

/// Asks for the recovery of a sleep. A nap has none.
pub(super) fn recovery_of(request: &Request, found: &SleepRecord) -> Option<Request> {
    let path = format!("{BASE}/cycle/{}/recovery", found.cycle_id?);
    let mut follow = Request::get("read recovery", path).note("sleep", note(&found.stamp));
    follow.object.clone_from(&request.object);
    Some(follow)
}

/// A recovery belongs to the day the person woke up. It is named by its sleep, as webhooks do.
pub(super) fn recovery(page: &mut Page, band: &Arc<Source>, recovery: &Recovery, slept: &Stamp) -> Result<(), Reason> {
    let record = version(SLUG, "recovery", recovery.sleep_id.as_str(), recovery.updated_at);
    let Some(score) = &recovery.score else {
        let unscorable = recovery.score_state.as_deref() == Some("UNSCORABLE");
        page.deleted.extend(unscorable.then_some(record));
        return Ok(());
    };
    let (start, end) = slept.span()?;
    let mut day = Frame::new(band, &record, Date(end.date_naive())).remark("cycle_id", recovery.cycle_id.to_string());
    if score.user_calibrating == Some(true) {
        day = day.remark("user_calibrating", "true");
    }
    page.read(&day, Metric::RecoveryScore, score.recovery_score, "{score}");
    page.read(&day, Metric::RestingHeartRate, score.resting_heart_rate, "bpm");
    let night = day.at(WithOffset(start)).until(WithOffset(end));
    page.read(&night, Metric::HeartRateVariabilityRmssd, score.hrv_rmssd_milli, "ms");
    page.read(&night, Metric::SleepingOxygenSaturation, score.spo2_percentage, "%");
    page.read(&night, Metric::SkinTemperature, score.skin_temp_celsius, "degC");
    Ok(())
}
