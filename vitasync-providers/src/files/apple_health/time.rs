//! Reads the export's times: instants with the offset of the moment of export, and the wall clock of single beats.

use chrono::NaiveDate;

/// Milliseconds of half a day, after which a clock with AM and PM starts anew.
pub(crate) const HALF_DAY_MS: i64 = 43_200_000;

/// Reads times of the form `2026-01-09 08:00:00 +0000` and remembers date and offset of the last one, because the next
/// one mostly has the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    date: [u8; 11],
    offset: [u8; 6],
    /// The beginning of the date at the offset, in UTC milliseconds.
    day_ms: i64,
}

impl Clock {
    /// Reads a time as UTC milliseconds; `None` for everything that is not exactly of that form or that of iOS 8.
    #[inline]
    pub(crate) fn read(&mut self, text: &[u8]) -> Option<i64> {
        let Ok(text) = <&[u8; 25]>::try_from(text) else {
            return self.read_oldest(text);
        };
        if text[..11] != self.date || text[19..] != self.offset {
            self.learn(text)?;
        }
        let hour = two_digits(text[11], text[12])?;
        let minute = two_digits(text[14], text[15])?;
        let second = two_digits(text[17], text[18])?;
        let in_range = hour < 24 && minute < 60 && second < 60 && text[13] == b':' && text[16] == b':';
        in_range.then(|| self.day_ms + (hour * 3600 + minute * 60 + second) * 1000)
    }

    /// Reads the form of iOS 8.3 and older, `20150616071916-0700`.
    #[cold]
    fn read_oldest(&mut self, text: &[u8]) -> Option<i64> {
        let text: &[u8; 19] = text.try_into().ok()?;
        let mut same = *b"____-__-__ __:__:__ _____";
        let pieces = [
            (0, 0..4),
            (5, 4..6),
            (8, 6..8),
            (11, 8..10),
            (14, 10..12),
            (17, 12..14),
            (20, 14..19),
        ];
        for (to, piece) in pieces {
            same[to..to + piece.len()].copy_from_slice(&text[piece]);
        }
        self.read(&same)
    }

    #[cold]
    fn learn(&mut self, text: &[u8; 25]) -> Option<()> {
        let pair = |at: usize| two_digits(text[at], text[at + 1]);
        if text[4] != b'-' || text[7] != b'-' || text[10] != b' ' || text[19] != b' ' {
            return None;
        }
        let year = i32::try_from(pair(0)? * 100 + pair(2)?).ok()?;
        let (month, day) = (u32::try_from(pair(5)?).ok()?, u32::try_from(pair(8)?).ok()?);
        let midnight = NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0)?;
        let (hours, minutes) = (pair(21)?, pair(23)?);
        if hours > 23 || minutes > 59 {
            return None;
        }
        let offset_ms = (hours * 60 + minutes) * 60_000;
        let midnight_ms = midnight.and_utc().timestamp_millis();
        self.day_ms = match text[20] {
            b'+' => midnight_ms - offset_ms,
            b'-' => midnight_ms + offset_ms,
            _ => return None,
        };
        self.date.copy_from_slice(&text[..11]);
        self.offset.copy_from_slice(&text[19..]);
        Some(())
    }
}

#[inline]
fn two_digits(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
}

/// Reads the wall clock of a beat, as the phone's language writes it, as milliseconds since the last noon or midnight.
///
/// Languages differ in separators, in digits, and in how and where they write AM and PM; the order of the numbers is
/// the same everywhere. Half of the day does not matter where the record's own times are known.
pub(crate) fn beat_clock(text: &str) -> Option<i64> {
    let mut groups = [(0_i64, 0_u32); 4];
    let mut count = 0;
    let mut in_group = false;
    for letter in text.chars() {
        let Some(digit) = digit(letter) else {
            in_group = false;
            continue;
        };
        if !in_group {
            count += 1;
            in_group = true;
        }
        let (value, digits) = groups.get_mut(count - 1)?;
        // Milliseconds need three digits of the fraction; more would only be rounded away.
        if *digits < 3 {
            *value = *value * 10 + i64::from(digit);
            *digits += 1;
        }
    }
    let [(hour, _), (minute, _), (second, _), (fraction, digits)] = groups;
    let plausible = count >= 3 && hour <= 24 && minute < 60 && second < 60;
    let milliseconds = fraction * 10_i64.pow(3 - digits);
    plausible.then(|| ((hour * 60 + minute) * 60_000 + second * 1000 + milliseconds) % HALF_DAY_MS)
}

/// Reads a decimal digit of the scripts in which phones write times.
fn digit(letter: char) -> Option<u32> {
    const ZEROS: [char; 6] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{FF10}'];
    ZEROS
        .iter()
        .find_map(|&zero| (letter as u32).checked_sub(zero as u32).filter(|&value| value < 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> Option<i64> {
        Clock::default().read(text.as_bytes())
    }

    #[test]
    fn a_time_with_an_offset_becomes_an_instant() {
        assert_eq!(ms("2024-10-28 13:20:58 +0100"), Some(1_730_118_058_000));
        assert_eq!(ms("2016-11-14 07:25:41 -0700"), Some(1_479_133_541_000));
        assert_eq!(ms("2016-11-14 19:55:41 +0530"), Some(1_479_133_541_000));
    }

    #[test]
    fn what_is_remembered_of_one_time_does_not_change_the_next() {
        let mut clock = Clock::default();
        for text in [
            "2024-02-29 00:00:00 +0000",
            "2024-02-29 23:59:59 +0000",
            "2024-02-29 23:59:59 +0200",
            "2023-02-29 00:00:00 +0200",
            "2024-02-29 23:59:59 -0200",
        ] {
            assert_eq!(clock.read(text.as_bytes()), ms(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_none() {
        for text in [
            "",
            "2024-10-28",
            "20150616071916 0700",
            "2015061607191607000",
            "201506160719160-700",
            "2024-10-28T13:20:58 +0100",
            "2024-10-28 24:20:58 +0100",
            "2024-13-28 13:20:58 +0100",
            "2024-10-28 13:20:58 00100",
            "2024-10-28 13:20:58 +01000",
            "2024-10-28 13 20:58 +0100",
        ] {
            assert_eq!(ms(text), None, "{text}");
        }
    }

    #[test]
    fn the_form_of_ios_8_is_the_same_instant() {
        assert_eq!(ms("20150616071916-0700"), ms("2015-06-16 07:19:16 -0700"));
        assert!(ms("20150616071916-0700").is_some());
    }

    #[test]
    fn beats_are_read_in_every_language() {
        let morning = 3 * 3_600_000 + 10 * 60_000 + 1_100;
        for text in [
            "3:10:01.10 AM",
            "3:10:01,1 AM",
            "3:10:01.10\u{202F}AM",
            "03:10:01.100",
            "15:10:01,10",
            "3.10.01,10",
            "上午3:10:01.10",
            "٣:١٠:٠١٫١٠ ص",
        ] {
            assert_eq!(beat_clock(text), Some(morning), "{text}");
        }
        assert_eq!(beat_clock("20:14:07"), Some(29_647_000));
        assert_eq!(beat_clock("12:00:00.00 AM"), Some(0));
    }

    #[test]
    fn what_is_not_a_beat_is_none() {
        for text in ["", "3:10", "3:61:00", "AM", "1:2:3:4:5"] {
            assert_eq!(beat_clock(text), None, "{text}");
        }
    }
}
