//! Merges blocks of new samples with those that are there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use vitasync_core::Metric;
use vitasync_core::batch::Series as Wanted;
use vitasync_core::block::{Block, Identity, Merged};
use vitasync_core::source::{Source, SourceKey};
use vitasync_core::time::{ZoneHistory, utc_day};

use super::prepare::Blocks;
use super::{Writer, touched};
use crate::error::{Error, Result};
use crate::service::calendar::all;
use crate::store::blocks::{self, BlockRow, Stretch};
use crate::store::series::{self, Series};
use crate::store::{Transaction, sources};

/// The series this import has created, as it last left them.
#[derive(Default)]
pub(super) struct Fresh(HashMap<i32, FreshSeries>);

#[derive(Default)]
struct FreshSeries {
    /// The version the series' row had then; another one means that somebody else has written.
    version: i64,
    /// Every day it has a block of.
    days: HashSet<i32>,
}

/// A series of a batch.
pub(super) struct Target {
    pub(super) row: Series,
    pub(super) metric: Metric,
    pub(super) identity: Identity,
    pub(super) changed: bool,
}

impl Writer<'_> {
    /// Writes a batch.
    pub(super) async fn write_samples(&mut self, tx: &Transaction, mut batch: Blocks) -> Result<()> {
        let (mut targets, places) = self.targets(tx, &batch.series).await?;
        batch.point_to(&places, |at| targets[at as usize].identity);
        let mut there = self.existing(tx, &batch, &targets).await?;

        let mut rows = Vec::with_capacity(batch.blocks.len());
        let mut touched = BTreeSet::new();
        let mut sum = Merged::default();
        for ((at, day), block) in batch.blocks {
            let target = &mut targets[at as usize];
            let block = match target.identity {
                Identity::Time => block.in_import(self.import),
                Identity::Value => block,
            };
            let before = there.remove(&(target.row.series_no, day));
            let (rows_before, span) = (before.as_ref().map_or(0, |it| it.n), block.span());
            let (merged, row) = target.merge(&self.zones, day, block, before)?;
            sum.added += merged.added;
            sum.changed += merged.changed;
            if let Some(Rewritten { row, last_day, dates }) = row {
                self.news.note_block(target.metric, merged, (rows_before, row.n), span);
                touched.extend(dates.into_iter().flat_map(all));
                if target.metric == Metric::SleepStage {
                    self.stages.note(target.row.source_no, day, last_day);
                }
                self.series.note(&target.row, day);
                rows.push(row);
            }
        }
        let written: Vec<Series> = targets.into_iter().filter(|it| it.changed).map(|it| it.row).collect();
        self.series.note_versions(&written);
        series::upsert(tx, written).await?;
        blocks::upsert(tx, rows).await?;
        self.mark_days(tx, touched).await?;

        let counts = &mut self.written.samples;
        counts.added += sum.added;
        counts.changed += sum.changed;
        counts.unchanged += batch.samples - sum.added - sum.changed;
        Ok(())
    }

    /// Finds the stored series of a batch's, adding sources and series that are new, and tells which of them each of the
    /// batch's is: two names of one source are one.
    pub(super) async fn targets(&mut self, tx: &Transaction, wanted: &[Wanted]) -> Result<(Vec<Target>, Vec<u32>)> {
        let named = wanted.iter().map(|it| it.source.as_ref());
        let sources = self.known_sources(tx, named).await?;
        let known = series::all(tx, self.user.no).await?;
        self.series.forget_where_others_wrote(&known);
        let mut next = known.iter().map(|it| it.series_no + 1).max().unwrap_or(1);
        let mut known: HashMap<(i32, String), Series> = known
            .into_iter()
            .map(|it| ((it.source_no, it.metric.clone()), it))
            .collect();
        let (mut targets, mut place) = (Vec::new(), HashMap::new());
        let mut places = Vec::with_capacity(wanted.len());
        for it in wanted {
            let source = &sources[&it.source.key];
            let at = *place.entry((source.no, it.metric)).or_insert_with(|| {
                let row = known
                    .remove(&(source.no, it.metric.id().to_owned()))
                    .unwrap_or_else(|| {
                        next += 1;
                        self.series.0.insert(next - 1, FreshSeries::default());
                        Series::new(self.user.no, next - 1, source.no, it.metric.id().to_owned())
                    });
                targets.push(Target::new(
                    row,
                    it.metric,
                    Identity::of(it.metric, source.source.revision),
                ));
                targets.len() - 1
            });
            places.push(u32::try_from(at).expect("fewer than the batch's series"));
        }
        Ok((targets, places))
    }

    /// Finds sources, adding those that are new and what is newly known of the others.
    pub(super) async fn known_sources(
        &mut self,
        tx: &Transaction,
        wanted: impl Iterator<Item = &Source>,
    ) -> Result<HashMap<SourceKey, KnownSource>> {
        let known = sources::all(tx, self.user.no).await?;
        let mut next = known.iter().map(|(no, _)| no + 1).max().unwrap_or(1);
        let mut by_number: BTreeMap<i32, Source> = known.into_iter().collect();
        let mut numbers: HashMap<SourceKey, i32> = by_number.iter().map(|(no, it)| (it.key.clone(), *no)).collect();
        let mut changed = BTreeSet::new();
        let mut found = HashMap::new();
        for source in wanted {
            if !self.written.sources.contains(&source.name) {
                self.written.sources.push(source.name.clone());
            }
            if let Some((no, known)) = self.aliases.get(&source.key).and_then(|no| by_number.get_key_value(no)) {
                found.insert(source.key.clone(), KnownSource::new(*no, known));
                continue;
            }
            let no = *numbers.entry(source.key.clone()).or_insert_with(|| {
                next += 1;
                self.named.new.insert(next - 1);
                changed.insert(next - 1);
                next - 1
            });
            self.named.all.insert(no);
            let stored = by_number.entry(no).or_insert_with(|| source.clone());
            let before = stored.clone();
            stored.absorb(source);
            if *stored != before {
                changed.insert(no);
            }
            found.insert(source.key.clone(), KnownSource::new(no, stored));
        }
        let changed: Vec<(i32, Source)> = changed.into_iter().map(|no| (no, by_number[&no].clone())).collect();
        sources::upsert(tx, self.user.no, &changed).await?;
        Ok(found)
    }

    /// Reads the blocks that are there of a batch's series and days, passing over those that cannot be.
    async fn existing(
        &self,
        tx: &Transaction,
        batch: &Blocks,
        targets: &[Target],
    ) -> Result<HashMap<(i32, i32), BlockRow>> {
        let mut stretches: BTreeMap<i32, Stretch> = BTreeMap::new();
        for ((at, day), _) in &batch.blocks {
            let row = &targets[*at as usize].row;
            if self.series.lacks(row, *day) {
                continue;
            }
            let stretch = stretches.entry(row.series_no).or_insert(Stretch {
                series_no: row.series_no,
                first_day: *day,
                last_day: *day,
            });
            stretch.first_day = stretch.first_day.min(*day);
            stretch.last_day = stretch.last_day.max(*day);
        }
        let stretches: Vec<Stretch> = stretches.into_values().collect();
        let found = blocks::read(tx, self.user.no, &stretches).await?;
        Ok(found.into_iter().map(|it| ((it.series_no, it.day), it)).collect())
    }
}

