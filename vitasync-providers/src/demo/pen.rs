//! Formats text, numbers and times into one reused buffer.
//!
//! Dates are rendered by hand and the last day is remembered, because neighbouring rows share it;
//! this is what lets gigabytes be written at memory speed.

use super::chance::rounded;

/// A growing piece of text and the clock it is written in.
#[derive(Debug)]
pub(super) struct Pen {
    /// What has been written and not yet handed on.
    pub(super) text: Vec<u8>,
    /// Lines begun so far, counted from 1.
    pub(super) line: u64,
    offset: i64,
    suffix: String,
    day: i64,
    day_text: [u8; 10],
}

impl Pen {
    /// Creates a pen that writes times with one offset, as an export does.
    pub(super) fn new(offset: i64) -> Self {
        let minutes = offset.abs() / 60;
        let sign = if offset < 0 { '-' } else { '+' };
        Self {
            text: Vec::with_capacity(1 << 17),
            line: 1,
            offset,
            suffix: format!(" {sign}{:02}{:02}", minutes / 60, minutes % 60),
            day: i64::MIN,
            day_text: *b"0000-00-00",
        }
    }

    /// Writes text that needs no escaping and holds no line break.
    pub(super) fn raw(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    /// Writes bytes that need no escaping and hold no line break.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
    }

    /// Writes text of several lines.
    pub(super) fn lines(&mut self, text: &str) {
        self.raw(text);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        self.line += u64::try_from(breaks).expect("a text has fewer than 2^64 lines");
    }

    /// Ends the line after some last text.
    pub(super) fn end(&mut self, text: &str) {
        self.raw(text);
        self.text.push(b'\n');
        self.line += 1;
    }

    /// Writes text for an attribute's inside, escaped.
    pub(super) fn escaped(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'&' => self.raw("&amp;"),
                b'<' => self.raw("&lt;"),
                b'>' => self.raw("&gt;"),
                b'"' => self.raw("&quot;"),
                other => self.text.push(other),
            }
        }
    }

    /// Writes ` name="value"`, escaped.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.escaped(value);
        self.raw("\"");
    }

    /// Writes a whole number.
    pub(super) fn whole(&mut self, number: i64) {
        if number < 0 {
            self.text.push(b'-');
        }
        self.digits(number.unsigned_abs());
    }

    /// Writes a number with at most `places` decimals and no trailing zeros.
    pub(super) fn decimal(&mut self, number: f64, places: u32) {
        self.fraction(number, places, b'.', true);
    }

    /// Writes a number with exactly `places` decimals after the given mark.
    pub(super) fn fixed(&mut self, number: f64, places: u32, mark: u8) {
        self.fraction(number, places, mark, false);
    }

    /// Writes `YYYY-MM-DD HH:MM:SS ±HHMM` in the export's offset.
    pub(super) fn time(&mut self, instant: i64) {
        let local = instant + self.offset;
        self.date(local.div_euclid(86_400));
        self.text.push(b' ');
        self.clock(local.rem_euclid(86_400));
        let Self { text, suffix, .. } = self;
        text.extend_from_slice(suffix.as_bytes());
    }

    /// Writes `YYYY-MM-DDTHH:MM:SSZ`.
    pub(super) fn utc(&mut self, instant: i64) {
        self.date(instant.div_euclid(86_400));
        self.text.push(b'T');
        self.clock(instant.rem_euclid(86_400));
        self.text.push(b'Z');
    }

    /// Answers the wall clock the export writes for an instant: days since 1970 and second of day.
    pub(super) fn wall(&self, instant: i64) -> (i64, i64) {
        let local = instant + self.offset;
        (local.div_euclid(86_400), local.rem_euclid(86_400))
    }

    /// Writes `HH:MM:SS`.
    pub(super) fn clock(&mut self, second: i64) {
        self.pair(second / 3600);
        self.text.push(b':');
        self.pair(second / 60 % 60);
        self.text.push(b':');
        self.pair(second % 60);
    }

    /// Writes two digits.
    pub(super) fn pair(&mut self, number: i64) {
        self.text.extend_from_slice(&two(number));
    }

    /// Writes `YYYY-MM-DD` of a day counted from 1970-01-01.
    pub(super) fn date(&mut self, day: i64) {
        if day != self.day {
            self.day = day;
            self.day_text = date_text(day);
        }
        let Self { text, day_text, .. } = self;
        text.extend_from_slice(day_text);
    }

    fn fraction(&mut self, number: f64, places: u32, mark: u8, trim: bool) {
        let mut unit = 10_u64.pow(places);
        let scale = f64::from(u32::try_from(unit).expect("at most nine places are asked for"));
        let scaled = rounded(number * scale);
        if scaled < 0 {
            self.text.push(b'-');
        }
        let scaled = scaled.unsigned_abs();
        self.digits(scaled / unit);
        let mut rest = scaled % unit;
        if places == 0 || (trim && rest == 0) {
            return;
        }
        self.text.push(mark);
        while unit > 1 && !(trim && rest == 0) {
            unit /= 10;
            self.digit(rest / unit);
            rest %= unit;
        }
    }

    fn digits(&mut self, mut number: u64) {
        let mut reversed = [0_u8; 20];
        let mut used = 0;
        loop {
            reversed[used] = ascii(number % 10);
            used += 1;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        reversed[..used].reverse();
        self.text.extend_from_slice(&reversed[..used]);
    }

    fn digit(&mut self, digit: u64) {
        self.text.push(ascii(digit));
    }
}

