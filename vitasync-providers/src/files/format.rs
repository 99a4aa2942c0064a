//! Knows a file by what it says, never by its name.

use vitasync_core::Metric;

use crate::files::apple_health::archive::is_health_xml;
use crate::files::{fit, gpx, tcx, whoop_csv};

/// How many bytes at the beginning of a file tell what it is.
pub(super) const HEAD: usize = 4096;

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// What the Health app of an iPhone exports.
    AppleHealth,
    /// Garmin's Flexible and Interoperable Data Transfer, which most sports watches and bike computers write.
    Fit,
    /// Garmin's Training Center XML.
    Tcx,
    /// The GPS Exchange Format.
    Gpx,
    /// The tables that WHOOP's app exports.
    WhoopCsv,
}

impl Format {
    /// Every kind there is.
    pub const ALL: [Self; 5] = [Self::AppleHealth, Self::Fit, Self::Tcx, Self::Gpx, Self::WhoopCsv];

    /// Names the kind in reports, and the provider of what stands in such a file.
    pub fn id(self) -> &'static str {
        match self {
            Self::AppleHealth => "apple_health",
            Self::Fit => "fit",
            Self::Tcx => "tcx",
            Self::Gpx => "gpx",
            Self::WhoopCsv => "whoop_csv",
        }
    }

    /// Names the kind for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::AppleHealth => "Apple Health export",
            Self::Fit => "FIT",
            Self::Tcx => "TCX",
            Self::Gpx => "GPX",
            Self::WhoopCsv => "WHOOP export",
        }
    }

    /// Lists the metrics whose samples such a file can bring, in the order of the table.
    ///
    /// ```
    /// use vitasync_core::Metric;
    /// use vitasync_providers::files::Format;
    ///
    /// assert!(Format::Fit.metrics().contains(&Metric::CyclingPower));
    /// assert!(!Format::Gpx.metrics().contains(&Metric::SleepStage));
    /// ```
    pub fn metrics(self) -> Vec<Metric> {
        let mut metrics: Vec<Metric> = match self {
            Self::AppleHealth => {
                let all = Metric::ALL.iter().copied();
                all.filter(|metric| !metric.spec().healthkit.is_empty()).collect()
            }
            Self::Fit => fit::metrics(),
            Self::Tcx => tcx::metrics(),
            Self::Gpx => gpx::metrics(),
            Self::WhoopCsv => whoop_csv::metrics(),
        };
        metrics.sort_unstable();
        metrics.dedup();
        metrics
    }

    /// Finds the kind of a file by how it begins.
    ///
    /// ```
    /// use vitasync_providers::files::Format;
    ///
    /// assert_eq!(Format::of(b"\x0e\x20\x34\x08\xf5\0\0\0.FIT"), Some(Format::Fit));
    /// assert_eq!(Format::of(b"\xef\xbb\xbf <?xml version='1.0'?><gpx version='1.1'>"), Some(Format::Gpx));
    /// assert_eq!(Format::of(b"%PDF-1.7"), None);
    /// ```
    pub fn of(head: &[u8]) -> Option<Self> {
        if is_fit(head) {
            return Some(Self::Fit);
        }
        if whoop_csv::is_export(head) {
            return Some(Self::WhoopCsv);
        }
        if is_health_xml(head) {
            return Some(Self::AppleHealth);
        }
        match root(head)? {
            b"TrainingCenterDatabase" => Some(Self::Tcx),
            b"gpx" => Some(Self::Gpx),
            _ => None,
        }
    }
}

fn is_fit(head: &[u8]) -> bool {
    matches!(head.first(), Some(12 | 14)) && head.get(8..12) == Some(b".FIT")
}

/// Finds the local name of the outermost element of an XML file.
fn root(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    loop {
        let at = memchr::memchr(b'<', rest)?;
        // Only white space and a byte order mark may stand before an element.
        let before = rest[..at].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&rest[..at]);
        if !before.trim_ascii().is_empty() {
            return None;
        }
        rest = &rest[at + 1..];
        let end = match rest {
            [b'?', ..] => memchr::memmem::find(rest, b"?>")?,
            [b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->")? + 1,
            [b'!', ..] => memchr::memchr(b'>', rest).map(|end| end.saturating_sub(1))?,
            _ => {
                let end = rest
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))?;
                let name = &rest[..end];
                return Some(memchr::memchr(b':', name).map_or(name, |colon| &name[colon + 1..]));
            }
        };
        rest = rest.get(end + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_behind_everything_that_may_stand_before_it() {
        let head =
            b"\xef\xbb\xbf\n <?xml version='1.0'?><!-- a > b --><!DOCTYPE x>\n<n:TrainingCenterDatabase xmlns:n='y'>";
        assert_eq!(Format::of(head), Some(Format::Tcx));
        assert_eq!(Format::of(b"<gpx>"), Some(Format::Gpx));
        assert_eq!(Format::of(b"gpx <gpx>"), None);
        assert_eq!(Format::of(b"<html>"), None);
    }

    #[test]
    fn a_fit_file_is_known_by_its_header() {
        assert_eq!(Format::of(b"\x0c\x10\x00\x00\0\0\0\0.FIT"), Some(Format::Fit));
        assert_eq!(Format::of(b"\x0d\x10\x00\x00\0\0\0\0.FIT"), None);
        assert_eq!(Format::of(b"\x0c\x10\x00\x00\0\0\0\0.FI"), None);
    }
}
