//! Damaged files: whatever the bytes are, reading ends with a result or a typed error, and what it gives is in proportion to
//! what it got.
//!
//! The damage is the same in every run. `VITASYNC_FUZZ_CASES` sets how many cases are tried of each file (150 if it is not
//! set).

use std::sync::Arc;

use crate::archives::{gzip, zip};
use crate::try_read;
use crate::writer::{Fit, TEN, text, u8, u16, u32, word};

/// What hostile or unlucky bytes like to be.
const WORDS: [&[u8]; 12] = [
    b"<trkpt",
    b"</",
    b"<Trackpoint>",
    b"]]>",
    b"&#x110000;",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b".FIT",
    b"\x60",
    b"\x9f",
    b"PK\x03\x04",
    b"NaN",
];

/// Gives the same numbers for the same case, by the xorshift method.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        let place = self.below(bytes.len());
        match self.below(5) {
            0 => bytes[place] ^= 1 << self.below(8),
            1 => bytes[place] = self.below(256) as u8,
            2 => bytes.truncate(place + 1),
            3 => {
                let end = (place + self.below(100)).min(bytes.len());
                let copy = bytes[place..end].to_vec();
                bytes.splice(place..place, copy);
            }
            _ => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(place..place, word.iter().copied());
            }
        }
    }
}

/// Files in which everything occurs that is read.
fn seeds() -> Vec<Vec<u8>> {
    let mut fit = Fit::activity()
        .message(
            206,
            &[
                u8(0, 0),
                u8(1, 0),
                u8(2, 0x84),
                text(3, "Power"),
                u16(14, 20),
                u8(15, 7),
            ],
        )
        .message(21, &[u32(253, TEN), word(0, 0), word(1, 0)])
        .records(TEN, 5)
        .message(78, &[u16(0, 812)])
        .message(132, &[u32(253, TEN), u32(9, 1000), u8(6, 100)])
        .message(101, &[u32(2, TEN), u32(3, 30_000), u16(5, 18), word(12, 1)])
        .message(225, &[u32(6, TEN), u32(0, 40_000), u16(3, 10), word(5, 1)])
        .message(103, &[u32(253, TEN), u32(0, TEN + 3600)])
        .message(55, &[u32(253, TEN), word(5, 6), u32(3, 400), u8(27, 61)])
        .message(275, &[u32(253, TEN), word(0, 3)])
        .message(30, &[u32(253, TEN), u16(0, 7000), u16(12, 1)])
        .session(5, TEN, 30)
        .session(2, TEN + 30, 30);
    fit.define(3, 20, &[u32(253, TEN)], &[[0, 2, 0]]);
    fit.bytes(&[3, 1, 2, 3, 4, 5, 6, 0xe1]);
    let fit = fit.message(34, &[u32(253, TEN), word(2, 1), u32(5, TEN)]).finish();
    let tcx = br#"<?xml version="1.0"?><TrainingCenterDatabase><Activities><MultiSportSession><FirstSport><Activity Sport="Biking">
        <Id>2026-01-01T10:00:00Z</Id><Lap StartTime="2026-01-01T10:00:00Z"><TotalTimeSeconds>2</TotalTimeSeconds><Track><Trackpoint>
        <Time>2026-01-01T10:00:00Z</Time><Position><LatitudeDegrees>1</LatitudeDegrees><LongitudeDegrees>2</LongitudeDegrees></Position>
        <DistanceMeters>3</DistanceMeters><HeartRateBpm><Value>120</Value></HeartRateBpm></Trackpoint></Track></Lap></Activity></FirstSport>
        </MultiSportSession></Activities></TrainingCenterDatabase>"#;
    let gpx = br#"<gpx creator="x"><trk><name>n</name><trkseg><trkpt lat="1" lon="2"><ele>3</ele><time>2026-01-01T10:00:00Z</time>
        <extensions><hr>120</hr></extensions></trkpt></trkseg></trk></gpx>"#;
    let packed = gzip(&fit);
    let archive = zip(&[("a.fit.gz", packed.as_slice()), ("b.tcx", tcx), ("c.gpx", gpx)]);
    vec![fit, tcx.to_vec(), gpx.to_vec(), packed, archive]
}

#[test]
fn damaged_files_end_with_a_result_or_an_error_and_never_blow_up() {
    let cases: u64 = std::env::var("VITASYNC_FUZZ_CASES").map_or(150, |cases| cases.parse().unwrap());
    for (seed, whole) in seeds().into_iter().enumerate() {
        assert!(try_read(whole.clone()).is_ok(), "seed {seed}");
        for case in 0..cases {
            let mut dice = Dice((case + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            let mut bytes = whole.clone();
            for _ in 0..=dice.below(6) {
                dice.damage(&mut bytes);
            }
            let length = bytes.len();
            let bytes: Arc<[u8]> = bytes.into();
            if let Ok(found) = try_read(bytes) {
                let given = found.samples.len() + found.sessions.len() + found.rejected.len();
                assert!(
                    given <= 100 + 20 * length,
                    "seed {seed}, case {case}: {given} of {length} bytes"
                );
            }
        }
    }
}