fn ascii(digit: u64) -> u8 {
    b'0' + u8::try_from(digit).expect("one decimal digit")
}

fn two(number: i64) -> [u8; 2] {
    let number = u8::try_from(number).expect("a part of a date or clock has two digits");
    [b'0' + number / 10, b'0' + number % 10]
}

/// Renders a day counted from 1970-01-01 (the civil-from-days method, years 0 to 9999).
fn date_text(day: i64) -> [u8; 10] {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let mut text = *b"0000-00-00";
    text[0..2].copy_from_slice(&two(year / 100));
    text[2..4].copy_from_slice(&two(year % 100));
    text[5..7].copy_from_slice(&two(month));
    text[8..10].copy_from_slice(&two(day_of_month));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Pen)) -> String {
        let mut pen = Pen::new(-5 * 3600);
        write(&mut pen);
        String::from_utf8(pen.text).expect("the pen writes UTF-8")
    }

    #[test]
    fn times_carry_the_export_offset() {
        assert_eq!(written(|pen| pen.time(1_709_182_800)), "2024-02-29 00:00:00 -0500");
        assert_eq!(written(|pen| pen.utc(-1)), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn decimals_lose_trailing_zeros() {
        assert_eq!(written(|pen| pen.decimal(0.97, 4)), "0.97");
        assert_eq!(written(|pen| pen.decimal(12.0, 3)), "12");
        assert_eq!(written(|pen| pen.decimal(-0.050_4, 3)), "-0.05");
        assert_eq!(written(|pen| pen.decimal(3.000_4, 4)), "3.0004");
    }

    #[test]
    fn fixed_numbers_keep_their_places() {
        assert_eq!(written(|pen| pen.fixed(-265.868, 3, b',')), "-265,868");
        assert_eq!(written(|pen| pen.fixed(52.5, 6, b'.')), "52.500000");
    }

    #[test]
    fn days_agree_with_the_calendar() {
        for day in [-141_427_i64, -1, 0, 58, 59, 60, 11_016, 19_782, 47_540] {
            let expected = chrono::DateTime::from_timestamp(day * 86_400, 0)
                .expect("inside the calendar")
                .format("%Y-%m-%d")
                .to_string();
            assert_eq!(written(|pen| pen.date(day)), expected);
        }
    }
}
