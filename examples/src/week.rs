//! Prints a week of a history: what each day came to, who said so, how the nights were.

use std::fmt::{self, Display};

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::aggregate::{Bucket, BucketValue};
use vitasync_core::resolve::sleep::{Night, NightKind};
use vitasync_core::session::Detail;
use vitasync_core::{History, Metric};

/// The seven days that end on a date.
pub struct Week<'a> {
    /// What is known.
    pub history: &'a History,
    /// The last day.
    pub last: NaiveDate,
    /// The zone whose clock is shown.
    pub zone: Tz,
}

impl Display for Week<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "The week to {} ({})\n",
            self.last.format("%A %-d %B %Y"),
            self.zone.name()
        )?;
        writeln!(
            f,
            "  {:<10}  {:>7}  {:<24}  {:>11}  {:>8}",
            "day", "steps", "whose, beside whom", "active kcal", "weight"
        )?;
        let steps = self.history.aggregate(Metric::Steps, Bucket::Day);
        let energy = self.history.aggregate(Metric::ActiveEnergy, Bucket::Day);
        let weight = self.history.aggregate(Metric::Weight, Bucket::Day);
        for date in self.days() {
            let counted = on(&steps, date);
            let whose = counted.map(|steps| self.whose(steps)).unwrap_or_default();
            let line = format!(
                "  {:<10}  {:>7}  {whose:<24}  {:>11}  {:>8}",
                date.format("%a %-d %b").to_string(),
                shown(counted, |steps| grouped(steps.value)),
                shown(on(&energy, date), |energy| grouped(energy.value)),
                shown(on(&weight, date), |weight| format!("{:.1} kg", weight.value)),
            );
            writeln!(f, "{}", line.trim_end())?;
        }
        self.nights(f)?;
        self.workouts(f)
    }
}

impl Week<'_> {
    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let first = self.last - Days::new(6);
        first.iter_days().take(7)
    }

    fn contains(&self, date: NaiveDate) -> bool {
        self.last - Days::new(6) <= date && date <= self.last
    }

    /// Names the source that counts, and what the others said.
    fn whose(&self, day: &BucketValue) -> String {
        let series = self.history.received(Metric::Steps);
        let name = |share: &vitasync_core::aggregate::Share| series[share.source].source.name.clone();
        let counts: Vec<_> = day.sources.iter().map(&name).collect();
        let beside = day.set_aside.iter();
        let beside = beside.map(|share| format!(" ({} {})", name(share), grouped(share.value)));
        format!("{}{}", counts.join(", "), beside.collect::<String>())
    }

    fn nights(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n  {:<10}  {:<13}  {:>7}  {:>8}  {:>8}  {:>8}",
            "night to", "in bed", "asleep", "deep", "REM", "awake"
        )?;
        for night in self.history.nights().iter().filter(|night| self.contains(night.date)) {
            writeln!(f, "{}", self.night(night).trim_end())?;
        }
        Ok(())
    }

    fn night(&self, night: &Night) -> String {
        let nap = if night.kind == NightKind::Nap { "  a nap" } else { "" };
        format!(
            "  {:<10}  {} – {}  {:>8}  {:>8}  {:>8}  {:>8}{nap}",
            night.date.format("%a %-d %b").to_string(),
            self.clock(night.start),
            self.clock(night.end),
            span(night.asleep_s),
            span(night.deep_s),
            span(night.rem_s),
            span(night.awake_s),
        )
    }

    fn workouts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n  {:<10}  {:<13}  workout", "day", "from, to")?;
        for workout in self.history.workouts() {
            let session = &workout.session;
            let date = session.start.with_timezone(&self.zone).date_naive();
            let Detail::Workout(done) = &session.detail else {
                continue;
            };
            if self.contains(date) {
                let recorded = self.history.sessions().filter(|it| {
                    matches!(it.detail, Detail::Workout(_)) && it.start < session.end && session.start < it.end
                });
                let names: Vec<_> = recorded.map(|it| it.source.name.as_str()).collect();
                writeln!(
                    f,
                    "  {:<10}  {} – {}  {}, recorded by {}",
                    date.format("%a %-d %b").to_string(),
                    self.clock(session.start),
                    self.clock(session.end),
                    done.sport.id(),
                    names.join(" and "),
                )?;
            }
        }
        Ok(())
    }

    fn clock(&self, at: DateTime<Utc>) -> impl Display {
        at.with_timezone(&self.zone).format("%H:%M")
    }
}

fn on(days: &[BucketValue], date: NaiveDate) -> Option<&BucketValue> {
    days.iter().find(|day| day.date == date)
}

/// Shows a value, or a dot where there is none: missing is not 0.
fn shown(day: Option<&BucketValue>, show: impl Fn(&BucketValue) -> String) -> String {
    day.map_or_else(|| "·".to_owned(), show)
}

fn span(seconds: Option<i64>) -> String {
    let written = |seconds: i64| format!("{} h {:02}", seconds / 3600, seconds % 3600 / 60);
    seconds.map_or_else(|| "·".to_owned(), written)
}

/// Writes a count with a space before its thousands.
fn grouped(count: f64) -> String {
    let whole = format!("{count:.0}");
    match whole.len().checked_sub(3) {
        Some(at) if at > 0 => format!("{} {}", &whole[..at], &whole[at..]),
        _ => whole,
    }
}
