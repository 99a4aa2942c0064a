//! Lists every provider people ask for, with the honest ways in.
//!
//! [`vendors::ALL`] have an API that anybody may use. Everything else is a row of [`WITHOUT_API`]: a file the person exports, a
//! phone that pushes what its own store lets it read, or another provider that has the data already. Never an endpoint that
//! was not made for others, and never the person's password.
//!
//! ```
//! use vitasync_providers::catalogue::{self, WayIn};
//!
//! let zwift = catalogue::find("zwift").unwrap();
//! assert_eq!(zwift.name(), "Zwift");
//! assert_eq!(zwift.ways_in(), [WayIn::File, WayIn::Through]);
//! assert_eq!(catalogue::find("whoop").unwrap().ways_in(), [WayIn::OAuth]);
//! ```

use crate::provider::{Spec, Way};
use crate::vendors;

/// A provider, with an API for everybody or without one.
#[derive(Debug, Clone, Copy)]
pub enum Listed {
    /// A vendor that is called.
    Vendor(&'static Spec),
    /// A provider whose data comes by other ways.
    WithoutApi(&'static WithoutApi),
}

/// A provider without an API that anybody may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithoutApi {
    /// The name in addresses. It never changes.
    pub slug: &'static str,
    /// The name people read.
    pub name: &'static str,
    /// Why it is not called, in a sentence.
    pub reason: &'static str,
    /// The ways in, the best first.
    pub entrances: &'static [Entrance],
    /// What they bring.
    pub brings: &'static str,
}

/// A way in that needs no API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entrance {
    /// Which way it is.
    pub way: WayIn,
    /// What to tell the person: where to press, and what to know.
    pub advice: &'static str,
    /// Whether VitaSync takes today what comes this way. What it does not take yet is listed, so that nobody looks for it in vain.
    pub ready: bool,
}

/// A way by which data comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayIn {
    /// The person allows it on a page of the vendor's.
    OAuth,
    /// The person pastes a key.
    Key,
    /// The person exports a file.
    File,
    /// A phone pushes.
    Push,
    /// Another provider has it.
    Through,
}

impl WayIn {
    /// Names the way on the wire.
    ///
    /// ```
    /// assert_eq!(vitasync_providers::catalogue::WayIn::OAuth.id(), "oauth");
    /// ```
    pub fn id(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::Key => "key",
            Self::File => "file",
            Self::Push => "push",
            Self::Through => "through",
        }
    }
}

impl Listed {
    /// Gives the name in addresses.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Vendor(spec) => spec.slug,
            Self::WithoutApi(row) => row.slug,
        }
    }

    /// Gives the name people read.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Vendor(spec) => spec.name,
            Self::WithoutApi(row) => row.name,
        }
    }

    /// Lists the ways in, each once, the best first. Some may not be [ready](Entrance::ready).
    pub fn ways_in(&self) -> Vec<WayIn> {
        let mut ways: Vec<WayIn> = match self {
            Self::Vendor(spec) => spec.ways.iter().map(WayIn::from).collect(),
            Self::WithoutApi(row) => row.entrances.iter().map(|it| it.way).collect(),
        };
        ways.dedup();
        ways
    }

    /// Tells whether data can come in today.
    pub fn is_ready(&self) -> bool {
        match self {
            Self::Vendor(_) => true,
            Self::WithoutApi(row) => row.entrances.iter().any(|it| it.ready),
        }
    }
}

impl From<&Way> for WayIn {
    fn from(way: &Way) -> Self {
        match way {
            Way::OAuth2(_) | Way::OAuth1(_) => Self::OAuth,
            Way::Key(_) => Self::Key,
        }
    }
}

/// Lists every provider: the vendors that are called, then the others.
pub fn all() -> impl Iterator<Item = Listed> {
    let vendors = vendors::ALL.iter().map(|provider| Listed::Vendor(provider.spec()));
    vendors.chain(WITHOUT_API.iter().map(Listed::WithoutApi))
}

