//! Reads the CSV files that hold the electrocardiograms of an Apple Watch.
//!
//! A file is a header of `key,value` lines, then one voltage per line. The keys follow the language of the phone, and so
//! do the words and the decimal separator of the values: `-265,868` is one number, not two columns. So a header line is
//! known by its English key or else by the shape of its value, and the order of the lines, which no language changes.
//!
//! Invariant: every line after the header becomes a voltage or a rejection with its position. The person's name and date
//! of birth, which head the file, are not kept.

use std::io::{self, BufRead, Read};

use chrono::{DateTime, FixedOffset};
use vitasync_core::error::Reason;

use super::archive::ReadFault;

/// The most voltages and rejections one file may have: half an hour at 512 a second. A recording takes 30 seconds.
pub const MAX_SAMPLES: usize = 1_000_000;

const MAX_LINE: u64 = 4096;
const MAX_HEADER_LINES: usize = 100;

/// A recorded electrocardiogram.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ecg {
    /// When the recording began.
    pub recorded_at: Option<DateTime<FixedOffset>>,
    /// What the watch makes of it, in its own word and language: `Sinus Rhythm`.
    pub classification: Option<String>,
    /// The symptoms the person chose, as they are written.
    pub symptoms: Option<String>,
    /// The version of the algorithm.
    pub software_version: Option<String>,
    /// The hardware: `Watch6,2`.
    pub device: Option<String>,
    /// How many voltages a second has.
    pub sample_rate_hz: Option<f64>,
    /// The lead, in the words of the file: `Lead I`.
    pub lead: Option<String>,
    /// The voltages in microvolts, in order.
    pub microvolts: Vec<f64>,
    /// The lines after the header that are no voltage, with the byte where each begins, and a break of the file.
    pub rejected: Vec<(u64, Reason)>,
}

/// Why a file gives no electrocardiogram.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EcgError {
    /// There is no header followed by numbers.
    #[error("it is not an electrocardiogram")]
    NotEcg,
    /// Its numbers are in a unit that is not one of voltage, or in none.
    #[error("its numbers are in {unit:?}, which is not a known unit of voltage")]
    UnknownUnit {
        /// What stands in place of the unit.
        unit: String,
    },
    /// It has more samples than a recording can have.
    #[error("it has more than {limit} samples")]
    TooManySamples {
        /// The most that are read.
        limit: usize,
    },
    /// It is larger than the caller allows.
    #[error("it is larger than {limit} bytes")]
    TooLarge {
        /// The most that is read.
        limit: u64,
    },
    /// The bytes could not be fetched.
    #[error("it could not be read")]
    Io(#[source] io::Error),
}

/// Reads an electrocardiogram.
///
/// ```
/// use vitasync_providers::files::apple_health::ecg::read_ecg;
///
/// let csv = "Nombre,Ann\nFecha,2026-08-26 18:15:35 +0100\nClase,Ritmo sinusal\nFrecuencia,512 hercios\n\n\
///            Derivación,Derivación I\nUnidad,µV\n\n-265,868\n12\n";
/// let ecg = read_ecg(csv.as_bytes())?;
/// assert_eq!(ecg.microvolts, [-265.868, 12.0]);
/// assert_eq!(ecg.sample_rate_hz, Some(512.0));
/// # Ok::<(), vitasync_providers::files::apple_health::ecg::EcgError>(())
/// ```
pub fn read_ecg(reader: impl BufRead) -> Result<Ecg, EcgError> {
    let mut lines = Lines {
        reader,
        at: 0,
        line: Vec::new(),
        broken: None,
    };
    let mut header = Vec::new();
    let mut ecg = Ecg::default();
    let mut scale = None;
    while let Some((position, line)) = lines.next()? {
        let line = western(line.trim());
        if line.is_empty() {
            continue;
        }
        match (number(&line), scale) {
            (Some(value), Some(scale)) => ecg.microvolts.push(value * scale),
            (Some(value), None) => {
                let known = read_header(&header, &mut ecg)?;
                ecg.microvolts.push(value * known);
                scale = Some(known);
            }
            (None, Some(_)) => ecg.rejected.push((
                position,
                Reason::NotANumber {
                    text: line.chars().take(80).collect(),
                },
            )),
            (None, None) if header.len() == MAX_HEADER_LINES => return Err(EcgError::NotEcg),
            (None, None) => header.push(key_and_value(&line)),
        }
        if ecg.microvolts.len() + ecg.rejected.len() > MAX_SAMPLES {
            return Err(EcgError::TooManySamples { limit: MAX_SAMPLES });
        }
    }
    if scale.is_none() {
        read_header(&header, &mut ecg)?;
    }
    ecg.rejected.extend(lines.broken);
    Ok(ecg)
}

