//! Says which value of a setting counts, and where it comes from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{Config, FILE, PREFIX, SETTINGS, Setting};
use crate::error::nearest;

/// Variables that are ours and no settings.
const NOT_SETTINGS: [&str; 3] = ["VITASYNC_TEST_", "VITASYNC_FUZZ_", FILE];
/// The end of a variable that names a file with the value of a secret.
const IN_FILE: &str = "_FILE";

/// Everything settings can come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The flags that were given, by name of the setting.
    pub flags: BTreeMap<&'static str, String>,
    /// The variables of the environment.
    pub environment: BTreeMap<String, String>,
    /// The file: its path and text.
    pub file: Option<(PathBuf, String)>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has set it.
    Default,
    /// The file.
    File(PathBuf),
    /// A variable of the environment.
    Variable(String),
    /// The command line.
    Flag(String),
}

/// The value of a setting that counts.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The setting.
    pub setting: &'static Setting,
    /// The value as it was written; empty where there is none.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Something that is wrong. Never names the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: the file, the variable, the flag.
    pub place: String,
    /// What.
    pub message: String,
}

/// Every setting with its value, and what is wrong.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// One per setting, in the order of the table.
    pub effective: Vec<Effective>,
    /// What makes it unusable.
    pub problems: Vec<Problem>,
    /// What is probably not meant.
    pub remarks: Vec<Problem>,
}

impl Sources {
    /// Takes flags, this process's environment and the file that either names.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read.
    pub fn of_process(flags: BTreeMap<&'static str, String>, file: Option<PathBuf>) -> Result<Self, Problem> {
        let environment: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        let named = environment.get(FILE).filter(|it| !it.is_empty());
        let file = file.or_else(|| named.map(PathBuf::from));
        let read = |path: PathBuf| match std::fs::read_to_string(&path) {
            Ok(text) => Ok((path, text)),
            Err(error) => Err(Problem::new(path.display(), format!("cannot be read: {error}"))),
        };
        Ok(Self {
            flags,
            environment,
            file: file.map(read).transpose()?,
        })
    }
}

/// Finds the value of every setting, and everything that is wrong.
///
/// ```
/// use vitasync_server::config::{Sources, resolve};
/// let file = ("vitasync.toml".into(), "listen = \"0.0.0.0:80\"\nrate_limt = 5".to_owned());
/// let resolved = resolve(&Sources { file: Some(file), ..Sources::default() });
/// assert_eq!(resolved.problems[0].to_string(), "vitasync.toml: there is no setting `rate_limt`; did you mean `rate_limit`?");
/// ```
pub fn resolve(sources: &Sources) -> Resolved {
    let (mut problems, mut remarks) = (Vec::new(), Vec::new());
    let file = sources.file.as_ref();
    let in_file = file
        .map(|(path, text)| values_of_file(path, text, &mut problems))
        .unwrap_or_default();
    let effective = SETTINGS
        .iter()
        .map(|setting| {
            let (text, origin) = value(setting, sources, &in_file, &mut problems);
            Effective { setting, text, origin }
        })
        .collect::<Vec<_>>();
    problems.extend(effective.iter().filter_map(Effective::problem));
    let raw = effective.iter().find(|it| it.setting.name == "retention_raw");
    remarks.extend(raw.filter(|it| it.text != it.setting.default).map(|it| {
        let message = "raw bytes that are deleted cannot be decoded again when a mapping improves";
        Problem::new(&it.origin, message)
    }));
    for name in sources.environment.keys().filter(|name| !is_known(name)) {
        let bare = name.trim_start_matches(PREFIX);
        if let Some(near) = nearest(bare, SETTINGS.iter().map(|it| it.name)) {
            let near = format!("{PREFIX}{}", near.to_ascii_uppercase());
            remarks.push(Problem::new(name, format!("is no setting; did you mean `{near}`?")));
        }
    }
    Resolved {
        effective,
        problems,
        remarks,
    }
}

impl Resolved {
    /// Gives the configuration.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in one text.
    pub fn config(&self) -> Result<Config, String> {
        if !self.problems.is_empty() {
            let lines: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
            return Err(lines.join("\n"));
        }
        let text = |name: &str| {
            let found = self.effective.iter().find(|it| it.setting.name == name);
            found.map_or("", |it| it.text.as_str())
        };
        Config::read(text)
    }
}

impl Effective {
    /// Says what is wrong with the value.
    fn problem(&self) -> Option<Problem> {
        let message = (self.setting.check)(&self.text).err()?;
        Some(match &self.origin {
            Origin::File(path) => Problem::new(path.display(), format!("{}: {message}", self.setting.name)),
            origin => Problem::new(origin, message),
        })
    }

    /// Shows the value; of a secret only whether there is one.
    pub fn shown(&self) -> &str {
        match (self.setting.is_secret, self.text.is_empty()) {
            (_, true) => "not set",
            (true, false) => "set",
            (false, false) => &self.text,
        }
    }
}

/// Finds the value of one setting.
fn value(
    setting: &'static Setting,
    sources: &Sources,
    in_file: &BTreeMap<String, String>,
    problems: &mut Vec<Problem>,
) -> (String, Origin) {
    if let Some(text) = sources.flags.get(setting.name) {
        return (text.clone(), Origin::Flag(setting.flag()));
    }
    let variable = setting.variable();
    // Orchestrators pass on what is not set as an empty text.
    let given = |name: &str| sources.environment.get(name).filter(|it| !it.is_empty());
    if let Some(text) = given(&variable) {
        return (text.clone(), Origin::Variable(variable));
    }
    let with_file = variable.clone() + IN_FILE;
    if let Some(path) = given(&with_file).filter(|_| setting.is_secret) {
        match std::fs::read_to_string(path) {
            Ok(text) => return (text.trim().to_owned(), Origin::Variable(with_file)),
            Err(error) => problems.push(Problem::new(with_file, format!("{path} cannot be read: {error}"))),
        }
    }
    match (in_file.get(setting.name), &sources.file) {
        (Some(text), Some((path, _))) => (text.clone(), Origin::File(path.clone())),
        _ => (setting.default.to_owned(), Origin::Default),
    }
}

/// Reads the settings of a file, each as the text that a variable would hold.
fn values_of_file(path: &Path, text: &str, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            problems.push(Problem::new(path.display(), wrong_toml(text, &error)));
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    for (name, value) in table {
        if !SETTINGS.iter().any(|it| it.name == name) {
            let near = nearest(&name, SETTINGS.iter().map(|it| it.name));
            let near = near.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            problems.push(Problem::new(
                path.display(),
                format!("there is no setting `{name}`{near}"),
            ));
        } else if let Some(text) = as_text(&value) {
            values.insert(name, text);
        } else {
            let message = format!("{name}: give a text, a number, true or false, or a list of texts");
            problems.push(Problem::new(path.display(), message));
        }
    }
    values
}

/// Says what is wrong with a file, by its line and without the line itself, which may hold a secret.
fn wrong_toml(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    format!("line {line} is not TOML: {}", error.message())
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is_on) => Some(is_on.to_string()),
        toml::Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}

fn is_known(name: &str) -> bool {
    let bare = name.strip_suffix(IN_FILE);
    NOT_SETTINGS.iter().any(|it| name.starts_with(it))
        || SETTINGS.iter().any(|it| {
            let variable = it.variable();
            variable == name || (it.is_secret && Some(variable.as_str()) == bare)
        })
}

impl Problem {
    fn new(place: impl fmt::Display, message: impl Into<String>) -> Self {
        Self {
            place: place.to_string(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => path.display().fmt(f),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}
