use std::cmp::Reverse;

use proptest::prelude::*;

use super::super::Priority;
use super::super::testing::{blocks, source};
use super::*;
use crate::block::{Block, Identity, Row};
use crate::metric::Metric;
use crate::source::{Attributes, DeviceKind, Source};

const HOUR: i64 = 3_600_000;

/// Resolves sources given best first, each as (start, end, value, version).
fn resolve(sources: &[&[(i64, i64, f64, u32)]]) -> Resolved {
    let blocks: Vec<Vec<Block>> = sources.iter().map(|rows| versioned(rows)).collect();
    let any = source("any", DeviceKind::Watch);
    let series: Vec<SeriesData<'_>> = blocks
        .iter()
        .map(|blocks| SeriesData { source: &any, blocks })
        .collect();
    resolve_intervals(&(0..series.len()).collect::<Vec<_>>(), &series)
}

fn versioned(rows: &[(i64, i64, f64, u32)]) -> Vec<Block> {
    let rows = rows.iter().map(|&(start_ms, end_ms, value, version)| Row {
        start_ms,
        end_ms,
        value,
        copy: 0,
        version: crate::block::arrival(version, 0),
        deleted: false,
        attributes: 0,
    });
    vec![Block::from_rows(rows, &[Attributes::default().into()], Identity::Value)]
}

fn segments(resolved: &Resolved) -> Vec<(i64, i64, f64, usize)> {
    let parts = resolved.segments.iter();
    parts.map(|it| (it.start_ms, it.end_ms, it.value, it.source)).collect()
}

#[test]
fn a_watch_counts_while_worn_and_the_phone_fills_the_rest() {
    let watch: &[_] = &[(8 * HOUR, 12 * HOUR, 2000.0, 0)];
    let phone: &[_] = &[(8 * HOUR, 18 * HOUR, 5000.0, 0)];
    let resolved = resolve(&[watch, phone]);
    assert_eq!(resolved.total(), 5000.0);
    let parts = [(8 * HOUR, 12 * HOUR, 2000.0, 0), (12 * HOUR, 18 * HOUR, 3000.0, 1)];
    assert_eq!(segments(&resolved), parts);
    let aside = SetAside {
        source: 1,
        count: 1,
        value: 2000.0,
    };
    assert_eq!(resolved.set_aside, [aside]);
}

#[test]
fn a_long_row_counts_before_between_and_after_better_ones() {
    let watch: &[_] = &[(10, 20, 5.0, 0), (30, 40, 7.0, 0)];
    let phone: &[_] = &[(0, 50, 50.0, 0)];
    let expected = [
        (0, 10, 10.0, 1),
        (10, 20, 5.0, 0),
        (20, 30, 10.0, 1),
        (30, 40, 7.0, 0),
        (40, 50, 10.0, 1),
    ];
    assert_eq!(segments(&resolve(&[watch, phone])), expected);
}

#[test]
fn inside_one_source_the_later_delivery_counts_then_the_detail() {
    let corrected: &[_] = &[(0, 60, 1000.0, 1), (0, 70, 1200.0, 2)];
    assert_eq!(resolve(&[corrected]).total(), 1200.0);
    let wrapped: &[_] = &[(0, 100, 100.0, 1), (20, 40, 90.0, 1)];
    assert_eq!(resolve(&[wrapped]).total(), 170.0);
}

#[test]
fn rows_of_one_source_under_one_time_count_together() {
    assert_eq!(resolve(&[&[(0, 10, 3.0, 1), (0, 10, 4.0, 1)]]).total(), 7.0);
    assert_eq!(
        resolve(&[&[(5, 5, 3.0, 1), (5, 5, 4.0, 1), (0, 10, 1.0, 1)]]).total(),
        8.0
    );
}

#[test]
fn a_row_of_no_length_counts_where_nobody_better_is() {
    let better: &[_] = &[(0, 10, 1.0, 0)];
    assert_eq!(resolve(&[better, &[(5, 5, 3.0, 0)]]).total(), 1.0);
    assert_eq!(resolve(&[better, &[(10, 10, 3.0, 0)]]).total(), 4.0);
    assert_eq!(resolve(&[&[(5, 5, 3.0, 0)], better]).total(), 4.0);
    assert_eq!(resolve(&[&[(5, 5, 3.0, 0)], &[(5, 5, 9.0, 0)]]).total(), 3.0);
}

