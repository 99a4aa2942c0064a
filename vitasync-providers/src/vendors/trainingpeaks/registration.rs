//! How an application is registered with TrainingPeaks.

use crate::provider::{Fact, Registration};

pub(super) const REGISTRATION: Registration = Registration {
    console: Fact::seen("https://api.trainingpeaks.com/request-access"),
    enter: &[Fact::seen(
        "Name the scopes below: asking for one that was not granted makes connecting fail.",
    )],
    push: &[Fact::seen(
        "How a push looks and whether it is signed is not documented, so none is trusted here; changes are asked \
             for.",
    )],
    approval: &[Fact::seen(
        "By TrainingPeaks, in 7 to 10 days. First the sandbox; production after they have validated the data. \
             Requests for personal use are turned down.",
    )],
    sandbox: &[Fact::seen(
        "The region `sandbox` has the accounts of production, copied anew every week.",
    )],
    ..Registration::UNKNOWN
};
