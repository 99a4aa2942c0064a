//! Writes the table of settings down: as a file to start from, and for people.

use super::{FILE, Group, SETTINGS, Setting};

/// Writes a file with every setting at its default, each told in a comment.
///
/// ```
/// assert!(vitasync_server::config::default_file().contains("#rate_limit = \"120\""));
/// ```
pub fn default_file() -> String {
    let mut file =
        String::from("# Settings of VitaSync. A variable of the environment (VITASYNC_LISTEN for listen) and a flag\n");
    file += "# (--listen) come before what stands here.\n";
    for setting in SETTINGS {
        file.push('\n');
        for line in setting.about {
            file += &format!("#{line}\n");
        }
        file += &format!("#{} = {:?}\n", setting.name, setting.default);
    }
    file
}

/// Writes the page of the documentation.
pub fn reference() -> String {
    let mut page = String::from(
        "<!-- Generated from vitasync-server/src/config/mod.rs; UPDATE_GENERATED=1 cargo test rewrites it. -->\n",
    );
    page += "# Configuration\n\n";
    page += "A setting has one name and three spellings: `rate_limit` in the file, `VITASYNC_RATE_LIMIT` in the environment,\n";
    page += "`--rate-limit` on the command line. A flag beats a variable, a variable beats the file, the file beats the default. A\n";
    page += "variable that is empty is not set.\n\n";
    page +=
        &format!("The file is TOML, named by `--config` or `{FILE}`. Secrets can also stand in files of their own: \n");
    page.truncate(page.trim_end().len());
    page += "\n`VITASYNC_SECRET_KEY_FILE` names one for `VITASYNC_SECRET_KEY`.\n\n";
    page += "`vitasync config show --default` prints a file to start from. `vitasync config check` prints every setting with where\n";
    page += "it comes from, and fails where something is wrong.\n";
    for (group, title) in [(Group::Data, "Every command"), (Group::Server, "`serve` and `worker`")] {
        page += &format!("\n## {title}\n\n| setting | value | default | |\n| --- | --- | --- | --- |\n");
        for setting in SETTINGS.iter().filter(|it| it.group == group) {
            page += &row(setting);
        }
    }
    page
}

fn row(setting: &Setting) -> String {
    let about: String = setting.about.concat();
    let default = match setting.default {
        "" => String::new(),
        default => format!("`{default}`"),
    };
    let shape = setting.shape.replace('|', "` or `");
    format!("| `{}` | `{shape}` | {default} | {} |\n", setting.name, about.trim())
}
