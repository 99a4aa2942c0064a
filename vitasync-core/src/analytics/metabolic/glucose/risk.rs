//! Weighs readings by how dangerous they are.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | LBGI, HBGI | `10·mean(f²)` over what is below or above 0 of `f = 1.509·(ln(g)^1.084 − 5.381)` | Kovatchev 2006, Diabetes Care 29:2433 |
//! | ADRR | the mean over local days of `22.77·(min² + max²)`, of the least and greatest of `ln(g)^1.084 − 5.381` on their sides of 0 | Kovatchev 2006 |
//! | GRI | `3·(below 54) + 2.4·(54 to 70) + 1.6·(above 250) + 0.8·(180 to 250)`, in percent, at most 100 | Klonoff 2022, J Diabetes Sci Technol 17:1226 |
//! | J | `0.001·(mean + SD)²` | Wojcicki 1995, Horm Metab Res 27:41 |
//! | M | `1000·mean(abs(log10(g/90))³)` | Schlichtkrull 1965, Acta Med Scand 177:95 |
//! | GRADE | mean of `425·(log10(log10(g/18)) + 0.16)²`, each at most 50 | Hill 2007, Diabet Med 24:753 |
//! | hypo, hyper and IGC | `Σ(80 − g)²/(30·n)` below 80, `Σ(g − 140)^1.1/(30·n)` above 140, their sum | Rodbard 2009, Diabetes Technol Ther 11:55 |
//! | COGI | 0.5·range + 0.35·low + 0.15·SD, scaled as below, from 0 to 100 | Leelarathna 2020, Diabetes Technol Ther 22:277 |
//!
//! COGI scales the share in 70 to 180 from 0 to 100 %, the share below 70 from 15 to 0 %, and the SD from 108 to 18 mg/dL.
//! LBGI, HBGI and ADRR weigh low and high glucose alike; the older indices are here because papers report them.
//!
//! Assumes and needs what [`summary`](super::summary) does. A local day counts for ADRR by the readings it has.

use serde::Serialize;

use super::super::super::numeric::{float, mean, sum, variance};
use super::super::super::{Method, NoAnswer};
use super::Trace;
use super::summary::Ranges;

/// This method.
pub const METHOD: Method = Method {
    id: "glucose_risk",
    version: 1,
    source: "Kovatchev 2006, Diabetes Care 29:2433; Klonoff 2022, J Diabetes Sci Technol 17:1226",
    needs: "as many readings as fill a day",
};

/// How risky glucose was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GlucoseRisk))]
pub struct Risk {
    /// The low blood glucose index.
    pub lbgi: f64,
    /// The high blood glucose index.
    pub hbgi: f64,
    /// The average daily risk range.
    pub adrr: f64,
    /// The glycemia risk index, from 0 to 100.
    pub gri: f64,
    /// The J-index.
    pub j_index: f64,
    /// The M-value about 90 mg/dL.
    pub m_value: f64,
    /// The mean GRADE score, from 0 to 50.
    pub grade: f64,
    /// The hypoglycemic index.
    pub hypo_index: f64,
    /// The hyperglycemic index.
    pub hyper_index: f64,
    /// The index of glycemic control.
    pub igc: f64,
    /// The continuous glucose monitoring index, from 0 to 100; more is better.
    pub cogi: f64,
}

/// Weighs the readings of a trace.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer readings than fill a day.
pub fn risk(trace: &Trace) -> Result<Risk, NoAnswer> {
    let values = trace.values_of_a_day()?;
    let n = float(values.len());
    let (center, sd) = (mean(&values), variance(&values).sqrt());
    let mean_of = |of: fn(f64) -> f64| sum(values.iter().map(|value| of(*value))) / n;
    let ranges = Ranges::of(&values);
    let gri = 3.0 * ranges.very_low + 2.4 * ranges.low + 1.6 * ranges.very_high + 0.8 * ranges.high;
    let hypo_index = mean_of(|value| (80.0 - value).max(0.0).powi(2) / 30.0);
    let hyper_index = mean_of(|value| (value - 140.0).max(0.0).powf(1.1) / 30.0);
    let below = ranges.very_low + ranges.low;
    let steady = 1.0 - ((sd - 18.0) / 90.0).clamp(0.0, 1.0);
    Ok(Risk {
        lbgi: mean_of(|value| 10.0 * (1.509 * symmetric(value).min(0.0)).powi(2)),
        hbgi: mean_of(|value| 10.0 * (1.509 * symmetric(value).max(0.0)).powi(2)),
        adrr: daily_risk_range(trace),
        gri: gri.min(100.0),
        j_index: 0.001 * (center + sd) * (center + sd),
        m_value: mean_of(|value| 1000.0 * (value / 90.0).log10().abs().powi(3)),
        grade: mean_of(grade),
        hypo_index,
        hyper_index,
        igc: hypo_index + hyper_index,
        cogi: 0.5 * ranges.in_range + 35.0 * (1.0 - (below / 15.0).min(1.0)) + 15.0 * steady,
    })
}

/// Puts glucose on Kovatchev's scale, on which 112.5 mg/dL is 0 and low values lie as far as high ones.
fn symmetric(value: f64) -> f64 {
    value.ln().powf(1.084) - 5.381
}

/// Grades a reading; up to 18 mg/dL, where the logarithm ends, it is the worst there is.
fn grade(value: f64) -> f64 {
    let logarithm = (value / 18.0).log10();
    if logarithm <= 0.0 {
        return 50.0;
    }
    (425.0 * (logarithm.log10() + 0.16).powi(2)).min(50.0)
}

fn daily_risk_range(trace: &Trace) -> f64 {
    let days = trace.readings().chunk_by(|a, b| a.at.date_naive() == b.at.date_naive());
    let ranges: Vec<f64> = days
        .map(|day| {
            let scaled = day.iter().map(|reading| symmetric(reading.value));
            let (low, high) = scaled.fold((0.0_f64, 0.0_f64), |(low, high), it| (low.min(it), high.max(it)));
            22.77 * (low * low + high * high)
        })
        .collect();
    mean(&ranges)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::tests::every_five_minutes;
    use super::*;

    fn of(value: f64) -> Risk {
        risk(&every_five_minutes(vec![Some(value); 288])).unwrap()
    }

    #[test]
    fn low_and_high_are_told_apart() {
        let (low, calm, high) = (of(50.0), of(112.5), of(300.0));
        assert!(low.lbgi > 10.0 && low.hbgi == 0.0 && low.hypo_index > 0.0 && low.hyper_index == 0.0);
        assert!(high.hbgi > 10.0 && high.lbgi == 0.0);
        assert!(calm.lbgi < 1e-3 && calm.hbgi < 1e-3 && calm.gri == 0.0 && (calm.cogi - 100.0).abs() < 1e-9);
    }

    #[test]
    fn indices_stay_on_their_scales() {
        assert_eq!((of(40.0).gri, of(10.0).grade), (100.0, 50.0));
        assert!(of(600.0).grade <= 50.0);
        assert!(risk(&every_five_minutes(vec![Some(100.0); 100])).is_err());
    }
}
