//! How an application is registered with Suunto.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://apizone.suunto.com"),
    enter: &[Fact::seen(
        "Subscribe to the products you want: the workouts, and the activity, sleep and recovery of the whole \
             day, which are granted by subscription and not by scope. The subscription's key is the setting \
             `subscription_key`.",
    )],
    push: &[
        Fact::seen("Enter the address and a secret of yours in the application's profile."),
        Fact::seen("Every push is signed by HMAC-SHA256 under that secret. What fails is not sent again."),
    ],
    approval: &[Fact::seen(
        "By Suunto, with an agreement to sign, in two to four weeks. Private people are reported to be approved \
             as well.",
    )],
    terms: &[Fact::remembered(
        "The developer's plan allows about ten calls a minute.",
    )],
    ..Registration::UNKNOWN
};
