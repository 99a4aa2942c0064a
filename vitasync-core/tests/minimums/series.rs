//! Series of days, whatever they measure.

use vitasync_core::Metric;
use vitasync_core::analytics::anomaly::blood_pressure::{Guideline, Reading, blood_pressure};
use vitasync_core::analytics::anomaly::drift::{Chart, drifts};
use vitasync_core::analytics::anomaly::episodes::episodes;
use vitasync_core::analytics::anomaly::night_signal::night_signal;
use vitasync_core::analytics::anomaly::outlier::outliers;
use vitasync_core::analytics::anomaly::thresholds::{Person, beyond_thresholds};
use vitasync_core::analytics::anomaly::weekday::unusual_for_weekday;
use vitasync_core::analytics::anomaly::{Direction, Finding, Severity};
use vitasync_core::analytics::autocorrelation::ar1;
use vitasync_core::analytics::baseline::{Window, baseline};
use vitasync_core::analytics::change_point::{Search, change_points};
use vitasync_core::analytics::correlation::{kendall, pearson, spearman};
use vitasync_core::analytics::cusum::cusum;
use vitasync_core::analytics::discovery::{Question, Series, discover};
use vitasync_core::analytics::ewma::ewma;
use vitasync_core::analytics::false_discovery::benjamini_hochberg;
use vitasync_core::analytics::robust::spread;
use vitasync_core::analytics::rolling::rolling_median;
use vitasync_core::analytics::shift::{Detector, Watch};
use vitasync_core::analytics::trend::{line, mann_kendall, theil_sen};
use vitasync_core::analytics::{Method, NoAnswer};

use super::{Answered, Probe, daily, days, first, probe, told, varied};

pub(super) const PROBES: &[Probe] = &[
    probe("robust_spread", 5, |n| told(spread(&varied(n)))),
    probe("rolling_median", 1, |n| {
        one_at_least(rolling_median(&days(n), 7, 1)?.into_iter().flatten().count())
    }),
    probe("baseline", 5, |n| {
        told(baseline(&daily(days(n)), after(n), Window::Week))
    }),
    probe("baseline", 14, |n| {
        told(baseline(&daily(days(n)), after(n), Window::TwoMonths))
    }),
    probe("ewma", 1, |n| {
        one_at_least(ewma(&days(n), 0.2)?.into_iter().flatten().count())
    }),
    probe("trend", 3, |n| told(line(&days(n)))),
    probe("trend", 3, |n| told(theil_sen(&days(n)))),
    probe("trend", 8, |n| told(mann_kendall(&days(n)))),
    probe("day_to_day_autocorrelation", 40, |n| told(ar1(&days(n)))),
    probe("change_point", 14, |n| told(change_points(&days(n), Search::default()))),
    probe("shift", 28, learnt),
    probe("correlation", 3, |n| told(pearson(&varied(n), &unlike(n)))),
    probe("correlation", 3, |n| told(spearman(&varied(n), &unlike(n)))),
    probe("correlation", 3, |n| told(kendall(&varied(n), &unlike(n)))),
    probe("correlation_discovery", 21, discovered),
    probe("false_discovery", 1, |n| told(benjamini_hochberg(&vec![0.01; n]))),
    probe("cusum", 1, |n| told(cusum(&days(n), 0.5))),
    probe("robust_z", 6, |n| told(outliers(&daily(days(n)), Window::Week))),
    probe("weekday_z", 29, |n| told(unusual_for_weekday(&daily(days(n))))),
    probe("drift", 29, |n| told(drifts(&daily(days(n)), Chart::Cusum))),
    probe("night_signal", 7, |n| told(night_signal(&daily(days(n))))),
    probe("clinical_threshold", 1, |n| {
        let person = Person {
            age_years: Some(40),
            ..Person::default()
        };
        told(beyond_thresholds(Metric::RestingHeartRate, &daily(days(n)), &person))
    }),
    probe("blood_pressure", 2, pressed),
    probe("episodes", 1, joined),
];

fn one_at_least(answers: usize) -> Answered {
    if answers > 0 {
        return Ok(());
    }
    Err(NoAnswer::Insufficient {
        what: "answers",
        needed: 1,
        got: 0,
    })
}

/// The day after so many.
fn after(count: usize) -> chrono::NaiveDate {
    first() + chrono::Days::new(u64::try_from(count).unwrap())
}

/// Values that go with nothing.
fn unlike(count: usize) -> Vec<f64> {
    (0..count).map(|at| ((at * at * 31 + at * 17) % 97) as f64).collect()
}

fn learnt(count: usize) -> Answered {
    let mut detector = Detector::new(Watch::default())?;
    for day in days(count) {
        detector.push(day)?;
    }
    one_at_least(usize::from(detector.usual().is_some()))
}

fn discovered(count: usize) -> Answered {
    let (one, other) = (daily(days(count)), daily(unlike(count).into_iter().map(Some).collect()));
    let series = [
        Series {
            name: "one",
            days: &one,
        },
        Series {
            name: "other",
            days: &other,
        },
    ];
    told(discover(&series, &Question::default()))
}

fn pressed(count: usize) -> Answered {
    let readings: Vec<Reading> = (0..count)
        .map(|day| Reading {
            date: after(day),
            systolic: 128.0,
            diastolic: 79.0,
        })
        .collect();
    told(blood_pressure(&readings, Guideline::Esc2024))
}

fn joined(count: usize) -> Answered {
    let method: &Method = &vitasync_core::analytics::cusum::METHOD;
    let finding = |day| Finding {
        date: after(day),
        value: 80.0,
        expected: None,
        score: None,
        direction: Direction::High,
        severity: Severity::High,
        method: method.id,
        evidence: String::new(),
    };
    let findings: Vec<Finding> = (0..count).map(finding).collect();
    one_at_least(episodes(&findings, &daily(days(30))).len())
}
