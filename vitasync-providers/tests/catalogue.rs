//! `docs/providers.md` shows what the specs and the catalogue hold.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use chrono::TimeDelta;
use vitasync_core::Metric;
use vitasync_core::sport::Vendor;
use vitasync_providers::auth::{Carrier, Credentials, OAuth2};
use vitasync_providers::catalogue::{self, Listed, WITHOUT_API, WithoutApi};
use vitasync_providers::provider::{Fact, History, Reads, Resource, Sessions, Spec, Subscribe, Way, Whose};
use vitasync_providers::vendors;

#[test]
fn the_reference_of_providers_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/providers.md");
    let expected = reference();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_else(|error| format!("({error})"));
    assert!(
        committed == expected,
        "docs/providers.md does not show what the specs hold; rewrite it with \
         `UPDATE_GENERATED=1 cargo test -p vitasync-providers --test catalogue` and commit it"
    );
}

const INTRODUCTION: &str = "\
<!-- Generated from the specs in vitasync-providers/src/vendors and from catalogue.rs by the test `catalogue`; do not edit. -->

# Providers

Every provider people ask for, and the honest way in: an API that anybody may use, a file that the person exports, a phone that
pushes, or another provider that has the data already. Never an endpoint that was not made for others, and never anybody's password.

## How to register an application

To connect people by OAuth you need an application of your own with the vendor. Each vendor's section says the rest:

1. Open the page under *Register*, and heed *Approval* and *Cost and terms* before you plan with it.
2. Enter as the callback the address your people come back to, letter by letter as you give it to VitaSync (`redirect_uri`), and tick the
   scopes listed under *Connects by OAuth*.
3. Give VitaSync `client_id` and the settings listed, which the vendor shows once the application is there.
4. Where the vendor pushes, it has to reach an address of yours over HTTPS. The section says who enters it and how a push is
   verified; what cannot be proved to come from the vendor is refused.

What is marked *(remembered)* was not seen on the vendor's pages or in working code: believe the vendor where it says otherwise.

## How to read this page

What a vendor brings is listed by its resources: *reaches back* says how far the first sync goes, *read again* how much every later one
reads once more, because the vendor goes on changing it. The metrics are explained in [metrics.md](metrics.md), the sports in
[sports.md](sports.md). What a spec could not take from a source of the vendor's stands under *Not verified*: it was remembered, inferred or
seen in working code.

";

fn reference() -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str("| Provider | Ways in | Brings | Reaches back | Pushes |\n| --- | --- | --- | --- | --- |\n");
    for listed in catalogue::all() {
        overview(&mut out, &listed);
    }
    out.push_str("\n## With an API\n");
    for provider in vendors::ALL {
        vendor(&mut out, provider.spec());
    }
    out.push_str("\n## Without an API for everybody\n");
    for row in WITHOUT_API {
        without_api(&mut out, row);
    }
    out
}

fn overview(out: &mut String, listed: &Listed) {
    let ways: Vec<_> = listed.ways_in().iter().map(|way| way.id()).collect();
    let ways = format!(
        "{}{}",
        ways.join(", "),
        if listed.is_ready() { "" } else { " (not yet)" }
    );
    let (brings, history, pushes) = match listed {
        Listed::Vendor(spec) => {
            let sessions = spec.resources.iter().map(|it| it.sessions);
            let sessions: BTreeSet<_> = sessions.filter_map(sessions_in_words).collect();
            let metrics = spec.resources.iter().flat_map(|it| it.metrics);
            let metrics = metrics.collect::<BTreeSet<_>>().len();
            let metrics = (metrics > 0).then(|| format!("{metrics} metrics"));
            let brings: Vec<_> = sessions.iter().map(|it| (*it).to_owned()).chain(metrics).collect();
            let reaches = spec.resources.iter().map(|it| it.history).min_by_key(reach);
            (
                brings.join(", "),
                reaches.map(history).unwrap_or_default(),
                pushes(spec),
            )
        }
        Listed::WithoutApi(row) => (row.brings.to_owned(), String::new(), ""),
    };
    let anchor = anchor(listed.name(), listed.slug());
    row(
        out,
        &[
            format!("[{}](#{anchor})", listed.name()),
            ways,
            brings,
            history,
            pushes.to_owned(),
        ],
    );
}