/// Finds a provider by its slug.
pub fn find(slug: &str) -> Option<Listed> {
    all().find(|listed| listed.slug() == slug)
}

/// A way in that is taken today.
const fn ready(way: WayIn, advice: &'static str) -> Entrance {
    Entrance {
        way,
        advice,
        ready: true,
    }
}

/// A way in that is not taken yet.
const fn later(way: WayIn, advice: &'static str) -> Entrance {
    Entrance {
        ready: false,
        ..ready(way, advice)
    }
}

/// The providers without an API that anybody may use.
pub static WITHOUT_API: &[WithoutApi] = &[
    WithoutApi {
        slug: "adidas_running",
        name: "adidas Running",
        reason: "Its only API takes activities in, from partners; none lets read.",
        entrances: &[
            ready(
                WayIn::File,
                "Ask for the account's data in the settings of the app or on the web; a zip comes by mail after hours or days. The \
                 GPX files in it, which it has since about April 2020, are read; its summaries in JSON are not read yet.",
            ),
            ready(
                WayIn::Through,
                "Let the app write to Apple Health and take it from that export.",
            ),
        ],
        brings: "Workouts with route, altitude and, where a strap was worn, heart rate.",
    },
    WithoutApi {
        slug: "apple_health",
        name: "Apple Health",
        reason: "The data is on the iPhone; Apple has no server that could be asked.",
        entrances: &[
            ready(
                WayIn::File,
                "Health app, your picture, \"Export All Health Data\". The zip holds everything, of all years and all apps.",
            ),
            later(
                WayIn::Push,
                "An app on the iPhone that reads HealthKit and pushes. Where it was not allowed to read, HealthKit answers with nothing, \
                 so no data is not zero.",
            ),
        ],
        brings: "Everything an iPhone, a watch and other apps have written: samples, nights, workouts with routes, ECGs.",
    },
    WithoutApi {
        slug: "fit",
        name: "FIT files",
        reason: "A kind of file that most sports watches and bike computers write.",
        entrances: &[ready(
            WayIn::File,
            "Take the files from the device or from its maker's page, as they are, as .gz or many in a zip.",
        )],
        brings: "Workouts with laps, route and every second; with some watches steps, nights, beats and weight as well.",
    },
    WithoutApi {
        slug: "gpx",
        name: "GPX files",
        reason: "A kind of file for routes that nearly every service exports.",
        entrances: &[ready(
            WayIn::File,
            "Export the track. A route without times was planned and not done, and is no workout.",
        )],
        brings: "Workouts with route and altitude, and heart rate, cadence and power where the writer added them.",
    },
    WithoutApi {
        slug: "health_connect",
        name: "Health Connect",
        reason: "The data is on the Android phone; there is no server that could be asked.",
        entrances: &[
            later(
                WayIn::File,
                "Settings, Health Connect, Manage data, Backup and restore, Scheduled export: a zip with everything, written every day, \
                 week or month.",
            ),
            later(
                WayIn::Push,
                "An app on the phone that reads Health Connect and pushes. Without a permission of its own it sees 30 days from \
                 before it was allowed.",
            ),
        ],
        brings: "What apps and watches on an Android phone have written: samples, nights, workouts.",
    },
    WithoutApi {
        slug: "komoot",
        name: "Komoot",
        reason: "Its API is for partners with a signed contract.",
        entrances: &[ready(
            WayIn::File,
            "Open a recorded tour on komoot.com and download it as GPX. A planned tour is a route and no workout.",
        )],
        brings: "Workouts with route and altitude.",
    },
    WithoutApi {
        slug: "peloton",
        name: "Peloton",
        reason: "It has no API for others.",
        entrances: &[
            ready(
                WayIn::Through,
                "Connect Peloton with Apple Health and take it from that export.",
            ),
            later(
                WayIn::File,
                "Profile, Workouts, Download Workouts: a CSV with a line per workout and no course of it.",
            ),
        ],
        brings: "Workouts with their totals.",
    },
    WithoutApi {
        slug: "samsung_health",
        name: "Samsung Health",
        reason: "The data is on the phone; Samsung has no server that could be asked.",
        entrances: &[
            later(
                WayIn::File,
                "Samsung Health, Settings, Download personal data: a folder of tables with everything.",
            ),
            later(
                WayIn::Through,
                "Let Samsung Health write to Health Connect. Stress, the energy score and HRV in detail stay behind.",
            ),
            later(
                WayIn::Push,
                "An app on the phone with Samsung's Data SDK, which Samsung has to approve.",
            ),
        ],
        brings: "Days, nights with stages, workouts with route, heart rate, HRV, stress, oxygen saturation and body composition.",
    },
    WithoutApi {
        slug: "tcx",
        name: "TCX files",
        reason: "A kind of file that older watches and many services export.",
        entrances: &[ready(
            WayIn::File,
            "Export the activity as TCX; where the service also has FIT, take that: it holds more.",
        )],
        brings: "Workouts with laps, route, heart rate, cadence and power.",
    },
    WithoutApi {
        slug: "trainerroad",
        name: "TrainerRoad",
        reason: "It has no API for others.",
        entrances: &[
            ready(
                WayIn::File,
                "Open a ride in your career on the web and export it as FIT.",
            ),
            ready(
                WayIn::Through,
                "Let TrainerRoad write its rides to Dropbox and import those files, or to a service that is connected here.",
            ),
        ],
        brings: "Rides with power, cadence and heart rate of every second, and the intervals as laps.",
    },
    WithoutApi {
        slug: "whoop_csv",
        name: "WHOOP export",
        reason: "A kind of file that WHOOP's app exports; WHOOP's API is a provider of its own.",
        entrances: &[ready(
            WayIn::File,
            "In WHOOP's app: More, App Settings, Data Export. Take the zip from the e-mail as it is.",
        )],
        brings: "Days with strain and recovery, nights and naps with their totals, and workouts.",
    },
    WithoutApi {
        slug: "zwift",
        name: "Zwift",
        reason: "Its API is for partners, and nobody can register.",
        entrances: &[
            ready(
                WayIn::File,
                "The folder Documents/Zwift/Activities on the computer, or the FIT of an activity on zwift.com. \
                 inProgressActivity.fit is not finished: leave it out.",
            ),
            ready(WayIn::Through, "Connect Zwift with a service that is connected here."),
        ],
        brings: "Rides and runs with power, cadence and heart rate of every second. The places and climbs are not of this world.",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::files::Format;

    #[test]
    fn every_provider_is_listed_once() {
        let slugs: BTreeSet<_> = all().map(|it| it.slug()).collect();
        assert_eq!(slugs.len(), all().count());
        let names: BTreeSet<_> = all().map(|it| it.name()).collect();
        assert_eq!(names.len(), slugs.len());
        assert!(WITHOUT_API.is_sorted_by_key(|row| row.slug));
    }

    #[test]
    fn every_kind_of_file_that_is_read_is_a_way_in() {
        for format in Format::ALL {
            let listed = find(format.id()).expect("listed");
            assert!(
                listed.is_ready() && listed.ways_in().contains(&WayIn::File),
                "{}",
                format.id()
            );
        }
    }

    #[test]
    fn nobody_is_asked_for_a_password_or_sent_where_there_is_no_way() {
        for row in WITHOUT_API {
            assert!(!row.entrances.is_empty(), "{}", row.slug);
            for entrance in row.entrances {
                assert!(!matches!(entrance.way, WayIn::OAuth | WayIn::Key), "{}", row.slug);
                assert!(!entrance.advice.to_lowercase().contains("password"), "{}", row.slug);
            }
        }
    }
}
