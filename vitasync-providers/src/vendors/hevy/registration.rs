//! How an application is registered with Hevy.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    enter: &[Fact::seen(
        "There is nothing to register. Each person needs Hevy Pro, and makes a key at \
             hevy.com/settings?developer, which can also write.",
    )],
    push: &[Fact::seen(
        "Nothing is entered. Pushes carry in `Authorization` a token for each person, made from your \
             `webhook_secret`; nothing is signed. Hevy took the call that subscribes out of its documents in \
             December 2025: where it fails, VitaSync asks instead.",
    )],
    terms: &[Fact::seen("Hevy may change the API or give it up at any time.")],
    ..Registration::UNKNOWN
};
