//! Reads query strings: every wrong parameter is named, in one answer.
//!
//! A parameter may have several spellings (`providerId`, `source`); the first is the documented one. A parameter that
//! does not exist is refused with the nearest that does, so that a slip of the keyboard never answers everything. What
//! a handler takes is a type that implements [`FromParams`] and `IntoParams`, which documents it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono_tz::Tz;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::wire::read_cursor;
use crate::error::{Error, FieldError};
use crate::service::window::{When, Window};

/// A query string that knows what it should say.
pub(super) trait FromParams: Sized {
    /// Lists every spelling that is accepted, the documented ones first.
    const NAMES: &'static [&'static str];

    /// Takes what it needs; whatever cannot be read is noted in `params`.
    fn from_params(params: &mut Params) -> Self;
}

/// The query string of a request as `T`.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<T: FromParams, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(read(query).map(Query)?)
    }
}

/// Reads a query string as `T`, or says everything that is wrong with it.
pub(super) fn read<T: FromParams>(query: &str) -> Result<T, Error> {
    let pairs = form_urlencoded::parse(query.as_bytes()).map(|(name, text)| (name.into_owned(), text.into_owned()));
    let mut params = Params {
        pairs: pairs.collect(),
        unreadable: Vec::new(),
        unknown: None,
    };
    if let Some((name, _)) = params.pairs.iter().find(|(name, _)| !T::NAMES.contains(&name.as_str())) {
        return Err(Error::unknown_word(
            name.as_str(),
            "parameter of this path",
            name,
            T::NAMES.iter().copied(),
        ));
    }
    let with_nul = |(_, text): &&(String, String)| text.contains('\0');
    if let Some((name, _)) = params.pairs.iter().find(with_nul) {
        return Err(Error::invalid(name.as_str(), "text cannot hold the character U+0000"));
    }
    let read = T::from_params(&mut params);
    match (params.unreadable.is_empty(), params.unknown) {
        (false, _) => Err(Error::Invalid {
            errors: params.unreadable,
        }),
        (true, Some(unknown)) => Err(unknown),
        (true, None) => Ok(read),
    }
}

/// A query string on its way to becoming typed.
#[derive(Debug)]
pub(super) struct Params {
    pairs: Vec<(String, String)>,
    unreadable: Vec<FieldError>,
    unknown: Option<Error>,
}

impl Params {
    /// Takes the text under any of some spellings; an empty text counts as none, two texts contradict each other.
    pub(super) fn text(&mut self, names: &[&str]) -> Option<String> {
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, text) in &self.pairs {
            if names.contains(&name.as_str()) && !text.is_empty() && !given.iter().any(|(_, other)| other == text) {
                given.push((name.clone(), text.clone()));
            }
        }
        match given.len() {
            0 | 1 => given.pop().map(|(_, text)| text),
            _ => {
                self.refuse(&given[1].0, "it is given twice, with different values");
                None
            }
        }
    }

    /// Takes all words under any of some spellings, repeated or separated by commas.
    pub(super) fn words(&mut self, names: &[&str]) -> Vec<String> {
        let texts = self.pairs.iter().filter(|(name, _)| names.contains(&name.as_str()));
        let words = texts.flat_map(|(_, text)| text.split(','));
        words
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// Takes a value that `read` understands or explains.
    pub(super) fn parse<T>(&mut self, names: &[&str], read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(names)?;
        read(&text).map_err(|message| self.refuse(names[0], message)).ok()
    }

    /// Takes a word of a vocabulary.
    pub(super) fn word<T>(
        &mut self,
        names: &[&str],
        vocabulary: &str,
        known: &[&str],
        find: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(names)?;
        let found = find(&text);
        if found.is_none() {
            self.refuse_word(Error::unknown_word(names[0], vocabulary, &text, known.iter().copied()));
        }
        found
    }

    /// Takes `limit`: a whole number from 1 to `max`.
    pub(super) fn limit(&mut self, default: u64, max: u64) -> u64 {
        let limit = self.parse(&["limit"], |text| match text.parse::<u64>() {
            Ok(limit) if (1..=max).contains(&limit) => Ok(limit),
            _ => Err(format!("it must be a whole number from 1 to {max}")),
        });
        limit.unwrap_or(default)
    }

    /// Takes `offset`: how many rows to pass over.
    pub(super) fn offset(&mut self) -> Option<u64> {
        self.parse(&["offset"], |text| {
            text.parse::<u32>()
                .map(u64::from)
                .map_err(|_| "it must be a whole number from 0 to 4294967295".to_owned())
        })
    }

    /// Takes `cursor`: where the page before ended, as this server wrote it.
    pub(super) fn cursor<T: DeserializeOwned>(&mut self) -> Option<T> {
        self.parse(&["cursor"], |text| {
            read_cursor(text).ok_or_else(|| "it is not a cursor of this list".to_owned())
        })
    }

    /// Takes a yes or no.
    pub(super) fn flag(&mut self, names: &[&str]) -> bool {
        let flag = self.parse(names, |text| match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err("it must be true or false".to_owned()),
        });
        flag.unwrap_or(false)
    }

    /// Takes a date or an instant.
    pub(super) fn when(&mut self, names: &[&str]) -> Option<When> {
        self.parse(names, read_when)
    }

    /// Takes a window; its two ends must be in order.
    pub(super) fn window(&mut self) -> Window {
        let window = Window {
            from: self.when(&["from", "start", "startDate"]),
            to: self.when(&["to", "end", "endDate"]),
        };
        if !is_in_order(window) {
            self.refuse("to", "it must not lie before `from`");
        }
        window
    }

    /// Takes the IANA time zone in which days are cut.
    pub(super) fn zone(&mut self) -> Option<Tz> {
        let text = self.text(&["timezone"])?;
        let zone = text.parse().ok();
        if zone.is_none() {
            let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            self.refuse_word(Error::unknown_word("timezone", "IANA time zone", &text, known));
        }
        zone
    }

    /// Takes a word that was looked up, or notes that it stands in no vocabulary.
    pub(super) fn known<T>(&mut self, found: Result<T, Error>) -> Option<T> {
        found.map_err(|error| self.refuse_word(error)).ok()
    }

    /// Notes that a required parameter is missing.
    pub(super) fn require<T>(&mut self, name: &str, value: Option<&T>) {
        let noted = self.unreadable.iter().any(|error| error.path == name);
        if value.is_none() && !noted && self.unknown.is_none() {
            self.refuse(name, "it is required");
        }
    }

    /// Notes that a parameter cannot be read.
    pub(super) fn refuse(&mut self, name: &str, message: impl Into<String>) {
        let (path, message) = (name.to_owned(), message.into());
        self.unreadable.push(FieldError { path, message });
    }

    /// Notes that a word stands in no vocabulary.
    pub(super) fn refuse_word(&mut self, error: Error) {
        self.unknown.get_or_insert(error);
    }
}

