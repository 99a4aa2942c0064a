//! JSON in a blob, compressed where that saves something.

use std::cell::RefCell;
use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::Compressor;

use crate::error::{Error, Result};

/// Below this, compression saves less than it costs to read.
const WORTH_PACKING: usize = 512;
/// Sessions are small, and read more often than written.
const LEVEL: i32 = 3;
/// The first byte of a zstd frame; no JSON document starts with it.
const ZSTD: u8 = 0x28;

/// Writes a value as JSON, or as compressed JSON.
pub fn pack(value: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_vec(value).expect("the model is words and numbers");
    if json.len() < WORTH_PACKING {
        return json;
    }
    match compress(&json) {
        Ok(packed) if packed.len() < json.len() => packed,
        _ => json,
    }
}

/// Compresses with this thread's compressor: making one costs more than most sessions do.
fn compress(json: &[u8]) -> io::Result<Vec<u8>> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(compressor) => compressor.compress(json),
        None => kept.insert(Compressor::new(LEVEL)?).compress(json),
    })
}

/// Reads what [`pack`] wrote.
///
/// # Errors
///
/// Internal where the bytes are damaged or were written by a newer program.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let doing = "reading stored JSON";
    if bytes.first() == Some(&ZSTD) {
        let json = zstd::stream::decode_all(bytes).map_err(Error::internal(doing))?;
        return serde_json::from_slice(&json).map_err(Error::internal(doing));
    }
    serde_json::from_slice(bytes).map_err(Error::internal(doing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_values_come_back() {
        for n in [0_usize, 3, 5_000] {
            let value: Vec<usize> = (0..n).collect();
            let packed = pack(&value);
            assert_eq!(unpack::<Vec<usize>>(&packed).expect("it was packed"), value);
        }
        assert!(pack(&vec![7; 10_000]).len() < 100);
    }

    #[test]
    fn damaged_bytes_are_an_error() {
        for bytes in [&b""[..], b"{", b"\x28\xb5\x2f\xfd\x00"] {
            assert!(unpack::<serde_json::Value>(bytes).is_err());
        }
    }
}
