//! Plans workouts: a weekly rhythm, a third-party app that records outdoor runs once more, and
//! pairs of real activities that a careless matcher would merge.

use chrono::{Datelike, Weekday};

use super::chance::{Chance, real, rounded};
use super::day::Frame;
use super::world::{Span, World};

/// A kind of workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sport {
    Run,
    Walk,
    Ride,
    Swim,
    Strength,
}

impl Sport {
    /// Answers the constant Apple writes.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Run => "HKWorkoutActivityTypeRunning",
            Self::Walk => "HKWorkoutActivityTypeWalking",
            Self::Ride => "HKWorkoutActivityTypeCycling",
            Self::Swim => "HKWorkoutActivityTypeSwimming",
            Self::Strength => "HKWorkoutActivityTypeTraditionalStrengthTraining",
        }
    }

    /// Answers active kilocalories per second.
    pub(super) const fn burn(self) -> f64 {
        match self {
            Self::Run => 0.182,
            Self::Walk => 0.078,
            Self::Ride => 0.128,
            Self::Swim => 0.14,
            Self::Strength => 0.085,
        }
    }

    /// Answers the share of the heart rate reserve used.
    pub(super) const fn effort(self) -> f64 {
        match self {
            Self::Run => 0.76,
            Self::Walk => 0.32,
            Self::Ride => 0.62,
            Self::Swim => 0.64,
            Self::Strength => 0.44,
        }
    }
}

/// Who recorded a workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recorder {
    Watch,
    /// The watch, and the run app a second time.
    WatchAndApp,
    App,
}

/// One real activity.
#[derive(Debug, Clone)]
pub(super) struct Workout {
    pub(super) sport: Sport,
    pub(super) span: Span,
    pub(super) pause: Option<Span>,
    /// Metres per second while moving.
    pub(super) speed: f64,
    pub(super) recorder: Recorder,
    pub(super) outdoors: bool,
    /// What names its own stream of made-up numbers, apart from the day's others.
    pub(super) place: i64,
}

impl Workout {
    /// Answers seconds without the pause.
    pub(super) fn moving(&self) -> i64 {
        self.span.length() - self.pause.map_or(0, Span::length)
    }

    /// Answers seconds moved up to an instant.
    pub(super) fn moved_until(&self, instant: i64) -> i64 {
        let stood = self.pause.map_or(0, |pause| {
            (instant.min(pause.end) - pause.start).clamp(0, pause.length())
        });
        instant - self.span.start - stood
    }

    /// Answers the metres covered.
    pub(super) fn distance(&self) -> f64 {
        self.speed * real(self.moving())
    }

    /// Answers active kilocalories.
    pub(super) fn energy(&self) -> f64 {
        self.sport.burn() * real(self.moving())
    }

    /// Answers the parts between pauses.
    pub(super) fn legs(&self) -> impl Iterator<Item = Span> {
        let (first, second) = match self.pause {
            None => (self.span, None),
            Some(pause) => (
                Span::new(self.span.start, pause.start),
                Some(Span::new(pause.end, self.span.end)),
            ),
        };
        std::iter::once(first).chain(second)
    }

    /// Answers whether the watch recorded it.
    pub(super) fn on_watch(&self) -> bool {
        self.recorder != Recorder::App
    }

    /// Answers whether the run app recorded it.
    pub(super) fn on_app(&self) -> bool {
        self.recorder != Recorder::Watch
    }

    /// Answers whether it has a route.
    pub(super) fn has_route(&self) -> bool {
        self.outdoors && self.on_watch() && self.span.length() >= 600
    }

    /// Answers what the run app believes: it started later and stopped at another moment.
    pub(super) fn seen_by_app(&self, seed: u64) -> Span {
        if self.recorder == Recorder::App {
            return self.span;
        }
        let mut chance = Chance::new(seed, "run app", self.span.start);
        Span::new(
            self.span.start + chance.whole(3, 41),
            self.span.end + chance.whole(-25, 18),
        )
    }
}

/// Days before the export of the two near misses of each year.
const BACK_TO_BACK_AGE: i64 = 12;
const HANDOVER_AGE: i64 = 33;
const YEAR: i64 = 364;

/// Plans the workouts of a day, in order.
pub(super) fn plan(world: &World, index: i64, frame: &Frame) -> Vec<Workout> {
    let mut chance = world.chance("training", index);
    let age = world.age(index).rem_euclid(YEAR);
    let mut workouts = if age == BACK_TO_BACK_AGE {
        back_to_back(frame)
    } else if age == HANDOVER_AGE {
        handover(frame)
    } else if frame.body.illness > 0.0 || frame.flight.is_some() || chance.hit(0.14) {
        Vec::new()
    } else {
        weekly(&mut chance, frame)
    };
    let awake = Span::new(frame.wake + 600, frame.end - 1800);
    workouts.retain(|workout| workout.span.start >= awake.start && workout.span.end <= awake.end);
    for (place, workout) in (0_i64..).zip(&mut workouts) {
        workout.place = index * 8 + place;
    }
    workouts
}

