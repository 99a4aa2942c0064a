//! Estimates the maximal oxygen uptake (VO₂max) in mL/kg/min from a test, a race or what is known at rest; every estimate by
//! its own method, and none mixed with another.
//!
//! | answer | formula | source | error |
//! | --- | --- | --- | --- |
//! | by the heart rate ratio | `15.3·HRmax/HRrest` | Uth 2004, Eur J Appl Physiol 91:111 | 4.5 in trained men, among whom it was found |
//! | by Cooper's test | `(m − 504.9)/44.73`, m the metres of 12 minutes' running | Cooper 1968, JAMA 203:201 | |
//! | by a race (VDOT) | `(−4.60 + 0.182258·v + 0.000104·v²)/(0.8 + 0.1894393·e^(−0.012778·t) + 0.2989558·e^(−0.1932605·t))`, v in m/min, t in min | Daniels & Gilbert 1979 | holds for an all-out race |
//! | by a questionnaire | `56.363 + 1.921·PA-R − 0.381·age − 0.754·BMI + 10.987·(man)` | Jackson 1990, Med Sci Sports Exerc 22:863 | 5.7 |
//! | uptake at a speed | running `0.2·v + 0.9·v·G + 3.5`, walking `0.1·v + 1.8·v·G + 3.5` | ACSM | steady effort |
//!
//! Errors are standard errors in mL/kg/min. Assumes adults without drugs that change the heart rate. Each refuses what lies
//! outside the range its source covers.

use serde::{Deserialize, Serialize};

use super::super::{Method, NoAnswer, Sex};
use super::heart_rate::Reserve;

/// This method.
pub const METHOD: Method = Method {
    id: "vo2_max",
    version: 1,
    source: "Uth 2004; Cooper 1968; Daniels & Gilbert 1979; Jackson 1990; ACSM",
    needs: "2 heart rates, a test, a race, or age, sex, body mass index and activity",
};

/// How somebody moves on foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Gait {
    /// Running, from 80 m/min.
    Running,
    /// Walking, from 50 to 100 m/min.
    Walking,
}

/// Estimates by the ratio of maximal to resting heart rate. Both must be measured; from a predicted maximum the ratio says
/// little.
#[must_use]
pub fn by_heart_rate_ratio(heart_rates: Reserve) -> f64 {
    15.3 * heart_rates.max() / heart_rates.rest()
}

/// Estimates by Cooper's test: the metres run in 12 minutes.
///
/// ```
/// use vitasync_core::analytics::training::vo2_max::by_cooper;
///
/// assert!((by_cooper(2800.0).unwrap() - 51.31).abs() < 0.01);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] outside 1,200 to 5,000 m.
pub fn by_cooper(metres: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("distance", metres, 1200.0, 5000.0)?;
    Ok((metres - 504.9) / 44.73)
}

/// Estimates by an all-out race: VDOT.
///
/// ```
/// use vitasync_core::analytics::training::vo2_max::by_race;
///
/// assert!((by_race(5000.0, 20.0 * 60.0).unwrap() - 49.806).abs() < 0.001);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a distance outside 1,500 to 50,000 m, a time outside 3.5 to 300 minutes, or a mean speed
/// outside
/// 1.5 to 7.5 m/s.
pub fn by_race(metres: f64, seconds: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("distance", metres, 1500.0, 50_000.0)?;
    NoAnswer::unless_within("time", seconds, 210.0, 18_000.0)?;
    NoAnswer::unless_within("speed", metres / seconds, 1.5, 7.5)?;
    Ok(vdot(metres, seconds / 60.0))
}

/// Returns VDOT without asking whether the race is one the formula was made for. It falls with time.
pub(super) fn vdot(metres: f64, minutes: f64) -> f64 {
    let speed = metres / minutes;
    let uptake = -4.60 + 0.182_258 * speed + 0.000_104 * speed * speed;
    let share = 0.8 + 0.189_439_3 * (-0.012_778 * minutes).exp() + 0.298_955_8 * (-0.193_260_5 * minutes).exp();
    uptake / share
}

/// Estimates by what a person says: the activity rating is NASA's, from 0 (avoids exertion) to 7 (runs over 10 miles a week).
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of an age outside 18 to 70 years, a body mass index outside 15 to 50 or a rating outside 0 to 7.
pub fn by_questionnaire(sex: Sex, age_years: f64, body_mass_index: f64, activity_rating: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("age", age_years, 18.0, 70.0)?;
    NoAnswer::unless_within("body mass index", body_mass_index, 15.0, 50.0)?;
    NoAnswer::unless_within("activity rating", activity_rating, 0.0, 7.0)?;
    let man = match sex {
        Sex::Male => 10.987,
        Sex::Female => 0.0,
    };
    Ok(56.363 + 1.921 * activity_rating - 0.381 * age_years - 0.754 * body_mass_index + man)
}

/// Returns the oxygen uptake of steady running or walking at a speed in m/s and a grade (metres up per metre).
///
/// ```
/// use vitasync_core::analytics::training::vo2_max::{Gait, uptake_at};
///
/// assert!((uptake_at(Gait::Running, 12.0 / 3.6, 0.01).unwrap() - 45.3).abs() < 1e-9);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a speed the equation of the gait is not for, or a grade outside 0 to 0.25.
pub fn uptake_at(gait: Gait, speed: f64, grade: f64) -> Result<f64, NoAnswer> {
    let per_minute = 60.0 * speed;
    NoAnswer::unless_within("grade", grade, 0.0, 0.25)?;
    let (flat, climbing, least, most) = match gait {
        Gait::Running => (0.2, 0.9, 80.0, 430.0),
        Gait::Walking => (0.1, 1.8, 50.0, 100.0),
    };
    NoAnswer::unless_within("speed in m/min", per_minute, least, most)?;
    Ok(flat * per_minute + climbing * per_minute * grade + 3.5)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn a_better_race_is_a_higher_estimate() {
        let of = |seconds| by_race(10_000.0, seconds).unwrap();
        assert!(of(2400.0) > of(2500.0));
    }

    #[test]
    fn what_a_formula_was_not_made_for_is_refused() {
        assert!(by_race(100.0, 10.0).is_err());
        assert!(by_race(5000.0, 300.0).is_err(), "nobody runs 5 km in 5 minutes");
        assert!(by_race(5000.0, f64::NAN).is_err());
        assert!(by_cooper(0.0).is_err() && by_cooper(f64::INFINITY).is_err());
        assert!(by_questionnaire(Sex::Male, 12.0, 20.0, 5.0).is_err());
        assert!(by_questionnaire(Sex::Male, 40.0, 24.0, 8.0).is_err());
        assert!(uptake_at(Gait::Walking, 3.0, 0.0).is_err());
        assert!(uptake_at(Gait::Running, 3.0, -0.1).is_err());
    }
}
