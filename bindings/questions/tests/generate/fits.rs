//! Holds values against the types that are written: what cases hold must be what the types say.

use serde_json::Value;

use super::description::{Description, Field, Shape, Type};

impl Description {
    /// Says what is wrong with a value of a type, if something is.
    pub(crate) fn misfit(&self, value: &Value, of: &Type) -> Option<String> {
        let fits = match of {
            Type::Optional(_) if value.is_null() => true,
            Type::Optional(inner) => return self.misfit(value, inner),
            Type::Named(name) => return self.misfit_of(value, name),
            Type::Number => value.is_number(),
            Type::Integer => value.as_f64().is_some_and(|it| it.fract() == 0.0),
            Type::Text | Type::Date | Type::Instant => value.is_string(),
            Type::Flag => value.is_boolean(),
            Type::Literal(word) => value == word,
            Type::Column(_) => value.is_array(),
            Type::List(inner) => match value.as_array() {
                Some(items) => return items.iter().find_map(|item| self.misfit(item, inner)),
                None => false,
            },
            Type::Tuple(parts) => match value.as_array() {
                Some(items) if items.len() == parts.len() => {
                    return items.iter().zip(parts).find_map(|(item, part)| self.misfit(item, part));
                }
                _ => false,
            },
            Type::Map(key, inner) => match value.as_object() {
                Some(entries) => {
                    let misfit = |(name, item): (&String, &Value)| {
                        self.misfit(&name.as_str().into(), key)
                            .or_else(|| self.misfit(item, inner))
                    };
                    return entries.iter().find_map(misfit);
                }
                None => false,
            },
        };
        (!fits).then(|| format!("{value} is not what its type says"))
    }

    fn misfit_of(&self, value: &Value, name: &str) -> Option<String> {
        let definition = self
            .definitions
            .iter()
            .find(|it| it.name == name)
            .expect("it is defined");
        match &definition.shape {
            Shape::Alias(of) => self.misfit(value, of),
            Shape::Words(words) => {
                let known = value.as_str().is_some_and(|word| words.iter().any(|it| it == word));
                (!known).then(|| format!("{value} is no {name}"))
            }
            Shape::Struct(fields) => self.misfit_of_fields(value, name, fields),
            Shape::Union(variants) => {
                let misfits = variants.iter().map(|fields| self.misfit_of_fields(value, name, fields));
                let misfits: Vec<Option<String>> = misfits.collect();
                if misfits.iter().any(Option::is_none) {
                    None
                } else {
                    misfits.into_iter().flatten().next()
                }
            }
        }
    }

    /// Says what is wrong with an object: a field nobody knows, one that is not there, or one of another type.
    pub(crate) fn misfit_of_fields(&self, value: &Value, name: &str, fields: &[Field]) -> Option<String> {
        let Some(object) = value.as_object() else {
            return Some(format!("{value} is no {name}"));
        };
        let unknown = object.keys().find(|key| fields.iter().all(|field| field.name != **key));
        if let Some(unknown) = unknown {
            return Some(format!("{name} has no `{unknown}`"));
        }
        fields.iter().find_map(|field| match object.get(&field.name) {
            None if field.required => Some(format!("{name} lacks `{}`", field.name)),
            None => None,
            Some(Value::Null) if !field.required => None,
            Some(value) => {
                let misfit = self.misfit(value, &field.kind)?;
                Some(format!("{name}.{}: {misfit}", field.name))
            }
        })
    }
}
