//! Seals what must not be readable where it is kept, and signs what comes back from outside.
//!
//! Every use has a key of its own, derived from one secret (HKDF-SHA256); sealing is AES-256-GCM with a random nonce,
//! bound to what it is for and whom it belongs to, so that a sealed token moved to another row does not open. Several
//! secrets may be given: the first seals and signs, all open and verify, which is how a secret is replaced.
//!
//! A sealed value is a version (1 byte), which secret (4), the nonce (12), the text and its tag (16).

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::hmac;

use crate::error::{Error, Result};

const VERSION: u8 = 1;
const KEY_ID: usize = 4;
const HEAD: usize = 1 + KEY_ID + NONCE_LEN;

/// What a secret is used for. Each has keys of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// What vendors gave us to read a person's data.
    VendorTokens,
    /// What vendors gave a workspace for its application.
    VendorApps,
    /// The secrets of customers' webhook endpoints.
    WebhookSecrets,
    /// Links and states that come back from outside.
    Links,
    /// Short-lived tokens of phones.
    PushTokens,
}

impl Purpose {
    fn id(self) -> &'static str {
        match self {
            Self::VendorTokens => "vendor tokens",
            Self::VendorApps => "vendor apps",
            Self::WebhookSecrets => "webhook secrets",
            Self::Links => "links",
            Self::PushTokens => "push tokens",
        }
    }
}

/// Seals and opens, signs and verifies. Cheap to clone; shows nothing in `Debug`.
#[derive(Clone)]
pub struct Vault(Arc<[Secret]>);

/// One of the secrets.
struct Secret {
    id: [u8; KEY_ID],
    bytes: [u8; 32],
}

impl Vault {
    /// Makes a vault of secrets of 32 bytes in base64, separated by commas, the present one first.
    ///
    /// ```
    /// use vitasync_server::vault::{Purpose, Vault};
    /// let vault = Vault::parse("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").unwrap();
    /// let sealed = vault.seal(Purpose::VendorTokens, "connection 1", b"a token").unwrap();
    /// assert_eq!(vault.open(Purpose::VendorTokens, "connection 1", &sealed).unwrap(), b"a token");
    /// assert!(vault.open(Purpose::VendorTokens, "connection 2", &sealed).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// A sentence that says what a secret must be.
    pub fn parse(text: &str) -> Result<Self, String> {
        let secrets: Result<Vec<Secret>, String> = text.split(',').map(|it| Secret::parse(it.trim())).collect();
        Ok(Self(secrets?.into()))
    }

    /// Reads the secret in a file, and makes one where there is no such file, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the file.
    pub fn of_file(path: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("the secret key {}: {error}", path.display());
        if !path.exists() {
            let text = STANDARD.encode(random::<32>().map_err(|error| error.to_string())?);
            create_once(path, &text).map_err(failed)?;
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        Self::parse(text.trim()).map_err(|why| format!("the secret key {}: {why}", path.display()))
    }

    /// Seals bytes for a purpose and an owner, for example the id of a connection.
    ///
    /// # Errors
    ///
    /// Internal where the system gives no randomness.
    pub fn seal(&self, purpose: Purpose, owner: &str, open: &[u8]) -> Result<Vec<u8>> {
        let failed = Error::internal("sealing a secret");
        let secret = &self.0[0];
        let nonce = random::<NONCE_LEN>().map_err(Error::internal("sealing a secret"))?;
        let mut sealed = Vec::with_capacity(HEAD + open.len() + AES_256_GCM.tag_len());
        sealed.push(VERSION);
        sealed.extend(secret.id);
        sealed.extend(nonce);
        sealed.extend(open);
        let (head, text) = sealed.split_at_mut(HEAD);
        let bound = bound(head, purpose, owner);
        let tag = secret
            .sealing(purpose)
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), text)
            .map_err(|_| failed("the text is too long"))?;
        sealed.extend(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what was sealed for the same purpose and owner.
    ///
    /// # Errors
    ///
    /// Internal where it was sealed with another secret or for something else, or was changed.
    pub fn open(&self, purpose: Purpose, owner: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let failed = |why: &str| Error::internal("opening a sealed secret")(why);
        let Some((head, text)) = sealed.split_at_checked(HEAD).filter(|(head, _)| head[0] == VERSION) else {
            return Err(failed("it is damaged, or a newer program has sealed it"));
        };
        let (id, nonce) = head[1..].split_at(KEY_ID);
        let secret = self.0.iter().find(|it| it.id == *id);
        let secret = secret.ok_or_else(|| failed("none of the secrets in VITASYNC_SECRET_KEY has sealed it"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| failed("it is damaged"))?;
        let mut text = text.to_vec();
        let opened = secret
            .sealing(purpose)
            .open_in_place(nonce, Aad::from(bound(head, purpose, owner)), &mut text)
            .map_err(|_| failed("it belongs to something else, or was changed"))?
            .len();
        text.truncate(opened);
        Ok(text)
    }

    /// Signs bytes for a purpose: HMAC-SHA256 in base64 for addresses.
    pub fn sign(&self, purpose: Purpose, bytes: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.0[0].signing(purpose), bytes))
    }

