//! Lists samples as they came, newest first, without reading more days than the page needs: a window of a few days is read
//! once, a longer one stretch by stretch.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::block::{Block, Row};
use vitasync_core::id::ContentId;
use vitasync_core::source::Attributes;
use vitasync_core::time::{TimeBasis, UTC_DAY_MS, ZoneHistory, from_ms, utc_day};
use vitasync_core::{Metric, Source};

use super::load::decode;
use super::targets::{Target, targets};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::preferences::asked;
use crate::service::window::Window;
use crate::store::blocks::{self, BlockRow, Stretch};
use crate::store::users::UserRef;

/// How many blocks are read at once to answer everything from them: a few days of one metric.
const HELD: i64 = 16;

/// Which samples to list.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthQuery {
    /// Of which metrics; of all, where none is named.
    pub metrics: Vec<Metric>,
    /// Of whom: a source's id, number or name, a writer, or a provider.
    pub source: Option<String>,
    /// From when to when; intervals that overlap it are listed.
    pub window: Window,
    /// The zone of civil days; the person's, where none is named.
    pub zone: Option<Tz>,
    /// Where to begin.
    pub start: Start,
    /// How many at most.
    pub limit: usize,
}

/// Where in a list of samples to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// After so many.
    Offset(u64),
    /// Behind the sample that starts then and has this id.
    Behind(DateTime<Utc>, ContentId),
}

/// Some of the rows that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows in the list's order.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
    /// How many match in all; not counted behind a row.
    pub total: Option<u64>,
}

/// A sample as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleRow {
    /// The identity.
    pub id: ContentId,
    /// Who measured.
    pub source: Arc<Source>,
    /// What was measured.
    pub metric: Metric,
    /// When it was, or began.
    pub start: DateTime<Utc>,
    /// When it ended.
    pub end: DateTime<Utc>,
    /// The value in the metric's canonical unit.
    pub value: f64,
    /// The civil date on which it began, by its own clock.
    pub local_date: NaiveDate,
    /// Its own clock's offset from UTC, in seconds east.
    pub utc_offset_s: i32,
    /// How its local time is known.
    pub time_basis: TimeBasis,
    /// Local time and the vendor's remarks.
    pub attributes: Arc<Attributes>,
}

/// Lists samples, latest start first, then by id.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, user: &UserRef, query: &HealthQuery) -> Result<Page<SampleRow>> {
    let targets = targets(app, user, &query.metrics, query.source.as_deref()).await?;
    let preferences = asked(app, user, query.zone).await?;
    let mut walk = Walk {
        app,
        user,
        zones: &preferences.zones,
        targets: targets.into_iter().map(|it| (it.row.series_no, it)).collect(),
        range: query.window.milliseconds(&preferences.zones),
        held: None,
    };
    walk.hold().await?;
    let (skip, behind, total) = match query.start {
        Start::Offset(offset) => (offset, None, Some(walk.total().await?)),
        Start::Behind(at, id) => (0, Some((at.timestamp_millis(), id)), None),
    };
    let (mut rows, mut skip, mut day) = (Vec::new(), skip, walk.last_day(behind));
    if skip > 0 {
        (skip, day) = walk.pass_over(skip, day).await?;
    }
    let wanted = query.limit.saturating_add(1);
    let mut span = walk.days_for(wanted as u64 + skip);
    while let Some(last) = day.filter(|_| rows.len() < wanted) {
        let first = last.saturating_sub(span - 1);
        let missing = wanted - rows.len() + usize::try_from(skip).unwrap_or(usize::MAX - wanted);
        let found = walk.read((first, last), behind, missing).await?;
        let passed = usize::try_from(skip).unwrap_or(usize::MAX).min(found.len());
        skip -= passed as u64;
        rows.extend(found.into_iter().skip(passed));
        span = span.saturating_mul(2);
        day = walk.last_day_before(first);
    }
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    Ok(Page { rows, more, total })
}

/// A walk back in time over the samples of some series.
struct Walk<'a> {
    app: &'a App,
    user: &'a UserRef,
    zones: &'a ZoneHistory,
    targets: BTreeMap<i32, Arc<Target>>,
    range: Range<i64>,
    /// Every block of the window, where it has few.
    held: Option<Vec<Dated>>,
}

/// A block with the number of its series and its UTC day.
type Dated = (i32, i32, Arc<Block>);

