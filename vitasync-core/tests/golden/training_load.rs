//! How hard training was, and what it adds up to.

use serde_json::{Value, json};
use vitasync_core::analytics::training::heart_rate::Reserve;
use vitasync_core::analytics::training::impulse_response::{Parameters, expected_performance};
use vitasync_core::analytics::training::load::{Constants, Decay, Load, training_load};
use vitasync_core::analytics::training::load_ratio::load_ratio;
use vitasync_core::analytics::training::monotony::{monotony, of_population};
use vitasync_core::analytics::training::power::{NormalisedPower, Windows, normalised_power};
use vitasync_core::analytics::training::session_rpe::session_rpe;
use vitasync_core::analytics::training::stream::Held;
use vitasync_core::analytics::training::stress_score::by_power;
use vitasync_core::analytics::training::trimp::{Coefficients, banister, edwards, lucia, of_threshold_hour};
use vitasync_core::analytics::{Daily, Sex};

use crate::days;

/// The trace that several cases share; one of them says "same trace" and does not repeat it.
const TRACE: [(u32, f64); 5] = [(600, 110.0), (900, 135.0), (900, 155.0), (300, 175.0), (60, 185.0)];

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    let number = |name: &str| input[name].as_f64().unwrap();
    match id {
        _ if id.starts_with("trimp.") => Some(json!(impulse(id, input)?)),
        "srpe" => Some(json!(session_rpe(number("minutes"), number("rpe")).unwrap())),
        "power.np" => Some(json!(normalised_power(&seconds(input), Windows::Full).unwrap().watts)),
        "power.isopower.gc" => Some(json!(
            normalised_power(&seconds(input), Windows::FromRest).unwrap().watts
        )),
        "power.tss" => {
            let power = NormalisedPower {
                watts: number("np"),
                mean_watts: number("np"),
                seconds: input["seconds"].as_u64().unwrap().try_into().unwrap(),
                silent_seconds: 0,
                windows: Windows::Full,
            };
            Some(json!(by_power(&power, number("ftp")).unwrap().score))
        }
        "pmc.exp" => Some(balance(&loads(input, Decay::Exponential))),
        "pmc.1/n" => Some(balance(&loads(input, Decay::Reciprocal))),
        "pmc.pandas_check" => Some(json!(loads(input, Decay::Exponential).last().unwrap().chronic)),
        "acwr" => {
            let ratio = load_ratio(&days(&input["load"])).unwrap();
            Some(json!({
                "coupled": ratio.coupled, "uncoupled": ratio.uncoupled, "ewma": ratio.weighted_from_zero,
            }))
        }
        "foster" => {
            let week = monotony(&days(&input["load"])).unwrap();
            Some(json!({
                "mono_sample": week.monotony, "mono_pop": of_population(&week), "strain_sample": week.strain,
            }))
        }
        "banister.ir" => {
            let person = Parameters {
                base: 500.0,
                fitness_gain: 0.1,
                fatigue_gain: 0.12,
                fitness_days: 50.0,
                fatigue_days: 11.0,
            };
            Some(json!(
                expected_performance(&days(&input["load"]), person).unwrap().last()
            ))
        }
        _ => None,
    }
}

fn impulse(id: &str, input: &Value) -> Option<f64> {
    let number = |name: &str| input[name].as_f64().unwrap();
    let trace = TRACE.map(|(seconds, value)| Held {
        seconds: f64::from(seconds),
        value,
    });
    match id {
        "trimp.edwards" => return Some(edwards(&trace, number("max")).unwrap()),
        "trimp.lucia" => return Some(lucia(&trace, number("vt1"), number("vt2")).unwrap()),
        _ => {}
    }
    let held = [Held {
        seconds: 60.0 * number("minutes"),
        value: number("hr"),
    }];
    let reserve = Reserve::new(number("rest"), number("max")).unwrap();
    let of = |sex| Coefficients::of(Some(sex)).unwrap();
    let coefficients = match id {
        "trimp.banister.male" => of(Sex::Male),
        "trimp.banister.female" => of(Sex::Female),
        // GoldenCheetah keeps the scale of men for women.
        "trimp.gc.female" => Coefficients {
            scale: of(Sex::Male).scale,
            ..of(Sex::Female)
        },
        "trimp.100" => return of_threshold_hour(&held, reserve, of(Sex::Male), number("lthr")).ok(),
        _ => return None,
    };
    Some(banister(&held, reserve, coefficients).unwrap())
}

fn seconds(input: &Value) -> Vec<Option<f64>> {
    let segments: Vec<(usize, f64)> = serde_json::from_value(input["segments"].clone()).unwrap();
    let each = |(seconds, watts)| std::iter::repeat_n(Some(watts), seconds);
    segments.into_iter().flat_map(each).collect()
}

fn loads(input: &Value, decay: Decay) -> Vec<Load> {
    let days = Daily::new("2026-01-01".parse().unwrap(), days(&input["load"])).unwrap();
    let constants = Constants {
        decay,
        ..Constants::default()
    };
    training_load(&days, constants).unwrap()
}

fn balance(loads: &[Load]) -> Value {
    let each = |of: fn(&Load) -> f64| loads.iter().map(of).collect::<Vec<_>>();
    json!({ "ctl": each(|it| it.chronic), "atl": each(|it| it.acute), "tsb": each(|it| it.balance) })
}
