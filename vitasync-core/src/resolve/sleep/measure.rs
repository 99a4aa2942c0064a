//! Measures one night from the record that was chosen.

use chrono::{DateTime, TimeDelta, Utc};

use super::choose::{Candidate, Chosen};
use super::hypnogram::{Stretch, awake_between, is_awake, seconds, union};
use super::{Night, NightBasis, NightKind, kinds};
use crate::session::SleepTotals;
use crate::sleep_stage::SleepStage;
use crate::time::ZoneHistory;

/// What a night comes to, from stages or from totals.
#[derive(Default)]
struct Figures {
    asleep_s: Option<i64>,
    light_s: Option<i64>,
    deep_s: Option<i64>,
    rem_s: Option<i64>,
    unspecified_s: Option<i64>,
    awake_s: Option<i64>,
    latency_s: Option<i64>,
    waso_s: Option<i64>,
    awakenings: Option<u32>,
}

/// Measures a night. Its kind is named later, among those of its date.
pub(super) fn measure(chosen: &Chosen<'_>, zones: &ZoneHistory) -> Night {
    let Chosen { primary, others, .. } = chosen;
    let session = primary.session;
    let totals = primary.sleep.totals.filter(|_| primary.basis == NightBasis::Totals);
    let figures = totals.map_or_else(|| of_stages(primary), |totals| of_totals(&totals));
    let told = totals.and_then(|it| it.in_bed_s).map(i64::from);
    let time_in_bed_s = told.unwrap_or_else(|| time_in_bed(primary, others));
    let (from, to) = slept(primary).unwrap_or((session.start, session.end));
    Night {
        date: kinds::wake_date(session, zones),
        kind: NightKind::Night,
        basis: primary.basis,
        primary: primary.at,
        others: others.iter().map(|it| it.at).collect(),
        start: session.start,
        end: session.end,
        stages: primary.layers.hypnogram.clone(),
        time_in_bed_s,
        asleep_s: figures.asleep_s,
        light_s: figures.light_s,
        deep_s: figures.deep_s,
        rem_s: figures.rem_s,
        unspecified_s: figures.unspecified_s,
        awake_s: figures.awake_s,
        latency_s: figures.latency_s,
        waso_s: figures.waso_s,
        awakenings: figures.awakenings,
        // Totals that contradict each other have no efficiency.
        efficiency: figures
            .asleep_s
            .filter(|asleep| time_in_bed_s > 0 && *asleep <= time_in_bed_s)
            .map(|asleep| percent(asleep, time_in_bed_s)),
        midpoint: from + (to - from) / 2,
    }
}

fn of_stages(primary: &Candidate<'_>) -> Figures {
    let stages = &primary.layers.hypnogram;
    let total = |found: fn(SleepStage) -> bool| -> i64 {
        let found = stages.iter().filter(|it| found(it.stage));
        found.map(|it| seconds(it.end - it.start)).sum()
    };
    let names_stages = primary.names_stages();
    let named = |found: fn(SleepStage) -> bool| names_stages.then(|| total(found));
    let slept = slept(primary);
    let wakes = names_stages || stages.iter().any(|it| is_awake(it.stage));
    let awake = slept
        .filter(|_| wakes)
        .map(|(from, to)| awake_between(stages, from, to));
    Figures {
        asleep_s: slept.map(|_| total(SleepStage::is_asleep)),
        light_s: named(|it| it == SleepStage::Light),
        deep_s: named(|it| it == SleepStage::Deep),
        rem_s: named(|it| it == SleepStage::Rem),
        unspecified_s: slept.map(|_| total(|it| it == SleepStage::AsleepUnspecified)),
        awake_s: wakes.then(|| total(is_awake)),
        latency_s: slept.and_then(|(from, _)| latency(primary, from)),
        waso_s: awake.map(|(waso_s, _)| waso_s),
        awakenings: awake.map(|(_, times)| times),
    }
}

fn of_totals(totals: &SleepTotals) -> Figures {
    let seconds = |told: Option<u32>| told.map(i64::from);
    Figures {
        asleep_s: totals.asleep_or_sum_s(),
        light_s: seconds(totals.light_s),
        deep_s: seconds(totals.deep_s),
        rem_s: seconds(totals.rem_s),
        unspecified_s: seconds(totals.unspecified_s),
        awake_s: seconds(totals.awake_s),
        latency_s: seconds(totals.latency_s),
        waso_s: seconds(totals.waso_s),
        awakenings: totals.awakenings,
    }
}

/// Tells from the first sleep to the last.
fn slept(primary: &Candidate<'_>) -> Option<Stretch> {
    let stages = &primary.layers.hypnogram;
    let first = stages.iter().find(|it| it.stage.is_asleep())?;
    let last = stages.iter().rfind(|it| it.stage.is_asleep())?;
    Some((first.start, last.end))
}

/// Tells the seconds in bed: in bed as the primary, or else another source that covers half of it, tells, together
/// with the stages; otherwise the session. Time out of bed is none.
fn time_in_bed(primary: &Candidate<'_>, others: &[Candidate<'_>]) -> i64 {
    let session = primary.session;
    let own = &primary.layers.in_bed;
    let half = (session.end - session.start) / 2;
    let covers = |in_bed: &[Stretch]| {
        let shared = in_bed
            .iter()
            .map(|(start, end)| (*end).min(session.end) - (*start).max(session.start));
        let shared: TimeDelta = shared.filter(|it| *it > TimeDelta::zero()).sum();
        !in_bed.is_empty() && shared >= half
    };
    let lent = others.iter().map(|it| &it.layers.in_bed).find(|in_bed| covers(in_bed));
    let told = if own.is_empty() { lent } else { Some(own) };
    let stages = &primary.layers.hypnogram;
    let out = stages.iter().filter(|it| it.stage == SleepStage::OutOfBed);
    let out: i64 = out.map(|it| seconds(it.end - it.start)).sum();
    let whole = [(session.start, session.end)];
    let bed = told.map_or(&whole[..], |in_bed| in_bed);
    let stretches = union(bed.iter().copied().chain(stages.iter().map(|it| (it.start, it.end))));
    stretches.iter().map(|(start, end)| seconds(*end - *start)).sum::<i64>() - out
}

/// Tells the seconds to the first sleep: from going to bed, or from where the source begins with lying awake.
fn latency(primary: &Candidate<'_>, first: DateTime<Utc>) -> Option<i64> {
    let in_bed = primary.layers.in_bed.first().map(|(start, _)| *start);
    let begin = primary.layers.hypnogram.first();
    let awake = begin.filter(|it| it.stage == SleepStage::Awake).map(|it| it.start);
    let since = in_bed.filter(|it| *it <= first).or(awake)?;
    Some(seconds(first - since))
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a night are few")]
fn percent(part: i64, whole: i64) -> f64 {
    100.0 * part as f64 / whole as f64
}
