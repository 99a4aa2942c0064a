//! Reads the XML as a stream: cut into pieces, decoded on as many threads as the caller allows, gathered in order.
//!
//! The place of a cut is a guess at where an element under the root begins. A wrong guess costs time and never changes
//! what is read: the decoder says where the last element of a piece is not complete, and that element is decoded again
//! together with the next piece.

use std::io::{self, ErrorKind, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use memchr::{memchr, memmem, memrchr_iter};

use super::archive::ReadFault;
use super::decode::{Decoder, Output};
use super::gather::Gather;
use crate::files::report::Partial;
use crate::files::{Error, Options, Part, Progress};

/// How far into a file its root element may begin. Everything before it is a document type of a few kilobytes.
const MAX_PROLOG: usize = 1 << 20;

const ROOT: &[u8] = b"<HealthData";

/// How a file is read; what is read never depends on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// How many bytes are decoded at once.
    pub(super) piece: usize,
    /// Whether records like earlier ones are scanned.
    pub(super) fast: bool,
}

impl Default for Plan {
    /// Takes enough at once to forget the cost of a hand-over, and little enough for the processor's cache.
    fn default() -> Self {
        Self {
            piece: 1 << 19,
            fast: true,
        }
    }
}

/// A piece of the file.
pub(super) struct Piece {
    /// The bytes, and behind them whatever was in the buffer before.
    buffer: Vec<u8>,
    length: usize,
    base: u64,
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

/// Cuts a stream into pieces.
struct Cutter<R> {
    reader: R,
    piece: usize,
    /// What was read behind the last cut.
    carry: Vec<u8>,
    /// The place in the file where `carry` begins.
    base: u64,
    /// What stands between two elements under the root, up to `<`.
    separator: Vec<u8>,
    read: u64,
    limit: u64,
    ended: bool,
    damage: Option<String>,
}

/// What the file's beginning says.
struct Prolog {
    version: Option<u32>,
}

/// How the file ends.
struct Tail {
    length: u64,
    damage: Option<String>,
}

impl<R: Read> Cutter<R> {
    fn new(reader: R, piece: usize, limit: u64) -> Self {
        Self {
            reader,
            piece,
            carry: Vec::new(),
            base: 0,
            separator: b"\n <".to_vec(),
            read: 0,
            limit,
            ended: false,
            damage: None,
        }
    }

    /// Passes over everything before the root element. The document type of some versions is malformed, so it is not
    /// looked at beyond the version in its comment.
    fn prolog(&mut self) -> Result<Prolog, Error> {
        let mut head = vec![0; self.piece.min(64 << 10)];
        let mut filled = 0;
        loop {
            filled = self.fill(&mut head, filled)?;
            if let Some(at) = root(&head[..filled]) {
                let version = version(&head[..at]);
                self.base = at as u64;
                self.carry.extend_from_slice(&head[at..filled]);
                self.separator = separator(&self.carry).unwrap_or_default();
                return Ok(Prolog { version });
            }
            if self.ended || filled >= MAX_PROLOG {
                break;
            }
            head.resize(head.len() * 2, 0);
        }
        let head = &head[..filled];
        if self.ended && memmem::find(head, b"<!DOCTYPE HealthData").is_some() {
            self.base = filled as u64;
            return Ok(Prolog { version: version(head) });
        }
        let searched = filled as u64;
        Err(Error::NotHealthData { searched })
    }

