//! Writes correlations, workouts and daily rings.

use super::cast::Source;
use super::chance::{Chance, real, rounded};
use super::day::Day;
use super::rows::Rows;
use super::surroundings::minutes;
use super::training::{Sport, Workout};
use super::units::Measure;
use super::world::{Span, World};
use super::{heart, logs, movement, routes};

/// Writes the correlations of a day: both halves of a blood pressure, which also stand alone.
pub(super) fn correlations(rows: &mut Rows, world: &World, day: &Day) -> u64 {
    let mut written = 0;
    for reading in logs::pressures(world, day) {
        rows.pen.raw(" <Correlation");
        rows.pen.attribute("type", "HKCorrelationTypeIdentifierBloodPressure");
        rows.source(Source::Cuff, "correlation");
        times(rows, reading.at, 5);
        rows.pen.end(">");
        half(
            rows,
            "HKQuantityTypeIdentifierBloodPressureSystolic",
            reading.at,
            reading.systolic,
        );
        half(
            rows,
            "HKQuantityTypeIdentifierBloodPressureDiastolic",
            reading.at,
            reading.diastolic,
        );
        rows.pen.end(" </Correlation>");
        written += 1;
    }
    written
}

fn half(rows: &mut Rows, record_type: &str, at: Span, value: i64) {
    rows.pen.raw("  <Record");
    rows.pen.attribute("type", record_type);
    rows.source(Source::Cuff, record_type);
    rows.pen.attribute("unit", "mmHg");
    times(rows, at, 5);
    rows.pen.raw(" value=\"");
    rows.pen.whole(value);
    rows.pen.end("\"/>");
}

/// Writes the workouts of a day; answers how many elements that were.
pub(super) fn workouts(rows: &mut Rows, world: &World, day: &Day) -> u64 {
    let mut written = 0;
    for workout in &day.workouts {
        if workout.on_watch() {
            on_watch(rows, world, day, workout);
            written += 1;
        }
        if workout.on_app() {
            on_app(rows, world, workout);
            written += 1;
        }
    }
    written
}

fn on_watch(rows: &mut Rows, world: &World, day: &Day, workout: &Workout) {
    let mut chance = Chance::new(world.options.seed, "workout", workout.place);
    head(
        rows,
        Source::Watch,
        workout.sport,
        minutes(workout.moving()) + chance.unit() / 60.0,
    );
    times(rows, workout.span, 12);
    rows.pen.end(">");
    metadata(rows, world, workout, &mut chance);
    events(rows, world, day, workout);
    let span = workout.span;
    rows.pen.raw("  <WorkoutActivity");
    rows.pen.attribute("uuid", &uuid(&mut chance));
    rows.moment("startDate", span.start);
    rows.moment("endDate", span.end);
    duration(rows, minutes(workout.moving()));
    rows.pen.end(">");
    statistics(rows, world, day, workout, "   ");
    rows.pen.end("  </WorkoutActivity>");
    statistics(rows, world, day, workout, "  ");
    if workout.has_route() {
        rows.pen.raw("  <WorkoutRoute");
        rows.source(Source::Watch, "route");
        times(rows, Span::new(span.start + 1, span.end), 18);
        rows.pen.end(">");
        rows.metadata("   ", "HKMetadataKeySyncVersion", "2");
        rows.metadata("   ", "HKMetadataKeySyncIdentifier", &uuid(&mut chance));
        rows.pen.raw("   <FileReference");
        let path = format!("/workout-routes/{}", routes::file_name(&rows.pen, workout));
        rows.pen.attribute("path", &path);
        rows.pen.end("/>");
        rows.pen.end("  </WorkoutRoute>");
    }
    rows.pen.end(" </Workout>");
}

