//! Acme with one mistake.

use chrono::{DateTime, Utc};
use vitasync_providers::Error;
use vitasync_providers::auth::{Next, TokenStep};
use vitasync_providers::provider::{Account, Example, Job, Outcome, Page, Provider, Request, Resource, Response, Spec};
use vitasync_providers::testing::conformance;
use vitasync_providers::webhook::{Inbound, Received, Refused, Trust};

use crate::acme::Acme;

pub(crate) type Decoded = Result<Page, Error>;

/// Acme with a mistake in one of its functions or facts.
pub(crate) struct Wrong {
    pub(crate) spec: &'static Spec,
    pub(crate) requests: fn(&Job<'_>, Vec<Request>) -> Vec<Request>,
    pub(crate) decode: fn(&Request, &Response, Decoded) -> Decoded,
    pub(crate) outcome: fn(&Response, Outcome) -> Outcome,
    pub(crate) token: fn(Result<Next, Error>) -> Result<Next, Error>,
    pub(crate) receive: fn(Result<Received, Refused>) -> Result<Received, Refused>,
}

impl Wrong {
    pub(crate) fn acme() -> Self {
        Self {
            spec: Acme.spec(),
            requests: |_, right| right,
            decode: |_, _, right| right,
            outcome: |_, right| right,
            token: |right| right,
            receive: |right| right,
        }
    }

    pub(crate) fn with_spec(change: impl FnOnce(&mut Spec)) -> Self {
        let mut spec = Acme.spec().clone();
        change(&mut spec);
        Self {
            spec: Box::leak(Box::new(spec)),
            ..Self::acme()
        }
    }

    pub(crate) async fn complaints(self) -> Vec<String> {
        conformance::complaints(Box::leak(Box::new(self))).await
    }
}

impl Provider for Wrong {
    fn spec(&self) -> &'static Spec {
        self.spec
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        (self.requests)(job, Acme.requests(job, account))
    }

    fn decode(&self, request: &Request, response: &Response) -> Decoded {
        (self.decode)(request, response, Acme.decode(request, response))
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        (self.outcome)(response, Acme.outcome(request, response, now))
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        (self.token)(Acme.token(step))
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        (self.receive)(Acme.receive(call, trust, now))
    }
}

pub(crate) fn leak<T: Clone>(items: &[T], change: impl FnOnce(&mut Vec<T>)) -> &'static [T] {
    let mut items = items.to_vec();
    change(&mut items);
    items.leak()
}

pub(crate) fn weights(change: impl FnOnce(&mut Resource)) -> Wrong {
    Wrong::with_spec(|spec| spec.resources = leak(spec.resources, |it| change(&mut it[0])))
}

pub(crate) fn naps(change: impl FnOnce(&mut Example)) -> Wrong {
    Wrong::with_spec(|spec| spec.examples = leak(spec.examples, |it| change(&mut it[4])))
}

pub(crate) fn decoding(decode: fn(&Request, &Response, Decoded) -> Decoded) -> Wrong {
    Wrong {
        decode,
        ..Wrong::acme()
    }
}

pub(crate) fn judging(outcome: fn(&Response, Outcome) -> Outcome) -> Wrong {
    Wrong {
        outcome,
        ..Wrong::acme()
    }
}

pub(crate) fn asking(requests: fn(&Job<'_>, Vec<Request>) -> Vec<Request>) -> Wrong {
    Wrong {
        requests,
        ..Wrong::acme()
    }
}

pub(crate) fn receiving(receive: fn(Result<Received, Refused>) -> Result<Received, Refused>) -> Wrong {
    Wrong {
        receive,
        ..Wrong::acme()
    }
}
