//! Says what a weight is at a height, and how much of it is lean.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | body mass index | `weight/height²`, kg/m² | Quetelet; WHO 2000 |
//! | category | underweight below 18.5, normal, overweight from 25, obesity from 30, 35 and 40 | WHO 2000 |
//! | fat-free mass index | `lean mass/height²`, and `+ 6.1·(1.8 − height)` to compare heights | Kouri 1995, Clin J Sport Med 5:223 |
//! | waist to height | keep it below 0.5; 0.6 and above is high | Browning 2010, Nutr Res Rev 23:247; NICE 2022 |
//! | body fat, US Navy | `495/(1.0324 − 0.19077·log10(waist − neck) + 0.15456·log10(height)) − 450` (men), `495/(1.29579 − 0.35004·log10(waist + hip − neck) + 0.22100·log10(height)) − 450` (women), cm | Hodgdon & Beckett 1984 |
//! | lean mass | `0.407·weight + 0.267·height − 19.2` (men), `0.252·weight + 0.473·height − 48.3` (women), cm | Boer 1984, Am J Physiol 247:F632 |
//! | surface | `0.007184·weight^0.425·height^0.725`, cm, m² | Du Bois 1916, Arch Intern Med 17:863 |
//!
//! None of them sees where fat lies or what a trained body is made of. They are for adults: those of children depend on age
//! and sex by percentiles, so people under 18 are refused, and so is an unknown age where a category is asked for. Needs the
//! sizes of the formula. Refuses sizes no adult has. The action points for Asian populations are in
//! [`thresholds`](super::super::anomaly::thresholds).

use serde::{Deserialize, Serialize};

use super::super::anomaly::thresholds::{Label, Person, classify};
use super::super::{Method, NoAnswer, Sex};
use crate::metric::Metric;

/// This method.
pub const METHOD: Method = Method {
    id: "body_composition",
    version: 1,
    source: "WHO 2000; Kouri 1995; Browning 2010; Hodgdon & Beckett 1984; Boer 1984; Du Bois 1916",
    needs: "the sizes of the formula",
};

/// Sizes around the body in metres, for the estimate of fat.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Girths {
    /// Of the waist.
    pub waist_m: f64,
    /// Of the neck.
    pub neck_m: f64,
    /// Of the hip; asked for of women alone.
    pub hip_m: Option<f64>,
}

/// Returns the body mass index in kg/m².
///
/// ```
/// use vitasync_core::analytics::metabolic::body::body_mass_index;
///
/// assert!((body_mass_index(80.0, 1.80).unwrap() - 24.691).abs() < 0.001);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a weight outside 25 to 400 kg or a height outside 1 to 2.6 m.
pub fn body_mass_index(weight_kg: f64, height_m: f64) -> Result<f64, NoAnswer> {
    checked(weight_kg, height_m)?;
    Ok(weight_kg / (height_m * height_m))
}

/// Names a body mass index by the categories for adults; `asian` takes the action points for Asian populations.
///
/// ```
/// use vitasync_core::analytics::metabolic::body::category;
///
/// assert_eq!(category(24.7, Some(40), false).unwrap().label, "normal weight");
/// assert!(category(24.7, Some(12), false).is_err());
/// assert!(category(24.7, None, false).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::Undefined`] of people under 18 or of an unknown age, [`NoAnswer::OutOfRange`] of an impossible value.
pub fn category(body_mass_index: f64, age_years: Option<u32>, asian: bool) -> Result<Label, NoAnswer> {
    if age_years.is_none() {
        return Err(NoAnswer::Undefined {
            what: "category of body mass",
            of: "a person whose age is not known".to_owned(),
        });
    }
    let person = Person {
        age_years,
        sex: None,
        asian_bmi: asian,
    };
    classify(Metric::BodyMassIndex, body_mass_index, &person)
}

/// The lean mass at a height, in kg/m².
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FatFreeMassIndex {
    /// As it is.
    pub index: f64,
    /// As it would be at 1.80 m.
    pub at_180_cm: f64,
}

/// Returns the fat-free mass index.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a lean mass outside 20 to 150 kg or a height outside 1 to 2.6 m.
pub fn fat_free_mass_index(lean_kg: f64, height_m: f64) -> Result<FatFreeMassIndex, NoAnswer> {
    NoAnswer::unless_within("lean mass", lean_kg, 20.0, 150.0)?;
    NoAnswer::unless_within("height", height_m, 1.0, 2.6)?;
    let index = lean_kg / (height_m * height_m);
    Ok(FatFreeMassIndex {
        index,
        at_180_cm: index + 6.1 * (1.8 - height_m),
    })
}

/// Returns the waist as a share of the height.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a waist outside 0.4 to 2.5 m or a height outside 1 to 2.6 m.
pub fn waist_to_height(waist_m: f64, height_m: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("waist", waist_m, 0.4, 2.5)?;
    NoAnswer::unless_within("height", height_m, 1.0, 2.6)?;
    Ok(waist_m / height_m)
}

