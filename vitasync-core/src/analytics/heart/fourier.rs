//! Transforms between time and frequency.

use std::f64::consts::PI;

use super::super::numeric::float;

/// A fast Fourier transform of one length, with its factors computed once.
pub(super) struct Fourier {
    length: usize,
    /// `e^(−2πi·k/length)` for the first half of `k`.
    factors: Vec<(f64, f64)>,
}

impl Fourier {
    /// Prepares transforms of a length, rounded up to a power of two, at least 2.
    pub(super) fn of_at_least(length: usize) -> Self {
        let length = length.next_power_of_two().max(2);
        let angle = |k: usize| -2.0 * PI * float(k) / float(length);
        let factors = (0..length / 2).map(|k| (angle(k).cos(), angle(k).sin())).collect();
        Self { length, factors }
    }

    /// Returns the length.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Transforms in place; the slice has this length (Cooley & Tukey 1965).
    pub(super) fn transform(&self, values: &mut [(f64, f64)]) {
        let shift = usize::BITS - self.length.trailing_zeros();
        for at in 0..self.length {
            let other = at.reverse_bits() >> shift;
            if at < other {
                values.swap(at, other);
            }
        }
        let mut half = 1;
        while half < self.length {
            let step = self.length / (2 * half);
            for block in values.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                for (at, (a, b)) in low.iter_mut().zip(high).enumerate() {
                    let (c, s) = self.factors[at * step];
                    let turned = (b.0 * c - b.1 * s, b.0 * s + b.1 * c);
                    (*a, *b) = ((a.0 + turned.0, a.1 + turned.1), (a.0 - turned.0, a.1 - turned.1));
                }
            }
            half *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_it_stands_for() {
        let values: Vec<(f64, f64)> = (0..16_i32)
            .map(|at| (f64::from(at * 7 % 11), f64::from(at * 5 % 13)))
            .collect();
        let mut fast = values.clone();
        Fourier::of_at_least(16).transform(&mut fast);
        for (k, found) in fast.iter().enumerate() {
            let (mut re, mut im) = (0.0, 0.0);
            for (at, (a, b)) in values.iter().enumerate() {
                let (s, c) = (-2.0 * PI * float(at * k) / 16.0).sin_cos();
                (re, im) = (re + a * c - b * s, im + a * s + b * c);
            }
            assert!((re - found.0).abs() < 1e-10 && (im - found.1).abs() < 1e-10);
        }
    }

    #[test]
    fn lengths_are_rounded_up() {
        assert_eq!(Fourier::of_at_least(1).length(), 2);
        assert_eq!(Fourier::of_at_least(1025).length(), 2048);
    }
}
