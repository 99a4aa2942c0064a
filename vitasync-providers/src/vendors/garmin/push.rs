//! Reads Garmin's calls: one object with a list per kind of summary, for many people at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{BASE, file};
use crate::provider::Request;
use crate::webhook::{News, Notice, Refused};

/// The kinds of summaries: the name in a call, in any case, and the name in addresses.
static KINDS: &[(&str, &str)] = &[
    ("dailies", "dailies"),
    ("epochs", "epochs"),
    ("sleeps", "sleeps"),
    ("bodyComps", "bodyComps"),
    ("stressDetails", "stressDetails"),
    ("userMetrics", "userMetrics"),
    ("pulseOx", "pulseOx"),
    ("allDayRespiration", "respiration"),
    ("healthSnapshot", "healthSnapshot"),
    ("hrv", "hrv"),
    ("bloodPressures", "bloodPressures"),
    ("skinTemp", "skinTemp"),
    ("activities", "activities"),
    ("activityDetails", "activityDetails"),
    ("manuallyUpdatedActivities", "manuallyUpdatedActivities"),
    ("moveIQActivities", "moveiq"),
    ("mct", "mct"),
];

/// Where Garmin's API is. Nothing else is fetched with a person's token, whatever a call says.
const PLACES: [&str; 2] = [BASE, "https://healthapi.garmin.com/wellness-api/rest"];

/// What tells whose an item is and whether it is the data or an address.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Head {
    user_id: Option<String>,
    #[serde(rename = "callbackURL")]
    callback_url: Option<String>,
}

/// Reads a call. The data of one person and kind become one list, byte by byte as they came.
pub(super) fn notices(body: &[u8]) -> Result<Vec<Notice>, Refused> {
    let envelope: BTreeMap<String, &RawValue> = serde_json::from_slice(body).map_err(|_| Refused::Malformed)?;
    let mut notices = Vec::new();
    for (key, list) in envelope {
        let items: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|_| Refused::Malformed)?;
        let mut inline: BTreeMap<Option<String>, Vec<&str>> = BTreeMap::new();
        for item in items {
            // What has no head is nobody's, and is not dropped for that.
            let head: Head = serde_json::from_str(item.get()).unwrap_or_default();
            match (account_event(&key), head.callback_url.as_deref()) {
                (Some(news), _) => notices.push(notice(head.user_id, None, news)),
                (None, Some(url)) => {
                    let fetch = News::Fetch(vec![ping(&key, url, item.get())?]);
                    notices.push(notice(head.user_id, Some(url.to_owned()), fetch));
                }
                (None, None) => inline.entry(head.user_id).or_default().push(item.get()),
            }
        }
        notices.extend(inline.into_iter().map(|(user, items)| {
            let list = format!("[{}]", items.join(","));
            notice(user, None, News::Inline(Box::new(pushed(&key)), list.into_bytes()))
        }));
    }
    Ok(notices)
}

fn account_event(key: &str) -> Option<News> {
    match key.to_ascii_lowercase().as_str() {
        "deregistrations" => Some(News::Deregistered),
        "userpermissionschange" => Some(News::PermissionsChanged),
        _ => None,
    }
}

fn notice(user: Option<String>, key: Option<String>, news: News) -> Notice {
    Notice { user, key, news }
}

fn name_in_addresses(key: &str) -> Option<&'static str> {
    let kind = KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
    kind.map(|(_, name)| *name)
}

/// Names the request whose answer the data in a call are.
fn pushed(key: &str) -> Request {
    match name_in_addresses(key) {
        Some(name) => Request::get(format!("read {name}"), format!("{BASE}/{name}")),
        None => Request::get("read a new kind", BASE).note("kind", key),
    }
}

/// Fetches what a ping names, from Garmin's API or not at all.
fn ping(key: &str, url: &str, item: &str) -> Result<Request, Refused> {
    if !is_garmins(url) {
        return Err(Refused::NotTrusted);
    }
    let mut request = if key.eq_ignore_ascii_case("activityFiles") {
        file::request(&serde_json::from_str(item).unwrap_or_default())
    } else {
        pushed(key)
    };
    url.clone_into(&mut request.url);
    Ok(request)
}

/// Tells whether an address lies below one of [`PLACES`] and cannot climb out of it.
fn is_garmins(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let below = |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
    let climbs = path.contains("..") || path.contains(['%', '\\', '\t', '\r', '\n']);
    PLACES.into_iter().any(below) && !climbs
}
