//! How an application is registered with Google Health.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::remembered("https://console.cloud.google.com/apis/credentials"),
    enter: &[Fact::remembered(
        "Switch on the Google Health API in a project, set up the consent screen with the scopes below, and \
             make an OAuth client of the type web application with the callback.",
    )],
    push: &[
        Fact::seen(
            "No page: a subscriber is made by `POST \
             https://health.googleapis.com/v4/projects/{number}/subscribers` as a service account of the project, \
             with your address in `endpointUri` and `Bearer` and your `webhook_token` in \
             `endpointAuthorization.secret`.",
        ),
        Fact::seen(
            "A push carries that secret in `Authorization` and is signed by ECDSA P-256 under a key that Google \
             publishes; both are verified.",
        ),
    ],
    approval: &[Fact::seen(
        "All scopes are restricted: Google verifies the application and wants a security assessment. Before \
             that at most 100 listed people may connect, with 2.5 calls a second each.",
    )],
    terms: &[
        Fact::remembered("While the consent screen is in testing, refresh tokens end after seven days."),
        Fact::remembered("The security assessment costs money."),
    ],
    ..Registration::UNKNOWN
};
