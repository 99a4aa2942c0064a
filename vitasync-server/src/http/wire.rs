//! The forms that values have in every answer: instants, cursors and pages.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::problem::Problem;

/// An instant, written `2025-06-15T09:00:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2025-06-15T09:00:00.000Z")]
pub(super) struct Instant(pub(super) DateTime<Utc>);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// Some of the rows that match, and how to get the next.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    /// The rows.
    pub(super) data: Vec<T>,
    /// Where in the list they stand. The fields beside it repeat it.
    pagination: Pagination,
    #[serde(flatten)]
    flat: Pagination,
}

/// Where in a list a page stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pagination {
    /// How many rows a page has at most.
    #[schema(example = 100)]
    limit: u64,
    /// How many rows were passed over; `null` where a cursor led here.
    #[schema(example = 0)]
    offset: Option<u64>,
    /// Whether there are more rows.
    #[schema(example = true)]
    has_more: bool,
    /// What to give as `cursor` for the next page; `null` at the end.
    #[schema(example = "WzE3NTAwMDAwMDAwMDBd")]
    next_cursor: Option<String>,
    /// How many rows match in all; absent where a cursor led here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 42)]
    total: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page of rows.
    pub(super) fn new(data: Vec<T>, at: Pagination) -> Self {
        Self {
            data,
            flat: at.clone(),
            pagination: at,
        }
    }

    /// Gives what leads to the next page.
    pub(super) fn next_cursor(&self) -> Option<&str> {
        self.flat.next_cursor.as_deref()
    }
}

impl Pagination {
    /// Says where a page stands. Where a cursor led there, nothing was counted.
    pub(super) fn new(limit: u64, offset: Option<u64>, total: Option<u64>, next: Option<String>) -> Self {
        Self {
            limit,
            offset,
            has_more: next.is_some(),
            next_cursor: next,
            total,
        }
    }
}

/// Writes what a cursor points at as opaque text.
pub(super) fn cursor<T: Serialize>(at: &T) -> String {
    let json = serde_json::to_vec(at).expect("what a cursor points at is plain data");
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

/// Reads a cursor; `None` where it is not one of ours.
pub(super) fn read_cursor<T: DeserializeOwned>(text: &str) -> Option<T> {
    let json = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&json).ok()
}

/// Sends the caller elsewhere.
pub(super) fn redirect(status: StatusCode, to: &str) -> Response {
    match HeaderValue::try_from(to) {
        Ok(location) => (status, [(header::LOCATION, location)]).into_response(),
        Err(_) => Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_utc_with_milliseconds() {
        let at = Instant("2025-06-15T11:00:00+02:00".parse().expect("an instant"));
        assert_eq!(
            serde_json::to_string(&at).expect("text"),
            r#""2025-06-15T09:00:00.000Z""#
        );
    }

    #[test]
    fn a_cursor_is_opaque_and_comes_back() {
        let text = cursor(&(1_750_000_000_000_i64, "01JA"));
        assert!(
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        );
        assert_eq!(read_cursor(&text), Some((1_750_000_000_000_i64, "01JA".to_owned())));
        assert_eq!(read_cursor::<(i64, String)>("abc"), None);
    }

    #[test]
    fn a_page_says_where_it_stands_twice() {
        let first = Page::new(
            vec!["row"],
            Pagination::new(1, Some(0), Some(2), Some("next".to_owned())),
        );
        let last = Page::new(vec!["row"], Pagination::new(1, None, None, None));
        let text = [first, last].map(|page| serde_json::to_string(&page).expect("text"));
        insta::assert_snapshot!(text.join("\n"), @r#"
        {"data":["row"],"pagination":{"limit":1,"offset":0,"hasMore":true,"nextCursor":"next","total":2},"limit":1,"offset":0,"hasMore":true,"nextCursor":"next","total":2}
        {"data":["row"],"pagination":{"limit":1,"offset":null,"hasMore":false,"nextCursor":null},"limit":1,"offset":null,"hasMore":false,"nextCursor":null}
        "#);
    }
}
