//! What a glucose sensor says.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde_json::{Value, json};
use vitasync_core::analytics::metabolic::glucose::mage::mage;
use vitasync_core::analytics::metabolic::glucose::risk::risk;
use vitasync_core::analytics::metabolic::glucose::summary::{Summary, summary};
use vitasync_core::analytics::metabolic::glucose::variability::variability;
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
use vitasync_core::analytics::robust::spread;

use crate::recording;

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    if !id.starts_with("cgm.") {
        return None;
    }
    let trace = if input["values"].is_array() {
        invented(input)
    } else {
        recorded(&recording(input)?)
    };
    let (all, risk, change) = (
        summary(&trace).unwrap(),
        risk(&trace).unwrap(),
        variability(&trace).unwrap(),
    );
    let values: Vec<f64> = trace.readings().iter().map(|reading| reading.value).collect();
    let ends =
        [trace.readings().first(), trace.readings().last()].map(|it| it.unwrap().at.format("%F %T%:z").to_string());
    let (high, low) = (
        all.ranges.high + all.ranges.very_high,
        all.ranges.low + all.ranges.very_low,
    );
    Some(json!({
        "numpy": by_reading(&all, risk.j_index, [risk.lbgi, risk.hbgi, risk.gri]),
        "iglu_python": {
            "mean_glu": { "mean": all.mean }, "sd_glu": { "SD": all.sd }, "cv_glu": { "CV": all.cv_percent },
            "gmi": { "GMI": all.gmi_percent }, "ea1c": { "eA1C": all.ea1c_percent }, "iqr_glu": { "IQR": all.iqr },
            "mad_glu": { "MAD": 1.4826 * spread(&values).unwrap().mad },
            "gri": { "GRI": risk.gri }, "lbgi": { "LBGI": risk.lbgi }, "hbgi": { "HBGI": risk.hbgi },
            "j_index": { "J_index": risk.j_index }, "adrr": { "ADRR": risk.adrr }, "grade": { "GRADE": risk.grade },
            "hypo_index": { "hypo_index": risk.hypo_index }, "hyper_index": { "hyper_index": risk.hyper_index },
            "igc": { "IGC": risk.igc }, "cogi": { "COGI": risk.cogi }, "m_value": { "M_value": risk.m_value },
            "modd": { "MODD": change.modd }, "conga": { "CONGA": change.conga }, "mag": { "MAG": change.mag },
            "gvp": { "GVP": change.gvp_percent }, "sd_roc": { "sd_roc": change.rate_sd },
            "auc": { "hourly_auc": change.time_weighted_mean },
            "mage": { "MAGE": mage(&trace).unwrap().mage },
            "in_range_percent": { "in_range_70_180": all.ranges.in_range, "in_range_63_140": all.ranges.pregnancy },
            "above_percent": { "above_140": above(&values, 140.0), "above_180": high, "above_250": all.ranges.very_high },
            "below_percent": { "below_54": all.ranges.very_low, "below_70": low },
            "active_percent": {
                "active_percent": all.wear.active_percent, "ndays": (10.0 * all.wear.days).round() / 10.0,
                "start_date": ends[0], "end_date": ends[1],
            },
        },
    }))
}

fn by_reading(all: &Summary, j_index: f64, [lbgi, hbgi, gri]: [f64; 3]) -> Value {
    json!({
        "n": all.n, "mean": all.mean, "sd": all.sd, "cv": all.cv_percent, "median": all.median,
        "gmi": all.gmi_percent, "ea1c": all.ea1c_percent,
        "tir": all.ranges.in_range, "titr": all.ranges.tight,
        "tbr54_69": all.ranges.low, "tbr54": all.ranges.very_low,
        "tar181_250": all.ranges.high, "tar250": all.ranges.very_high,
        "jindex": j_index, "lbgi": lbgi, "hbgi": hbgi, "gri": gri,
    })
}

fn above(values: &[f64], limit: f64) -> f64 {
    let count = values.iter().filter(|value| **value > limit).count();
    100.0 * count as f64 / values.len() as f64
}

/// Reads lines of number, person, time on the local clock, and value.
fn recorded(recording: &str) -> Trace {
    let readings = recording.lines().skip(1).filter_map(|line| {
        let mut columns = line.split(',').skip(2);
        let at: DateTime<FixedOffset> = format!("{}+00:00", columns.next()?.replace(' ', "T")).parse().unwrap();
        let value = columns.next()?.parse().ok()?;
        Some(Reading { at, value })
    });
    Trace::new(readings).unwrap()
}

/// Places values at equal steps; `null` is a reading that is missing.
fn invented(input: &Value) -> Trace {
    let first: DateTime<FixedOffset> = input["first"].as_str().unwrap().parse().unwrap();
    let step = TimeDelta::minutes(input["interval_minutes"].as_i64().unwrap());
    let placed = input["values"].as_array().unwrap().iter().zip(0..);
    let readings = placed.filter_map(|(value, at)| {
        Some(Reading {
            at: first + step * at,
            value: value.as_f64()?,
        })
    });
    Trace::new(readings).unwrap()
}
