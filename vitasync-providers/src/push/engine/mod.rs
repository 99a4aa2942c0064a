//! Decides what an app that pushes a phone's store does next. It does nothing itself: no clock, no chance, no I/O.
//!
//! ```text
//!            ┌── Read ──► the store ──► take ──┐
//!   step ────┼── Send, Ask, Locate ─► answer ──┼──► step ──► … ──► Done
//!            └── Authorise, Wait ──────────────┘
//! ```
//!
//! The app asks for a [`Step`], does it, tells what came of it, and keeps [`SyncEngine::state`] wherever it likes. It may be
//! killed between any two lines. An anchor moves only when the server has acknowledged all that was read before it, so what
//! was not acknowledged is read again, and the server knows objects by their ids: nothing is lost and nothing is there twice.
//!
//! The newest data goes first: the time of each type is cut into lanes ([`Plan::recent_days`]), each with an anchor of its own,
//! and the newest lane of all types comes before the next one of any. Within a lane the store's order holds, so that a
//! deletion follows what it deletes.

mod answer;
mod buffer;
mod state;
mod step;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, Utc};

pub use self::answer::{Refusal, Report};
use self::buffer::{Buffer, Entry};
pub use self::state::Span;
use self::state::State;
pub use self::step::{Changes, Plan, Query, Step, Upload};
use crate::provider::Response;
use crate::retry::{Backoff, retry_after};

/// How long to wait when the server cannot be reached or cannot answer.
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(2),
    longest: Duration::from_secs(15 * 60),
    tries: u32::MAX,
};

/// Decides what an app that pushes does next.
///
/// ```
/// use vitasync_providers::provider::Response;
/// use vitasync_providers::push::Platform;
/// use vitasync_providers::push::engine::{Plan, Query, Step, SyncEngine};
///
/// let now = "2026-04-23T08:00:00Z".parse()?;
/// let plan = Plan {
///     platform: Platform::AppleHealth,
///     device: "iphone-7f3a".into(),
///     version: "1.0.0".into(),
///     types: vec!["HKQuantityTypeIdentifierHeartRate".into()],
///     recent_days: vec![],
///     most_items: 1000,
///     most_bytes: 1 << 20,
/// };
/// let mut engine = SyncEngine::new(plan, None, 7, now);
/// assert_eq!(engine.step(now), Step::Locate); // has this phone pushed before?
/// engine.answer(&Response::new(200, "[]", now));
///
/// engine.begin(None, now);
/// let Step::Read(Query::Changes { anchor: None, .. }) = engine.step(now) else { panic!() };
/// engine.take(serde_json::from_str(r#"{"anchor": "1", "records": [{"id": "a",
///     "type": "HKQuantityTypeIdentifierHeartRate", "startDate": "2026-04-23T06:30:00Z", "value": 72, "unit": "count/min"}]}"#)?);
///
/// let Step::Send(batch) = engine.step(now) else { panic!() };
/// let written = format!(r#"{{"batchId": "{}", "status": "done", "results": []}}"#, batch.id);
/// engine.answer(&Response::new(200, written, now));
/// assert_eq!(engine.step(now), Step::Done);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SyncEngine {
    plan: Plan,
    state: State,
    /// What is still to be read in this round, in order.
    due: VecDeque<Due>,
    buffer: Buffer,
    /// The batch that is on its way, and the entries of the buffer that are in it.
    sending: Option<(Upload, usize)>,
    /// Whether the server has to be asked how far it has come.
    lost: bool,
    /// The batches to ask for in this round.
    to_ask: Vec<String>,
    needs_token: bool,
    /// Whether the last answer refused the token.
    refused: bool,
    wait: Option<DateTime<Utc>>,
    /// How many times in a row the server has not answered as it should.
    failures: u32,
    stopped: Option<String>,
    report: Report,
    chance: u64,
    batches: u64,
    entropy: u128,
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Due {
    kind: String,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// Changes of a lane, by its number.
    Lane(usize),
    /// Spans as a whole.
    Whole,
}

