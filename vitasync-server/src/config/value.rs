//! How values are written.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use axum::http::HeaderValue;
use chrono::TimeDelta;
use tracing_subscriber::EnvFilter;

use crate::auth::{Environment, RawKey};
use crate::http::Networks;
use crate::objects::Place;
use crate::service::jobs::Lane;
use crate::vault::Vault;

/// Something a setting can be.
pub trait Value: Sized + Debug {
    /// What is written for it in a help text.
    const SHAPE: &'static str;
    /// Whether it is on or off.
    const IS_SWITCH: bool = false;

    /// Reads it.
    ///
    /// # Errors
    ///
    /// A sentence that says what to give instead.
    fn read(text: &str) -> Result<Self, String>;
}

/// An empty text is no value.
impl<T: Value> Value for Option<T> {
    const SHAPE: &'static str = T::SHAPE;

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "" => Ok(None),
            text => T::read(text).map(Some),
        }
    }
}

impl Value for String {
    const SHAPE: &'static str = "URL";

    fn read(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

/// A word that nobody needs to see.
#[derive(Clone, PartialEq, Eq)]
pub struct Word(pub String);

impl Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Word(…)")
    }
}

impl Value for Word {
    const SHAPE: &'static str = "TEXT";

    fn read(text: &str) -> Result<Self, String> {
        Ok(Self(text.to_owned()))
    }
}

impl Value for Place {
    const SHAPE: &'static str = "database|file://…|s3://…";

    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

impl Value for PathBuf {
    const SHAPE: &'static str = "FOLDER";

    fn read(text: &str) -> Result<Self, String> {
        Ok(text.into())
    }
}

impl Value for Vault {
    const SHAPE: &'static str = "BASE64";

    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

/// How many characters of a key must be its own secret: it is hashed once, so it must not be guessable.
const SECRET: usize = 32;

impl Value for RawKey {
    const SHAPE: &'static str = "KEY";

    fn read(text: &str) -> Result<Self, String> {
        let prefix = Environment::of(text).map_or(0, |environment| environment.prefix().len());
        Self::parse(text)
            .filter(|_| text.len() >= prefix + SECRET)
            .ok_or_else(|| format!("give vs_live_ and at least {SECRET} random characters"))
    }
}

impl Value for u32 {
    const SHAPE: &'static str = "N";

    fn read(text: &str) -> Result<Self, String> {
        let above_zero = text.parse().ok().filter(|number| *number > 0);
        above_zero.ok_or_else(|| "give a number above 0".to_owned())
    }
}

impl Value for SocketAddr {
    const SHAPE: &'static str = "ADDRESS";

    fn read(text: &str) -> Result<Self, String> {
        let wrong = |_| "give an address and a port, like 127.0.0.1:8080".to_owned();
        text.parse().map_err(wrong)
    }
}

impl Value for bool {
    const SHAPE: &'static str = "true|false";
    const IS_SWITCH: bool = true;

    fn read(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(true),
            "false" | "no" | "off" | "0" => Ok(false),
            _ => Err("give `true` or `false`".to_owned()),
        }
    }
}

/// An address of the web, without the slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(pub String);

impl Value for PublicUrl {
    const SHAPE: &'static str = "URL";

    fn read(text: &str) -> Result<Self, String> {
        let url = url::Url::parse(text).ok();
        let url = url.filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
        match url {
            Some(url) if url.query().is_none() && url.fragment().is_none() => {
                Ok(Self(text.trim_end_matches('/').to_owned()))
            }
            _ => Err("give an address like https://api.example.com".to_owned()),
        }
    }
}

/// How many requests a client may make per minute; none where nobody is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit(pub Option<NonZeroU32>);

impl Value for RateLimit {
    const SHAPE: &'static str = "N|off";

    fn read(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        let limit = text.parse().map(|limit| Self(Some(limit)));
        limit.map_err(|_| "give a number above 0, or `off`".to_owned())
    }
}

/// For how many days something is kept; none where it is kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(pub Option<TimeDelta>);

impl Value for Days {
    const SHAPE: &'static str = "DAYS|off";