/// A stored source.
pub(super) struct KnownSource {
    pub(super) no: i32,
    pub(super) source: Arc<Source>,
}

impl KnownSource {
    fn new(no: i32, source: &Source) -> Self {
        Self {
            no,
            source: Arc::new(source.clone()),
        }
    }
}

/// A block that a merge has changed.
pub(super) struct Rewritten {
    /// The row to write.
    pub(super) row: BlockRow,
    /// The last UTC day it touches.
    pub(super) last_day: i32,
    /// The civil days on which what has changed makes a difference.
    pub(super) dates: Option<RangeInclusive<NaiveDate>>,
}

/// Makes a target of a stored series.
pub(super) fn target_of(row: Series, sources: &HashMap<i32, Source>) -> Result<Target> {
    let metric = row.metric()?;
    let no_source = || Error::internal("reading series")("a series has no source");
    let revision = sources.get(&row.source_no).ok_or_else(no_source)?.revision;
    Ok(Target::new(row, metric, Identity::of(metric, revision)))
}

impl Target {
    pub(super) fn new(row: Series, metric: Metric, identity: Identity) -> Self {
        Self {
            row,
            metric,
            identity,
            changed: false,
        }
    }

    /// Merges a block with what is there. Gives what is to be written, or nothing where nothing has changed.
    pub(super) fn merge(
        &mut self,
        zones: &ZoneHistory,
        day: i32,
        block: Block,
        before: Option<BlockRow>,
    ) -> Result<(Merged, Option<Rewritten>)> {
        let (old, block, merged) = match &before {
            None => {
                let (added, all) = (block.len() as u64, block.all_rows().len() as u64);
                let buried = all - added;
                let merged = Merged {
                    added,
                    buried,
                    ..Merged::default()
                };
                (Block::default(), block, merged)
            }
            Some(before) => {
                let old = Block::decode(&before.payload).map_err(Error::internal("reading a block"))?;
                let mut whole = old.clone();
                let merged = whole.merge(&block, self.identity);
                (old, whole, merged)
            }
        };
        let changed = !merged.is_unchanged();
        let rewritten = changed.then(|| self.rewrite(zones, day, (&old, &block), before.as_ref()));
        Ok((merged, rewritten))
    }

