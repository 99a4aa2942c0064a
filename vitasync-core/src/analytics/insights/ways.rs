//! The ways in which insights look at a series.

use super::super::anomaly::thresholds::classify;
use super::super::baseline::{Window, baseline};
use super::super::correlation::{bretherton, p_value, pairs_at_lag, spearman};
use super::super::evidence::{Evidence, middle};
use super::super::numeric::{float, mean, variance};
use super::super::robust::spread;
use super::super::trend::{mann_kendall, theil_sen};
use super::super::{Daily, NoAnswer};
use super::{Answer, Tone};
use crate::metric::Metric;

pub(super) type Said = Result<Answer, NoAnswer>;

/// From which modified z on a day stands out (Iglewicz & Hoaglin 1993).
const STANDS_OUT: f64 = 3.5;
/// From which probability on a trend or an association may be chance.
const CHANCE: f64 = 0.05;
/// How many days of a week must be known.
pub(super) const NEEDED_OF_WEEK: usize = 4;
/// How many of thirty days must be known.
pub(super) const NEEDED_OF_MONTH: usize = 14;

/// Returns the UCUM code of a metric's unit.
pub(super) fn unit(metric: Metric) -> &'static str {
    metric.spec().unit.and_then(|unit| unit.ucum()).unwrap_or("1")
}

/// Names the latest value of the last week by clinical limits.
pub(super) fn judged(evidence: &Evidence, metrics: &[Metric]) -> Said {
    let (metric, _) = evidence.first_of(metrics)?;
    let (date, value) = evidence.latest(metric, 7)?;
    let label = classify(metric, value, &evidence.person)?;
    let sentence = format!(
        "{value:.1} {} on {date} is called {} ({})",
        unit(metric),
        label.label,
        label.source
    );
    Ok(Answer::new(evidence, 7, 1, (value, unit(metric)), sentence).toned(Tone::of(label.grade)))
}

/// Returns the latest value of so many days.
pub(super) fn latest(evidence: &Evidence, metric: Metric, days: u64) -> Said {
    let (date, value) = evidence.latest(metric, days)?;
    let sentence = format!("{value:.1} {} on {date}", unit(metric));
    Ok(Answer::new(evidence, days, 1, (value, unit(metric)), sentence))
}

/// Returns the mean of the week.
pub(super) fn week_mean(evidence: &Evidence, metric: Metric) -> Said {
    let week = evidence.known(metric, 7, NEEDED_OF_WEEK)?;
    let value = mean(&week);
    let sentence = format!(
        "{value:.1} {} a day over 7 days, {} of them known",
        unit(metric),
        week.len()
    );
    Ok(Answer::new(evidence, 7, week.len(), (value, unit(metric)), sentence))
}

/// Returns the slope of 30 days per week, and whether it may be chance.
pub(super) fn trend(evidence: &Evidence, metric: Metric) -> Said {
    trend_of(evidence, evidence.of(metric)?, 30, unit(metric))
}

/// Returns the slope of a series of days per week, and whether it may be chance.
pub(super) fn trend_of(evidence: &Evidence, days: &Daily, count: u64, unit: &'static str) -> Said {
    let values = evidence.last(days, count);
    let monotone = mann_kendall(&values)?;
    let slope = 7.0 * theil_sen(&values)?.slope;
    let word = match slope {
        _ if monotone.p >= CHANCE => "without a trend that is more than chance",
        slope if slope > 0.0 => "rising",
        slope if slope < 0.0 => "falling",
        _ => "level",
    };
    let sentence = format!(
        "{word}: {slope:+.2} {unit} a week over {count} days (p {:.3})",
        monotone.p
    );
    Ok(Answer::new(evidence, count, monotone.n, (slope, unit), sentence))
}

/// Compares the middle of the last so many days with the 60 days before them.
pub(super) fn against_usual(evidence: &Evidence, metrics: &[Metric], days: u64) -> Said {
    let (metric, series) = evidence.first_of(metrics)?;
    let recent: Vec<f64> = evidence.last(series, days).into_iter().flatten().collect();
    let needed = usize::try_from(days.div_ceil(2)).unwrap_or(usize::MAX);
    NoAnswer::unless_enough("recent days", needed, recent.len())?;
    let (value, usual) = (
        middle(&recent),
        baseline(series, evidence.before(days - 1), Window::TwoMonths)?.spread,
    );
    let z = usual.modified_z(value);
    let sentence = format!(
        "{value:.1} {} where {:.1} is usual (z {z:+.1})",
        unit(metric),
        usual.median
    );
    let tone = if z.abs() >= STANDS_OUT {
        Tone::Warning
    } else {
        Tone::Info
    };
    Ok(Answer::new(
        evidence,
        60 + days,
        recent.len() + usual.n,
        (value - usual.median, unit(metric)),
        sentence,
    )
    .toned(tone))
}

