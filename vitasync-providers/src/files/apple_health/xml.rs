//! Splits XML into elements, and carries on where files break the rules.
//!
//! Every decision depends on nothing but the bytes from an element's first to the one that decides, never on how a
//! file was cut into pieces: an answer of [`Extent::Cut`] says that more bytes are needed, and any other answer stays
//! true however many more come.
//!
//! A `<` inside a tag, even inside quotes, ends that tag as malformed, because XML has none there; so one lost quote
//! costs one tag and not the rest of the file. An element that is not closed properly loses its start tag, and what
//! it holds is read as if it stood outside.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

/// The most bytes one element may have. A longer one counts as not closed.
pub(super) const MAX_ELEMENT: usize = 32 << 20;

/// The deepest nesting. No export goes deeper than five.
const MAX_DEPTH: usize = 16;

/// The bytes of `&#x0010FFFF;` and a few zeros more.
const LONGEST_REFERENCE: usize = 16;

/// Elements that stand directly under the root and nowhere else: inside another they prove that it was not closed.
const TOP_LEVEL: [&[u8]; 9] = [
    b"HealthData",
    b"ExportDate",
    b"Me",
    b"Workout",
    b"Correlation",
    b"ActivitySummary",
    b"ClinicalRecord",
    b"Audiogram",
    b"VisionPrescription",
];

const RECORD: &[u8] = b"Record";

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

/// An element and everything in it, read once.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

/// An element or a broken tag, in the order of the file.
#[derive(Debug)]
struct Node<'a> {
    tag: Tag<'a>,
    broken: bool,
    /// Where what follows it begins, in the file and among the nodes.
    end: usize,
    next: usize,
}

/// What [`Tree::read`] finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The element, whose end is here.
    Whole(usize),
    /// Its end is not there.
    Cut,
    /// It is not closed properly.
    Broken(&'static str),
}

impl<'a> Tree<'a> {
    /// Reads the element of a tag under the root.
    pub(super) fn read(&mut self, bytes: &'a [u8], tag: &Tag<'a>) -> Extent {
        self.nodes.clear();
        self.push(*tag, false);
        if tag.empty {
            return Extent::Whole(tag.end);
        }
        let bytes = &bytes[..bytes.len().min(tag.start.saturating_add(MAX_ELEMENT))];
        let mut open = [0; MAX_DEPTH];
        let mut depth = 1;
        let mut tokens = Tokens::new(bytes, tag.end);
        loop {
            match tokens.step() {
                Step::Token(Token::Open(inner)) => {
                    let outer = &open[..depth];
                    if TOP_LEVEL.contains(&inner.name) || (inner.name == RECORD && self.holds(outer, RECORD)) {
                        return Extent::Broken("another element begins before it is closed");
                    }
                    if inner.empty {
                        self.push(inner, false);
                        continue;
                    }
                    if depth == MAX_DEPTH {
                        return Extent::Broken("it is nested too deeply");
                    }
                    open[depth] = self.push(inner, false);
                    depth += 1;
                }
                Step::Token(Token::Close(name, _)) => {
                    depth -= 1;
                    let next = self.nodes.len();
                    let closed = &mut self.nodes[open[depth]];
                    if closed.tag.name != name {
                        return Extent::Broken("an end tag does not match its start tag");
                    }
                    closed.end = tokens.at;
                    closed.next = next;
                    if depth == 0 {
                        return Extent::Whole(tokens.at);
                    }
                }
                Step::Token(Token::Malformed(name, start)) => {
                    let tag = Tag {
                        name,
                        attributes: b"",
                        start,
                        end: tokens.at,
                        empty: true,
                    };
                    self.push(tag, true);
                }
                Step::Token(Token::Text(_)) => {}
                Step::End | Step::Cut(_) if bytes.len() - tag.start == MAX_ELEMENT => {
                    return Extent::Broken("it is longer than an element can be");
                }
                Step::End | Step::Cut(_) => return Extent::Cut,
            }
        }
    }

    /// Gives the element that was read.
    pub(super) fn root(&self) -> Element<'_, 'a> {
        Element::new(self, 0)
    }

    fn push(&mut self, tag: Tag<'a>, broken: bool) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node {
            tag,
            broken,
            end: tag.end,
            next: at + 1,
        });
        at
    }

    fn holds(&self, open: &[usize], name: &[u8]) -> bool {
        open.iter().any(|&at| self.nodes[at].tag.name == name)
    }
}

/// Something directly inside an element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Child<'t, 'a> {
    /// An element.
    Element(Element<'t, 'a>),
    /// A tag that is broken off by the next one: its name and where it begins.
    Malformed(&'a [u8], usize),
}

/// A whole element of a piece of XML.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
    pub(super) tag: Tag<'a>,
    /// Where what follows it begins.
    pub(super) end: usize,
}

impl<'t, 'a> Element<'t, 'a> {
    fn new(tree: &'t Tree<'a>, at: usize) -> Self {
        let node = &tree.nodes[at];
        Self {
            tree,
            at,
            tag: node.tag,
            end: node.end,
        }
    }

    /// Reads its attributes.
    pub(super) fn attributes(&self) -> Result<Attributes<'a>, String> {
        self.tag.attributes()
    }

    /// Lists what stands directly inside it.
    pub(super) fn children(&self) -> impl Iterator<Item = Child<'t, 'a>> + use<'t, 'a> {
        let tree = self.tree;
        let end = tree.nodes[self.at].next;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let node = tree.nodes[..end].get(at)?;
            let child = match node.broken {
                true => Child::Malformed(node.tag.name, node.tag.start),
                false => Child::Element(Element::new(tree, at)),
            };
            at = node.next;
            Some(child)
        })
    }
}

/// The attributes of one tag, decoded. Of attributes that stand twice the last counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Attributes<'a> {
    fn read(raw: &'a [u8]) -> Result<Self, String> {
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
    pub(super) fn get(&self, key: &str) -> Option<&str> {
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
