//! What a logged meal holds.

use serde_json::Value;
use vitasync_core::Metric;
use vitasync_core::error::Reason;

use crate::provider::{Frame, Page, number_at};

/// The vendor's words for nutrients, and what they are.
const NUTRIENTS: [(&str, Metric); 38] = [
    ("BIOTIN", Metric::DietaryBiotin),
    ("CAFFEINE", Metric::DietaryCaffeine),
    ("CALCIUM", Metric::DietaryCalcium),
    ("CHLORIDE", Metric::DietaryChloride),
    ("CHOLESTEROL", Metric::DietaryCholesterol),
    ("CHROMIUM", Metric::DietaryChromium),
    ("COPPER", Metric::DietaryCopper),
    ("DIETARY_FIBER", Metric::DietaryFiber),
    ("FOLATE", Metric::DietaryFolate),
    ("FOLIC_ACID", Metric::DietaryFolicAcid),
    ("IODINE", Metric::DietaryIodine),
    ("IRON", Metric::DietaryIron),
    ("MAGNESIUM", Metric::DietaryMagnesium),
    ("MANGANESE", Metric::DietaryManganese),
    ("MOLYBDENUM", Metric::DietaryMolybdenum),
    ("MONOUNSATURATED_FAT", Metric::DietaryFatMonounsaturated),
    ("NIACIN", Metric::DietaryNiacin),
    ("PANTOTHENIC_ACID", Metric::DietaryPantothenicAcid),
    ("PHOSPHORUS", Metric::DietaryPhosphorus),
    ("POLYUNSATURATED_FAT", Metric::DietaryFatPolyunsaturated),
    ("POTASSIUM", Metric::DietaryPotassium),
    ("PROTEIN", Metric::DietaryProtein),
    ("RIBOFLAVIN", Metric::DietaryRiboflavin),
    ("SATURATED_FAT", Metric::DietaryFatSaturated),
    ("SELENIUM", Metric::DietarySelenium),
    ("SODIUM", Metric::DietarySodium),
    ("SUGAR", Metric::DietarySugar),
    ("THIAMIN", Metric::DietaryThiamin),
    ("TRANS_FAT", Metric::DietaryFatTrans),
    ("UNSATURATED_FAT", Metric::DietaryFatUnsaturated),
    ("VITAMIN_A", Metric::DietaryVitaminA),
    ("VITAMIN_B12", Metric::DietaryVitaminB12),
    ("VITAMIN_B6", Metric::DietaryVitaminB6),
    ("VITAMIN_C", Metric::DietaryVitaminC),
    ("VITAMIN_D", Metric::DietaryVitaminD),
    ("VITAMIN_E", Metric::DietaryVitaminE),
    ("VITAMIN_K", Metric::DietaryVitaminK),
    ("ZINC", Metric::DietaryZinc),
];

/// What a meal says of itself, beside its nutrients: where, what, and in which unit.
const TOTALS: [(&str, Metric, &str); 4] = [
    ("/energy/kcal", Metric::DietaryEnergy, "kcal"),
    ("/energyFromFat/kcal", Metric::DietaryEnergyFromFat, "kcal"),
    ("/totalCarbohydrate/grams", Metric::DietaryCarbohydrates, "g"),
    ("/totalFat/grams", Metric::DietaryFatTotal, "g"),
];

/// Everything a meal can hold.
pub(super) const METRICS: &[Metric] = &{
    let mut metrics = [Metric::DietaryEnergy; TOTALS.len() + NUTRIENTS.len()];
    let mut index = 0;
    while index < metrics.len() {
        metrics[index] = if index < TOTALS.len() {
            TOTALS[index].1
        } else {
            NUTRIENTS[index - TOTALS.len()].1
        };
        index += 1;
    }
    metrics
};

/// Reads a meal. Carbohydrates also stand among the nutrients; the meal's own total is taken where there is one. A nutrient
/// nobody knows is a remark.
pub(super) fn read(page: &mut Page, frame: &Frame, meal: &Value) -> Result<(), Reason> {
    let listed = meal.pointer("/nutrients").and_then(Value::as_array);
    let mut found = Vec::new();
    let mut frame = frame.clone();
    for nutrient in listed.into_iter().flatten() {
        let word = nutrient
            .pointer("/nutrient")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let grams = number_at(nutrient, "/quantity/grams")?;
        match NUTRIENTS.iter().find(|(known, _)| *known == word) {
            Some((_, metric)) => found.push((*metric, grams)),
            None if word == "CARBOHYDRATES" => {
                let total = number_at(meal, "/totalCarbohydrate/grams")?;
                found.extend(total.is_none().then_some((Metric::DietaryCarbohydrates, grams)));
            }
            None => {
                frame = frame.remark(
                    &format!("{word}_g"),
                    grams.map_or_else(String::new, |it| it.to_string()),
                )
            }
        }
    }
    for (place, metric, unit) in TOTALS {
        page.read(&frame, metric, number_at(meal, place)?, unit);
    }
    for (metric, grams) in found {
        page.read(&frame, metric, grams, "g");
    }
    Ok(())
}
