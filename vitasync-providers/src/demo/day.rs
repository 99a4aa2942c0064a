//! Plans one day: when the person is awake, where the watch is, every walk, every workout.
//!
//! A day is a pure function of the frame and its index and is recomputed for every type written;
//! it is never stored, so that the length of a history costs no memory.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::NightRecorder;
use super::body::{self, Body};
use super::chance::{Chance, real, rounded};
use super::night::{self, Night};
use super::training::{self, Sport, Workout};
use super::walks;
use super::world::{Flight, Span, World, instant, is_weekend, offset};

/// The outline of a day, before anything happens in it.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) date: NaiveDate,
    pub(super) zone: Tz,
    pub(super) weekend: bool,
    pub(super) wake: i64,
    /// Bedtime, or the moment of the export.
    pub(super) end: i64,
    pub(super) body: Body,
    pub(super) flight: Option<Flight>,
    before: i64,
    after: i64,
    changes_at: i64,
}

impl Frame {
    /// Answers the instant of a wall clock of this day.
    pub(super) fn at(&self, seconds: i64) -> i64 {
        instant(self.zone, self.date, seconds)
    }

    /// Answers the offset of the person's clock at an instant of the day.
    pub(super) const fn offset(&self, instant: i64) -> i64 {
        if instant < self.changes_at {
            self.before
        } else {
            self.after
        }
    }

    /// Answers the second of the civil day the person's clock shows.
    pub(super) const fn clock(&self, instant: i64) -> i64 {
        (instant + self.offset(instant)).rem_euclid(86_400)
    }
}

/// A stretch of steady walking or running.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    pub(super) span: Span,
    /// Steps per second.
    pub(super) cadence: f64,
    /// Metres per step.
    pub(super) stride: f64,
    pub(super) flights: i64,
    /// Whether the phone comes along.
    pub(super) phone: bool,
    pub(super) outdoors: bool,
    pub(super) run: bool,
}

impl Walk {
    /// Answers steps per span of time.
    pub(super) fn steps(&self, seconds: i64) -> f64 {
        self.cadence * real(seconds)
    }

    /// Answers active kilocalories per second.
    pub(super) fn burn(&self) -> f64 {
        if self.run {
            Sport::Run.burn()
        } else {
            0.014 + 0.029 * self.cadence
        }
    }
}

/// A whole day.
#[derive(Debug, Clone)]
pub(super) struct Day {
    pub(super) index: i64,
    pub(super) frame: Frame,
    pub(super) night: Night,
    pub(super) nap: Option<Span>,
    pub(super) workouts: Vec<Workout>,
    pub(super) walks: Vec<Walk>,
    /// When the watch is on its charger, in order.
    pub(super) off: Vec<Span>,
}

impl Day {
    /// Plans a day.
    pub(super) fn plan(world: &World, index: i64) -> Self {
        let night = night::plan(world, index);
        let frame = frame(world, index, &night);
        // After a night on board the afternoon is that of the place of arrival.
        let place = world.zone_at(frame.end);
        let nap = night::nap(world, index, instant(place, frame.date, 13 * 3600 + 1200))
            .filter(|nap| nap.start > frame.wake + 7200 && nap.end < frame.end - 7200)
            .filter(|nap| {
                frame
                    .flight
                    .is_none_or(|flight| !flight.air.widened(3600).overlaps(*nap))
            });
        let workouts = training::plan(world, index, &frame)
            .into_iter()
            .filter(|workout| nap.is_none_or(|nap| !nap.widened(300).overlaps(workout.span)))
            .collect::<Vec<_>>();
        let evening = walks::evening_walk(world, index, &frame, &workouts);
        let off = off_wrist(world, index, &frame, &night, &workouts, nap, evening);
        let walks = walks::plan(world, index, &frame, &night, &workouts, nap, evening);
        Self {
            index,
            frame,
            night,
            nap,
            workouts,
            walks,
            off,
        }
    }

    /// Answers everything from lying down to lying down again.
    pub(super) fn whole(&self) -> Span {
        Span::new(self.night.bed.start, self.frame.end)
    }

    /// Answers whether the watch is on the wrist.
    pub(super) fn worn_at(&self, instant: i64) -> bool {
        !self.off.iter().any(|off| off.holds(instant))
    }

    /// Answers whether the watch is on the wrist throughout.
    pub(super) fn worn_during(&self, span: Span) -> bool {
        !self.off.iter().any(|off| off.overlaps(span))
    }

    /// Cuts a span to the parts during which the watch is on the wrist.
    pub(super) fn worn(&self, span: Span) -> impl Iterator<Item = Span> {
        let starts = std::iter::once(span.start).chain(self.off.iter().map(move |off| off.end.max(span.start)));
        let ends = self
            .off
            .iter()
            .map(move |off| off.start.min(span.end))
            .chain(std::iter::once(span.end));
        starts
            .zip(ends)
            .map(|(start, end)| Span::new(start, end))
            .filter(|part| part.length() > 0)
    }

    /// Answers the workout under way at an instant.
    pub(super) fn workout_at(&self, instant: i64) -> Option<&Workout> {
        self.workouts.iter().find(|workout| workout.span.holds(instant))
    }
}

