//! Shares one seekable input among readers that each keep a place of their own.
//!
//! So a route can be read while the main XML is being read, from one file handle.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// What an upload is read from.
trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// A place in a shared input.
#[derive(Clone)]
pub(crate) struct Input {
    source: Arc<Mutex<dyn Source>>,
    at: u64,
    length: u64,
}

impl Input {
    pub(crate) fn new(mut source: impl Read + Seek + Send + 'static) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        Ok(Self {
            source: Arc::new(Mutex::new(source)),
            at: 0,
            length,
        })
    }

    /// Makes another place in the same input.
    pub(crate) fn at(&self, at: u64) -> Self {
        Self { at, ..self.clone() }
    }

    /// Tells how many bytes there are.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Reads from a place until the buffer is full or the input ends.
    pub(crate) fn head(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = self.at(at);
        let mut filled = 0;
        while filled < buffer.len() {
            match input.read(&mut buffer[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(filled)
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("at", &self.at)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A reader that panicked left no state behind that matters: every read seeks first.
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        source.seek(SeekFrom::Start(self.at))?;
        loop {
            match source.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(count) => {
                    self.at += count as u64;
                    return Ok(count);
                }
            }
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
