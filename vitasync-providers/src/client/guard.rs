//! Keeps tokens at home: which addresses a vendor's requests may lead to.
//!
//! Addresses come from outside as well: from pages that name the next one, from webhooks. So every call is checked when it
//! is sent, and redirects are never followed.

use reqwest::Url;

/// Why an address is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Blocked {
    #[error("the address cannot be read")]
    NotAnAddress,
    #[error("the address is not HTTPS")]
    NotHttps,
    #[error("the address is not one of the vendor's hosts")]
    ForeignHost,
    #[error("the address holds a name and a password")]
    Credentials,
}

/// Reads an address and checks it against a vendor's hosts: HTTPS, the usual port, no credentials, a name and never a number.
pub(super) fn check(hosts: &[&str], address: &str) -> Result<Url, Blocked> {
    let url = Url::parse(address).map_err(|_| Blocked::NotAnAddress)?;
    if url.scheme() != "https" {
        return Err(Blocked::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Blocked::Credentials);
    }
    let host = url.domain().ok_or(Blocked::ForeignHost)?;
    if url.port().is_none() && hosts.iter().any(|allowed| is_host(allowed, host)) {
        Ok(url)
    } else {
        Err(Blocked::ForeignHost)
    }
}

fn is_host(allowed: &str, host: &str) -> bool {
    match allowed.strip_prefix("*.") {
        Some(parent) => host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
        None => allowed == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTS: &[&str] = &["api.acme.example", "*.files.example"];

    #[test]
    fn the_vendors_own_hosts_are_called() {
        for address in [
            "https://api.acme.example/v1?x=1",
            "https://API.acme.example/",
            "https://eu.files.example/a.fit",
        ] {
            assert!(check(HOSTS, address).is_ok(), "{address}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for address in [
            "http://api.acme.example/",
            "https://api.acme.example:8443/",
            "https://api.acme.example.evil.example/",
            "https://evilfiles.example/",
            "https://files.example/",
            "https://me:secret@api.acme.example/",
            "https://api.acme.example@evil.example/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://2130706433/",
            "file:///etc/passwd",
            "//api.acme.example/",
            "",
        ] {
            assert!(check(HOSTS, address).is_err(), "{address}");
        }
    }
}
