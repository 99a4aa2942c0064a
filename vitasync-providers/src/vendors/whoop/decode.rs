//! Reads what WHOOP answers.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, Sleep, SleepTotals, StatisticKind, Workout};
use vitasync_core::source::{DeviceKind, Source};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::time::ReadingTime::{Date, Instant, WithOffset};

use super::SLUG;
use super::records::{Body, Cycle, List, Needed, Profile, Recovery, SleepRecord, Stages, Stamp, WorkoutRecord, Zones};
use super::recovery::{find_sleeps, recoveries, recovery, recovery_of};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, Frame, Page, Request, Response, session, sleep, source, statistic, unmeasured, version, workout,
};

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let band = source(SLUG, "", "WHOOP", DeviceKind::Band);
    match request.operation.as_ref() {
        "read profile" => {
            let profile: Profile = response.json(SLUG, request)?;
            page.account = Account {
                user: Some(profile.user_id.to_string()),
                ..Account::default()
            };
        }
        "read body" => body(&mut page, &band, response.json(SLUG, request)?, response.received_at),
        "list cycles" => listed(&mut page, request, response, "cycle", |page, it| {
            cycle(page, &band, &it)
        })?,
        "list sleeps" => listed(&mut page, request, response, "sleep", |page, it| {
            night(page, &band, &it)
        })?,
        "list workouts" => listed(&mut page, request, response, "workout", |page, it| {
            exercise(page, &band, &it)
        })?,
        "list recoveries" => recoveries(&mut page, request, response)?,
        "find sleeps" => find_sleeps(&mut page, &band, request, response)?,
        "read cycle" => page.one("cycle", response, raw(request, response)?, |page, it| {
            cycle(page, &band, &it)
        }),
        "read sleep" => page.one("sleep", response, raw(request, response)?, |page, it| {
            night(page, &band, &it)
        }),
        "read workout" => {
            page.one("workout", response, raw(request, response)?, |page, it| {
                exercise(page, &band, &it)
            });
        }
        "find recovery" => {
            let found: SleepRecord = response.json(SLUG, request)?;
            page.follow.extend(recovery_of(request, &found));
        }
        "read recovery" => page.one("recovery", response, raw(request, response)?, |page, it: Recovery| {
            let slept: Stamp = noted(request, "sleep")?;
            recovery(page, &band, &it, &slept)
        }),
        _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
    }
    Ok(page)
}

fn raw<'b>(request: &Request, response: &'b Response) -> Result<&'b RawValue, Error> {
    response.json(SLUG, request)
}

pub(super) fn noted<'n, T: Deserialize<'n>>(request: &'n Request, name: &str) -> Result<T, Reason> {
    serde_json::from_str(request.noted(name)).map_err(|_| Reason::MissingField { field: name.to_owned() })
}

/// Reads a page of a list and asks for the next: the same start and end with its token.
pub(super) fn listed<'b, T: Deserialize<'b>>(
    page: &mut Page,
    request: &Request,
    response: &'b Response,
    subject: &str,
    decode: impl FnMut(&mut Page, T) -> Result<(), Reason>,
) -> Result<(), Error> {
    let list: List<'b> = response.json(SLUG, request)?;
    page.each(subject, response, &list.records, decode);
    let next = list.next_token.filter(|token| !token.is_empty());
    page.follow
        .extend(next.map(|token| request.with_query("nextToken", token)));
    Ok(())
}

