//! Reads a stream to a limit, and tells damage of what it is packed in from a failure of the disk.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::ReadFault;

/// Reads no more than a limit, with a [`ReadFault`] where there is more or where a packed stream is damaged.
pub(crate) struct Bounded<R> {
    reader: R,
    limit: u64,
    read: u64,
    /// What is left of an allowance shared with other streams.
    allowance: Option<Arc<AtomicU64>>,
}

impl<R: Read> Bounded<R> {
    pub(crate) fn new(reader: R, limit: u64) -> Self {
        Self {
            reader,
            limit,
            read: 0,
            allowance: None,
        }
    }

    /// Takes what comes out off an allowance.
    pub(crate) fn charged_to(self, allowance: Arc<AtomicU64>) -> Self {
        Self {
            allowance: Some(allowance),
            ..self
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let byte = self.read;
        let count = self.reader.read(out).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => ReadFault::Truncated { byte }.into(),
            ErrorKind::InvalidData | ErrorKind::InvalidInput if ReadFault::of(&error).is_none() => {
                let detail = error.to_string();
                ReadFault::Corrupt { byte, detail }.into()
            }
            _ => error,
        })?;
        self.read += count as u64;
        let spend = |left: u64| left.checked_sub(count as u64);
        let spent = self.allowance.as_ref();
        let is_spent =
            spent.is_some_and(|left| left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_err());
        if is_spent || self.read > self.limit {
            return Err(ReadFault::TooLarge { limit: self.limit }.into());
        }
        Ok(count)
    }
}
