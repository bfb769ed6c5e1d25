//! Bytes of a body, as they arrive.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

use super::transport::{Body, Failure};

/// The beginning of a body. What comes in one piece is not copied.
#[derive(Debug, Default)]
struct Gathered {
    first: Bytes,
    more: BytesMut,
}

/// How much of a body was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// As much as was asked for, or a little more: the rest is still to come.
    Begun,
}

/// Reads until there are more than `enough` bytes, or no more.
pub(super) async fn gather(body: &mut Body, enough: usize) -> Result<(Bytes, Extent), Failure> {
    let mut gathered = Gathered::default();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            gathered.push(data);
        }
        if gathered.len() > enough {
            return Ok((gathered.into_bytes(), Extent::Begun));
        }
    }
    Ok((gathered.into_bytes(), Extent::Whole))
}

impl Gathered {
    fn push(&mut self, data: Bytes) {
        if self.len() == 0 {
            self.first = data;
            return;
        }
        self.more.extend_from_slice(&std::mem::take(&mut self.first));
        self.more.extend_from_slice(&data);
    }

    fn len(&self) -> usize {
        self.first.len() + self.more.len()
    }

    fn into_bytes(self) -> Bytes {
        if self.more.is_empty() { self.first } else { self.more.freeze() }
    }
}
