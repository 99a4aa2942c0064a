//! Tells by which clock a row is dated: by its own where it names one, else by the person's.
//!
//! A row that names the offset in force where it was measured is cut at the midnights of that place. Between a start
//! and an end that name different offsets, as of a flight, the wall clock is taken to run evenly from the one to the
//! other. A zone it names counts as long as it does not contradict the offsets.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::calendar::{Calendar, Stretch};
use crate::resolve::samples::Piece;
use crate::source::Attributes;
use crate::time::{ZoneHistory, civil_day, first_ms, from_ms, offset_s};

/// The milliseconds of a day on a wall clock that runs evenly.
const CLOCK_DAY_MS: i64 = 86_400_000;

/// From this difference between the offsets of one day on, in seconds, somebody has travelled.
const TRAVEL_S: i32 = 3 * 3600;

/// The least and the greatest offset in seconds east, where any is named.
pub(super) type OffsetRange = Option<(i32, i32)>;

/// Tells whether offsets lie so far apart that somebody has travelled.
pub(super) fn is_travel(offsets: OffsetRange) -> bool {
    offsets.is_some_and(|(least, most)| most - least >= TRAVEL_S)
}

/// Joins two ranges of offsets.
#[inline]
pub(super) fn widen(a: OffsetRange, b: OffsetRange) -> OffsetRange {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// A row's own clock, where it differs from the person's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Clock {
    /// That of a zone.
    Zone(Tz),
    /// A wall clock that runs evenly from the row's start to its end.
    Own(Own),
}

/// A wall clock by a row's own offsets, in milliseconds east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Own {
    start_ms: i64,
    end_ms: i64,
    start_offset_ms: i64,
    end_offset_ms: i64,
}

impl Own {
    /// Tells the days since 1970 that the clock shows.
    fn day(&self, ms: i64) -> i64 {
        let (length, change) = (self.end_ms - self.start_ms, self.end_offset_ms - self.start_offset_ms);
        let passed = if change == 0 || length == 0 {
            0
        } else {
            i128::from(change) * i128::from(ms - self.start_ms) / i128::from(length)
        };
        let offset_ms = self.start_offset_ms + i64::try_from(passed).expect("between the two offsets");
        (ms + offset_ms).div_euclid(CLOCK_DAY_MS)
    }

    /// Finds the stretch of an instant in which the clock shows one date.
    fn stretch_at(&self, ms: i64) -> Stretch {
        let day = self.day(ms);
        let (start_ms, end_ms) = if self.start_offset_ms == self.end_offset_ms {
            let start = day * CLOCK_DAY_MS - self.start_offset_ms;
            (start, start + CLOCK_DAY_MS)
        } else {
            let other = |ms| self.day(ms) != day;
            let before = self.start_ms.min(ms);
            let after = (self.end_ms - 1).max(ms);
            (
                if other(before) {
                    first_ms(before, ms, |ms| !other(ms))
                } else {
                    before
                },
                if other(after) {
                    first_ms(ms, after, other)
                } else {
                    after + 1
                },
            )
        };
        Stretch {
            start_ms,
            end_ms,
            date: DateTime::UNIX_EPOCH.date_naive() + TimeDelta::days(day),
            parted: false,
        }
    }
}

/// What rows name of their clock; rows of one block share few attribute sets.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Named {
    start_offset_s: Option<i32>,
    end_offset_s: Option<i32>,
    zone: Option<Tz>,
    offsets: OffsetRange,
}

/// Tells the clocks of rows.
#[derive(Default)]
pub(super) struct Clocks {
    /// Per source what was looked at last.
    last: Vec<Option<Looked>>,
    /// The day of a zone that was looked at last.
    day: Option<(Tz, Stretch)>,
}

/// An attribute set of a block, what it names, and the time for which no more need be looked up.
#[derive(Debug, Clone)]
struct Looked {
    block: usize,
    set: u32,
    named: Named,
    near: Option<(Range<i64>, Stretch)>,
}

impl Clocks {
    /// Tells the offsets a piece's row itself names.
    pub(super) fn offsets(&mut self, piece: &Piece<'_>) -> OffsetRange {
        self.look(piece).named.offsets
    }

    /// Finds the stretch of a piece whose row lies near the last that was looked at, and the offsets the row names.
    #[inline]
    pub(super) fn near(&mut self, piece: &Piece<'_>) -> Option<(&Stretch, OffsetRange)> {
        let looked = self.look(piece);
        let (range, stretch) = looked.near.as_ref()?;
        let holds = range.start <= piece.row.start_ms && piece.row.end_ms < range.end;
        holds.then_some((stretch, looked.named.offsets))
    }

    /// Remembers the stretch of a piece that follows the person's clock, as far as nothing is clipped.
    pub(super) fn remember(&mut self, piece: &Piece<'_>, stretch: &Stretch, clip: &Range<i64>) {
        let looked = self.look(piece);
        let agreed = looked.named.agreed(stretch);
        looked.near = Some((agreed.start.max(clip.start)..agreed.end.min(clip.end), *stretch));
    }

    /// Tells the own clock of a piece's row, unless it names none or what the person's says too; `at` is an instant of
    /// the row.
    pub(super) fn own(&mut self, piece: &Piece<'_>, at: i64, calendar: &mut Calendar<'_>) -> Option<Clock> {
        let named = self.look(piece).named;
        if named.start_offset_s.is_none() {
            return named.zone.map(Clock::Zone);
        }
        let agreed = named.agreed(&calendar.stretch_at(at));
        let (first, last) = (
            piece.row.start_ms,
            piece.row.end_ms.saturating_sub(1).max(piece.row.start_ms),
        );
        if agreed.contains(&first) && agreed.contains(&last) {
            return None;
        }
        named.clock(piece, calendar.zones())
    }

