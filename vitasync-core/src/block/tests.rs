//! Merging is a lattice join, and what is written can be read back.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn row(start_s: i64, seconds: i64, value: f64, version: u64) -> Row {
    Row {
        start_ms: start_s * 1000,
        end_ms: (start_s + seconds) * 1000,
        value,
        copy: 0,
        version,
        deleted: false,
        attributes: 0,
    }
}

fn sets() -> Vec<Arc<Attributes>> {
    let named = |offset| Attributes {
        start_offset_s: offset,
        ..Attributes::default()
    };
    [None, Some(3600), Some(-18_000)]
        .map(|offset| Arc::new(named(offset)))
        .to_vec()
}

fn block(rows: &[Row], identity: Identity) -> Block {
    Block::from_rows(rows.iter().copied(), &sets(), identity)
}

fn joined(parts: &[Block], identity: Identity) -> Block {
    let mut whole = Block::default();
    for part in parts {
        whole.merge(part, identity);
    }
    whole
}

#[test]
fn a_later_version_replaces_the_value_under_one_time() {
    let mut stored = block(&[row(0, 60, 100.0, 1)], Identity::Time);
    let merged = stored.merge(&block(&[row(0, 60, 120.0, 2)], Identity::Time), Identity::Time);
    assert_eq!(
        merged,
        Merged {
            added: 0,
            changed: 1,
            buried: 0
        }
    );
    assert_eq!(stored.rows().map(|row| row.value).collect::<Vec<_>>(), [120.0]);
    let late = stored.merge(&block(&[row(0, 60, 100.0, 1)], Identity::Time), Identity::Time);
    assert!(late.is_unchanged());
}

#[test]
fn two_values_of_an_immutable_source_under_one_time_are_two_samples() {
    let mut stored = block(&[row(0, 0, 61.0, 0)], Identity::Value);
    let merged = stored.merge(
        &block(&[row(0, 0, 64.0, 0), row(0, 0, 61.0, 0)], Identity::Value),
        Identity::Value,
    );
    assert_eq!(
        merged,
        Merged {
            added: 1,
            changed: 0,
            buried: 0
        }
    );
    assert_eq!(stored.len(), 2);
}

#[test]
fn two_intervals_with_one_start_are_both_kept() {
    let stored = block(&[row(0, 60, 10.0, 1), row(0, 300, 40.0, 1)], Identity::Time);
    assert_eq!(stored.len(), 2);
}

#[test]
fn a_tombstone_outlives_a_late_duplicate() {
    let gone = Row {
        deleted: true,
        version: 7,
        ..row(0, 60, 100.0, 0)
    };
    let mut stored = block(&[row(0, 60, 100.0, 0)], Identity::Value);
    assert_eq!(
        stored.merge(&block(&[gone], Identity::Value), Identity::Value),
        Merged {
            added: 0,
            changed: 1,
            buried: 0
        }
    );
    assert!(
        stored
            .merge(&block(&[row(0, 60, 100.0, 0)], Identity::Value), Identity::Value)
            .is_unchanged()
    );
    assert!(stored.is_empty() && stored.span().is_none());
}

#[test]
fn equal_rows_of_a_logged_metric_are_counted_by_their_copy() {
    let twice = [
        row(0, 0, 250.0, 0),
        Row {
            copy: 1,
            ..row(0, 0, 250.0, 0)
        },
    ];
    let mut stored = block(&twice, Identity::Value);
    assert_eq!(stored.len(), 2);
    assert!(
        stored
            .merge(&block(&twice, Identity::Value), Identity::Value)
            .is_unchanged()
    );
}

#[test]
fn a_regular_series_takes_few_bytes() {
    let rows: Vec<Row> = (0..288)
        .map(|at| row(at * 300, 0, 60.0 + f64::from((at % 7) as u8), 0))
        .collect();
    let bytes = block(&rows, Identity::Value).encode();
    assert!(
        bytes.len() < rows.len() * 4,
        "{} bytes for {} samples",
        bytes.len(),
        rows.len()
    );
}

#[test]
fn the_position_in_its_import_costs_a_sample_at_most_a_byte() {
    let bytes = |position: fn(u64) -> u64| {
        let rows = (0..288_u16).map(|at| row(i64::from(at) * 300, 0, 60.0 + f64::from(at % 7), position(at.into())));
        block(&rows.collect::<Vec<_>>(), Identity::Time)
            .in_import(7)
            .encode()
            .len()
    };
    let without = bytes(|_| 0);
    assert_eq!(bytes(|at| at * 60), without); // One of sixty series: the difference fits the byte a constant takes.
    assert_eq!(bytes(|at| at * 1000), without + 287); // The first has no difference.
}

#[test]
fn a_newer_format_is_refused_by_its_number() {
    assert_eq!(Block::decode(&[9, 0]), Err(DecodeError::UnknownFormat(9)));
}