/// Reads the lines before the first number into an electrocardiogram, and finds the factor to microvolts.
fn read_header(header: &[(String, String)], ecg: &mut Ecg) -> Result<f64, EcgError> {
    let keyed = |english: &str| header.iter().position(|(key, _)| key.eq_ignore_ascii_case(english));
    // The unit is the last line of the header and the lead the one before it.
    let unit = keyed("Unit").or(header.len().checked_sub(1)).ok_or(EcgError::NotEcg)?;
    let lead = keyed("Lead").or(unit.checked_sub(1));
    let recorded = header.iter().position(|(_, value)| timestamp(value).is_some());
    // The lines above are the person's, and a date of birth may look like a version.
    let first = recorded.map_or(0, |line| line + 1);
    let shaped = |shape: fn(&str) -> bool| (first..header.len()).find(|line| shape(&header[*line].1));
    let rate = shaped(|value| sample_rate(value).is_some());
    if recorded.is_none() && rate.is_none() {
        return Err(EcgError::NotEcg);
    }
    let scale = header.get(unit).and_then(|(_, unit)| microvolts_per(unit));
    let scale = scale.ok_or_else(|| EcgError::UnknownUnit {
        unit: header
            .get(unit)
            .map(|(_, unit)| unit.chars().take(80).collect())
            .unwrap_or_default(),
    })?;

    // Lines below the recorded date, unless a line that is known by its shape stands there.
    let known = [
        recorded,
        shaped(is_version),
        shaped(is_hardware),
        rate,
        lead,
        Some(unit),
    ];
    let below = |distance| {
        recorded
            .map(|line| line + distance)
            .filter(|line| !known.contains(&Some(*line)))
    };
    let value = |line: Option<usize>| Some(&header.get(line?)?.1).filter(|value| !value.is_empty()).cloned();

    ecg.recorded_at = recorded.and_then(|line| timestamp(&header[line].1));
    ecg.classification = value(keyed("Classification").or_else(|| below(1)));
    ecg.symptoms = value(keyed("Symptoms").or_else(|| below(2)));
    ecg.software_version = value(keyed("Software Version").or_else(|| shaped(is_version)));
    ecg.device = value(keyed("Device").or_else(|| shaped(is_hardware)));
    ecg.sample_rate_hz = rate.and_then(|line| sample_rate(&header[line].1));
    ecg.lead = value(lead.filter(|line| Some(*line) > rate));
    Ok(scale)
}

