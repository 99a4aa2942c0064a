//! Reads values between uneven points.

use super::super::numeric::{float, midpoint};

/// Reads a function at even steps from the first point to before the last, on straight lines between points.
///
/// Points are strictly ascending in `x`; there are at least two.
pub(super) fn linear(x: &[f64], y: &[f64], step: f64) -> Vec<f64> {
    read(x, step, |right, at| {
        let left = right - 1;
        y[left] + (y[right] - y[left]) * ((at - x[left]) / (x[right] - x[left]))
    })
}

/// Reads a function at even steps from the first point to before the last, on the parabolas that join smoothly in the
/// middle between points, the first two and the last two being one: the spline of degree 2 that scipy's
/// `interp1d(kind="quadratic")` makes.
///
/// Points are strictly ascending in `x`; there are at least three.
pub(super) fn quadratic(x: &[f64], y: &[f64], step: f64) -> Vec<f64> {
    let n = x.len();
    // Three knots at each end, and the middles except the first and the last.
    let knots: Vec<f64> = [x[0]; 3]
        .into_iter()
        .chain(x[1..n - 1].windows(2).map(|pair| midpoint(pair[0], pair[1])))
        .chain([x[n - 1]; 3])
        .collect();
    let span = |at: f64| knots.partition_point(|knot| *knot <= at).clamp(3, n) - 1;
    let coefficients = coefficients(x, y, &knots, span);
    read(x, step, |_, at| {
        let last = span(at);
        let weights = basis(&knots, last, at);
        (0..3).map(|of| weights[of] * coefficients[last - 2 + of]).sum()
    })
}

/// Calls for every step with the place of the next point and the step's `x`.
fn read(x: &[f64], step: f64, value: impl Fn(usize, f64) -> f64) -> Vec<f64> {
    let length = x[x.len() - 1] - x[0];
    // Days of seconds at tens a second.
    let count = (length / step).ceil() as usize;
    let mut right = 1;
    (0..count)
        .map(|index| {
            let at = x[0] + float(index) * step;
            while right + 1 < x.len() && x[right] < at {
                right += 1;
            }
            value(right, at)
        })
        .collect()
}

/// Returns the weights of the three splines that are not 0 at a place (Cox–de Boor), the last of which is `last`.
fn basis(knots: &[f64], last: usize, at: f64) -> [f64; 3] {
    let share = |from: usize, to: usize| {
        let width = knots[to] - knots[from];
        if width > 0.0 { (at - knots[from]) / width } else { 0.0 }
    };
    let rise = share(last, last + 1);
    let (early, late) = (share(last - 1, last + 1), share(last, last + 2));
    [
        (1.0 - rise) * (1.0 - early),
        (1.0 - rise) * early + rise * (1.0 - late),
        rise * late,
    ]
}

/// Solves for the coefficients with which the splines meet every point: three diagonals, by elimination. The matrix is
/// totally positive, for which elimination without exchanging rows is stable (de Boor & Pinkus 1977).
fn coefficients(x: &[f64], y: &[f64], knots: &[f64], span: impl Fn(f64) -> usize) -> Vec<f64> {
    let n = x.len();
    // The row of a point as (below, on, above the diagonal).
    let row = |at: usize| {
        let last = span(x[at]);
        let weights = basis(knots, last, x[at]);
        let of = |column: Option<usize>| {
            let place = column.and_then(|column| (column + 2).checked_sub(last));
            place.and_then(|place| weights.get(place).copied()).unwrap_or(0.0)
        };
        [of(at.checked_sub(1)), of(Some(at)), of(Some(at + 1))]
    };
    let mut above = Vec::with_capacity(n);
    let mut solved = Vec::with_capacity(n);
    for (at, value) in y.iter().enumerate() {
        let [below, on, next] = row(at);
        let (before_above, before) = at.checked_sub(1).map_or((0.0, 0.0), |it| (above[it], solved[it]));
        let pivot: f64 = on - below * before_above;
        above.push(next / pivot);
        solved.push((value - below * before) / pivot);
    }
    for at in (0..n - 1).rev() {
        let next: f64 = solved[at + 1];
        solved[at] -= above[at] * next;
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: [f64; 7] = [0.0, 0.8, 1.7, 2.4, 3.3, 4.1, 5.0];

    #[test]
    fn a_parabola_is_its_own_spline() {
        let parabola = |x: f64| 3.0 - 2.0 * x + 0.5 * x * x;
        let read = quadratic(&X, &X.map(parabola), 0.25);
        assert_eq!(read.len(), 20);
        for (at, value) in read.iter().enumerate() {
            assert!((value - parabola(0.25 * float(at))).abs() < 1e-12);
        }
    }

    #[test]
    fn the_spline_is_scipys() {
        let y = [1.0, 3.0, 2.0, 5.0, 4.0, 4.0, 0.0];
        let scipys = [
            1.000000000000,
            2.753977487722,
            2.828030016371,
            1.805666960874,
            3.187944570791,
            5.169310798409,
            4.454705377793,
            3.938268866040,
            4.115960710206,
            2.879189690700,
        ];
        for (value, expected) in quadratic(&X, &y, 0.5).iter().zip(scipys) {
            assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
        }
    }

    #[test]
    fn lines_pass_through_the_points() {
        let read = linear(&[0.0, 1.0, 3.0], &[0.0, 2.0, 0.0], 0.5);
        assert_eq!(read, [0.0, 1.0, 2.0, 1.5, 1.0, 0.5]);
    }
}
