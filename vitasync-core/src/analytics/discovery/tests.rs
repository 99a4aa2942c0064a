#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use chrono::NaiveDate;

use super::super::correlation::{autocorrelation, pairs_at_lag, pearson, spearman};
use super::super::rank::average_ranks;
use super::*;

/// The generator the golden inputs are made with: reproducible in any language, and the core has none of its own.
struct Lcg(u64);

impl Lcg {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Days of which each keeps a share of the one before.
    fn days(&mut self, n: usize, keep: f64) -> Vec<f64> {
        let mut value = self.normal() / (1.0 - keep * keep).sqrt();
        let mut next = || {
            value = keep * value + self.normal();
            value
        };
        (0..n).map(|_| next()).collect()
    }
}

fn daily(values: impl IntoIterator<Item = Option<f64>>) -> Daily {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    Daily::new(first, values.into_iter().collect()).unwrap()
}

fn series(days: &[Daily]) -> Vec<Series<'_>> {
    days.iter().map(|days| Series { name: "it", days }).collect()
}

/// Asks for everything, whatever its q.
fn everything() -> Question {
    Question {
        false_discovery_rate: 1.0,
        detrend: false,
        ..Question::default()
    }
}

#[test]
fn the_fast_way_answers_what_the_slow_way_does() {
    let mut random = Lcg(3);
    let gappy = |random: &mut Lcg| {
        let days = random.days(80, 0.5);
        daily(
            days.into_iter()
                .map(|value| (random.uniform() < 0.8).then(|| (value * 2.0).round())),
        )
    };
    let days: Vec<Daily> = (0..4).map(|_| gappy(&mut random)).collect();
    let discovery = discover(&series(&days), &everything()).unwrap();
    assert_eq!((discovery.tests, discovery.found.len()), (6 * 15, 6 * 15));
    for it in discovery.found {
        let (x, y) = pairs_at_lag(days[it.a].values(), days[it.b].values(), it.lag_days as isize);
        assert_eq!(it.n, x.len());
        assert!((it.spearman - spearman(&x, &y).unwrap()).abs() < 1e-12);
        assert!((it.pearson - pearson(&x, &y).unwrap()).abs() < 1e-12);
        let n = float(x.len());
        let [r1, r2] = [&x, &y].map(|days| without_bias(autocorrelation(&average_ranks(days), 1), n));
        let effective = effective(n, r1, r2);
        assert!((it.n_effective - effective).abs() < 1e-9);
        assert!((it.p - p_value(it.spearman, effective).unwrap()).abs() < 1e-9);
    }
}

#[test]
fn unrelated_series_are_called_related_in_at_most_six_percent() {
    let mut random = Lcg(1);
    for (detrend, seed) in [(false, 11), (true, 12)] {
        random.0 = seed;
        let question = Question {
            max_lag: 0,
            detrend,
            ..everything()
        };
        let runs = 2000;
        let related = (0..runs).filter(|_| {
            let days = [(); 2].map(|()| daily(random.days(90, 0.7).into_iter().map(Some)));
            discover(&series(&days), &question).unwrap().found[0].p < 0.05
        });
        let share = float(related.count()) / f64::from(runs);
        assert!((0.03..=0.06).contains(&share), "{share} with detrend {detrend}");
    }
}

#[test]
fn many_unrelated_series_yield_hardly_any_discovery() {
    let mut random = Lcg(5);
    let with_any = (0..60).filter(|_| {
        let days: Vec<Daily> = (0..6)
            .map(|_| daily(random.days(90, 0.7).into_iter().map(Some)))
            .collect();
        !discover(&series(&days), &Question::default()).unwrap().found.is_empty()
    });
    assert!(with_any.count() <= 6);
}

#[test]
fn two_rising_series_are_compared_without_their_rise() {
    let mut random = Lcg(9);
    let mut rising = || {
        let days = random.days(120, 0.2).into_iter().enumerate();
        daily(days.map(|(day, value)| Some(value + float(day) / 30.0)))
    };
    let days = [rising(), rising()];
    let blind = Question {
        detrend: false,
        ..Question::default()
    };
    assert_eq!(discover(&series(&days), &blind).unwrap().found.len(), 15);
    let discovery = discover(&series(&days), &Question::default()).unwrap();
    assert_eq!((discovery.tests, discovery.found), (15, vec![]));
}

