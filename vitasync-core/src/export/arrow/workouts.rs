//! Writes workouts, one each however many sources recorded them.

use arrow_array::{ArrayRef, RecordBatch};

use super::columns::{dates, flags, instants, lists, numbers, optional_words, structs, table, texts, wholes, words};
use crate::resolve::MergedWorkout;
use crate::session::{Detail, Session, Statistic, Workout};
use crate::time::ZoneHistory;

/// Writes workouts in their order, one row each. `zones` dates those whose vendor tells no local time.
///
/// | column | what |
/// | --- | --- |
/// | `id`, `date`, `start`, `end`, `elapsed_s`, `timer_s` | when, by the clock of the place; the timer stands still in pauses |
/// | `sport`, `vendor_sport`, `title`, `source`, `provider` | what, in our word and the vendor's; who recorded what is shown |
/// | `utc_offset_s`, `zone` | local time as the vendor tells it |
/// | `statistics` | list of `metric`, `kind` (`sum`, `mean`, `min`, `max`), `value` and `unit` |
/// | `laps` | list of `lap` (false for an automatic segment), `start` and `end` |
/// | `events` | list of `kind` and `at`: pauses and other marks |
/// | `parts` | list of `sport`, `start`, `end`, `timer_s` and `statistics`, as the source tells them |
/// | `route` | list of `at`, `latitude`, `longitude`, `altitude_m`, `speed_m_s`, `course_deg` and `accuracy_m` |
/// | `children` | list of `id`, `sport`, `source`, `start` and `end`: records of the sports of a multisport workout |
pub fn workouts(workouts: &[MergedWorkout], zones: &ZoneHistory) -> RecordBatch {
    let rows: Vec<(&Session, &Workout)> = workouts.iter().filter_map(inside).collect();
    let sessions = || rows.iter().map(|(session, _)| *session);
    let own = || rows.iter().map(|(_, workout)| *workout);
    let offset_s = |it: &Session| it.attributes.start_offset_s.map(i64::from);
    table([
        ("id", texts(sessions().map(|it| Some(it.id("").to_string())))),
        (
            "date",
            dates(sessions().map(|it| it.attributes.local_date(it.start, zones.at(it.start)))),
        ),
        ("start", instants(sessions().map(|it| it.start))),
        ("end", instants(sessions().map(|it| it.end))),
        ("sport", words(own().map(|it| it.sport.id()))),
        (
            "vendor_sport",
            optional_words(own().map(|it| it.vendor_sport.as_deref())),
        ),
        ("title", texts(own().map(|it| it.title.as_deref()))),
        (
            "elapsed_s",
            numbers(sessions().map(|it| Some((it.end - it.start).as_seconds_f64()))),
        ),
        ("timer_s", numbers(own().map(|it| it.timer_s))),
        ("source", words(sessions().map(|it| it.source.name.as_str()))),
        ("provider", words(sessions().map(|it| it.source.key.provider.as_str()))),
        ("utc_offset_s", wholes(sessions().map(offset_s))),
        (
            "zone",
            optional_words(sessions().map(|it| it.attributes.zone.map(|zone| zone.name()))),
        ),
        ("statistics", statistics(own().map(|it| it.statistics.as_slice()))),
        ("laps", laps(&rows)),
        ("events", events(&rows)),
        ("parts", parts(&rows)),
        ("route", route(&rows)),
        ("children", children(workouts)),
    ])
}

fn inside(merged: &MergedWorkout) -> Option<(&Session, &Workout)> {
    match &merged.session.detail {
        Detail::Workout(workout) => Some((&merged.session, workout)),
        Detail::Sleep(_) => None,
    }
}

fn statistics<'a>(of: impl Iterator<Item = &'a [Statistic]> + Clone) -> ArrayRef {
    let all = || of.clone().flatten();
    let items = structs([
        ("metric", words(all().map(|it| it.metric.id()))),
        ("kind", words(all().map(|it| it.kind.id()))),
        ("value", numbers(all().map(|it| Some(it.value)))),
        (
            "unit",
            optional_words(all().map(|it| it.metric.spec().unit.map(|unit| unit.display()))),
        ),
    ]);
    lists(of.map(<[Statistic]>::len), items)
}

fn laps(rows: &[(&Session, &Workout)]) -> ArrayRef {
    let all = || rows.iter().flat_map(|(_, it)| &it.laps);
    let items = structs([
        ("lap", flags(all().map(|it| it.lap))),
        ("start", instants(all().map(|it| it.start))),
        ("end", instants(all().map(|it| it.end))),
    ]);
    lists(rows.iter().map(|(_, it)| it.laps.len()), items)
}

fn events(rows: &[(&Session, &Workout)]) -> ArrayRef {
    let all = || rows.iter().flat_map(|(_, it)| &it.events);
    let items = structs([
        ("kind", words(all().map(|it| it.kind.as_str()))),
        ("at", instants(all().map(|it| it.at))),
    ]);
    lists(rows.iter().map(|(_, it)| it.events.len()), items)
}

fn parts(rows: &[(&Session, &Workout)]) -> ArrayRef {
    let all = || rows.iter().flat_map(|(_, it)| &it.parts);
    let items = structs([
        (
            "sport",
            optional_words(all().map(|it| it.sport.map(|sport| sport.id()))),
        ),
        ("start", instants(all().map(|it| it.start))),
        ("end", instants(all().map(|it| it.end))),
        ("timer_s", numbers(all().map(|it| it.timer_s))),
        ("statistics", statistics(all().map(|it| it.statistics.as_slice()))),
    ]);
    lists(rows.iter().map(|(_, it)| it.parts.len()), items)
}

fn route(rows: &[(&Session, &Workout)]) -> ArrayRef {
    let all = || rows.iter().flat_map(|(_, it)| &it.route);
    let items = structs([
        ("at", instants(all().map(|it| it.at))),
        ("latitude", numbers(all().map(|it| Some(it.latitude)))),
        ("longitude", numbers(all().map(|it| Some(it.longitude)))),
        ("altitude_m", numbers(all().map(|it| it.altitude_m))),
        ("speed_m_s", numbers(all().map(|it| it.speed_m_s))),
        ("course_deg", numbers(all().map(|it| it.course_deg))),
        ("accuracy_m", numbers(all().map(|it| it.accuracy_m))),
    ]);
    lists(rows.iter().map(|(_, it)| it.route.len()), items)
}

fn children(workouts: &[MergedWorkout]) -> ArrayRef {
    let all: Vec<(&Session, &Workout)> = workouts
        .iter()
        .filter(|it| inside(it).is_some())
        .flat_map(|it| it.children.iter().filter_map(inside))
        .collect();
    let items = structs([
        ("id", texts(all.iter().map(|(it, _)| Some(it.id("").to_string())))),
        ("sport", words(all.iter().map(|(_, it)| it.sport.id()))),
        ("source", words(all.iter().map(|(it, _)| it.source.name.as_str()))),
        ("start", instants(all.iter().map(|(it, _)| it.start))),
        ("end", instants(all.iter().map(|(it, _)| it.end))),
    ]);
    let lengths = workouts.iter().filter(|it| inside(it).is_some());
    lists(lengths.map(|it| it.children.iter().filter_map(inside).count()), items)
}
