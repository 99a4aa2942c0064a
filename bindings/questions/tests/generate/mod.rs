//! Writes the types and functions of other languages.

pub(crate) mod description;
mod fits;
pub(crate) mod kotlin;
pub(crate) mod python;
mod schema;
pub(crate) mod swift;
pub(crate) mod typescript;

/// What generated files say of themselves.
pub(crate) const NOTE: &str = "Written from the questions of vitasync-core by a test; do not edit.";

/// Writes a name of several words with humps: `resting_heart_rate` becomes `restingHeartRate`.
pub(crate) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capital(word))
}

/// Writes a name of several words with a capital each.
pub(crate) fn pascal(name: &str) -> String {
    name.split(['_', '-', '.', ' ']).map(capital).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Writes lines after an indent; empty ones stay empty.
pub(crate) fn indented(text: &str, indent: &str) -> String {
    let lines = text.lines().map(|line| format!("{indent}{line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Writes documentation as a block that begins with `/**`, or nothing of nothing.
pub(crate) fn block(text: &str, indent: &str) -> String {
    match text.lines().count() {
        0 => String::new(),
        1 => format!("{indent}/** {text} */\n"),
        _ => format!(
            "{indent}/**\n{}\n{indent} */\n",
            indented(text, &format!("{indent} * "))
        ),
    }
}
