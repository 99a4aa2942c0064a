//! Mistakes a vendor can make, and what the suite says of each.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use vitasync_core::Metric;
use vitasync_core::record::RecordKey;
use vitasync_providers::provider::{
    Account, Example, Job, Method, Outcome, Page, Provider, Request, Response, Sessions, Spec, Way, Whose, Window,
};
use vitasync_providers::webhook::Received;
use vitasync_providers::{Error, ErrorKind};

use crate::acme::Acme;
use crate::wrong::{Decoded, Wrong, asking, decoding, judging, leak, naps, receiving, weights};

/// A mistake, a vendor that makes it, and what the suite says of that vendor: each phrase, and nothing without one of them.
pub(crate) struct Fault {
    pub(crate) mistake: &'static str,
    pub(crate) vendor: fn() -> Wrong,
    pub(crate) says: &'static [&'static str],
}

const fn fault(mistake: &'static str, vendor: fn() -> Wrong, says: &'static [&'static str]) -> Fault {
    Fault { mistake, vendor, says }
}

pub(crate) static FAULTS: &[Fault] = &[
    fault(
        "promises a metric it does not have",
        || weights(|it| it.metrics = &[Metric::Weight, Metric::Height]),
        &["`weights` promises height, and no example has it"],
    ),
    fault(
        "has a metric it does not promise",
        || weights(|it| it.metrics = &[]),
        &[
            "`weights` promises nothing",
            "`weights` gives weight and does not promise it",
        ],
    ),
    fault(
        "promises nights among weights",
        || weights(|it| it.sessions = Sessions::Sleep),
        &["`weights` gives other sessions than it promises"],
    ),
    fault(
        "reads a year again with every sync",
        || weights(|it| it.overlap = TimeDelta::days(400)),
        &["`weights` reads a year again with every sync"],
    ),
    fault(
        "has a slug that is no word",
        || Wrong::with_spec(|it| it.slug = "Acme!"),
        &["the slug is not a lower-case word"],
    ),
    fault(
        "has a token address without encryption",
        || Wrong::with_spec(plain_token_address),
        &["http://api.acme.example/token is not HTTPS"],
    ),
    fault(
        "drops a field",
        || naps(|it| it.ignored = &[]),
        &["/naps: nobody reads `naps[].mood`"],
    ),
    fault(
        "reads a field it says it ignores",
        || naps(|it| it.ignored = &["naps[].mood", "naps[].from"]),
        &["/naps: `naps[].from` is listed as ignored and is read"],
    ),
    fault(
        "ignores a field that is not there",
        || naps(|it| it.ignored = &["naps[].mood", "naps[].dream"]),
        &["/naps: `naps[].dream` is listed as ignored and is not there"],
    ),
    fault(
        "has an example of nothing",
        || Wrong::with_spec(more_examples),
        &["nobody asks for the example POST /elsewhere []"],
    ),
    fault(
        "does not end the authorisation",
        || asking(|job, right| if *job == Job::Disconnect { Vec::new() } else { right }),
        &["nobody asks for the example DELETE /me []"],
    ),
    fault(
        "loses the next page",
        || decoding(loses_pages),
        &["nobody asks for the example GET /weights [(\"page\", \"2\")]"],
    ),
    fault(
        "ignores the token of the next page",
        || decoding(repeats_pages),
        &[
            "sent pages that do not end",
            "nobody asks for the example GET /weights [(\"page\", \"2\")]",
        ],
    ),
    fault(
        "panics on half an answer",
        || decoding(panics_on_damage),
        &["list weights: it panics: half an answer"],
    ),
    fault(
        "takes half an answer for a whole one",
        || decoding(takes_damage),
        &["list naps: half an answer passes as a whole one"],
    ),
    fault(
        "lets one bad item cost the whole answer",
        || decoding(loses_all_for_one),
        &["costs the whole answer"],
    ),
    fault(
        "takes 500 for nothing",
        || judging(|it, right| if it.status == 500 { Outcome::Empty } else { right }),
        &[
            "list naps: 500 is taken for Empty",
            "list weights: 500 is taken for Empty",
        ],
    ),
    fault(
        "decodes 404",
        || judging(|it, right| if it.status == 404 { Outcome::Ok } else { right }),
        &["404 is taken for Ok", "sent what cannot be read"],
    ),
    fault(
        "takes 409 to a question for done",
        || judging(|it, right| if it.status == 409 { Outcome::AlreadyDone } else { right }),
        &[
            "list naps: 409 is taken for AlreadyDone",
            "list weights: 409 is taken for AlreadyDone",
        ],
    ),
    fault(
        "asks again for what is gone for good",
        || judging(|it, right| if it.status == 410 { AGAIN } else { right }),
        &[
            "410 is taken for Retry",
            "one `weights` that is gone (410) ends with: acme (read weight) has had enough calls for now; try again later",
        ],
    ),
    fault(
        "does not wait when told to",
        || judging(|it, right| if it.status == 429 { Outcome::Broken } else { right }),
        &[
            "one answer of 429 stops a sync",
            "is said to be refused",
            "list weights: 429 is taken for Broken",
        ],
    ),
    fault(
        "does not refresh",
        || judging(|it, right| if it.status == 401 { Outcome::Broken } else { right }),
        &["one answer of 401 stops a sync"],
    ),
    fault(
        "takes 403 for nothing",
        || judging(|it, right| if it.status == 403 { Outcome::Empty } else { right }),
        &["Status(403, []) passes as a sync", "403 is taken for Empty"],
    ),
    fault(
        "leaves a day out of every window",
        || asking(|job, _| moved(job, TimeDelta::days(1))),
        &["`weights` (list weights) leaves out what is after 2026-07-04 12:00:00 UTC"],
    ),
    fault(
        "asks for more than a window",
        || asking(|job, _| moved(job, TimeDelta::days(-60))),
        &["`weights` (list weights) asks for more than its window: 2026-05-05 12:00:00 UTC to 2026-08-03 12:00:00 UTC"],
    ),
    fault(
        "asks for no time",
        || asking(timeless),
        &["`weights` is cut into windows and asks for no time"],
    ),
    fault(
        "counts its objects",
        || decoding(counts_objects),
        &["delivered twice, there is sleep", "is listed as ignored and is read"],
    ),
    fault(
        "gives several objects one name",
        || decoding(names_all_alike),
        &[
            "delivered in reverse, there is weight",
            "one answer takes away what another brought: weight",
        ],
    ),
    fault(
        "deletes another object than the one that is gone",
        || asking(names_another),
        &[
            "one `weights` that is gone (404) deletes something else",
            "one `weights` that is gone (410) deletes something else",
        ],
    ),
    fault(
        "calls a host it does not name",
        || Wrong::with_spec(|it| it.hosts = &["acme.example"]),
        &["led to an address that is not the vendor's"],
    ),
    fault(
        "carries the token to another host",
        || decoding(leads_elsewhere),
        &[
            "led to an address that is not the vendor's",
            "nobody asks for the example GET /weights [(\"page\", \"2\")]",
        ],
    ),
    fault(
        "tries a refused refresh for ever",
        never_final,
        &["a refresh that is refused for good does not ask to connect again"],
    ),
    fault(
        "does not say who connects",
        || decoding(forgets_who),
        &["connecting does not tell who it is", "/me: nobody reads `id`"],
    ),
    fault(
        "does not trust its own signature",
        || Wrong::with_spec(forged_push),
        &["the call is not signed as it must be"],
    ),
    fault(
        "trusts anybody",
        || receiving(|right| right.or_else(|_| Ok(Received::accepted(Vec::new())))),
        &["a webhook is trusted that nobody signed"],
    ),
    fault(
        "panics on a call",
        || receiving(|right| right.map_err(|_| panic!("a stranger"))),
        &["receive: it panics: a stranger"],
    ),
];

const AGAIN: Outcome = Outcome::Retry {
    until: None,
    whose: Whose::User,
};

fn never_final() -> Wrong {
    Wrong {
        token: |right| right.map_err(|_| Error::new("acme", "refresh", ErrorKind::Unavailable)),
        ..Wrong::acme()
    }
}

fn plain_token_address(spec: &mut Spec) {
    spec.ways = leak(spec.ways, |it| {
        if let Way::OAuth2(oauth2) = &mut it[0] {
            oauth2.token = "http://api.acme.example/token";
        }
    });
}

fn more_examples(spec: &mut Spec) {
    let more = Example {
        method: Method::Post,
        path: "/elsewhere",
        ..Example::BASE
    };
    spec.examples = leak(spec.examples, |it| it.push(more));
}

fn forged_push(spec: &mut Spec) {
    spec.pushes = leak(spec.pushes, |it| it[0].headers = &[("X-Acme-Signature", "00")]);
}

fn loses_pages(_: &Request, _: &Response, page: Decoded) -> Decoded {
    page.map(|page| Page {
        follow: Vec::new(),
        ..page
    })
}

fn repeats_pages(request: &Request, _: &Response, page: Decoded) -> Decoded {
    let mut page = page?;
    page.follow.iter_mut().for_each(|next| *next = request.clone());
    Ok(page)
}

fn leads_elsewhere(_: &Request, _: &Response, page: Decoded) -> Decoded {
    let mut page = page?;
    for next in &mut page.follow {
        next.url = next.url.replace("api.acme.example", "api.evil.example");
    }
    Ok(page)
}

fn panics_on_damage(request: &Request, response: &Response, page: Decoded) -> Decoded {
    let is_whole = serde_json::from_slice::<serde_json::Value>(&response.body).is_ok();
    assert!(is_whole || request.operation != "list weights", "half an answer");
    page
}

fn takes_damage(request: &Request, _: &Response, page: Decoded) -> Decoded {
    let taken = Page {
        awaiting: true,
        ..Page::default()
    };
    page.or_else(|error| {
        if request.operation == "list naps" {
            Ok(taken)
        } else {
            Err(error)
        }
    })
}

fn loses_all_for_one(request: &Request, _: &Response, page: Decoded) -> Decoded {
    let malformed = || Error::new("acme", request.operation.clone(), ErrorKind::Malformed);
    page.and_then(|page| {
        if page.rejected.is_empty() {
            Ok(page)
        } else {
            Err(malformed())
        }
    })
}

fn counts_objects(_: &Request, _: &Response, page: Decoded) -> Decoded {
    static COUNTED: AtomicU32 = AtomicU32::new(0);
    let mut page = page?;
    for record in page
        .wall_clock_sessions
        .iter_mut()
        .filter_map(|nap| nap.record.as_mut())
    {
        record.key.external_id = format!("n{}", COUNTED.fetch_add(1, Ordering::Relaxed));
    }
    Ok(page)
}

fn names_all_alike(_: &Request, _: &Response, page: Decoded) -> Decoded {
    let mut page = page?;
    for reading in &mut page.readings {
        reading.record = Some(std::sync::Arc::new(RecordKey::new("acme", "weights", "all").into()));
    }
    Ok(page)
}

fn forgets_who(request: &Request, _: &Response, page: Decoded) -> Decoded {
    match request.operation.as_ref() {
        "read me" => Ok(Page::default()),
        _ => page,
    }
}

fn names_another(job: &Job<'_>, right: Vec<Request>) -> Vec<Request> {
    let another = || RecordKey::new("acme", "weights", "another");
    match job {
        Job::Object { .. } => right.into_iter().map(|it| it.object(another())).collect(),
        _ => right,
    }
}

fn timeless(_: &Job<'_>, mut right: Vec<Request>) -> Vec<Request> {
    for request in &mut right {
        request.query.retain(|(name, _)| name == "page");
    }
    right
}

/// Asks for weights with a window that begins later, or earlier.
fn moved(job: &Job<'_>, by: TimeDelta) -> Vec<Request> {
    let account = Account::default();
    match *job {
        Job::Window {
            resource: "weights",
            window,
        } => {
            let window = Window {
                from: window.from + by,
                ..window
            };
            Acme.requests(
                &Job::Window {
                    resource: "weights",
                    window,
                },
                &account,
            )
        }
        _ => Acme.requests(job, &account),
    }
}
