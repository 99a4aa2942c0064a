//! What a person is fit for.

use serde_json::{Value, json};
use vitasync_core::analytics::Sex;
use vitasync_core::analytics::training::heart_rate::{MaxFormula, Reserve, predicted_max};
use vitasync_core::analytics::training::vo2_max::{
    Gait, by_cooper, by_heart_rate_ratio, by_questionnaire, by_race, uptake_at,
};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    let number = |name: &str| input[name].as_f64().unwrap();
    match id {
        "vo2.uth" => {
            let heart_rates = Reserve::new(number("hrrest"), number("hrmax")).unwrap();
            Some(json!(by_heart_rate_ratio(heart_rates)))
        }
        "vo2.vdot" => Some(json!({
            "k5_20": by_race(5000.0, 1200.0).unwrap(),
            "k10_42": by_race(10_000.0, 2520.0).unwrap(),
            "mar_180": by_race(42_195.0, 10_800.0).unwrap(),
        })),
        "vo2.cooper" => Some(json!(by_cooper(number("m")).unwrap())),
        "vo2.acsm_run" => Some(json!({
            "run": uptake_at(Gait::Running, 12.0 / 3.6, 0.01).unwrap(),
            "walk": uptake_at(Gait::Walking, 5.0 / 3.6, 0.0).unwrap(),
        })),
        "vo2.jackson" => Some(json!(by_questionnaire(Sex::Male, 40.0, 24.0, 5.0).unwrap())),
        "hrmax" => {
            let of = |formula: &MaxFormula| predicted_max(*formula, number("age"), Some(Sex::Female)).unwrap();
            let all = MaxFormula::ALL.iter();
            Some(Value::Object(
                all.map(|formula| (formula.id().to_owned(), json!(of(formula))))
                    .collect(),
            ))
        }
        "zones.karvonen" => {
            let reserve = Reserve::new(60.0, 190.0).unwrap();
            Some(json!([0.5, 0.6, 0.7, 0.8, 0.9, 1.0].map(|share| reserve.at(share))))
        }
        _ => None,
    }
}
