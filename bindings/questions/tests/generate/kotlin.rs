//! Kotlin: a serialisable class per type, and a function per question.

use serde_json::Value;

use super::description::{Asked, Column, Definition, Description, Field, Shape, Type};
use super::{NOTE, block, camel, pascal};

const HEAD: &str = r#"
package dev.vitasync

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.encodeToJsonElement
"#;

const QUESTIONS: &str = r#"
/** Every question, as a function. Each throws a [VitaSyncException] where there is no answer. */
@OptIn(ExperimentalSerializationApi::class)
public object Questions {
    private val json = Json {
        explicitNulls = false
        ignoreUnknownKeys = true
    }

    private inline fun <reified Given> given(value: Given): JsonElement = json.encodeToJsonElement(value)

    private inline fun <reified Answer> answer(name: String, vararg arguments: Pair<String, JsonElement>): Answer =
        json.decodeFromString(ask(name, JsonObject(mapOf(*arguments)).toString()))
"#;

/// Hard keywords, which need backticks.
const KEYWORDS: [&str; 8] = ["as", "in", "is", "object", "val", "when", "class", "package"];

/// Writes the file.
pub(crate) fn write(description: &Description) -> String {
    let definitions: String = description.definitions.iter().map(definition).collect();
    let questions: String = description.questions.iter().map(question).collect();
    format!("// {NOTE}\n{HEAD}{definitions}{QUESTIONS}{questions}}}\n")
}

fn definition(definition: &Definition) -> String {
    let Definition { name, doc, shape } = definition;
    let doc = block(doc, "");
    match shape {
        Shape::Words(words) => {
            let words: String = words
                .iter()
                .map(|word| format!("    @SerialName(\"{word}\") {},\n", entry(word)))
                .collect();
            format!("\n{doc}@Serializable\npublic enum class {name} {{\n{words}}}\n")
        }
        Shape::Alias(of) => format!("\n{doc}public typealias {name} = {}\n", kind(of)),
        Shape::Struct(_) | Shape::Union(_) => {
            let fields: String = shape.merged().iter().map(field).collect();
            format!("\n{doc}@Serializable\npublic data class {name}(\n{fields})\n")
        }
    }
}

fn field(field: &Field) -> String {
    let doc = block(&field.doc, "    ");
    let name = camel(&field.name);
    let serial = if name == field.name {
        String::new()
    } else {
        format!("@SerialName(\"{}\") ", field.name)
    };
    let (kind, default) = if field.required {
        (kind(&field.kind), "")
    } else {
        (kind(&field.kind.clone().present()) + "?", " = null")
    };
    format!("{doc}    {serial}public val {}: {kind}{default},\n", escaped(&name))
}

fn question(asked: &Asked) -> String {
    let Asked {
        name, doc, parameters, ..
    } = asked;
    let written = parameters.iter().map(|it| {
        let kind = kind(&it.kind);
        let name = escaped(&camel(&it.name));
        match (&it.default, it.required) {
            (_, true) => format!("        {name}: {kind},\n"),
            (Some(default), false) if literal(default, &it.kind).is_some() => {
                let default = literal(default, &it.kind).unwrap_or_default();
                format!("        {name}: {kind} = {default},\n")
            }
            _ => format!("        {name}: {kind}? = null,\n"),
        }
    });
    let written: String = written.collect();
    let written = if written.is_empty() {
        written
    } else {
        format!("\n{written}    ")
    };
    let given = parameters.iter().map(|it| {
        let name = escaped(&camel(&it.name));
        format!("            \"{}\" to given({name}),\n", it.name)
    });
    let doc = block(doc, "    ");
    format!(
        "\n{doc}    @Throws(VitaSyncException::class)\n    public fun {}({written}): {} =\n        answer(\n            \"{name}\",\n{}        )\n",
        camel(name),
        kind(&asked.answer),
        given.collect::<String>(),
    )
}

/// Writes a default that stands in a signature.
fn literal(default: &Value, of: &Type) -> Option<String> {
    match (default, of) {
        (Value::String(word), Type::Named(name)) => Some(format!("{name}.{}", entry(word))),
        (Value::String(text), _) => Some(format!("\"{text}\"")),
        (Value::Bool(_) | Value::Number(_), _) => Some(default.to_string()),
        _ => None,
    }
}

/// Writes a word as an entry of an enum.
fn entry(word: &str) -> String {
    let name = pascal(word);
    if name.starts_with(|it: char| it.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

fn escaped(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("`{name}`")
    } else {
        name.to_owned()
    }
}

fn kind(of: &Type) -> String {
    match of {
        Type::Number => "Double".into(),
        Type::Integer => "Long".into(),
        Type::Text | Type::Date | Type::Instant | Type::Literal(_) => "String".into(),
        Type::Flag => "Boolean".into(),
        Type::Optional(inner) => format!("{}?", kind(inner)),
        Type::List(inner) => format!("List<{}>", kind(inner)),
        Type::Tuple(parts) => format!("List<{}>", kind(&Type::of_all(parts))),
        Type::Map(key, value) => format!("Map<{}, {}>", kind(key), kind(value)),
        Type::Named(name) => name.clone(),
        Type::Column(Column::Values) => "List<Double>".into(),
        Type::Column(Column::Days) => "List<Double?>".into(),
        Type::Column(Column::Instants) => "List<String>".into(),
    }
}
