//! The correlations of two series at one lag, without ranking twice what was ranked before.

use std::cell::OnceCell;

use super::super::numeric::{float, mean, midpoint};
use super::super::{NoAnswer, trend};
use super::{Question, Series};

/// What is counted before anything else.
pub(super) const PAIRS: &str = "pairs of days";

/// A p below which a line counts as a trend.
const TREND: f64 = 0.05;

/// The share of variance above which what a line leaves is rounding.
const ONLY_A_LINE: f64 = 1.0 - 1e-12;

/// All series on one calendar.
pub(super) struct Aligned {
    series: Vec<Lines>,
}

/// One series as it is, and with its trend taken out if it has one.
struct Lines {
    plain: Column,
    level: Option<Column>,
}

/// The two columns of a pair.
pub(super) struct Versions<'a> {
    x: &'a Column,
    y: &'a Column,
    pub(super) detrended: bool,
}

/// What is known of a pair of series at one lag.
pub(super) struct Statistic {
    pub(super) n: usize,
    pub(super) spearman: f64,
    pub(super) pearson: f64,
    /// The lag-1 autocorrelation of the one's ranks.
    pub(super) r1: f64,
    /// The lag-1 autocorrelation of the other's ranks.
    pub(super) r2: f64,
}

/// The days of one series.
struct Column {
    /// The values less their mean; where there is none it is never read.
    values: Vec<f64>,
    present: Vec<bool>,
    /// The places that have a value, by value.
    order: Vec<usize>,
    /// Whether any two values are equal.
    tied: bool,
    /// What is known without the first or last days, by how many are left out: [without the last, without the first].
    windows: [Vec<OnceCell<Side>>; 2],
}

/// The days of one series that count in a window, one after the other.
#[derive(Default)]
struct Side {
    /// How many there are.
    n: usize,
    /// The ranks less their mean.
    ranks: Vec<f64>,
    rank_squares: f64,
    /// The correlation of ranks with those of the day before, or of the last day that counts.
    r1: f64,
    /// The values less their mean.
    values: Vec<f64>,
    value_squares: f64,
}

/// Memory that is used again for every pair.
#[derive(Default)]
pub(super) struct Workspace {
    both: Vec<bool>,
    scratch: Scratch,
    x: Side,
    y: Side,
}

/// Memory for ranking.
#[derive(Default)]
struct Scratch {
    by_value: Vec<usize>,
    ranks: Vec<f64>,
}

