//! Writes numbers, times and tables the way people read them.

use std::fmt::Write as _;

/// Groups the digits of a whole number: `1 234 567` with narrow spaces that do not break.
pub(super) fn whole(number: impl Into<i128>) -> String {
    let number = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// Writes seconds as hours and minutes: `7 h 05`.
pub(super) fn hours(seconds: i64) -> String {
    let minutes = (seconds + 30).div_euclid(60);
    format!("{} h {:02}", minutes / 60, minutes % 60)
}

/// Writes a number with so many digits behind the point and its thousands grouped.
pub(super) fn number(value: f64, digits: usize) -> String {
    let written = format!("{value:.digits$}");
    let (whole_part, rest) = written.split_at(written.find('.').unwrap_or(written.len()));
    whole_part
        .parse::<i64>()
        .map_or_else(|_| written.clone(), |it| format!("{}{rest}", whole(it)))
}

/// Writes bytes with a unit people use.
pub(super) fn bytes(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

/// Draws values as a row of bars from the least to the greatest; a missing value is a gap.
pub(super) fn sparkline(values: impl IntoIterator<Item = Option<f64>> + Clone) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let known = || values.clone().into_iter().flatten();
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
        (low.min(it), high.max(it))
    });
    let bar = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of 0 to 1 of seven steps"
        )]
        let step = (share * 7.0).round() as usize;
        BARS[step.min(7)]
    };
    values.into_iter().map(|value| value.map_or(' ', bar)).collect()
}

/// A table whose columns are as wide as they need to be.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    columns: &'static [Column],
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// On the left.
    Text,
    /// On the right.
    Number,
}

impl Table {
    /// Starts a table with its header; columns beyond those that are described hold numbers.
    pub(super) fn new<'a>(columns: &'static [Column], header: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            rows: vec![header.into_iter().map(str::to_owned).collect()],
            columns,
        }
    }

    /// Adds a row, with as many cells as the header has.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Tells whether there is no row beside the header.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.len() == 1
    }

    /// Writes the table, indented by two spaces, with a line under the header.
    pub(super) fn print(&self) -> String {
        let columns = self.rows[0].len();
        let width = |column: usize| {
            self.rows
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut out = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            let cells =
                row.iter()
                    .zip(&widths)
                    .enumerate()
                    .map(|(column, (cell, &width))| match self.columns.get(column) {
                        Some(Column::Text) => format!("{cell:<width$}"),
                        Some(Column::Number) | None => format!("{cell:>width$}"),
                    });
            let line = cells.collect::<Vec<_>>().join("  ");
            writeln!(out, "  {}", line.trim_end()).expect("writing to text never fails");
            if at == 0 {
                let rule: usize = widths.iter().sum::<usize>() + 2 * (columns - 1);
                writeln!(out, "  {}", "─".repeat(rule)).expect("writing to text never fails");
            }
        }
        out
    }
}

/// Shows a database's address without its password.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((login, place)) = rest.rsplit_once('@') else {
        return url.to_owned();
    };
    let user = login.split_once(':').map_or(login, |(user, _)| user);
    format!("{scheme}://{user}@{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1000, -1_234_567].map(whole),
            ["0", "999", "1\u{202f}000", "-1\u{202f}234\u{202f}567"]
        );
    }

    #[test]
    fn a_gap_in_the_data_is_a_gap_in_the_line() {
        assert_eq!(sparkline([Some(1.0), None, Some(8.0)]), "▁ █");
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(
            without_password("postgres://ada:secret@db/vitasync"),
            "postgres://ada@db/vitasync"
        );
        assert_eq!(without_password("vitasync.db"), "vitasync.db");
    }

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&[Column::Text], ["day", "steps"]);
        table.row(["Monday".into(), "9 000".into()]);
        assert_eq!(table.print(), "  day     steps\n  ─────────────\n  Monday  9 000\n");
    }
}
