//! What all languages are written from: the questions, and the types they take and answer.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use vitasync_questions::questions;

use super::schema::Node;
use crate::core;

/// Everything there is to write.
pub(crate) struct Description {
    pub(crate) questions: Vec<Asked>,
    pub(crate) definitions: Vec<Definition>,
}

/// A question.
#[derive(Serialize)]
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) topic: String,
    pub(crate) doc: String,
    pub(crate) parameters: Vec<Field>,
    pub(crate) answer: Type,
}

/// A type with a name.
#[derive(Serialize)]
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

/// What a type with a name is.
#[derive(Serialize, Clone)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// An object.
    Struct(Vec<Field>),
    /// One of some texts.
    Words(Vec<String>),
    /// One of some objects.
    Union(Vec<Vec<Field>>),
    /// Another name of a type.
    Alias(Type),
}

/// A parameter or a field.
#[derive(Serialize, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    #[serde(rename = "type")]
    pub(crate) kind: Type,
    /// Whether it is always there.
    pub(crate) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default: Option<Value>,
}

/// A type.
#[derive(Serialize, Clone, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Type {
    Number,
    Integer,
    Text,
    Date,
    Instant,
    Flag,
    /// This very text.
    Literal(String),
    Optional(Box<Type>),
    List(Box<Type>),
    Tuple(Vec<Type>),
    Map(Box<Type>, Box<Type>),
    Named(String),
    Column(Column),
}

/// The columns.
#[derive(Serialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Column {
    /// Numbers none of which is missing.
    Values,
    /// Numbers some of which may be missing.
    Days,
    /// Instants.
    Instants,
}

/// Reads the table.
pub(crate) fn describe() -> Description {
    let functions = core::functions();
    let mut named: BTreeMap<String, Node> = BTreeMap::new();
    let mut rows = Vec::new();
    for question in questions() {
        let described = (question.schema)();
        for (name, schema) in &described.named {
            let node = Node::of(schema);
            let said = format!("{node:?}");
            let before = named.insert(name.clone(), node);
            assert!(
                before.is_none_or(|it| format!("{it:?}") == said),
                "two types are named {name}"
            );
        }
        rows.push((question, Node::of(&described.row)));
    }
    let reader = Reader { named };
    let questions = rows.iter().map(|(question, row)| {
        let entry = |name: &str| &row.properties.0.iter().find(|(it, _)| it == name).unwrap().1;
        let parameters = question.parameters.iter().map(|parameter| {
            let default = (parameter.default)();
            Field {
                name: parameter.name.to_owned(),
                doc: String::new(),
                kind: reader.kind(entry(parameter.name)).present(),
                required: default.is_none(),
                default: default.filter(|it| !it.is_null()),
            }
        });
        Asked {
            name: question.name.to_owned(),
            topic: question.topic.to_owned(),
            doc: prose(&core::says(question, &functions)),
            parameters: parameters.collect(),
            answer: reader.kind(entry("answer")),
        }
    });
    let questions: Vec<Asked> = questions.collect();
    let definitions = reader.definitions(&questions);
    Description { questions, definitions }
}

/// Reads schemas that refer to others.
struct Reader {
    named: BTreeMap<String, Node>,
}

impl Reader {
    fn kind(&self, node: &Node) -> Type {
        if let Some(name) = node.named() {
            return match name {
                "Values" => Type::Column(Column::Values),
                "Days" | "Beats" | "Numbers" => Type::Column(Column::Days),
                "Instants" => Type::Column(Column::Instants),
                name => Type::Named(name.to_owned()),
            };
        }
        if let [one, other] = &node.one_of[..]
            && (one.is_null() || other.is_null())
        {
            let inner = if one.is_null() { other } else { one };
            return Type::Optional(Box::new(self.kind(inner)));
        }
        if let Some(words) = &node.words {
            return match &words[..] {
                [word] => Type::Literal(word.clone()),
                _ => self.vocabulary(words),
            };
        }
        let (kind, nullable) = node.kind();
        let kind = match kind {
            Some("number") => Type::Number,
            Some("integer") => Type::Integer,
            Some("boolean") => Type::Flag,
            Some("string") => self.text(node),
            Some("array") => self.list(node),
            Some("object") => self.map(node),
            other => panic!("no type for {other:?}: {node:?}"),
        };
        if nullable { Type::Optional(Box::new(kind)) } else { kind }
    }

