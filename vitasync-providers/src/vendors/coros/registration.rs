//! How an application is registered with COROS.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://support.coros.com/hc/en-us/articles/17085887816340"),
    enter: &[
        Fact::seen(
            "Applying is a form: what the product does, logos, the callback, and the address for pushes. The \
             reference is sent privately.",
        ),
        Fact::seen("The callback has at most 200 bytes."),
    ],
    push: &[
        Fact::seen("The address goes into the same form, and so does one that answers whether the service is up."),
        Fact::seen(
            "A push carries the application's id and secret in the headers `client` and `secret`; nothing is \
             signed.",
        ),
    ],
    approval: &[
        Fact::seen("By COROS, for each application."),
        Fact::remembered("Answers are slow."),
    ],
    terms: &[Fact::seen("It costs nothing.")],
    sandbox: &[Fact::seen("The region `test`; ask for it when you apply.")],
};
