//! Ranks, ties and discordance.

use super::numeric::{float, midpoint};

/// Lists the places of values by size, smallest first; equal values in their order.
pub(crate) fn order(values: &[f64]) -> Vec<usize> {
    // A value beside its place sorts twice as fast as a place that has to be looked up.
    let mut placed: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    placed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    placed.into_iter().map(|(_, place)| place).collect()
}

/// Ranks values from 1; equal values share the mean of their ranks.
pub(crate) fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut ranks = vec![0.0; values.len()];
    let order = order(values);
    let mut next = 1;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = midpoint(float(next), float(next + tied.len() - 1));
        for &at in tied {
            ranks[at] = rank;
        }
        next += tied.len();
    }
    ranks
}

/// Lists how many values are equal, for every group of two or more.
pub(crate) fn ties(sorted: &[f64]) -> Vec<usize> {
    let groups = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len);
    groups.filter(|size| *size > 1).collect()
}

/// Counts the pairs that stand in falling order, and sorts the values on the way (Knight 1966, in n log n).
pub(crate) fn sort_counting_inversions(values: &mut [f64]) -> u64 {
    let mut buffer = values.to_vec();
    count(values, &mut buffer)
}

fn count(values: &mut [f64], buffer: &mut [f64]) -> u64 {
    let half = values.len() / 2;
    if half == 0 {
        return 0;
    }
    let mut inversions = {
        let (left, right) = values.split_at_mut(half);
        let (left_buffer, right_buffer) = buffer.split_at_mut(half);
        count(left, left_buffer) + count(right, right_buffer)
    };
    buffer.copy_from_slice(values);
    let (left, right) = buffer.split_at(half);
    let (mut a, mut b) = (0, 0);
    for slot in values {
        if a < left.len() && (b == right.len() || left[a] <= right[b]) {
            *slot = left[a];
            a += 1;
        } else {
            *slot = right[b];
            b += 1;
            inversions += (left.len() - a) as u64;
        }
    }
    inversions
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_values_share_the_mean_rank() {
        assert_eq!(average_ranks(&[30.0, 10.0, 20.0, 10.0]), [4.0, 1.5, 3.0, 1.5]);
        assert_eq!(ties(&[1.0, 1.0, 2.0, 3.0, 3.0, 3.0]), [2, 3]);
    }

    proptest! {
        #[test]
        fn inversions_are_those_one_can_count(small in prop::collection::vec(0..6_i32, 0..40)) {
            let mut values: Vec<f64> = small.iter().copied().map(f64::from).collect();
            let pairs = (0..values.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            let counted = pairs.filter(|&(a, b)| values[a] > values[b]).count();
            prop_assert_eq!(sort_counting_inversions(&mut values), counted as u64);
            prop_assert!(values.is_sorted());
        }
    }
}