#[test]
fn totals_of_a_day_are_not_intervals() {
    let watch = source("watch", DeviceKind::Watch);
    let dated = Attributes {
        date_only: true,
        ..Attributes::default()
    };
    let blocks = super::super::testing::blocks_with(Metric::Steps, &[(0, 24 * HOUR, 9000.0)], &dated);
    let series = SeriesData {
        source: &watch,
        blocks: &blocks,
    };
    assert_eq!(resolve_intervals(&[0], &[series]), Resolved::default());
}

type Rows = Vec<(i64, i64, f64)>;

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec((0_i64..40, 0_i64..12, 0_u8..9), 0..12).prop_map(|rows| {
        let distinct: std::collections::BTreeSet<_> = rows.into_iter().collect();
        distinct
            .into_iter()
            .map(|(start, length, value)| (start, start + length, f64::from(value)))
            .collect()
    })
}

/// Says per source what counts, instant by instant: slow and plain.
fn expected(sources: &[Rows]) -> Vec<f64> {
    let mut totals = vec![0.0; sources.len()];
    for now in 0..60 {
        let open = |rows: &Rows| rows.iter().any(|(start, end, _)| *start <= now && now < *end);
        let Some(best) = sources.iter().position(open) else {
            continue;
        };
        let covering = sources[best]
            .iter()
            .filter(|(start, end, _)| *start <= now && now < *end);
        let keys = covering.clone().map(|(start, end, _)| (Reverse(*start), *end));
        let winner = keys.min().expect("one is open");
        for (start, end, value) in covering.filter(|(start, end, _)| (Reverse(*start), *end) == winner) {
            totals[best] += value / f64::from(i32::try_from(end - start).expect("short"));
        }
    }
    for now in 0..60 {
        let here = |rows: &Rows| rows.iter().any(|(start, end, _)| *start == now && now == *end);
        let Some(best) = sources.iter().position(here) else {
            continue;
        };
        let open = |rows: &Rows| rows.iter().any(|(start, end, _)| *start <= now && now < *end);
        if !sources[..best].iter().any(open) {
            let instants = sources[best]
                .iter()
                .filter(|(start, end, _)| *start == now && now == *end);
            totals[best] += instants.map(|(.., value)| value).sum::<f64>();
        }
    }
    totals
}

/// Resolves named sources in a given order and tells what counts per name, and the sum of what does not.
fn totals(sources: &[(Source, Rows)]) -> (Vec<(String, f64)>, f64) {
    let blocks: Vec<Vec<Block>> = sources.iter().map(|(_, rows)| blocks(Metric::Steps, rows)).collect();
    let series: Vec<SeriesData<'_>> = sources
        .iter()
        .zip(&blocks)
        .map(|((source, _), blocks)| SeriesData { source, blocks })
        .collect();
    let order = Priority::default().order(Metric::Steps, &series);
    let resolved = resolve_intervals(&order, &series);
    let mut totals: Vec<(String, f64)> = sources
        .iter()
        .map(|(source, _)| (source.key.origin.clone(), 0.0))
        .collect();
    for segment in &resolved.segments {
        totals[segment.source].1 += segment.value;
    }
    totals.sort_by(|a, b| a.0.cmp(&b.0));
    (totals, resolved.set_aside.iter().map(|it| it.value).sum())
}

proptest! {
    #[test]
    fn the_sweep_agrees_with_looking_at_every_instant(watch in rows(), ring in rows(), phone in rows()) {
        let expected = expected(&[watch.clone(), ring.clone(), phone.clone()]);
        let sources = vec![
            (source("a watch", DeviceKind::Watch), watch),
            (source("b ring", DeviceKind::Ring), ring),
            (source("c phone", DeviceKind::Phone), phone),
        ];
        let (found, aside) = totals(&sources);
        for ((_, found), expected) in found.iter().zip(&expected) {
            prop_assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
        }
        // Nothing is lost: what counts and what is set aside make up what was measured.
        let all: f64 = sources.iter().flat_map(|(_, rows)| rows).map(|(.., value)| value).sum();
        let counted: f64 = found.iter().map(|(_, value)| value).sum();
        prop_assert!((all - counted - aside).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_the_sources_does_not_matter(
        watch in rows(), ring in rows(), phone in rows(), shift in 0_usize..3
    ) {
        let mut sources = vec![
            (source("a", DeviceKind::Watch), watch),
            (source("b", DeviceKind::Watch), ring),
            (source("c", DeviceKind::Phone), phone),
        ];
        let before = totals(&sources);
        sources.rotate_left(shift);
        sources.swap(0, 1);
        prop_assert_eq!(before, totals(&sources));
    }
}
