//! Reads the words for sports that TCX and GPX files have: each writer's own, since neither format fixes more than three.

use vitasync_core::sport::{Sport, Vendor};

use crate::files::markup::MAX_TEXT;

/// Words that stand in no vendor's vocabulary, or that mean something else there. Strava writes numbers into GPX files, of
/// which two are known.
const WORDS: [(&str, Sport); 10] = [
    ("biking", Sport::Cycling),
    ("bike", Sport::Cycling),
    ("cycling", Sport::Cycling),
    ("run", Sport::Running),
    ("walk", Sport::Walking),
    ("hike", Sport::Hiking),
    ("swim", Sport::Swimming),
    ("other", Sport::Other),
    ("1", Sport::Cycling),
    ("9", Sport::Running),
];

/// The vocabularies that writers of such files use, in the order in which they are looked through.
const VOCABULARIES: [Vendor; 6] = [
    Vendor::Garmin,
    Vendor::Strava,
    Vendor::Polar,
    Vendor::Suunto,
    Vendor::GoogleHealth,
    Vendor::Fitbit,
];

/// Finds the sport a word stands for; [`Sport::Other`] where nobody knows it, since the word is kept beside it.
pub(super) fn of_word(word: &str) -> Sport {
    let word = &word.trim()[..word.trim().floor_char_boundary(MAX_TEXT)];
    let known = WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    if let Some((_, sport)) = known {
        return *sport;
    }
    // A bare number is another sport to every vendor.
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Sport::Other;
    }
    let id = word.to_ascii_lowercase().replace([' ', '-'], "_");
    Sport::from_id(&id)
        .or_else(|| {
            let mut vocabularies = VOCABULARIES.into_iter();
            vocabularies.find_map(|vendor| Sport::from_vendor(vendor, word).or_else(|| Sport::from_vendor(vendor, &id)))
        })
        .unwrap_or(Sport::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_writer_are_known() {
        for (word, sport) in [
            ("Running", Sport::Running),
            ("Biking", Sport::Cycling),
            ("Ride", Sport::Cycling),
            ("trail_running", Sport::TrailRunning),
            ("Trail running", Sport::TrailRunning),
            ("TrailRun", Sport::TrailRunning),
            ("LAP_SWIMMING", Sport::PoolSwimming),
            ("9", Sport::Running),
            ("4", Sport::Other),
            ("Quidditch", Sport::Other),
            ("", Sport::Other),
        ] {
            assert_eq!(of_word(word), sport, "{word}");
        }
    }
}