/// The third-party app keeps to the old attributes for totals and has no statistics.
fn on_app(rows: &mut Rows, world: &World, workout: &Workout) {
    let seen = workout.seen_by_app(world.options.seed);
    let pause = workout.pause.map_or(0, Span::length);
    head(rows, Source::RunApp, workout.sport, minutes(seen.length() - pause));
    let distance = Measure::Distance.unit(rows.imperial);
    rows.pen.raw(" totalDistance=\"");
    rows.pen.decimal(distance.written(workout.distance() * 1.006), 5);
    rows.pen.raw("\"");
    rows.pen.attribute("totalDistanceUnit", distance.word());
    rows.pen.raw(" totalEnergyBurned=\"");
    rows.pen.decimal(workout.energy() * 1.08, 2);
    rows.pen.raw("\"");
    rows.pen
        .attribute("totalEnergyBurnedUnit", Measure::Energy.unit(rows.imperial).word());
    rows.source(Source::RunApp, "workout");
    times(rows, seen, 20);
    rows.pen.end(">");
    rows.metadata("  ", "HKWasUserEntered", "0");
    rows.metadata("  ", "HKTimeZone", world.zone_at(seen.start).name());
    rows.pen.end(" </Workout>");
}

fn head(rows: &mut Rows, source: Source, sport: Sport, length: f64) {
    rows.pen.raw(" <Workout");
    rows.pen.attribute("workoutActivityType", sport.word());
    duration(rows, length);
    if source == Source::Watch {
        rows.source(source, "workout");
    }
}

fn duration(rows: &mut Rows, length: f64) {
    rows.pen.attribute("duration", &length.to_string());
    rows.pen.attribute("durationUnit", "min");
}

fn times(rows: &mut Rows, span: Span, lag: i64) {
    rows.moment("creationDate", span.end + lag);
    rows.moment("startDate", span.start);
    rows.moment("endDate", span.end);
}

fn metadata(rows: &mut Rows, world: &World, workout: &Workout, chance: &mut Chance) {
    let outdoors = workout.outdoors;
    rows.metadata("  ", "HKIndoorWorkout", if outdoors { "0" } else { "1" });
    rows.metadata("  ", "HKTimeZone", world.zone_at(workout.span.start).name());
    if outdoors {
        let season = super::chance::wave((real(workout.span.start) / 31_556_952.0) - 0.3);
        let degrees = chance.around(52.0 + 18.0 * season, 5.0);
        rows.metadata("  ", "HKWeatherTemperature", &format!("{degrees:.3} degF"));
        let humidity = chance.whole(41, 93) * 100;
        rows.metadata("  ", "HKWeatherHumidity", &format!("{humidity} %"));
        let climb = rounded(workout.distance() * chance.between(0.3, 0.9));
        rows.metadata("  ", "HKElevationAscended", &format!("{climb} cm"));
    }
    if workout.sport == Sport::Swim {
        rows.metadata("  ", "HKSwimmingLocationType", "1");
        rows.metadata("  ", "HKLapLength", &format!("{} m", movement::POOL));
    }
    let effort = workout.sport.burn() * 3600.0 / 70.0 + chance.between(0.9, 1.1);
    rows.metadata("  ", "HKAverageMETs", &format!("{effort:.4} kcal/hr·kg"));
}

fn events(rows: &mut Rows, world: &World, day: &Day, workout: &Workout) {
    if let Some(pause) = workout.pause {
        event(rows, "Pause", pause.start, None);
        event(rows, "Resume", pause.end, None);
    }
    if workout.sport == Sport::Swim {
        movement::lengths(world, day, |length, _| {
            if workout.span.holds(length.start) {
                event(rows, "Lap", length.start, Some(length.length()));
            }
        });
    }
    if workout.outdoors && workout.speed > 0.0 {
        segments(rows, workout, 1000.0);
        segments(rows, workout, 1609.344);
    }
}

/// Writes automatic segments, which Apple adds per kilometre and per mile to the same workout.
fn segments(rows: &mut Rows, workout: &Workout, every: f64) {
    let length = rounded(every / workout.speed);
    let mut start = workout.span.start;
    for now in workout.span.start..workout.span.end {
        if workout.moved_until(now) - workout.moved_until(start) >= length {
            event(rows, "Segment", start, Some(now - start));
            start = now;
        }
    }
}

fn event(rows: &mut Rows, word: &str, at: i64, length: Option<i64>) {
    rows.pen.raw("  <WorkoutEvent type=\"HKWorkoutEventType");
    rows.pen.raw(word);
    rows.pen.raw("\"");
    rows.moment("date", at);
    if let Some(length) = length {
        duration(rows, minutes(length));
    }
    rows.pen.end("/>");
}

