//! Corrects for asking many questions at once: of the answers called true, few shall be chance.
//!
//! | procedure | adjusted p of the i-th smallest of m | controls | source |
//! | --- | --- | --- | --- |
//! | Benjamini–Hochberg | least of `p·m/j` over `j ≥ i` | share of false discoveries; tests independent or positively dependent | 1995, JRSS B 57:289 |
//! | Benjamini–Yekutieli | the same times `1 + 1/2 + … + 1/m` | the same, any dependence | 2001, Ann Stat 29:1165 |
//! | Holm | greatest of `p·(m − j + 1)` over `j ≤ i` | the chance of a single false one | 1979, Scand J Stat 6:65 |
//! | Bonferroni | `p·m` | the same, always weaker than Holm | |
//!
//! All are cut at 1. An answer is called a discovery if its adjusted p is at most the share one accepts. All tests that were
//! made belong into one family, also those nobody looks at afterwards. Needs one p. Refuses what is no probability.

use super::numeric::float;
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "false_discovery",
    version: 1,
    source: "Benjamini & Hochberg 1995, JRSS B 57:289",
    needs: "1 p-value",
};

/// Adjusts p-values so that those of at most `q` hold a share of false discoveries of at most `q`, in the order given.
///
/// ```
/// use vitasync_core::analytics::false_discovery::benjamini_hochberg;
///
/// assert_eq!(benjamini_hochberg(&[0.01, 0.5, 0.02]), Ok(vec![0.03, 0.5, 0.03]));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no p, [`NoAnswer::OutOfRange`] of one outside 0 to 1.
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, NoAnswer> {
    step_up(p, 1.0)
}

/// As [`benjamini_hochberg`], under any dependence between the tests.
///
/// # Errors
///
/// As [`benjamini_hochberg`].
pub fn benjamini_yekutieli(p: &[f64]) -> Result<Vec<f64>, NoAnswer> {
    step_up(p, (1..=p.len()).map(|rank| 1.0 / float(rank)).sum())
}

/// Adjusts p-values so that the chance of a single false discovery among those of at most `α` is at most `α`.
///
/// # Errors
///
/// As [`benjamini_hochberg`].
pub fn holm(p: &[f64]) -> Result<Vec<f64>, NoAnswer> {
    let order = checked_order(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut greatest = 0.0_f64;
    for (before, &at) in order.iter().enumerate() {
        greatest = greatest.max(p[at] * float(p.len() - before)).min(1.0);
        adjusted[at] = greatest;
    }
    Ok(adjusted)
}

/// Multiplies each p by the number of tests.
///
/// # Errors
///
/// As [`benjamini_hochberg`].
pub fn bonferroni(p: &[f64]) -> Result<Vec<f64>, NoAnswer> {
    checked_order(p)?;
    Ok(p.iter().map(|it| (it * float(p.len())).min(1.0)).collect())
}

/// Goes from the greatest p to the least, keeping the least product so far.
fn step_up(p: &[f64], factor: f64) -> Result<Vec<f64>, NoAnswer> {
    let order = checked_order(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (below, &at) in order.iter().enumerate().rev() {
        least = least.min(p[at] * factor * float(p.len()) / float(below + 1));
        adjusted[at] = least;
    }
    Ok(adjusted)
}

/// Lists the places of the p-values, smallest first.
fn checked_order(p: &[f64]) -> Result<Vec<usize>, NoAnswer> {
    NoAnswer::unless_enough("p-values", 1, p.len())?;
    for it in p {
        NoAnswer::unless_within("p-value", *it, 0.0, 1.0)?;
    }
    Ok(super::rank::order(p))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_test_needs_no_correction() {
        for adjust in [benjamini_hochberg, benjamini_yekutieli, holm, bonferroni] {
            assert_eq!(adjust(&[0.04]), Ok(vec![0.04]));
            assert!(adjust(&[]).is_err());
            assert!(adjust(&[0.1, 1.1]).is_err());
            assert!(adjust(&[f64::NAN]).is_err());
        }
    }

    proptest! {
        #[test]
        fn stricter_procedures_are_stricter_and_order_is_kept(p in prop::collection::vec(0.0..=1.0, 1..60)) {
            let hochberg = benjamini_hochberg(&p).unwrap();
            let holm = holm(&p).unwrap();
            let bonferroni = bonferroni(&p).unwrap();
            for at in 0..p.len() {
                prop_assert!(p[at] <= hochberg[at] + 1e-12 && hochberg[at] <= holm[at] + 1e-12);
                prop_assert!(holm[at] <= bonferroni[at]);
                for other in 0..p.len() {
                    prop_assert!(p[at] > p[other] || hochberg[at] <= hochberg[other]);
                }
            }
        }
    }
}
