//! The generated reference in `docs/` shows what the tables hold.

use std::fmt::Write as _;
use std::path::Path;

use vitasync_core::metric::{Category, Metric};
use vitasync_core::sport::{Sport, SportCategory, Vendor};
use vitasync_core::unit::Unit;

#[test]
fn the_reference_of_metrics_is_up_to_date() {
    check("docs/metrics.md", &metrics_reference());
}

#[test]
fn the_reference_of_sports_is_up_to_date() {
    check("docs/sports.md", &sports_reference());
}

/// Compares a committed file with what the tables say, or rewrites it.
#[expect(clippy::disallowed_methods, reason = "the test reads and writes the generated files")]
fn check(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&file, expected).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_else(|error| format!("({error})"));
    assert!(
        committed == expected,
        "{path} does not show what the tables hold; rewrite it with \
         `UPDATE_GENERATED=1 cargo test -p vitasync-core --test catalogue` and commit it"
    );
}

fn metrics_reference() -> String {
    let mut out = String::from(
        "<!-- Generated from vitasync-core/src/metric.rs and unit.rs by the test `catalogue`; do not edit. -->\n\n\
         # Metrics\n\n\
         Every value is stored in the unit given here as a UCUM code. *Span* says how the values of a span of time become \
         one, *covers* what one stored value stands for, *plausible* the hard limits of one stored value. A LOINC code in \
         brackets is not verified by a published guide. HealthKit names leave out `HKQuantityTypeIdentifier` and \
         `HKCategoryTypeIdentifier`. Rows marked ⟳ are logged events: equal rows at one instant are two events.\n",
    );
    for category in Category::ALL {
        let specs: Vec<_> = Metric::ALL
            .iter()
            .map(|metric| metric.spec())
            .filter(|s| s.category == *category)
            .collect();
        heading(&mut out, category.id(), specs.len());
        out.push_str("| Metric | Name | Unit | Span | Covers | Plausible | LOINC | HealthKit | Health Connect |\n");
        out.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for spec in &specs {
            let shapes: Vec<_> = spec.time_shapes.iter().map(|shape| shape.id()).collect();
            let loinc = spec.loinc.map(|code| match spec.loinc_status {
                Some(status) if status.is_verified() => code.to_owned(),
                _ => format!("({code})"),
            });
            let healthkit = spec.healthkit.iter().map(|id| id.split("Identifier").last().unwrap());
            let healthkit: Vec<_> = healthkit.chain(spec.healthkit_part.iter().copied()).collect();
            let cells = [
                format!("`{}`{}", spec.id, if spec.repeatable { " ⟳" } else { "" }),
                spec.display_name.to_owned(),
                code(spec.unit),
                spec.aggregation.id().replace('_', " "),
                shapes.join(", "),
                spec.plausible
                    .map(|(min, max)| format!("{min} to {max}"))
                    .unwrap_or_default(),
                loinc.unwrap_or_default(),
                healthkit.join(", "),
                spec.health_connect.join(", "),
            ];
            row(&mut out, &cells);
        }
        let notes: Vec<_> = specs
            .iter()
            .filter_map(|s| s.note.map(|note| format!("- `{}`: {note}\n", s.id)))
            .collect();
        if !notes.is_empty() {
            write!(out, "\n{}", notes.concat()).unwrap();
        }
    }
    out.push_str("\n## Units\n\nThe words read as each unit. Units of different quantities never convert.\n\n");
    out.push_str("| Quantity | Unit | UCUM | Words |\n| --- | --- | --- | --- |\n");
    for unit in Unit::ALL {
        let words: Vec<_> = unit.symbols().iter().map(|symbol| format!("`{symbol}`")).collect();
        row(
            &mut out,
            &[
                unit.quantity().id().replace('_', " "),
                unit.to_string(),
                code(Some(*unit)),
                words.join(", "),
            ],
        );
    }
    out
}

fn sports_reference() -> String {
    let mut out = String::from(
        "<!-- Generated from vitasync-core/src/sport.rs by the test `catalogue`; do not edit. -->\n\n\
         # Sports\n\n\
         A vendor's value is its word and, behind a colon, its number. Values behind a `~` are the closest ones a vendor \
         has: they are written, never read back as this sport. MET is the metabolic equivalent at a usual intensity with \
         its code in the Compendium of Physical Activities.\n",
    );
    for category in SportCategory::ALL {
        let specs: Vec<_> = Sport::ALL
            .iter()
            .map(|sport| sport.spec())
            .filter(|s| s.category == *category)
            .collect();
        heading(&mut out, category.id(), specs.len());
        out.push_str("| Sport | Name | Part of | Route | MET |\n| --- | --- | --- | --- | --- |\n");
        for spec in &specs {
            let compendium = spec.compendium_code.zip(spec.compendium_year);
            let met = spec
                .met
                .zip(compendium)
                .map(|(met, (code, year))| format!("{met:.1} ({code}, {year})"));
            let cells = [
                format!("`{}`", spec.id),
                spec.display_name.to_owned(),
                spec.parent.map(|parent| format!("`{parent}`")).unwrap_or_default(),
                String::from(if spec.gps_typical { "yes" } else { "" }),
                met.unwrap_or_default(),
            ];
            row(&mut out, &cells);
        }
        for vendors in Vendor::ALL.chunks(5) {
            let names: Vec<_> = vendors.iter().map(|vendor| vendor.id().replace('_', " ")).collect();
            writeln!(
                out,
                "\n| Sport | {} |\n| --- |{}",
                names.join(" | "),
                " --- |".repeat(vendors.len())
            )
            .unwrap();
            for spec in &specs {
                let values = vendors.iter().map(|vendor| {
                    let known = spec.vendors.iter().find(|(known, _)| known == vendor);
                    known.map(|(_, values)| values.join(", ")).unwrap_or_default()
                });
                let cells: Vec<_> = std::iter::once(format!("`{}`", spec.id)).chain(values).collect();
                row(&mut out, &cells);
            }
        }
    }
    out
}

fn heading(out: &mut String, id: &str, rows: usize) {
    let words = id.replace('_', " ");
    let (first, rest) = words.split_at(1);
    writeln!(out, "\n## {}{rest} ({rows})\n", first.to_uppercase()).unwrap();
}

fn code(unit: Option<Unit>) -> String {
    unit.and_then(Unit::ucum)
        .map(|code| format!("`{code}`"))
        .unwrap_or_default()
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<_> = cells
        .iter()
        .map(|cell| cell.replace('|', "\\|").replace('~', "\\~"))
        .collect();
    writeln!(out, "| {} |", cells.join(" | ")).unwrap();
}
