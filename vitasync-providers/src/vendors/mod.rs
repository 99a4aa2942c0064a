//! The vendors, one folder each. They are facts and pure functions and never name each other.

pub mod coros;
pub mod dexcom;
pub mod fitbit;
pub mod garmin;
pub mod google_health;
pub mod hevy;
pub mod oura;
pub mod polar;
pub mod strava;
pub mod suunto;
pub mod trainingpeaks;
pub mod ultrahuman;
pub mod whoop;
pub mod withings;

use crate::provider::Provider;

/// Every vendor.
pub static ALL: &[&dyn Provider] = &[
    &coros::Coros,
    &dexcom::Dexcom,
    &fitbit::Fitbit,
    &garmin::Garmin,
    &google_health::GoogleHealth,
    &hevy::Hevy,
    &oura::Oura,
    &polar::Polar,
    &strava::Strava::CURRENT,
    &suunto::Suunto,
    &trainingpeaks::TrainingPeaks,
    &ultrahuman::Ultrahuman,
    &whoop::Whoop,
    &withings::Withings,
];

/// Finds a vendor by its slug.
///
/// ```
/// assert_eq!(vitasync_providers::vendors::find("whoop").unwrap().spec().name, "WHOOP");
/// ```
pub fn find(slug: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|provider| provider.spec().slug == slug)
}

/// Finds the vendor to connect with under a slug: the one that has taken over where that one has switched its API off.
///
/// ```
/// use vitasync_providers::vendors::to_connect;
/// assert_eq!(to_connect("fitbit").unwrap().spec().slug, "google_health");
/// assert_eq!(to_connect("whoop").unwrap().spec().slug, "whoop");
/// ```
pub fn to_connect(slug: &str) -> Option<&'static dyn Provider> {
    let provider = find(slug)?;
    provider.spec().successor.map_or(Some(provider), find)
}

#[cfg(all(test, feature = "testing"))]
mod tests;
