//! Reads the attributes of a tag and resolves what is written in their values.

use std::borrow::Cow;

/// The bytes of `&#x0010FFFF;` and a few zeros more.
const LONGEST_REFERENCE: usize = 16;

/// The attributes of one tag, decoded. Of attributes that stand twice the last counts.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Attributes<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Attributes<'a> {
    pub(super) fn read(raw: &'a [u8]) -> Result<Self, String> {
        match std::str::from_utf8(raw) {
            Ok(text) => Self::parse(text),
            Err(_) => {
                let text = String::from_utf8_lossy(raw);
                let own = Attributes::parse(&text)?.pairs.into_iter();
                let pairs = own.map(|(key, value)| (Cow::Owned(key.into_owned()), Cow::Owned(value.into_owned())));
                Ok(Self { pairs: pairs.collect() })
            }
        }
    }

    fn parse(text: &'a str) -> Result<Self, String> {
        let mut found = quick_xml::events::attributes::Attributes::new(text, 0);
        let mut pairs = Vec::with_capacity(text.len() / 32 + 2);
        for attribute in found.with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            pairs.push((Cow::Borrowed(attribute.key.0), clean(attribute.value)));
        }
        Ok(Self { pairs })
    }

    /// Finds an attribute.
    pub(in super::super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .rev()
            .find(|(known, _)| known == key)
            .map(|(_, value)| &**value)
    }
}

/// Resolves references and makes control characters spaces. A reference to what XML does not allow becomes U+FFFD, and
/// a name nobody knows stays as it stands.
fn clean(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.bytes().any(|byte| byte < b' ' || byte == b'&') {
        return value;
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = &*value;
    while let Some(at) = rest.find('&') {
        out.extend(rest[..at].chars().map(visible));
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
        let reference = end.and_then(|end| Some((resolve(&rest[1..end])?, end + 1)));
        let (letter, length) = reference.unwrap_or(('&', 1));
        out.push(letter);
        rest = &rest[length..];
    }
    out.extend(rest.chars().map(visible));
    Cow::Owned(out)
}

fn visible(letter: char) -> char {
    if letter < ' ' { ' ' } else { letter }
}

fn resolve(name: &str) -> Option<char> {
    match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => {}
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let letter = char::from_u32(code.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some(match letter {
        '\t' | '\n' | '\r' => ' ',
        letter if letter < ' ' => char::REPLACEMENT_CHARACTER,
        letter => letter,
    })
}
