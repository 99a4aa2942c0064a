//! Says how hard a session felt: session RPE, the rating on Borg's CR10 scale times the minutes, in arbitrary units.
//!
//! Source: Foster 1998, Med Sci Sports Exerc 30:1164. Assumes one rating of the whole session, asked about 30 minutes after
//! its end. Needs a rating and a duration. Refuses ratings outside 0 to 10 (those of the old scale from 6 to 20 are another
//! question) and durations that are not above 0 or longer than a day.

use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "session_rpe",
    version: 1,
    source: "Foster 1998, Med Sci Sports Exerc 30:1164",
    needs: "a rating and a duration",
};

/// Returns the load of a session.
///
/// ```
/// use vitasync_core::analytics::training::session_rpe::session_rpe;
///
/// assert_eq!(session_rpe(45.0, 7.0), Ok(315.0));
/// assert!(session_rpe(45.0, 13.0).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::NotPositive`] or [`NoAnswer::OutOfRange`] of a duration outside (0, 1440] minutes,
/// [`NoAnswer::OutOfRange`] of a rating outside 0 to 10.
pub fn session_rpe(minutes: f64, rating: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_positive("duration", minutes)?;
    NoAnswer::unless_within("duration", minutes, 0.0, 1440.0)?;
    NoAnswer::unless_within("rating", rating, 0.0, 10.0)?;
    Ok(minutes * rating)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_the_scale_is_refused() {
        assert!(session_rpe(0.0, 5.0).is_err());
        assert!(session_rpe(f64::INFINITY, 5.0).is_err());
        assert!(session_rpe(60.0, f64::NAN).is_err());
        assert_eq!(session_rpe(60.0, 0.0), Ok(0.0));
    }
}