fn any_row() -> impl Strategy<Value = Row> {
    let value = prop_oneof![
        (0_i32..40).prop_map(f64::from),
        (0_i32..4000).prop_map(|it| f64::from(it) / 100.0),
        any::<f64>().prop_filter("not a sample", |it| it.is_finite()),
        Just(-0.0),
    ];
    (
        0_i64..50,
        0_i64..4,
        value,
        0_u32..3,
        0_u64..4,
        any::<bool>(),
        0_u32..3,
        0_i64..2,
    )
        .prop_map(|(start, seconds, value, copy, version, deleted, attributes, ms)| Row {
            start_ms: start * 1000 + ms,
            copy,
            deleted,
            attributes,
            ..row(start, seconds, value, version)
        })
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(any_row(), 0..60)
}

fn any_identity() -> impl Strategy<Value = Identity> {
    prop_oneof![Just(Identity::Time), Just(Identity::Value)]
}

/// Reads a block without the order of its attribute table, which is no part of its meaning.
fn meaning(block: &Block) -> Vec<(i64, i64, u64, u32, u64, bool, Attributes)> {
    let rows = block.all_rows().iter();
    rows.map(|row| {
        let bits = row.value.to_bits();
        (
            row.start_ms,
            row.end_ms,
            bits,
            row.copy,
            row.version,
            row.deleted,
            Attributes::clone(block.attributes(row)),
        )
    })
    .collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(rows in any_rows(), identity in any_identity()) {
        let block = block(&rows, identity);
        let read = Block::decode(&block.encode()).unwrap();
        prop_assert_eq!(meaning(&read), meaning(&block));
    }

    #[test]
    fn damaged_bytes_are_an_error_and_never_a_panic(rows in any_rows(), at in any::<usize>(), byte in any::<u8>(), cut in any::<usize>()) {
        let mut bytes = block(&rows, Identity::Value).encode();
        let place = at % bytes.len();
        bytes[place] = byte;
        bytes.truncate(cut % (bytes.len() + 1));
        if let Ok(read) = Block::decode(&bytes) {
            prop_assert!(read.all_rows().len() <= bytes.len());
        }
    }

    #[test]
    fn order_and_chunks_of_delivery_do_not_matter(
        rows in any_rows(), identity in any_identity(), seed in any::<prop::sample::Index>(), size in 1_usize..20,
    ) {
        let whole = block(&rows, identity);
        let mut turned = rows.clone();
        if !turned.is_empty() {
            turned.rotate_left(seed.index(rows.len()));
            turned.reverse();
        }
        let parts: Vec<Block> = turned.chunks(size).map(|part| block(part, identity)).collect();
        prop_assert_eq!(meaning(&joined(&parts, identity)), meaning(&whole));
    }

    #[test]
    fn delivering_twice_changes_nothing(rows in any_rows(), identity in any_identity()) {
        let mut stored = block(&rows, identity);
        let again = stored.clone();
        prop_assert!(stored.merge(&again, identity).is_unchanged());
        prop_assert_eq!(meaning(&stored), meaning(&again));
    }

    #[test]
    fn a_merge_counts_what_it_did(old in any_rows(), new in any_rows(), identity in any_identity()) {
        let mut stored = block(&old, identity);
        let before = stored.all_rows().len();
        let merged = stored.merge(&block(&new, identity), identity);
        prop_assert_eq!(stored.all_rows().len() - before, usize::try_from(merged.added + merged.buried).unwrap());
    }
}

#[test]
fn a_change_is_located_by_utc_and_by_the_clocks_that_rows_name() {
    let own = |start_s, seconds, value, attributes| Row {
        attributes,
        ..row(start_s, seconds, value, 1)
    };
    let stored = block(
        &[row(0, 60, 1.0, 1), row(60, 60, 1.0, 1), row(500, 0, 1.0, 1)],
        Identity::Time,
    );
    let mut whole = stored.clone();
    let news = [row(60, 60, 2.0, 2), own(200, 30, 3.0, 1), own(400, 0, 3.0, 2)];
    whole.merge(&block(&news, Identity::Time), Identity::Time);
    let touched = Touched::between(&stored, &whole, Identity::Time).unwrap();
    assert_eq!(touched.utc, (60_000, 400_000));
    assert_eq!(touched.local, Some((400_000 - 18_000_000, 229_999 + 3_600_000)));
    assert_eq!(touched.longest_ms, 60_000);
}

#[test]
fn a_row_that_goes_touches_the_time_it_had_and_a_tombstone_alone_touches_none() {
    let own = Row {
        attributes: 1,
        ..row(200, 30, 3.0, 1)
    };
    let stored = block(&[row(0, 60, 1.0, 1), own], Identity::Time);
    let between = |rows: &[Row]| {
        let mut whole = stored.clone();
        whole.put(&block(rows, Identity::Time), Identity::Time);
        Touched::between(&stored, &whole, Identity::Time)
    };
    let tombstone = |row| Row { deleted: true, ..row };
    let buried = tombstone(Row { attributes: 0, ..own });
    let gone = between(&[buried, tombstone(row(900, 0, 1.0, 1))]).unwrap();
    let by_own_clock = Some((200_000 + 3_600_000, 229_999 + 3_600_000));
    assert_eq!((gone.utc, gone.local), ((200_000, 229_999), by_own_clock));
    let without_clock = between(&[Row { attributes: 0, ..own }]).unwrap();
    assert_eq!(without_clock.local, by_own_clock);
    assert_eq!(between(&[tombstone(row(900, 0, 1.0, 1))]), None);
}