/// A cycle runs from falling asleep to falling asleep again, so its middle lies on the day the person woke up, whether they
/// went to bed before midnight or after. An open cycle is taken to last a day.
fn cycle(page: &mut Page, band: &Arc<Source>, cycle: &Cycle) -> Result<(), Reason> {
    let stamp = &cycle.stamp;
    let record = stamp.record("cycle", cycle.id.to_string());
    let Some(score) = &cycle.score else {
        page.deleted.extend(stamp.is_unscorable().then_some(record));
        return Ok(());
    };
    let middle = stamp.start + stamp.end.map_or(TimeDelta::hours(12), |end| (end - stamp.start) / 2);
    let day = Frame::new(band, &record, Date(stamp.local(middle)?.date_naive()));
    page.read(&day, Metric::StrainScore, score.strain, "{score}");
    page.read(&day, Metric::HeartRateAverage, score.average_heart_rate, "bpm");
    page.read(&day, Metric::HeartRateMax, score.max_heart_rate, "bpm");
    let until = stamp.end.unwrap_or(stamp.updated_at).max(stamp.start);
    let whole = day
        .at(WithOffset(stamp.local(stamp.start)?))
        .until(WithOffset(stamp.local(until)?));
    page.read(&whole, Metric::TotalEnergy, score.kilojoule, "kJ");
    Ok(())
}

fn night(page: &mut Page, band: &Arc<Source>, night: &SleepRecord) -> Result<(), Reason> {
    let record = night.stamp.record("sleep", night.id.as_str());
    let (start, end) = night.stamp.span()?;
    let frame = Frame::new(band, &record, WithOffset(start)).until(WithOffset(end));
    let stages = night.score.as_ref().and_then(|score| score.stage_summary.as_ref());
    let slept = Sleep {
        totals: stages.and_then(|stages| read_stages(page, &frame, stages)),
        ..sleep(night.nap)
    };
    let mut slept = session(band, &record, start, end, Detail::Sleep(slept));
    if let Some(score) = &night.score {
        if let Some(needed) = &score.sleep_needed {
            read_need(page, &frame, needed);
        }
        page.read(
            &frame,
            Metric::SleepingRespiratoryRate,
            score.respiratory_rate,
            "br/min",
        );
        page.read(
            &frame,
            Metric::SleepScore,
            score.sleep_performance_percentage,
            "{score}",
        );
        page.read(
            &frame,
            Metric::SleepConsistency,
            score.sleep_consistency_percentage,
            "%",
        );
        page.read(&frame, Metric::SleepEfficiency, score.sleep_efficiency_percentage, "%");
    }
    let cycle = night.cycle_id.map(|id| ("cycle_id".to_owned(), id.to_string()));
    slept
        .attributes
        .remarks
        .extend(cycle.into_iter().chain(night.stamp.unscored()));
    page.sessions.push(slept);
    Ok(())
}

/// The time asleep is a sum of ours, so it is a sample and no total of the vendor's.
fn read_stages(page: &mut Page, frame: &Frame, stages: &Stages) -> Option<SleepTotals> {
    let (light, deep, rem) = (
        stages.total_light_sleep_time_milli,
        stages.total_slow_wave_sleep_time_milli,
        stages.total_rem_sleep_time_milli,
    );
    let asleep = light.zip(deep).zip(rem).map(|((light, deep), rem)| light + deep + rem);
    page.read(frame, Metric::SleepDuration, asleep, "ms");
    page.read(frame, Metric::SleepCycleCount, stages.sleep_cycle_count, "count");
    let told = [
        (Metric::TimeInBed, stages.total_in_bed_time_milli, "ms"),
        (Metric::SleepAwakeDuration, stages.total_awake_time_milli, "ms"),
        (Metric::SleepLightDuration, light, "ms"),
        (Metric::SleepDeepDuration, deep, "ms"),
        (Metric::SleepRemDuration, rem, "ms"),
        (Metric::SleepAwakenings, stages.disturbance_count, "count"),
    ];
    let no_data_s = stages.total_no_data_time_milli.map(|ms| ms / 1000.0);
    unmeasured(page.read_totals(frame, &told), no_data_s)
}

