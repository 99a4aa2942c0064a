//! How an application is registered with Ultrahuman.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://vision.ultrahuman.com/developer"),
    enter: &[Fact::seen("Log in with the account of somebody who has a ring.")],
    approval: &[Fact::seen(
        "It works at once, although the vendor speaks of approved applications.",
    )],
    ..Registration::UNKNOWN
};
