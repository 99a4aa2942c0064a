//! Guards where customers may have us send: public addresses alone, unless the operator allows others.
//!
//! The name in an address is looked up by [`Guarded`] when a connection is made, and the connection goes to what was found then
//! and no further away: a name that answers differently the next time, or a redirect, leads nowhere else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::error::{Error, Result};

/// Looks names up and keeps what is public.
#[derive(Debug, Clone, Copy)]
pub struct Guarded {
    /// Whether addresses of the operator's own network are allowed too.
    pub allow_private: bool,
}

impl Guarded {
    /// Reads an address that a customer gives. What its name leads to is looked up whenever it is called.
    ///
    /// # Errors
    ///
    /// Invalid for what is no address; Unprocessable for one we do not call, and why.
    pub fn parse(self, path: &str, text: &str) -> Result<Url> {
        let url = Url::parse(text).map_err(|error| Error::invalid(path, format!("it is not an address: {error}")))?;
        let refuse = |message: &str| {
            Err(Error::Unprocessable {
                path: path.to_owned(),
                message: message.to_owned(),
                nearest: None,
            })
        };
        match url.scheme() {
            "https" => {}
            "http" if self.allow_private => {}
            _ => return refuse("it must begin with https://"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it must not hold a name or password; use the signature to know who calls");
        }
        // However an address was written, it is in its plain form here; one of version 6 stands in brackets.
        let host = url.host_str().unwrap_or_default();
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if literal.is_some_and(|address| !self.allows(address)) {
            return refuse("it leads into a private network; give a public address");
        }
        Ok(url)
    }

    /// Tells whether an address may be called.
    pub fn allows(self, address: IpAddr) -> bool {
        self.allow_private || is_public(address)
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|it| guard.allows(it.ip())).collect();
            if allowed.is_empty() {
                return Err("the name leads to no public address".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Tells whether an address belongs to the public internet: none of the ranges that are private, local, shared, reserved, for
/// documentation or for many at once (IANA special-purpose registries), written in whatever way.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_public_v4(inner),
            // 2000::/3 is all there is of public addresses, less what is set apart in it.
            None => {
                let [first, second, ..] = address.segments();
                let apart = match first {
                    0x2001 => second < 0x0200 || second == 0x0db8, // protocols, Teredo, benchmarks, ORCHID; documentation
                    0x3fff => second < 0x1000,                     // documentation
                    _ => false,
                };
                (0x2000..0x4000).contains(&first) && !apart
            }
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let apart = a == 0
        || a == 10
        || a == 127
        || a >= 224 // for many, reserved, broadcast
        || a == 100 && (64..128).contains(&b) // shared by carriers
        || a == 169 && b == 254 // local to a link, and the metadata of clouds
        || a == 172 && (16..32).contains(&b)
        || a == 192 && b == 168
        || a == 192 && b == 0 && (c == 0 || c == 2)
        || a == 192 && b == 88 && c == 99
        || a == 198 && (b == 18 || b == 19)
        || a == 198 && b == 51 && c == 100
        || a == 203 && b == 0 && c == 113;
    !apart
}

/// Finds the IPv4 address that an IPv6 address stands for: mapped, compatible, translated (NAT64) or 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => Some(of(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: Guarded = Guarded { allow_private: false };

    #[test]
    fn only_public_addresses_are_public() {
        for text in [
            "1.1.1.1",
            "93.184.215.14",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2002:101:101::1",
        ] {
            assert!(is_public(text.parse().expect("an address")), "{text}");
        }
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::1",
            "2001:db8::1",
            "2001::1",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
        ] {
            assert!(!is_public(text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn an_address_is_refused_however_it_is_written() {
        for text in [
            "https://127.0.0.1/x",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]:8080/",
            "https://[::ffff:169.254.169.254]/",
            "http://example.com/",
            "https://user:secret@example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
        ] {
            let why = STRICT.parse("url", text).expect_err("refused");
            assert!(matches!(why, Error::Unprocessable { .. }), "{text}: {why}");
        }
        for text in ["", "example.com", "https://"] {
            assert!(
                matches!(STRICT.parse("url", text), Err(Error::Invalid { .. })),
                "{text}"
            );
        }
        assert!(STRICT.parse("url", "https://example.com:8443/hooks?a=b").is_ok());
        let open = Guarded { allow_private: true };
        assert!(open.parse("url", "http://127.0.0.1:9/").is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_into_a_private_network_leads_nowhere() {
        let looked_up = STRICT.resolve("localhost".parse().expect("a name")).await;
        let why = looked_up.err().map(|error| error.to_string());
        assert_eq!(why.as_deref(), Some("the name leads to no public address"));
        let open = Guarded { allow_private: true };
        assert!(open.resolve("localhost".parse().expect("a name")).await.is_ok());
    }
}
