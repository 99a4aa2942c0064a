//! How strong the rhythm of a day is.

use serde_json::{Value, json};
use vitasync_core::analytics::sleep::cosinor::cosinor;
use vitasync_core::analytics::sleep::rest_activity::rest_activity;

use super::correlation::Lcg;
use crate::numbers;

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    match id {
        "circadian.is_iv" => {
            let it = rest_activity(&hours(input).map(Some).collect::<Vec<_>>()).unwrap();
            let n = f64::from(u32::try_from(it.n).unwrap());
            Some(json!({
                "IS": it.stability, "IV": it.variability, "L5": it.l5, "L5_start": it.l5_start, "M10": it.m10,
                "M10_start": it.m10_start, "RA": it.amplitude,
                // It divides each variance by one less than its number.
                "pyactigraphy_IS": it.stability * (24.0 / 23.0) * (n - 1.0) / n,
                "pyactigraphy_IV": it.variability * (n - 1.0) / n,
            }))
        }
        "circadian.cosinor" => {
            let values = (0_u32..).map(f64::from).zip(hours(input));
            let wave = cosinor(&values.collect::<Vec<_>>()).unwrap();
            Some(json!({ "mesor": wave.mesor, "amplitude": wave.amplitude, "acrophase_h": wave.acrophase }))
        }
        _ => None,
    }
}

/// Generates the hours to the last digit; the case tells six decimals, and the oracle answers eight.
fn hours(input: &Value) -> impl Iterator<Item = f64> {
    let mut random = Lcg(33);
    let told = numbers(&input["hourly"]);
    (0_u32..).map(f64::from).zip(told).map(move |(hour, told)| {
        let wave = 30.0 + 25.0 * (std::f64::consts::TAU * (hour - 8.0) / 24.0).sin();
        let value = (wave + 6.0 * random.normal()).max(0.0);
        assert!((value - told).abs() < 1e-6, "{value} is not {told}");
        value
    })
}