/// The need is the sum of its parts; a nap lessens it. Without its baseline it is not known.
fn read_need(page: &mut Page, frame: &Frame, needed: &Needed) {
    let parts = [
        ("baseline", needed.baseline_milli),
        ("sleep_debt", needed.need_from_sleep_debt_milli),
        ("recent_strain", needed.need_from_recent_strain_milli),
        ("recent_nap", needed.need_from_recent_nap_milli),
    ];
    let need = needed
        .baseline_milli
        .map(|_| parts.iter().filter_map(|(_, part)| *part).sum());
    let known = parts.iter().filter_map(|(name, part)| Some((name, (*part)?)));
    let frame = known.fold(frame.clone(), |frame, (name, ms)| {
        frame.remark(&format!("{name}_ms"), ms.to_string())
    });
    page.read(&frame, Metric::SleepNeed, need, "ms");
    page.read(&frame, Metric::SleepDebt, needed.need_from_sleep_debt_milli, "ms");
}

fn exercise(page: &mut Page, band: &Arc<Source>, record: &WorkoutRecord) -> Result<(), Reason> {
    let version = record.stamp.record("workout", record.id.as_str());
    let (start, end) = record.stamp.span()?;
    let mut done = Workout::new(sport(record).unwrap_or(Sport::Other));
    done.vendor_sport = record.sport_name.clone().or(record.sport_id.map(|id| id.to_string()));
    let mut remarks = Vec::new();
    if let Some(score) = &record.score {
        use StatisticKind::{Max, Mean, Sum};
        done.statistics = [
            statistic(Metric::TotalEnergy, Sum, score.kilojoule, "kJ"),
            statistic(Metric::Distance, Sum, score.distance_meter, "m"),
            statistic(Metric::ElevationGain, Sum, score.altitude_gain_meter, "m"),
            statistic(Metric::HeartRate, Mean, score.average_heart_rate, "bpm"),
            statistic(Metric::HeartRate, Max, score.max_heart_rate, "bpm"),
            statistic(Metric::StrainScore, Sum, score.strain, "{score}"),
        ]
        .into_iter()
        .flatten()
        .collect();
        remarks.push(("percent_recorded", score.percent_recorded));
        remarks.push(("altitude_change_m", score.altitude_change_meter));
        remarks.extend(score.zone_durations.iter().flat_map(Zones::remarks));
    }
    let mut done = session(band, &version, start, end, workout(done));
    let remarks = remarks
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_string())));
    done.attributes.remarks.extend(remarks.chain(record.stamp.unscored()));
    page.sessions.push(done);
    Ok(())
}

/// Finds the sport by its name, with whatever stands between the words, or by its old number.
fn sport(record: &WorkoutRecord) -> Option<Sport> {
    let words = |name: &str| {
        let name = name.to_lowercase();
        let words: Vec<&str> = name
            .split(|it: char| !it.is_ascii_alphanumeric())
            .filter(|it| !it.is_empty())
            .collect();
        words.join(" ")
    };
    let named = |sport: &&Sport, name: &str| {
        let of_whoop = sport
            .spec()
            .vendors
            .iter()
            .filter(|(vendor, _)| *vendor == Vendor::Whoop);
        let mut names = of_whoop
            .flat_map(|(_, names)| *names)
            .filter(|known| !known.starts_with('~'));
        names.any(|known| words(known.split(':').next().unwrap_or(known)) == name)
    };
    let by_name = record.sport_name.as_deref().and_then(|name| {
        let name = words(name);
        Sport::ALL.iter().find(|sport| named(sport, &name)).copied()
    });
    by_name.or_else(|| Sport::from_vendor(Vendor::Whoop, &record.sport_id?.to_string()))
}

/// A profile has no time of its own: it is as it was read, one object per day.
fn body(page: &mut Page, band: &Arc<Source>, body: Body, received_at: DateTime<Utc>) {
    let record = version(SLUG, "body", received_at.date_naive().to_string(), received_at);
    let frame = Frame::new(band, &record, Instant(received_at));
    page.read(&frame, Metric::Weight, body.weight_kilogram, "kg");
    page.read(&frame, Metric::Height, body.height_meter, "m");
    page.read(&frame, Metric::HeartRateMaxSetting, body.max_heart_rate, "bpm");
}