    /// Finds the vocabulary that a key of a map is one of.
    fn vocabulary(&self, words: &[String]) -> Type {
        let found = self.named.iter().find(|(_, node)| node.words.as_deref() == Some(words));
        found.map_or(Type::Text, |(name, _)| Type::Named(name.clone()))
    }

    fn text(&self, node: &Node) -> Type {
        let _ = self;
        match node.format.as_deref() {
            Some("date") => Type::Date,
            Some("date-time") => Type::Instant,
            _ => Type::Text,
        }
    }

    fn list(&self, node: &Node) -> Type {
        match &node.items {
            Some(item) => Type::List(Box::new(self.kind(item))),
            None => Type::Tuple(node.prefix_items.iter().map(|item| self.kind(item)).collect()),
        }
    }

    fn map(&self, node: &Node) -> Type {
        let value = node.additional_properties.as_deref().expect("objects have names");
        let key = node.property_names.as_deref().map_or(Type::Text, |key| self.kind(key));
        Type::Map(Box::new(key), Box::new(self.kind(value)))
    }

    /// Lists the types that questions refer to, directly or through others.
    fn definitions(&self, questions: &[Asked]) -> Vec<Definition> {
        let asked = self.reached(questions.iter().flat_map(|it| it.parameters.iter().map(|it| &it.kind)));
        let answered = self.reached(questions.iter().map(|it| &it.answer));
        let names: BTreeSet<&String> = asked.union(&answered).collect();
        let define = |name: &String| {
            let node = &self.named[name];
            let mut shape = self.shape(node);
            if !asked.contains(name) {
                shape.complete();
            }
            Definition {
                name: name.clone(),
                doc: prose(node.description.as_deref().unwrap_or_default()),
                shape,
            }
        };
        names.into_iter().map(define).collect()
    }

    fn reached<'a>(&self, kinds: impl Iterator<Item = &'a Type>) -> BTreeSet<String> {
        let mut open: Vec<String> = kinds.flat_map(Type::names).collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop() {
            if reached.insert(name.clone()) {
                open.extend(self.shape(&self.named[&name]).names());
            }
        }
        reached
    }

    fn shape(&self, node: &Node) -> Shape {
        if let Some(words) = node.words.as_ref().filter(|words| words.len() > 1) {
            return Shape::Words(words.clone());
        }
        if let Some(name) = node.named() {
            return self.shape(&self.named[name]);
        }
        if !node.all_of.is_empty() {
            let parts = node.all_of.iter().map(|part| self.shape(part));
            return parts.reduce(Shape::and).expect("some part");
        }
        if !node.one_of.is_empty() {
            let variants = node.one_of.iter().map(|variant| match self.shape(variant) {
                Shape::Struct(fields) => fields,
                _ => panic!("a variant is no object: {variant:?}"),
            });
            return Shape::Union(variants.collect());
        }
        if node.kind().0 == Some("object") && node.additional_properties.is_none() {
            let fields = node.properties.0.iter().map(|(name, field)| Field {
                name: name.clone(),
                doc: prose(field.said()),
                kind: self.kind(field),
                required: node.required.contains(name),
                default: None,
            });
            return Shape::Struct(fields.collect());
        }
        Shape::Alias(self.kind(node))
    }
}

impl Shape {
    /// Joins two parts of an object.
    fn and(self, other: Self) -> Self {
        let joined = |a: &[Field], b: &[Field]| a.iter().chain(b).cloned().collect::<Vec<_>>();
        match (self, other) {
            (Self::Struct(a), Self::Struct(b)) => Self::Struct(joined(&a, &b)),
            (Self::Union(a), Self::Struct(b)) => Self::Union(a.iter().map(|a| joined(a, &b)).collect()),
            (Self::Struct(a), Self::Union(b)) => Self::Union(b.iter().map(|b| joined(&a, b)).collect()),
            _ => panic!("parts of an object are objects"),
        }
    }