/// Returns the coefficient of variation of so many days, in per cent.
pub(super) fn variation(evidence: &Evidence, metric: Metric, days: u64) -> Said {
    let values = evidence.known(metric, days, usize::try_from(days / 2).unwrap_or(usize::MAX))?;
    let mean = mean(&values);
    NoAnswer::unless_positive("mean", mean)?;
    let value = 100.0 * variance(&values).sqrt() / mean;
    let sentence = format!("varies by {value:.0} % of its mean from day to day over {days} days");
    Ok(Answer::new(evidence, days, values.len(), (value, "%"), sentence))
}

/// Returns the robust spread of 30 days.
pub(super) fn spread_of_month(evidence: &Evidence, metrics: &[Metric]) -> Said {
    let (metric, _) = evidence.first_of(metrics)?;
    let values = evidence.known(metric, 30, NEEDED_OF_MONTH)?;
    let value = spread(&values)?.sigma;
    let sentence = format!("usually within {value:.2} {} of its median over 30 days", unit(metric));
    Ok(Answer::new(evidence, 30, values.len(), (value, unit(metric)), sentence))
}

/// Returns the share of the days of a month on which something holds, in per cent.
pub(super) fn share(evidence: &Evidence, metric: Metric, says: &str, holds: impl Fn(f64) -> bool) -> Said {
    let values = evidence.known(metric, 30, NEEDED_OF_MONTH)?;
    let count = values.iter().filter(|value| holds(**value)).count();
    let value = 100.0 * float(count) / float(values.len());
    let sentence = format!("{count} of {} known days {says}", values.len());
    Ok(Answer::new(evidence, 30, values.len(), (value, "%"), sentence))
}

/// Counts the days of a month on which something holds.
pub(super) fn count(evidence: &Evidence, metric: Metric, says: &str, holds: impl Fn(f64) -> bool) -> Said {
    let share = share(evidence, metric, says, holds)?;
    let value = (share.value * float(share.n) / 100.0).round();
    Ok(Answer {
        value,
        unit: "d",
        ..share
    })
}

/// Returns the longest run of days of a month on which something holds, or the one that ends on the date. A day
/// that is not known
/// ends a run.
pub(super) fn streak(evidence: &Evidence, metric: Metric, current: bool, holds: impl Fn(f64) -> bool) -> Said {
    let n = evidence.known(metric, 30, NEEDED_OF_MONTH)?.len();
    let (mut run, mut longest) = (0_usize, 0);
    for day in evidence.last(evidence.of(metric)?, 30) {
        run = if day.is_some_and(&holds) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let days = if current { run } else { longest };
    let which = if current { "that end today" } else { "at most" };
    Ok(Answer::new(
        evidence,
        30,
        n,
        (float(days), "d"),
        format!("{days} days in a row {which}"),
    ))
}

/// Returns how much Saturdays and Sundays of four weeks differ from other days.
pub(super) fn weekend(evidence: &Evidence, days: &Daily, unit: &'static str) -> Result<(Answer, f64, f64), NoAnswer> {
    use chrono::{Datelike, Weekday};
    let (mut free, mut others) = (Vec::new(), Vec::new());
    for before in 0..28 {
        let date = evidence.before(before);
        if let Some(value) = days.index(date).and_then(|at| days.values()[at]) {
            match date.weekday() {
                Weekday::Sat | Weekday::Sun => free.push(value),
                _ => others.push(value),
            }
        }
    }
    NoAnswer::unless_enough("days of weekends", 4, free.len())?;
    NoAnswer::unless_enough("other days", 10, others.len())?;
    let (weekend, week) = (mean(&free), mean(&others));
    let sentence = format!("{weekend:.1} {unit} on weekends, {week:.1} on other days, over 28 days");
    let answer = Answer::new(
        evidence,
        28,
        free.len() + others.len(),
        (weekend - week, unit),
        sentence,
    );
    Ok((answer, weekend, week))
}

/// Asks whether two series go together over 90 days, the second so many days later.
pub(super) fn association(evidence: &Evidence, x: &Daily, y: &Daily, lag: isize) -> Said {
    let (x, y) = pairs_at_lag(&evidence.last(x, 90), &evidence.last(y, 90), lag);
    NoAnswer::unless_enough("pairs of days", 21, x.len())?;
    let r = spearman(&x, &y)?;
    let p = p_value(r, bretherton(&x, &y)?)?;
    let word = match r {
        _ if p >= CHANCE => "no association that is more than chance",
        r if r > 0.0 => "higher together; an association, not a cause",
        _ => "one higher where the other is lower; an association, not a cause",
    };
    let sentence = format!("{word} (Spearman {r:+.2}, p {p:.3}, {} pairs of days)", x.len());
    Ok(Answer::new(evidence, 90, x.len(), (r, "1"), sentence))
}
