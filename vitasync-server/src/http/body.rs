//! Reads and writes JSON bodies with the documented errors.
//!
//! A body that is not JSON, or not of the expected types, is 400 and names the field; a field that does not exist is
//! 422 with the nearest that does, so that nothing a client says is ignored in silence.

use axum::body::Bytes;
use axum::body::HttpBody as _;
use axum::extract::{FromRequest, OptionalFromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::problem::Problem;
use crate::error::Error;

/// The body of a request.
pub(super) trait RequestBody: DeserializeOwned {
    /// Lists every field that is accepted, the documented ones first.
    const FIELDS: &'static [&'static str];

    /// Reads the fields. A body that holds another one flat reads that one by itself: serde forgets the paths in it.
    fn from_fields(fields: Map<String, Value>) -> Result<Self, Error> {
        typed(fields)
    }
}

/// A JSON body.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) T);

impl<T: RequestBody, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = bytes(request, state).await?;
        Ok(read(&bytes).map(Json)?)
    }
}

/// Lets a handler take `Option<Json<T>>`: a request that sends nothing, or `null`, has no body.
impl<T: RequestBody, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        if request.body().is_end_stream() {
            return Ok(None);
        }
        match bytes(request, state).await? {
            bytes if bytes.is_empty() || bytes.trim_ascii() == b"null" => Ok(None),
            bytes => Ok(read(&bytes).map(|body| Some(Self(body)))?),
        }
    }
}

/// Receives a body that says it is JSON.
async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    if !says_json(request.headers()) {
        return Err(Error::invalid("Content-Type", "it must be application/json").into());
    }
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| Problem::of_status(rejection.status()))
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        // Into a vector: what axum writes into takes every quotation mark and every comma by a call.
        let body = serde_json::to_vec(&self.0).expect("an answer is plain data");
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// Reads a body, or says what is wrong with it.
pub(super) fn read<T: RequestBody>(bytes: &[u8]) -> Result<T, Error> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| Error::invalid("body", format!("it is not JSON: {error}")))?;
    if let Some(path) = nul(&value) {
        return Err(Error::invalid(path, "text cannot hold the character U+0000"));
    }
    let Value::Object(fields) = value else {
        return Err(Error::invalid("body", "it must be an object"));
    };
    if let Some(unknown) = fields.keys().find(|field| !T::FIELDS.contains(&field.as_str())) {
        return Err(Error::unknown_word(
            unknown.as_str(),
            "field",
            unknown,
            T::FIELDS.iter().copied(),
        ));
    }
    T::from_fields(fields)
}

/// Reads fields as `T`, and names the one that cannot be read.
pub(super) fn typed<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Error> {
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let path = Some(error.path().to_string()).filter(|path| path != ".");
        let message = error.into_inner().to_string();
        // Serde names the object that lacks the field, and the field in words alone.
        let missing = message
            .strip_prefix("missing field `")
            .and_then(|it| it.strip_suffix('`'));
        match (path, missing) {
            (None, Some(field)) => Error::invalid(field, "it is required"),
            (Some(path), Some(field)) => Error::invalid(format!("{path}.{field}"), "it is required"),
            (path, None) => Error::invalid(path.unwrap_or_else(|| "body".to_owned()), message),
        }
    })
}

/// Finds a text, or the name of a field, with a character that no database keeps.
fn nul(value: &Value) -> Option<String> {
    fn below(name: &str, value: &Value) -> Option<String> {
        match nul(value)? {
            path if path.is_empty() || path.starts_with('[') => Some(format!("{name}{path}")),
            path => Some(format!("{name}.{path}")),
        }
    }
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .find_map(|(at, value)| below(&format!("[{at}]"), value)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| match name.contains('\0') {
            true => Some(name.escape_debug().to_string()),
            false => below(name, value),
        }),
        _ => None,
    }
}

/// Keeps `null` apart from what was left out.
pub(super) fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Tells whether a body is said to be JSON.
pub(super) fn says_json(headers: &HeaderMap) -> bool {
    let Some(Ok(kind)) = headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str()) else {
        return false;
    };
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Example {
        #[expect(dead_code, reason = "read for its type alone")]
        external_id: String,
        #[expect(dead_code, reason = "read for its type alone")]
        scopes: Option<Vec<String>>,
    }

    impl RequestBody for Example {
        const FIELDS: &'static [&'static str] = &["externalId", "scopes"];
    }

    #[test]
    fn what_is_wrong_with_a_body_is_said_by_field() {
        let wrong = |body: &str| read::<Example>(body.as_bytes()).expect_err("wrong").to_string();
        let bodies = [
            "{",
            "[]",
            "{}",
            r#"{"externalId":7}"#,
            r#"{"externalId":"a","scopes":["read",7]}"#,
            r#"{"externalld":"a"}"#,
            r#"{"externalId":"a\u0000"}"#,
            r#"{"externalId":"a","scopes":["read","\u0000"]}"#,
        ];
        insta::assert_snapshot!(bodies.map(wrong).join("\n"), @r#"
        body: it is not JSON: EOF while parsing an object at line 1 column 1
        body: it must be an object
        externalId: it is required
        externalId: invalid type: integer `7`, expected a string
        scopes[1]: invalid type: integer `7`, expected a string
        "externalld" is not a known field; did you mean "externalId"?
        externalId: text cannot hold the character U+0000
        scopes[1]: text cannot hold the character U+0000
        "#);
    }

    #[test]
    fn only_json_types_count_as_json() {
        let says = |kind: &'static str| {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, header::HeaderValue::from_static(kind))]);
            says_json(&headers)
        };
        assert!(
            says("application/json") && says("application/JSON; charset=utf-8") && says("application/merge-patch+json")
        );
        assert!(!says("text/json") && !says("application/x-www-form-urlencoded") && !says_json(&HeaderMap::new()));
    }
}
