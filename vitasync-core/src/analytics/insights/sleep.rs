//! Insights about sleep.

use super::super::evidence::Evidence;
use super::super::numeric::{float, mean};
use super::super::sleep::circular::{self, hours_after};
use super::super::sleep::consistency::{self, Consistency, consistency};
use super::super::sleep::debt::{self, debt, usual_need};
use super::super::sleep::hypnogram::{self, Hypnogram, Scored, Statistics};
use super::super::sleep::stage_shares::{self, Share, StageShares, stage_shares};
use super::super::sleep::{Slept, clock_hours, efficiency, quality, regularity};
use super::super::{NoAnswer, trend as trends};
use super::ways::{NEEDED_OF_WEEK, Said, trend, weekend};
use super::{Answer, Definition, answered};
use crate::metric::Metric;
use crate::resolve::{Night, NightBasis, NightKind};

const OHAYON: &str = "Ohayon 2017, Sleep Health 3:6";
const HIRSHKOWITZ: &str = "Hirshkowitz 2015, Sleep Health 1:40";

pub(super) const ROWS: &[Definition] = answered! { Sleep;
    "sleep-duration" [SleepStage, SleepDuration] "Says how long was slept a day, naps included.",
        debt::METHOD, "4 of 7 days, and the age" => length;
    "sleep-efficiency" [SleepStage, TimeInBed] "Says how much of the time in bed was sleep.",
        efficiency::METHOD, "4 of 7 nights" => efficient;
    "deep-sleep-ratio" [SleepStage] "Says how much of sleep was deep.",
        stage_shares::METHOD, "4 of 7 nights with stages, and the age below 65 for a judgement" =>
            |it| stage(it, "of sleep was deep", (16.0, 20.0), |it| it.deep);
    "rem-sleep-ratio" [SleepStage] "Says how much of sleep was REM sleep.",
        stage_shares::METHOD, "4 of 7 nights with stages, and the age below 65 for a judgement" =>
            |it| stage(it, "of sleep was REM sleep", (21.0, 30.0), |it| it.rem);
    "sleep-consistency" [SleepStage] "Says how much the middle of sleep varies.",
        consistency::METHOD, "5 of 14 nights" => |it| spread(it, "the middle of sleep", |it| it.midpoint.sd);
    "sleep-debt" [SleepStage, SleepDuration]
        "Says how much sleep was missed in 14 days by the least that is recommended at the age.",
        debt::METHOD, "10 of 14 days, and the age" => missed;
    "sleep-latency" [SleepStage, SleepLatency] "Says how long it took to fall asleep.",
        quality::METHOD, "4 of 7 nights that tell it" => falling_asleep;
    "awakening-freq" [SleepStage] "Counts awakenings of more than 5 minutes a night.",
        quality::METHOD, "4 of 7 nights with stages" => awakenings;
    "sleep-score-trend" [SleepScore] "Says whether the vendor's sleep score rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::SleepScore);
    "circadian-stability" [SleepStage] "Says how much the time of waking varies.",
        consistency::METHOD, "5 of 14 nights" => |it| spread(it, "the time of waking", |it| it.wake.sd);
    "rem-latency" [SleepStage] "Says how long after falling asleep REM sleep came.",
        hypnogram::METHOD, "4 of 7 nights with stages" => until_rem;
    "sleep-fragmentation" [SleepStage] "Says how often sleep was broken per hour.",
        hypnogram::METHOD, "4 of 7 nights with stages" => broken;
    "circadian-phase-shift" [SleepStage] "Says how much later sleep is than in the three weeks before.",
        circular::METHOD, "4 of 7 nights and 10 of the 21 before" => shift;
    "weekend-sleep-rebound" [SleepStage, SleepDuration] "Says how much longer one sleeps on weekends.",
        debt::METHOD, "4 days of weekends and 10 others in 28 days" => |it| Ok(weekend(it, &it.hours()?, "h")?.0);
    "sleep-regularity-index" [SleepStage]
        "Says how often one is asleep, or awake, at the same time of two days in a row.",
        regularity::METHOD, "5 nights of 14 days in a row" => regular;
    "sws-adequacy" [SleepStage] "Says on how many nights deep sleep was in what experts call good.",
        stage_shares::METHOD, "4 of 7 nights with stages, and an age below 65" =>
            |it| share_of_good(it, |it| it.deep);
    "sleep-onset-var" [SleepStage] "Says how much the time of falling asleep varies.",
        consistency::METHOD, "5 of 14 nights" => |it| spread(it, "the time of falling asleep", |it| it.onset.sd);
    "terminal-wakefulness" [SleepStage] "Says how long one lies awake after the last sleep.",
        hypnogram::METHOD, "4 of 7 nights with stages" => lying_awake;
};