    /// Reads until the buffer is full or the file ends, and tells how much of the buffer is filled.
    fn fill(&mut self, buffer: &mut [u8], mut filled: usize) -> Result<usize, Error> {
        while filled < buffer.len() && !self.ended {
            match self.reader.read(&mut buffer[filled..]) {
                Ok(0) => self.ended = true,
                Ok(length) => {
                    filled += length;
                    self.read += length as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.fault(error)?,
            }
            if self.read > self.limit {
                return Err(Error::TooLarge { limit: self.limit });
            }
        }
        Ok(filled)
    }

    /// Ends the file where its bytes are damaged, as those of a broken archive; other errors are errors.
    fn fault(&mut self, error: io::Error) -> Result<(), Error> {
        if let Some(ReadFault::TooLarge { limit }) = ReadFault::of(&error) {
            return Err(Error::TooLarge { limit: *limit });
        }
        if self.read == 0 || !matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData) {
            return Err(Error::Io(error));
        }
        self.damage = Some(error.to_string());
        self.ended = true;
        Ok(())
    }

    /// Reads the next piece into a buffer; `None` at the end.
    fn next(&mut self, mut buffer: Vec<u8>) -> Result<Option<Piece>, Error> {
        if self.ended && self.carry.is_empty() {
            return Ok(None);
        }
        let carried = self.carry.len();
        // What is carried over is shorter than a piece, unless it is the first one.
        buffer.resize(self.piece.max(carried), 0);
        buffer[..carried].copy_from_slice(&self.carry);
        let filled = self.fill(&mut buffer, carried)?;
        let length = if self.ended {
            filled
        } else {
            self.cut(&buffer[..filled])
        };
        self.carry.clear();
        self.carry.extend_from_slice(&buffer[length..filled]);
        let base = self.base;
        self.base += length as u64;
        Ok(Some(Piece { buffer, length, base }))
    }

    /// Guesses where the last element under the root begins.
    fn cut(&self, bytes: &[u8]) -> usize {
        let begins = |at: usize| match self.separator.len().checked_sub(1) {
            Some(before) => {
                bytes[..=at].ends_with(&self.separator)
                    && at > before
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
            }
            None => at > 0 && bytes[at..].starts_with(b"<Record "),
        };
        memrchr_iter(b'<', bytes).find(|&at| begins(at)).unwrap_or(bytes.len())
    }

    fn tail(self) -> Tail {
        Tail {
            length: self.base,
            damage: self.damage,
        }
    }
}

fn root(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, ROOT).find(|at| {
        let next = bytes.get(at + ROOT.len());
        next.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
    })
}

fn version(prolog: &[u8]) -> Option<u32> {
    let text = b"HealthKit Export Version:";
    let rest = &prolog[memmem::find(prolog, text)? + text.len()..];
    let digits = rest.trim_ascii_start();
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&digits[..length]).ok()?.parse().ok()
}

/// Learns how elements under the root are set apart: the line break and indentation before the first of them.
fn separator(from_root: &[u8]) -> Option<Vec<u8>> {
    let after = &from_root[memchr(b'>', from_root)? + 1..];
    let space = &after[..=memchr(b'<', after)?];
    let line = memrchr_iter(b'\n', space).next()?;
    Some(space[line..].to_vec())
}

/// Puts pieces together where a cut went through an element.
struct Joiner {
    decoder: Decoder,
    pending: Vec<u8>,
    base: u64,
    cut: Option<String>,
}

impl Joiner {
    /// Takes the output of a piece, or, where the piece before it ended inside an element, decodes both again.
    fn join(&mut self, piece: &Piece, output: Output) -> Output {
        let mut output = output;
        if self.pending.is_empty() {
            self.base = piece.base + output.consumed as u64;
            self.pending.extend_from_slice(&piece.bytes()[output.consumed..]);
        } else {
            self.pending.extend_from_slice(piece.bytes());
            output = self.decoder.decode(&self.pending, self.base);
            self.base += output.consumed as u64;
            self.pending.drain(..output.consumed);
        }
        self.cut = output.cut.take();
        output
    }
}