/// Splits a line at its first comma outside quotes and takes the quotes off both sides.
fn key_and_value(line: &str) -> (String, String) {
    let mut quoted = false;
    let comma = line.find(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    let (key, value) = comma.map_or((line, ""), |at| (&line[..at], &line[at + 1..]));
    (unquote(key), unquote(value))
}

fn unquote(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.map_or_else(
        || text.to_owned(),
        |inner| inner.replace("\"\"", "\"").trim().to_owned(),
    )
}

fn timestamp(value: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S %z").ok()
}

/// Reads `512.844 hertz`, `512 Hz` or `512 赫兹`: a number in the range of sample rates and one word.
fn sample_rate(value: &str) -> Option<f64> {
    let digits = value.find(|c: char| !matches!(c, '0'..='9' | '.' | ','))?;
    let (rate, unit) = value.split_at(digits);
    let unit = unit.trim();
    let word = !unit.is_empty() && unit.chars().all(char::is_alphabetic);
    number(rate).filter(|rate| word && (50.0..=10_000.0).contains(rate))
}

fn is_version(value: &str) -> bool {
    value.contains('.')
        && value
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Tells whether a value is a hardware name such as `Watch6,2`.
fn is_hardware(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    value.split_once(',').is_some_and(|(family, minor)| {
        let major = family.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        major.len() < family.len() && digits(major) && digits(minor)
    })
}

fn microvolts_per(unit: &str) -> Option<f64> {
    match unit {
        // The micro sign, the Greek letter, and scripts that have a word of their own.
        "\u{b5}V" | "\u{3bc}V" | "uV" | "мкВ" | "微伏" | "マイクロボルト" => Some(1.0),
        "mV" | "мВ" | "毫伏" => Some(1e3),
        "V" => Some(1e6),
        _ => None,
    }
}

/// Reads a number with a decimal point or a decimal comma.
fn number(text: &str) -> Option<f64> {
    let text = text
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(text)
        .trim();
    let numeric = |c: char| matches!(c, '0'..='9' | '.' | ',' | '-' | '+' | 'e' | 'E');
    if !text.chars().all(numeric) {
        return None;
    }
    let value = match text.contains(',') {
        true => fast_float2::parse::<f64, _>(text.replace(',', ".")),
        false => fast_float2::parse::<f64, _>(text),
    };
    value.ok().filter(|value| value.is_finite())
}

/// Writes other scripts' digits, signs and spaces as Western ones and drops the marks of writing direction.
fn western(line: &str) -> String {
    let digit = |c: char, zero: u32| char::from_digit(u32::from(c) - zero, 10);
    let western = |c| match c {
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{66b}' => Some('.'),
        '\u{2212}' => Some('-'),
        '\u{a0}' | '\u{202f}' => Some(' '),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => None,
        _ => Some(c),
    };
    line.chars().filter_map(western).collect()
}

/// Goes through the lines, none of which can fill the memory.
struct Lines<R> {
    reader: R,
    at: u64,
    line: Vec<u8>,
    broken: Option<(u64, Reason)>,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Option<(u64, String)>, EcgError> {
        let position = self.at;
        if self.broken.is_some() {
            return Ok(None);
        }
        self.line.clear();
        match self.reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut self.line) {
            Ok(_) => {}
            Err(error) => match ReadFault::of(&error) {
                Some(ReadFault::TooLarge { limit }) => return Err(EcgError::TooLarge { limit: *limit }),
                Some(ReadFault::Truncated { .. }) => self.broken = Some((position, Reason::Truncated)),
                Some(fault) => {
                    self.broken = Some((
                        position,
                        Reason::Malformed {
                            detail: fault.to_string(),
                        },
                    ))
                }
                None => return Err(EcgError::Io(error)),
            },
        }
        // A line that broke off may be half a number.
        if self.line.is_empty() || self.broken.is_some() {
            return Ok(None);
        }
        self.at += self.line.len() as u64;
        Ok(Some((position, String::from_utf8_lossy(&self.line).into_owned())))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    const ENGLISH: &str = "Name,Test Person\nDate of Birth,\"4 Jan 1992\"\nRecorded Date,2026-08-26 18:15:35 +0100\n\
        Classification,Sinus Rhythm\nSymptoms,\nSoftware Version,1.90\nDevice,\"Watch7,11\"\nSample Rate,512 hertz\n\n\n\
        Lead,Lead I\nUnit,µV\n\n-265.868\n-271.819\n12\n";

    const GERMAN: &str = "\u{feff}Name,\"Person, Test\"\r\nGeburtsdatum,\"04.01.1992\"\r\n\
        Aufzeichnungsdatum,2026-08-26 18:15:35 +0100\r\nKlassifizierung,Vorhofflimmern\r\n\
        Symptome,\"Müdigkeit, Schwindel\"\r\nSoftwareversion,1.90\r\nGerät,\"Watch6,2\"\r\nMessrate,\"512,844 Hertz\"\r\n\r\n\r\n\
        Ableitung,Ableitung I\r\nEinheit,µV\r\n\r\n-265,868\r\n-271,819\r\n12\r\n";

    #[test]
    fn an_english_recording_keeps_every_line() {
        let expected = Ecg {
            recorded_at: Some("2026-08-26T18:15:35+01:00".parse().unwrap()),
            classification: Some("Sinus Rhythm".into()),
            symptoms: None,
            software_version: Some("1.90".into()),
            device: Some("Watch7,11".into()),
            sample_rate_hz: Some(512.0),
            lead: Some("Lead I".into()),
            microvolts: vec![-265.868, -271.819, 12.0],
            rejected: vec![],
        };
        assert_eq!(read_ecg(ENGLISH.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn a_recording_in_another_language_is_read_by_shape() {
        let expected = Ecg {
            recorded_at: Some("2026-08-26T18:15:35+01:00".parse().unwrap()),
            classification: Some("Vorhofflimmern".into()),
            symptoms: Some("Müdigkeit, Schwindel".into()),
            software_version: Some("1.90".into()),
            device: Some("Watch6,2".into()),
            sample_rate_hz: Some(512.844),
            lead: Some("Ableitung I".into()),
            microvolts: vec![-265.868, -271.819, 12.0],
            rejected: vec![],
        };
        assert_eq!(read_ecg(GERMAN.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn a_line_known_by_its_shape_is_never_taken_for_symptoms() {
        let csv = "日期,2026-08-26 18:15:35 +0800\n分类,窦性心律\n软件版本,2.0\n设备,\"Watch6,2\"\n采样率,512 赫兹\n导联,I\n单位,微伏\n1\n";
        let ecg = read_ecg(csv.as_bytes()).unwrap();
        assert_eq!((ecg.classification.as_deref(), ecg.symptoms), (Some("窦性心律"), None));
        assert_eq!(ecg.sample_rate_hz, Some(512.0));
    }

    #[test]
    fn arabic_digits_are_numbers() {
        let csv = "التاريخ,2026-08-26 18:15:35 +0300\nمعدل,٥١٢ هرتز\n\nالقطب,I\nالوحدة,µV\n\n\u{61c}-٢٦٥٫٨٦٨\n";
        let ecg = read_ecg(csv.as_bytes()).unwrap();
        assert_eq!((ecg.microvolts, ecg.sample_rate_hz), (vec![-265.868], Some(512.0)));
    }

    #[test]
    fn millivolts_become_microvolts() {
        let csv = ENGLISH.replace("µV", "mV").replace("-265.868", "-0.25");
        assert_eq!(read_ecg(csv.as_bytes()).unwrap().microvolts[0], -250.0);
    }

    #[test]
    fn a_line_that_is_no_number_is_rejected_where_it_stands() {
        let csv = ENGLISH.replace("-271.819", "oops");
        let ecg = read_ecg(csv.as_bytes()).unwrap();
        assert_eq!(ecg.microvolts, [-265.868, 12.0]);
        let position = csv.find("oops").unwrap() as u64;
        assert_eq!(ecg.rejected, [(position, Reason::NotANumber { text: "oops".into() })]);
    }

    #[test]
    fn numbers_in_an_unknown_unit_are_refused() {
        let error = read_ecg(ENGLISH.replace("µV", "furlong").as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "its numbers are in \"furlong\", which is not a known unit of voltage"
        );
    }

    #[test]
    fn what_is_not_a_recording_is_refused() {
        for csv in ["", "a,b\n1,2\n3,4\n", "hello\n", "1\n2\n3\n"] {
            assert!(matches!(read_ecg(csv.as_bytes()), Err(EcgError::NotEcg)), "{csv:?}");
        }
    }

    #[test]
    fn a_line_that_never_ends_stops_it_early() {
        let endless = io::BufReader::new(io::repeat(b'x'));
        assert!(matches!(read_ecg(endless), Err(EcgError::NotEcg)));
    }
}