fn weekly(chance: &mut Chance, frame: &Frame) -> Vec<Workout> {
    let fitness = frame.body.fitness;
    let pace = chance.around(2.35 + 0.75 * fitness, 0.09);
    let minutes = 60.0;
    let mut start = |hour: f64, spread: f64| frame.at(rounded(chance.around(hour, spread) * 3600.0));
    match frame.date.weekday() {
        Weekday::Mon => {
            let at = start(18.9, 0.15);
            vec![indoors(Sport::Strength, at, chance.around(44.0, 6.0) * minutes, 0.0)]
        }
        Weekday::Tue => {
            let at = start(18.85, 0.12);
            let length = chance.around(33.0, 4.0) * minutes;
            vec![run(chance, at, length, pace)]
        }
        Weekday::Wed => {
            let at = start(19.1, 0.1);
            let length = chance.around(31.0, 4.0) * minutes;
            vec![indoors(Sport::Swim, at, length, chance.around(0.72, 0.04))]
        }
        Weekday::Thu => {
            let at = start(18.85, 0.12);
            let length = chance.around(27.0, 3.0) * minutes;
            let first = run(chance, at, length, pace * 1.04);
            if chance.hit(0.3) {
                // Another run of nearly the same length, minutes later: two, not one twice.
                let next = first.span.end + chance.whole(300, 480);
                let length = length * chance.between(0.96, 1.03);
                let second = run(chance, next, length, pace * 0.97);
                vec![first, second]
            } else {
                vec![first]
            }
        }
        Weekday::Fri => Vec::new(),
        Weekday::Sat => {
            let at = start(10.9, 0.4);
            let length = chance.around(74.0, 16.0) * minutes;
            let speed = chance.around(6.1 + 1.1 * fitness, 0.3);
            vec![Workout {
                pause: Some(pause(chance, at, length)),
                outdoors: true,
                ..indoors(Sport::Ride, at, length, speed)
            }]
        }
        Weekday::Sun => {
            let at = start(10.8, 0.3);
            let length = chance.around(57.0, 9.0) * minutes;
            let long = run(chance, at, length, pace * 0.95);
            let walk = long.span.end + chance.whole(150, 300);
            let minutes_walked = chance.around(14.0, 2.0);
            let mut workouts = vec![long];
            if chance.hit(0.6) {
                workouts.push(Workout {
                    outdoors: true,
                    ..indoors(Sport::Walk, walk, minutes_walked * minutes, 1.38)
                });
            }
            workouts
        }
    }
}

fn indoors(sport: Sport, start: i64, length: f64, speed: f64) -> Workout {
    Workout {
        sport,
        span: Span::new(start, start + rounded(length)),
        pause: None,
        speed,
        recorder: Recorder::Watch,
        outdoors: false,
        place: 0,
    }
}

fn run(chance: &mut Chance, start: i64, length: f64, speed: f64) -> Workout {
    let pause = chance.hit(0.5).then(|| pause(chance, start, length));
    Workout {
        pause,
        recorder: Recorder::WatchAndApp,
        outdoors: true,
        ..indoors(Sport::Run, start, length, speed)
    }
}

fn pause(chance: &mut Chance, start: i64, length: f64) -> Span {
    let at = start + rounded(length * chance.between(0.3, 0.7));
    Span::new(at, at + chance.whole(40, 170))
}

/// Two short runs that start within two minutes of each other and last nearly equally long, one
/// on the watch, one on the phone app. They do not overlap: both are real.
fn back_to_back(frame: &Frame) -> Vec<Workout> {
    let start = frame.at(17 * 3600 + 40 * 60);
    let first = Workout {
        outdoors: true,
        ..indoors(Sport::Run, start, 108.0, 4.4)
    };
    let second = Workout {
        recorder: Recorder::App,
        ..indoors(Sport::Run, start + 117, 111.0, 4.3)
    };
    vec![first, second]
}

/// A run the watch stopped a few seconds after the app had started the next one.
fn handover(frame: &Frame) -> Vec<Workout> {
    let start = frame.at(17 * 3600 + 30 * 60);
    let first = Workout {
        outdoors: true,
        ..indoors(Sport::Run, start, 1500.0, 2.9)
    };
    let second = Workout {
        recorder: Recorder::App,
        ..indoors(Sport::Run, start + 1482, 1380.0, 2.8)
    };
    vec![first, second]
}