impl SyncEngine {
    /// Goes on from a state that was kept; without one, from what the server knows of the phone.
    ///
    /// `entropy` is random and another one in each run: batches are named by it, and waits are spread by it.
    pub fn new(plan: Plan, state: Option<&str>, entropy: u128, now: DateTime<Utc>) -> Self {
        let kept = state.and_then(|text| State::read(text, &plan));
        let lost = kept.is_none();
        let mut state = kept.unwrap_or_else(|| State::fresh(&plan));
        state.add_types(&plan, now);
        Self {
            plan,
            state,
            due: VecDeque::new(),
            buffer: Buffer::default(),
            sending: None,
            lost,
            to_ask: Vec::new(),
            needs_token: false,
            refused: false,
            wait: None,
            failures: 0,
            stopped: None,
            report: Report::default(),
            #[expect(clippy::cast_possible_truncation, reason = "half of it is chance enough")]
            chance: entropy as u64,
            batches: 0,
            entropy,
        }
    }

    /// Begins a round: reads these types, or all of them. Call it when the app starts and when the store says that something
    /// has changed; what is under way goes on.
    pub fn begin(&mut self, types: Option<&[String]>, now: DateTime<Utc>) {
        self.stopped = None;
        self.wait = self.wait.filter(|until| now < *until);
        self.to_ask = self.state.unreported.clone();
        for kind in self.plan.types.clone() {
            if types.is_none_or(|types| types.contains(&kind)) {
                self.want(&kind);
            }
        }
    }

    /// Says what to do next. Asked again before it is told what came of it, it says the same.
    pub fn step(&mut self, now: DateTime<Utc>) -> Step {
        if let Some(why) = &self.stopped {
            return Step::Stopped(why.clone());
        }
        if let Some(until) = self.wait.filter(|until| now < *until) {
            return Step::Wait(until);
        }
        self.wait = None;
        if self.needs_token {
            return Step::Authorise;
        }
        if self.lost {
            return Step::Locate;
        }
        if let Some((upload, _)) = &self.sending {
            return Step::Send(upload.clone());
        }
        let is_full = self.buffer.items() >= self.plan.most_items || self.buffer.bytes() >= self.state.most_bytes;
        while let Some(due) = self.due.front().filter(|_| !is_full) {
            match self.query(due) {
                Some(query) => return Step::Read(query),
                None => self.due.pop_front(),
            };
        }
        if self.buffer.items() > 0 {
            return Step::Send(self.cut(now));
        }
        match self.to_ask.last() {
            Some(batch) => Step::Ask(batch.clone()),
            None => Step::Done,
        }
    }

    /// Takes what was read in answer to [`Step::Read`].
    pub fn take(&mut self, changes: Changes) {
        let Some(due) = self.due_now() else { return };
        match due.what {
            What::Lane(lane) => self.take_lane(due.kind, lane, changes),
            What::Whole => self.take_whole(due.kind, changes),
        }
    }

    /// Says that the store knows the anchor no more, so that deletions since then are not told.
    pub fn expired(&mut self, now: DateTime<Utc>) {
        let Some(due) = self.due_now() else { return };
        self.buffer.unmark(&due.kind);
        self.due.retain(|it| it.kind != due.kind);
        self.state.forget(&due.kind, now);
        self.want(&due.kind);
    }

    /// Says that the store cannot be read now, because the phone is locked or a permission is missing. The type is left out
    /// until [`begin`](Self::begin).
    pub fn skip(&mut self) {
        if let Some(due) = self.due_now() {
            // Older lanes may rely on an anchor of a newer one.
            self.due.retain(|it| it.kind != due.kind);
        }
    }

    /// Says that there is another token.
    pub fn authorised(&mut self) {
        self.needs_token = false;
    }

    /// Says that the server, or the app's own server, did not answer.
    pub fn unreachable(&mut self, now: DateTime<Utc>) {
        self.retry(None, now);
    }

    /// Gives what the app has to keep, as text. It never holds data of the person. An older one serves too: more is read again.
    pub fn state(&self) -> String {
        self.state.write()
    }

    /// Tells what came of the run so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Takes what was to be read; nothing while a batch is on its way.
    fn due_now(&mut self) -> Option<Due> {
        match self.sending {
            None => self.due.pop_front(),
            Some(_) => None,
        }
    }

    /// Puts all of a type that is to be read into this round: the lanes of all types in their order, then whole spans.
    fn want(&mut self, kind: &str) {
        let lanes = self.state.lanes.get(kind).map_or(0, Vec::len);
        let whole = self.state.whole.contains_key(kind).then_some(What::Whole);
        for what in (0..lanes).map(What::Lane).chain(whole) {
            self.wants(Due {
                kind: kind.to_owned(),
                what,
            });
        }
    }

    fn wants(&mut self, due: Due) {
        if !self.due.contains(&due) {
            let at = self.due.partition_point(|it| it.what <= due.what);
            self.due.insert(at, due);
        }
    }

