//! A source text and places in it.

use std::cmp::Ordering;
use std::ops::Range;

/// The longest document, in bytes.
pub const MOST_BYTES: usize = 4 << 20;
/// Most lines: parsing and drawing keep more of a line than its bytes.
const MOST_LINES: usize = 500_000;

/// One input file, already read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path below the specs folder, with forward slashes: `tanium/connections.yaml`.
    pub path: String,
    /// How diagnostics name it: `specs/tanium/connections.yaml`.
    pub shown: String,
    /// The text.
    pub text: String,
    /// Why the file could not be read to its end: the text is what comes before.
    pub fault: Option<String>,
    /// Its index in its project.
    pub(crate) index: usize,
    /// Byte offset of each line's start.
    lines: Vec<usize>,
}

/// Where something stands in a [`Source`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Index of the source in its project; 0 if it is in none.
    pub file: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Byte range in the text.
    pub span: Range<usize>,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.file, self.span.start, self.span.end).cmp(&(other.file, other.span.start, other.span.end))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Source {
    /// A source with its line index. A text that is longer than any may be, in bytes or lines, is not kept, and that is its fault:
    /// nobody looks at it.
    pub fn new(path: impl Into<String>, shown: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        if let Some(fault) = too_long(&text) {
            return Self::new(path, shown, "").unreadable(fault);
        }
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path: path.into(), shown: shown.into(), text, fault: None, index: 0, lines }
    }

    /// A file whose text could not be read to its end, because of `fault`: no document.
    pub fn unreadable(self, fault: impl Into<String>) -> Self {
        Self { fault: Some(fault.into()), ..self }
    }

    /// The place of a byte range, which is cut to the text and to character boundaries.
    pub fn place(&self, span: Range<usize>) -> Place {
        let start = self.boundary(span.start);
        let end = self.boundary(span.end.max(start));
        let line = self.lines.partition_point(|line_start| *line_start <= start);
        let line_start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(line_start..start).unwrap_or("");
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Place { file: self.index, line, column, span: start..end }
    }

    /// The nearest character boundary at or before `at`.
    fn boundary(&self, at: usize) -> usize {
        (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

fn too_long(text: &str) -> Option<String> {
    let bytes = text.len();
    if bytes > MOST_BYTES {
        return Some(format!("the file has {bytes} bytes, the limit is {MOST_BYTES}: split the document"));
    }
    let lines = text.matches('\n').count() + 1;
    (lines > MOST_LINES).then(|| format!("the file has {lines} lines, the limit is {MOST_LINES}: split the document"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = Source::new("a.yaml", "specs/a.yaml", "one: é x\r\ntwo: y\n");
        let check = |span: Range<usize>, line, column, text: &str| {
            let place = source.place(span);
            assert_eq!((place.line, place.column), (line, column), "{place:?}");
            assert_eq!(&source.text[place.span], text);
        };
        check(0..3, 1, 1, "one");
        check(8..9, 1, 8, "x"); // é is two bytes and one column
        check(11..14, 2, 1, "two");
        check(6..7, 1, 6, "é"); // inside é
        check(18..99, 3, 1, ""); // behind the end
    }

    #[test]
    fn a_text_that_is_too_long_is_not_kept() {
        let check = |text: String, fault: Option<&str>| {
            let length = if fault.is_some() { 0 } else { text.len() };
            let source = Source::new("a.yaml", "a.yaml", text);
            assert_eq!((source.fault.as_deref(), source.text.len()), (fault, length));
        };
        check("a".repeat(MOST_BYTES), None);
        check("\n".repeat(MOST_LINES - 1), None);
        let long = "the file has 4194305 bytes, the limit is 4194304: split the document";
        check("a".repeat(MOST_BYTES + 1), Some(long));
        check("\n".repeat(MOST_LINES), Some("the file has 500001 lines, the limit is 500000: split the document"));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = Source::new("a.yaml", "a.yaml", "\u{feff}a: b\n");
        assert_eq!(source.place(3..4).column, 1);
    }
}
