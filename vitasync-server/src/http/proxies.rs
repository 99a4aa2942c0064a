//! Tells from where a request comes where proxies stand before the server.
//!
//! A client can write any header, so one is believed only as far as the proxies that wrote it: from the connection backwards,
//! every address that is a proxy of ours has said truly from whom it had the request. The first that is none is the client's.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::Response;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Networks, for example those in which proxies stand. Cheap to clone.
///
/// ```
/// use vitasync_server::http::Networks;
///
/// let networks: Networks = "10.0.0.0/8, 2001:db8::1".parse().unwrap();
/// assert!(networks.contains("10.1.2.3".parse().unwrap()));
/// assert!(!networks.contains("192.0.2.1".parse().unwrap()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Networks(Arc<[Network]>);

/// The addresses whose first bits are those of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Networks {
    /// Tells whether an address is in one of them. An IPv4 address in the clothes of IPv6 is that IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address.to_canonical()))
    }
}

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let networks = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        networks.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        let differ = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => u128::from(own.to_bits() ^ other.to_bits()) << 96,
            (IpAddr::V6(own), IpAddr::V6(other)) => own.to_bits() ^ other.to_bits(),
            _ => return false,
        };
        differ.leading_zeros() >= self.bits
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?}: give an address, or a network like 10.0.0.0/8");
        let (address, bits) = text
            .split_once('/')
            .map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).ok().filter(|bits| *bits <= most);
        Ok(Self {
            address: address.to_canonical(),
            bits: bits.ok_or_else(wrong)?,
        })
    }
}

/// Puts the client's address in the place of the connection's, where that is one of our proxies.
pub(super) async fn look_behind(State(proxies): State<Networks>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer.copied() {
        let client = client(peer.ip(), request.headers(), &proxies);
        if client != peer.ip() {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, 0)));
        }
    }
    next.run(request).await
}

/// Finds the client behind a connection. Where `X-Forwarded-For` and `Forwarded` tell different things, one of them was written by
/// somebody else than the proxy, and neither is believed.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
    if !proxies.contains(peer) {
        return peer;
    }
    let behind = |told: Vec<Option<IpAddr>>| {
        let mut client = peer;
        for before in told.into_iter().rev() {
            match before {
                Some(before) if proxies.contains(client) => client = before,
                _ => break,
            }
        }
        client
    };
    let told = [(X_FORWARDED_FOR, usual as fn(&str) -> _), (header::FORWARDED, standard)];
    let mut found = told
        .into_iter()
        .filter(|(name, _)| headers.contains_key(name))
        .map(|(name, read)| behind(hops(headers, &name).map(read).collect()));
    match (found.next(), found.next()) {
        (Some(one), Some(other)) if one != other => peer,
        (Some(one), _) => one,
        (None, _) => peer,
    }
}

/// Lists what the proxies have added to a header, the first first.
fn hops<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter();
    values.flat_map(|value| value.to_str().unwrap_or_default().split(','))
}

/// Reads an address of `X-Forwarded-For`; some proxies add the port.
fn usual(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
        .unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse::<SocketAddr>().map(|it| it.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// Reads an address of `Forwarded` (RFC 7239): `for=192.0.2.60;proto=http`, `for="[2001:db8::17]:4711"`.
fn standard(text: &str) -> Option<IpAddr> {
    let pairs = text.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut whose = pairs.filter(|(name, _)| name.eq_ignore_ascii_case("for"));
    usual(whose.next()?.1.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// Who calls from a proxy at 10.0.0.1, which trusts one at 10.0.0.2, by headers.
    fn found(headers: &[(HeaderName, &'static str)]) -> String {
        let proxies = "10.0.0.0/30".parse().expect("a network");
        let headers = headers.iter().cloned();
        let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
        client("10.0.0.1".parse().expect("an address"), &headers.collect(), &proxies).to_string()
    }

    #[test]
    fn the_client_is_the_last_that_is_no_proxy() {
        for (told, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1, 10.0.0.2", "192.0.2.1"),
            ("1.1.1.1, 192.0.2.1", "192.0.2.1"),
            ("1.1.1.1, 192.0.2.1:4711, 10.0.0.2", "192.0.2.1"),
            ("[2001:db8::17]", "2001:db8::17"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("1.1.1.1, nonsense", "10.0.0.1"),
            ("10.0.0.3", "10.0.0.3"),
        ] {
            assert_eq!(found(&[(X_FORWARDED_FOR, told)]), expected, "{told}");
        }
        assert_eq!(found(&[]), "10.0.0.1");
    }

    #[test]
    fn the_standard_header_is_read_too_and_two_that_differ_are_not_believed() {
        let told = "for=1.1.1.1, For=\"[2001:db8::17]:4711\";proto=https, for=10.0.0.2";
        assert_eq!(found(&[(header::FORWARDED, told)]), "2001:db8::17");
        let both = |one, other| found(&[(X_FORWARDED_FOR, one), (header::FORWARDED, other)]);
        assert_eq!(both("192.0.2.1", "for=192.0.2.1"), "192.0.2.1");
        assert_eq!(both("192.0.2.1", "for=1.1.1.1"), "10.0.0.1");
    }

    #[test]
    fn who_is_no_proxy_says_nothing_about_others() {
        let headers = HeaderMap::from_iter([(X_FORWARDED_FOR, HeaderValue::from_static("1.1.1.1"))]);
        let stranger = "192.0.2.9".parse().expect("an address");
        let proxies = "10.0.0.0/8".parse().expect("a network");
        assert_eq!(client(stranger, &headers, &proxies), stranger);
        assert_eq!(client(stranger, &headers, &Networks::default()), stranger);
    }

    #[test]
    fn a_network_is_an_address_and_so_many_bits() {
        let is_in = |networks: &str, address: &str| {
            let networks: Networks = networks.parse().expect("networks");
            networks.contains(address.parse().expect("an address"))
        };
        assert!(is_in("0.0.0.0/0", "192.0.2.1") && !is_in("0.0.0.0/0", "::1"));
        assert!(is_in("2001:db8::/32,127.0.0.1", "127.0.0.1") && !is_in("127.0.0.1", "127.0.0.2"));
        assert!(is_in("10.0.0.0/8", "::ffff:10.1.1.1"));
        for wrong in ["10.0.0.0/33", "10.0.0", "10.0.0.0/-1", "proxy.example"] {
            assert!(wrong.parse::<Networks>().is_err(), "{wrong}");
        }
    }
}
