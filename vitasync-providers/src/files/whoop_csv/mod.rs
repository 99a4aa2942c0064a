//! Reads the tables that WHOOP's app exports: `physiological_cycles.csv`, `sleeps.csv` and `workouts.csv`.
//!
//! A table is known by its header. Times are those of the clock in the cycle's zone, and `cal` are kilocalories. A cycle runs from
//! falling asleep to falling asleep again: its scores belong to the day of its middle, its recovery to the day of waking. The
//! table of cycles repeats each cycle's night; a nap is in the table of sleeps alone. There are no ids, so what comes again is
//! known by its times. The journal is answers to questions, and the model has no place for them.

mod table;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::session::{Detail, Sleep, SleepTotals, StatisticKind, Workout};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::time::{ReadingTime, ZoneHistory};
use vitasync_core::unit::Unit;
use vitasync_core::{Reading, Session};

use self::table::{Row, Table};
use super::activity::{Channel, Tally, position};
use super::outlet::Outlet;
use super::report::{ZoneFrom, ZoneUsed, bump};
use super::{Error, Format};

/// How every table of the export begins.
const BEGINNING: &[u8] = b"Cycle start time,Cycle end time,Cycle timezone,";

/// To which time a column belongs.
#[derive(Clone, Copy, PartialEq)]
enum Span {
    /// The day of the cycle's middle.
    Day,
    /// The whole cycle.
    Cycle,
    /// The day of waking.
    Woke,
    /// From falling asleep to waking.
    Night,
}

/// The columns that are samples: their name, metric, unit and time.
type Column = (&'static str, Metric, &'static str, Span);

const CYCLE: &[Column] = &[
    ("Day Strain", Metric::StrainScore, "{score}", Span::Day),
    ("Average HR (bpm)", Metric::HeartRateAverage, "bpm", Span::Day),
    ("Max HR (bpm)", Metric::HeartRateMax, "bpm", Span::Day),
    ("Energy burned (cal)", Metric::TotalEnergy, "kcal", Span::Cycle),
    ("Recovery score %", Metric::RecoveryScore, "{score}", Span::Woke),
    ("Resting heart rate (bpm)", Metric::RestingHeartRate, "bpm", Span::Woke),
    (
        "Heart rate variability (ms)",
        Metric::HeartRateVariabilityRmssd,
        "ms",
        Span::Night,
    ),
    ("Skin temp (celsius)", Metric::SkinTemperature, "degC", Span::Night),
    ("Blood oxygen %", Metric::SleepingOxygenSaturation, "%", Span::Night),
];

const SLEEP: &[Column] = &[
    ("Sleep performance %", Metric::SleepScore, "{score}", Span::Night),
    (
        "Respiratory rate (rpm)",
        Metric::SleepingRespiratoryRate,
        "br/min",
        Span::Night,
    ),
    ("Asleep duration (min)", Metric::SleepDuration, "min", Span::Night),
    ("In bed duration (min)", Metric::TimeInBed, "min", Span::Night),
    (
        "Light sleep duration (min)",
        Metric::SleepLightDuration,
        "min",
        Span::Night,
    ),
    (
        "Deep (SWS) duration (min)",
        Metric::SleepDeepDuration,
        "min",
        Span::Night,
    ),
    ("REM duration (min)", Metric::SleepRemDuration, "min", Span::Night),
    ("Awake duration (min)", Metric::SleepAwakeDuration, "min", Span::Night),
    ("Sleep need (min)", Metric::SleepNeed, "min", Span::Night),
    ("Sleep debt (min)", Metric::SleepDebt, "min", Span::Night),
    ("Sleep efficiency %", Metric::SleepEfficiency, "%", Span::Night),
    ("Sleep consistency %", Metric::SleepConsistency, "%", Span::Night),
];

/// The columns that sum a workout up.
const TOTALS: &[(&str, Metric, Unit, StatisticKind)] = &[
    (
        "Energy burned (cal)",
        Metric::TotalEnergy,
        Unit::Kilocalorie,
        StatisticKind::Sum,
    ),
    ("Distance (meters)", Metric::Distance, Unit::Meter, StatisticKind::Sum),
    (
        "Altitude gain (meters)",
        Metric::ElevationGain,
        Unit::Meter,
        StatisticKind::Sum,
    ),
    (
        "Average HR (bpm)",
        Metric::HeartRate,
        Unit::PerMinute,
        StatisticKind::Mean,
    ),
    ("Max HR (bpm)", Metric::HeartRate, Unit::PerMinute, StatisticKind::Max),
    ("Activity Strain", Metric::StrainScore, Unit::Score, StatisticKind::Sum),
];