fn vendor(out: &mut String, spec: &Spec) {
    write!(out, "\n### {} (`{}`)\n\n", spec.name, spec.slug).unwrap();
    if !spec.documentation.is_empty() {
        point(out, "Documentation", &format!("<{}>", spec.documentation));
    }
    registration(out, spec);
    for way in spec.ways {
        match way {
            Way::OAuth2(oauth2) => point(out, "Connects by OAuth 2.0", &oauth2_in_words(oauth2)),
            Way::OAuth1(_) => point(
                out,
                "Connects by OAuth 1.0a",
                "calls are signed with the application's key and secret.",
            ),
            Way::Key(key) => point(
                out,
                "Connects by a key",
                &format!(
                    "the person finds it at {}, and pastes it; {}.",
                    key.help,
                    carrier(key.carrier)
                ),
            ),
        }
    }
    for setting in spec.settings {
        let need = if setting.required {
            "needed"
        } else {
            "not always needed"
        };
        point(out, &format!("Setting `{}` ({need})", setting.name), setting.help);
    }
    for region in spec.regions {
        let hosts: Vec<_> = region.hosts.iter().map(|(_, host)| format!("`{host}`")).collect();
        point(
            out,
            &format!("Region `{}`", region.id),
            &format!("served by {}.", hosts.join(", ")),
        );
    }
    point(out, "Pushes", &pushes_in_words(spec));
    if !spec.registration.push.is_empty() {
        let facts: Vec<String> = spec.registration.push.iter().map(told).collect();
        point(out, "Where pushes go, and how they are verified", &facts.join(" "));
    }
    let limits = spec.limits.iter().map(|it| {
        let whose = match it.whose {
            Whose::App => "for the application",
            Whose::User => "for each person",
        };
        let calls = if it.calls == 1 { "call" } else { "calls" };
        format!("{} {calls} in {} {whose}", it.calls, span(it.per))
    });
    let limits: Vec<_> = limits.collect();
    if !limits.is_empty() {
        point(out, "Limits that are kept", &format!("{}.", limits.join("; ")));
    }
    if let Some(terms) = spec.terms {
        point(out, "Off until the operator accepts its terms", terms);
    }
    resources(out, spec);
    if !spec.unverified.is_empty() {
        out.push_str("\nNot verified:\n\n");
        for doubt in spec.unverified {
            writeln!(out, "- {doubt}").unwrap();
        }
    }
}

/// Says where and how an application is registered, and what comes with that.
fn registration(out: &mut String, spec: &Spec) {
    let known = &spec.registration;
    let at = (!known.console.text.is_empty()).then(|| match known.console.seen {
        true => format!("at <{}>.", known.console.text),
        false => format!("at <{}> *(remembered)*.", known.console.text),
    });
    let steps = at.into_iter().chain(known.enter.iter().map(told));
    let lines = [
        ("Register", steps.collect()),
        ("Approval", known.approval.iter().map(told).collect()),
        ("Cost and terms", known.terms.iter().map(told).collect()),
        ("To try it", known.sandbox.iter().map(told).collect::<Vec<_>>()),
    ];
    for (name, facts) in lines {
        if !facts.is_empty() {
            point(out, name, &facts.join(" "));
        }
    }
}

fn told(fact: &Fact) -> String {
    let mark = if fact.seen { "" } else { " *(remembered)*" };
    format!("{}{mark}", fact.text)
}

#[test]
fn every_vendor_says_how_an_application_is_registered() {
    for provider in vendors::ALL {
        let spec = provider.spec();
        let known = &spec.registration;
        let by_oauth = spec.ways.iter().any(|way| !matches!(way, Way::Key(_)));
        let registers = by_oauth && spec.successor.is_none();
        assert_eq!(!known.console.text.is_empty(), registers, "{}: where", spec.slug);
        assert!(!known.enter.is_empty(), "{}: what to enter", spec.slug);
        assert_eq!(!known.approval.is_empty(), registers, "{}: who approves", spec.slug);
        let pushes = spec.push.subscribe != Subscribe::Never;
        assert!(
            !pushes || !known.push.is_empty(),
            "{}: how pushes are verified",
            spec.slug
        );
    }
}

fn oauth2_in_words(oauth2: &OAuth2) -> String {
    let scopes: Vec<_> = oauth2.scopes.iter().map(|scope| format!("`{scope}`")).collect();
    let scopes = if scopes.is_empty() {
        "no scopes are asked for".to_owned()
    } else {
        format!("the scopes {}", scopes.join(", "))
    };
    let credentials = match oauth2.credentials {
        Credentials::Form => "in the form",
        Credentials::Basic => "by HTTP Basic",
    };
    let pkce = if oauth2.pkce { ", with PKCE" } else { "" };
    format!("{scopes}; the application names itself {credentials}{pkce}.")
}

fn carrier(carrier: Carrier) -> String {
    match carrier {
        Carrier::Bearer => "calls carry it as a bearer token".to_owned(),
        Carrier::Header(name) => format!("calls carry it alone in the header `{name}`"),
        Carrier::Query(name) => format!("calls carry it as `{name}` in the query"),
    }
}

fn pushes(spec: &Spec) -> &'static str {
    match spec.push.subscribe {
        Subscribe::Never => "no",
        Subscribe::ByHand => "by hand",
        Subscribe::App | Subscribe::User => "yes",
    }
}

