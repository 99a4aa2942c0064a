use std::collections::BTreeMap;
use std::path::Path;

use super::{Config, Origin, Resolved, SETTINGS, Sources, default_file, reference, resolve};

fn sources(file: &str, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Sources {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Sources {
        flags: flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        environment: environment.iter().map(owned).collect::<BTreeMap<_, _>>(),
        file: (!file.is_empty()).then(|| ("vitasync.toml".into(), file.to_owned())),
    }
}

fn problems(file: &str, environment: &[(&str, &str)]) -> String {
    let resolved = resolve(&sources(file, environment, &[]));
    let lines: Vec<String> = resolved.problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn origin(resolved: &Resolved, name: &str) -> Origin {
    let found = resolved.effective.iter().find(|it| it.setting.name == name);
    found.expect("a setting").origin.clone()
}

fn config(file: &str) -> Config {
    resolve(&sources(file, &[], &[])).config().expect("it is right")
}

#[test]
fn a_flag_beats_a_variable_a_variable_the_file_and_the_file_the_default() {
    let file = "rate_limit = 1\nbody_size = \"2MiB\"\nlisten = \"0.0.0.0:1\"";
    let environment = [("VITASYNC_RATE_LIMIT", "2"), ("VITASYNC_LISTEN", "0.0.0.0:2")];
    let resolved = resolve(&sources(file, &environment, &[("listen", "0.0.0.0:3")]));
    let config = resolved.config().expect("it is right");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.rate_limit.0.map(u32::from), Some(2));
    assert_eq!(config.body_size.0, 2 << 20);
    assert_eq!(origin(&resolved, "listen"), Origin::Flag("listen".into()));
    assert_eq!(
        origin(&resolved, "rate_limit"),
        Origin::Variable("VITASYNC_RATE_LIMIT".into())
    );
    assert_eq!(origin(&resolved, "body_size"), Origin::File("vitasync.toml".into()));
    assert_eq!(origin(&resolved, "drain"), Origin::Default);
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_never_with_a_secret() {
    let file = "lissten = \"0.0.0.0:80\"\nrate_limit = 0\nworker_slots = \"vendor=1\"\ndrain = { s = 1 }";
    let environment = [("VITASYNC_SECRET_KEY", "hunter2"), ("VITASYNC_NO_WORKER", "perhaps")];
    insta::assert_snapshot!(problems(file, &environment), @r#"
    vitasync.toml: drain: give a text, a number, true or false, or a list of texts
    vitasync.toml: there is no setting `lissten`; did you mean `listen`?
    VITASYNC_SECRET_KEY: a secret key is 32 bytes in base64: make one with `openssl rand -base64 32`
    vitasync.toml: rate_limit: give a number above 0, or `off`
    VITASYNC_NO_WORKER: give `true` or `false`
    vitasync.toml: worker_slots: give lanes and numbers like vendors=32,webhooks=64; the lanes are vendors, webhooks, heavy, upkeep
    "#);
    let unquoted = problems("listen = \"0.0.0.0:80\"\nsecret_key = hunter2", &[]);
    assert!(
        unquoted.starts_with("vitasync.toml: line 2 is not TOML: ") && !unquoted.contains("hunter2"),
        "{unquoted}"
    );
}

#[test]
fn a_variable_that_is_nearly_a_setting_is_remarked_on_and_others_are_not() {
    let environment = [
        ("VITASYNC_LISTN", "0.0.0.0:80"),
        ("VITASYNC_SERVICE_PORT_HTTP", "80"),
        ("VITASYNC_TEST_POSTGRES", "x"),
        ("VITASYNC_SECRET_KEY_FILE", ""),
    ];
    let resolved = resolve(&sources("", &environment, &[]));
    let remarks: Vec<String> = resolved.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        remarks,
        ["VITASYNC_LISTN: is no setting; did you mean `VITASYNC_LISTEN`?"]
    );
    assert!(resolved.config().is_ok());
}

#[test]
fn an_empty_variable_is_not_set_and_a_secret_can_stand_in_a_file() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(&file, "postgres://ada:secret@db/vitasync\n").expect("written");
    let path = file.path().display().to_string();
    let environment = [("VITASYNC_DATABASE_FILE", path.as_str()), ("VITASYNC_LISTEN", "")];
    let resolved = resolve(&sources("", &environment, &[]));
    let config = resolved.config().expect("it is right");
    assert_eq!(config.database.as_deref(), Some("postgres://ada:secret@db/vitasync"));
    let database = resolved.effective.iter().find(|it| it.setting.name == "database");
    assert_eq!(database.expect("a setting").shown(), "set");
    assert_eq!(origin(&resolved, "listen"), Origin::Default);
}

#[test]
fn what_is_kept_without_a_place_of_its_own_lies_beside_the_database() {
    let beside = |url: &str| {
        let config = config(&format!("database = {url:?}\ndata = \"/tmp\""));
        let folder = config.originals_folder().expect("a place");
        folder.display().to_string()
    };
    assert_eq!(beside("sqlite:///var/lib/v.db?mode=rwc"), "/var/lib/v.db-originals");
    assert_eq!(beside("v.db"), "v.db-originals");
    assert_eq!(beside("postgresql://db/vitasync"), "/tmp/originals");
}

#[test]
fn the_log_takes_its_form_among_the_filters() {
    let log = |text: &str| config(&format!("log = {text:?}")).log;
    assert_eq!(log("json").filter, "warn,vitasync_server=info");
    assert_eq!(
        log("json,warn,vitasync_server=debug").filter,
        "warn,vitasync_server=debug"
    );
    assert_ne!(log("json").format, log("debug").format);
}

#[test]
fn the_file_to_start_from_sets_everything_to_its_default() {
    let uncommented: String = default_file()
        .lines()
        .map(|line| {
            line.strip_prefix('#')
                .filter(|it| !it.starts_with(' '))
                .unwrap_or("")
                .to_owned()
                + "\n"
        })
        .collect();
    let resolved = resolve(&sources(&uncommented, &[], &[]));
    assert_eq!(resolved.problems, []);
    assert!(resolved.effective.iter().all(|it| it.text == it.setting.default));
    assert!(resolved.effective.iter().all(|it| matches!(it.origin, Origin::File(_))));
}

#[test]
fn the_page_of_the_documentation_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, reference()).expect("the page is written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == reference(),
        "docs/configuration.md is out of date: run the tests with UPDATE_GENERATED=1"
    );
    assert!(
        SETTINGS
            .iter()
            .all(|it| committed.contains(&format!("| `{}` |", it.name)))
    );
}
