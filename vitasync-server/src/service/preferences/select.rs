//! Reads the words by which people pick sources.

use std::collections::BTreeSet;

use vitasync_core::resolve::Selector;
use vitasync_core::source::DeviceKind;
use vitasync_core::{Source, id::ContentId};

use crate::error::{Error, Result};
use crate::service::{Id, providers};

/// How somebody picks sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// By one word: a kind of device, a provider's slug, or a source's id, number or name.
    Word(String),
    /// By its parts, each of which is left out where it does not matter.
    Parts {
        /// The provider's slug.
        provider: Option<String>,
        /// The writer inside the provider.
        origin: Option<String>,
        /// The kind of device.
        device_kind: Option<String>,
    },
}

/// Reads the picks of one list, each once. What is set already may be said again, also where its source is gone.
pub(super) fn selectors(
    path: &str,
    picks: &[Pick],
    set: &[Selector],
    user: Id,
    sources: &[(i32, Source)],
) -> Result<Vec<Selector>> {
    let mut selectors: Vec<Selector> = Vec::new();
    for (at, pick) in picks.iter().enumerate() {
        let path = format!("{path}[{at}]");
        let selector = match pick {
            Pick::Word(word) => by_word(&path, word, user, sources)?,
            Pick::Parts {
                provider,
                origin,
                device_kind,
            } => by_parts(&path, [provider, origin, device_kind], set, sources)?,
        };
        if !selectors.contains(&selector) {
            selectors.push(selector);
        }
    }
    Ok(selectors)
}

/// Tells whether a word means a source: its number, its id, its provider, its writer or its name, as people type it.
pub(crate) fn means(word: &str, user: Id, no: i32, source: &Source) -> bool {
    let said = typed(word);
    [&source.key.provider, &source.key.origin, &source.name]
        .into_iter()
        .any(|name| typed(name) == said)
        || word.parse() == Ok(no)
        || word.parse() == Ok(ContentId::of_source(&user.to_string(), &source.key))
}

/// Writes a name as people type it: in small letters, with plain spaces and apostrophes. Phones name themselves with others.
fn typed(name: &str) -> String {
    let plain = |letter: char| match letter {
        '’' | '‘' => '\'',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    };
    name.trim().chars().map(plain).collect::<String>().to_lowercase()
}

/// Names what a selector picks, as a person would.
pub fn name_of(selector: &Selector, sources: &[(i32, Source)]) -> String {
    let writer = selector.origin.as_ref().map(|origin| {
        let known = sources.iter().find(|(_, source)| source.key.origin == *origin);
        known.map_or(origin.as_str(), |(_, source)| &source.name)
    });
    let parts = [
        writer.or(selector.provider.as_deref()),
        selector.device_kind.map(DeviceKind::id),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "everything".to_owned()
    } else {
        parts.join(" ")
    }
}

fn by_word(path: &str, word: &str, user: Id, sources: &[(i32, Source)]) -> Result<Selector> {
    let said = word.trim();
    if let Some(kind) = DeviceKind::from_id(&said.to_lowercase().replace([' ', '-'], "_")) {
        return Ok(Selector::device_kind(kind));
    }
    if let Some(provider) = providers_of(sources)
        .into_iter()
        .find(|it| it.eq_ignore_ascii_case(said))
    {
        return Ok(Selector::provider(provider));
    }
    let meant = sources.iter().filter(|(no, source)| means(said, user, *no, source));
    let keys: BTreeSet<(&str, &str)> = meant
        .clone()
        .map(|(_, it)| (&*it.key.provider, &*it.key.origin))
        .collect();
    match Vec::from_iter(keys).as_slice() {
        [(provider, origin)] => Ok(Selector {
            provider: Some((*provider).to_owned()),
            origin: Some((*origin).to_owned()),
            device_kind: None,
        }),
        [] => Err(Error::unknown_word(
            path,
            "source",
            &typed(said),
            known_words(sources).iter().map(String::as_str),
        )),
        _ => {
            let numbers: Vec<String> = meant.map(|(no, _)| no.to_string()).collect();
            let message = format!(
                "several sources are called {said:?}: say a number of {}",
                numbers.join(", ")
            );
            Err(Error::Unprocessable {
                path: path.to_owned(),
                message,
                nearest: None,
            })
        }
    }
}

