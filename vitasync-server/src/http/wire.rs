//! The forms that values have in every answer: instants, cursors and pages.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike as _, NaiveDate, SecondsFormat, Timelike as _, Utc};
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
        let millisecond = self.0.timestamp_subsec_millis();
        let year = match u16::try_from(self.0.year()) {
            // Beyond 999 in a leap second.
            Ok(year) if year < 10_000 && millisecond < 1000 => year,
            _ => return out.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true)),
        };
        // A page of samples has thousands of them, so they are not formatted but written.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        digits(&mut text[..4], year.into());
        digits(&mut text[5..7], self.0.month());
        digits(&mut text[8..10], self.0.day());
        digits(&mut text[11..13], self.0.hour());
        digits(&mut text[14..16], self.0.minute());
        digits(&mut text[17..19], self.0.second());
        digits(&mut text[20..23], millisecond);
        out.serialize_str(std::str::from_utf8(&text).expect("digits"))
    }
}

/// Writes a civil date, `2025-06-15`, where there are thousands of them.
pub(super) fn date<S: Serializer>(date: &NaiveDate, out: S) -> Result<S::Ok, S::Error> {
    let year = match u16::try_from(date.year()) {
        Ok(year) if year < 10_000 => year,
        _ => return date.serialize(out),
    };
    let mut text = *b"0000-00-00";
    digits(&mut text[..4], year.into());
    digits(&mut text[5..7], date.month());
    digits(&mut text[8..], date.day());
    out.serialize_str(std::str::from_utf8(&text).expect("digits"))
}

/// Writes a number into so many digits.
fn digits(text: &mut [u8], mut number: u32) {
    for digit in text.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).expect("below 10");
        number /= 10;
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
    fn instants_of_every_time_are_written_as_they_are_formatted() {
        for text in [
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "2016-12-31T23:59:60.250Z",
            "2024-02-29T12:34:56.007Z",
            "9999-12-31T23:59:59Z",
            "+12345-06-07T08:09:10Z",
            "-0001-06-07T08:09:10Z",
        ] {
            let at: DateTime<Utc> = text.parse().expect("an instant");
            let formatted = serde_json::to_string(&at.to_rfc3339_opts(SecondsFormat::Millis, true));
            let written = serde_json::to_string(&Instant(at));
            assert_eq!(written.expect("text"), formatted.expect("text"));
        }
    }

    #[test]
    fn dates_of_every_year_are_written_as_they_are_formatted() {
        for text in ["0000-01-01", "2024-02-29", "9999-12-31", "+12345-06-07", "-0001-06-07"] {
            let civil: NaiveDate = text.parse().expect("a date");
            let mut written = Vec::new();
            date(&civil, &mut serde_json::Serializer::new(&mut written)).expect("text");
            assert_eq!(written, serde_json::to_vec(&civil).expect("text"), "{text}");
        }
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
