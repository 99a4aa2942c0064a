//! Says who calls: API keys as text, what a key may do and whom it reaches.
//!
//! Pure: randomness and the clock are arguments. A [`RawKey`] exists only between its making and its answer; what is
//! kept is its [`KeyHash`]. Invariant: `admin` implies every scope, and neither a key nor its hash has a `Debug` that
//! shows it.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

/// How many characters of a key are kept readable, so that people can tell keys apart.
const HINT_LENGTH: usize = 12;

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Reads users, health data, events and providers.
    Read,
    /// Creates and changes users and what they log.
    Write,
    /// Manages keys and erases data; implies the others.
    Admin,
}

impl Scope {
    /// Lists all scopes from the least to the most powerful.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    /// Names the scope on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    /// Finds a scope by its name on the wire.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.id() == id)
    }
}

/// The scopes of one key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Tells whether a scope is granted, by itself or by `admin`.
    pub fn allow(self, scope: Scope) -> bool {
        self.contains(scope) || self.contains(Scope::Admin)
    }

    /// Lists the granted scopes as they were given, from the least to the most powerful.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }

    /// Tells whether none is granted.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn contains(self, scope: Scope) -> bool {
        self.0 & Self::bit(scope) != 0
    }

    fn bit(scope: Scope) -> u8 {
        match scope {
            Scope::Read => 1,
            Scope::Write => 2,
            Scope::Admin => 4,
        }
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | Self::bit(scope)))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Scope::id).collect();
        f.write_str(&words.join(","))
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Whether a key opens real data or a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Real data: `vs_live_`.
    Live,
    /// A sandbox workspace: `vs_test_`.
    Test,
}

impl Environment {
    /// Gives what every key of this environment begins with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Live => "vs_live_",
            Self::Test => "vs_test_",
        }
    }

    /// Tells which environment a key, or the beginning of one, belongs to.
    pub fn of(key: &str) -> Option<Self> {
        let mut all = [Self::Live, Self::Test].into_iter();
        all.find(|environment| key.starts_with(environment.prefix()))
    }
}

/// How many requests a key may make in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RateLimit {
    /// As many as the server gives every key.
    #[default]
    Default,
    /// So many.
    PerMinute(NonZeroU32),
    /// Any number.
    Unlimited,
}

impl RateLimit {
    /// Reads a limit as it is written: none for the server's, 0 for no limit. `None` where it is no limit.
    pub fn from_number(number: Option<i64>) -> Option<Self> {
        match number {
            None => Some(Self::Default),
            Some(0) => Some(Self::Unlimited),
            // Storage has 31 bits for it.
            Some(number) => {
                let number = i32::try_from(number).ok()?;
                NonZeroU32::new(u32::try_from(number).ok()?).map(Self::PerMinute)
            }
        }
    }

    /// Writes a limit as [`RateLimit::from_number`] reads it.
    pub fn to_number(self) -> Option<u32> {
        match self {
            Self::Default => None,
            Self::Unlimited => Some(0),
            Self::PerMinute(limit) => Some(limit.get()),
        }
    }
}

/// A key as its owner holds it.
#[derive(Clone)]
pub struct RawKey(String);

impl RawKey {
    /// Makes a key from 32 random bytes.
    pub fn from_random(environment: Environment, random: [u8; 32]) -> Self {
        Self(format!("{}{}", environment.prefix(), base62(random)))
    }

    /// Takes a text for a key if it has a key's form: a known prefix and printable characters.
    pub fn parse(text: &str) -> Option<Self> {
        let secret = text.strip_prefix(Environment::of(text)?.prefix())?;
        let printable = !secret.is_empty() && secret.len() <= 256 && secret.bytes().all(|byte| byte.is_ascii_graphic());
        printable.then(|| Self(text.to_owned()))
    }

    /// Computes what is stored in its place.
    pub fn hash(&self) -> KeyHash {
        KeyHash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// Gives the first characters, by which people tell keys apart.
    pub fn hint(&self) -> &str {
        let end = self
            .0
            .char_indices()
            .nth(HINT_LENGTH)
            .map_or(self.0.len(), |(end, _)| end);
        &self.0[..end]
    }

    /// Shows the key; for the one answer that does.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RawKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawKey(…)")
    }
}

/// The SHA-256 of a key, compared in constant time.
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "equal bytes hash alike; only the comparison's time differs"
)]
#[derive(Clone, Copy, Eq, Hash)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// Reads a stored hash.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Writes the hash for storage.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl PartialEq for KeyHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyHash(…)")
    }
}

/// Writes 256 bits in base 62: 43 letters and digits that a double click selects as one word.
fn base62(mut number: [u8; 32]) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut digits: Vec<char> = Vec::with_capacity(43);
    for _ in 0..43 {
        // Long division of the whole number by 62; the remainder is the next digit.
        let mut remainder = 0_u16;
        for byte in &mut number {
            let value = (remainder << 8) | u16::from(*byte);
            *byte = u8::try_from(value / 62).expect("the remainder is below 62, so the quotient is below 256");
            remainder = value % 62;
        }
        digits.push(char::from(DIGITS[usize::from(remainder)]));
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admin_implies_every_scope_and_the_others_imply_none() {
        let table = |scope| Scope::ALL.map(|wanted| Scopes::from_iter([scope]).allow(wanted));
        assert_eq!(table(Scope::Admin), [true, true, true]);
        assert_eq!(table(Scope::Write), [false, true, false]);
        assert_eq!(table(Scope::Read), [true, false, false]);
        assert!(Scopes::default().is_empty());
    }

    #[test]
    fn scopes_read_as_they_were_given() {
        let scopes: Scopes = [Scope::Write, Scope::Read].into_iter().collect();
        assert_eq!(scopes.to_string(), "read,write");
    }

    #[test]
    fn a_key_is_its_prefix_and_43_letters_and_digits() {
        let key = RawKey::from_random(Environment::Live, [255; 32]);
        insta::assert_snapshot!(key.reveal(), @"vs_live_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1");
        insta::assert_snapshot!(key.hint(), @"vs_live_yhjs");
        assert_eq!(
            RawKey::from_random(Environment::Test, [0; 32]).reveal(),
            format!("vs_test_{}", "0".repeat(43))
        );
    }

    #[test]
    fn a_key_and_its_hash_do_not_show_in_debug() {
        let key = RawKey::from_random(Environment::Live, [7; 32]);
        assert_eq!(format!("{key:?} {:?}", key.hash()), "RawKey(…) KeyHash(…)");
    }

    #[test]
    fn only_texts_with_a_known_prefix_are_keys() {
        for text in [
            "",
            "vs_live_",
            "vs_prod_abc",
            "Bearer vs_live_abc",
            "vs_live_a b",
            "vs_live_ä",
        ] {
            assert!(RawKey::parse(text).is_none(), "{text:?}");
        }
        assert!(RawKey::parse("vs_live_changeme_for_production").is_some());
    }

    #[test]
    fn a_hash_is_the_sha_256_of_the_whole_key() {
        let key = RawKey::parse("vs_test_abc").expect("a key");
        let hex: String = key.hash().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        insta::assert_snapshot!(hex, @"b021ae2002bef3d1d3b698ff29e83a34302f04670b785d3bd290c4107dbf3b7f");
        assert_eq!(KeyHash::from_bytes(key.hash().to_bytes()), key.hash());
    }
}
