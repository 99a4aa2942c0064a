//! What a body is and spends.

use serde_json::{Value, json};
use vitasync_core::analytics::Sex;
use vitasync_core::analytics::metabolic::body::{
    Girths, body_mass_index, fat_free_mass_index, lean_mass, navy_body_fat, surface,
};
use vitasync_core::analytics::metabolic::energy::{Adult, cunningham, katch_mcardle};

pub(crate) fn answer(id: &str, _: &Value) -> Option<Value> {
    match id {
        "bmi" => Some(json!(body_mass_index(80.0, 1.8).unwrap())),
        "bmr" => {
            let of = |sex| Adult::new(80.0, 1.8, 40.0, Some(sex)).unwrap();
            let (man, woman) = (of(Sex::Male), of(Sex::Female));
            Some(json!({
                "mifflin_m": man.mifflin(), "mifflin_f": woman.mifflin(),
                "hb_m": man.harris_benedict(), "hb_f": woman.harris_benedict(),
                "katch": katch_mcardle(64.0).unwrap(), "cunningham": cunningham(64.0).unwrap(),
            }))
        }
        "bodyfat.navy" => {
            let man = Girths {
                waist_m: 0.9,
                neck_m: 0.38,
                hip_m: None,
            };
            let woman = Girths {
                waist_m: 0.75,
                neck_m: 0.32,
                hip_m: Some(0.98),
            };
            Some(json!({
                "m": navy_body_fat(man, 1.8, Some(Sex::Male)).unwrap(),
                "f": navy_body_fat(woman, 1.65, Some(Sex::Female)).unwrap(),
            }))
        }
        "lbm" => Some(json!({
            "boer_m": lean_mass(80.0, 1.8, Sex::Male).unwrap(), "boer_f": lean_mass(80.0, 1.8, Sex::Female).unwrap(),
            "ffmi_lbm64": fat_free_mass_index(64.0, 1.8).unwrap().index, "bsa": surface(80.0, 1.8).unwrap(),
        })),
        _ => None,
    }
}