fn frame(world: &World, index: i64, night: &Night) -> Frame {
    let tomorrow = night::plan(world, index + 1);
    let end = tomorrow.bed.start.min(world.export_at);
    let whole = Span::new(night.bed.start, end);
    let flight = world.flight_in(whole);
    let zone = world.zone_at(night.sleep.end);
    let before = offset(zone, night.sleep.end);
    let landing = flight.filter(|flight| whole.holds(flight.air.end));
    let (changes_at, after) = landing.map_or((i64::MAX, before), |flight| {
        (flight.air.end, offset(flight.to, flight.air.end))
    });
    let date = world.date(index);
    Frame {
        date,
        zone,
        weekend: is_weekend(date),
        wake: night.bed.end,
        end,
        body: body::describe(world, index),
        flight,
        before,
        after,
        changes_at,
    }
}

/// Decides when the watch is not worn: charging, left at home, or off for a whole night.
fn off_wrist(
    world: &World,
    index: i64,
    frame: &Frame,
    night: &Night,
    workouts: &[Workout],
    nap: Option<Span>,
    evening: Option<Span>,
) -> Vec<Span> {
    let mut chance = world.chance("wrist", index);
    let mut off = Vec::with_capacity(3);
    if night.recorder != NightRecorder::WatchStages {
        off.push(Span::new(night.bed.start, frame.wake + chance.whole(300, 1500)));
    }
    if frame.flight.is_none() {
        off.push(charge(&mut chance, frame, evening));
        if !frame.weekend && workouts.is_empty() && chance.hit(0.1) {
            let leave = frame.at(rounded(chance.around(7.6, 0.1) * 3600.0));
            off.push(Span::new(leave, leave + chance.whole(30_000, 40_000)));
        }
    }
    off.retain(|span| {
        span.end <= frame.end - 900
            && !workouts.iter().any(|workout| workout.span.widened(300).overlaps(*span))
            && nap.is_none_or(|nap| !nap.widened(300).overlaps(*span))
    });
    off.sort_by_key(|span| span.start);
    off.dedup_by(|later, earlier| {
        let joined = later.start <= earlier.end;
        if joined {
            earlier.end = earlier.end.max(later.end);
        }
        joined
    });
    off
}

fn charge(chance: &mut Chance, frame: &Frame, evening: Option<Span>) -> Span {
    let start = match evening {
        // The watch comes off before the person decides to go out once more.
        Some(walk) if chance.hit(0.7) => walk.start - chance.whole(-420, 1500),
        _ if chance.hit(0.5) => frame.wake + chance.whole(200, 1500),
        _ => frame.at(rounded(chance.around(20.6, 0.35) * 3600.0)),
    };
    Span::new(start, start + chance.whole(2400, 5100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DemoOptions;

    fn worlds() -> [World; 3] {
        let pair = |home, away, days| DemoOptions {
            home,
            away,
            days,
            ..DemoOptions::default()
        };
        [
            DemoOptions::default(),
            pair(Tz::America__Los_Angeles, Tz::Asia__Kolkata, 120),
            pair(Tz::Pacific__Auckland, Tz::America__New_York, 120),
        ]
        .map(|options| World::new(&options))
    }

    #[test]
    fn days_follow_one_another_without_gap_or_overlap() {
        for world in worlds() {
            for index in 0..world.days - 1 {
                let day = Day::plan(&world, index);
                let next = night::plan(&world, index + 1);
                assert_eq!(day.frame.end, next.bed.start, "day {index}");
                assert!(day.frame.wake + 6 * 3600 < day.frame.end, "day {index}");
                assert!(day.night.sleep.length() >= 3 * 3600, "day {index}");
            }
        }
    }

    #[test]
    fn nobody_walks_in_two_places_at_once_or_in_bed() {
        for world in worlds() {
            for index in 0..world.days {
                let day = Day::plan(&world, index);
                for pair in day.walks.windows(2) {
                    assert!(pair[0].span.end <= pair[1].span.start, "day {index}");
                }
                for walk in &day.walks {
                    let asleep = day.night.sleep.overlaps(walk.span);
                    let up = day.night.gap.is_some_and(|gap| gap.overlaps(walk.span));
                    assert!(walk.span.length() > 0 && (!asleep || up), "day {index}");
                    assert!(walk.span.end <= day.frame.end, "day {index}");
                }
            }
        }
    }

    #[test]
    fn worn_parts_and_charging_make_up_the_day() {
        let world = World::new(&DemoOptions::default());
        for index in 0..world.days {
            let day = Day::plan(&world, index);
            let worn: i64 = day.worn(day.whole()).map(Span::length).sum();
            let off: i64 = day.off.iter().map(|span| span.length()).sum();
            assert_eq!(worn + off, day.whole().length(), "day {index}");
        }
    }

    #[test]
    fn no_workout_is_recorded_by_a_watch_on_its_charger() {
        let world = World::new(&DemoOptions::default());
        for index in 0..world.days {
            let day = Day::plan(&world, index);
            for workout in day.workouts.iter().filter(|workout| workout.on_watch()) {
                assert!(day.worn_during(workout.span), "day {index}");
            }
        }
    }
}
