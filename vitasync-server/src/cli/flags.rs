//! Flags made from the table of settings: what can be set in a file can be said for one call, too.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::App;
use crate::config::{Config, FILE, Group, SETTINGS, Setting, Sources, resolve};
use crate::telemetry;

/// The settings a command was given, and with `SERVER` those of servers and workers, too.
#[derive(Debug, Clone, Default)]
pub(super) struct Flags<const SERVER: bool> {
    file: Option<PathBuf>,
    given: BTreeMap<&'static str, String>,
}

/// Where the data is kept.
pub(super) type Database = Flags<false>;
/// Where the data is kept, and how it is served.
pub(super) type Serving = Flags<true>;

impl<const SERVER: bool> Flags<SERVER> {
    /// Reads the configuration, and begins to log as it says.
    pub(super) fn config(&self) -> anyhow::Result<Config> {
        let config = resolve(&self.sources()?).config().map_err(anyhow::Error::msg)?;
        telemetry::start(&config)?;
        Ok(config)
    }

    /// Opens the database.
    pub(super) async fn open(&self) -> anyhow::Result<App> {
        self.config()?.open().await
    }

    /// Gathers everything that settings can come from.
    pub(super) fn sources(&self) -> anyhow::Result<Sources> {
        Sources::of_process(self.given.clone(), self.file.clone()).map_err(|it| anyhow::anyhow!("{it}"))
    }

    fn offered() -> impl Iterator<Item = &'static Setting> {
        SETTINGS.iter().filter(|it| SERVER || it.group == Group::Data)
    }
}

impl<const SERVER: bool> Args for Flags<SERVER> {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help_heading(HEADING)
            .help(format!("The file with settings [env: {FILE}]"));
        Self::offered().map(flag).fold(command.arg(file), Command::arg)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Under which the help lists the settings.
const HEADING: &str = "Settings";

fn flag(setting: &'static Setting) -> Arg {
    let about: String = setting.about.concat();
    let default = match setting.default {
        "" | "false" => String::new(),
        default => format!(" [default: {default}]"),
    };
    // A command that is given a wrong value says so as clap says it.
    let check = setting.check;
    let flag = Arg::new(setting.name)
        .long(setting.flag())
        .value_name(setting.shape)
        .action(ArgAction::Set)
        .value_parser(move |text: &str| check(text).map(|()| text.to_owned()))
        .help_heading(HEADING)
        .help(format!("{}{default} [env: {}]", about.trim(), setting.variable()));
    match setting.is_switch {
        true => flag.num_args(0..=1).require_equals(true).default_missing_value("true"),
        false => flag,
    }
}

impl<const SERVER: bool> FromArgMatches for Flags<SERVER> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.file = matches.get_one("config").cloned();
        let given = Self::offered().filter_map(|it| Some((it.name, matches.get_one::<String>(it.name)?.clone())));
        self.given = given.collect();
        Ok(())
    }
}