fn by_parts(
    path: &str,
    [provider, origin, device_kind]: [&Option<String>; 3],
    set: &[Selector],
    sources: &[(i32, Source)],
) -> Result<Selector> {
    let kind = device_kind.as_deref().map(|word| {
        let known = DeviceKind::ALL.map(DeviceKind::id);
        let unknown = || Error::unknown_word(format!("{path}.deviceKind"), "kind of device", word, known);
        DeviceKind::from_id(word).ok_or_else(unknown)
    });
    let selector = Selector {
        provider: provider.clone(),
        origin: origin.clone(),
        device_kind: kind.transpose()?,
    };
    if selector == Selector::default() {
        return Err(Error::invalid(
            path,
            "it must name `provider`, `origin` or `deviceKind`",
        ));
    }
    if set.contains(&selector) {
        return Ok(selector);
    }
    let checks = [
        ("provider", provider, providers_of(sources)),
        (
            "origin",
            origin,
            sources.iter().map(|(_, it)| it.key.origin.as_str()).collect(),
        ),
    ];
    for (part, word, known) in checks {
        if let Some(word) = word
            && !known.contains(word.as_str())
        {
            return Err(Error::unknown_word(format!("{path}.{part}"), part, word, known));
        }
    }
    Ok(selector)
}

/// Lists the providers a person may mean: those of the person's sources, and all that can be read.
fn providers_of(sources: &[(i32, Source)]) -> BTreeSet<&str> {
    let mut known: BTreeSet<&str> = sources.iter().map(|(_, it)| it.key.provider.as_str()).collect();
    for slug in providers::slugs() {
        known.insert(slug);
    }
    known
}

fn known_words(sources: &[(i32, Source)]) -> Vec<String> {
    let kinds = DeviceKind::ALL.map(DeviceKind::id).into_iter();
    let names = sources.iter().map(|(_, source)| typed(&source.name));
    let words = kinds.chain(providers_of(sources)).map(str::to_owned);
    words.chain(names).collect()
}

#[cfg(test)]
mod tests {
    use vitasync_core::source::{Device, Recording, Revision, SourceKey};

    use super::*;

    fn source(name: &str, recording: Recording) -> Source {
        Source {
            key: SourceKey {
                provider: "apple_health".into(),
                origin: name.to_lowercase(),
                recording,
            },
            name: name.into(),
            device_kind: DeviceKind::Watch,
            device: Device::default(),
            revision: Revision::Immutable,
        }
    }

    #[test]
    fn a_name_is_found_as_people_type_it() {
        let user = Id::generate();
        let sources = [(1, source("Ada’s\u{a0}Watch", Recording::Automatic))];
        for word in ["Ada’s\u{a0}Watch", "ada's watch", " ADA’S WATCH ", "1"] {
            let selector = by_word("0", word, user, &sources).expect(word);
            assert_eq!(name_of(&selector, &sources), "Ada’s\u{a0}Watch", "{word}");
        }
        let error = by_word("0", "Adas watch", user, &sources).expect_err("no such name");
        assert_eq!(
            error.to_string(),
            r#""adas watch" is not a known source; did you mean "ada's watch"?"#
        );
    }

    #[test]
    fn what_one_writer_measured_and_was_typed_into_it_is_picked_together_and_namesakes_are_not() {
        let user = Id::generate();
        let mut sources = vec![
            (1, source("Health", Recording::Automatic)),
            (2, source("Health", Recording::Manual)),
        ];
        assert!(by_word("0", "health", user, &sources).is_ok());
        let mut namesake = source("Health", Recording::Automatic);
        namesake.key.origin = "com.example.health".into();
        sources.push((3, namesake));
        let error = by_word("0", "health", user, &sources).expect_err("two writers");
        assert_eq!(
            error.to_string(),
            r#"several sources are called "health": say a number of 1, 2, 3"#
        );
    }
}
