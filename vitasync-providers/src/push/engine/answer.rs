//! What the server's answers mean.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::SyncEngine;
use super::buffer::Entry;
use crate::provider::Response;

/// How many refusals are kept.
const KEPT: usize = 100;

/// What came of a run so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many batches the server has acknowledged.
    pub batches: u64,
    /// How many items are in them.
    pub items: u64,
    /// How many items could not be used.
    pub refused: u64,
    /// The last of them, at most 100.
    pub refusals: VecDeque<Refusal>,
}

/// An item that could not be used. It is not sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The store's id, where it has one.
    pub id: Option<String>,
    /// Why.
    pub reason: String,
}

/// What the server says of a batch. Anything else under its status is not its answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    batch_id: String,
    results: Option<Vec<Became>>,
}

#[derive(Debug, Deserialize)]
struct Became {
    id: Option<String>,
    status: String,
    reason: Option<String>,
}

/// What the server knows of a phone.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    provider: String,
    device_id: Option<String>,
    anchors: BTreeMap<String, String>,
    next_sequences: BTreeMap<String, u64>,
}

/// Why the server has refused something.
#[derive(Debug, Default, Deserialize)]
struct Problem {
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Vec<FieldProblem>,
}

#[derive(Debug, Deserialize)]
struct FieldProblem {
    path: String,
    message: String,
}

impl Problem {
    fn of(response: &Response) -> Self {
        serde_json::from_slice(&response.body).unwrap_or_default()
    }

    /// Reads which number the server expected.
    fn expected(&self) -> Option<u64> {
        let of_sequence = self.errors.iter().find(|it| it.path == "sequence")?;
        of_sequence.message.strip_prefix("expected ")?.parse().ok()
    }
}

impl Report {
    pub(super) fn refuse(&mut self, id: Option<String>, reason: String) {
        self.refused += 1;
        if self.refusals.len() == KEPT {
            self.refusals.pop_front();
        }
        self.refusals.push_back(Refusal { id, reason });
    }

    fn add(&mut self, results: Vec<Became>) {
        for result in results.into_iter().filter(|it| it.status == "rejected") {
            self.refuse(result.id, result.reason.unwrap_or_default());
        }
    }
}

impl SyncEngine {
    /// Takes the server's answer to [`Send`](super::Step::Send), [`Ask`](super::Step::Ask) or
    /// [`Locate`](super::Step::Locate).
    pub fn answer(&mut self, response: &Response) {
        let now = response.received_at;
        match response.status {
            401 => return self.refuse_token(now),
            408 | 425 | 429 | 500.. => return self.retry(Some(response), now),
            _ => self.refused = false,
        }
        let is_understood = match (self.lost, self.sending.is_some(), self.to_ask.is_empty()) {
            (true, ..) => self.located(response),
            (_, true, _) => self.sent(response),
            (.., false) => self.told(response),
            (.., true) => true, // nothing was asked
        };
        match is_understood {
            true => self.failures = 0,
            false => self.retry(Some(response), now),
        }
    }

    /// A token that ended is replaced at once; one that is refused as soon as it is there is waited for.
    fn refuse_token(&mut self, now: DateTime<Utc>) {
        if self.refused {
            self.retry(None, now);
        }
        self.needs_token = true;
        self.refused = true;
    }

    /// Takes how far the server has come. Tells whether it could be understood.
    fn located(&mut self, response: &Response) -> bool {
        if response.status != 200 {
            return self.stop(response);
        }
        let Ok(devices) = serde_json::from_slice::<Vec<Device>>(&response.body) else {
            return false;
        };
        let (provider, device) = (self.plan.platform.slug(), self.plan.device.as_str());
        let own = |it: &Device| it.provider == provider && it.device_id.as_deref().unwrap_or_default() == device;
        let own = devices.into_iter().find(own);
        let (anchors, next) = own.map_or((BTreeMap::new(), 1), |mut it| {
            (it.anchors, it.next_sequences.remove("").unwrap_or(1))
        });
        self.state.sequence = next;
        self.state.rewind(&self.plan, &anchors, response.received_at);
        self.buffer.clear();
        self.lost = false;
        let due: BTreeSet<String> = self.due.drain(..).map(|due| due.kind).collect();
        for kind in self.plan.types.clone() {
            if due.contains(&kind) {
                self.want(&kind);
            }
        }
        true
    }

    /// Takes the answer to a batch.
    fn sent(&mut self, response: &Response) -> bool {
        match response.status {
            200 | 202 => self.written(response),
            409 => self.conflicts(response),
            413 => self.shrink(),
            _ => self.stop(response),
        }
    }

    fn written(&mut self, response: &Response) -> bool {
        let Ok(written) = serde_json::from_slice::<Written>(&response.body) else {
            return false;
        };
        let Some((upload, entries)) = self.sending.take_if(|(upload, _)| upload.id == written.batch_id) else {
            return false;
        };
        self.report.batches += 1;
        self.report.items += upload.items as u64;
        self.state.sequence += 1;
        self.acknowledge(entries);
        match written.results {
            Some(results) => self.report.add(results),
            None => {
                self.to_ask.insert(0, upload.id.clone());
                self.state.unreported.push(upload.id);
            }
        }
        true
    }

    /// The server expects another number: a higher one where an answer was lost with the app, a lower one where the server
    /// has gone back to an older state and needs what came since.
    fn conflicts(&mut self, response: &Response) -> bool {
        self.sending = None;
        let Some(expected) = Problem::of(response).expected() else {
            return false; // the id is taken: the next try has another
        };
        if expected < self.state.sequence {
            self.lost = true;
            self.buffer.clear();
            let types = self.plan.types.clone();
            types.iter().for_each(|kind| self.want(kind));
        }
        self.state.sequence = expected;
        true
    }

    /// Makes the next batch smaller, or leaves out what is too large by itself.
    fn shrink(&mut self) -> bool {
        let Some((upload, entries)) = self.sending.take() else {
            return true;
        };
        if self.buffer.with_items(entries) > 1 {
            self.state.most_bytes = self.state.most_bytes.min(upload.body.len() / 2);
            return true;
        }
        match self.buffer.pop() {
            Some(Entry::Whole { kind, span, items }) => {
                if self.state.halve_whole(&kind, span) {
                    self.want(&kind);
                } else {
                    self.state.finish_whole(&kind, span);
                    self.report
                        .refuse(None, format!("{kind}: there is more in an hour than a batch holds"));
                    self.buffer.put_back_each(items);
                }
            }
            Some(Entry::Item(item)) => self.report.refuse(item.id, "it is too large for the server".to_owned()),
            Some(Entry::Mark { .. }) | None => {}
        }
        self.settle();
        true
    }

    /// Takes what became of the items of a batch that was written later.
    fn told(&mut self, response: &Response) -> bool {
        let asked = self.to_ask.pop();
        let told = serde_json::from_slice::<Written>(&response.body).ok();
        let results = told.and_then(|it| it.results);
        if results.is_some() || response.status == 404 {
            self.state.unreported.retain(|it| Some(it) != asked.as_ref());
        }
        self.report.add(results.unwrap_or_default());
        true
    }

    fn stop(&mut self, response: &Response) -> bool {
        let problem = Problem::of(response);
        let fields = problem.errors.iter().map(|it| format!("; {}: {}", it.path, it.message));
        let fields: String = fields.collect();
        self.stopped = Some(format!("{} {}{fields}", response.status, problem.message));
        true
    }
}
