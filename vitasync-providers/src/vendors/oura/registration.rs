//! How an application is registered with Oura.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://cloud.ouraring.com/oauth/applications"),
    enter: &[Fact::seen("The callback has to be exactly the registered one.")],
    push: &[
        Fact::seen("Nothing is entered: VitaSync makes one subscription for each kind of event and document."),
        Fact::seen(
            "Oura asks whether a subscription is meant, with your `verification_token`, and signs every push by \
             HMAC-SHA256 under the `client_secret`.",
        ),
        Fact::seen("An answer of 410 cancels the subscription: never give it."),
    ],
    approval: &[Fact::seen(
        "Anybody registers; ten people may connect until Oura has approved the application.",
    )],
    terms: &[Fact::seen("A person whose membership has lapsed cannot share (403).")],
    sandbox: &[Fact::seen(
        "/v2/sandbox/usercollection has invented data, and needs a token all the same.",
    )],
};
