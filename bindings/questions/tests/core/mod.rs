//! Reads what the sources of the core say of its analytics: their functions and how they are documented.

use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

use vitasync_questions::Question;

/// A public function of the analytics.
pub(crate) struct Function {
    module: String,
    name: String,
    /// What its documentation says before its examples and errors, in Markdown.
    says: String,
}

impl Function {
    /// Names it as rows do: by its module and its name.
    pub(crate) fn path(&self) -> String {
        format!("{}::{}", self.module, self.name)
    }
}

/// Lists the Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Lists the public functions of modules that are public.
pub(crate) fn functions() -> Vec<Function> {
    let mut found = Vec::new();
    let analytics = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vitasync-core/src/analytics");
    for path in sources(&analytics) {
        let module = path.file_stem().unwrap().to_str().unwrap();
        let module = if module == "gather" { "context" } else { module };
        let text = read_to_string(&path).unwrap();
        let mut says = Vec::new();
        for line in text.lines() {
            if let Some(doc) = line.strip_prefix("///") {
                says.push(doc.strip_prefix(' ').unwrap_or(doc));
            } else if let Some(rest) = line.strip_prefix("pub fn ") {
                let name = rest.split(['(', '<']).next().unwrap();
                found.push(Function {
                    module: module.to_owned(),
                    name: name.to_owned(),
                    says: beginning(&says),
                });
                says.clear();
            } else if !line.starts_with("#[") {
                says.clear();
            }
        }
    }
    found
}

/// Returns documentation up to its first example or heading.
fn beginning(lines: &[&str]) -> String {
    let text = lines
        .iter()
        .take_while(|line| !line.starts_with("```") && !line.starts_with('#'));
    text.copied().collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Returns what a question's row says of it, and otherwise what the function it calls first does.
pub(crate) fn says(question: &Question, functions: &[Function]) -> String {
    if let Some(remark) = question.remark {
        let lines = remark.split('\n').map(str::trim);
        return lines.collect::<Vec<_>>().join("\n").trim().to_owned();
    }
    let called = functions
        .iter()
        .filter_map(|function| Some((calls(question.expression, &function.path())?, function)));
    let first = called.min_by_key(|(at, _)| *at);
    first.map_or_else(String::new, |(_, function)| function.says.clone())
}

/// Finds the place at which an expression calls a function.
pub(crate) fn calls(expression: &str, function: &str) -> Option<usize> {
    let expression: String = expression.chars().filter(|it| !it.is_whitespace()).collect();
    let call = format!("{function}(");
    let mut places = expression.match_indices(&call).map(|(at, _)| at);
    places.find(|at| !expression[..*at].ends_with(|it: char| it.is_alphanumeric() || it == '_'))
}
