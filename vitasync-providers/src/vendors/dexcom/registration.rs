//! How an application is registered with Dexcom.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://developer.dexcom.com"),
    enter: &[Fact::seen("The callback is all that is needed.")],
    approval: &[
        Fact::seen(
            "Registering gives the sandbox at once. The data of people needs an upgrade that Dexcom reviews and \
             signs with you.",
        ),
        Fact::remembered("A first step allows about five people; a full partnership takes weeks to months."),
    ],
    terms: &[Fact::seen("It costs nothing to register.")],
    sandbox: &[Fact::seen(
        "The region `sandbox` has invented people; choose one on the page that asks for consent, for example \
             SandboxUser7 for a G7.",
    )],
    ..Registration::UNKNOWN
};
