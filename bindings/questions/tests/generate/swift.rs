//! Swift: a `Codable` structure per type, and a function per question.

use serde_json::Value;

use super::description::{Asked, Column, Definition, Description, Field, Shape, Type};
use super::{NOTE, camel, indented};

const HEAD: &str = "
import Foundation
";

const QUESTIONS: &str = r#"
/// Every question, as a function. Each throws a `VitaSyncError` where there is no answer.
public enum Questions {
    private static func answer<Answer: Decodable>(
        _ name: String,
        _ arguments: KeyValuePairs<String, any Encodable>
    ) throws -> Answer {
        let given = try JSONEncoder().encode(Given(arguments: arguments))
        let told = try ask(name: name, arguments: String(decoding: given, as: UTF8.self))
        return try JSONDecoder().decode(Answer.self, from: Data(told.utf8))
    }

    private struct Given: Encodable {
        let arguments: KeyValuePairs<String, any Encodable>

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            for (name, argument) in arguments {
                try argument.encode(to: container.superEncoder(forKey: Name(stringValue: name)))
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }
"#;

/// Keywords, which need backticks.
const KEYWORDS: [&str; 9] = ["as", "in", "is", "repeat", "where", "case", "default", "func", "self"];

/// Writes the file.
pub(crate) fn write(description: &Description) -> String {
    let definitions: String = description.definitions.iter().map(definition).collect();
    let questions: String = description.questions.iter().map(question).collect();
    format!("// {NOTE}\n{HEAD}{definitions}{QUESTIONS}{questions}}}\n")
}

fn definition(definition: &Definition) -> String {
    let Definition { name, doc, shape } = definition;
    let doc = comment(doc, "");
    match shape {
        Shape::Words(words) => {
            let cases = words.iter().map(|word| {
                let case = case(word);
                let raw = if case == *word {
                    String::new()
                } else {
                    format!(" = \"{word}\"")
                };
                format!("    case {}{raw}\n", escaped(&case))
            });
            format!(
                "\n{doc}public enum {name}: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {{\n{}}}\n",
                cases.collect::<String>()
            )
        }
        Shape::Alias(of) => format!("\n{doc}public typealias {name} = {}\n", kind(of)),
        Shape::Struct(_) | Shape::Union(_) => format!("\n{doc}{}", structure(name, &shape.merged())),
    }
}

fn structure(name: &str, fields: &[Field]) -> String {
    let typed = |field: &Field| match field.required {
        true => kind(&field.kind),
        false => kind(&field.kind.clone().present()) + "?",
    };
    let named = |field: &Field| escaped(&camel(&field.name));
    let stored = fields.iter().map(|it| {
        format!(
            "{}    public var {}: {}\n",
            comment(&it.doc, "    "),
            named(it),
            typed(it)
        )
    });
    let parameters = fields.iter().map(|it| {
        let default = if typed(it).ends_with('?') { " = nil" } else { "" };
        format!("{}: {}{default}", named(it), typed(it))
    });
    let assigned = fields.iter().map(|it| format!("        self.{0} = {0}\n", named(it)));
    let keys = fields.iter().map(|it| {
        let raw = if camel(&it.name) == it.name {
            String::new()
        } else {
            format!(" = \"{}\"", it.name)
        };
        format!("        case {}{raw}\n", named(it))
    });
    format!(
        "public struct {name}: Codable, Hashable, Sendable {{\n{}\n    public init({}) {{\n{}    }}\n\n    private enum CodingKeys: String, CodingKey {{\n{}    }}\n}}\n",
        stored.collect::<String>(),
        parameters.collect::<Vec<_>>().join(", "),
        assigned.collect::<String>(),
        keys.collect::<String>(),
    )
}

fn question(asked: &Asked) -> String {
    let Asked {
        name, doc, parameters, ..
    } = asked;
    let written = parameters.iter().map(|it| {
        let kind = kind(&it.kind);
        let name = escaped(&camel(&it.name));
        match (
            it.required,
            it.default.as_ref().and_then(|default| literal(default, &it.kind)),
        ) {
            (true, _) => format!("{name}: {kind}"),
            (false, Some(default)) => format!("{name}: {kind} = {default}"),
            (false, None) => format!("{name}: {kind}? = nil"),
        }
    });
    let given = parameters
        .iter()
        .map(|it| format!("\"{}\": {}", it.name, escaped(&camel(&it.name))));
    let given: Vec<String> = given.collect();
    let given = if given.is_empty() {
        ":".to_owned()
    } else {
        given.join(", ")
    };
    format!(
        "\n{}    public static func {}({}) throws -> {} {{\n        try answer(\"{name}\", [{given}])\n    }}\n",
        comment(doc, "    "),
        escaped(&camel(name)),
        written.collect::<Vec<_>>().join(", "),
        kind(&asked.answer),
    )
}

/// Writes a default that stands in a signature.
fn literal(default: &Value, of: &Type) -> Option<String> {
    match (default, of) {
        (Value::String(word), Type::Named(_)) => Some(format!(".{}", case(word))),
        (Value::String(text), _) => Some(format!("\"{text}\"")),
        (Value::Bool(_) | Value::Number(_), _) => Some(default.to_string()),
        _ => None,
    }
}

/// Writes a word as a case of an enum.
fn case(word: &str) -> String {
    let name = camel(&word.replace(['-', '.', ' '], "_"));
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

fn comment(text: &str, indent: &str) -> String {
    match text {
        "" => String::new(),
        _ => text
            .lines()
            .map(|line| indented(&format!("/// {line}"), indent) + "\n")
            .collect(),
    }
}

fn kind(of: &Type) -> String {
    match of {
        Type::Number => "Double".into(),
        Type::Integer => "Int".into(),
        Type::Text | Type::Date | Type::Instant | Type::Literal(_) => "String".into(),
        Type::Flag => "Bool".into(),
        Type::Optional(inner) => format!("{}?", kind(inner)),
        Type::List(inner) => format!("[{}]", kind(inner)),
        Type::Tuple(parts) => format!("[{}]", kind(&Type::of_all(parts))),
        Type::Map(key, value) => format!("[{}: {}]", kind(key), kind(value)),
        Type::Named(name) => name.clone(),
        Type::Column(Column::Values) => "[Double]".into(),
        Type::Column(Column::Days) => "[Double?]".into(),
        Type::Column(Column::Instants) => "[String]".into(),
    }
}