fn statistics(rows: &mut Rows, world: &World, day: &Day, workout: &Workout, indent: &str) {
    let (mut count, mut sum, mut low, mut high) = (0_i64, 0_i64, i64::MAX, i64::MIN);
    heart::during(world, day, workout, |_, rate| {
        count += 1;
        sum += rate;
        low = low.min(rate);
        high = high.max(rate);
    });
    if count > 0 {
        open_statistics(rows, indent, "HeartRate", workout.span);
        number(rows, "average", real(sum) / real(count), 3);
        number(rows, "minimum", real(low), 0);
        number(rows, "maximum", real(high), 0);
        rows.pen.end(" unit=\"count/min\"/>");
    }
    let basal = real(workout.span.length()) * 0.016;
    total(
        rows,
        indent,
        "ActiveEnergyBurned",
        workout.span,
        Measure::Energy,
        workout.energy(),
    );
    total(rows, indent, "BasalEnergyBurned", workout.span, Measure::Energy, basal);
    let (kind, measure, metres) = match workout.sport {
        Sport::Run | Sport::Walk => ("DistanceWalkingRunning", Measure::Distance, workout.distance()),
        Sport::Ride => ("DistanceCycling", Measure::Distance, workout.distance()),
        Sport::Swim => {
            let mut swum = 0.0;
            movement::lengths(world, day, |length, _| {
                if workout.span.holds(length.start) {
                    swum += movement::POOL;
                }
            });
            ("DistanceSwimming", Measure::Swim, swum)
        }
        Sport::Strength => return,
    };
    total(rows, indent, kind, workout.span, measure, metres);
}

fn open_statistics(rows: &mut Rows, indent: &str, kind: &str, span: Span) {
    rows.pen.raw(indent);
    rows.pen.raw("<WorkoutStatistics type=\"HKQuantityTypeIdentifier");
    rows.pen.raw(kind);
    rows.pen.raw("\"");
    rows.moment("startDate", span.start);
    rows.moment("endDate", span.end);
}

fn total(rows: &mut Rows, indent: &str, kind: &str, span: Span, measure: Measure, value: f64) {
    open_statistics(rows, indent, kind, span);
    let unit = measure.unit(rows.imperial);
    number(rows, "sum", unit.written(value), 5);
    rows.pen.attribute("unit", unit.word());
    rows.pen.end("/>");
}

fn number(rows: &mut Rows, name: &str, value: f64, places: u32) {
    rows.pen.raw(" ");
    rows.pen.raw(name);
    rows.pen.raw("=\"");
    rows.pen.decimal(value, places);
    rows.pen.raw("\"");
}

/// Writes a day's rings, as Apple has merged them.
pub(super) fn summary(rows: &mut Rows, _world: &World, day: &Day) -> u64 {
    let mut exercise = 0;
    movement::exercise_minutes(day, |_| exercise += 1);
    let mut stood = 0;
    movement::hours(day, |_, standing| stood += i64::from(standing));
    let unit = Measure::Energy.unit(rows.imperial).word();
    rows.pen.raw(" <ActivitySummary dateComponents=\"");
    rows.pen.raw(&day.frame.date.to_string());
    rows.pen.raw("\"");
    number(rows, "activeEnergyBurned", movement::active_total(day), 3);
    rows.pen.raw(" activeEnergyBurnedGoal=\"620\"");
    rows.pen.attribute("activeEnergyBurnedUnit", unit);
    rows.pen.raw(" appleMoveTime=\"0\" appleMoveTimeGoal=\"0\"");
    number(rows, "appleExerciseTime", real(exercise), 0);
    rows.pen.raw(" appleExerciseTimeGoal=\"30\"");
    number(rows, "appleStandHours", real(stood), 0);
    rows.pen.end(" appleStandHoursGoal=\"12\"/>");
    1
}

fn uuid(chance: &mut Chance) -> String {
    let (high, low) = (chance.bits(), chance.bits());
    format!(
        "{:08X}-{:04X}-4{:03X}-{:04X}-{:012X}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        0x8000 | ((low >> 48) & 0x3FFF),
        low & 0xFFFF_FFFF_FFFF,
    )
}
