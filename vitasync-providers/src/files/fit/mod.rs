//! Reads FIT files: activities with everything measured during them, and what watches, scales and cuffs note beside.
//!
//! ```text
//! bytes ──decode──► messages ──gather──► sessions, records, beats, … ──workout, day──► samples, workouts, nights
//! ```
//!
//! One file is held in memory, because what its records mean (the sport) stands at its end. A file that breaks off, as one
//! does whose device lost its power, gives everything that stands before the break; where its session is missing, the
//! workout is made of its records.

mod beats;
mod day;
mod decode;
mod gather;
mod laps;
mod profile;
mod record;
mod value;
mod watch;
mod workout;

use std::io::Read;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

use self::decode::{File, Message};
use self::gather::Gathered;
use super::Error;
use super::activity::{self, Measure, position};
use super::archive::ReadFault;
use super::format::Format;
use super::outlet::Outlet;
use super::report::bump;

/// Lists the metrics whose samples a file can bring.
pub(super) fn metrics() -> Vec<Metric> {
    let noted = profile::SAMPLES.iter().map(|field| field.metric);
    let counted = [
        Metric::RrInterval,
        Metric::SwimmingStrokeCount,
        Metric::Repetitions,
        Metric::LiftedWeight,
        Metric::Steps,
        Metric::Distance,
        Metric::ActiveEnergy,
    ];
    let measures: Vec<Measure> = Measure::ALL
        .into_iter()
        .filter(|it| *it != Measure::WaterTemperature)
        .collect();
    activity::metrics(&measures).chain(noted).chain(counted).collect()
}

/// Reads a file, and those that follow it in one, and delivers what is in them.
pub(super) fn read(outlet: &mut Outlet<'_>, file: Option<&str>, mut reader: impl Read) -> Result<(), Error> {
    let mut bytes = Vec::new();
    let fault = match reader.read_to_end(&mut bytes) {
        Ok(_) => None,
        Err(error) => match ReadFault::of(&error) {
            Some(ReadFault::TooLarge { limit }) => return Err(Error::TooLarge { limit: *limit }),
            // What has been unpacked before the fault is read like a file that ends there.
            Some(fault) => Some(fault.to_string()),
            None => return Err(error.into()),
        },
    };
    if let Some(fault) = fault {
        outlet.warn(format!("{}: {fault}", file.unwrap_or("the file")));
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut start = 0;
    while let Some(mut next) = File::at(&bytes, start) {
        let part = Part::read(&mut next, outlet.options.received);
        if next.checksum_fits == Some(false) {
            outlet.warn(format!(
                "{}: the checksum is not that of its bytes, and what is in it may be damaged",
                file.unwrap_or("the file")
            ));
        }
        start = next.after;
        match parts.last_mut() {
            // What a chest strap has kept follows as a file without a name of its own.
            Some(before) if part.gathered.file_id.is_none() => before.go_on(part),
            _ => parts.push(part),
        }
    }
    if start < bytes.len() {
        let rest = bytes.len() - start;
        outlet.warn(format!(
            "{}: {rest} bytes after its end were not read",
            file.unwrap_or("the file")
        ));
    }
    let mut found = false;
    let mut instead = None;
    for part in parts {
        match part.deliver(outlet, file)? {
            Some(nothing) => instead = instead.or(Some(nothing)),
            None => found = true,
        }
    }
    match instead {
        Some(instead) if !found => Err(Error::nothing(Format::Fit, instead)),
        _ => Ok(()),
    }
}

/// One file of those that follow one another.
struct Part<'a> {
    gathered: Gathered<'a>,
    broken: Option<(u64, Reason)>,
}

impl<'a> Part<'a> {
    fn read(file: &mut File<'a>, received: DateTime<Utc>) -> Self {
        let (gathered, broken) = Gathered::read(file, received);
        Self { gathered, broken }
    }

    fn go_on(&mut self, next: Self) {
        self.gathered.extend(next.gathered);
        self.broken = self.broken.take().or(next.broken);
    }

