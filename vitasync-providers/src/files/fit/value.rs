//! Reads the numbers of FIT files: seventeen ways to write one, each with a value that stands for none.

/// A value as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scalar {
    Whole(i64),
    Real(f64),
}

impl Scalar {
    #[expect(
        clippy::cast_precision_loss,
        reason = "the numbers of the format that are scaled have at most 32 bits"
    )]
    pub(super) fn to_f64(self) -> f64 {
        match self {
            Self::Whole(value) => value as f64,
            Self::Real(value) => value,
        }
    }
}

/// How a value is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) size: usize,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// Invalid where all bits are set.
    Unsigned,
    /// Invalid where it is zero.
    NotZero,
    /// Invalid where it is the greatest there is.
    Signed,
    Real,
}

impl Kind {
    /// Finds a base type that numbers are written in; none for texts, and for fields that no whole number of values fits
    /// into.
    pub(super) fn of(base_type: u8, field_size: u8) -> Option<Self> {
        let (size, form) = match base_type & 0x1f {
            0x00 | 0x02 | 0x0d => (1, Form::Unsigned),
            0x01 => (1, Form::Signed),
            0x03 => (2, Form::Signed),
            0x04 => (2, Form::Unsigned),
            0x05 => (4, Form::Signed),
            0x06 => (4, Form::Unsigned),
            0x08 => (4, Form::Real),
            0x09 => (8, Form::Real),
            0x0a => (1, Form::NotZero),
            0x0b => (2, Form::NotZero),
            0x0c => (4, Form::NotZero),
            0x0e => (8, Form::Signed),
            0x0f => (8, Form::Unsigned),
            0x10 => (8, Form::NotZero),
            _ => return None,
        };
        (field_size > 0 && usize::from(field_size) % size == 0).then_some(Self { size, form })
    }

    /// Reads a value; none where it is invalid.
    pub(super) fn read(self, bytes: &[u8], big_endian: bool) -> Option<Scalar> {
        let bytes = bytes.get(..self.size)?;
        let mut wide = [0; 8];
        if big_endian {
            wide[8 - self.size..].copy_from_slice(bytes);
        } else {
            wide[..self.size].copy_from_slice(bytes);
        }
        let raw = if big_endian {
            u64::from_be_bytes(wide)
        } else {
            u64::from_le_bytes(wide)
        };
        let unused = 64 - 8 * u32::try_from(self.size).ok()?;
        let greatest = u64::MAX >> unused;
        match self.form {
            Form::Real if raw == greatest => None,
            Form::Real => {
                let value = match u32::try_from(raw) {
                    Ok(raw) if self.size == 4 => f64::from(f32::from_bits(raw)),
                    _ => f64::from_bits(raw),
                };
                value.is_finite().then_some(Scalar::Real(value))
            }
            Form::Unsigned => (raw != greatest).then_some(()).and_then(|()| whole_of(raw)),
            Form::NotZero => (raw != 0).then_some(()).and_then(|()| whole_of(raw)),
            Form::Signed => {
                let value = (raw << unused).cast_signed() >> unused;
                (raw != greatest >> 1).then_some(Scalar::Whole(value))
            }
        }
    }
}

fn whole_of(raw: u64) -> Option<Scalar> {
    i64::try_from(raw).ok().map(Scalar::Whole)
}
