//! Works out what is true of the invented history, independently of how it is written.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::day::Day;
use super::night;
use super::training::Recorder;
use super::world::{Span, World, civil_date, instant};
use super::{DemoTruth, NapTruth, NightTruth, WorkoutTruth};

impl DemoTruth {
    /// Adds the rows written of a type.
    pub(super) fn count(&mut self, record_type: &str, written: u64) {
        if written > 0 {
            self.records += written;
            self.records_by_type.insert(record_type.to_owned(), written);
        }
    }
}

/// Collects what can be known without writing anything.
pub(super) fn known(world: &World) -> DemoTruth {
    let mut truth = DemoTruth::default();
    for index in 0..world.written {
        let day = Day::plan(world, index);
        truth.nights.push(slept(world, &day));
        truth.naps.extend(day.nap.map(|nap| NapTruth {
            start: utc(nap.start),
            end: utc(nap.end),
        }));
        walked(world, &day, &mut truth);
        for workout in &day.workouts {
            truth.workouts_true += 1;
            truth.routes += u64::from(workout.has_route());
            truth.workouts.push(WorkoutTruth {
                activity: workout.sport.word().to_owned(),
                start: utc(workout.span.start),
                end: utc(workout.span.end),
                duplicated: workout.recorder == Recorder::WatchAndApp,
            });
        }
    }
    truth
}

fn slept(world: &World, day: &Day) -> NightTruth {
    let stages = night::stages(world, day.index, &day.night);
    NightTruth {
        wake_date: civil_date(day.night.zone, day.night.sleep.end),
        start: utc(day.night.sleep.start),
        end: utc(day.night.sleep.end),
        asleep_seconds: night::asleep(&stages),
        zone: day.night.zone,
        recorder: day.night.recorder,
        is_split: day.night.gap.is_some(),
    }
}

/// Adds what some device recorded of each walk to the civil days it happened on.
fn walked(world: &World, day: &Day, truth: &mut DemoTruth) {
    for walk in &day.walks {
        let whole = walk.phone.then_some(walk.span);
        let worn = day.worn(walk.span).filter(|_| whole.is_none());
        for part in whole.into_iter().chain(worn) {
            by_day(world, part, |date, seconds| {
                let steps = walk.steps(seconds);
                add(&mut truth.steps_by_day, date, steps);
                add(&mut truth.distance_by_day, date, steps * walk.stride);
            });
        }
    }
}

fn add(days: &mut BTreeMap<NaiveDate, f64>, date: NaiveDate, amount: f64) {
    *days.entry(date).or_insert(0.0) += amount;
}

/// Splits a span at local midnights.
fn by_day(world: &World, span: Span, mut each: impl FnMut(NaiveDate, i64)) {
    let zone = world.zone_at(span.start);
    let mut at = span.start;
    while at < span.end {
        let date = civil_date(zone, at);
        let midnight = instant(zone, date + Days::new(1), 0);
        let end = span.end.min(midnight.max(at + 1));
        each(date, end - at);
        at = end;
    }
}

fn utc(instant: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(instant, 0).expect("a history lies within the calendar")
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use chrono_tz::Tz;

    use super::*;
    use crate::demo::DemoOptions;

    fn year() -> DemoTruth {
        known(&World::new(&DemoOptions::default()))
    }

    #[test]
    fn every_date_of_the_year_has_one_night_and_some_steps() {
        let truth = year();
        let options = DemoOptions::default();
        let first = options.end - Days::new(365);
        let dates: Vec<_> = first.iter_days().take(366).collect();
        let nights: Vec<_> = truth.nights.iter().map(|night| night.wake_date).collect();
        assert_eq!(nights, dates);
        let walked: Vec<_> = truth.steps_by_day.keys().copied().collect();
        assert_eq!(walked, dates);
    }

    #[test]
    fn a_week_of_nights_is_slept_abroad() {
        let truth = year();
        let abroad = |night: &&NightTruth| night.zone == Tz::America__New_York;
        assert_eq!(truth.nights.iter().filter(abroad).count(), 9);
    }

    #[test]
    fn the_year_has_a_split_night_naps_and_nights_without_stages() {
        let truth = year();
        let split = truth.nights.iter().filter(|night| night.is_split).count();
        assert_eq!(split, 1);
        assert!(truth.naps.len() > 5);
        let plain = |night: &&NightTruth| night.recorder != crate::demo::NightRecorder::WatchStages;
        assert!((10..50).contains(&truth.nights.iter().filter(plain).count()));
    }

    #[test]
    fn nights_over_clock_changes_last_as_long_as_they_lasted() {
        let truth = year();
        let slept = |year, month, day| {
            let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
            let night = truth.nights.iter().find(|night| night.wake_date == date);
            let night = night.expect("every date has a night");
            let clock = |time: DateTime<Utc>| time.with_timezone(&night.zone).naive_local();
            let by_clock = clock(night.end) - clock(night.start);
            by_clock - (night.end - night.start)
        };
        assert_eq!(slept(2026, 10, 25), TimeDelta::hours(-1));
        assert_eq!(slept(2026, 3, 29), TimeDelta::hours(1));
    }

    #[test]
    fn near_misses_are_two_real_workouts_each() {
        let truth = year();
        let on = |age| {
            let date = DemoOptions::default().end - Days::new(age);
            let found = truth.workouts.iter();
            found
                .filter(|workout| workout.start.date_naive() == date)
                .cloned()
                .collect::<Vec<_>>()
        };
        for age in [12, 33] {
            let [first, second] = on(age).try_into().expect("two workouts");
            assert!(!first.duplicated && !second.duplicated);
            let shared = first.end.min(second.end) - second.start;
            assert!(shared < TimeDelta::seconds(30));
        }
    }
}