impl Aligned {
    pub(super) fn of(series: &[Series<'_>], question: &Question) -> Self {
        let first = series.iter().map(|it| it.days.first()).min().expect("there are two");
        let offset = |it: &Series<'_>| usize::try_from((it.days.first() - first).num_days()).expect("none is before");
        let length = series
            .iter()
            .map(|it| offset(it) + it.days.values().len())
            .max()
            .unwrap_or(0);
        let lines = series.iter().map(|it| {
            let mut days = vec![None; offset(it)];
            days.extend_from_slice(it.days.values());
            days.resize(length, None);
            let level = question.detrend.then(|| without_trend(&days)).flatten();
            Lines {
                plain: Column::of(&days, question.max_lag),
                level: level.map(|days| Column::of(&days, question.max_lag)),
            }
        });
        Self {
            series: lines.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.series.len()
    }

    /// Picks the columns of a pair: without trends where both have one.
    pub(super) fn versions(&self, a: usize, b: usize) -> Versions<'_> {
        let (a, b) = (&self.series[a], &self.series[b]);
        match (&a.level, &b.level) {
            (Some(x), Some(y)) => Versions { x, y, detrended: true },
            _ => Versions {
                x: &a.plain,
                y: &b.plain,
                detrended: false,
            },
        }
    }
}

/// Takes the line out of a series that has a trend. Of a series that is nothing but a line nothing is left, not the rounding.
fn without_trend(days: &[Option<f64>]) -> Option<Vec<Option<f64>>> {
    let line = trend::line(days).ok()?;
    let certain = line.p_effective.is_some_and(|p| p < TREND);
    let rest = |at, value: f64| {
        if line.r2 > ONLY_A_LINE {
            0.0
        } else {
            value - line.at(at)
        }
    };
    let numbered = days.iter().enumerate();
    certain.then(|| numbered.map(|(at, day)| day.map(|value| rest(at, value))).collect())
}

impl Column {
    fn of(days: &[Option<f64>], max_lag: usize) -> Self {
        let given: Vec<f64> = days.iter().copied().flatten().collect();
        let center = if given.is_empty() { 0.0 } else { mean(&given) };
        let values: Vec<f64> = days.iter().map(|day| day.map_or(0.0, |value| value - center)).collect();
        let mut order: Vec<usize> = (0..days.len()).filter(|&at| days[at].is_some()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let tied = order.windows(2).any(|pair| values[pair[0]] == values[pair[1]]);
        Self {
            tied,
            values,
            present: days.iter().map(Option::is_some).collect(),
            order,
            windows: [(); 2].map(|()| (0..=max_lag).map(|_| OnceCell::new()).collect()),
        }
    }

    /// Returns the series without its last or first `less` days.
    fn window(&self, less: usize, without_first: bool) -> &Side {
        self.windows[usize::from(without_first)][less].get_or_init(|| {
            let start = if without_first { less } else { 0 };
            let end = self.values.len() - less + start;
            let mut side = Side::default();
            side.fill(self, start, &self.present[start..end], &mut Scratch::default());
            side
        })
    }
}

impl Side {
    /// Takes the days from `start` on of which `member` is true; they all have a value.
    fn fill(&mut self, column: &Column, start: usize, member: &[bool], scratch: &mut Scratch) {
        keep_members(&mut self.values, &column.values[start..], member);
        self.n = self.values.len();
        let mean = self.values.iter().sum::<f64>() / float(self.n.max(1));
        self.values.iter_mut().for_each(|value| *value -= mean);
        self.value_squares = dot(&self.values, &self.values);
        scratch.rank(column, start, member);
        keep_members(&mut self.ranks, &scratch.ranks, member);
        self.rank_squares = dot(&self.ranks, &self.ranks);
        let following = self.ranks.get(1..).unwrap_or_default();
        self.r1 = dot(&self.ranks[..following.len()], following) / self.rank_squares;
    }
}

impl Scratch {
    /// Ranks the days of which `member` is true, less their mean rank, equal values sharing theirs, by going through the
    /// column's order. What stands at other days means nothing.
    fn rank(&mut self, column: &Column, start: usize, member: &[bool]) {
        let Self { by_value, ranks } = self;
        by_value.resize(column.order.len(), 0);
        let mut kept = 0;
        for at in &column.order {
            let day = at.wrapping_sub(start);
            by_value[kept] = day;
            kept += usize::from(member.get(day).copied().unwrap_or(false));
        }
        by_value.truncate(kept);
        ranks.resize(member.len(), 0.0);
        let middle = midpoint(1.0, float(kept));
        if !column.tied {
            for (before, day) in by_value.iter().enumerate() {
                ranks[*day] = float(before + 1) - middle;
            }
            return;
        }
        let value = |day: usize| column.values[start + day];
        let mut next = 1;
        for tied in by_value.chunk_by(|&a, &b| value(a) == value(b)) {
            let rank = midpoint(float(next), float(next + tied.len() - 1)) - middle;
            for &day in tied {
                ranks[day] = rank;
            }
            next += tied.len();
        }
    }
}

/// Keeps what belongs to members, one after the other. Every value is written and only the place moves on: which days
/// are missing is chance, and a branch on it would cost more than the rest.
fn keep_members(kept: &mut Vec<f64>, values: &[f64], member: &[bool]) {
    kept.resize(member.len(), 0.0);
    let mut count = 0;
    for (value, member) in values.iter().zip(member) {
        kept[count] = *value;
        count += usize::from(*member);
    }
    kept.truncate(count);
}

impl Versions<'_> {
    /// Correlates `x` on a day with `y` `lag` days later.
    pub(super) fn at_lag(
        &self,
        lag: isize,
        min_pairs: usize,
        workspace: &mut Workspace,
    ) -> Result<Statistic, NoAnswer> {
        let less = lag.unsigned_abs();
        let Some(length) = self.x.values.len().checked_sub(less) else {
            return Err(too_few(min_pairs, 0));
        };
        let (x_start, y_start) = if lag < 0 { (less, 0) } else { (0, less) };
        let (x_days, y_days) = (
            &self.x.present[x_start..x_start + length],
            &self.y.present[y_start..y_start + length],
        );
        let Workspace { both, scratch, x, y } = workspace;
        both.clear();
        both.extend(x_days.iter().zip(y_days).map(|(x, y)| x & y));
        let n = both.iter().filter(|it| **it).count();
        if n < min_pairs {
            return Err(too_few(min_pairs, n));
        }
        let (whole_x, whole_y) = (self.x.window(less, lag < 0), self.y.window(less, lag > 0));
        // As many days as the series has there are all of them.
        if whole_x.n != n {
            x.fill(self.x, x_start, both, scratch);
        }
        if whole_y.n != n {
            y.fill(self.y, y_start, both, scratch);
        }
        statistic(
            if whole_x.n == n { whole_x } else { x },
            if whole_y.n == n { whole_y } else { y },
        )
    }
}

fn statistic(x: &Side, y: &Side) -> Result<Statistic, NoAnswer> {
    if x.rank_squares == 0.0 || y.rank_squares == 0.0 {
        return Err(NoAnswer::NoSpread { what: "days" });
    }
    let correlate = |products: f64, squares: f64| (products / squares.sqrt()).clamp(-1.0, 1.0);
    Ok(Statistic {
        n: x.n,
        spearman: correlate(dot(&x.ranks, &y.ranks), x.rank_squares * y.rank_squares),
        pearson: correlate(dot(&x.values, &y.values), x.value_squares * y.value_squares),
        r1: x.r1,
        r2: y.r1,
    })
}

fn too_few(needed: usize, got: usize) -> NoAnswer {
    NoAnswer::Insufficient {
        what: PAIRS,
        needed,
        got,
    }
}

/// Adds up products in eight sums side by side, which a processor does at once. Values are centred and ranks exact, so
/// nothing is left for a compensated sum to save.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a_lanes, b_lanes) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a_lanes
        .remainder()
        .iter()
        .zip(b_lanes.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in a_lanes.zip(b_lanes) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    rest + sums.iter().sum::<f64>()
}
