//! Writes what metrics come to per day, hour or week.

use arrow_array::{ArrayRef, RecordBatch};

use super::columns::{dates, flags, instants, lists, numbers, structs, table, wholes, words};
use crate::aggregate::{BucketValue, Share};
use crate::metric::Metric;
use crate::resolve::SeriesData;

/// What a metric comes to, and the series that was made from.
#[derive(Debug, Clone)]
pub struct Answered<'a> {
    /// What was measured.
    pub metric: Metric,
    /// What every source said.
    pub series: Vec<SeriesData<'a>>,
    /// What that comes to.
    pub values: Vec<BucketValue>,
}

/// Writes answers one after the other, one row per bucket.
///
/// | column | what |
/// | --- | --- |
/// | `metric`, `date`, `start`, `end` | which bucket of what; the date is the civil one on which it begins |
/// | `value`, `unit`, `basis` | the one value, and what it is made from; seconds for a category whose time adds up |
/// | `sum`, `min`, `max`, `mean`, `time_weighted_mean`, `count` | more of the same samples, where it makes sense |
/// | `sources`, `set_aside` | lists of `source`, `value` and `count`: whose samples count, and whose do not, best first |
/// | `categories` | list of `code` and `seconds`, for a category whose time adds up |
/// | `travel_day` | true where the clock moved by three hours or more |
pub fn buckets(answers: &[Answered<'_>]) -> RecordBatch {
    let rows: Vec<(&Answered<'_>, &BucketValue)> = answers
        .iter()
        .flat_map(|answer| answer.values.iter().map(move |value| (answer, value)))
        .collect();
    let numbers_of = |read: fn(&BucketValue) -> Option<f64>| numbers(rows.iter().map(|(_, it)| read(it)));
    table([
        ("metric", words(rows.iter().map(|(of, _)| of.metric.id()))),
        ("date", dates(rows.iter().map(|(_, it)| it.date))),
        ("start", instants(rows.iter().map(|(_, it)| it.start))),
        ("end", instants(rows.iter().map(|(_, it)| it.end))),
        ("value", numbers_of(|it| Some(it.value))),
        ("unit", words(rows.iter().map(|(of, _)| unit(of.metric)))),
        ("basis", words(rows.iter().map(|(_, it)| it.basis.id()))),
        ("sum", numbers_of(|it| it.sum)),
        ("min", numbers_of(|it| it.min)),
        ("max", numbers_of(|it| it.max)),
        ("mean", numbers_of(|it| it.mean)),
        ("time_weighted_mean", numbers_of(|it| it.time_weighted_mean)),
        ("count", wholes(rows.iter().map(|(_, it)| whole(it.count)))),
        ("sources", shares(&rows, |it| &it.sources)),
        ("set_aside", shares(&rows, |it| &it.set_aside)),
        ("categories", categories(&rows)),
        ("travel_day", flags(rows.iter().map(|(_, it)| it.travel_day))),
    ])
}

/// Time in categories is told in seconds.
fn unit(metric: Metric) -> &'static str {
    metric.spec().unit.map_or("s", |unit| unit.display())
}

fn whole(count: u64) -> Option<i64> {
    i64::try_from(count).ok()
}

fn shares(rows: &[(&Answered<'_>, &BucketValue)], read: fn(&BucketValue) -> &Vec<Share>) -> ArrayRef {
    let named = rows
        .iter()
        .flat_map(|(of, it)| read(it).iter().map(|share| (of.series[share.source].source, share)));
    let named: Vec<_> = named.collect();
    let items = structs([
        ("source", words(named.iter().map(|(source, _)| source.name.as_str()))),
        ("value", numbers(named.iter().map(|(_, share)| Some(share.value)))),
        ("count", wholes(named.iter().map(|(_, share)| whole(share.count)))),
    ]);
    lists(rows.iter().map(|(_, it)| read(it).len()), items)
}

fn categories(rows: &[(&Answered<'_>, &BucketValue)]) -> ArrayRef {
    let all: Vec<(f64, f64)> = rows.iter().flat_map(|(_, it)| it.categories.iter().copied()).collect();
    let items = structs([
        ("code", numbers(all.iter().map(|(code, _)| Some(*code)))),
        ("seconds", numbers(all.iter().map(|(_, seconds)| Some(*seconds)))),
    ]);
    lists(rows.iter().map(|(_, it)| it.categories.len()), items)
}
