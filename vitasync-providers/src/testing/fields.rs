//! Finds the fields of a document that nobody reads: those that can be changed and taken away without a difference.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A place in a document, step by step, and its name: `records[].score.strain`.
pub(super) struct Field {
    pub(super) name: String,
    steps: Vec<String>,
}

/// Lists the fields of a document: what is neither a list nor an object, or is empty.
pub(super) fn of(document: &Value) -> Vec<Field> {
    let mut found = Vec::new();
    walk(document, String::new(), &mut Vec::new(), &mut found);
    found
}

fn walk(value: &Value, name: String, steps: &mut Vec<String>, found: &mut Vec<Field>) {
    let parts: Vec<(String, String, &Value)> = match value {
        Value::Object(members) if !members.is_empty() => {
            let dot = if name.is_empty() { "" } else { "." };
            let named = members.iter();
            named
                .map(|(key, value)| (format!("{name}{dot}{key}"), key.clone(), value))
                .collect()
        }
        Value::Array(items) if !items.is_empty() => {
            let numbered = items.iter().enumerate();
            numbered
                .map(|(index, value)| (format!("{name}[]"), index.to_string(), value))
                .collect()
        }
        _ => {
            let steps = steps.clone();
            found.push(Field { name, steps });
            return;
        }
    };
    for (name, step, value) in parts {
        steps.push(step);
        walk(value, name, steps, found);
        steps.pop();
    }
}

impl Field {
    /// Gives the document with another value here.
    pub(super) fn with(&self, document: &Value, value: Value) -> Value {
        let mut document = document.clone();
        if let Some(place) = find(&mut document, &self.steps) {
            *place = value;
        }
        document
    }

    /// Gives the document without this field; an item of a list becomes null.
    pub(super) fn without(&self, document: &Value) -> Value {
        let Some((last, above)) = self.steps.split_last() else {
            return Value::Null;
        };
        let mut changed = document.clone();
        match find(&mut changed, above) {
            Some(Value::Object(members)) => {
                members.remove(last);
                changed
            }
            _ => self.with(document, Value::Null),
        }
    }

    /// Gives the document with this field a little different.
    pub(super) fn altered(&self, document: &Value) -> Value {
        let mut original = document.clone();
        let value = match find(&mut original, &self.steps) {
            Some(Value::Bool(flag)) => json!(!*flag),
            Some(Value::Number(number)) => match number.as_i64() {
                Some(whole) => json!(whole.wrapping_add(1)),
                None => json!(number.as_f64().unwrap_or_default() + 1.0),
            },
            Some(Value::String(text)) => json!(format!("{text}x")),
            _ => json!("x"),
        };
        self.with(document, value)
    }
}

fn find<'d>(document: &'d mut Value, steps: &[String]) -> Option<&'d mut Value> {
    steps.iter().try_fold(document, |value, step| match value {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Tells for every field of a document whether `read` sees it. A field is seen where taking it away or altering it changes what
/// is read.
pub(super) fn seen<T: PartialEq>(document: &Value, read: impl Fn(&Value) -> Option<T>) -> BTreeMap<String, bool> {
    let whole = read(document);
    let mut seen = BTreeMap::new();
    for field in of(document) {
        let sees = || read(&field.without(document)) != whole || read(&field.altered(document)) != whole;
        let known = seen.entry(field.name.clone()).or_insert(false);
        *known = *known || sees();
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_nobody_reads_is_found_and_others_are_not() {
        let document = json!({"list": [{"a": 1, "b": 2}, {"a": null}], "more": true});
        let seen = seen(&document, |it| {
            let list = it["list"].as_array()?;
            Some((
                list.iter().map(|it| it["a"].as_i64()).collect::<Vec<_>>(),
                it["more"].as_bool(),
            ))
        });
        let expected = [("list[].a", true), ("list[].b", false), ("more", true)];
        assert_eq!(seen, expected.map(|(name, seen)| (name.to_owned(), seen)).into());
    }
}