/// The columns that stay with a workout as remarks.
const REMARKS: &[(&str, &str)] = &[
    ("HR Zone 1 %", "zone_1_percent"),
    ("HR Zone 2 %", "zone_2_percent"),
    ("HR Zone 3 %", "zone_3_percent"),
    ("HR Zone 4 %", "zone_4_percent"),
    ("HR Zone 5 %", "zone_5_percent"),
    ("Altitude change (meters)", "altitude_change_m"),
    ("GPS enabled", "gps"),
];

/// Tells whether a file begins as a table of the export.
pub(super) fn is_export(head: &[u8]) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .starts_with(BEGINNING)
}

/// Lists the metrics whose samples the export can bring.
pub(super) fn metrics() -> Vec<Metric> {
    CYCLE.iter().chain(SLEEP).map(|(_, metric, ..)| *metric).collect()
}

/// Reads a table and delivers what is in it.
pub(super) fn read(outlet: &mut Outlet<'_>, file: Option<&str>, mut reader: impl Read) -> Result<(), Error> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let table = Table::parse(&bytes);
    let decode: fn(&mut Found, &Row<'_>) -> Result<(), Reason> = if table.has("Recovery score %") {
        cycle
    } else if table.has("Workout start time") {
        workout
    } else if table.has("Nap") {
        slept
    } else {
        let detail = "it is the journal, whose answers the model has no place for".to_owned();
        return Err(Error::nothing(Format::WhoopCsv, detail));
    };
    let zone = outlet.options.zone.unwrap_or(outlet.options.system_zone);
    let from = if outlet.options.zone.is_some() {
        ZoneFrom::Profile
    } else {
        ZoneFrom::System
    };
    outlet.report.zone = Some(ZoneUsed { zone, from });
    let mut found = Found {
        band: Arc::new(band()),
        context: Context {
            zones: ZoneHistory::always(zone),
            received: outlet.options.received,
        },
        readings: Vec::new(),
        sessions: Vec::new(),
        refused: Vec::new(),
    };
    for row in table.rows() {
        match row {
            Ok(row) => {
                let damage = decode(&mut found, &row).err().map(|reason| ("row".to_owned(), reason));
                found.refused.extend(damage);
                found.deliver(outlet, file, row.byte)?;
            }
            Err((byte, reason)) => {
                found.refused.push(("row".to_owned(), reason));
                found.deliver(outlet, file, byte)?;
            }
        }
    }
    Ok(())
}

fn band() -> Source {
    Source {
        key: SourceKey {
            provider: Format::WhoopCsv.id().to_owned(),
            origin: String::new(),
            recording: Recording::Automatic,
        },
        name: "WHOOP".to_owned(),
        device_kind: DeviceKind::Band,
        device: Device::default(),
        revision: Revision::LastWins,
    }
}

/// What a row holds.
struct Found {
    band: Arc<Source>,
    context: Context,
    readings: Vec<(&'static str, Reading)>,
    sessions: Vec<Session>,
    refused: Vec<(String, Reason)>,
}

impl Found {
    /// Reads the columns of one span. A field that is no number is refused alone.
    fn columns(&mut self, row: &Row<'_>, columns: &[Column], span: Span, start: ReadingTime, end: Option<ReadingTime>) {
        for (name, metric, unit, _) in columns.iter().filter(|it| it.3 == span) {
            match row.number(name) {
                Ok(Some(value)) => self.readings.push((
                    name,
                    Reading {
                        record: None,
                        source: self.band.clone(),
                        metric: *metric,
                        value,
                        unit: Some((*unit).into()),
                        start,
                        end,
                        zone: None,
                        remarks: BTreeMap::new(),
                    },
                )),
                Ok(None) => {}
                Err(reason) => self.refused.push(((*name).to_owned(), reason)),
            }
        }
    }

    fn session(&mut self, start: DateTime<FixedOffset>, end: DateTime<FixedOffset>, detail: Detail) {
        self.sessions.push(Session {
            source: self.band.clone(),
            record: None,
            start: start.to_utc(),
            end: end.to_utc(),
            attributes: Attributes {
                start_offset_s: Some(start.offset().local_minus_utc()),
                ..Attributes::default()
            },
            detail,
        });
    }

