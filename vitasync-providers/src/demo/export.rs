//! Puts an export together: the main document, then the archive around it.

use std::io::{self, Seek, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use chrono::Datelike;

use super::corrupt;
use super::day::Day;
use super::groups::GROUPS;
use super::rows::Rows;
use super::training::Workout;
use super::world::World;
use super::{DemoTruth, heading, routes, sessions, truth};

/// What is handed on at once.
const BATCH: usize = 1 << 16;

/// Writes the main document and answers what is true.
pub(super) fn xml<W: Write>(world: &World, out: &mut W) -> io::Result<DemoTruth> {
    let mut rows = Rows::new(world);
    let mut truth = truth::known(world);
    heading::write(&mut rows.pen, world);
    for group in GROUPS {
        rows.begin(group.record_type, group.measure);
        for index in 0..world.written {
            let day = Day::plan(world, index);
            rows.on_age(world.age(index));
            (group.write)(&mut rows, world, &day);
            if world.options.corrupt_rows && index == world.written / 2 {
                corrupt(&mut rows, &day, group.record_type, &mut truth);
            }
            hand_on(&mut rows, out, BATCH)?;
        }
        truth.count(group.record_type, rows.written);
    }
    if world.options.corrupt_rows {
        rows.begin(corrupt::UNKNOWN_TYPE, super::units::Measure::Word);
        let day = Day::plan(world, world.written / 2);
        corrupt(&mut rows, &day, corrupt::UNKNOWN_TYPE, &mut truth);
        truth.count(corrupt::UNKNOWN_TYPE, rows.written);
    }
    truth.correlations = daily(world, &mut rows, out, sessions::correlations)?;
    truth.workouts_written = daily(world, &mut rows, out, sessions::workouts)?;
    truth.activity_summaries = daily(world, &mut rows, out, sessions::summary)?;
    rows.pen.end("</HealthData>");
    hand_on(&mut rows, out, 0)?;
    Ok(truth)
}

fn corrupt(rows: &mut Rows, day: &Day, record_type: &str, truth: &mut DemoTruth) {
    let before = rows.pen.line;
    corrupt::write(&mut rows.pen, day, record_type, &mut truth.corrupt);
    rows.written += rows.pen.line - before;
}

fn daily<W: Write>(
    world: &World,
    rows: &mut Rows,
    out: &mut W,
    write: fn(&mut Rows, &World, &Day) -> u64,
) -> io::Result<u64> {
    let mut written = 0;
    for index in 0..world.written {
        rows.on_age(world.age(index));
        written += write(rows, world, &Day::plan(world, index));
        hand_on(rows, out, BATCH)?;
    }
    Ok(written)
}

fn hand_on<W: Write>(rows: &mut Rows, out: &mut W, above: usize) -> io::Result<()> {
    if rows.pen.text.len() > above {
        out.write_all(&rows.pen.text)?;
        rows.pen.text.clear();
    }
    Ok(())
}

/// Visits every workout that has a route.
pub(super) fn routed(world: &World, mut each: impl FnMut(&Day, &Workout) -> io::Result<()>) -> io::Result<()> {
    for index in 0..world.written {
        let day = Day::plan(world, index);
        for workout in day.workouts.iter().filter(|workout| workout.has_route()) {
            each(&day, workout)?;
        }
    }
    Ok(())
}

/// Writes the archive and answers what is true.
pub(super) fn archive<W: Write + Seek>(world: &World, out: W) -> io::Result<DemoTruth> {
    let mut zip = ZipWriter::new(out);
    let entry = entry(world)?;
    // Beyond this length the document may pass 4 GiB and needs the long form of an entry.
    let long = entry.large_file(world.days.unsigned_abs() * super::BYTES_PER_DAY > 3_000_000_000);
    zip.start_file("apple_health_export/export.xml", long)?;
    let mut truth = xml(world, &mut zip)?;
    let mut rows = Rows::new(world);
    zip.start_file("apple_health_export/export_cda.xml", entry)?;
    routes::clinical_copy(&mut rows.pen, world);
    hand_on(&mut rows, &mut zip, 0)?;
    routed(world, |day, workout| {
        let name = routes::file_name(&rows.pen, workout);
        zip.start_file(format!("apple_health_export/workout-routes/{name}"), entry)?;
        routes::route(&mut rows.pen, world, day, workout);
        hand_on(&mut rows, &mut zip, 0)
    })?;
    for index in routes::traced(world) {
        let day = Day::plan(world, index);
        let name = format!("ecg_{}.csv", day.frame.date);
        zip.start_file(format!("apple_health_export/electrocardiograms/{name}"), entry)?;
        routes::electrocardiogram(&mut rows.pen, world, &day);
        hand_on(&mut rows, &mut zip, 0)?;
        truth.ecgs += 1;
    }
    zip.finish()?;
    Ok(truth)
}

fn entry(world: &World) -> io::Result<SimpleFileOptions> {
    let end = world.options.end;
    let part = |number: u32| u8::try_from(number).expect("a month or day has two digits");
    let year = u16::try_from(end.year()).unwrap_or(u16::MAX);
    let stamp = zip::DateTime::from_date_and_time(year, part(end.month()), part(end.day()), 22, 48, 0)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    Ok(SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(stamp))
}

/// Fast compression: an export shrinks about twentyfold at any level.
const LEVEL: i64 = 2;
