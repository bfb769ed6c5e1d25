//! Lines of an input, up to a length.

use std::io;

use bytes::Bytes;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

use crate::mcp::jsonrpc::{Fault, IdFinder};

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// The lines of an input. Of one that is too long, no more is kept than its id.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    most: usize,
    line: Line,
}

/// A line as far as it was read.
enum Line {
    Kept(Vec<u8>),
    TooLong(IdFinder),
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// Lines of at most `most` bytes.
    pub(super) fn new(input: R, most: usize) -> Self {
        Self { input: BufReader::with_capacity(CHUNK, input), most, line: Line::default() }
    }

    /// The next line that holds something, or the answer to one that is too long; nothing at the end of the input. Nothing is lost
    /// if this is dropped before its end.
    ///
    /// # Errors
    /// The input fails.
    pub(super) async fn next(&mut self) -> io::Result<Option<Result<Bytes, Fault>>> {
        loop {
            let chunk = self.input.fill_buf().await?;
            if chunk.is_empty() {
                return Ok(self.line.end(self.most));
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            let length = part.len() + usize::from(end.is_some());
            self.line.add(part, self.most);
            self.input.consume(length);
            let line = end.and_then(|_| self.line.end(self.most));
            if line.is_some() {
                return Ok(line);
            }
        }
    }
}

impl Line {
    fn add(&mut self, part: &[u8], most: usize) {
        if let Self::Kept(bytes) = self {
            if bytes.len() + part.len() <= most {
                return bytes.extend_from_slice(part);
            }
            let mut id = IdFinder::default();
            id.read(bytes);
            *self = Self::TooLong(id);
        }
        if let Self::TooLong(id) = self {
            id.read(part);
        }
    }

    /// The line that ends here, unless it is blank. The next one begins.
    fn end(&mut self, most: usize) -> Option<Result<Bytes, Fault>> {
        match std::mem::take(self) {
            Self::Kept(bytes) if bytes.trim_ascii().is_empty() => None,
            Self::Kept(bytes) => Some(Ok(bytes.into())),
            Self::TooLong(id) => {
                let fault = Fault::invalid(format!("the message is longer than the {most} bytes of MAX_BODY_BYTES"));
                Some(Err(fault.answering(id.found())))
            }
        }
    }
}

impl Default for Line {
    fn default() -> Self {
        Self::Kept(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    async fn lines(text: &str) -> Vec<String> {
        let mut lines = Lines::new(text.as_bytes(), 10);
        let mut all = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            let line = line.unwrap_or_else(|fault| fault.to_bytes());
            all.push(String::from_utf8(line.to_vec()).unwrap());
        }
        all
    }

    #[tokio::test]
    async fn lines_end_where_they_should() {
        assert_eq!(lines("").await, Vec::<String>::new());
        assert_eq!(lines("a\n\n \r\nb\r\nc").await, ["a", "b\r", "c"]);
        assert_eq!(lines("0123456789\n\n").await, ["0123456789"]);
        let reason = "the message is longer than the 10 bytes of MAX_BODY_BYTES";
        let long =
            |id: &str| format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":-32600,"message":"{reason}"}}}}"#);
        assert_eq!(lines("0123456789a\nb").await, [long("null"), "b".to_owned()]);
        let far = format!("{{\"a\":\"{}\",\"id\":\"x\"}}\nb\n", "y".repeat(3 * CHUNK));
        assert_eq!(lines(&far).await, [long("\"x\""), "b".to_owned()]);
        assert_eq!(lines("{\"id\":7,    ").await, [long("7")]);
    }
}
