//! Schemas of what is no struct in JSON: vocabularies, identities and zones are texts.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::id::ContentId;
use crate::metric::Metric;
use crate::sport::Sport;

/// Describes vocabularies as the texts they are written as, in a table of type, name and meaning.
macro_rules! vocabulary {
    ($($vocabulary:ty, $name:expr, $doc:expr;)*) => {$(
        impl utoipa::PartialSchema for $vocabulary {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let words = Self::ALL.iter().map(|it| it.id());
                $crate::schema::texts(words, $doc)
            }
        }

        impl utoipa::ToSchema for $vocabulary {
            fn name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
        }
    )*};
}

pub(crate) use vocabulary;

/// Describes one of some texts.
pub(crate) fn texts(words: impl Iterator<Item = &'static str>, doc: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String);
    object.description(Some(doc.trim())).enum_values(Some(words)).into()
}

vocabulary! {
    Metric, "Metric", "What is measured.";
    Sport, "Sport", "A sport.";
}

impl PartialSchema for ContentId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "The identity of a session: 26 characters that its content decides.",
            ))
            .into()
    }
}

impl ToSchema for ContentId {
    fn name() -> Cow<'static, str> {
        "ContentId".into()
    }
}