    /// Lists all fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let fields: Vec<&Field> = match self {
            Self::Struct(fields) => fields.iter().collect(),
            Self::Union(variants) => variants.iter().flatten().collect(),
            Self::Words(_) | Self::Alias(_) => Vec::new(),
        };
        fields.into_iter()
    }

    /// Lists the fields of an object as one class holds them: what not every variant has may be missing, and the word that tells
    /// variants apart is a text.
    pub(crate) fn merged(&self) -> Vec<Field> {
        let variants: &[Vec<Field>] = match self {
            Self::Struct(fields) => return fields.clone(),
            Self::Union(variants) => variants,
            Self::Words(_) | Self::Alias(_) => return Vec::new(),
        };
        let mut merged: Vec<Field> = Vec::new();
        for field in variants.iter().flatten() {
            let told: Vec<&Field> = variants.iter().flatten().filter(|it| it.name == field.name).collect();
            let mut field = field.clone();
            field.required = told.len() == variants.len() && told.iter().all(|it| it.required);
            let words = told.iter().filter_map(|it| match &it.kind {
                Type::Literal(word) => Some(format!("`{word}`")),
                _ => None,
            });
            let words: Vec<String> = words.collect();
            if !words.is_empty() {
                field.doc = format!("One of {}.", words.join(", "));
                field.kind = Type::Text;
            } else if told.iter().any(|it| it.kind != field.kind) {
                assert!(
                    told.iter().all(|it| it.kind.is_text()),
                    "{} is of several types",
                    field.name
                );
                field.kind = Type::Text;
            }
            if merged.iter().all(|it| it.name != field.name) {
                merged.push(field);
            }
        }
        merged
    }

    /// Makes every field one that is there: answers write what is missing as null.
    fn complete(&mut self) {
        let complete = |fields: &mut Vec<Field>| fields.iter_mut().for_each(|field| field.required = true);
        match self {
            Self::Struct(fields) => complete(fields),
            Self::Union(variants) => variants.iter_mut().for_each(complete),
            Self::Words(_) | Self::Alias(_) => {}
        }
    }

    fn names(&self) -> Vec<String> {
        let alias = match self {
            Self::Alias(kind) => kind.names(),
            _ => Vec::new(),
        };
        self.fields()
            .flat_map(|field| field.kind.names())
            .chain(alias)
            .collect()
    }
}

impl Type {
    /// Lists the names it refers to.
    fn names(&self) -> Vec<String> {
        match self {
            Self::Named(name) => vec![name.clone()],
            Self::Optional(inner) | Self::List(inner) => inner.names(),
            Self::Tuple(parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Map(key, value) => [key.names(), value.names()].concat(),
            _ => Vec::new(),
        }
    }

    /// Tells whether it is written as a text.
    fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Date | Self::Instant | Self::Literal(_))
    }

    /// Returns the type that all parts of a tuple are written as.
    pub(crate) fn of_all(parts: &[Self]) -> Self {
        match parts {
            [first, rest @ ..] if rest.iter().all(|it| it == first) => first.clone(),
            _ if parts.iter().all(Self::is_text) => Self::Text,
            _ => panic!("a tuple of several types has no place in every language"),
        }
    }

    /// Returns it without the possibility of null.
    pub(crate) fn present(self) -> Self {
        match self {
            Self::Optional(inner) => *inner,
            other => other,
        }
    }
}

/// Makes plain sentences of documentation: without examples, headings and links to Rust's items.
pub(crate) fn prose(text: &str) -> String {
    let lines = text
        .lines()
        .take_while(|line| !line.starts_with("```") && !line.starts_with('#'));
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut plain = String::new();
    let mut rest = text.trim();
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let link = after.split_once(']').filter(|(shown, _)| !shown.contains('['));
        rest = match link {
            Some((shown, after)) if shown.starts_with('`') || after.starts_with('(') => {
                plain.push_str(shown);
                after
                    .strip_prefix('(')
                    .and_then(|it| it.split_once(')'))
                    .map_or(after, |(_, after)| after)
            }
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain + rest
}