    /// Makes the row of a block that has changed, and tells what that touches.
    pub(super) fn rewrite(
        &mut self,
        zones: &ZoneHistory,
        day: i32,
        (old, block): (&Block, &Block),
        before: Option<&BlockRow>,
    ) -> Rewritten {
        let dates = touched::dates(zones, self.metric, self.identity, (old, block));
        let span = block.span();
        let n = i32::try_from(block.len()).expect("a day holds fewer than 2^31 samples");
        let last_ms = span.map(|(_, last)| last).max(before.and_then(|it| it.last_ms));
        let last_day = last_ms.map_or(day, |last| utc_day(last - 1).max(day));
        let row = BlockRow {
            user_no: self.row.user_no,
            series_no: self.row.series_no,
            day,
            n,
            first_ms: span.map(|(first, _)| first),
            last_ms: span.map(|(_, last)| last),
            version: before.map_or(0, |it| it.version) + 1,
            payload: block.encode(),
        };
        if !self.changed {
            self.changed = true;
            self.row.version += 1;
        }
        self.row.samples += i64::from(n) - i64::from(before.map_or(0, |it| it.n));
        self.row.first_ms = [self.row.first_ms, row.first_ms].into_iter().flatten().min();
        self.row.last_ms = self.row.last_ms.max(row.last_ms);
        self.row.reach_days = self.row.reach_days.max(last_day - day);
        Rewritten { row, last_day, dates }
    }
}

impl Fresh {
    /// Tells whether a series certainly has no block of a day.
    fn lacks(&self, row: &Series, day: i32) -> bool {
        self.0
            .get(&row.series_no)
            .is_some_and(|fresh| !fresh.days.contains(&day))
    }

    fn forget_where_others_wrote(&mut self, series: &[Series]) {
        for row in series {
            if self
                .0
                .get(&row.series_no)
                .is_some_and(|fresh| fresh.version != row.version)
            {
                self.0.remove(&row.series_no);
            }
        }
    }

    pub(super) fn note(&mut self, row: &Series, day: i32) {
        if let Some(fresh) = self.0.get_mut(&row.series_no) {
            fresh.days.insert(day);
        }
    }

    pub(super) fn note_versions(&mut self, written: &[Series]) {
        for row in written {
            if let Some(fresh) = self.0.get_mut(&row.series_no) {
                fresh.version = row.version;
            }
        }
    }
}
