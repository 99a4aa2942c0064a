//! How an application becomes known to a vendor: what an operator does on the vendor's pages, and what that costs and forbids.

/// What an operator has to know to register an application with a vendor. The callback, the scopes and the settings are not
/// repeated here: they are [`App::redirect_uri`](crate::client::App::redirect_uri), [`OAuth2::scopes`](crate::auth::OAuth2::scopes)
/// and [`Spec::settings`](super::Spec::settings).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registration {
    /// The page where applications are registered; empty where there is nothing to register.
    pub console: Fact,
    /// What to enter there beside the callback and the scopes, and what to heed.
    pub enter: &'static [Fact],
    /// Where the address for pushes is entered, and how a push is verified.
    pub push: &'static [Fact],
    /// Who approves an application, and how many people may connect before.
    pub approval: &'static [Fact],
    /// What it costs, and what the terms forbid.
    pub terms: &'static [Fact],
    /// Where to try it without a person's data.
    pub sandbox: &'static [Fact],
}

impl Registration {
    /// A vendor of which nothing is known.
    pub const UNKNOWN: Self = Self {
        console: Fact::seen(""),
        enter: &[],
        push: &[],
        approval: &[],
        terms: &[],
        sandbox: &[],
    };
}

/// A sentence about a vendor, and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// The sentence.
    pub text: &'static str,
    /// Whether it was seen: on the vendor's own pages or in working code. Otherwise it was remembered or told by others.
    pub seen: bool,
}

impl Fact {
    /// States what was seen on the vendor's own pages or in working code.
    pub const fn seen(text: &'static str) -> Self {
        Self { text, seen: true }
    }

    /// States what was remembered, or told by others.
    pub const fn remembered(text: &'static str) -> Self {
        Self { text, seen: false }
    }
}
