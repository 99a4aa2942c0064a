//! Reads schemas as they are written, in the order in which they are written.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;

/// One schema.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Node {
    #[serde(rename = "$ref")]
    pub(crate) reference: Option<String>,
    pub(crate) description: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Kinds,
    pub(crate) format: Option<String>,
    #[serde(rename = "enum")]
    pub(crate) words: Option<Vec<String>>,
    pub(crate) properties: Entries,
    pub(crate) required: Vec<String>,
    pub(crate) additional_properties: Option<Box<Node>>,
    pub(crate) property_names: Option<Box<Node>>,
    #[serde(deserialize_with = "each")]
    pub(crate) items: Option<Box<Node>>,
    pub(crate) prefix_items: Vec<Node>,
    pub(crate) one_of: Vec<Node>,
    pub(crate) all_of: Vec<Node>,
}

/// The types a value may have.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
pub(crate) enum Kinds {
    #[default]
    Any,
    One(String),
    Several(Vec<String>),
}

/// Reads what a list holds; `false` of a tuple, which says it elsewhere.
fn each<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Node>>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Bool(_) => Ok(None),
        item => serde_json::from_value(item).map(Some).map_err(D::Error::custom),
    }
}

/// Properties in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entries(pub(crate) Vec<(String, Node)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("properties")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Entries, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Node {
    /// Reads a schema.
    pub(crate) fn of(schema: &impl serde::Serialize) -> Self {
        serde_json::from_str(&serde_json::to_string(schema).unwrap()).unwrap()
    }

    /// Names the schema it refers to.
    pub(crate) fn named(&self) -> Option<&str> {
        self.reference.as_deref().map(|it| it.rsplit('/').next().unwrap())
    }

    /// Tells its type, and whether null is another.
    pub(crate) fn kind(&self) -> (Option<&str>, bool) {
        match &self.kind {
            Kinds::Any => (None, false),
            Kinds::One(kind) => (Some(kind), false),
            Kinds::Several(kinds) => (
                kinds.iter().map(String::as_str).find(|kind| *kind != "null"),
                kinds.iter().any(|kind| kind == "null"),
            ),
        }
    }

    /// Tells whether it is nothing but null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, Kinds::One(kind) if kind == "null")
    }

    /// Returns what is said of it, or of the one thing it may be beside null.
    pub(crate) fn said(&self) -> &str {
        let mut inner = self.one_of.iter().filter_map(|it| it.description.as_deref());
        self.description
            .as_deref()
            .or_else(|| inner.next_back())
            .unwrap_or_default()
    }
}
