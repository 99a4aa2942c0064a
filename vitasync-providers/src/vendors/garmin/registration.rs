//! How an application is registered with Garmin.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://developer.garmin.com/gc-developer-program/"),
    enter: &[
        Fact::seen(
            "Ask for the Health API and the Activity API: each is granted by itself, and what a person allows is a \
             set of permissions instead of scopes.",
        ),
        Fact::seen("The callback has to be one that is registered."),
    ],
    push: &[
        Fact::seen(
            "Enter an address per kind of data at apis.garmin.com/tools/endpoints, with `?token=` and your \
             `webhook_token`: pushes are not signed.",
        ),
        Fact::seen("Switch on every kind you want, as push or as ping. Fresh data may not be polled."),
        Fact::remembered("After failing for long, an endpoint is put on hold and data is kept for seven days."),
    ],
    approval: &[
        Fact::remembered(
            "By Garmin, for legal entities: first a key for evaluation, then, after a check of the integration, one \
             for production.",
        ),
        Fact::seen("In August 2026 new applications were reported to be on hold."),
    ],
    terms: &[
        Fact::remembered("It costs nothing."),
        Fact::seen("Polling for fresh data is forbidden."),
    ],
    sandbox: &[Fact::seen(
        "The portal's data generator pushes invented data; it may leave out the header `garmin-client-id`.",
    )],
};