impl Walk<'_> {
    /// Tells the latest UTC day on which a sample in the window can start.
    fn last_day(&self, behind: Option<(i64, ContentId)>) -> Option<i32> {
        let last = utc_day(self.range.end.saturating_sub(1));
        let last = behind.map_or(last, |(start_ms, _)| last.min(utc_day(start_ms)));
        self.last_day_before(last.saturating_add(1))
    }

    /// Tells the latest UTC day before another on which a sample in the window can start; none where there is none.
    fn last_day_before(&self, day: i32) -> Option<i32> {
        let stretches = self
            .targets
            .values()
            .filter_map(|it| it.stretch(self.first_day(it), day.saturating_sub(1)));
        stretches.map(|it| it.last_day).max()
    }

    /// Tells the first UTC day on which a sample of a series in the window can start: some last longer than a day.
    fn first_day(&self, target: &Target) -> i32 {
        utc_day(self.range.start).saturating_sub(target.row.reach_days)
    }

    /// Guesses how many days hold so many samples.
    fn days_for(&self, samples: u64) -> i32 {
        let per_day: f64 = self.targets.values().map(|it| rate(&it.row.samples, it.days)).sum();
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a guess")]
        let days = (samples as f64 / per_day.max(0.01)) as i32;
        days.saturating_add(1).clamp(1, 366)
    }

    fn stretches(&self, first_day: i32, last_day: i32) -> Vec<Stretch> {
        let last_day = last_day.min(utc_day(self.range.end.saturating_sub(1)));
        let cut = |it: &Arc<Target>| it.stretch(first_day.max(self.first_day(it)), last_day);
        self.targets.values().filter_map(cut).collect()
    }

    /// Reads the samples in the window that start on some UTC days, in the list's order; of those behind a place, and
    /// at least the first `wanted`, where there are so many.
    async fn read(&self, days: (i32, i32), behind: Option<(i64, ContentId)>, wanted: usize) -> Result<Vec<SampleRow>> {
        let blocks = self.blocks(days).await?;
        let last_ms = behind.map_or(i64::MAX, |(start_ms, _)| start_ms);
        let mut found: Vec<Found<'_>> = Vec::new();
        for (target, block) in &blocks {
            found.extend(self.find(target, block).filter(|it| it.row.start_ms <= last_ms));
        }
        // What starts when the page before ended may lie before its end; whatever starts together stays together.
        found.sort_unstable_by_key(|it| Reverse(it.row.start_ms));
        let level = found.partition_point(|it| it.row.start_ms == last_ms);
        if let Some(last) = found.get(wanted.saturating_add(level)) {
            let start_ms = last.row.start_ms;
            found.truncate(found.partition_point(|it| it.row.start_ms >= start_ms));
        }
        let user = self.user.id.to_string();
        let mut samples = found
            .iter()
            .map(|it| it.sample(&user, self.zones))
            .collect::<Result<Vec<SampleRow>>>()?;
        samples.retain(|row| behind.is_none_or(|behind| order(row.place(), behind) == Ordering::Greater));
        samples.sort_by(|a, b| order(a.place(), b.place()));
        Ok(samples)
    }

    /// Counts the samples in the window that start on some UTC days.
    async fn count(&self, first_day: i32, last_day: i32) -> Result<u64> {
        let blocks = self.blocks((first_day, last_day)).await?;
        let counts = blocks
            .iter()
            .map(|(target, block)| self.find(target, block).count() as u64);
        Ok(counts.sum())
    }

    /// Reads the window's blocks, where they are few.
    async fn hold(&mut self) -> Result<()> {
        let stretches = self.stretches(i32::MIN, i32::MAX);
        let days = |it: &Stretch| i64::from(it.last_day) - i64::from(it.first_day) + 1;
        if stretches.iter().map(days).sum::<i64>() <= HELD {
            self.held = Some(self.fetch(&stretches).await?);
        }
        Ok(())
    }

    /// Gives the blocks of some UTC days.
    async fn blocks(&self, (first_day, last_day): (i32, i32)) -> Result<Vec<(&Target, Arc<Block>)>> {
        let fetched;
        let blocks = match &self.held {
            Some(held) => held,
            None => {
                fetched = self.fetch(&self.stretches(first_day, last_day)).await?;
                &fetched
            }
        };
        let asked = blocks.iter().filter(|(_, day, _)| (first_day..=last_day).contains(day));
        let named = asked.map(|(no, _, block)| (self.targets[no].as_ref(), Arc::clone(block)));
        Ok(named.collect())
    }

    async fn fetch(&self, stretches: &[Stretch]) -> Result<Vec<Dated>> {
        let rows = blocks::read(&self.app.store, self.user.no, stretches).await?;
        let block = |row: &BlockRow| Ok((row.series_no, row.day, Arc::new(decode(row)?)));
        rows.iter().map(block).collect()
    }

    /// Finds a block's samples in the window, with their ordinals among those of the same time.
    fn find<'b>(&'b self, target: &'b Target, block: &'b Block) -> impl Iterator<Item = Found<'b>> {
        let mut before: Option<&Row> = None;
        let mut ordinal = 0;
        let numbered = block.all_rows().iter().map(move |row| {
            let same = before.is_some_and(|it| (it.start_ms, it.end_ms) == (row.start_ms, row.end_ms));
            ordinal = if same { ordinal + 1 } else { 0 };
            before = Some(row);
            Found {
                target,
                block,
                row,
                ordinal,
            }
        });
        numbered.filter(|it| !it.row.deleted && overlaps(it.row, &self.range))
    }

    /// Tells the UTC days all of whose samples are in the window, both included.
    fn whole_days(&self) -> (i32, i32) {
        let first = self.range.start.checked_add(UTC_DAY_MS - 1).map_or(i32::MAX, utc_day);
        let last = if self.range.end == i64::MAX {
            i32::MAX
        } else {
            utc_day(self.range.end).saturating_sub(1)
        };
        (first, last)
    }

    /// Counts what is in the window: whole days by the blocks' counts, the days at its borders by looking.
    async fn total(&self) -> Result<u64> {
        if self.range == (i64::MIN..i64::MAX) {
            return Ok(self.targets.values().map(|it| it.row.samples.unsigned_abs()).sum());
        }
        let (first, last) = self.whole_days();
        if first > last || self.held.is_some() {
            return self.count(i32::MIN, i32::MAX).await;
        }
        let inside = blocks::counts_by_day(&self.app.store, self.user.no, &self.stretches(first, last)).await?;
        let inside: u64 = inside.into_iter().map(|(_, n)| n).sum();
        let before = self.count(i32::MIN, first.saturating_sub(1)).await?;
        let after = match last.checked_add(1) {
            Some(day) => self.count(day, i32::MAX).await?,
            None => 0,
        };
        Ok(before + inside + after)
    }

    /// Passes over whole days while all their samples are to be skipped; tells what is left to skip and the day to go
    /// on from.
    async fn pass_over(&self, mut skip: u64, day: Option<i32>) -> Result<(u64, Option<i32>)> {
        let (first, last) = self.whole_days();
        let Some(day) = day.filter(|_| first <= last) else {
            return Ok((skip, day));
        };
        if day > last {
            let border = self.count(last + 1, day).await?;
            if border > skip {
                return Ok((skip, Some(day)));
            }
            skip -= border;
        }
        let stretches = self.stretches(first, last.min(day));
        for (day, n) in blocks::counts_by_day(&self.app.store, self.user.no, &stretches).await? {
            if n > skip {
                return Ok((skip, Some(day)));
            }
            skip -= n;
        }
        Ok((skip, self.last_day_before(first)))
    }
}

