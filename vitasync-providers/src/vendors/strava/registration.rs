//! How an application is registered with Strava.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::remembered("https://www.strava.com/settings/api"),
    enter: &[Fact::seen(
        "The callback's host goes into \"Authorization Callback Domain\"; there is one, and localhost is \
             always allowed.",
    )],
    push: &[
        Fact::seen(
            "Nothing is entered: the one subscription of the application is made by VitaSync. Strava asks back \
             during that call, so the address has to work by then.",
        ),
        Fact::seen(
            "Pushes carry `X-Strava-Signature`, but no way to learn the signing key is documented: without \
             `signing_secret` a push is only a hint, and what it says is read again.",
        ),
    ],
    approval: &[Fact::seen(
        "A new application connects its owner only. Its owner raises that to ten people by a paid \
             subscription to Strava; more need a review.",
    )],
    terms: &[
        Fact::seen("The owner pays for a subscription, unless the application has extended access."),
        Fact::seen("The terms that an operator has to accept stand below."),
    ],
    ..Registration::UNKNOWN
};