    /// Tells, in constant time, whether bytes were signed for a purpose.
    pub fn verify(&self, purpose: Purpose, bytes: &[u8], signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        let signed_by = |secret: &Secret| hmac::verify(&secret.signing(purpose), bytes, &signature).is_ok();
        self.0.iter().any(signed_by)
    }
}

/// Creates a file that only its owner can read, complete from the first moment on; where another process was faster, that
/// one's stays.
fn create_once(path: &Path, text: &str) -> std::io::Result<()> {
    let whole = PathBuf::from(format!("{}.{}", path.display(), ulid::Ulid::generate()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&whole).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let linked = written.and_then(|()| fs::hard_link(&whole, path));
    // Nobody reads it.
    let _ = fs::remove_file(&whole);
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Secret {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "a secret key is 32 bytes in base64: make one with `openssl rand -base64 32`".to_owned();
        let bytes: [u8; 32] = STANDARD
            .decode(text)
            .ok()
            .and_then(|it| it.try_into().ok())
            .ok_or_else(wrong)?;
        let mut secret = Self { id: [0; KEY_ID], bytes };
        secret.id = secret.derive("id");
        Ok(secret)
    }

    fn sealing(&self, purpose: Purpose) -> LessSafeKey {
        let key = self.derive::<32>(&format!("seal {}", purpose.id()));
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("the key has the length"))
    }

    fn signing(&self, purpose: Purpose) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.derive::<32>(&format!("sign {}", purpose.id())))
    }

    fn derive<const N: usize>(&self, what: &str) -> [u8; N] {
        let mut derived = [0; N];
        let whole = Salt::new(HKDF_SHA256, b"vitasync 1").extract(&self.bytes);
        whole
            .expand(&[what.as_bytes()], Length(N))
            .and_then(|material| material.fill(&mut derived))
            .expect("the length is within what HKDF gives");
        derived
    }
}

/// How many bytes are wanted of HKDF.
struct Length(usize);

impl ring::hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// What a sealed value is bound to.
fn bound(head: &[u8], purpose: Purpose, owner: &str) -> Vec<u8> {
    [head, purpose.id().as_bytes(), b"\0", owner.as_bytes()].concat()
}

fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const NEW: &str = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    fn vault(text: &str) -> Vault {
        Vault::parse(text).expect("secrets")
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_owner_alone() {
        let vault = vault(OLD);
        let sealed = vault.seal(Purpose::VendorTokens, "a", b"token").expect("sealed");
        assert_eq!(
            vault.open(Purpose::VendorTokens, "a", &sealed).expect("opened"),
            b"token"
        );
        assert!(vault.open(Purpose::VendorTokens, "b", &sealed).is_err());
        assert!(vault.open(Purpose::VendorApps, "a", &sealed).is_err());
    }

    #[test]
    fn a_changed_or_cut_value_does_not_open() {
        let vault = vault(OLD);
        let sealed = vault.seal(Purpose::VendorApps, "a", b"token").expect("sealed");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(vault.open(Purpose::VendorApps, "a", &changed).is_err(), "byte {at}");
            assert!(
                vault.open(Purpose::VendorApps, "a", &sealed[..at]).is_err(),
                "cut at {at}"
            );
        }
    }

    #[test]
    fn one_text_is_never_sealed_alike_twice() {
        let vault = vault(OLD);
        let [a, b] = [(); 2].map(|()| vault.seal(Purpose::Links, "a", b"token").expect("sealed"));
        assert_ne!(a, b);
    }

    #[test]
    fn a_replaced_secret_still_opens_and_verifies_and_the_new_one_seals() {
        let (old, both, new) = (vault(OLD), vault(&format!("{NEW}, {OLD}")), vault(NEW));
        let sealed = old.seal(Purpose::Links, "a", b"token").expect("sealed");
        assert_eq!(both.open(Purpose::Links, "a", &sealed).expect("opened"), b"token");
        assert!(new.open(Purpose::Links, "a", &sealed).is_err());
        let resealed = both.seal(Purpose::Links, "a", b"token").expect("sealed");
        assert_eq!(new.open(Purpose::Links, "a", &resealed).expect("opened"), b"token");

        let signed = old.sign(Purpose::Links, b"state");
        assert!(both.verify(Purpose::Links, b"state", &signed));
        assert!(!new.verify(Purpose::Links, b"state", &signed));
        assert!(!old.verify(Purpose::Links, b"stat", &signed));
        assert!(!old.verify(Purpose::PushTokens, b"state", &signed));
    }

    #[test]
    fn what_is_no_secret_is_refused_with_what_to_do() {
        for text in ["", "short", "MDEy"] {
            let why = Vault::parse(text).expect_err("it is none");
            assert_eq!(
                why,
                "a secret key is 32 bytes in base64: make one with `openssl rand -base64 32`"
            );
        }
    }

    #[test]
    fn the_secret_of_a_file_is_made_once_and_is_its_owner_s() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let sealed = Vault::of_file(&path)
            .expect("made")
            .seal(Purpose::Links, "a", b"token")
            .expect("sealed");
        let again = Vault::of_file(&path).expect("read");
        assert_eq!(again.open(Purpose::Links, "a", &sealed).expect("opened"), b"token");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
