//! TypeScript: a declaration per type, and a function per question that takes one object.

use super::description::{Asked, Column, Definition, Description, Field, Shape, Type};
use super::{NOTE, block, camel};

const HEAD: &str = "
/** Numbers, none of which may be missing. */
export type Values = ArrayLike<number>;

/** Numbers, one per place; null or NaN where there is none. */
export type Days = ArrayLike<number | null>;

/** Instants: milliseconds since 1970 in UTC, or RFC 3339 texts. */
export type Instants = ArrayLike<number> | readonly string[];

/** Numbers that are answered, one per place; NaN where there is none. */
export type Column = Float64Array;
";

/// Writes the declarations.
pub(crate) fn write(description: &Description) -> String {
    let definitions = description.definitions.iter().map(definition);
    let questions = description.questions.iter().map(question);
    let parts: String = definitions.chain(questions).collect();
    format!("// {NOTE}\n{HEAD}{parts}")
}

fn definition(definition: &Definition) -> String {
    let Definition { name, doc, shape } = definition;
    let doc = block(doc, "");
    match shape {
        Shape::Struct(fields) => format!("\n{doc}export interface {name} {}\n", object(fields, "")),
        Shape::Words(words) => {
            let words: String = words.iter().map(|word| format!("\n  | \"{word}\"")).collect();
            format!("\n{doc}export type {name} ={words};\n")
        }
        Shape::Union(variants) => {
            let variants = variants
                .iter()
                .map(|fields| format!("\n  | {}", object(fields, "    ")));
            format!("\n{doc}export type {name} ={};\n", variants.collect::<String>())
        }
        Shape::Alias(of) => format!("\n{doc}export type {name} = {};\n", kind(of)),
    }
}

fn object(fields: &[Field], indent: &str) -> String {
    let written = fields.iter().map(|field| {
        let doc = block(&field.doc, &format!("{indent}  "));
        let optional = if field.required { "" } else { "?" };
        let or_null = if field.required || matches!(field.kind, Type::Optional(_)) {
            ""
        } else {
            " | null"
        };
        format!(
            "{doc}{indent}  {}{optional}: {}{or_null};\n",
            field.name,
            kind(&field.kind)
        )
    });
    format!("{{\n{}{indent}}}", written.collect::<String>())
}

fn question(asked: &Asked) -> String {
    let Asked {
        name, doc, parameters, ..
    } = asked;
    let defaults: String = parameters
        .iter()
        .filter_map(|it| Some((&it.name, it.default.as_ref()?)))
        .map(|(name, default)| format!("\n@param given.{name} `{default}` where it is not given."))
        .collect();
    let doc = block(&format!("{doc}{defaults}"), "");
    let given = match &parameters[..] {
        [] => String::new(),
        _ => format!("given: {}", object(parameters, "")),
    };
    let answer = match &asked.answer {
        Type::Column(_) => "Column".to_owned(),
        other => kind(other),
    };
    format!("\n{doc}export function {}({given}): {answer};\n", camel(name))
}

fn kind(of: &Type) -> String {
    match of {
        Type::Number | Type::Integer => "number".into(),
        Type::Text | Type::Date | Type::Instant => "string".into(),
        Type::Flag => "boolean".into(),
        Type::Literal(word) => format!("\"{word}\""),
        Type::Optional(inner) => format!("{} | null", kind(inner)),
        Type::List(inner) => match **inner {
            Type::Optional(_) => format!("({})[]", kind(inner)),
            _ => format!("{}[]", kind(inner)),
        },
        Type::Tuple(parts) => format!("[{}]", parts.iter().map(kind).collect::<Vec<_>>().join(", ")),
        Type::Map(key, value) => match **key {
            Type::Text => format!("Record<string, {}>", kind(value)),
            _ => format!("Partial<Record<{}, {}>>", kind(key), kind(value)),
        },
        Type::Named(name) => name.clone(),
        Type::Column(Column::Values) => "Values".into(),
        Type::Column(Column::Days) => "Days".into(),
        Type::Column(Column::Instants) => "Instants".into(),
    }
}