/// A sample on its way into a list.
struct Found<'a> {
    target: &'a Target,
    block: &'a Block,
    row: &'a Row,
    ordinal: u32,
}

impl Found<'_> {
    fn sample(&self, user: &str, zones: &ZoneHistory) -> Result<SampleRow> {
        let damaged = || Error::internal("reading a block")("a time is out of range");
        let (row, metric, source) = (self.row, self.target.metric, &self.target.source);
        let start = from_ms(row.start_ms).ok_or_else(damaged)?;
        let (attributes, zone) = (self.block.attributes(row), zones.at(start));
        Ok(SampleRow {
            id: ContentId::of_sample(user, &source.key, metric, row.start_ms, row.end_ms, self.ordinal),
            source: Arc::clone(source),
            metric,
            start,
            end: from_ms(row.end_ms).ok_or_else(damaged)?,
            value: row.value,
            local_date: attributes.local_date(start, zone),
            utc_offset_s: attributes.offset_s(start, zone),
            time_basis: attributes.time_basis(),
            attributes: Arc::clone(attributes),
        })
    }
}

impl SampleRow {
    fn place(&self) -> (i64, ContentId) {
        (self.start.timestamp_millis(), self.id)
    }
}

/// The list's order: latest start first, then by id.
fn order(a: (i64, ContentId), b: (i64, ContentId)) -> Ordering {
    b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1))
}

fn overlaps(row: &Row, range: &Range<i64>) -> bool {
    row.start_ms < range.end && (row.start_ms >= range.start || row.end_ms > range.start)
}

#[expect(clippy::cast_precision_loss, reason = "a guess")]
fn rate(samples: &i64, days: (i32, i32)) -> f64 {
    *samples as f64 / f64::from(days.1.saturating_sub(days.0).saturating_add(1))
}
