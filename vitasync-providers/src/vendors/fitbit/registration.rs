//! How an application is registered with Fitbit (Web API).

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    enter: &[Fact::seen(
        "Nobody can register any more: the API was switched off on 2 November 2026. Register with Google \
             Health.",
    )],
    ..Registration::UNKNOWN
};