fn efficient(evidence: &Evidence) -> Said {
    let week = week(evidence, "of the time in bed was sleep", "%", |night| night.efficiency)?;
    Ok(week.recommended(Some(85.0), None, OHAYON))
}

fn falling_asleep(evidence: &Evidence) -> Said {
    let week = week(evidence, "to fall asleep", "min", |night| minutes(night.latency_s))?;
    Ok(week.recommended(None, Some(30.0), OHAYON))
}

fn awakenings(evidence: &Evidence) -> Said {
    // The limit itself is not longer than five minutes.
    let long = |night: &Night| staged(night).map(|it| float(it.awakenings(300.0_f64.next_up())));
    let week = week(evidence, "awakenings of more than 5 minutes a night", "{count}", long)?;
    Ok(week.recommended(None, Some(1.0), OHAYON))
}

fn until_rem(evidence: &Evidence) -> Said {
    let after = |it: Hypnogram| Some((it.latency_s(Scored::Rem)? - it.statistics().latency_s) / 60.0);
    week(evidence, "from falling asleep to REM sleep", "min", |night| {
        staged(night).and_then(after)
    })
}

fn broken(evidence: &Evidence) -> Said {
    let per_hour = |night: &Night| staged(night).map(|it| it.statistics().fragmentation);
    week(evidence, "awakenings per hour of sleep", "/h", per_hour)
}

fn lying_awake(evidence: &Evidence) -> Said {
    let after = |it: Statistics| (it.in_bed_s - it.latency_s - it.period_s) / 60.0;
    let minutes = |night: &Night| staged(night).map(|it| after(it.statistics()));
    week(evidence, "awake after the last sleep", "min", minutes)
}

fn minutes(seconds: Option<i64>) -> Option<f64> {
    seconds.map(|it| it as f64 / 60.0)
}

fn staged(night: &Night) -> Option<Hypnogram> {
    let told = night.basis == NightBasis::Stages && night.waso_s.is_some();
    told.then(|| Hypnogram::of_night(night).ok()).flatten()
}

/// Returns the mean over the main nights of a week that tell it.
fn week(evidence: &Evidence, says: &str, unit: &'static str, of: impl Fn(&Night) -> Option<f64>) -> Said {
    let known: Vec<f64> = evidence.main_nights(7).filter_map(of).collect();
    NoAnswer::unless_enough("nights", NEEDED_OF_WEEK, known.len())?;
    let value = mean(&known);
    Ok(Answer::new(
        evidence,
        7,
        known.len(),
        (value, unit),
        format!("{value:.1} {unit} {says}, mean of {} nights", known.len()),
    ))
}

fn length(evidence: &Evidence) -> Said {
    let hours: Vec<f64> = evidence.last(&evidence.hours()?, 7).into_iter().flatten().collect();
    NoAnswer::unless_enough("days with sleep", NEEDED_OF_WEEK, hours.len())?;
    let (value, need) = (mean(&hours), usual_need(evidence.age()?)?);
    let answer = Answer::new(
        evidence,
        7,
        hours.len(),
        (value, "h"),
        format!("{value:.1} h slept a day"),
    );
    Ok(answer.recommended(Some(*need.start()), Some(*need.end()), HIRSHKOWITZ))
}

