//! Cuts a table of comma-separated values (RFC 4180) into rows, and places the times of WHOOP's.

use std::collections::HashMap;
use std::mem;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use vitasync_core::error::Reason;

/// A table in memory.
pub(super) struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<(u64, Vec<String>)>,
}

/// A row, by the names of its columns.
pub(super) struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    fields: &'a [String],
    /// Where it begins in the file.
    pub(super) byte: u64,
}

impl Table {
    /// Reads a table whose first row names the columns. What is no UTF-8 is replaced.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut rows = rows(bytes);
        let names = if rows.is_empty() { Vec::new() } else { rows.remove(0).1 };
        let columns = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| (name.trim_start_matches('\u{feff}').trim().to_owned(), at));
        Self {
            columns: columns.collect(),
            rows,
        }
    }

    /// Tells whether there is a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Lists the rows. One with another number of fields than columns is damaged.
    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, (u64, Reason)>> {
        self.rows.iter().map(|(byte, fields)| {
            let (found, expected) = (fields.len(), self.columns.len());
            if found != expected {
                let detail = format!("{found} fields for {expected} columns");
                return Err((*byte, Reason::Malformed { detail }));
            }
            Ok(Row {
                columns: &self.columns,
                fields,
                byte: *byte,
            })
        })
    }
}

fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
    let (mut rows, mut fields, mut field) = (Vec::new(), Vec::new(), Vec::new());
    let (mut begin, mut quoted, mut at) = (0, false, 0);
    let text = |field: &mut Vec<u8>| String::from_utf8_lossy(&mem::take(field)).into_owned();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => {
                field.push(b'"');
                at += 1;
            }
            b'"' => quoted = !quoted,
            b',' if !quoted => fields.push(text(&mut field)),
            b'\n' if !quoted => {
                fields.push(text(&mut field));
                rows.push((begin as u64, mem::take(&mut fields)));
                begin = at + 1;
            }
            b'\r' if !quoted => {}
            _ => field.push(*byte),
        }
        at += 1;
    }
    if !fields.is_empty() || !field.is_empty() {
        fields.push(text(&mut field));
        rows.push((begin as u64, fields));
    }
    rows.retain(|(_, fields)| fields.len() > 1 || !fields[0].trim().is_empty());
    rows
}

impl Row<'_> {
    /// Reads a field that is not empty.
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        let field = self.fields[*self.columns.get(column)?].trim();
        (!field.is_empty()).then_some(field)
    }

    /// Reads a number, where there is one.
    pub(super) fn number(&self, column: &str) -> Result<Option<f64>, Reason> {
        let read = |text: &str| {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.ok_or_else(|| Reason::NotANumber { text: text.to_owned() })
        };
        self.text(column).map(read).transpose()
    }

    /// Reads a time on the clock of the cycle's zone, where there is one.
    pub(super) fn time(&self, column: &str) -> Result<Option<DateTime<FixedOffset>>, Reason> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let zone = self.need("Cycle timezone")?;
        let not_a_time = || Reason::NotATime {
            text: format!("{text} {zone}"),
        };
        let offset = match zone.strip_prefix("UTC").unwrap_or(zone) {
            "" | "Z" => "+00:00",
            offset => offset,
        };
        let offset: FixedOffset = offset.parse().map_err(|_| not_a_time())?;
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").map_err(|_| not_a_time())?;
        local
            .and_local_timezone(offset)
            .single()
            .ok_or_else(not_a_time)
            .map(Some)
    }

    /// Reads a time that has to be there.
    pub(super) fn need_time(&self, column: &str) -> Result<DateTime<FixedOffset>, Reason> {
        self.time(column)?.ok_or_else(|| missing(column))
    }

    fn need(&self, column: &str) -> Result<&str, Reason> {
        self.text(column).ok_or_else(|| missing(column))
    }
}

fn missing(column: &str) -> Reason {
    Reason::MissingField {
        field: column.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        let table = Table::parse(b"\xef\xbb\xbfa,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n2,");
        let rows: Vec<_> = table
            .rows()
            .map(|row| row.map(|row| (row.byte, row.text("b").map(str::to_owned))))
            .collect();
        assert_eq!(rows, [Ok((8, Some("x, \"y\"\nz".to_owned()))), Ok((26, None))]);
    }

    #[test]
    fn a_row_of_another_length_is_damaged_alone() {
        let table = Table::parse(b"a,b\n1\n1,2\n");
        let found: Vec<bool> = table.rows().map(|row| row.is_ok()).collect();
        assert_eq!(found, [false, true]);
    }
}
