//! Finds the bucket of a row, and cuts rows that lie in several.

use chrono::NaiveDate;

use super::Question;
use super::buckets::Ledger;
use super::calendar::{Calendar, Stretch, is_representable};
use super::clock::{Clocks, OffsetRange, date_at};
use super::whole::{Placement, anchor_date};
use crate::resolve::samples::Piece;
use crate::time::from_ms;

/// A part of a piece in one bucket.
pub(super) struct Part {
    /// The stretch of the bucket, by the row's clock.
    pub(super) stretch: Stretch,
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
}

/// Keeps something per bucket, and finds what a row has to do with it.
pub(super) struct Cutter<'q, 'a, T> {
    question: &'q Question<'q, 'a>,
    calendar: Calendar<'q>,
    clocks: Clocks,
    pub(super) ledger: Ledger<'q, T>,
}

impl<'q, 'a, T: Default> Cutter<'q, 'a, T> {
    pub(super) fn new(question: &'q Question<'q, 'a>) -> Self {
        let zones = &question.preferences.zones;
        Self {
            question,
            calendar: Calendar::new(question.bucket, zones),
            clocks: Clocks::default(),
            ledger: Ledger::new(question.bucket, zones),
        }
    }

    /// Hands out each part of a piece that lies in the window, with the entry of its bucket. Days are cut by the row's
    /// own clock, what is shorter by the person's.
    pub(super) fn cut(&mut self, piece: &Piece<'_>, mut each: impl FnMut(&mut T, &Part, OffsetRange)) {
        let scope = &self.question.scope;
        let (start, end) = (piece.start_ms.max(scope.clip.start), piece.end_ms.min(scope.clip.end));
        let is_instant = piece.start_ms == piece.end_ms;
        let lies_inside = if is_instant {
            scope.clip.contains(&piece.start_ms)
        } else {
            start < end
        };
        if !lies_inside {
            return;
        }
        let (clock, own) = if self.calendar.by_day() {
            let clock = self.clocks.own(piece, start, &mut self.calendar);
            (clock, self.clocks.offsets(piece))
        } else {
            (None, None)
        };
        let mut at = start;
        loop {
            let stretch = match &clock {
                Some(clock) => self.clocks.stretch_at(clock, at),
                None => self.calendar.stretch_at(at),
            };
            let until = end.min(stretch.end_ms);
            if scope.holds_date(stretch.date) {
                let entry = &mut self.ledger.at(&stretch).1;
                let part = Part {
                    stretch,
                    start_ms: at,
                    end_ms: until,
                };
                each(entry, &part, own);
            }
            at = until;
            if at >= end {
                return;
            }
        }
    }

    /// Finds the entry of a value that is not cut, by its anchor, where that lies in the window; also the offsets the
    /// row names.
    pub(super) fn place(&mut self, placement: Placement, piece: &Piece<'_>) -> Option<(&mut T, OffsetRange)> {
        let (scope, zones) = (&self.question.scope, &self.question.preferences.zones);
        if self.calendar.by_day() {
            let date = anchor_date(placement, piece, zones).filter(|date| scope.holds_day(*date, zones))?;
            let own = self.clocks.offsets(piece);
            return Some((&mut self.ledger.on(date).1, own));
        }
        let at = placement.anchor_ms(piece.row).filter(|at| scope.clip.contains(at))?;
        let stretch = self.calendar.stretch_at(at);
        scope
            .holds_date(stretch.date)
            .then(|| (&mut self.ledger.at(&stretch).1, None))
    }
}

/// Tells the provider's own date of a value of a whole day, where that day lies in the window.
pub(super) fn day_of(question: &Question<'_, '_>, total: &Piece<'_>) -> Option<NaiveDate> {
    let start = from_ms(total.row.start_ms).filter(|_| is_representable(total.row.start_ms))?;
    let attributes = total.block.attributes(total.row);
    let zones = &question.preferences.zones;
    let date = date_at(start, attributes.start_offset_s, attributes, zones);
    question.scope.holds_day(date, zones).then_some(date)
}
