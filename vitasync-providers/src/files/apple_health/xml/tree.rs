//! Reads an element under the root with everything in it, in one pass.

use super::{Attributes, MAX_ELEMENT, Step, Tag, Token, Tokens};

/// The deepest nesting. No export goes deeper than five.
const MAX_DEPTH: usize = 16;

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

/// An element and everything in it, read once.
#[derive(Debug, Default)]
pub(in super::super) struct Tree<'a> {
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
pub(in super::super) enum Extent {
    /// The element, whose end is here.
    Whole(usize),
    /// Its end is not there.
    Cut,
    /// It is not closed properly.
    Broken(&'static str),
}

impl<'a> Tree<'a> {
    /// Reads the element of a tag under the root.
    pub(in super::super) fn read(&mut self, bytes: &'a [u8], tag: &Tag<'a>) -> Extent {
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
    pub(in super::super) fn root(&self) -> Element<'_, 'a> {
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
pub(in super::super) enum Child<'t, 'a> {
    /// An element.
    Element(Element<'t, 'a>),
    /// A tag that is broken off by the next one: its name and where it begins.
    Malformed(&'a [u8], usize),
}

/// A whole element of a piece of XML.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
    pub(in super::super) tag: Tag<'a>,
    /// Where what follows it begins.
    pub(in super::super) end: usize,
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
    pub(in super::super) fn attributes(&self) -> Result<Attributes<'a>, String> {
        self.tag.attributes()
    }

    /// Lists what stands directly inside it.
    pub(in super::super) fn children(&self) -> impl Iterator<Item = Child<'t, 'a>> + use<'t, 'a> {
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
