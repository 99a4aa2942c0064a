//! The time that better sources cover.

use std::slice::Iter;

/// Stretches of time, sorted and apart, and instants.
#[derive(Debug, Default)]
pub(super) struct Cover {
    stretches: Vec<(i64, i64)>,
    instants: Vec<i64>,
}

impl Cover {
    /// Adds a stretch that begins no earlier than the last.
    #[inline]
    pub(super) fn push(&mut self, start_ms: i64, end_ms: i64) {
        push(&mut self.stretches, (start_ms, end_ms));
    }

    /// Adds an instant that is no earlier than the last.
    pub(super) fn push_instant(&mut self, ms: i64) {
        self.instants.push(ms);
    }

    /// Adds what another covers.
    pub(super) fn join(&mut self, other: Self) {
        if self.stretches.is_empty() {
            self.stretches = other.stretches;
        } else {
            let mut joined = Vec::with_capacity(self.stretches.len() + other.stretches.len());
            merge(self.stretches.iter(), other.stretches.iter(), |it| {
                push(&mut joined, *it)
            });
            self.stretches = joined;
        }
        self.instants.extend(other.instants);
        self.instants.sort_unstable();
    }

    /// Begins to ask, in order of time.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk {
            stretches: &self.stretches,
            instants: &self.instants,
        }
    }
}

fn push(stretches: &mut Vec<(i64, i64)>, (start, end): (i64, i64)) {
    match stretches.last_mut() {
        Some((_, until)) if start <= *until => *until = end.max(*until),
        _ => stretches.push((start, end)),
    }
}

/// Hands out two sorted lists as one.
fn merge<'a, T: Ord>(mut a: Iter<'a, T>, mut b: Iter<'a, T>, mut take: impl FnMut(&'a T)) {
    let (mut one, mut other) = (a.next(), b.next());
    loop {
        match (one, other) {
            (Some(first), Some(second)) if second < first => {
                take(second);
                other = b.next();
            }
            (Some(first), _) => {
                take(first);
                one = a.next();
            }
            (None, Some(second)) => {
                take(second);
                other = b.next();
            }
            (None, None) => return,
        }
    }
}

/// Asks a [`Cover`] about stretches and instants, none of which begins earlier than the one before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk<'c> {
    stretches: &'c [(i64, i64)],
    instants: &'c [i64],
}

impl Walk<'_> {
    /// Cuts a stretch where the cover begins and ends, and tells of each part whether it is free.
    #[inline]
    pub(super) fn cut(&mut self, start_ms: i64, end_ms: i64, mut tell: impl FnMut(i64, i64, bool)) {
        self.seek(start_ms);
        let mut ahead = self.stretches.iter();
        let mut next = ahead.next();
        let mut now = start_ms;
        while now < end_ms {
            let (until, free) = match next {
                Some(&(start, _)) if now < start => (start, true),
                Some(&(_, end)) => {
                    next = ahead.next();
                    (end, false)
                }
                None => (end_ms, true),
            };
            let until = until.min(end_ms);
            tell(now, until, free);
            now = until;
        }
    }

    /// Tells whether an instant is free: a stretch covers its start and not its end.
    pub(super) fn is_free(&mut self, ms: i64) -> bool {
        self.seek(ms);
        let passed = self.instants.iter().take_while(|it| **it < ms).count();
        self.instants = &self.instants[passed..];
        self.stretches.first().is_none_or(|(start, _)| *start > ms) && self.instants.first() != Some(&ms)
    }

    #[inline]
    fn seek(&mut self, start_ms: i64) {
        let passed = self.stretches.iter().take_while(|(_, end)| *end <= start_ms).count();
        self.stretches = &self.stretches[passed..];
    }
}
