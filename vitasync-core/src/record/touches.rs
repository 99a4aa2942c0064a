//! Gathers the places that deliveries touch, so that each block is rewritten once, however many objects touch it.

use std::collections::{BTreeMap, BTreeSet};

use crate::block::{Block, Identity};
use crate::metric::Metric;
use crate::time::utc_day;

use super::ledger::Touched;
use super::standing::{Place, Standing};

/// The places about which objects say something else than before, in series named by `S`, by objects named by `R`.
///
/// First note every [`Decision`](super::Decision), then ask which places are [shared](Touches::shared) with objects
/// that touch none, then let all of them [stand](Touches::stand).
#[derive(Debug, Clone)]
pub struct Touches<S, R>(BTreeMap<S, BTreeMap<Place, BTreeMap<R, bool>>>);

impl<S, R> Default for Touches<S, R> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<S: Ord + Clone, R: Ord + Clone> Touches<S, R> {
    /// Notes what an object touches in a series.
    pub fn note(&mut self, series: &S, record: &R, touched: impl IntoIterator<Item = Touched>) {
        let places = self.0.entry(series.clone()).or_default();
        for it in touched {
            let records = places.entry(it.place).or_default();
            // Whether the block counts the object is what was so at first.
            records.entry(record.clone()).or_insert(it.was_known);
        }
    }

    /// Lists the series and UTC days of the touched places.
    pub fn days(&self) -> BTreeSet<(S, i32)> {
        let days = |(series, places): (&S, &BTreeMap<Place, _>)| {
            let days: BTreeSet<i32> = places.keys().map(|place| utc_day(place.start_ms)).collect();
            let series = series.clone();
            days.into_iter()
                .map(move |day| (series.clone(), day))
                .collect::<Vec<_>>()
        };
        self.0.iter().flat_map(days).collect()
    }

    /// Lists the touched places that more objects hold or have held than those that touch them, as the blocks that are
    /// there tell.
    pub fn shared<'a>(&self, block: impl Fn(&S, i32) -> Option<&'a Block>) -> BTreeMap<S, BTreeSet<Place>> {
        let mut shared: BTreeMap<S, BTreeSet<Place>> = BTreeMap::new();
        for (series, places) in &self.0 {
            for (place, records) in places {
                let counted = records.values().filter(|was_known| **was_known).count() as u64;
                let holders = block(series, utc_day(place.start_ms)).map_or(0, |block| place.holders(block));
                if holders > counted {
                    shared.entry(series.clone()).or_default().insert(*place);
                }
            }
        }
        shared
    }

    /// Decides about every touched place, and gives per series and UTC day the rows to [put](Block::put) over those
    /// that are there.
    ///
    /// `what` tells of a series the metric and what identifies its rows, `own` what an object that was noted says of a
    /// series. `all` lists what every object says that may hold a shared place, those that were noted included.
    pub fn stand<'a>(
        &self,
        shared: &BTreeMap<S, BTreeSet<Place>>,
        what: impl Fn(&S) -> (Metric, Identity),
        own: impl Fn(&R, &S) -> Option<&'a Block>,
        all: impl IntoIterator<Item = (&'a S, &'a Block)>,
    ) -> Vec<(S, i32, Block)>
    where
        S: 'a,
    {
        let mut meeting = meeting(shared, &what, all);
        let mut blocks = Vec::new();
        for (series, places) in &self.0 {
            let (metric, identity) = what(series);
            let mut days: BTreeMap<i32, Standing> = BTreeMap::new();
            for (place, records) in places {
                let alone = || records.keys().filter_map(|record| own(record, series)).collect();
                let holders = meeting.remove(&(series, *place)).unwrap_or_else(alone);
                let standing = days.entry(utc_day(place.start_ms)).or_default();
                standing.settle(*place, metric.spec().repeatable, &holders);
            }
            let block = |(day, standing): (i32, Standing)| (series.clone(), day, standing.into_block(identity));
            blocks.extend(days.into_iter().map(block));
        }
        blocks
    }
}

/// Lists who meets at shared places.
fn meeting<'a, 'b, S: Ord + 'a>(
    shared: &'b BTreeMap<S, BTreeSet<Place>>,
    what: impl Fn(&S) -> (Metric, Identity),
    all: impl IntoIterator<Item = (&'a S, &'a Block)>,
) -> BTreeMap<(&'b S, Place), Vec<&'a Block>> {
    let mut meeting: BTreeMap<(&S, Place), Vec<&'a Block>> = BTreeMap::new();
    if shared.is_empty() {
        return meeting; // Which is so nearly always, and there may be many objects.
    }
    for (series, rows) in all {
        let Some((series, places)) = shared.get_key_value(series) else {
            continue;
        };
        let (_, identity) = what(series);
        let held: BTreeSet<Place> = rows.all_rows().iter().map(|row| Place::of(row, identity)).collect();
        for place in held.intersection(places) {
            meeting.entry((series, *place)).or_default().push(rows);
        }
    }
    meeting
}
