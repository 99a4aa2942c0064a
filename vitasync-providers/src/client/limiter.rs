//! Gives every call its turn under a vendor's limits, for an application and for each connection.
//!
//! A limit of 20 calls a minute is 20 turns. A call takes one, and when it has been answered the turn rests for a minute: the
//! vendor counted the call when it arrived, which nobody knows here, but it was not later. So no minute of the vendor's, wherever
//! it begins, holds more than 20. Whoever finds no turn waits in line; each is told a turn of its own, so that nobody wakes in vain
//! and nobody is passed by.
//!
//! It counts the calls of this process. What several processes do together shows in the vendor's answers, which
//! [`Calls::block`] takes in.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Runtime;
use crate::provider::{Limit, Whose};

/// Whose calls are counted: an application's (by vendor and client id) or a connection's.
pub(super) type Party = (&'static str, Whose, String);

/// The calls of a party.
#[derive(Debug)]
pub(super) struct Calls {
    lines: Vec<Arc<Line>>,
    blocked_until: Mutex<Option<DateTime<Utc>>>,
}

/// A limit, its turns and who waits for them.
#[derive(Debug)]
struct Line {
    per: TimeDelta,
    calls: usize,
    /// As many as there are turns that nobody has; first come, first served.
    open: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// The turns that rest, by when they are over, the first first. Those that are not here and that nobody has never were, or
    /// have rested long enough.
    resting: Mutex<VecDeque<DateTime<Utc>>>,
}

/// A turn of a call. It rests from when it is dropped if the call was sent, and not at all if not.
pub(super) struct Turn {
    line: Arc<Line>,
    runtime: Arc<dyn Runtime>,
    /// When it has rested since the last call.
    free_at: DateTime<Utc>,
    sent: bool,
    _open: OwnedSemaphorePermit,
}

impl Calls {
    pub(super) fn new(whose: Whose, limits: &[Limit]) -> Self {
        let limits = limits.iter().filter(|limit| limit.whose == whose);
        Self {
            lines: limits.map(|limit| Arc::new(Line::new(*limit))).collect(),
            blocked_until: Mutex::default(),
        }
    }

    /// Waits for a turn under every limit. A wait longer than `patience` is given back at once.
    pub(super) async fn turns(&self, runtime: &Arc<dyn Runtime>, patience: TimeDelta) -> Result<Vec<Turn>, TimeDelta> {
        let mut turns = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            turns.push(line.turn(runtime, patience).await?);
        }
        Ok(turns)
    }

    /// Holds the party back until a time, because the vendor said so.
    pub(super) fn block(&self, until: DateTime<Utc>) {
        let mut blocked = lock(&self.blocked_until);
        *blocked = blocked.max(Some(until));
    }

    /// Tells how long the vendor wants the party to wait.
    pub(super) fn blocked(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let until = (*lock(&self.blocked_until))?;
        (until > now).then(|| until - now)
    }

    /// Tells whether there is nothing to remember about the party.
    pub(super) fn is_idle(&self, now: DateTime<Utc>) -> bool {
        self.blocked(now).is_none() && self.lines.iter().all(|line| line.is_idle(now))
    }
}

impl Line {
    fn new(limit: Limit) -> Self {
        let calls = usize::try_from(limit.calls).unwrap_or(usize::MAX);
        let calls = calls.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            per: limit.per,
            calls,
            open: Arc::new(Semaphore::new(calls)),
            waiting: AtomicUsize::new(0),
            resting: Mutex::default(),
        }
    }

    async fn turn(self: &Arc<Self>, runtime: &Arc<dyn Runtime>, patience: TimeDelta) -> Result<Turn, TimeDelta> {
        let place = Place::behind(self);
        if let Some(wait) = place.shortest_wait().filter(|wait| *wait > patience) {
            return Err(wait);
        }
        let open = self.open.clone().acquire_owned().await;
        let open = open.expect("the line is never closed");
        drop(place);
        let now = runtime.now();
        let turn = Turn {
            line: self.clone(),
            runtime: runtime.clone(),
            free_at: self.take(now),
            sent: false,
            _open: open,
        };
        if turn.free_at - now > patience {
            return Err(turn.free_at - now);
        }
        // A timer may be early by the clock of the runtime.
        loop {
            let wait = turn.free_at - runtime.now();
            match wait.to_std() {
                Ok(wait) if !wait.is_zero() => runtime.sleep(wait).await,
                _ => return Ok(turn),
            }
        }
    }

    /// Takes an open turn, one that has rested if there is one, and tells when it may be used.
    fn take(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut resting = lock(&self.resting);
        while resting.front().is_some_and(|over| *over <= now) {
            resting.pop_front();
        }
        // The permit that was just taken is one of the open turns.
        let rested = self.open.available_permits() + 1 > resting.len();
        if rested {
            now
        } else {
            // No rest is longer than the span of the limit; one that seems to be began by a clock that has been set back since.
            resting.pop_front().map_or(now, |over| over.min(now + self.per))
        }
    }

    fn give_back(&self, free_at: DateTime<Utc>) {
        let mut resting = lock(&self.resting);
        let place = resting.partition_point(|over| *over <= free_at);
        resting.insert(place, free_at);
    }

    fn is_idle(&self, now: DateTime<Utc>) -> bool {
        let all_open = self.open.available_permits() == self.calls;
        all_open && lock(&self.resting).back().is_none_or(|over| *over <= now)
    }
}