#[test]
fn the_rounding_of_a_straight_line_goes_with_nothing() {
    let mut random = Lcg(10);
    let days = random.days(60, 0.0).into_iter().enumerate();
    let rising = daily(days.map(|(day, value)| Some(value / 10.0 + float(day))));
    let straight = daily((0..60).map(|day| Some(80.0 + f64::from(day) * 0.1)));
    let reason = discover(&series(&[rising, straight]), &Question::default()).unwrap_err();
    assert!(matches!(reason, NoAnswer::NoSpread { .. }), "{reason}");
}

#[test]
fn sentences_say_which_comes_first_and_which_way() {
    let mut random = Lcg(2);
    let strain = random.days(90, 0.0);
    let later = |day: usize| day.checked_sub(2).map(|day| -strain[day]);
    let (recovery, strain) = (daily((0..90).map(later)), daily(strain.iter().copied().map(Some)));
    let series = [
        Series {
            name: "recovery",
            days: &recovery,
        },
        Series {
            name: "strain",
            days: &strain,
        },
    ];
    let discovery = discover(&series, &Question::default()).unwrap();
    let best = discovery.strongest()[0];
    assert_eq!((best.lag_days, best.strength), (-2, Strength::VeryStrong));
    assert_eq!(
        best.sentence,
        "2 days after days with more strain, recovery tends to be lower (very strong association over 88 days; not a cause)."
    );
}

#[test]
fn what_cannot_be_tested_is_listed_with_its_reason() {
    let mut random = Lcg(4);
    let full = daily(random.days(40, 0.0).into_iter().map(Some));
    let flat = daily([Some(1.0); 40]);
    let short = daily(random.days(10, 0.0).into_iter().map(Some));
    let days = [full, flat, short];
    let other = daily(random.days(40, 0.0).into_iter().map(Some));
    let all: Vec<Daily> = days.into_iter().chain([other]).collect();
    let discovery = discover(&series(&all), &Question::default()).unwrap();
    assert_eq!(discovery.tests, 15);
    let reasons: Vec<_> = discovery
        .untested
        .iter()
        .map(|it| (it.a, it.b, it.lags, it.reason.to_string()))
        .collect();
    assert_eq!(reasons[0], (0, 1, 15, "the days are all equal".to_owned()));
    assert_eq!(
        reasons[1],
        (0, 2, 15, "21 pairs of days are needed, 10 are there".to_owned())
    );
}

#[test]
fn no_test_at_all_is_no_answer() {
    let short = [daily([Some(1.0), Some(2.0)]), daily([Some(2.0), Some(1.0)])];
    let reason = discover(&series(&short), &Question::default()).unwrap_err();
    assert_eq!(reason.to_string(), "21 pairs of days are needed, 2 are there");
    assert!(discover(&series(&short[..1]), &Question::default()).is_err());
    let none = Question {
        exclude: vec![(0, 1)],
        ..Question::default()
    };
    let reason = discover(&series(&short), &none).unwrap_err();
    assert_eq!(reason.to_string(), "there are no pairs of series");
}

#[test]
fn excluded_pairs_are_not_tested() {
    let mut random = Lcg(6);
    let days: Vec<Daily> = (0..3)
        .map(|_| daily(random.days(60, 0.0).into_iter().map(Some)))
        .collect();
    let question = Question {
        exclude: vec![(1, 0)],
        ..Question::default()
    };
    assert_eq!(discover(&series(&days), &question).unwrap().tests, 2 * 15);
}

#[test]
fn later_days_of_one_series_do_not_move_the_other() {
    let mut random = Lcg(8);
    let x = random.days(60, 0.3);
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let one = daily(x.iter().copied().map(Some));
    let other = Daily::new(
        first + chrono::Days::new(20),
        x[20..].iter().copied().map(Some).collect(),
    )
    .unwrap();
    let discovery = discover(&series(&[one, other]), &Question::default()).unwrap();
    let best = discovery.strongest()[0];
    assert_eq!((best.lag_days, best.n), (0, 40));
    assert!((best.spearman - 1.0).abs() < 1e-12);
}
