//! Python: a `TypedDict` per type, and a function per question.

use serde_json::Value;

use super::description::{Asked, Column, Definition, Description, Field, Shape, Type};
use super::{NOTE, indented, pascal};

const TYPES: &str = "
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NotRequired, Protocol, TypeAlias, TypedDict


class Array(Protocol):
    \"\"\"An array of numpy, or what becomes one: a series of pandas or polars, a column of Arrow.\"\"\"

    def __array__(self) -> Any: ...


class ArrowArray(Protocol):
    \"\"\"A column in the Arrow format.\"\"\"

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


Values: TypeAlias = \"Sequence[float] | Array | ArrowArray\"
\"\"\"Numbers, none of which may be missing.\"\"\"
Days: TypeAlias = \"Sequence[float | None] | Array | ArrowArray\"
\"\"\"Numbers, one per place; null, None or NaN where there is none.\"\"\"
Instants: TypeAlias = \"Sequence[datetime] | Sequence[str] | Sequence[float] | Array | ArrowArray\"
\"\"\"Instants; numbers are milliseconds since 1970 in UTC.\"\"\"
";

/// Words that cannot name an attribute of a class.
const KEYWORDS: [&str; 6] = ["from", "in", "is", "not", "or", "and"];

/// Writes the module of types.
pub(crate) fn types(description: &Description) -> String {
    let definitions: String = description.definitions.iter().map(definition).collect();
    format!("\"\"\"What questions take and answer. {NOTE}\"\"\"\n{TYPES}{definitions}")
}

/// Writes the module of functions.
pub(crate) fn functions(description: &Description) -> String {
    let questions: String = description.questions.iter().map(question).collect();
    let names = description
        .questions
        .iter()
        .map(|asked| format!("    \"{}\",\n", asked.name));
    format!(
        "\"\"\"One function per question. {NOTE}\"\"\"

from __future__ import annotations

from datetime import date, datetime

from . import _types as t
from ._core import Column
from ._core import ask as _ask

__all__ = [
{}]
{questions}",
        names.collect::<String>()
    )
}

fn definition(definition: &Definition) -> String {
    let Definition { name, doc, shape } = definition;
    match shape {
        Shape::Struct(fields) => typed(name, doc, fields),
        Shape::Words(words) => {
            let words: String = words.iter().map(|word| format!("    \"{word}\",\n")).collect();
            format!("\n\n{name} = Literal[\n{words}]\n{}", docstring(doc, ""))
        }
        Shape::Union(variants) => {
            let names: Vec<String> = (0..)
                .zip(variants)
                .map(|(at, fields)| variant(name, fields, at))
                .collect();
            let parts = names.iter().zip(variants);
            let parts: String = parts.map(|(name, fields)| typed(name, doc, fields)).collect();
            format!(
                "{parts}\n\n{name}: TypeAlias = \"{}\"\n{}",
                names.join(" | "),
                docstring(doc, "")
            )
        }
        Shape::Alias(of) => format!("\n\n{name}: TypeAlias = \"{}\"\n{}", kind(of, ""), docstring(doc, "")),
    }
}

/// Names a variant by the word that tells it apart, by its one field, or by its place.
fn variant(name: &str, fields: &[Field], at: usize) -> String {
    let word = fields.iter().find_map(|field| match &field.kind {
        Type::Literal(word) => Some(word.as_str()),
        _ => None,
    });
    let own = match (word, fields) {
        (Some(word), _) => pascal(word),
        (None, [field]) => pascal(&field.name),
        (None, _) => (at + 1).to_string(),
    };
    format!("{name}{own}")
}

