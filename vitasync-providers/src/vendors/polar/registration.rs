//! How an application is registered with Polar.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://admin.polaraccesslink.com"),
    enter: &[Fact::seen(
        "Log in with any Polar Flow account. The secret is shown once.",
    )],
    push: &[
        Fact::seen(
            "Nothing is entered: the one webhook of the application is made by VitaSync. Its signing secret is \
             told once, when it is made.",
        ),
        Fact::seen(
            "While it is made Polar sends an unsigned PING that has to be answered; after that every push is \
             signed by HMAC-SHA256 under that secret.",
        ),
        Fact::seen("A webhook that fails for seven days is switched off."),
    ],
    approval: &[Fact::seen("None: it works at once.")],
    terms: &[Fact::seen("Exercises from before a person connected are never given.")],
    ..Registration::UNKNOWN
};