    /// Finds the stretch of an instant by a clock.
    pub(super) fn stretch_at(&mut self, clock: &Clock, ms: i64) -> Stretch {
        match clock {
            Clock::Own(own) => own.stretch_at(ms),
            Clock::Zone(zone) => match self.day {
                Some((known, stretch)) if known == *zone && stretch.contains(ms) => stretch,
                _ => self.day.insert((*zone, day_of_zone(*zone, ms))).1,
            },
        }
    }

    #[inline]
    fn look(&mut self, piece: &Piece<'_>) -> &mut Looked {
        if self.last.len() <= piece.source {
            self.last.resize(piece.source + 1, None);
        }
        let (block, set) = (std::ptr::from_ref(piece.block).addr(), piece.row.attributes);
        let last = &mut self.last[piece.source];
        if last.as_ref().is_none_or(|it| (it.block, it.set) != (block, set)) {
            *last = Some(Looked {
                block,
                set,
                named: Named::of(piece),
                near: None,
            });
        }
        last.as_mut().expect("it was looked at")
    }
}

impl Named {
    fn of(piece: &Piece<'_>) -> Self {
        let attributes = piece.block.attributes(piece.row);
        Self {
            start_offset_s: attributes.start_offset_s,
            end_offset_s: attributes.end_offset_s,
            zone: attributes.zone,
            offsets: offsets(piece, attributes),
        }
    }

    /// Tells the part of a stretch of the person's day in which clocks with the offsets named show the same date.
    fn agreed(&self, stretch: &Stretch) -> Range<i64> {
        let day = stretch
            .date
            .signed_duration_since(DateTime::UNIX_EPOCH.date_naive())
            .num_days();
        let offsets = [self.start_offset_s, self.end_offset_s].into_iter().flatten();
        offsets.fold(stretch.start_ms..stretch.end_ms, |agreed, offset_s| {
            let start = day * CLOCK_DAY_MS - i64::from(offset_s) * 1000;
            agreed.start.max(start)..agreed.end.min(start + CLOCK_DAY_MS)
        })
    }

    /// Decides between a row's own clock, its zone's and the person's.
    fn clock(&self, piece: &Piece<'_>, zones: &ZoneHistory) -> Option<Clock> {
        let start_offset_s = self.start_offset_s?;
        let (start_ms, end_ms) = (piece.row.start_ms, piece.row.end_ms.max(piece.row.start_ms));
        let (start, end) = (from_ms(start_ms)?, from_ms(end_ms)?);
        let is_so = |offset_at: &dyn Fn(DateTime<Utc>) -> i32| {
            let end_is_so = self.end_offset_s.is_none_or(|offset| offset == offset_at(end));
            start_offset_s == offset_at(start) && end_is_so
        };
        if is_so(&|at| zones.offset_s(at)) {
            return None;
        }
        match self.zone {
            Some(zone) if is_so(&|at| offset_s(at, zone)) => Some(Clock::Zone(zone)),
            _ => Some(Clock::Own(Own {
                start_ms,
                end_ms,
                start_offset_ms: i64::from(start_offset_s) * 1000,
                end_offset_ms: i64::from(self.end_offset_s.unwrap_or(start_offset_s)) * 1000,
            })),
        }
    }
}

fn day_of_zone(zone: Tz, ms: i64) -> Stretch {
    let at = from_ms(ms).expect("inside the range that was asked for");
    let date = ZoneHistory::always(zone).local_date(at);
    let day = civil_day(date, zone);
    Stretch {
        start_ms: day.start.timestamp_millis(),
        end_ms: day.end.timestamp_millis(),
        date,
        parted: false,
    }
}

/// Tells the civil date of an instant of a row that names `offset_s` there: by that, by the zone it names, else by the
/// person's clock.
pub(super) fn date_at(
    at: DateTime<Utc>,
    offset_s: Option<i32>,
    attributes: &Attributes,
    zones: &ZoneHistory,
) -> NaiveDate {
    match (offset_s, attributes.zone) {
        (Some(offset), _) => (at.naive_utc() + TimeDelta::seconds(offset.into())).date(),
        (None, Some(zone)) => ZoneHistory::always(zone).local_date(at),
        (None, None) => zones.local_date(at),
    }
}

/// Tells whether a person moved so far on a civil day that somebody has travelled.
pub(super) fn is_move(date: NaiveDate, zones: &ZoneHistory) -> bool {
    let stretches = zones.stretches(date);
    let ends = stretches.first().zip(stretches.last());
    ends.is_some_and(|(first, last)| {
        let mut at = first.start;
        let mut offsets = None;
        while at < last.end {
            let (time, _) = zones.in_force(at);
            let until = time.end.min(last.end);
            let edges = [at, until - TimeDelta::milliseconds(1)];
            for offset in edges.map(|at| zones.offset_s(at)) {
                offsets = widen(offsets, Some((offset, offset)));
            }
            at = until;
        }
        is_travel(offsets)
    })
}

fn offsets(piece: &Piece<'_>, attributes: &Attributes) -> OffsetRange {
    let start = match (attributes.start_offset_s, attributes.zone) {
        (Some(offset), _) => offset,
        (None, zone) => offset_s(from_ms(piece.row.start_ms)?, zone?),
    };
    let end = attributes.end_offset_s.unwrap_or(start);
    Some((start.min(end), start.max(end)))
}
