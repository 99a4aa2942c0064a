//! A call to a vendor as data, and what the vendor answers.
//!
//! A request never holds a secret: it names one ([`Value`]) and the client puts it in. So requests can be stored with
//! their answers, compared and logged, and a vendor's code never sees a token.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::record::RecordKey;

use super::job::Window;
use crate::error::{Error, ErrorKind};

/// A word that is usually written in the source.
pub type Word = Cow<'static, str>;

/// A call to a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What it asks for, for example `list sleep`. [`decode`](super::Provider::decode) branches on it and errors name it.
    pub operation: Word,
    /// The method.
    pub method: Method,
    /// The address without a query of ours. Its host must be one of [`Spec::hosts`](super::Spec::hosts).
    pub url: String,
    /// The query, appended to the one the address may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(Word, Value)>,
    /// Headers beside those of [`Spec::headers`](super::Spec::headers).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(Word, Value)>,
    /// The body.
    #[serde(default, skip_serializing_if = "Body::is_empty")]
    pub body: Body,
    /// How to authenticate.
    pub auth: Auth,
    /// True where the vendor answers only once. The client never sends it twice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// The object it asks for. Where the vendor says that is gone, the client deletes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<RecordKey>,
    /// What [`decode`](super::Provider::decode) has to know beside the answer. Stored with the answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<Word, String>,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Sends.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Names the method on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(Word, Value)>),
    /// `application/json`.
    Json {
        /// The document.
        document: serde_json::Value,
        /// What the client puts in at JSON pointers, for example a token of ours at `/verification_token`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        secrets: Vec<(Word, Value)>,
    },
}

impl Body {
    fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

/// How a request authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// Not at all, or by values it names itself.
    None,
    /// By the person's token, carried as the way of connecting says.
    User,
    /// By the application's id and secret as HTTP Basic.
    AppBasic,
    /// By the application's OAuth 1.0a signature, with a temporary token where one has been given.
    AppOAuth1,
}

/// A value of a request: text, or the name of something only the client knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// The text itself.
    Text(String),
    /// A setting of the application, for example `client_id`.
    App(Word),
    /// A part of the authorisation.
    Grant(GrantPart),
    /// The time of sending, in seconds since 1970: the same wherever it stands in one request.
    Timestamp,
    /// HMAC-SHA256 in lower-case hex over parts joined by a separator, keyed by a setting of the application.
    HmacSha256 {
        /// The setting that is the key.
        key: Word,
        /// What is signed.
        parts: Vec<Value>,
        /// What stands between the parts.
        separator: Word,
    },
    /// Parts one after the other, for example an address that ends in a secret.
    Joined(Vec<Value>),
}

/// A part of an authorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantPart {
    /// The access token, or the key a person pasted.
    AccessToken,
    /// The refresh token.
    RefreshToken,
    /// The code of a redirect.
    Code,
    /// The verifier whose challenge went to the authorise page (PKCE).
    CodeVerifier,
    /// The redirect address of the application.
    RedirectUri,
}

impl<T: ToString> From<T> for Value {
    fn from(text: T) -> Self {
        Self::Text(text.to_string())
    }
}

impl Request {
    /// Describes a call.
    pub fn new(operation: impl Into<Word>, method: Method, url: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            method,
            url: url.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Body::Empty,
            auth: Auth::User,
            once: false,
            object: None,
            notes: BTreeMap::new(),
        }
    }

    /// Describes a GET by the person's token.
    pub fn get(operation: impl Into<Word>, url: impl Into<String>) -> Self {
        Self::new(operation, Method::Get, url)
    }

    /// Describes a POST by the person's token.
    pub fn post(operation: impl Into<Word>, url: impl Into<String>) -> Self {
        Self::new(operation, Method::Post, url)
    }

    /// Adds a pair to the query: text, or what only the client knows.
    #[must_use]
    pub fn query(mut self, name: impl Into<Word>, value: impl Into<Value>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<Word>, value: impl Into<Value>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a pair to the form.
    #[must_use]
    pub fn form(mut self, name: impl Into<Word>, value: impl Into<Value>) -> Self {
        let pair = (name.into(), value.into());
        match &mut self.body {
            Body::Form(pairs) => pairs.push(pair),
            body => *body = Body::Form(vec![pair]),
        }
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, document: serde_json::Value) -> Self {
        self.body = Body::Json {
            document,
            secrets: Vec::new(),
        };
        self
    }

    /// Puts a value that only the client knows into the JSON body, at a JSON pointer.
    #[must_use]
    pub fn json_secret(mut self, pointer: impl Into<Word>, value: Value) -> Self {
        if let Body::Json { secrets, .. } = &mut self.body {
            secrets.push((pointer.into(), value));
        }
        self
    }

    /// Says how to authenticate; by the person's token if nothing is said.
    #[must_use]
    pub fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Says that the vendor answers only once.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Says which object it asks for.
    #[must_use]
    pub fn object(mut self, key: RecordKey) -> Self {
        self.object = Some(key);
        self
    }

    /// Adds what the decoder has to know.
    #[must_use]
    pub fn note(mut self, name: impl Into<Word>, value: impl Into<String>) -> Self {
        self.notes.insert(name.into(), value.into());
        self
    }

    /// Asks for another page: the same call with one pair of the query replaced.
    #[must_use]
    pub fn with_query(&self, name: impl Into<Word>, value: impl Into<Value>) -> Self {
        let name = name.into();
        let mut next = self.clone();
        next.query.retain(|(known, _)| *known != name);
        next.query.push((name, value.into()));
        next
    }

    /// Notes the span that it asks for in whole, so that the decoder of the list's last page can say so
    /// ([`Page::listed`](super::Page::listed)).
    #[must_use]
    pub fn whole(self, window: Window) -> Self {
        let text = serde_json::to_string(&window).expect("two times can be written");
        self.note(WHOLE, text)
    }

    /// Forgets that it asks for all, as a page by its offset has to: what is deleted meanwhile moves others past its beginning.
    #[must_use]
    pub fn in_part(mut self) -> Self {
        self.notes.remove(WHOLE);
        self
    }

    /// Reads the span that it asks for in whole, if it was noted.
    pub fn window(&self) -> Option<Window> {
        serde_json::from_str(self.noted(WHOLE)).ok()
    }

    /// Reads a note, or the empty string.
    pub fn noted(&self, name: &str) -> &str {
        self.notes.get(name).map_or("", String::as_str)
    }
}

