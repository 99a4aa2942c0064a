//! Writes the files beside the main one: routes, electrocardiograms, the clinical copy.

use super::chance::{Chance, real, wave};
use super::day::Day;
use super::pen::Pen;
use super::training::Workout;
use super::world::World;

/// Seconds between points of a route.
const EVERY: i64 = 3;
/// Metres of one degree of latitude.
const DEGREE: f64 = 111_320.0;

/// Where the person goes round: latitude, longitude, cosine of latitude, metres above the sea.
struct Park {
    latitude: f64,
    longitude: f64,
    narrowing: f64,
    height: f64,
}

const AT_HOME: Park = Park {
    latitude: 52.514_5,
    longitude: 13.350_1,
    narrowing: 0.608_6,
    height: 35.0,
};

const AWAY: Park = Park {
    latitude: 40.782_0,
    longitude: -73.965_6,
    narrowing: 0.757_2,
    height: 27.0,
};

/// Answers a route's file name: the wall clock of its end in the export's offset.
pub(super) fn file_name(pen: &Pen, workout: &Workout) -> String {
    let (day, second) = pen.wall(workout.span.end);
    let mut date = Pen::new(0);
    date.date(day);
    let date = String::from_utf8_lossy(&date.text).into_owned();
    let (clock, half) = clock(second);
    format!("route_{date}_{}{half}.gpx", clock.replace(':', "."))
}

fn clock(second: i64) -> (String, &'static str) {
    let hour = second / 3600;
    let half = if hour < 12 { "am" } else { "pm" };
    (format!("{}:{:02}", (hour + 11) % 12 + 1, second / 60 % 60), half)
}

/// Writes the route of an outdoor workout.
pub(super) fn route(pen: &mut Pen, world: &World, day: &Day, workout: &Workout) {
    let (ended, second) = pen.wall(workout.span.end);
    let (clock, half) = clock(second);
    pen.lines(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gpx version=\"1.1\" creator=\"Apple Health Export\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.topografix.com/GPX/1/1 \
         http://www.topografix.com/GPX/1/1/gpx.xsd\">\n  <metadata>\n    <time>",
    );
    pen.utc(world.export_at);
    pen.lines("</time>\n  </metadata>\n  <trk>\n    <name>Route ");
    pen.date(ended);
    pen.lines(&format!(" {clock}{half}</name>\n    <trkseg>\n"));
    let park = if day.frame.zone == world.options.home {
        AT_HOME
    } else {
        AWAY
    };
    let mut chance = Chance::new(world.options.seed, "route", workout.place);
    let round = chance.between(3200.0, 4600.0);
    let begin = chance.unit();
    let mut at = workout.span.start + 1;
    while at < workout.span.end {
        if workout.pause.is_none_or(|pause| !pause.holds(at)) {
            let gone = workout.speed * real(workout.moved_until(at));
            point(pen, &mut chance, &park, round, begin + gone / round, at, workout.speed);
        }
        at += EVERY;
    }
    pen.lines("    </trkseg>\n  </trk>\n</gpx>\n");
}

fn point(pen: &mut Pen, chance: &mut Chance, park: &Park, round: f64, turn: f64, at: i64, speed: f64) {
    let radius = round / std::f64::consts::TAU / DEGREE;
    let lost = chance.hit(0.004);
    let jitter = if lost { 0.000_6 } else { 0.000_002 };
    let latitude = park.latitude + radius * wave(turn + 0.25) + chance.around(0.0, jitter);
    let longitude = park.longitude + radius / park.narrowing * wave(turn) + chance.around(0.0, jitter);
    pen.raw("      <trkpt lon=\"");
    pen.fixed(longitude, 6, b'.');
    pen.raw("\" lat=\"");
    pen.fixed(latitude, 6, b'.');
    pen.raw("\"><ele>");
    pen.fixed(park.height + 4.0 * wave(turn * 2.0), 6, b'.');
    pen.raw("</ele><time>");
    pen.utc(at);
    pen.raw("</time><extensions><speed>");
    pen.fixed(chance.around(speed, 0.12).max(0.0), 6, b'.');
    pen.raw("</speed><course>");
    let course = (turn + 0.25 - (turn + 0.25).floor()) * 360.0;
    pen.fixed(course, 6, b'.');
    pen.raw("</course><hAcc>");
    let reach = if lost { 65.0 } else { chance.between(1.8, 5.5) };
    pen.fixed(reach, 6, b'.');
    pen.raw("</hAcc><vAcc>");
    pen.fixed(reach * 0.75, 6, b'.');
    pen.end("</vAcc></extensions></trkpt>");
}

/// Days before the export of the recorded electrocardiograms.
const TRACED: [i64; 2] = [150, 6];

/// Answers the days an electrocardiogram was taken.
pub(super) fn traced(world: &World) -> impl Iterator<Item = i64> {
    let (days, written) = (world.days, world.written);
    TRACED
        .into_iter()
        .map(move |age| days - 1 - age)
        .filter(move |index| (0..written).contains(index))
}

/// Writes an electrocardiogram: thirty seconds at 512 per second, in microvolts.
pub(super) fn electrocardiogram(pen: &mut Pen, world: &World, day: &Day) {
    let mark = if world.options.imperial { b'.' } else { b',' };
    let taken = day.frame.wake + 4000;
    let rate = day.frame.body.resting + 9.0;
    pen.lines("Name,Ada Example\nDate of Birth,\"2 Feb 1988\"\nRecorded Date,");
    pen.time(taken);
    pen.lines(
        "\nClassification,Sinus Rhythm\nSymptoms,\nSoftware Version,2.0\n\
         Device,\"Watch7,2\"\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n",
    );
    let mut chance = world.chance("electrocardiogram", day.index);
    let mut phase = 0.0;
    let mut step = rate / 60.0 / 512.0;
    for sample in 0..15_360 {
        let drift = 18.0 * wave(real(sample) / 512.0 / 3.7);
        pen.fixed(heartbeat(phase) + drift + chance.around(0.0, 6.0), 3, mark);
        pen.end("");
        phase += step;
        if phase >= 1.0 {
            phase -= 1.0;
            step = chance.around(rate, 2.2) / 60.0 / 512.0;
        }
    }
}

/// Answers the voltage at a share of one beat: P, Q, R, S and T as bumps.
fn heartbeat(phase: f64) -> f64 {
    const BUMPS: [(f64, f64, f64); 5] = [
        (0.18, 0.028, 95.0),
        (0.275, 0.009, -110.0),
        (0.295, 0.011, 880.0),
        (0.317, 0.010, -190.0),
        (0.52, 0.055, 210.0),
    ];
    BUMPS
        .iter()
        .map(|(at, width, height)| {
            let away = (phase - at) / width;
            let fall = 1.0 + away * away;
            height / (fall * fall)
        })
        .sum()
}

/// Writes the clinical copy every export has and readers pass over.
pub(super) fn clinical_copy(pen: &mut Pen, world: &World) {
    pen.lines(
        "<?xml version=\"1.0\"?>\n\
         <ClinicalDocument xmlns=\"urn:hl7-org:v3\">\n \
         <realmCode code=\"US\"/>\n \
         <typeId root=\"2.16.840.1.113883.1.3\" extension=\"POCD_HD000040\"/>\n \
         <id extension=\"Health Export CDA\" root=\"1.1.1.1.1.1.1.1.1\"/>\n \
         <title>Health Data Export</title>\n <effectiveTime value=\"",
    );
    pen.utc(world.export_at);
    pen.lines("\"/>\n</ClinicalDocument>\n");
}
