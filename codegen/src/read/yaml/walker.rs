//! Where events stand in the text.

use saphyr_parser::Marker;

/// Turns character indices into bytes, lines and columns. Events come in order, so one walk over the text is enough.
pub(super) struct Walker<'s> {
    text: &'s str,
    /// Bytes before the text.
    skipped: usize,
    byte: usize,
    index: usize,
    line: usize,
    column: usize,
}

impl<'s> Walker<'s> {
    /// At the beginning of a text that stands behind `skipped` bytes.
    pub(super) fn new(text: &'s str, skipped: usize) -> Self {
        Self { text, skipped, byte: 0, index: 0, line: 1, column: 1 }
    }

    /// The byte, line and column of a marker.
    pub(super) fn go(&mut self, marker: Marker) -> (usize, usize, usize) {
        if marker.index() < self.index {
            *self = Self::new(self.text, self.skipped); // has not been seen to happen
        }
        let rest = self.text.as_bytes().get(self.byte..).unwrap_or(&[]);
        let mut wanted = marker.index() - self.index;
        for byte in rest {
            let is_start = byte & 0b1100_0000 != 0b1000_0000;
            if is_start && wanted == 0 {
                break;
            }
            self.byte += 1;
            if !is_start {
                continue;
            }
            wanted -= 1;
            self.index += 1;
            self.column += 1;
            if *byte == b'\n' {
                self.line += 1;
                self.column = 1;
            }
        }
        (self.byte + self.skipped, self.line, self.column)
    }
}
