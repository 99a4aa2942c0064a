//! Plans nights and naps: when, where, recorded by what, in which stages.

use chrono_tz::Tz;

use super::chance::{Chance, real, rounded};
use super::world::{Span, World, instant, is_weekend};
use super::{NightRecorder, body};

/// The night that ends on a day.
#[derive(Debug, Clone)]
pub(super) struct Night {
    /// Lying down to getting up.
    pub(super) bed: Span,
    /// Falling asleep to waking.
    pub(super) sleep: Span,
    pub(super) zone: Tz,
    pub(super) recorder: NightRecorder,
    /// Whether a third-party app writes one asleep interval over everything.
    pub(super) wrapper: bool,
    /// Hours awake and out of bed in the middle, on the one split night.
    pub(super) gap: Option<Span>,
}

/// A stage of sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Awake,
    Core,
    Deep,
    Rem,
}

impl Stage {
    /// Answers the constant Apple writes.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Awake => "HKCategoryValueSleepAnalysisAwake",
            Self::Core => "HKCategoryValueSleepAnalysisAsleepCore",
            Self::Deep => "HKCategoryValueSleepAnalysisAsleepDeep",
            Self::Rem => "HKCategoryValueSleepAnalysisAsleepREM",
        }
    }
}

/// Days before the export of the one split night of a year.
const SPLIT_AGE: i64 = 20;
const SPLIT_EVERY: i64 = 364;

/// Plans the night that ends on a day; also answers for the day after the last.
pub(super) fn plan(world: &World, index: i64) -> Night {
    let mut chance = world.chance("night", index);
    let date = world.date(index);
    let zone = world.night_zone(date);
    let weekend = is_weekend(date);
    let ill = body::illness(world.age(index));
    let (late, spread) = if weekend { (42.0, 28.0) } else { (-66.0, 16.0) };
    let lie = chance.around(late, spread) - 45.0 * ill;
    let rise = if weekend {
        chance.around(8.6 * 60.0, 22.0)
    } else {
        chance.around(6.7 * 60.0, 8.0)
    } + 60.0 * ill;
    let mut start = instant(zone, date, rounded(lie * 60.0));
    let mut wake = instant(zone, date, rounded(rise * 60.0));
    let before = world.flight_on(date - chrono::Days::new(1));
    let split = world.age(index).rem_euclid(SPLIT_EVERY) == SPLIT_AGE && before.is_none();
    if split {
        start = instant(zone, date, -7200);
        wake = wake.max(start + 32_400);
    }
    if let Some(flight) = before {
        if flight.overnight && zone == flight.from {
            start = flight.air.start + 7200;
            wake = flight.air.start + 24_000;
        } else {
            start = start.max(flight.air.end + 5400);
            wake = wake.max(start + 15_000);
        }
    }
    let sleep = Span::new(start + chance.whole(240, 1080), wake);
    let gap = split.then(|| Span::new(sleep.start + 11_880, sleep.start + 17_700));
    let plain = split || before.is_some() || world.flight_on(date).is_some();
    Night {
        bed: Span::new(start, wake + chance.whole(60, 420)),
        sleep,
        zone,
        recorder: recorder(&mut chance, plain),
        wrapper: chance.hit(0.3) && !split,
        gap,
    }
}

fn recorder(chance: &mut Chance, plain: bool) -> NightRecorder {
    let draw = chance.unit();
    if plain || draw >= 0.07 {
        NightRecorder::WatchStages
    } else if draw >= 0.025 {
        NightRecorder::AppOnly
    } else {
        NightRecorder::PhoneInBedOnly
    }
}

/// Lays out the stages of a night, in order, without gaps except the split night's.
pub(super) fn stages(world: &World, index: i64, night: &Night) -> Vec<(Stage, Span)> {
    let mut chance = world.chance("stages", index);
    let mut stages = Vec::with_capacity(32);
    match night.gap {
        None => cycles(&mut chance, night.sleep, &mut stages),
        Some(gap) => {
            let evening = Span::new(night.sleep.start, gap.start);
            let morning = Span::new(gap.end, night.sleep.end);
            cycles(&mut chance, evening, &mut stages);
            cycles(&mut chance, morning, &mut stages);
        }
    }
    stages
}

fn cycles(chance: &mut Chance, sleep: Span, stages: &mut Vec<(Stage, Span)>) {
    const DEEP: [f64; 6] = [34.0, 24.0, 13.0, 5.0, 2.0, 1.0];
    const REM: [f64; 6] = [8.0, 17.0, 25.0, 31.0, 34.0, 36.0];
    let mut at = sleep.start;
    let mut cycle = 0_usize;
    let mut add = |stage, minutes: f64| {
        let length = 30 * rounded(minutes * 2.0).max(1);
        let end = (at + length).min(sleep.end);
        if at < end {
            stages.push((stage, Span::new(at, end)));
        }
        at = end;
        at < sleep.end
    };
    loop {
        let place = cycle.min(5);
        let core = chance.around(16.0, 4.0);
        let more = add(Stage::Core, core)
            && add(Stage::Deep, chance.around(DEEP[place], DEEP[place] / 4.0))
            && add(Stage::Core, chance.around(22.0, 6.0))
            && (!chance.hit(0.35) || add(Stage::Awake, chance.between(0.5, 3.0)))
            && add(Stage::Rem, chance.around(REM[place], REM[place] / 4.0))
            && (!chance.hit(0.55) || add(Stage::Awake, chance.between(0.5, 5.0)));
        if !more {
            break;
        }
        cycle += 1;
    }
}

/// Sums what is sleep among stages, in seconds.
pub(super) fn asleep(stages: &[(Stage, Span)]) -> i64 {
    stages
        .iter()
        .filter(|(stage, _)| *stage != Stage::Awake)
        .map(|(_, span)| span.length())
        .sum()
}

/// Plans a nap within the free part of an afternoon.
pub(super) fn nap(world: &World, index: i64, afternoon: i64) -> Option<Span> {
    let mut chance = world.chance("nap", index);
    let date = world.date(index);
    let landed = world
        .flight_on(date - chrono::Days::new(1))
        .is_some_and(|flight| flight.overnight);
    let likely = if landed {
        1.0
    } else if is_weekend(date) {
        0.16
    } else {
        0.02 + 0.5 * body::illness(world.age(index))
    };
    chance.hit(likely).then(|| {
        let start = afternoon + rounded(chance.between(0.0, 5400.0));
        let minutes = chance.around(46.0, 11.0);
        Span::new(start, start + 30 * rounded(minutes * 2.0))
    })
}

/// Answers how far the night has come at an instant, from 0 to 1.
pub(super) fn progress(night: &Night, instant: i64) -> f64 {
    let gone = real(instant - night.sleep.start) / real(night.sleep.length().max(1));
    gone.clamp(0.0, 1.0)
}
