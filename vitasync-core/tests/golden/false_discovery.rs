//! How many of many answers are chance.

use serde_json::{Value, json};
use vitasync_core::analytics::false_discovery::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};

use crate::numbers;

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    if id != "fdr.bh1995" {
        return None;
    }
    let (p, q) = (numbers(&input["p"]), input["q"].as_f64().unwrap());
    let (hochberg, bonferroni) = (benjamini_hochberg(&p).unwrap(), bonferroni(&p).unwrap());
    let called = |adjusted: &[f64]| -> Vec<bool> { adjusted.iter().map(|it| *it <= q).collect() };
    Some(json!({
        "bh_reject": called(&hochberg), "bonf_reject": called(&bonferroni),
        "bh_adj": hochberg, "by_adj": benjamini_yekutieli(&p).unwrap(), "holm_adj": holm(&p).unwrap(),
    }))
}
