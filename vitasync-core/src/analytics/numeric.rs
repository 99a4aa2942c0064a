//! Sums that do not lose digits, and what is built on them.

/// Converts a count; counts of days and samples are far below 2^53, where every whole number is exact.
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

/// Adds up with Neumaier's compensation: the error does not grow with the number of values.
pub(crate) fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    total + lost
}

/// Returns the mean; of nothing it is NaN, and callers ask for at least one value.
pub(crate) fn mean(values: &[f64]) -> f64 {
    sum(values.iter().copied()) / float(values.len())
}

/// Returns the sum of squares about a centre.
pub(crate) fn squares_about(values: &[f64], center: f64) -> f64 {
    sum(values.iter().map(|value| (value - center) * (value - center)))
}

/// Returns the sample variance (divided by n − 1), in two passes.
pub(crate) fn variance(values: &[f64]) -> f64 {
    squares_about(values, mean(values)) / float(values.len() - 1)
}

/// Sorts a copy. All values are finite, so the order is total.
pub(crate) fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Returns the middle of what is sorted: of an even number the mean of the two in the middle.
pub(crate) fn median_of_sorted(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[half]
    } else {
        midpoint(sorted[half - 1], sorted[half])
    }
}

/// Returns the mean of two values, without overflow.
pub(crate) fn midpoint(a: f64, b: f64) -> f64 {
    f64::midpoint(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_values_between_large_ones_are_not_lost() {
        assert_eq!(sum([1e16, 1.0, -1e16, 1.0]), 2.0);
    }

    #[test]
    fn a_variance_far_from_zero_keeps_its_digits() {
        let far: Vec<f64> = [4.0, 7.0, 13.0, 16.0].iter().map(|it| it + 1e9).collect();
        assert_eq!(variance(&far), 30.0);
    }
}