    fn read(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        let days = text.parse().ok().filter(|days| (1..=36_500).contains(days));
        let days = days.and_then(TimeDelta::try_days).map(|days| Self(Some(days)));
        days.ok_or_else(|| "give a number of days from 1 to 36500, or `off`".to_owned())
    }
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl Value for Wait {
    const SHAPE: &'static str = "TIME";

    fn read(text: &str) -> Result<Self, String> {
        let units = [("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000)];
        let wait = quantity(text, &units).map(|it| Self(Duration::from_millis(it)));
        wait.ok_or_else(|| "give a time like 500ms, 10s, 5min or 1h".to_owned())
    }
}

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl Value for Bytes {
    const SHAPE: &'static str = "BYTES";

    fn read(text: &str) -> Result<Self, String> {
        let units = [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];
        let bytes = quantity(text, &units).map(Self);
        bytes.ok_or_else(|| "give a size like 512KiB, 1MiB or 8GiB".to_owned())
    }
}

/// Reads a whole number with a unit, in the smallest unit.
fn quantity(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start())?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

/// Origins of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins(pub Vec<HeaderValue>);

impl Value for Origins {
    const SHAPE: &'static str = "ORIGINS";

    fn read(text: &str) -> Result<Self, String> {
        let origins = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        let origins = origins.map(|origin| {
            let PublicUrl(origin) = PublicUrl::read(origin)?;
            HeaderValue::from_str(&origin).map_err(|_| format!("{origin:?} cannot stand in a header"))
        });
        origins.collect::<Result<_, _>>().map(Self)
    }
}

impl Value for Networks {
    const SHAPE: &'static str = "NETWORKS";

    fn read(text: &str) -> Result<Self, String> {
        text.parse()
    }
}

/// Where hosts of vendors are instead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VendorHosts(pub BTreeMap<String, String>);

impl Value for VendorHosts {
    const SHAPE: &'static str = "HOST=URL,…";

    fn read(text: &str) -> Result<Self, String> {
        let hosts = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        let hosts = hosts.map(|part| {
            let wrong = || format!("{part:?}: give a host and an address like api.acme.example=http://127.0.0.1:9000");
            let (host, address) = part.split_once('=').ok_or_else(wrong)?;
            let PublicUrl(address) = PublicUrl::read(address.trim()).map_err(|_| wrong())?;
            Ok((host.trim().to_owned(), address))
        });
        hosts.collect::<Result<_, _>>().map(Self)
    }
}

/// Who may read figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metrics {
    /// Nobody.
    Off,
    /// Everybody who reaches the API.
    On,
    /// Those who reach another address.
    At(SocketAddr),
}

impl Value for Metrics {
    const SHAPE: &'static str = "off|on|ADDRESS";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            "on" => Ok(Self::On),
            address => {
                let wrong = |_| "give `off`, `on`, or an address like 127.0.0.1:9464".to_owned();
                SocketAddr::read(address).map(Self::At).map_err(wrong)
            }
        }
    }
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Which events.
    pub filter: String,
    /// In which form.
    pub format: Format,
}

/// The form of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lines for people.
    Text,
    /// A JSON object per line.
    Json,
}

impl Value for Log {
    const SHAPE: &'static str = "FILTERS";

    fn read(text: &str) -> Result<Self, String> {
        let (mut format, mut filters) = (Format::Text, Vec::new());
        for word in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            match word {
                "json" => format = Format::Json,
                "text" => format = Format::Text,
                filter => filters.push(filter),
            }
        }
        if filters.is_empty() {
            filters.extend(["warn", "vitasync_server=info"]);
        }
        let filter = filters.join(",");
        EnvFilter::from_str(&filter)
            .map_err(|error| format!("{error}; give filters like `warn,vitasync_server=debug`"))?;
        Ok(Self { filter, format })
    }
}

/// How many jobs of each lane at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots(pub Vec<(Lane, usize)>);

impl Value for Slots {
    const SHAPE: &'static str = "LANE=N,…";

    fn read(text: &str) -> Result<Self, String> {
        let lanes = text.split(',').map(|part| {
            let (name, number) = part.split_once('=')?;
            let lane = Lane::ALL.into_iter().find(|lane| lane.id() == name.trim())?;
            Some((lane, number.trim().parse().ok()?))
        });
        let lanes: Option<Vec<(Lane, usize)>> = lanes.collect();
        lanes.map(Self).ok_or_else(|| {
            let known = Lane::ALL.map(Lane::id).join(", ");
            format!("give lanes and numbers like vendors=32,webhooks=64; the lanes are {known}")
        })
    }
}
