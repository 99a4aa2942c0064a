//! Explains a value: every row behind it, what counts of each, and why the rest does not.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::aggregate::{self, Bucket, Explanation, RowKey, RowPart, Verdict};
use vitasync_core::id::ContentId;
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Metric, Preferences, Source};

use super::days::{DayMetric, day_metric};
use super::load::{Loaded, load, off_the_loop};
use super::settled::Settled;
use super::targets::targets;
use crate::app::App;
use crate::error::Result;
use crate::service::calendar::zone_on;
use crate::service::preferences::asked;
use crate::store::users::UserRef;

/// Which values to explain.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainQuery {
    /// Of which metrics; each is explained by itself.
    pub metrics: Vec<Metric>,
    /// The value of which time.
    pub moment: Moment,
    /// The zone of the days; those the person has lived in, where none is named.
    pub zone: Option<Tz>,
    /// How many parts of rows to pass over.
    pub offset: usize,
    /// How many parts of rows at most.
    pub limit: usize,
}

/// The time whose value is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A civil day.
    Date(NaiveDate),
    /// The bucket, of a day or shorter, that an instant lies in.
    At(DateTime<Utc>, Bucket),
}

/// A value, and the rows it is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The metric.
    pub metric: Metric,
    /// The civil date on which the bucket begins.
    pub date: NaiveDate,
    /// The zone that date ends in.
    pub zone: Tz,
    /// When the bucket begins.
    pub start: DateTime<Utc>,
    /// When it ends, exclusive.
    pub end: DateTime<Utc>,
    /// How far it lies behind.
    pub settled: Settled,
    /// What it comes to.
    pub value: DayMetric,
    /// The sources; the indexes in the parts point here.
    pub sources: Vec<Arc<Source>>,
    /// Some of the parts of rows that lie in it, in order of their source's rank and of time.
    pub parts: Vec<ExplainedPart>,
    /// How many parts there are in all.
    pub total: u64,
}

/// A part of a row, and what became of it. A row that counts only in part has several.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedPart {
    /// The identity of the row.
    pub id: ContentId,
    /// The row.
    pub row: RowKey,
    /// The offset from UTC by the row's own clock when the part begins, in seconds east.
    pub utc_offset_s: i32,
    /// When the part begins.
    pub from: DateTime<Utc>,
    /// When it ends, exclusive.
    pub until: DateTime<Utc>,
    /// What it adds to the sum, or would have added; none where values do not add up.
    pub share: Option<f64>,
    /// The seconds its value weighs in the mean, or would have weighed; none where values add up.
    pub weight_s: Option<f64>,
    /// Whether it counts, and why not.
    pub verdict: Verdict,
}

/// Explains a value per metric that has one, in order of the metrics.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn explain(app: &App, user: &UserRef, query: &ExplainQuery) -> Result<Vec<Explained>> {
    let preferences = asked(app, user, query.zone).await?;
    let Some((bucket, window)) = window(query.moment, &preferences) else {
        return Ok(Vec::new());
    };
    let targets = targets(app, user, &query.metrics, None).await?;
    let needed = window.instants(&preferences.zones);
    let needed = needed.start.timestamp_millis()..needed.end.timestamp_millis();
    let loaded = load(&app.store, user.no, &targets, &needed).await?;
    let (user, now, page) = (user.id.to_string(), app.now(), (query.offset, query.limit));
    let mut explained: Vec<Explained> = off_the_loop(move || {
        let groups = loaded.chunk_by(|a, b| a.metric == b.metric);
        let answer = |group: &[Loaded]| {
            let series: Vec<SeriesData<'_>> = group.iter().map(Loaded::data).collect();
            let found = aggregate::explain(group[0].metric, &series, &preferences, bucket, window.clone());
            let writer = Writer {
                user: &user,
                group,
                zones: &preferences.zones,
                now,
            };
            found.into_iter().next().map(|it| writer.write(it, page))
        };
        groups.filter_map(answer).collect()
    })
    .await?;
    explained.sort_by_key(|it| query.metrics.iter().position(|metric| *metric == it.metric));
    Ok(explained)
}

/// Tells what to ask for one bucket; nothing where the calendar ends.
fn window(moment: Moment, preferences: &Preferences) -> Option<(Bucket, aggregate::Window)> {
    match moment {
        Moment::Date(date) => Some((Bucket::Day, (date..=date).into())),
        Moment::At(at, bucket) if bucket >= Bucket::Day => {
            let date = preferences.zones.local_date(at);
            Some((Bucket::Day, (date..=date).into()))
        }
        Moment::At(at, bucket) => {
            let moment = at..at + chrono::TimeDelta::milliseconds(1);
            let span = bucket.over(moment, preferences).next()?;
            Some((bucket, span.into()))
        }
    }
}

/// Takes explanations out of the blocks they borrow from.
struct Writer<'a> {
    user: &'a str,
    group: &'a [Loaded],
    zones: &'a ZoneHistory,
    now: DateTime<Utc>,
}

impl Writer<'_> {
    fn write(&self, explanation: Explanation<'_>, (offset, limit): (usize, usize)) -> Explained {
        let Explanation { value, parts } = explanation;
        let sources: Vec<Arc<Source>> = self.group.iter().map(|it| Arc::clone(&it.source)).collect();
        let page = parts.iter().skip(offset).take(limit);
        Explained {
            metric: self.group[0].metric,
            date: value.date,
            zone: zone_on(self.zones, value.date),
            start: value.start,
            end: value.end,
            settled: Settled::of(&value, self.now),
            parts: page.map(|part| self.part(part)).collect(),
            total: parts.len() as u64,
            value: {
                let mut metric = day_metric(value, self.group);
                let source = |no| self.group.iter().find(|it| it.source_no == no);
                metric.name(|no| source(no).map(|it| Arc::clone(&it.source)));
                metric
            },
            sources,
        }
    }

    fn part(&self, part: &RowPart<'_>) -> ExplainedPart {
        let Loaded { source, metric, .. } = &self.group[part.row.source];
        let (start_ms, end_ms) = (part.row.start.timestamp_millis(), part.row.end.timestamp_millis());
        ExplainedPart {
            id: ContentId::of_sample(self.user, &source.key, *metric, start_ms, end_ms, part.ordinal),
            row: part.row,
            utc_offset_s: part.attributes.offset_s(part.from, self.zones.at(part.from)),
            from: part.from,
            until: part.until,
            share: part.share,
            weight_s: part.weight_s,
            verdict: part.verdict.clone(),
        }
    }
}
