//! How an application is registered with Withings.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::remembered("https://developer.withings.com/dashboard"),
    enter: &[
        Fact::remembered("The callback has to answer 200 to HEAD and GET while it is entered."),
        Fact::seen("The callback may be longer than the registered one, but has to begin with it."),
    ],
    push: &[
        Fact::seen(
            "Nothing is entered. Pushes are not signed, so the address carries an HMAC of the person's id that only \
             VitaSync can make.",
        ),
        Fact::seen("A push that is not answered is sent again, ten times over about five hours."),
        Fact::seen("Withings calls from the addresses in the TXT record of ipblock-notify.withings.net."),
    ],
    approval: &[Fact::remembered("None: the public plan works at once.")],
    terms: &[Fact::remembered("The public plan costs nothing.")],
    sandbox: &[Fact::seen(
        "`mode=demo` behind the address of authorisation leads to a person who does not exist.",
    )],
};
