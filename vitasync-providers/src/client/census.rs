//! Counts what the lists of one run name, and says at its end which of them were whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use vitasync_core::record::{Complete, RecordKey};

use crate::provider::{Ids, Listed, Page, Spec};

/// What the pages of one run name. A run that fails or is dropped never comes to a conclusion.
pub(super) struct Census {
    asked_at: DateTime<Utc>,
    named: BTreeMap<String, BTreeSet<String>>,
    listed: Vec<Listed>,
    is_spoiled: bool,
}

impl Census {
    /// Begins before the first question.
    pub(super) fn begin(asked_at: DateTime<Utc>) -> Self {
        Self {
            asked_at,
            named: BTreeMap::new(),
            listed: Vec::new(),
            is_spoiled: false,
        }
    }

    /// Says that something was not answered, so that no list counts as whole.
    pub(super) fn spoil(&mut self) {
        self.is_spoiled = true;
    }

    /// Counts what a page names, and takes its word. What a page could not read may be any object.
    pub(super) fn count(&mut self, page: &mut Page) {
        self.is_spoiled |= !page.rejected.is_empty();
        self.listed.append(&mut page.listed);
        let sessions = page.sessions.iter().chain(&page.wall_clock_sessions);
        let sessions = sessions.filter_map(|it| it.record.as_ref());
        let readings = page.readings.iter().filter_map(|it| it.record.as_deref());
        for version in sessions.chain(readings).chain(&page.deleted) {
            let RecordKey {
                resource, external_id, ..
            } = &version.key;
            match self.named.get_mut(resource) {
                Some(ids) if ids.contains(external_id) => {}
                Some(ids) => drop(ids.insert(external_id.clone())),
                None => drop(self.named.insert(resource.clone(), [external_id.clone()].into())),
            }
        }
    }

    /// Says which lists were whole. Ids that are not the connection's own could be another account's, so they say nothing.
    pub(super) fn conclude(self, spec: &Spec, connection: &str) -> Vec<Complete> {
        if self.is_spoiled || spec.ids != Ids::Connection {
            return Vec::new();
        }
        let complete = |Listed { resource, window }| Complete {
            provider: spec.slug.to_owned(),
            scope: connection.to_owned(),
            named: self.named.get(&resource).cloned().unwrap_or_default(),
            resource,
            from: window.from,
            to: window.to,
            asked_at: self.asked_at,
        };
        self.listed.into_iter().map(complete).collect()
    }
}