fn pushes_in_words(spec: &Spec) -> String {
    let how = match spec.push.subscribe {
        Subscribe::Never => return "none; it is asked.".to_owned(),
        Subscribe::ByHand => "the address to push to is entered on the vendor's page",
        Subscribe::App => "VitaSync subscribes once for the application",
        Subscribe::User => "VitaSync subscribes for every connection",
    };
    let secrets: Vec<_> = spec.push.secrets.iter().map(|name| format!("`{name}`")).collect();
    let trust = if secrets.is_empty() {
        String::new()
    } else {
        format!("; trusted by {}", secrets.join(" and "))
    };
    let renewed = spec.push.renew_before;
    let renewed = renewed
        .map(|before| format!("; renewed {} before it ends", span(before)))
        .unwrap_or_default();
    format!(
        "{how}{trust}{renewed}; it wants an answer within {}.",
        span(spec.push.answer_within)
    )
}

fn resources(out: &mut String, spec: &Spec) {
    out.push_str(
        "\n| Resource | Scope | Brings | Read | Reaches back | Read again |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for resource in spec.resources {
        let scopes: Vec<_> = resource.scopes.iter().map(|scope| format!("`{scope}`")).collect();
        let again = match resource.reading {
            Reads::ByTime | Reads::ByChange => span(resource.overlap),
            Reads::Current | Reads::Pushed => String::new(),
        };
        row(
            out,
            &[
                format!("`{}`", resource.id),
                scopes.join(" or "),
                brings(spec, resource),
                reading(resource),
                history(resource.history),
                again,
            ],
        );
    }
}

fn brings(spec: &Spec, resource: &Resource) -> String {
    let sessions = sessions_in_words(resource.sessions).map(|words| {
        let knows_sports = resource.sessions != Sessions::Sleep && Vendor::ALL.iter().any(|it| it.id() == spec.slug);
        let sports = if knows_sports {
            " (sports as in [sports.md](sports.md))"
        } else {
            ""
        };
        format!("{words}{sports}")
    });
    let metrics = resource
        .metrics
        .iter()
        .map(|metric: &Metric| format!("`{}`", metric.id()));
    sessions.into_iter().chain(metrics).collect::<Vec<_>>().join(", ")
}

fn sessions_in_words(sessions: Sessions) -> Option<&'static str> {
    match sessions {
        Sessions::None => None,
        Sessions::Sleep => Some("nights and naps"),
        Sessions::Workouts => Some("workouts"),
        Sessions::Both => Some("nights, naps and workouts"),
    }
}

fn reading(resource: &Resource) -> String {
    match (resource.reading, resource.window) {
        (Reads::ByTime, Some(window)) => format!("by time, in spans of {} or less", span(window)),
        (Reads::ByTime, None) => "by time".to_owned(),
        (Reads::ByChange, _) => "by what has changed".to_owned(),
        (Reads::Current, _) => "as it is now".to_owned(),
        (Reads::Pushed, _) => "only pushed".to_owned(),
    }
}

fn history(history: History) -> String {
    match history {
        History::Since(_) => "to the beginning".to_owned(),
        History::Days(days) => format!("{days} days"),
        History::FromConnect => "to the day of connecting".to_owned(),
    }
}

/// Orders histories, the longest first.
fn reach(history: &History) -> u32 {
    match history {
        History::Since(_) => 0,
        History::Days(days) => u32::MAX - days,
        History::FromConnect => u32::MAX,
    }
}

fn without_api(out: &mut String, listed: &WithoutApi) {
    write!(
        out,
        "\n### {} (`{}`)\n\n{}\n\n",
        listed.name, listed.slug, listed.reason
    )
    .unwrap();
    for entrance in listed.entrances {
        let ready = if entrance.ready { "" } else { ", not taken yet" };
        let way = entrance.way.id();
        let (first, rest) = way.split_at(1);
        point(out, &format!("{}{rest}{ready}", first.to_uppercase()), entrance.advice);
    }
    point(out, "Brings", listed.brings);
}

fn span(span: TimeDelta) -> String {
    let units = [
        (span.num_days(), "day"),
        (span.num_hours(), "hour"),
        (span.num_minutes(), "minute"),
        (span.num_seconds(), "second"),
    ];
    let sizes = [86_400, 3600, 60, 1];
    let whole = units
        .iter()
        .zip(sizes)
        .find(|((count, _), size)| *count > 0 && count * size == span.num_seconds());
    let ((count, unit), _) = whole.unwrap_or((&units[3], 1));
    format!("{count} {unit}{}", if *count == 1 { "" } else { "s" })
}

/// Names a heading as links to it are written.
fn anchor(name: &str, slug: &str) -> String {
    let heading = format!("{name} ({slug})").to_lowercase();
    let kept = heading
        .chars()
        .filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

fn point(out: &mut String, name: &str, text: &str) {
    writeln!(out, "- **{name}**: {text}").unwrap();
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    writeln!(out, "| {} |", cells.join(" | ")).unwrap();
}
