//! Unpacks one entry of an archive, bounded, checked and counted.
//!
//! Invariant: whatever the bytes are, no more than the limit comes out, everything that can be unpacked before a fault
//! comes out before the fault is reported, and a fault says at which byte of the unpacked file it stands.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::input::Input;

/// What stops an entry from being read to its end, as the inner error of an [`io::Error`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadFault {
    /// It unpacks to more than is allowed.
    #[error("it unpacks to more than {limit} bytes")]
    TooLarge {
        /// The most that is unpacked.
        limit: u64,
    },
    /// Its bytes are not what was packed.
    #[error("it is corrupt at byte {byte}: {detail}")]
    Corrupt {
        /// How many bytes were unpacked before.
        byte: u64,
        /// What does not fit.
        detail: String,
    },
    /// The upload ends before the entry does.
    #[error("the upload ends in the middle of it, at byte {byte}")]
    Truncated {
        /// How many bytes were unpacked before.
        byte: u64,
    },
}

impl ReadFault {
    /// Finds the fault in an error, if it is one and not a failure of the disk or network.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl From<ReadFault> for io::Error {
    fn from(fault: ReadFault) -> Self {
        let kind = match fault {
            ReadFault::TooLarge { .. } => io::ErrorKind::FileTooLarge,
            ReadFault::Corrupt { .. } => io::ErrorKind::InvalidData,
            ReadFault::Truncated { .. } => io::ErrorKind::UnexpectedEof,
        };
        Self::new(kind, fault)
    }
}

/// How an entry is packed, where it lies, and what it must come to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packing {
    pub(crate) start: u64,
    pub(crate) deflated: bool,
    /// How many packed bytes there are, where that is known.
    pub(crate) packed: Option<u64>,
    pub(crate) crc: Option<u32>,
}

/// Reads one file of an upload, unpacked.
///
/// It owns its place in the upload, so several can be read at once, each on a thread of its own. An error that is a
/// [`ReadFault`] stands: reading on gives it again.
#[derive(Debug)]
pub struct EntryReader {
    input: Input,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// How many packed bytes may still be fetched.
    left: u64,
    inflate: Option<Decompress>,
    crc: Crc,
    expected_crc: Option<u32>,
    packed: Option<u64>,
    consumed: Arc<AtomicU64>,
    produced: u64,
    limit: u64,
    /// What is left of an allowance shared with other entries.
    allowance: Option<Arc<AtomicU64>>,
    state: State,
}

#[derive(Debug)]
enum State {
    Reading,
    Ended,
    Faulted(ReadFault),
}

impl EntryReader {
    pub(crate) fn new(input: &Input, packing: Packing, limit: u64, buffer: usize) -> Self {
        let rest = input.length().saturating_sub(packing.start);
        Self {
            input: input.at(packing.start),
            buffer: vec![0; buffer].into(),
            start: 0,
            end: 0,
            // A deflated stream knows its own end, and writers without zip64 give sizes modulo 4 GiB.
            left: packing.packed.filter(|_| !packing.deflated).unwrap_or(rest),
            inflate: packing.deflated.then(|| Decompress::new(false)),
            crc: Crc::new(),
            expected_crc: packing.crc,
            packed: packing.packed,
            consumed: Arc::default(),
            produced: 0,
            limit,
            allowance: None,
            state: State::Reading,
        }
    }

    /// Takes what comes out off an allowance.
    pub(crate) fn charged_to(self, allowance: Arc<AtomicU64>) -> Self {
        Self {
            allowance: Some(allowance),
            ..self
        }
    }

    /// Shares the count of packed bytes that have been read, for showing progress from another thread.
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Tells how many packed bytes there are to read, where the archive says so.
    pub fn packed_size(&self) -> Option<u64> {
        self.packed
    }

    /// Makes sure that there are packed bytes in the buffer; false at the end of what may be fetched.
    fn fetch(&mut self) -> io::Result<bool> {
        if self.start < self.end {
            return Ok(true);
        }
        let room = usize::try_from(self.left).map_or(self.buffer.len(), |left| left.min(self.buffer.len()));
        self.start = 0;
        self.end = self.input.read(&mut self.buffer[..room])?;
        self.left -= self.end as u64;
        Ok(self.end > 0)
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.consumed.fetch_add(count as u64, Ordering::Relaxed);
    }

    fn fault(&mut self, fault: ReadFault) {
        self.state = State::Faulted(fault);
    }

    fn corrupt(&mut self, detail: &str) {
        let (byte, detail) = (self.produced, detail.to_owned());
        self.fault(ReadFault::Corrupt { byte, detail });
    }

    /// Unpacks some bytes into `out`, which is not empty. None means that the state has changed.
    fn step(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.fetch()? {
            // The end of a stored file, unless bytes are still owed; deflated data says itself where it ends.
            match self.inflate.is_none() && self.left == 0 {
                true => self.state = State::Ended,
                false => self.fault(ReadFault::Truncated { byte: self.produced }),
            }
            return Ok(0);
        }
        let packed = &self.buffer[self.start..self.end];
        let Some(inflate) = &mut self.inflate else {
            let count = packed.len().min(out.len());
            out[..count].copy_from_slice(&packed[..count]);
            self.consume(count);
            return Ok(count);
        };
        let before = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(packed, out, FlushDecompress::None);
        // Both fit: they are at most the lengths of the two slices.
        let taken = (inflate.total_in() - before.0) as usize;
        let given = (inflate.total_out() - before.1) as usize;
        self.consume(taken);
        match status {
            Ok(Status::StreamEnd) => self.state = State::Ended,
            Ok(_) if taken == 0 && given == 0 => self.corrupt("the compressed data makes no progress"),
            Ok(_) => {}
            Err(_) => {
                self.state = State::Faulted(ReadFault::Corrupt {
                    byte: self.produced + given as u64,
                    detail: "the compressed data is damaged".to_owned(),
                })
            }
        }
        Ok(given)
    }

    /// Compares the whole with what was packed.
    fn check(&mut self) {
        if self.expected_crc.is_some_and(|expected| expected != self.crc.sum()) {
            self.corrupt("its checksum is not the one it was packed with");
        }
    }
}

impl Read for EntryReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match &self.state {
                State::Ended => return Ok(0),
                State::Faulted(fault) => return Err(fault.clone().into()),
                State::Reading => {}
            }
            let allowed = self.limit - self.produced;
            let count = if allowed == 0 {
                // Whether the file is over the limit or just at it shows in one more byte.
                let over = self.step(&mut [0])? > 0;
                if over {
                    self.fault(ReadFault::TooLarge { limit: self.limit });
                }
                0
            } else {
                let room = usize::try_from(allowed).map_or(out.len(), |allowed| allowed.min(out.len()));
                self.step(&mut out[..room])?
            };
            self.crc.update(&out[..count]);
            self.produced += count as u64;
            if let Some(allowance) = &self.allowance {
                let spend = |left: u64| Some(left.saturating_sub(count as u64));
                // The closure always gives a value, so there is no failure to handle.
                let _ = allowance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
            }
            if matches!(self.state, State::Ended) {
                self.check();
            }
            if count > 0 {
                return Ok(count);
            }
        }
    }
}
