//! Splits XML into elements, and carries on where files break the rules.
//!
//! Every decision depends on nothing but the bytes from an element's first to the one that decides, never on how a
//! file was cut into pieces: an answer of [`Extent::Cut`] says that more bytes are needed, and any other answer stays
//! true however many more come.
//!
//! A `<` inside a tag, even inside quotes, ends that tag as malformed, because XML has none there; so one lost quote
//! costs one tag and not the rest of the file. An element that is not closed properly loses its start tag, and what
//! it holds is read as if it stood outside.

mod attributes;
mod tree;

use memchr::{memchr, memchr2, memmem};

pub(super) use attributes::Attributes;
pub(super) use tree::{Child, Element, Extent, Tree};

/// The most bytes one element may have. A longer one counts as not closed.
pub(super) const MAX_ELEMENT: usize = 32 << 20;

/// A start or empty tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a [u8],
    /// What stands between the name and the end of the tag.
    pub(super) attributes: &'a [u8],
    /// Where its `<` is.
    pub(super) start: usize,
    /// Where what follows it begins.
    pub(super) end: usize,
    /// Whether it closes itself.
    pub(super) empty: bool,
}

impl<'a> Tag<'a> {
    /// Reads its attributes.
    pub(super) fn attributes(&self) -> Result<Attributes<'a>, String> {
        Attributes::read(self.attributes)
    }
}

