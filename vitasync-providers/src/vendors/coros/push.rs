//! Reads COROS's calls: workouts of many people.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::BASE;
use crate::provider::Request;
use crate::webhook::{News, Notice};

pub(super) const OPERATION: &str = "read pushed workouts";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pushed<'a> {
    #[serde(borrow)]
    sport_data_list: Vec<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Head {
    open_id: Option<String>,
}

/// Reads a call. The workouts of one person become one list, byte by byte as they came.
pub(super) fn notices(body: &[u8]) -> Option<Vec<Notice>> {
    let pushed: Pushed<'_> = serde_json::from_slice(body).ok()?;
    let mut people: BTreeMap<Option<String>, Vec<&str>> = BTreeMap::new();
    for item in pushed.sport_data_list {
        // What has no head is nobody's, and is not dropped for that.
        let head: Head = serde_json::from_str(item.get()).unwrap_or_default();
        people.entry(head.open_id).or_default().push(item.get());
    }
    let notice = |(user, items): (Option<String>, Vec<&str>)| {
        let request = Request::post(OPERATION, format!("{BASE}/pushed"));
        Notice {
            user,
            key: None,
            news: News::Inline(Box::new(request), format!("[{}]", items.join(",")).into_bytes()),
        }
    };
    Some(people.into_iter().map(notice).collect())
}