impl Turn {
    /// Says that the call goes out now.
    pub(super) fn send(&mut self) {
        self.sent = true;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let over = if self.sent {
            self.runtime.now() + self.line.per
        } else {
            self.free_at
        };
        self.line.give_back(over);
    }
}

/// A place in a line.
struct Place<'a> {
    line: &'a Line,
    ahead: usize,
}

impl<'a> Place<'a> {
    fn behind(line: &'a Line) -> Self {
        Self {
            line,
            ahead: line.waiting.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// Tells the least that it takes until it is this one's turn, where all turns are taken: each has to rest for every one who
    /// is before this in the line, and for this one.
    fn shortest_wait(&self) -> Option<TimeDelta> {
        if self.line.open.available_permits() > 0 {
            return None;
        }
        let rests = i32::try_from(self.ahead / self.line.calls + 1).unwrap_or(i32::MAX);
        Some(self.line.per.checked_mul(rests).unwrap_or(TimeDelta::MAX))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.line.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing::Stage;

    const THREE_A_MINUTE: Limit = Limit {
        whose: Whose::App,
        calls: 3,
        per: TimeDelta::seconds(60),
    };

    const LONG: TimeDelta = TimeDelta::days(1);

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).expect("a time")
    }

    fn scene() -> (Calls, Arc<Stage>, Arc<dyn Runtime>) {
        let stage = Arc::new(Stage::at(at(0)));
        (Calls::new(Whose::App, &[THREE_A_MINUTE]), stage.clone(), stage)
    }

    async fn call(calls: &Calls, runtime: &Arc<dyn Runtime>) -> Vec<Turn> {
        let mut turns = calls.turns(runtime, LONG).await.expect("a turn");
        turns.iter_mut().for_each(Turn::send);
        turns
    }

    #[tokio::test]
    async fn one_call_too_many_waits_until_the_first_is_over() {
        let (calls, stage, runtime) = scene();
        for _ in 0..3 {
            drop(call(&calls, &runtime).await);
            stage.pass(TimeDelta::seconds(1));
        }
        drop(call(&calls, &runtime).await);
        assert_eq!(runtime.now(), at(60));
    }

    #[tokio::test]
    async fn a_clock_that_is_set_back_costs_one_span_at_most() {
        let (calls, stage, runtime) = scene();
        stage.pass(TimeDelta::hours(5));
        for _ in 0..3 {
            drop(call(&calls, &runtime).await);
        }
        stage.pass(TimeDelta::hours(-5));
        drop(call(&calls, &runtime).await);
        assert_eq!(runtime.now(), at(60));
    }

    #[tokio::test]
    async fn a_call_counts_until_it_is_answered_and_a_span_after() {
        let (calls, stage, runtime) = scene();
        let slow = call(&calls, &runtime).await;
        for _ in 0..2 {
            drop(call(&calls, &runtime).await);
        }
        stage.pass(TimeDelta::seconds(50));
        drop(slow);
        for _ in 0..2 {
            drop(call(&calls, &runtime).await);
            assert_eq!(runtime.now(), at(60));
        }
        drop(call(&calls, &runtime).await);
        assert_eq!(runtime.now(), at(110));
    }

    #[tokio::test]
    async fn a_turn_that_is_not_used_is_the_next_ones() {
        let (calls, _, runtime) = scene();
        for _ in 0..10 {
            drop(calls.turns(&runtime, LONG).await.expect("a turn"));
        }
        assert_eq!(runtime.now(), at(0));
    }

    #[tokio::test]
    async fn each_in_line_has_a_turn_of_its_own() {
        let (calls, stage, runtime) = scene();
        for _ in 0..3 {
            drop(call(&calls, &runtime).await);
            stage.pass(TimeDelta::seconds(1));
        }
        let line = &calls.lines[0];
        let in_line = [(); 3].map(|()| {
            let open = line.open.clone().try_acquire_owned();
            (line.take(at(3)), open)
        });
        assert_eq!(in_line.map(|(free_at, _)| free_at), [at(60), at(61), at(62)]);
    }

    #[tokio::test]
    async fn who_would_wait_too_long_is_told_how_long_by_the_place_in_line() {
        let (calls, _, runtime) = scene();
        let taken = [
            call(&calls, &runtime).await,
            call(&calls, &runtime).await,
            call(&calls, &runtime).await,
        ];
        let line = &calls.lines[0];
        let places = [(); 4].map(|()| Place::behind(line));
        let minutes = places
            .each_ref()
            .map(|place| place.shortest_wait().map(|wait| wait.num_minutes()));
        assert_eq!(minutes, [Some(1), Some(1), Some(1), Some(2)]);
        drop(places);
        let impatient = calls.turns(&runtime, TimeDelta::seconds(30)).await;
        assert_eq!(impatient.err(), Some(TimeDelta::minutes(1)));
        drop(taken);
    }

    #[tokio::test]
    async fn a_party_is_idle_when_its_last_call_no_longer_counts() {
        let (calls, stage, runtime) = scene();
        let turns = call(&calls, &runtime).await;
        assert!(!calls.is_idle(runtime.now()));
        drop(turns);
        stage.pass(TimeDelta::seconds(59));
        assert!(!calls.is_idle(runtime.now()));
        stage.pass(TimeDelta::seconds(1));
        assert!(calls.is_idle(runtime.now()));
        calls.block(at(90));
        assert!(!calls.is_idle(runtime.now()) && calls.is_idle(at(90)));
    }
}