/// The note of the span that is asked for in whole.
const WHOLE: &str = "whole";

/// What a vendor answered. Debugging prints no body: it holds health values, or tokens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, byte by byte; written as text where it is text, otherwise as base64.
    #[serde(with = "bytes")]
    pub body: Vec<u8>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut response = f.debug_struct("Response");
        response.field("status", &self.status).field("bytes", &self.body.len());
        response.field("received_at", &self.received_at).finish_non_exhaustive()
    }
}

impl Response {
    /// Makes an answer without headers, for data that was pushed and for tests.
    pub fn new(status: u16, body: impl Into<Vec<u8>>, received_at: DateTime<Utc>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            received_at,
        }
    }

    /// Reads a header by its name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] with the path at which it is not what `T` says, never with the value.
    pub fn json<'b, T: Deserialize<'b>>(&'b self, provider: &'static str, request: &Request) -> Result<T, Error> {
        let read = NotReadable::or_read(&self.body);
        read.map_err(|error| Error::new(provider, request.operation.clone(), ErrorKind::Malformed).with_source(error))
    }
}

/// Where a document is not what was expected. It names the place and the kind of fault, never the value.
#[derive(Debug, thiserror::Error)]
#[error("the document {fault} at `{path}` (line {line}, column {column})")]
pub struct NotReadable {
    path: String,
    fault: &'static str,
    line: usize,
    column: usize,
}

impl NotReadable {
    /// Reads a document. Keeping book of the path costs more than reading, so one that fails is read a second time for it.
    pub(crate) fn or_read<'b, T: Deserialize<'b>>(document: &'b [u8]) -> Result<T, Self> {
        if let Ok(value) = serde_json::from_slice(document) {
            return Ok(value);
        }
        let mut json = serde_json::Deserializer::from_slice(document);
        let read = serde_path_to_error::deserialize(&mut json);
        let value = read.map_err(|error| Self::at(error.path().to_string(), error.inner()))?;
        json.end().map_err(|error| Self::at(".".into(), &error))?;
        Ok(value)
    }

    pub(crate) fn at(path: String, error: &serde_json::Error) -> Self {
        let fault = match error.classify() {
            serde_json::error::Category::Data => "holds something else",
            serde_json::error::Category::Eof => "ends too early",
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => "is not JSON",
        };
        Self {
            path,
            fault,
            line: error.line(),
            column: error.column(),
        }
    }
}

mod bytes {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Written {
        Text(String),
        Base64(String),
    }

    pub(super) fn serialize<S: Serializer>(body: &[u8], out: S) -> Result<S::Ok, S::Error> {
        let written = match std::str::from_utf8(body) {
            Ok(text) => Written::Text(text.to_owned()),
            Err(_) => Written::Base64(STANDARD.encode(body)),
        };
        written.serialize(out)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        match Written::deserialize(from)? {
            Written::Text(text) => Ok(text.into_bytes()),
            Written::Base64(text) => STANDARD.decode(text).map_err(D::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_stored_byte_by_byte() {
        for body in [&b"{\"a\":1}"[..], b"\x0e\x10.FIT\xff\xfe", b""] {
            let answer = Response::new(200, body, DateTime::UNIX_EPOCH);
            let stored = serde_json::to_string(&answer).expect("written");
            assert_eq!(serde_json::from_str::<Response>(&stored).expect("read"), answer);
        }
    }

    #[test]
    fn debugging_an_answer_shows_nothing_of_it() {
        let answer = Response::new(200, "{\"bpm\":61}", DateTime::UNIX_EPOCH);
        assert!(!format!("{answer:?}").contains("61"));
    }
}