/// Reads a civil date, or an instant with any offset.
fn read_when(text: &str) -> Result<When, String> {
    // An unescaped `+` of an offset arrives as a space.
    text.trim().replace(' ', "+").parse()
}

/// Tells whether the end does not lie before the beginning. A date and an instant are compared once the person's zone
/// is known.
fn is_in_order(window: Window) -> bool {
    match (window.from, window.to) {
        (Some(When::Date(from)), Some(When::Date(to))) => from <= to,
        (Some(When::Instant(from)), Some(When::Instant(to))) => from <= to,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Example {
        window: Window,
        limit: u64,
        raw: bool,
        source: Option<String>,
    }

    impl FromParams for Example {
        const NAMES: &'static [&'static str] = &["source", "providerId", "from", "to", "limit", "raw"];

        fn from_params(params: &mut Params) -> Self {
            Self {
                window: params.window(),
                limit: params.limit(100, 1000),
                raw: params.flag(&["raw"]),
                source: params.text(&["source", "providerId"]),
            }
        }
    }

    fn instant(text: &str) -> Option<When> {
        Some(When::Instant(text.parse().expect("an instant")))
    }

    #[test]
    fn dates_and_instants_with_any_offset_are_read() {
        let query = "from=2025-06-01&to=2025-06-02T00%3A00%3A00%2B02%3A00";
        let window = read::<Example>(query).expect("readable").window;
        assert_eq!(window.from, Some(When::Date("2025-06-01".parse().expect("a date"))));
        assert_eq!(window.to, instant("2025-06-01T22:00:00Z"));
        let unescaped = read::<Example>("to=2025-06-02T00:00:00+02:00")
            .expect("readable")
            .window;
        assert_eq!(unescaped.to, window.to);
    }

    #[test]
    fn both_spellings_of_a_parameter_mean_the_same() {
        for query in ["source=fitbit", "providerId=fitbit", "source=fitbit&providerId=fitbit"] {
            assert_eq!(
                read::<Example>(query).expect("readable").source.as_deref(),
                Some("fitbit")
            );
        }
        let example = read::<Example>("").expect("readable");
        assert_eq!((example.limit, example.raw, example.source), (100, false, None));
    }

    #[test]
    fn everything_that_cannot_be_read_is_named_at_once() {
        let error = read::<Example>("from=yesterday&limit=1.5&raw=maybe&source=a&providerId=b").expect_err("wrong");
        insta::assert_snapshot!(error.to_string().replace("; ", "\n"), @r#"
        from: "yesterday" is neither a date like 2025-06-15 nor an instant like 2025-06-15T09:00:00Z
        limit: it must be a whole number from 1 to 1000
        raw: it must be true or false
        providerId: it is given twice, with different values
        "#);
    }

    #[test]
    fn a_window_must_be_in_order() {
        let error = read::<Example>("from=2025-06-02&to=2025-06-01").expect_err("wrong");
        assert_eq!(error.to_string(), "to: it must not lie before `from`");
    }

    #[test]
    fn a_character_no_database_keeps_is_refused() {
        let error = read::<Example>("source=a%00b").expect_err("wrong");
        assert_eq!(error.to_string(), "source: text cannot hold the character U+0000");
    }

    #[test]
    fn a_parameter_that_does_not_exist_is_refused_with_the_nearest() {
        let error = read::<Example>("limt=5").expect_err("wrong");
        assert_eq!(
            error.to_string(),
            r#""limt" is not a known parameter of this path; did you mean "limit"?"#
        );
    }
}