    fn query(&self, due: &Due) -> Option<Query> {
        let kind = due.kind.clone();
        match due.what {
            What::Lane(no) => {
                let lane = self.state.lanes.get(&kind)?.get(no)?;
                Some(Query::Changes {
                    from: lane.from,
                    to: lane.to,
                    anchor: self.read_up_to(&kind, no).map(str::to_owned),
                    limit: self.plan.most_items.saturating_sub(self.buffer.items()).max(1),
                    kind,
                })
            }
            What::Whole => Some(Query::Whole {
                span: self.next_whole(&kind)?,
                limit: self.plan.most_items.saturating_sub(1).max(1),
                kind,
            }),
        }
    }

    /// Tells how far a lane is read, acknowledged or not.
    fn read_up_to(&self, kind: &str, lane: usize) -> Option<&str> {
        let acknowledged = || self.state.lanes.get(kind)?.get(lane)?.anchor.as_deref();
        self.buffer.anchor(kind, lane).or_else(acknowledged)
    }

    /// Gives the newest span that is still to be read whole.
    fn next_whole(&self, kind: &str) -> Option<Span> {
        let mut spans = self.state.whole.get(kind)?.iter().rev();
        spans.find(|span| !self.buffer.holds(kind, **span)).copied()
    }

    fn take_lane(&mut self, kind: String, lane: usize, changes: Changes) {
        let (anchor, more) = (changes.anchor.clone(), changes.more);
        // Without an anchor that moves, going on would read the same for ever.
        let goes_on = more && anchor.is_some() && anchor.as_deref() != self.read_up_to(&kind, lane);
        for item in buffer::items(changes) {
            self.buffer.push(Entry::Item(item));
        }
        if let Some(anchor) = anchor {
            let kind = kind.clone();
            self.buffer.push(Entry::Mark { kind, lane, anchor });
        }
        self.settle();
        if goes_on {
            let what = What::Lane(lane);
            self.wants(Due { kind, what });
        }
    }

    fn take_whole(&mut self, kind: String, changes: Changes) {
        let Some(span) = self.next_whole(&kind) else { return };
        let is_part = changes.more;
        let mut items = buffer::items(changes);
        let is_too_much = is_part || items.len() >= self.plan.most_items;
        if is_too_much && self.state.halve_whole(&kind, span) {
            return self.want(&kind);
        }
        match is_part {
            true => self
                .report
                .refuse(None, format!("{kind}: there is more in an hour than a batch holds")),
            false => items.push(buffer::window(&kind, span)),
        }
        let of = kind.clone();
        self.buffer.push(Entry::Whole { kind: of, span, items });
        self.want(&kind);
    }

    /// Makes the next batch.
    fn cut(&mut self, now: DateTime<Utc>) -> Upload {
        self.batches += 1;
        let id = format!("{:032x}-{}", self.entropy, self.batches);
        let cut = self.buffer.cut(&self.plan, &self.state, &id, now);
        let upload = Upload {
            id,
            items: cut.items,
            body: cut.body,
        };
        self.sending = Some((upload.clone(), cut.entries));
        upload
    }

    /// Takes entries out of the buffer that the server has, and moves the anchors that stand behind them.
    fn acknowledge(&mut self, entries: usize) {
        for _ in 0..entries {
            match self.buffer.pop() {
                Some(Entry::Mark { kind, lane, anchor }) => self.state.mark(&kind, lane, anchor),
                Some(Entry::Whole { kind, span, .. }) => self.state.finish_whole(&kind, span),
                Some(Entry::Item(_)) | None => {}
            }
        }
        self.settle();
    }

    /// Moves the anchors that nothing stands before.
    fn settle(&mut self) {
        while let Some((kind, lane, anchor)) = self.buffer.pop_mark() {
            self.state.mark(&kind, lane, anchor);
        }
    }

    fn retry(&mut self, response: Option<&Response>, now: DateTime<Utc>) {
        let chance = self.chance();
        let wait = BACKOFF.wait(self.failures, chance).unwrap_or(BACKOFF.longest);
        self.failures = self.failures.saturating_add(1);
        let told = response.and_then(|response| retry_after(response, now));
        self.wait = Some((now + wait).max(told.unwrap_or(now)));
    }

    /// Gives the next number by chance (SplitMix64, Steele and others 2014).
    fn chance(&mut self) -> u32 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.chance ^ (self.chance >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) >> 32).expect("it is the upper half")
    }
}
