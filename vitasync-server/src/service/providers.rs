//! Says where data can come from: what this program can read today, and how.
//!
//! Invariant: a provider stands here only if its data can really be read, and lists only metrics that it can bring.

use vitasync_core::Metric;
use vitasync_providers::files::Format;

/// A place data can come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The slug, for example `apple_health`.
    pub id: &'static str,
    /// The name people know.
    pub name: &'static str,
    /// What it is and how its data is read.
    pub description: &'static str,
    /// How its data comes in.
    pub way_in: WayIn,
    /// Whether everything is in place to read it.
    pub is_configured: bool,
    /// The exact metrics it can bring.
    pub metrics: Vec<Metric>,
}

/// How data comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// By a file the person exports.
    File,
}

impl WayIn {
    /// Names the way on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::File => "file",
        }
    }
}

/// Lists the providers, by id.
pub fn list() -> Vec<Provider> {
    let mut all: Vec<Provider> = Format::ALL.into_iter().map(of_format).collect();
    all.sort_by_key(|provider| provider.id);
    all
}

fn of_format(format: Format) -> Provider {
    let (name, description) = match format {
        Format::AppleHealth => (
            "Apple Health",
            "The archive that the Health app of an iPhone exports, read as a file.",
        ),
        Format::Fit => (
            "FIT files",
            "Activities and what watches and scales note beside, as most sports devices and platforms export them.",
        ),
        Format::Gpx => ("GPX files", "Ways with times, and what was measured along them."),
        Format::WhoopCsv => (
            "WHOOP export",
            "Days, nights and workouts, as WHOOP's app exports them in tables.",
        ),
        Format::Tcx => (
            "TCX files",
            "Activities with their laps, as older sports devices and platforms export them.",
        ),
    };
    Provider {
        id: format.id(),
        name,
        description,
        way_in: WayIn::File,
        is_configured: true,
        metrics: format.metrics(),
    }
}

/// Finds a provider by its slug.
pub fn find(id: &str) -> Option<Provider> {
    list().into_iter().find(|provider| provider.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_found_by_its_slug() {
        assert_eq!(find("apple_health").map(|it| it.name), Some("Apple Health"));
        assert_eq!(find("apple"), None);
    }

    #[test]
    fn every_provider_brings_something() {
        assert!(list().iter().all(|provider| !provider.metrics.is_empty()));
    }
}