fn typed(name: &str, doc: &str, fields: &[Field]) -> String {
    let of = |field: &Field| {
        let kind = kind(&field.kind, "");
        match (field.required, &field.kind) {
            (true, _) => kind,
            (false, Type::Optional(_)) => format!("NotRequired[{kind}]"),
            (false, _) => format!("NotRequired[{kind} | None]"),
        }
    };
    if fields.iter().any(|field| KEYWORDS.contains(&field.name.as_str())) {
        let fields = fields.iter().map(|field| {
            let doc = indented(&field.doc, "        # ");
            let doc = if doc.is_empty() { doc } else { doc + "\n" };
            format!("{doc}        \"{}\": \"{}\",\n", field.name, of(field))
        });
        let fields: String = fields.collect();
        return format!(
            "\n\n{name} = TypedDict(\n    \"{name}\",\n    {{\n{fields}    }},\n)\n{}",
            docstring(doc, "")
        );
    }
    let fields = fields
        .iter()
        .map(|field| format!("\n    {}: {}\n{}", field.name, of(field), docstring(&field.doc, "    ")));
    let doc = docstring(doc, "    ");
    format!("\n\nclass {name}(TypedDict):\n{doc}{}", fields.collect::<String>())
}

fn docstring(text: &str, indent: &str) -> String {
    let text = text.replace('\\', "\\\\");
    match text.lines().count() {
        0 => String::new(),
        1 => format!("{indent}\"\"\"{text}\"\"\"\n"),
        _ => format!(
            "{indent}\"\"\"{}\n{indent}\"\"\"\n",
            indented(&text, indent).trim_start()
        ),
    }
}

fn question(asked: &Asked) -> String {
    let Asked {
        name, doc, parameters, ..
    } = asked;
    // What has no default comes first.
    let (must, may): (Vec<&Field>, Vec<&Field>) = parameters.iter().partition(|it| it.required);
    let must = must
        .into_iter()
        .map(|it| format!("    {}: {},\n", it.name, parameter(&it.kind)));
    let may = may.into_iter().map(|it| match it.default.as_ref().and_then(literal) {
        Some(default) => format!("    {}: {} = {default},\n", it.name, parameter(&it.kind)),
        None => format!("    {}: {} | None = None,\n", it.name, parameter(&it.kind)),
    });
    let signature: String = must.chain(may).collect();
    let signature = if signature.is_empty() {
        signature
    } else {
        format!("\n{signature}")
    };
    let given: String = parameters.iter().map(|it| format!("\"{0}\": {0}, ", it.name)).collect();
    let given = given.trim_end_matches(", ");
    let answer = match &asked.answer {
        Type::Column(_) => "Column".to_owned(),
        other => kind(other, "t."),
    };
    let doc = docstring(doc, "    ");
    format!(
        "\n\ndef {name}({signature}) -> {answer}:\n{doc}    answer: {answer} = _ask(\"{name}\", {{{given}}})\n    return answer\n"
    )
}

/// Writes a default that stands in a signature.
fn literal(default: &Value) -> Option<String> {
    match default {
        Value::Bool(true) => Some("True".into()),
        Value::Bool(false) => Some("False".into()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(format!("\"{text}\"")),
        _ => None,
    }
}

/// Writes what a function takes: also what Python has a type of its own for.
fn parameter(of: &Type) -> String {
    match of {
        Type::Date => "date | str".into(),
        Type::Instant => "datetime | str".into(),
        Type::List(inner) if **inner == Type::Date => "list[date] | list[str]".into(),
        Type::Column(Column::Values) => "t.Values".into(),
        Type::Column(Column::Days) => "t.Days".into(),
        Type::Column(Column::Instants) => "t.Instants".into(),
        other => kind(other, "t."),
    }
}

fn kind(of: &Type, module: &str) -> String {
    let inner = |of: &Type| kind(of, module);
    match of {
        Type::Number | Type::Column(_) => "float".into(),
        Type::Integer => "int".into(),
        Type::Text | Type::Date | Type::Instant => "str".into(),
        Type::Flag => "bool".into(),
        Type::Literal(word) => format!("Literal[\"{word}\"]"),
        Type::Optional(of) => format!("{} | None", inner(of)),
        Type::List(of) => format!("list[{}]", inner(of)),
        Type::Tuple(parts) => format!("tuple[{}]", parts.iter().map(inner).collect::<Vec<_>>().join(", ")),
        Type::Map(key, value) => format!("dict[{}, {}]", inner(key), inner(value)),
        Type::Named(name) => format!("{module}{name}"),
    }
}
