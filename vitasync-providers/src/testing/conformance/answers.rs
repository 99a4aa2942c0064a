//! Damaged answers, and fields that nobody reads.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::client::Exchange;
use crate::provider::{Body, Outcome, Page, Provider, Response, Value};
use crate::testing::{fake, fields};

/// Passes on the latest of the exchanges that differ in nothing but what was asked: a vendor that is asked day by day answers
/// a year of days with one example.
pub(super) fn telling(exchanges: &[Exchange]) -> Vec<&Exchange> {
    const A_FEW: u32 = 6;
    let mut alike: BTreeMap<(&str, &[u8]), u32> = BTreeMap::new();
    let few = exchanges.iter().rev().filter(|exchange| {
        let seen = alike
            .entry((&exchange.request.operation, &exchange.response.body))
            .or_default();
        *seen += 1;
        *seen <= A_FEW
    });
    few.collect()
}

/// A damaged answer is an error or loses its broken items; it never stops the program and never passes as whole.
pub(super) fn damaged(provider: &dyn Provider, exchange: &Exchange, complaints: &mut Vec<String>) {
    let Exchange { request, response, .. } = exchange;
    let decode = |body: &[u8]| {
        let response = Response {
            body: body.to_vec(),
            ..response.clone()
        };
        match provider.outcome(request, &response, response.received_at) {
            Outcome::Ok => provider.decode(request, &response),
            _ => Ok(Page::default()),
        }
    };
    let Ok(document) = serde_json::from_slice::<Json>(&response.body) else {
        return;
    };
    let operation = &request.operation;
    for length in [response.body.len() / 2, response.body.trim_ascii().len() - 1] {
        if decode(&response.body[..length]).is_ok_and(|page| page != Page::default()) {
            complaints.push(format!("{operation}: half an answer passes as a whole one"));
        }
    }
    for other in ["", "null", "{}", "[]", "17", "\"\"", "<html>"] {
        drop(decode(other.as_bytes()));
    }
    let odd = [
        Json::Null,
        "zz-unknown".into(),
        (-1).into(),
        1e300.into(),
        Json::Array(vec![]),
    ];
    for field in fields::of(&document) {
        for value in &odd {
            let changed = field.with(&document, value.clone()).to_string();
            let failed = decode(changed.as_bytes()).is_err();
            if failed && value.is_string() && field.name.contains("[]") {
                complaints.push(format!(
                    "{operation}: an unknown word in `{}` costs the whole answer",
                    field.name
                ));
            }
        }
    }
}

/// Every field of the examples of a path is read, or listed as not read on purpose; and what is listed is not read.
pub(super) fn unread_fields(provider: &dyn Provider, exchanges: &[&Exchange], complaints: &mut Vec<String>) {
    let mut seen: BTreeMap<&str, BTreeMap<String, bool>> = BTreeMap::new();
    for exchange in exchanges {
        let Exchange { request, response, .. } = exchange;
        let Ok(document) = serde_json::from_slice(&response.body) else {
            continue;
        };
        let place = example_of(provider, exchange).map_or("a push", |index| provider.spec().examples[index].path);
        let read = |document: &Json| {
            let changed = Response {
                body: document.to_string().into_bytes(),
                ..response.clone()
            };
            let outcome = provider.outcome(request, &changed, changed.received_at);
            let page = (outcome == Outcome::Ok)
                .then(|| provider.decode(request, &changed).ok())
                .flatten();
            page.map(|page| (outcome, page_without_places(page)))
        };
        let of_path = seen.entry(place).or_default();
        for (name, reads) in fields::seen(&document, read) {
            *of_path.entry(name).or_insert(false) |= reads;
        }
    }
    for (path, fields) in seen {
        let examples = provider.spec().examples.iter().filter(|example| example.path == path);
        let pushes = provider.spec().pushes.iter().filter(|_| path == "a push");
        let ignored = examples
            .flat_map(|it| it.ignored)
            .chain(pushes.flat_map(|it| it.ignored));
        let ignored: BTreeSet<&str> = ignored.copied().collect();
        for (name, read) in &fields {
            match (read, ignored.iter().any(|pattern| is_listed(name, pattern))) {
                (false, false) => complaints.push(format!("{path}: nobody reads `{name}`")),
                (true, true) => complaints.push(format!("{path}: `{name}` is listed as ignored and is read")),
                _ => {}
            }
        }
        for pattern in ignored
            .iter()
            .filter(|pattern| !fields.keys().any(|name| is_listed(name, pattern)))
        {
            complaints.push(format!("{path}: `{pattern}` is listed as ignored and is not there"));
        }
    }
}

/// Tells whether a pattern is a field's name or that of something around it.
fn is_listed(name: &str, pattern: &str) -> bool {
    let rest = name.strip_prefix(pattern);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The bytes at which rejected items stood move with every change and say nothing about being read.
fn page_without_places(mut page: Page) -> Page {
    for rejected in &mut page.rejected {
        rejected.position.byte = 0;
    }
    page.places.clear();
    page
}

fn example_of(provider: &dyn Provider, exchange: &Exchange) -> Option<usize> {
    let request = &exchange.request;
    let (_, rest) = request.url.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    let (path, own) = path.split_once('?').unwrap_or((path, ""));
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let form = match &request.body {
        Body::Form(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let pairs = request.query.iter().chain(form);
    let mut pairs: Vec<_> = pairs
        .filter_map(|(name, value)| Some((name.to_string(), text(value)?)))
        .collect();
    pairs.extend(form_urlencoded::parse(own.as_bytes()).into_owned());
    fake::find(provider, request.method.name(), path, &pairs, false)
}
