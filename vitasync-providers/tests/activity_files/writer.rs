//! Writes small FIT files.

/// A file that is being written.
pub(crate) struct Fit {
    data: Vec<u8>,
    big_endian: bool,
}

/// One field of a message: number, base type and the bytes of its value, least significant first.
pub(crate) type Field = (u8, u8, Vec<u8>);

/// Base types.
pub(crate) const ENUM: u8 = 0x00;
pub(crate) const UINT8: u8 = 0x02;
pub(crate) const SINT32: u8 = 0x85;
pub(crate) const UINT16: u8 = 0x84;
pub(crate) const UINT32: u8 = 0x86;
pub(crate) const STRING: u8 = 0x07;

/// 2026-01-01T10:00:00Z in seconds of the format's epoch.
pub(crate) const TEN: u32 = 1_136_196_000;

pub(crate) fn u8(number: u8, value: u8) -> Field {
    (number, UINT8, vec![value])
}

pub(crate) fn word(number: u8, value: u8) -> Field {
    (number, ENUM, vec![value])
}

pub(crate) fn u16(number: u8, value: u16) -> Field {
    (number, UINT16, value.to_le_bytes().to_vec())
}

pub(crate) fn u32(number: u8, value: u32) -> Field {
    (number, UINT32, value.to_le_bytes().to_vec())
}

pub(crate) fn text(number: u8, value: &str) -> Field {
    (number, STRING, [value.as_bytes(), &[0]].concat())
}

pub(crate) fn degrees(number: u8, value: f64) -> Field {
    let semicircles = (value * 2_147_483_648.0 / 180.0).round() as i32;
    (number, SINT32, semicircles.to_le_bytes().to_vec())
}

impl Fit {
    pub(crate) fn new() -> Self {
        Self {
            data: Vec::new(),
            big_endian: false,
        }
    }

    pub(crate) fn big_endian() -> Self {
        Self {
            big_endian: true,
            ..Self::new()
        }
    }

    /// Begins an activity of a device.
    pub(crate) fn activity() -> Self {
        Self::new().message(0, &[word(0, 4), u16(1, 1), u16(2, 3113), u32(4, TEN)])
    }

    /// Adds a message under a definition of its own.
    pub(crate) fn message(mut self, number: u16, fields: &[Field]) -> Self {
        self.define(0, number, fields, &[]);
        self.data.push(0);
        self.values(fields);
        self
    }

    /// Adds a definition with developers' fields: number, size and the developer's index of each.
    pub(crate) fn define(&mut self, local: u8, number: u16, fields: &[Field], own: &[[u8; 3]]) {
        self.data.push(if own.is_empty() { 0x40 } else { 0x60 } | local);
        self.data.extend([0, u8::from(self.big_endian)]);
        let number = if self.big_endian {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        };
        self.data.extend(number);
        self.data.push(fields.len() as u8);
        for (number, kind, value) in fields {
            self.data.extend([*number, value.len() as u8, *kind]);
        }
        if !own.is_empty() {
            self.data.push(own.len() as u8);
            self.data.extend(own.as_flattened());
        }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.data.extend(bytes);
    }

    pub(crate) fn values(&mut self, fields: &[Field]) {
        for (_, kind, value) in fields {
            let mut value = value.clone();
            if self.big_endian && *kind != STRING {
                value.reverse();
            }
            self.data.extend(value);
        }
    }

    /// Adds a record a second, with speed in mm/s and distance in cm.
    pub(crate) fn records(mut self, from: u32, count: u32) -> Self {
        for second in 0..count {
            let fields = [u32(253, from + second), u8(3, 120), u16(6, 3000), u32(5, 300 * second)];
            self = self.message(20, &fields);
        }
        self
    }

    /// Adds a session from a time on, in seconds.
    pub(crate) fn session(self, sport: u8, from: u32, seconds: u32) -> Self {
        self.message(
            18,
            &[
                u32(253, from + seconds),
                u32(2, from),
                word(5, sport),
                u32(7, seconds * 1000),
                u32(8, seconds * 1000),
            ],
        )
    }

    /// Ends the file with header and checksum.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut file = vec![14, 0x20, 0x34, 0x08];
        file.extend((self.data.len() as u32).to_le_bytes());
        file.extend(b".FIT\0\0");
        file.extend(self.data);
        let sum = file.iter().fold(0_u16, |mut crc, byte| {
            crc ^= u16::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xa001 } else { crc >> 1 };
            }
            crc
        });
        file.extend(sum.to_le_bytes());
        file
    }
}
