//! How closely series go together.

use serde_json::{Value, json};
use vitasync_core::analytics::correlation::{
    bretherton, kendall, p_value, pairs_at_lag, pearson, pyper_peterman, spearman,
};

use crate::{days, numbers};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    match id {
        "corr.lag" => Some(lagged(input)),
        "corr.ties" => {
            let (x, y) = (numbers(&input["x"]), numbers(&input["y"]));
            let r = pearson(&x, &y).unwrap();
            Some(json!({
                "spearman": spearman(&x, &y).unwrap(), "pearson": r, "p_pearson": p_value(r, 10.0).unwrap(),
            }))
        }
        "corr.t_p" => {
            let degrees = input["df"].as_f64().unwrap();
            // The correlation whose t it is.
            let r = |t: f64| t / (degrees + t * t).sqrt();
            let p = numbers(&input["t"])
                .into_iter()
                .map(|t| p_value(r(t), degrees + 2.0).unwrap());
            Some(p.collect())
        }
        "corr.fpr" => Some(false_positives(input["n"].as_u64().unwrap())),
        _ => None,
    }
}

fn lagged(input: &Value) -> Value {
    let (sleep, hrv) = (days(&input["sleep"]), days(&input["hrv"]));
    let at_lag = |lag| pairs_at_lag(&sleep, &hrv, lag);
    let lags = (0..=5).map(|lag| {
        let (x, y) = at_lag(lag);
        (lag.to_string(), json!(pearson(&x, &y).unwrap()))
    });
    let (x, y) = at_lag(1);
    let n = f64::from(u32::try_from(x.len()).unwrap());
    let (r, rho, effective) = (
        pearson(&x, &y).unwrap(),
        spearman(&x, &y).unwrap(),
        bretherton(&x, &y).unwrap(),
    );
    json!({
        "lags": Value::Object(lags.collect()),
        "n": x.len(), "naive_p": p_value(r, n).unwrap(),
        "neff_bretherton": effective, "p_bretherton": p_value(r, effective).unwrap(),
        "neff_pyper_peterman": pyper_peterman(&x, &y).unwrap(),
        "spearman": rho, "spearman_p": p_value(rho, n).unwrap(), "kendall_b": kendall(&x, &y).unwrap(),
    })
}

/// The generator of the golden inputs.
pub(crate) struct Lcg(pub(crate) u64);

impl Lcg {
    pub(crate) fn normal(&mut self) -> f64 {
        let mut uniform = || {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..12).map(|_| uniform()).sum::<f64>() - 6.0
    }

    /// Days of which each keeps a share of the one before.
    fn days(&mut self, n: u64, keep: f64) -> Vec<f64> {
        let mut value = self.normal() / (1.0 - keep * keep).sqrt();
        let mut next = || {
            value = keep * value + self.normal();
            value
        };
        (0..n).map(|_| next()).collect()
    }
}

/// Counts how often unrelated series are called related at 5 %.
fn false_positives(n: u64) -> Value {
    let mut random = Lcg(1);
    let runs = 4000;
    let shares = [("0", 0.0), ("0.3", 0.3), ("0.5", 0.5), ("0.7", 0.7)].map(|(name, keep)| {
        let (mut naive, mut effective) = (0, 0);
        for _ in 0..runs {
            let (x, y) = (random.days(n, keep), random.days(n, keep));
            let r = pearson(&x, &y).unwrap();
            naive += u32::from(p_value(r, n as f64).unwrap() < 0.05);
            effective += u32::from(p_value(r, bretherton(&x, &y).unwrap()).unwrap() < 0.05);
        }
        let share = |count: u32| f64::from(count) / f64::from(runs);
        (
            name.to_owned(),
            json!({ "naive": share(naive), "bretherton": share(effective) }),
        )
    });
    Value::Object(shares.into_iter().collect())
}
