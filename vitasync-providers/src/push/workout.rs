//! Reads workouts: sport, totals, marks, laps, parts and route.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use vitasync_core::Session;
use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::session::{
    Detail, Lap, RoutePoint, Statistic, StatisticKind, Workout as Done, WorkoutEvent, WorkoutPart,
};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::unit::Unit;

use super::clock::{Clock, Span, instant, revision};
use super::decode::{Became, Decoder, is_typed, remarks, word};
use super::text::{Scalar, Text};
use super::wire::{self, Activity, Event, Measured, Platform, Workout};
use super::words;
use crate::files::apple_health::statistics::beside;
use crate::files::apple_health::words::snake_case;
use crate::files::apple_health::workout::sport as sport_of_healthkit;
use crate::files::distance_of;

/// What HealthKit's words for sports begin with in an export.
const SPORT: &str = "HKWorkoutActivityType";

impl<'a> Decoder<'a> {
    /// Reads a workout.
    pub(super) fn workout(&mut self, mut item: Workout<'a>) -> (Option<Text<'a>>, Result<Became, Reason>) {
        let id = item.id.take();
        let became = match &id {
            Some(id) => self.whole(id, item),
            None => Err(Reason::MissingField { field: "id".into() }),
        };
        (id, became)
    }

    fn whole(&mut self, id: &Text<'a>, item: Workout<'a>) -> Result<Became, Reason> {
        let revision = revision(item.revision, item.last_modified.as_ref())?;
        let span = self.time_of(&item)?;
        let mut remarks = remarks(&item.metadata);
        let (sport, vendor_sport) = sport(self.platform, &item.kind, &remarks);
        let mut statistics = self.statistics(&item.statistics)?;
        for it in &item.values {
            match self.named(it, sport)? {
                Some(statistic) if has(&statistics, &statistic) => {}
                Some(statistic) => statistics.push(statistic),
                None => {
                    let unit = it.unit.as_deref().unwrap_or_default();
                    remarks.insert(it.kind.to_string(), format!("{} {unit}", it.value).trim().to_owned());
                }
            }
        }
        if self.platform == Platform::AppleHealth {
            statistics.extend(beside(&remarks));
        }
        for (key, text) in [("notes", item.notes), ("parentId", item.parent_id)] {
            remarks.extend(text.map(|text| (key.to_owned(), text.to_string())));
        }
        let (laps, events) = self.marks(&item.events)?;
        let parts = item.activities.iter().map(|it| self.part(it));
        let workout = Done {
            vendor_sport: Some(vendor_sport),
            title: item.title.map(|title| title.to_string()),
            timer_s: item.duration.map(seconds).transpose()?,
            statistics,
            laps,
            events,
            parts: parts.collect::<Result<_, _>>()?,
            route: item.route.iter().map(point).collect::<Result<_, _>>()?,
            ..Done::new(sport)
        };
        let source = item.source.map_or("", RawValue::get);
        let session = Session {
            source: self.source(source, is_typed(&item.metadata))?,
            record: self.named_in_store(id)?,
            start: span.start,
            end: span.end,
            attributes: span.attributes(remarks),
            detail: Detail::Workout(Box::new(workout)),
        };
        self.hold_object(id, revision, Some(session))
    }

    /// Names the object a workout is. HealthKit's export has no ids, so that a workout is known by its sport and times,
    /// however it comes.
    fn named_in_store(&self, id: &str) -> Result<Option<vitasync_core::record::RecordVersion>, Reason> {
        match self.platform {
            Platform::AppleHealth => Ok(None),
            Platform::HealthConnect | Platform::SamsungHealth => self.version(id, None).map(Some),
        }
    }

    fn time_of(&self, item: &Workout<'a>) -> Result<Span, Reason> {
        let named = item.metadata.get("HKTimeZone").and_then(word).map(Text::from);
        let span = self.span(&Clock {
            start: &item.start_date,
            end: Some(&item.end_date),
            offset: item.zone_offset.as_ref(),
            end_offset: item.end_zone_offset.as_ref(),
            zone: item.time_zone.as_ref().or(named.as_ref()),
        })?;
        let Span { start, end, .. } = span;
        match end < start {
            true => Err(Reason::EndBeforeStart { start, end }),
            false => Ok(span),
        }
    }

