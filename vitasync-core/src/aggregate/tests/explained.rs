//! Explanations add up to what they explain.

use proptest::prelude::*;

use super::days::{any_blocks, any_metric, any_rows, any_zones, pair};
use super::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Counts the distinct rows among parts, and adds their shares.
fn come_to(parts: &[&RowPart<'_>]) -> (u64, f64) {
    let mut rows: Vec<(RowKey, u32)> = Vec::new();
    for part in parts {
        let key = (part.row, part.ordinal);
        if !rows.contains(&key) {
            rows.push(key);
        }
    }
    (rows.len() as u64, parts.iter().filter_map(|it| it.share).sum())
}

/// Tells whether the parts of each source are what its share says.
fn reconcile(explained: &Explanation<'_>, counted: bool, shares: &[Share]) -> Result<(), TestCaseError> {
    let parts = explained
        .parts
        .iter()
        .filter(|it| (it.verdict == Verdict::Counts) == counted);
    let parts: Vec<&RowPart<'_>> = parts.collect();
    for source in 0..2 {
        let own: Vec<&RowPart<'_>> = parts.iter().copied().filter(|it| it.row.source == source).collect();
        let share = shares.iter().find(|it| it.source == source);
        prop_assert_eq!(share.is_some(), !own.is_empty());
        let Some(share) = share else { continue };
        let (count, value) = come_to(&own);
        if own.iter().all(|it| it.share.is_some()) {
            prop_assert!(close(value, share.value), "{} of {}", value, share.value);
        }
        if counted && explained.value.end - explained.value.start < TimeDelta::days(6) {
            prop_assert_eq!(count, share.count);
        }
    }
    Ok(())
}

/// Computes the one value of what does not add up from the parts that count.
fn from_weights(metric: Metric, explained: &Explanation<'_>) -> Option<f64> {
    let counts = || explained.parts.iter().filter(|it| it.verdict == Verdict::Counts);
    let weight: f64 = counts().filter_map(|it| it.weight_s).sum();
    let weighted: f64 = counts().filter_map(|it| Some(it.weight_s? * it.row.value)).sum();
    match metric.spec().aggregation {
        Aggregation::Mean | Aggregation::TimeWeightedMean => Some(weighted / weight),
        Aggregation::Last => counts()
            .max_by_key(|it| (it.row.start, it.row.end))
            .map(|_| explained.value.value),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn parts_add_up_to_the_value_and_to_what_is_set_aside(
        zones in any_zones(), metric in any_metric(), watch in any_rows(), phone in any_rows(), bucket in 0_usize..7
    ) {
        let preferences = Preferences { zones, ..Preferences::default() };
        let sources = pair();
        let blocks = [any_blocks(&watch), any_blocks(&phone)];
        let series = [0, 1].map(|at| SeriesData { source: &sources[at], blocks: &blocks[at] });
        let window = Window::Dates("2025-03-28".parse().expect("a date")..="2025-03-31".parse().expect("a date"));
        let explained = explain(metric, &series, &preferences, Bucket::ALL[bucket], window.clone());
        let values: Vec<BucketValue> = explained.iter().map(|it| it.value.clone()).collect();
        prop_assert_eq!(values, aggregate(metric, &series, &preferences, Bucket::ALL[bucket], window));
        for it in &explained {
            reconcile(it, true, &it.value.sources)?;
            reconcile(it, false, &it.value.set_aside)?;
            if let Some(value) = from_weights(metric, it) {
                prop_assert!(close(value, it.value.value), "{} of {}", value, it.value.value);
            }
            for part in &it.parts {
                if let Verdict::Covered(by) = &part.verdict {
                    prop_assert!(!by.is_empty(), "{part:?} is covered by nothing");
                }
            }
        }
    }
}

#[test]
fn a_total_beside_intervals_and_intervals_beside_a_total_are_told_apart() {
    let walk = [("2025-06-15T06:00:00Z", "2025-06-15T10:00:00Z", 4000.0)];
    let verdicts = |watch: Told, phone: Told| {
        let sources = [watch, phone];
        let series: Vec<_> = sources
            .iter()
            .map(|(source, blocks)| SeriesData { source, blocks })
            .collect();
        let date: NaiveDate = "2025-06-15".parse().expect("a date");
        let found = explain(
            Metric::Steps,
            &series,
            &Preferences::in_zone(BERLIN),
            Bucket::Day,
            date..=date,
        );
        let verdict = |it: &RowPart<'_>| (it.row.source, it.verdict.id());
        found[0].parts.iter().map(verdict).collect::<Vec<_>>()
    };
    let total = |origin, kind| daily(origin, kind, Metric::Steps, "2025-06-15", 9000.0);
    let walked = |origin, kind| told(origin, kind, Metric::Steps, &walk);
    assert_eq!(
        verdicts(total("watch", DeviceKind::Watch), walked("phone", DeviceKind::Phone)),
        [(0, "counts"), (1, "interval_beside_total")]
    );
    assert_eq!(
        verdicts(walked("watch", DeviceKind::Watch), total("phone", DeviceKind::Phone)),
        [(0, "counts"), (1, "total_beside_intervals")]
    );
}

#[test]
fn a_row_of_the_same_time_is_told_by_its_ordinal() {
    let at = "2025-06-15T10:00:00Z";
    let log = told(
        "log",
        DeviceKind::App,
        Metric::Hydration,
        &[(at, at, 250.0), (at, at, 250.0), (at, at, 100.0)],
    );
    let series = [SeriesData {
        source: &log.0,
        blocks: &log.1,
    }];
    let date: NaiveDate = "2025-06-15".parse().expect("a date");
    let found = explain(
        Metric::Hydration,
        &series,
        &Preferences::in_zone(BERLIN),
        Bucket::Day,
        date..=date,
    );
    let told: Vec<_> = found[0]
        .parts
        .iter()
        .map(|it| (it.ordinal, it.row.value, it.row.copy))
        .collect();
    assert_eq!(told, [(0, 100.0, 0), (1, 250.0, 0), (2, 250.0, 1)]);
}