/// A piece of XML.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'a> {
    /// A start or empty tag.
    Open(Tag<'a>),
    /// An end tag: its name and where it begins.
    Close(&'a [u8], usize),
    /// A tag that is broken off by the next one: its name and where it begins.
    Malformed(&'a [u8], usize),
    /// Text that is not only white space: where it begins.
    Text(usize),
}

/// Reads tokens one after the other.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

/// What [`Tokens::step`] finds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// A token.
    Token(Token<'a>),
    /// Nothing more; all bytes are used up.
    End,
    /// Something begins at this byte whose end is not there.
    Cut(usize),
}

/// Tells whether a byte separates: white space, and the control characters that stand in real files.
pub(super) fn is_space(byte: u8) -> bool {
    byte <= b' '
}

impl<'a> Tokens<'a> {
    /// Reads `bytes` from `at` on.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// Reads the next token; comments, declarations and instructions are passed over.
    pub(super) fn step(&mut self) -> Step<'a> {
        loop {
            while self.bytes.get(self.at).is_some_and(|&byte| is_space(byte)) {
                self.at += 1;
            }
            let start = self.at;
            let window = window(self.bytes, start);
            match window.first() {
                None => return Step::End,
                Some(b'<') => match self.markup(start, window) {
                    Some(step) => return step,
                    None => continue,
                },
                Some(_) => {}
            }
            return match memchr(b'<', window) {
                Some(length) => self.advance(start + length, Token::Text(start)),
                None if window.len() == MAX_ELEMENT => self.advance(start + MAX_ELEMENT, Token::Text(start)),
                None => Step::Cut(start),
            };
        }
    }

    /// Reads what begins with `<`; `None` for what is passed over.
    fn markup(&mut self, start: usize, window: &'a [u8]) -> Option<Step<'a>> {
        let skipped = match window.get(1) {
            Some(b'!') => closed_by(window, declaration_end(window)),
            Some(b'?') => closed_by(window, Some(b"?>")),
            _ => return Some(self.tag(start, window)),
        };
        match skipped {
            Some(length) => {
                self.at = start + length;
                None
            }
            None if window.len() == MAX_ELEMENT => Some(self.malformed(start, window, 2)),
            None => Some(Step::Cut(start)),
        }
    }

    fn tag(&mut self, start: usize, window: &'a [u8]) -> Step<'a> {
        let closing = window.get(1) == Some(&b'/');
        let name_start = if closing { 2 } else { 1 };
        match window.get(name_start) {
            Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80 => {}
            Some(_) => return self.malformed(start, window, name_start),
            None => return Step::Cut(start),
        }
        let name = name(&window[name_start..]);
        let after_name = name_start + name.len();
        match tag_end(window, after_name) {
            TagEnd::At(end) if closing => self.advance(start + end + 1, Token::Close(name, start)),
            TagEnd::At(end) => {
                let empty = window[end - 1] == b'/' && end > after_name;
                let tag = Tag {
                    name,
                    attributes: &window[after_name..end - usize::from(empty)],
                    start,
                    end: start + end + 1,
                    empty,
                };
                self.advance(tag.end, Token::Open(tag))
            }
            TagEnd::Broken(at) => self.malformed(start, window, at),
            TagEnd::Missing if window.len() == MAX_ELEMENT => self.malformed(start, window, after_name),
            TagEnd::Missing => Step::Cut(start),
        }
    }

    /// Gives up what begins at `start` and goes on with the first `<` from `from` on.
    fn malformed(&mut self, start: usize, window: &'a [u8], from: usize) -> Step<'a> {
        let Some(length) = memchr(b'<', &window[from..]) else {
            if window.len() < MAX_ELEMENT {
                return Step::Cut(start);
            }
            return self.advance(start + window.len(), Token::Malformed(name(&window[1..]), start));
        };
        self.advance(start + from + length, Token::Malformed(name(&window[1..]), start))
    }

    fn advance(&mut self, to: usize, token: Token<'a>) -> Step<'a> {
        self.at = to;
        Step::Token(token)
    }
}

/// Limits how far is looked for the end of something, so that the answer does not depend on how much is there.
fn window(bytes: &[u8], start: usize) -> &[u8] {
    &bytes[start..bytes.len().min(start.saturating_add(MAX_ELEMENT))]
}

/// Tells what ends a declaration; `None` while too little of it is there to tell.
fn declaration_end(window: &[u8]) -> Option<&'static [u8]> {
    if window.starts_with(b"<!--") {
        return Some(b"-->");
    }
    if window.starts_with(b"<![CDATA[") {
        return Some(b"]]>");
    }
    (window.len() >= b"<![CDATA[".len()).then_some(b">")
}

fn closed_by(window: &[u8], end: Option<&[u8]>) -> Option<usize> {
    let end = end?;
    // A comment's end may not overlap its beginning.
    let from = if end.len() == 3 { 4 } else { 2 };
    let found = memmem::find(window.get(from..)?, end)?;
    Some(from + found + end.len())
}

fn name(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&byte| ENDS_NAME[usize::from(byte)]);
    &bytes[..end.unwrap_or(bytes.len())]
}

/// Which bytes a name cannot have: white space and what stands in tags beside names.
const ENDS_NAME: [bool; 256] = table(b"/><\"'=", b' ');

/// Which bytes matter in a tag outside of quotes.
const IN_TAG: [bool; 256] = table(b"><\"'", 0);

/// Marks some bytes, and all up to `up_to`.
const fn table(marked: &[u8], up_to: u8) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < marked.len() {
        table[marked[at] as usize] = true;
        at += 1;
    }
    let mut byte = 1;
    while byte <= up_to {
        table[byte as usize] = true;
        byte += 1;
    }
    table[0] = up_to > 0;
    table
}

enum TagEnd {
    At(usize),
    Broken(usize),
    Missing,
}

fn tag_end(window: &[u8], from: usize) -> TagEnd {
    let mut at = from;
    loop {
        let Some(more) = window[at..].iter().position(|&byte| IN_TAG[usize::from(byte)]) else {
            return TagEnd::Missing;
        };
        at += more;
        let quote = window[at];
        match quote {
            b'>' => return TagEnd::At(at),
            b'<' => return TagEnd::Broken(at),
            _ => match memchr2(quote, b'<', &window[at + 1..]) {
                Some(length) if window[at + 1 + length] == b'<' => return TagEnd::Broken(at + 1 + length),
                Some(length) => at += length + 2,
                None => return TagEnd::Missing,
            },
        }
    }
}
