//! Reads and writes JSON bodies with the documented errors.
//!
//! A body that is not JSON, or not of the expected types, is 400 and names the field; a field that does not exist is
//! 422 with the nearest that does, so that nothing a client says is ignored in silence.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use super::problem::Problem;
use crate::error::Error;

/// The body of a request.
pub(super) trait RequestBody: DeserializeOwned {
    /// Lists every field that is accepted, the documented ones first.
    const FIELDS: &'static [&'static str];
}

/// A JSON body.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) T);

impl<T: RequestBody, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            return Err(Error::invalid("Content-Type", "it must be application/json").into());
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Problem::of_status(rejection.status()))?;
        Ok(read(&bytes).map(Json)?)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Reads a body, or says what is wrong with it.
pub(super) fn read<T: RequestBody>(bytes: &[u8]) -> Result<T, Error> {
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| Error::invalid("body", format!("it is not JSON: {error}")))?;
    let fields = value
        .as_object()
        .ok_or_else(|| Error::invalid("body", "it must be an object"))?;
    if let Some(unknown) = fields.keys().find(|field| !T::FIELDS.contains(&field.as_str())) {
        return Err(Error::unknown_word(
            unknown.as_str(),
            "field",
            unknown,
            T::FIELDS.iter().copied(),
        ));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "body".to_owned() } else { path };
        Error::invalid(path, error.into_inner().to_string())
    })
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
        ];
        insta::assert_snapshot!(bodies.map(wrong).join("\n"), @r#"
        body: it is not JSON: EOF while parsing an object at line 1 column 1
        body: it must be an object
        body: missing field `externalId`
        externalId: invalid type: integer `7`, expected a string
        scopes[1]: invalid type: integer `7`, expected a string
        "externalld" is not a known field; did you mean "externalId"?
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
