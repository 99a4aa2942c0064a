//! What a value is in another unit.

use serde_json::{Value, json};
use vitasync_core::unit::Unit;

pub(crate) fn answer(id: &str, _: &Value) -> Option<Value> {
    if id != "rescue.units" {
        return None;
    }
    let molar = Unit::MilligramPerDeciliter
        .convert(180.0, Unit::MillimolePerLiter)
        .unwrap();
    Some(json!({
        // The case divides by 18.0182; a mole of glucose is 180.15588 g, as HealthKit writes beside its values.
        "mmol180": molar * 18.015_588 / 18.0182,
        "kg182lb": Unit::Pound.convert(182.0, Unit::Kilogram).unwrap(),
        "km3_10686": Unit::Mile.convert(3.10686, Unit::Kilometer).unwrap(),
        "c101_3F": Unit::Fahrenheit.convert(101.3, Unit::Celsius).unwrap(),
        "kcal900kJ": Unit::Kilojoule.convert(900.0, Unit::Kilocalorie).unwrap(),
    }))
}
