//! Writes sleep and what the watch derives from it.
//!
//! Nobody writes a night as such: the phone writes time in bed, the watch writes stages, and a
//! third-party app some nights writes one interval over everything in the old manner.

use super::cast::Source;
use super::chance::Chance;
use super::day::Day;
use super::night;
use super::rows::Rows;
use super::world::{Span, World};
use crate::demo::NightRecorder;

/// Writes all sleep intervals of the night that ends on a day, and the day's nap.
pub(super) fn sleep(rows: &mut Rows, world: &World, day: &Day) {
    let zone = day.night.zone.name();
    in_bed(rows, day, zone);
    if day.night.recorder == NightRecorder::WatchStages {
        for (stage, span) in night::stages(world, day.index, &day.night) {
            interval(rows, Source::Watch, span, day.night.bed.end, stage.word(), zone);
        }
    }
    wrapper(rows, world, day);
    if let Some(nap) = day.nap {
        let place = world.zone_at(nap.start).name();
        let word = "HKCategoryValueSleepAnalysisAsleepCore";
        interval(rows, Source::Watch, nap, nap.end + 300, word, place);
    }
}

fn in_bed(rows: &mut Rows, day: &Day, zone: &str) {
    let word = "HKCategoryValueSleepAnalysisInBed";
    let bed = day.night.bed;
    match day.night.gap {
        None => interval(rows, Source::Phone, bed, bed.end + 40, word, zone),
        Some(gap) => {
            let evening = Span::new(bed.start, gap.start + 60);
            let morning = Span::new(gap.end - 300, bed.end);
            interval(rows, Source::Phone, evening, bed.end + 40, word, zone);
            interval(rows, Source::Phone, morning, bed.end + 40, word, zone);
        }
    }
}

/// Writes the third-party app's single interval: old constant, no zone, edges of its own.
fn wrapper(rows: &mut Rows, world: &World, day: &Day) {
    let only = day.night.recorder == NightRecorder::AppOnly;
    if !(only || day.night.wrapper && day.night.recorder == NightRecorder::WatchStages) {
        return;
    }
    let mut chance = Chance::new(world.options.seed, "wrapper", day.night.sleep.start);
    let span = Span::new(
        day.night.sleep.start - chance.whole(0, 400),
        day.night.sleep.end + chance.whole(-200, 300),
    );
    rows.word(
        Source::SleepApp,
        span,
        chance.whole(600, 5000),
        "HKCategoryValueSleepAnalysisAsleep",
    );
}

fn interval(rows: &mut Rows, source: Source, span: Span, stored: i64, word: &str, zone: &str) {
    rows.open(source, span, (stored - span.end).max(0) + 20);
    rows.pen.raw(word);
    rows.close_with(&[("HKTimeZone", zone)]);
}

/// Writes the wrist's temperature over the night.
pub(super) fn wrist_temperature(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("wrist temperature", day.index);
    if day.night.recorder == NightRecorder::WatchStages && day.night.gap.is_none() {
        let celsius = chance.around(35.35 + 0.75 * day.frame.body.illness, 0.16);
        rows.open_decimal(Source::Watch, day.night.sleep, 1500, celsius, 4);
        rows.close_with(&[("HKAlgorithmVersion", "1")]);
    }
}

/// Writes how disturbed the night's breathing was.
pub(super) fn disturbances(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("disturbances", day.index);
    if day.night.recorder == NightRecorder::WatchStages && day.night.gap.is_none() {
        let index = chance.around(2.1 + day.frame.body.illness, 0.5).max(0.1);
        rows.decimal(Source::Watch, day.night.sleep, 2100, index, 4);
    }
}

/// Writes the wish for hours of sleep, once.
pub(super) fn goal(rows: &mut Rows, _world: &World, day: &Day) {
    if day.index == 0 {
        let at = day.frame.wake + 600;
        rows.whole(Source::Health, Span::new(at, at), 0, 8);
    }
}