    /// Delivers everything; gives the reason where there is nothing to deliver.
    fn deliver(mut self, outlet: &mut Outlet<'_>, file: Option<&str>) -> Result<Option<String>, Error> {
        self.count(outlet);
        let about = About::of(&self.gathered, outlet.options.received);
        let rejected = std::mem::take(&mut self.gathered.rejected).into_iter();
        let rejected = rejected.map(|(byte, subject, reason)| Rejected {
            position: position(file, byte),
            subject: subject.to_owned(),
            reason,
        });
        let rejected: Vec<Rejected> = rejected.collect();
        let mut nothing = self.gathered.is_empty() && rejected.is_empty() && self.broken.is_none();
        outlet.rejected(rejected)?;
        day::deliver(outlet, file, &about, &mut self.gathered)?;
        for activity in workout::build(outlet, file, &about, self.gathered)? {
            nothing = false;
            activity::deliver(outlet, file, activity)?;
        }
        if let Some((byte, reason)) = self.broken {
            outlet.break_off(position(file, byte), "fit", reason)?;
        }
        Ok(nothing.then_some(about.instead))
    }

    fn count(&self, outlet: &mut Outlet<'_>) {
        let report = &mut outlet.report;
        for (number, count) in &self.gathered.unknown_messages {
            bump(&mut report.unknown_elements, &profile::name_of(*number), |all| {
                *all += count
            });
        }
        for (name, count) in &self.gathered.unknown_fields {
            bump(&mut report.unknown_types, name, |all| *all += count);
        }
    }
}

/// What a file says about itself.
struct About {
    /// Who measured because the person started it, and who did in the background.
    active: Arc<Source>,
    automatic: Arc<Source>,
    /// The name of the file among all of its maker's, where it has one.
    id: Option<String>,
    attributes: Attributes,
    received: DateTime<Utc>,
    /// What it holds if nothing that was measured.
    instead: String,
}

impl About {
    fn of(gathered: &Gathered<'_>, received: DateTime<Utc>) -> Self {
        let file_id = gathered.file_id.as_ref();
        let number = |field| file_id.and_then(|message: &Message<'_>| message.whole(field));
        let (maker, product, serial) = (number(1), number(2), number(3));
        let text = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        let origin = [maker, product, serial].map(text).join(":");
        let id = number(4)
            .filter(|_| maker.is_some())
            .map(|created| format!("{origin}:{created}"));
        let kind = number(0);
        let source = |recording| Arc::new(source(gathered, (maker, product), kind, origin.clone(), recording));
        Self {
            active: source(Recording::Active),
            automatic: source(Recording::Automatic),
            id,
            attributes: Attributes {
                start_offset_s: gathered.offset_s,
                ..Attributes::default()
            },
            received,
            instead: kind.and_then(profile::unmeasured).map_or_else(
                || "nothing in it was measured".to_owned(),
                |what| format!("it holds {what}"),
            ),
        }
    }

    /// Names an object of the file by its kind and its place among those of that kind.
    fn record(&self, resource: &str, place: usize) -> Option<RecordVersion> {
        let id = self.id.as_ref()?;
        Some(RecordKey::new(Format::Fit.id(), resource, format!("{id}:{place}")).into())
    }
}

fn source(
    gathered: &Gathered<'_>,
    (maker, product): (Option<i64>, Option<i64>),
    kind: Option<i64>,
    origin: String,
    recording: Recording,
) -> Source {
    let known = maker.and_then(profile::maker);
    let manufacturer = match (known, maker) {
        (Some((name, _)), _) => Some(name.to_owned()),
        (None, Some(number)) => Some(format!("manufacturer {number}")),
        (None, None) => None,
    };
    let named = gathered.file_id.as_ref().and_then(|message| message.text(8));
    let model = named
        .or_else(|| gathered.creator.clone())
        .or_else(|| product.map(|product| format!("product {product}")));
    let name = [&manufacturer, &model]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>();
    Source {
        key: SourceKey {
            provider: Format::Fit.id().to_owned(),
            origin,
            recording,
        },
        name: if name.is_empty() {
            "FIT file".to_owned()
        } else {
            name.join(" ")
        },
        device_kind: match kind {
            Some(9) => DeviceKind::Scale,
            Some(14) => DeviceKind::Cuff,
            _ => known.map_or(DeviceKind::Unknown, |(_, kind)| kind),
        },
        device: Device {
            manufacturer,
            model,
            hardware: None,
        },
        revision: Revision::LastWins,
    }
}
