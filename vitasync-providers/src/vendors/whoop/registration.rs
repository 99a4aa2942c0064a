//! How an application is registered with WHOOP.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://developer-dashboard.whoop.com"),
    enter: &[Fact::seen(
        "Log in as a member with a device of your own, make a team and an application. The callback is HTTPS or \
             an address of an app.",
    )],
    push: &[
        Fact::seen("Enter one address in the dashboard, of the model version v2."),
        Fact::seen(
            "Every push is signed by HMAC-SHA256 over its time and its body under the `client_secret`, and is good \
             for five minutes.",
        ),
    ],
    approval: &[Fact::remembered(
        "Ten members may connect until WHOOP has approved the application.",
    )],
    terms: &[Fact::seen("A membership of your own is needed.")],
    ..Registration::UNKNOWN
};
