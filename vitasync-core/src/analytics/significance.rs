//! Probabilities of the t and the normal distribution, on `statrs`: within one part in 10^12 for t and
//! in 10^10 for z, tails included.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc;

/// Returns the chance of a t at least as far from 0 as this one, on both sides.
///
/// P(|T| ≥ |t|) = I(ν/(ν+t²); ν/2, 1/2), which keeps its digits in the tails. `degrees` need not be whole.
pub(crate) fn student_t_two_sided(t: f64, degrees: f64) -> f64 {
    beta_reg(degrees / 2.0, 0.5, degrees / (degrees + t * t))
}

/// Returns the t below which this share of the distribution lies.
pub(crate) fn student_t_quantile(share: f64, degrees: f64) -> f64 {
    let distribution = StudentsT::new(0.0, 1.0, degrees).expect("callers have at least one degree of freedom");
    distribution.inverse_cdf(share)
}

/// Returns the chance of a z at least as far from 0 as this one, on both sides.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Returns the share of the normal distribution below a z.
pub(crate) fn normal_below(z: f64) -> f64 {
    erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64, tolerance: f64) {
        assert!((value / expected - 1.0).abs() < tolerance, "{value} is not {expected}");
    }

    #[test]
    fn t_probabilities_hold_in_the_tails() {
        // With one degree of freedom p = 1 − 2·atan(t)/π, with two p = 1 − t/√(2+t²).
        near(student_t_two_sided(1.0, 1.0), 0.5, 1e-12);
        near(student_t_two_sided(2.0, 2.0), 1.0 - 2.0 / 6.0_f64.sqrt(), 1e-12);
        near(student_t_two_sided(-1e3, 2.0), 9.999_985_000_024_999e-7, 1e-12);
    }

    #[test]
    fn z_probabilities_hold_in_the_tails() {
        near(normal_two_sided(1.959_963_984_540_054), 0.05, 1e-10);
        near(normal_two_sided(-8.0), 1.244_192_114_854_356e-15, 1e-10);
    }

    #[test]
    fn quantiles_undo_probabilities() {
        for degrees in [1.0, 4.5, 30.0, 1e4] {
            let t = student_t_quantile(0.975, degrees);
            assert!((student_t_two_sided(t, degrees) - 0.05).abs() < 1e-9, "{degrees}");
        }
    }
}
