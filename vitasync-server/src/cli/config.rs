//! `vitasync config`: shows what is set and where, and says what is wrong with it.

use clap::{Args, Subcommand};

use super::Serving;
use super::output::Column::Text;
use super::output::Table;
use crate::config::{Resolved, default_file, resolve};

#[derive(Debug, Args)]
pub(super) struct Settings {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print every setting with where it comes from, and fail where one is wrong
    Check(Check),
    /// Print every setting with its value
    Show(Show),
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    settings: Serving,
}

#[derive(Debug, Args)]
struct Show {
    /// Print a file to start from, with every setting explained, instead
    #[arg(long)]
    default: bool,
    #[command(flatten)]
    settings: Serving,
}

impl Settings {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Check(check) => {
                let resolved = resolve(&check.settings.sources()?);
                show(&resolved, true);
                for it in &resolved.remarks {
                    eprintln!("Note: {it}");
                }
                resolved.config().map(|_| ()).map_err(anyhow::Error::msg)
            }
            Command::Show(Show { default: true, .. }) => {
                print!("{}", default_file());
                Ok(())
            }
            Command::Show(it) => {
                show(&resolve(&it.settings.sources()?), false);
                Ok(())
            }
        }
    }
}

fn show(resolved: &Resolved, with_origins: bool) {
    let columns = 2 + usize::from(with_origins);
    let cells = |row: [String; 3]| row.into_iter().take(columns);
    let mut table = Table::new(&[Text; 3], ["setting", "value", "from"].into_iter().take(columns));
    for it in &resolved.effective {
        let name = it.setting.name.to_owned();
        table.row(cells([name, it.shown().to_owned(), it.origin.to_string()]));
    }
    print!("{}", table.print());
}
