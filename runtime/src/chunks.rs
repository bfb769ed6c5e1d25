//! How a body arrives, of a request or an answer.

use bytes::Bytes;
use hyper::body::Frame;

/// So many chunks of a body may be of any length; beyond them, they must hold this many bytes on average.
const FREE: u64 = 65_536;
const AVERAGE: u64 = 64;

/// Counts chunks: each costs time, however short it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Chunks {
    number: u64,
    bytes: u64,
}

impl Chunks {
    pub(crate) fn add(&mut self, frame: &Frame<Bytes>) {
        self.number += 1;
        self.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
    }

    /// Of how many bytes.
    #[cfg(feature = "server")]
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether a body must not go on like this.
    pub(crate) fn are_scattered(&self) -> bool {
        self.number > FREE + self.bytes / AVERAGE
    }
}