    fn deliver(&mut self, outlet: &mut Outlet<'_>, file: Option<&str>, byte: u64) -> Result<(), Error> {
        for (name, reading) in self.readings.drain(..) {
            let sample = normalize(&reading, &self.context);
            bump(&mut outlet.report.records, name, |count| {
                count.read += 1;
                count.used += u64::from(sample.is_ok());
                count.rejected += u64::from(sample.is_err());
            });
            match sample {
                Ok(sample) => outlet.sample(sample)?,
                Err(reason) => self.refused.push((name.to_owned(), reason)),
            }
        }
        outlet.sessions(std::mem::take(&mut self.sessions))?;
        let rejected = self.refused.drain(..).map(|(subject, reason)| Rejected {
            position: position(file, byte),
            subject,
            reason,
        });
        outlet.rejected(rejected.collect())
    }
}

fn cycle(found: &mut Found, row: &Row<'_>) -> Result<(), Reason> {
    let start = row.need_time("Cycle start time")?;
    let end = row.time("Cycle end time")?;
    ordered(start, end.unwrap_or(start))?;
    let middle = start + end.map_or(TimeDelta::hours(12), |end| (end - start) / 2);
    let day = ReadingTime::Date(middle.date_naive());
    found.columns(row, CYCLE, Span::Day, day, None);
    // What the cycle that still runs has burned so far is of no span that is told.
    if let Some(end) = end {
        let (start, end) = (ReadingTime::WithOffset(start), ReadingTime::WithOffset(end));
        found.columns(row, CYCLE, Span::Cycle, start, Some(end));
    }
    match row.text("Wake onset") {
        Some(_) => night(found, row, false),
        None => Ok(()),
    }
}

fn slept(found: &mut Found, row: &Row<'_>) -> Result<(), Reason> {
    match row.text("Nap") {
        Some("true") => night(found, row, true),
        Some("false") => night(found, row, false),
        other => Err(Reason::UnknownWord {
            vocabulary: "answer to Nap".to_owned(),
            text: other.unwrap_or_default().to_owned(),
        }),
    }
}

fn night(found: &mut Found, row: &Row<'_>, nap: bool) -> Result<(), Reason> {
    let (start, end) = (row.need_time("Sleep onset")?, row.need_time("Wake onset")?);
    ordered(start, end)?;
    found.columns(row, CYCLE, Span::Woke, ReadingTime::Date(end.date_naive()), None);
    let times = (ReadingTime::WithOffset(start), Some(ReadingTime::WithOffset(end)));
    found.columns(row, CYCLE, Span::Night, times.0, times.1);
    found.columns(row, SLEEP, Span::Night, times.0, times.1);
    let seconds = |column| {
        let minutes: Option<u32> = row.text(column)?.parse().ok();
        minutes?.checked_mul(60)
    };
    let totals = SleepTotals {
        in_bed_s: seconds("In bed duration (min)"),
        asleep_s: seconds("Asleep duration (min)"),
        light_s: seconds("Light sleep duration (min)"),
        deep_s: seconds("Deep (SWS) duration (min)"),
        rem_s: seconds("REM duration (min)"),
        awake_s: seconds("Awake duration (min)"),
        ..SleepTotals::default()
    };
    let sleep = Sleep {
        nap: Some(nap),
        totals: Some(totals).filter(|it| *it != SleepTotals::default()),
        ..Sleep::default()
    };
    found.session(start, end, Detail::Sleep(sleep));
    Ok(())
}

fn workout(found: &mut Found, row: &Row<'_>) -> Result<(), Reason> {
    let (start, end) = (row.need_time("Workout start time")?, row.need_time("Workout end time")?);
    ordered(start, end)?;
    let mut tally = Tally::new(start.to_utc(), end.to_utc(), found.context.received);
    for (name, metric, unit, kind) in TOTALS {
        let channel = Channel {
            metric: *metric,
            unit: *unit,
            factor: 1.0,
        };
        match row.number(name) {
            Ok(value) => tally.add(name, channel, *kind, value),
            Err(reason) => found.refused.push(((*name).to_owned(), reason)),
        }
    }
    found.refused.append(&mut tally.refused);
    let word = row.text("Activity name");
    let mut done = Workout::new(word.and_then(sport).unwrap_or(Sport::Other));
    done.vendor_sport = word.map(str::to_owned);
    done.statistics = tally.statistics;
    found.session(start, end, Detail::Workout(Box::new(done)));
    let remarks = REMARKS
        .iter()
        .filter_map(|(column, name)| Some(((*name).to_owned(), row.text(column)?.to_owned())));
    if let Some(session) = found.sessions.last_mut() {
        session.attributes.remarks.extend(remarks);
    }
    Ok(())
}

fn sport(word: &str) -> Option<Sport> {
    Sport::from_vendor(Vendor::Whoop, &word.to_lowercase())
}

fn ordered(start: DateTime<FixedOffset>, end: DateTime<FixedOffset>) -> Result<(), Reason> {
    if start <= end {
        return Ok(());
    }
    let (start, end) = (start.to_utc(), end.to_utc());
    Err(Reason::EndBeforeStart { start, end })
}
