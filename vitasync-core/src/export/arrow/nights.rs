//! Writes nights and naps.

use arrow_array::RecordBatch;

use super::columns::{dates, instants, lists, numbers, structs, table, wholes, words};
use crate::resolve::Night;
use crate::session::Session;

/// Writes nights and naps in their order, one row each; `sessions` is what they were chosen among.
///
/// | column | what |
/// | --- | --- |
/// | `date`, `kind`, `start`, `end`, `midpoint` | the civil date of waking; `night`, `split` or `nap` |
/// | `source`, `others`, `basis` | whose record counts, who has the same one, and what the figures are made from |
/// | `time_in_bed_s`, `asleep_s`, `light_s`, `deep_s`, `rem_s`, `unspecified_s`, `awake_s`, `latency_s`, `waso_s` | seconds |
/// | `awakenings`, `efficiency_percent` | as [`Night`] defines them |
/// | `stages` | list of `stage`, `start` and `end` |
pub fn nights(nights: &[Night], sessions: &[Session]) -> RecordBatch {
    let seconds = |read: fn(&Night) -> Option<i64>| wholes(nights.iter().map(read));
    let name = |at: usize| sessions[at].source.name.as_str();
    let stages = || nights.iter().flat_map(|it| &it.stages);
    let others = nights.iter().flat_map(|it| it.others.iter().map(|at| name(*at)));
    table([
        ("date", dates(nights.iter().map(|it| it.date))),
        ("kind", words(nights.iter().map(|it| it.kind.id()))),
        ("start", instants(nights.iter().map(|it| it.start))),
        ("end", instants(nights.iter().map(|it| it.end))),
        ("source", words(nights.iter().map(|it| name(it.primary)))),
        ("basis", words(nights.iter().map(|it| it.basis.id()))),
        ("time_in_bed_s", seconds(|it| Some(it.time_in_bed_s))),
        ("asleep_s", seconds(|it| it.asleep_s)),
        ("light_s", seconds(|it| it.light_s)),
        ("deep_s", seconds(|it| it.deep_s)),
        ("rem_s", seconds(|it| it.rem_s)),
        ("unspecified_s", seconds(|it| it.unspecified_s)),
        ("awake_s", seconds(|it| it.awake_s)),
        ("latency_s", seconds(|it| it.latency_s)),
        ("waso_s", seconds(|it| it.waso_s)),
        ("awakenings", seconds(|it| it.awakenings.map(i64::from))),
        ("efficiency_percent", numbers(nights.iter().map(|it| it.efficiency))),
        ("midpoint", instants(nights.iter().map(|it| it.midpoint))),
        ("others", lists(nights.iter().map(|it| it.others.len()), words(others))),
        (
            "stages",
            lists(
                nights.iter().map(|it| it.stages.len()),
                structs([
                    ("stage", words(stages().map(|it| it.stage.id()))),
                    ("start", instants(stages().map(|it| it.start))),
                    ("end", instants(stages().map(|it| it.end))),
                ]),
            ),
        ),
    ])
}