    fn statistics(&self, told: &[wire::Statistic<'_>]) -> Result<Vec<Statistic>, Reason> {
        let mut statistics = Vec::new();
        for it in told {
            let meaning = words::meaning(self.platform, &it.kind, None)?;
            let metric = meaning.metric().expect("a meaning has a metric");
            for (number, kind) in [
                (it.sum, StatisticKind::Sum),
                (it.average, StatisticKind::Mean),
                (it.minimum, StatisticKind::Min),
                (it.maximum, StatisticKind::Max),
            ] {
                if let Some(number) = number {
                    let value = self.canonical(metric, number, it.unit.as_deref())?;
                    statistics.push(Statistic { metric, kind, value });
                }
            }
        }
        Ok(statistics)
    }

    /// Reads a number by its name; none where the name is not known or there is no unit.
    fn named(&self, it: &Measured<'_>, sport: Sport) -> Result<Option<Statistic>, Reason> {
        let known = NAMES.iter().find(|(names, ..)| names.contains(&&*it.kind));
        let (metric, kind) = match (&*it.kind, known) {
            ("distance" | "totalDistance", _) => (distance_of(sport), StatisticKind::Sum),
            (_, Some((_, metric, kind))) => (*metric, *kind),
            (_, None) => return Ok(None),
        };
        if it.unit.is_none() {
            return Ok(None);
        }
        let value = self.canonical(metric, it.value, it.unit.as_deref())?;
        Ok(Some(Statistic { metric, kind, value }))
    }

    fn canonical(&self, metric: Metric, value: f64, word: Option<&str>) -> Result<f64, Reason> {
        let word = word.ok_or_else(|| Reason::MissingField { field: "unit".into() })?;
        let wrong = || Reason::WrongUnit {
            metric,
            unit: word.to_owned(),
        };
        let unit: Unit = words::unit(self.platform, metric, word)?;
        unit.convert(value, metric.spec().unit.ok_or_else(wrong)?)
            .map_err(|_| wrong())
    }

    fn marks(&self, told: &[Event<'_>]) -> Result<(Vec<Lap>, Vec<WorkoutEvent>), Reason> {
        let (mut laps, mut events) = (Vec::new(), Vec::new());
        for it in told {
            let start = instant(&it.start_date)?.to_utc();
            let kind = it.kind.strip_prefix("HKWorkoutEventType").unwrap_or(&it.kind);
            let kind = snake_case(kind);
            if !matches!(kind.as_str(), "lap" | "segment") {
                events.push(WorkoutEvent {
                    kind,
                    at: self.cut(start),
                });
                continue;
            }
            let end = it.end_date.as_deref().map(instant).transpose()?;
            let end = end.map_or(start, |end| end.to_utc());
            if end < start {
                return Err(Reason::EndBeforeStart { start, end });
            }
            laps.push(Lap {
                lap: kind == "lap",
                start: self.cut(start),
                end: self.cut(end),
                remarks: remarks(&it.metadata),
            });
        }
        Ok((laps, events))
    }

    fn part(&self, it: &Activity<'_>) -> Result<WorkoutPart, Reason> {
        let (start, end) = (instant(&it.start_date)?.to_utc(), instant(&it.end_date)?.to_utc());
        if end < start {
            return Err(Reason::EndBeforeStart { start, end });
        }
        Ok(WorkoutPart {
            external_id: it.id.as_deref().map(str::to_owned),
            sport: it
                .kind
                .as_ref()
                .map(|kind| sport(self.platform, kind, &BTreeMap::new()).0),
            start: self.cut(start),
            end: self.cut(end),
            timer_s: it.duration.map(seconds).transpose()?,
            statistics: self.statistics(&it.statistics)?,
        })
    }
}

/// Reads a sport, and gives the store's own word for it as an export writes it.
fn sport(platform: Platform, kind: &Scalar<'_>, remarks: &BTreeMap<String, String>) -> (Sport, String) {
    let word = kind.to_remark();
    match platform {
        Platform::AppleHealth => (sport_of_healthkit(&word, remarks), word_of_healthkit(&word)),
        Platform::HealthConnect => {
            let bare = word.strip_prefix("EXERCISE_TYPE_").unwrap_or(&word);
            let sport = Sport::from_vendor(Vendor::HealthConnect, bare);
            (sport.unwrap_or(Sport::Other), word)
        }
        Platform::SamsungHealth => {
            let sport = Sport::from_vendor(Vendor::Samsung, &word);
            let by_name = || Sport::from_vendor(Vendor::HealthConnect, &word);
            (sport.or_else(by_name).unwrap_or(Sport::Other), word)
        }
    }
}

/// Writes HealthKit's word for a sport as an export does: `running`, `traditional_strength_training` and 37 are other
/// spellings of it.
fn word_of_healthkit(word: &str) -> String {
    let bare = word.strip_prefix(SPORT).unwrap_or(word);
    let by_number = || {
        let sport = Sport::from_vendor(Vendor::HealthKit, bare)?;
        let is_same = sport.to_vendor_number(Vendor::HealthKit) == Some(bare);
        sport.to_vendor(Vendor::HealthKit).filter(|_| is_same)
    };
    let mut written = String::from(SPORT);
    for part in by_number().unwrap_or(bare).split('_') {
        let mut letters = part.chars();
        written.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        written.push_str(letters.as_str());
    }
    written
}

fn has(statistics: &[Statistic], it: &Statistic) -> bool {
    statistics
        .iter()
        .any(|known| (known.metric, known.kind) == (it.metric, it.kind))
}

fn seconds(duration: f64) -> Result<f64, Reason> {
    match (0.0..1e9).contains(&duration) {
        true => Ok(duration),
        false => Err(Reason::NotANumber {
            text: duration.to_string(),
        }),
    }
}

fn point(it: &wire::RoutePoint<'_>) -> Result<RoutePoint, Reason> {
    if !(-90.0..=90.0).contains(&it.latitude) || !(-180.0..=180.0).contains(&it.longitude) {
        let detail = format!("{}, {} is no place on earth", it.latitude, it.longitude);
        return Err(Reason::Unusable { detail });
    }
    let known = |value: Option<f64>| value.filter(|value| *value >= 0.0);
    Ok(RoutePoint {
        at: instant(&it.time)?.to_utc(),
        latitude: it.latitude,
        longitude: it.longitude,
        altitude_m: it.altitude,
        speed_m_s: known(it.speed),
        course_deg: known(it.course),
        accuracy_m: known(it.horizontal_accuracy),
    })
}

type Named = (&'static [&'static str], Metric, StatisticKind);

// What apps call the numbers that sum up a workout.
const NAMES: [Named; 22] = [
    (&["stepCount", "totalSteps"], Metric::Steps, StatisticKind::Sum),
    (
        &["activeEnergyBurned", "calories"],
        Metric::ActiveEnergy,
        StatisticKind::Sum,
    ),
    (&["basalEnergyBurned"], Metric::BasalEnergy, StatisticKind::Sum),
    (
        &["totalEnergyBurned", "totalCalories"],
        Metric::TotalEnergy,
        StatisticKind::Sum,
    ),
    (&["flightsClimbed"], Metric::FloorsClimbed, StatisticKind::Sum),
    (
        &["swimmingStrokeCount"],
        Metric::SwimmingStrokeCount,
        StatisticKind::Sum,
    ),
    (
        &["elevationAscended", "altitudeGain"],
        Metric::ElevationGain,
        StatisticKind::Sum,
    ),
    (
        &["elevationDescended", "altitudeLoss"],
        Metric::ElevationLoss,
        StatisticKind::Sum,
    ),
    (&["minHeartRate"], Metric::HeartRate, StatisticKind::Min),
    (
        &["averageHeartRate", "meanHeartRate"],
        Metric::HeartRate,
        StatisticKind::Mean,
    ),
    (&["maxHeartRate"], Metric::HeartRate, StatisticKind::Max),
    (&["averageSpeed", "meanSpeed"], Metric::Speed, StatisticKind::Mean),
    (&["maxSpeed"], Metric::Speed, StatisticKind::Max),
    (&["averageRunningSpeed"], Metric::RunningSpeed, StatisticKind::Mean),
    (&["averageRunningPower"], Metric::RunningPower, StatisticKind::Mean),
    (&["averagePower", "meanPower"], Metric::Power, StatisticKind::Mean),
    (&["maxPower"], Metric::Power, StatisticKind::Max),
    (&["averageMETs"], Metric::PhysicalEffort, StatisticKind::Mean),
    (&["vo2Max"], Metric::Vo2Max, StatisticKind::Mean),
    (&["weatherTemperature"], Metric::AmbientTemperature, StatisticKind::Mean),
    (&["minAltitude"], Metric::Altitude, StatisticKind::Min),
    (&["maxAltitude"], Metric::Altitude, StatisticKind::Max),
];
