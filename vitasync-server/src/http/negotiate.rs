//! Answers in the form a client asks for: lines instead of one document, and nothing where it has the answer already; and
//! changes nothing that the client has not seen.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::PREFER;
use super::body::Json;
use super::wire::Page;

const NDJSON: &str = "application/x-ndjson";
const REPRESENTATION: &str = "return=representation";
const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");

/// What the request says about the form of its answer.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    lines: bool,
    known_tags: Vec<String>,
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl Wanted {
    fn of(headers: &HeaderMap) -> Self {
        let kinds = words(headers, header::ACCEPT);
        Self {
            lines: kinds.iter().any(|kind| kind.split(';').next() == Some(NDJSON)),
            known_tags: words(headers, header::IF_NONE_MATCH),
        }
    }

    /// Answers a page: as one document, or one row per line with the next cursor in `X-Next-Cursor`.
    pub(super) fn page<T: Serialize>(&self, page: Page<T>) -> Response {
        if !self.lines {
            return Json(page).into_response();
        }
        let mut response = lines(page.data.iter().map(line).collect::<Vec<_>>().concat());
        if let Some(Ok(next)) = page.next_cursor().map(HeaderValue::from_str) {
            response.headers_mut().insert(NEXT_CURSOR, next);
        }
        response
    }

    /// Answers all rows there are: as one array, or one row per line.
    pub(super) fn rows<T: Serialize>(&self, rows: Vec<T>) -> Response {
        if !self.lines {
            return Json(rows).into_response();
        }
        lines(rows.iter().map(line).collect::<Vec<_>>().concat())
    }

    /// Tells whether one row per line is wanted.
    pub(super) fn lines(&self) -> bool {
        self.lines
    }

    /// Answers with a tag over the body, or 304 where the client has this body already.
    pub(super) fn tagged<T: Serialize>(&self, body: &T) -> Response {
        let body = serde_json::to_vec(body).expect("an answer is plain data");
        let tag = format!("\"{}\"", &blake3::hash(&body).to_hex()[..32]);
        // The same body may be compressed on the way, so only its meaning is tagged.
        let weak = HeaderValue::try_from(format!("W/{tag}")).expect("a hash is hexadecimal");
        let known = self
            .known_tags
            .iter()
            .any(|known| known == "*" || known.trim_start_matches("W/") == tag);
        let headers = [
            (header::ETAG, weak),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        ];
        if known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let kind = [(header::CONTENT_TYPE, "application/json")];
        (headers, kind, body).into_response()
    }
}

/// Writes a row as a line.
pub(super) fn line<T: Serialize>(row: &T) -> Vec<u8> {
    let mut line = serde_json::to_vec(row).expect("a row is plain data");
    line.push(b'\n');
    line
}

/// Answers lines.
pub(super) fn lines(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, NDJSON)], body.into()).into_response()
}

/// Whether the client wants to be told what a change came to (`Prefer: return=representation`).
#[derive(Debug, Clone, Copy)]
pub(super) struct Told(pub(super) bool);

impl<S: Sync> FromRequestParts<S> for Told {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let preferences = words(&parts.headers, PREFER);
        Ok(Self(
            preferences.iter().any(|it| it.eq_ignore_ascii_case(REPRESENTATION)),
        ))
    }
}

/// Answers what the client wanted to be told.
pub(super) fn told<T: Serialize>(body: T) -> Response {
    let applied = HeaderName::from_static("preference-applied");
    ([(applied, REPRESENTATION)], Json(body)).into_response()
}

/// The versions on which a change may be made, where the request names any (`If-Match`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IfMatch(pub(super) Option<Vec<i64>>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let tags = words(&parts.headers, header::IF_MATCH);
        if tags.is_empty() || tags.iter().any(|tag| tag == "*") {
            return Ok(Self(None));
        }
        let version = |tag: &String| tag.trim_start_matches("W/").trim_matches('"').parse().ok();
        Ok(Self(Some(tags.iter().filter_map(version).collect())))
    }
}

/// Answers with the version of what is answered as its tag.
pub(super) fn versioned<T: Serialize>(version: i64, body: T) -> Response {
    let tag = HeaderValue::try_from(format!("\"{version}\"")).expect("a number");
    let headers = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    (headers, Json(body)).into_response()
}

/// Lists the words of a header, whether they come in one line or in several.
fn words(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    let texts = headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let words = texts
        .flat_map(|text| text.split(','))
        .map(|word| word.trim().to_owned());
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(name: HeaderName, value: &str) -> Wanted {
        Wanted::of(&HeaderMap::from_iter([(
            name,
            HeaderValue::from_str(value).expect("a value"),
        )]))
    }

    #[test]
    fn lines_are_sent_only_where_they_are_asked_for() {
        assert!(wanted(header::ACCEPT, "application/json;q=0.5, application/x-ndjson;q=1").lines);
        assert!(!wanted(header::ACCEPT, "*/*").lines);
    }

    #[test]
    fn a_known_body_is_not_sent_again() {
        let first = Wanted::of(&HeaderMap::new()).tagged(&["body"]);
        let tag = first.headers()[header::ETAG].to_str().expect("readable").to_owned();
        assert_eq!(first.status(), StatusCode::OK);
        for known in [
            tag.as_str(),
            tag.trim_start_matches("W/"),
            "*",
            &format!("\"other\", {tag}"),
        ] {
            let again = wanted(header::IF_NONE_MATCH, known).tagged(&["body"]);
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
        }
        assert_eq!(
            wanted(header::IF_NONE_MATCH, &tag).tagged(&["new"]).status(),
            StatusCode::OK
        );
    }
}