/// Reads a whole file and gives what it finds to `gather`.
pub(super) fn run<R: Read + Send>(
    reader: R,
    file: Option<&str>,
    options: &Options,
    plan: Plan,
    gather: &mut Gather<'_>,
    progress: &dyn Fn() -> Progress,
) -> Result<(), Error> {
    let mut cutter = Cutter::new(reader, plan.piece, options.max_uncompressed);
    gather.outlet.report.export_version = cutter.prolog()?.version;
    let decoder = || Decoder::new(options.received, file.map(str::to_owned), plan.fast);
    let mut joiner = Joiner {
        decoder: decoder(),
        pending: Vec::new(),
        base: cutter.base,
        cut: None,
    };
    let mut take = |piece: &Piece, output: Output| {
        gather.take(joiner.join(piece, output))?;
        gather.outlet.deliver(Part::Progress(progress()))
    };
    let tail = match options.threads {
        0 | 1 => alone(cutter, decoder(), &mut take)?,
        threads => together(cutter, threads - 1, &decoder, &mut take)?,
    };
    gather.outlet.report.partial = partial(&joiner, &tail, gather.closed);
    Ok(())
}

fn partial(joiner: &Joiner, tail: &Tail, closed: bool) -> Option<Partial> {
    let lost = match (&tail.damage, &joiner.cut) {
        (Some(damage), _) => format!("everything from here on, because the file is damaged: {damage}"),
        (None, Some(name)) if name.is_empty() => "a tag that is not complete".to_owned(),
        (None, Some(name)) => format!("the {name} that is not complete"),
        (None, None) if closed => return None,
        (None, None) => "everything from here on, because the file ends too early".to_owned(),
    };
    let byte = if joiner.cut.is_some() { joiner.base } else { tail.length };
    Some(Partial { byte, lost })
}

type Take<'a> = dyn FnMut(&Piece, Output) -> Result<(), Error> + 'a;

fn alone<R: Read>(mut cutter: Cutter<R>, mut decoder: Decoder, take: &mut Take<'_>) -> Result<Tail, Error> {
    let mut buffer = Vec::new();
    while let Some(piece) = cutter.next(std::mem::take(&mut buffer))? {
        let output = decoder.decode(piece.bytes(), piece.base);
        take(&piece, output)?;
        buffer = piece.buffer;
    }
    Ok(cutter.tail())
}

/// Pieces go to the decoders in turn and come back in the same turn, so they need no sorting. Every channel holds one
/// piece, which bounds the memory; a side that goes away ends the others.
fn together<R: Read + Send>(
    mut cutter: Cutter<R>,
    decoders: usize,
    decoder: &dyn Fn() -> Decoder,
    take: &mut Take<'_>,
) -> Result<Tail, Error> {
    thread::scope(|scope| {
        let (recycle, used): (Sender<Vec<u8>>, Receiver<Vec<u8>>) = channel();
        let mut to_decoders = Vec::with_capacity(decoders);
        let mut from_decoders = Vec::with_capacity(decoders);
        for _ in 0..decoders {
            let (to, pieces) = sync_channel::<Piece>(1);
            let (outputs, from) = sync_channel(1);
            let own = decoder();
            scope.spawn(move || decode_all(own, &pieces, &outputs));
            to_decoders.push(to);
            from_decoders.push(from);
        }
        let reading = scope.spawn(move || {
            for to in to_decoders.iter().cycle() {
                let Some(piece) = cutter.next(used.try_recv().unwrap_or_default())? else {
                    break;
                };
                if to.send(piece).is_err() {
                    break;
                }
            }
            Ok(cutter.tail())
        });
        for from in from_decoders.iter().cycle() {
            let Ok((piece, output)) = from.recv() else {
                break;
            };
            take(&piece, output)?;
            // The reader may have gone already; then nobody needs the buffer.
            recycle.send(piece.buffer).ok();
        }
        drop(from_decoders);
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn decode_all(mut decoder: Decoder, pieces: &Receiver<Piece>, outputs: &SyncSender<(Piece, Output)>) {
    for piece in pieces {
        let output = decoder.decode(piece.bytes(), piece.base);
        if outputs.send((piece, output)).is_err() {
            break;
        }
    }
}
