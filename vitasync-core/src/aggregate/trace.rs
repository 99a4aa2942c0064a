//! Remembers, where an explanation is wanted, every part of a row that was added to a bucket.

use crate::resolve::samples::Piece;

/// A part of a row, as it was added to a bucket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    /// The part.
    pub(super) piece: Piece<'a>,
    /// What it adds to the sum, or the seconds it weighs.
    pub(super) amount: f64,
    pub(super) standing: Standing,
}

/// Whether a part counts, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Counts,
    Covered,
    OtherSource,
    TotalBesideIntervals,
    IntervalBesideTotal,
    DailyValueBesideSamples,
    OlderDelivery,
}

/// What is remembered.
pub(super) trait Trace<'a>: Default + Clone {
    /// Remembers a part.
    fn note(&mut self, entry: impl FnOnce() -> Entry<'a>);
    /// Learns that what has counted does not.
    fn lose(&mut self, why: Standing);
    /// Takes over what another remembers.
    fn join(&mut self, other: &Self);
}

/// Remembers nothing, at no cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Untraced;

impl<'a> Trace<'a> for Untraced {
    fn note(&mut self, _: impl FnOnce() -> Entry<'a>) {}
    fn lose(&mut self, _: Standing) {}
    fn join(&mut self, _: &Self) {}
}

impl<'a> Trace<'a> for Vec<Entry<'a>> {
    fn note(&mut self, entry: impl FnOnce() -> Entry<'a>) {
        self.push(entry());
    }

    fn lose(&mut self, why: Standing) {
        for entry in self.iter_mut().filter(|it| it.standing == Standing::Counts) {
            entry.standing = why;
        }
    }

    fn join(&mut self, other: &Self) {
        self.extend_from_slice(other);
    }
}