fn missed(evidence: &Evidence) -> Said {
    let need = *usual_need(evidence.age()?)?.start();
    let debt = debt(&evidence.hours()?, evidence.date, need)?;
    let sentence = format!("{:.1} h less than {need:.0} h a day over 14 days", debt.cumulative);
    let answer = Answer::new(evidence, 14, debt.n, (debt.cumulative, "h"), sentence);
    Ok(answer.recommended(None, Some(0.0), HIRSHKOWITZ))
}

fn shares(evidence: &Evidence) -> Result<Vec<StageShares>, NoAnswer> {
    let age = evidence.age()?;
    let nights = evidence
        .main_nights(7)
        .filter(|night| night.basis == NightBasis::Stages);
    let known: Vec<StageShares> = nights.filter_map(|night| stage_shares(night, age).ok()).collect();
    NoAnswer::unless_enough("nights with stages", NEEDED_OF_WEEK, known.len())?;
    Ok(known)
}

fn stage(evidence: &Evidence, says: &str, good: (f64, f64), of: fn(&StageShares) -> Share) -> Said {
    let shares: Vec<f64> = shares(evidence)?.iter().map(|it| of(it).percent).collect();
    let value = mean(&shares);
    let answer = Answer::new(
        evidence,
        7,
        shares.len(),
        (value, "%"),
        format!("{value:.0} % {says}, by a wearable"),
    );
    Ok(match evidence.age()? < 65.0 {
        true => answer.recommended(Some(good.0), Some(good.1), OHAYON),
        false => answer,
    })
}

fn share_of_good(evidence: &Evidence, of: fn(&StageShares) -> Share) -> Said {
    let judged: Vec<bool> = shares(evidence)?.iter().filter_map(|it| of(it).good).collect();
    NoAnswer::unless_enough("nights that can be judged at the age", NEEDED_OF_WEEK, judged.len())?;
    let good = judged.iter().filter(|it| **it).count();
    let value = 100.0 * float(good) / float(judged.len());
    let sentence = format!("{good} of {} nights had what experts call good", judged.len());
    Ok(Answer::new(evidence, 7, judged.len(), (value, "%"), sentence))
}

fn main_sleep(evidence: &Evidence, days: u64) -> Vec<Slept> {
    let nights = evidence.slept(days).filter(|(slept, _)| slept.kind == NightKind::Night);
    nights.map(|(slept, _)| *slept).collect()
}

fn spread(evidence: &Evidence, says: &str, of: fn(&Consistency) -> f64) -> Said {
    let answer = consistency(&main_sleep(evidence, 14))?;
    let value = 60.0 * of(&answer);
    Ok(Answer::new(
        evidence,
        14,
        answer.n,
        (value, "min"),
        format!("{says} varies by {value:.0} min over 14 days"),
    ))
}

fn shift(evidence: &Evidence) -> Said {
    let recent = evidence.before(6);
    let (now, before): (Vec<Slept>, Vec<Slept>) = main_sleep(evidence, 28).iter().partition(|it| it.date >= recent);
    NoAnswer::unless_enough("nights of the week", NEEDED_OF_WEEK, now.len())?;
    NoAnswer::unless_enough("nights of the weeks before", 10, before.len())?;
    let middle = |nights: &[Slept]| -> Result<f64, NoAnswer> {
        let hours: Vec<f64> = nights.iter().map(|it| clock_hours(it.midpoint())).collect();
        Ok(circular::circular(&hours)?.mean)
    };
    let value = 60.0 * hours_after(middle(&now)?, middle(&before)?);
    let sentence = format!("the middle of sleep is {value:+.0} min from that of the three weeks before");
    Ok(Answer::new(
        evidence,
        28,
        now.len() + before.len(),
        (value, "min"),
        sentence,
    ))
}

fn regular(evidence: &Evidence) -> Said {
    let slept: Vec<Slept> = evidence.slept(14).map(|(slept, _)| *slept).collect();
    let index = regularity::of_sleep(&slept)?;
    let sentence = format!("sleep regularity index {:.0}; 100 is the same every day", index.index);
    Ok(Answer::new(evidence, 14, index.pairs, (index.index, "1"), sentence))
}