/// Estimates body fat in percent from girths, as the US Navy does; off by 3 to 4 points.
///
/// # Errors
///
/// [`NoAnswer::Undefined`] where the sex, or the hip of a woman, is not known; [`NoAnswer::OutOfRange`] of girths that are
/// none, or where the answer is outside 2 to 70 %.
pub fn navy_body_fat(girths: Girths, height_m: f64, sex: Option<Sex>) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("height", height_m, 1.0, 2.6)?;
    NoAnswer::unless_within("waist", girths.waist_m, 0.4, 2.5)?;
    NoAnswer::unless_within("neck", girths.neck_m, 0.2, 0.8)?;
    let unknown = |of: &str| NoAnswer::Undefined {
        what: "body fat by girths",
        of: of.to_owned(),
    };
    let (around, base, girth, height) = match sex.ok_or_else(|| unknown("a person whose sex is not known"))? {
        Sex::Male => (girths.waist_m - girths.neck_m, 1.0324, 0.19077, 0.15456),
        Sex::Female => {
            let hip = girths.hip_m.ok_or_else(|| unknown("a woman without the hip"))?;
            NoAnswer::unless_within("hip", hip, 0.4, 2.5)?;
            (girths.waist_m + hip - girths.neck_m, 1.29579, 0.35004, 0.22100)
        }
    };
    NoAnswer::unless_positive("waist beyond the neck", around)?;
    let density = base - girth * (100.0 * around).log10() + height * (100.0 * height_m).log10();
    let percent = 495.0 / density - 450.0;
    NoAnswer::unless_within("body fat", percent, 2.0, 70.0)?;
    Ok(percent)
}

/// Estimates the lean mass of an adult in kilograms, by Boer.
///
/// # Errors
///
/// As [`body_mass_index`].
pub fn lean_mass(weight_kg: f64, height_m: f64, sex: Sex) -> Result<f64, NoAnswer> {
    checked(weight_kg, height_m)?;
    let height_cm = 100.0 * height_m;
    Ok(match sex {
        Sex::Male => 0.407 * weight_kg + 0.267 * height_cm - 19.2,
        Sex::Female => 0.252 * weight_kg + 0.473 * height_cm - 48.3,
    })
}

/// Estimates the body's surface in m², by Du Bois.
///
/// # Errors
///
/// As [`body_mass_index`].
pub fn surface(weight_kg: f64, height_m: f64) -> Result<f64, NoAnswer> {
    checked(weight_kg, height_m)?;
    Ok(0.007_184 * weight_kg.powf(0.425) * (100.0 * height_m).powf(0.725))
}

fn checked(weight_kg: f64, height_m: f64) -> Result<(), NoAnswer> {
    NoAnswer::unless_within("weight", weight_kg, 25.0, 400.0)?;
    NoAnswer::unless_within("height", height_m, 1.0, 2.6)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn who_is_taller_in_proportion_has_the_same_indices(weight in 45.0..90.0_f64, height in 1.3..1.9_f64, by in 1.0..1.3_f64) {
            let alike = |a: f64, b: f64| (a - b).abs() < 1e-9 * a;
            let index = body_mass_index(weight, height).unwrap();
            prop_assert!(alike(index, body_mass_index(weight * by * by, height * by).unwrap()));
            let waist = waist_to_height(0.8, height).unwrap();
            prop_assert!(alike(waist, waist_to_height(0.8 * by, height * by).unwrap()));
            prop_assert!(surface(weight, height * by).unwrap() >= surface(weight, height).unwrap());
            prop_assert!(surface(weight * by, height).unwrap() >= surface(weight, height).unwrap());
        }

        #[test]
        fn a_wider_waist_is_more_fat_and_a_wider_neck_less(waist in 0.8..1.1_f64, neck in 0.32..0.42_f64, by in 0.001..0.05_f64) {
            let fat = |waist_m, neck_m| navy_body_fat(Girths { waist_m, neck_m, hip_m: None }, 1.8, Some(Sex::Male)).unwrap();
            prop_assert!(fat(waist + by, neck) > fat(waist, neck));
            prop_assert!(fat(waist, neck + by) < fat(waist, neck));
        }
    }

    const MAN: Girths = Girths {
        waist_m: 0.9,
        neck_m: 0.38,
        hip_m: None,
    };

    #[test]
    fn an_asian_action_point_lies_lower() {
        assert_eq!(category(24.0, Some(40), false).unwrap().label, "normal weight");
        assert_eq!(category(24.0, Some(40), true).unwrap().label, "increased risk");
    }

    #[test]
    fn the_index_of_lean_mass_is_moved_to_one_height() {
        let tall = fat_free_mass_index(64.0, 1.9).unwrap();
        assert!(tall.at_180_cm < tall.index);
        let same = fat_free_mass_index(64.0, 1.8).unwrap();
        assert_eq!(same.index, same.at_180_cm);
    }

    #[test]
    fn what_is_not_known_or_cannot_be_is_refused() {
        assert!(navy_body_fat(MAN, 1.8, None).is_err());
        assert!(navy_body_fat(MAN, 1.8, Some(Sex::Female)).is_err());
        let inverted = Girths {
            neck_m: 0.7,
            waist_m: 0.6,
            ..MAN
        };
        assert!(navy_body_fat(inverted, 1.8, Some(Sex::Male)).is_err());
        assert!(body_mass_index(80.0, 180.0).is_err() && body_mass_index(f64::NAN, 1.8).is_err());
        assert!(waist_to_height(f64::INFINITY, 1.8).is_err());
        assert!(surface(0.0, 1.8).is_err() && lean_mass(80.0, 0.0, Sex::Male).is_err());
        assert!(fat_free_mass_index(0.0, 1.8).is_err());
    }
}
