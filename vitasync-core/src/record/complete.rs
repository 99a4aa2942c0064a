//! Finds the objects that are gone because a whole answer does not name them.
//!
//! Some vendors tell no deletions, but what they list of a span is all there is. Nothing else may be read that way: where an
//! answer is a part, or tells changes alone, what it does not name says nothing.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{RecordKey, RecordVersion};

/// A vendor's whole answer about a kind of object in a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complete {
    /// The provider's slug.
    pub provider: String,
    /// Where the ids are unique; the answer says nothing about other connections.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// What kind of object it lists, in the word of [`RecordKey::resource`].
    pub resource: String,
    /// The first instant of the span.
    pub from: DateTime<Utc>,
    /// The first instant after the span.
    pub to: DateTime<Utc>,
    /// When the vendor was asked. What was delivered later may not have been there yet.
    pub asked_at: DateTime<Utc>,
    /// The vendor's ids of all objects in the answer.
    pub named: BTreeSet<String>,
}

/// An object that is held, as [`Complete::missing`] has to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The object, and the highest revision that counted.
    pub version: RecordVersion,
    /// When the first thing it holds began.
    pub start: DateTime<Utc>,
    /// When the last thing it holds ended.
    pub end: DateTime<Utc>,
    /// When it was last delivered.
    pub checked_at: DateTime<Utc>,
}

impl Complete {
    /// Lists which of the objects that are held are gone, in order, each with the revision it had: a later revision brings it back,
    /// and where there are no revisions it is gone for good.
    ///
    /// An object counts only if it is of this provider, scope and kind, lies in the span with both ends, and was delivered
    /// before the vendor was asked. What reaches over a border of the span stays.
    ///
    /// ```
    /// use vitasync_core::record::{Complete, Known, RecordKey, RecordVersion};
    ///
    /// let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    /// let known = |id: &str, start: &str| Known {
    ///     version: RecordVersion { key: RecordKey::new("example", "weighing", id), revision: Some(7) },
    ///     start: at(start),
    ///     end: at(start),
    ///     checked_at: at("2025-06-16T00:00:00Z"),
    /// };
    /// let answer = Complete {
    ///     provider: "example".into(),
    ///     scope: String::new(),
    ///     resource: "weighing".into(),
    ///     from: at("2025-06-15T00:00:00Z"),
    ///     to: at("2025-06-16T00:00:00Z"),
    ///     asked_at: at("2025-06-17T00:00:00Z"),
    ///     named: ["a".to_owned()].into(),
    /// };
    /// let held = [known("a", "2025-06-15T07:00:00Z"), known("b", "2025-06-15T07:01:00Z"), known("c", "2025-06-16T07:00:00Z")];
    /// let gone = answer.missing(held);
    /// assert_eq!(gone, [RecordVersion { key: RecordKey::new("example", "weighing", "b"), revision: Some(7) }]);
    /// ```
    pub fn missing(&self, held: impl IntoIterator<Item = Known>) -> Vec<RecordVersion> {
        let gone = held.into_iter().filter(|it| self.lacks(it));
        let mut gone: Vec<RecordVersion> = gone.map(|it| it.version).collect();
        gone.sort_by(|a, b| a.key.cmp(&b.key));
        gone
    }

    fn lacks(&self, it: &Known) -> bool {
        let RecordKey {
            provider,
            scope,
            resource,
            external_id,
        } = &it.version.key;
        let is_meant = (provider, scope, resource) == (&self.provider, &self.scope, &self.resource);
        let is_inside = self.from <= it.start && it.end < self.to;
        is_meant && is_inside && it.checked_at < self.asked_at && !self.named.contains(external_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn day() -> DateTime<Utc> {
        "2025-06-15T00:00:00Z".parse().expect("a time")
    }

    fn answer() -> Complete {
        Complete {
            provider: "example".into(),
            scope: "c1".into(),
            resource: "night".into(),
            from: day(),
            to: day() + TimeDelta::days(1),
            asked_at: day() + TimeDelta::days(2),
            named: ["named".to_owned()].into(),
        }
    }

    /// A night of one hour that begins some hours into the day.
    fn night(id: &str, hour: i64) -> Known {
        let key = RecordKey {
            scope: "c1".into(),
            ..RecordKey::new("example", "night", id)
        };
        Known {
            version: key.into(),
            start: day() + TimeDelta::hours(hour),
            end: day() + TimeDelta::hours(hour + 1),
            checked_at: day() + TimeDelta::days(1),
        }
    }

    fn is_gone(held: Known) -> bool {
        !answer().missing([held]).is_empty()
    }

    #[test]
    fn what_lies_in_the_span_and_is_not_named_is_gone() {
        assert!(is_gone(night("a", 0)));
        assert!(!is_gone(night("named", 0)));
    }

    #[test]
    fn what_reaches_over_a_border_stays() {
        assert!(!is_gone(night("a", -1)));
        assert!(!is_gone(night("a", 23)));
        assert!(!is_gone(night("a", 30)));
    }

    #[test]
    fn an_answer_says_nothing_about_other_kinds_and_connections() {
        for change in [
            |key: &mut RecordKey| key.provider = "other".into(),
            |key: &mut RecordKey| key.scope = "c2".into(),
            |key: &mut RecordKey| key.resource = "nap".into(),
        ] {
            let mut other = night("a", 1);
            change(&mut other.version.key);
            assert!(!is_gone(other));
        }
    }

    #[test]
    fn what_came_after_the_question_stays() {
        let mut late = night("a", 1);
        late.checked_at = answer().asked_at;
        assert!(!is_gone(late));
    }
}
