//! Reads bodies that may be compressed, with a limit on what they are unpacked.

use std::io::Read as _;

use axum::body::to_bytes;
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};

use super::problem::Problem;
use super::{Context, body};
use crate::error::Error;

/// The JSON of a body, unpacked: gzip, zstd, or as it is.
#[derive(Debug)]
pub(super) struct Unpacked(pub(super) Vec<u8>);

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Gzip,
    Zstd,
}

impl<S: Send + Sync> FromRequest<S> for Unpacked
where
    Context: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let limit = Context::from_ref(state).limits.push_bytes;
        if !body::says_json(request.headers()) {
            return Err(Error::invalid("Content-Type", "it must be application/json").into());
        }
        let coding = coding(request.headers())?;
        let too_large = || Error::TooLarge {
            limit_bytes: limit as u64,
        };
        // A client that breaks off hears no answer, whichever it is.
        let packed = to_bytes(request.into_body(), limit).await.map_err(|_| too_large())?;
        if coding == Coding::Plain {
            return Ok(Self(packed.into()));
        }
        let unpacked = tokio::task::spawn_blocking(move || unpack(&packed, coding, limit)).await;
        match unpacked.map_err(Error::internal("unpacking a body"))? {
            Ok(Some(body)) => Ok(Self(body)),
            Ok(None) => Err(too_large().into()),
            Err(error) => Err(Error::invalid("body", format!("it cannot be unpacked: {error}")).into()),
        }
    }
}

fn coding(headers: &HeaderMap) -> Result<Coding, Problem> {
    let Some(coding) = headers.get(header::CONTENT_ENCODING) else {
        return Ok(Coding::Plain);
    };
    match coding.as_bytes() {
        b"identity" => Ok(Coding::Plain),
        b"gzip" => Ok(Coding::Gzip),
        b"zstd" => Ok(Coding::Zstd),
        _ => Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
    }
}

/// Unpacks a body; nothing where it is longer than `limit`. Blocks.
fn unpack(packed: &[u8], coding: Coding, limit: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    let most = limit as u64 + 1;
    match coding {
        Coding::Plain => body.extend(packed),
        Coding::Gzip => {
            flate2::read::MultiGzDecoder::new(packed)
                .take(most)
                .read_to_end(&mut body)?;
        }
        Coding::Zstd => {
            zstd::stream::Decoder::new(packed)?.take(most).read_to_end(&mut body)?;
        }
    }
    Ok((body.len() <= limit).then_some(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_grows_beyond_the_limit_is_not_unpacked_to_its_end() {
        let bomb = zstd::bulk::compress(&vec![b' '; 1 << 20], 1).expect("it compresses");
        assert!(bomb.len() < 1 << 10);
        assert_eq!(unpack(&bomb, Coding::Zstd, 1 << 10).expect("it unpacks"), None);
        let whole = unpack(&bomb, Coding::Zstd, 1 << 20).expect("it unpacks");
        assert_eq!(whole.map(|it| it.len()), Some(1 << 20));
        assert!(unpack(b"not zstd", Coding::Zstd, 1 << 10).is_err());
    }
}
