//! What a line that is no YAML was most likely meant to be: where the mistake stands, what to do, and the text after it.

use std::ops::Range;

use crate::source::Source;

/// The widest indentation that is looked at, and the longest line, in bytes.
const LONGEST: usize = 500;

/// A mistake that the text around it explains.
pub(super) struct Mend {
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
    /// What gives way, and to what.
    pub(super) changes: Vec<(Range<usize>, String)>,
}

/// A line of the text: where it starts and ends, the line break left out.
#[derive(Clone, Copy)]
struct Line<'s> {
    start: usize,
    text: &'s str,
}

impl<'s> Line<'s> {
    fn at(source: &'s Source, at: usize) -> Self {
        let text = source.text.as_str();
        let at = at.min(text.len());
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
        Self { start, text: text.get(start..end).unwrap_or("").trim_end_matches('\r') }
    }

    /// The line before this one that holds more than a comment.
    fn above(self, source: &'s Source) -> Option<Self> {
        let mut line = self;
        for _ in 0..LONGEST {
            line = Self::at(source, line.start.checked_sub(1)?);
            if !line.is_blank() {
                return Some(line);
            }
        }
        None
    }

    /// The line behind this one that holds more than a comment.
    fn below(self, source: &'s Source) -> Option<Self> {
        let mut line = self;
        for _ in 0..LONGEST {
            let start = source.text.get(line.start..)?.find('\n')? + line.start + 1;
            line = Self::at(source, start);
            if !line.is_blank() {
                return Some(line);
            }
        }
        None
    }

    fn is_blank(self) -> bool {
        let content = self.content();
        content.is_empty() || content.starts_with('#')
    }

    fn content(self) -> &'s str {
        self.text.trim()
    }

    /// The white space that it begins with.
    fn indent(self) -> &'s str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// How far in its first key stands: behind its dashes.
    fn depth(self) -> usize {
        let rest = self.text.trim_start_matches([' ', '-']);
        self.text.len() - rest.len()
    }

    /// Whether it begins with `key:`.
    fn has_key(self) -> bool {
        let content = self.text.trim_start_matches([' ', '-', '\t']);
        let end = content.find([':', ' ', '{', '[', '"', '\'', '#']).unwrap_or(0);
        end > 0 && content[end..].starts_with(':')
    }

    /// Whether a block follows it: it ends with a key.
    fn opens(self) -> bool {
        self.has_key() && self.content().ends_with(':')
    }
}

/// What is wrong at a byte or on the lines just before or behind it; none if that can't be told.
pub(super) fn of(source: &Source, at: usize, found: &str) -> Option<Mend> {
    let line = Line::at(source, at);
    if line.text.len() > LONGEST {
        return None;
    }
    let lines = [line.above(source), Some(line), line.below(source)];
    let nearby = || lines.into_iter().flatten();
    nearby()
        .find_map(|line| tab(source, line))
        .or_else(|| nearby().find_map(dash))
        .or_else(|| if found.contains("unexpected character") { begins_with_sign(line, at) } else { None })
        .or_else(|| nearby().find_map(|line| if is_keyless(found) { colon(source, line) } else { None }))
        .or_else(|| if is_indented(found) { indentation(source, line) } else { None })
        .or_else(|| if found.contains("mapping values") { second_colon(line) } else { None })
}

fn is_keyless(found: &str) -> bool {
    ["simple key", "mapping values", "expected key", "block mapping", "expected '-'"]
        .iter()
        .any(|it| found.contains(it))
}

fn is_indented(found: &str) -> bool {
    ["mapping values", "expected key", "invalid indentation", "block mapping", "expected '-'"]
        .iter()
        .any(|it| found.contains(it))
}

/// Quotes around a text that goes to the end of the line. They are put in, and the text left alone: it may be a secret.
pub(super) fn quotes(source: &Source, at: usize) -> Vec<(Range<usize>, String)> {
    let line = Line::at(source, at);
    let text = line.text.get(at - line.start..).unwrap_or("");
    let text = text.split_once(" #").map_or(text, |(text, _)| text).trim_end();
    around(at, text)
}

fn around(at: usize, text: &str) -> Vec<(Range<usize>, String)> {
    let (start, end) = (at..at, at + text.len()..at + text.len());
    // One quote of two may have been forgotten.
    if let Some(sign) = ["\"", "'"].into_iter().find(|sign| text.ends_with(sign) && text.matches(sign).count() == 1) {
        return vec![(start, sign.to_owned())];
    }
    let sign = if !text.contains(['"', '\\']) {
        "\""
    } else if !text.contains('\'') {
        "'"
    } else {
        return Vec::new();
    };
    vec![(start, sign.to_owned()), (end, sign.to_owned())]
}

/// The end of what stands on a line.
pub(super) fn end_of_line(source: &Source, at: usize) -> usize {
    let line = Line::at(source, at);
    line.start + line.text.trim_end().len()
}

/// A tab among the white space that a line begins with.
fn tab(source: &Source, line: Line<'_>) -> Option<Mend> {
    let (indent, offset) = (line.indent(), line.indent().find('\t')?);
    let depth = wanted_depth(source, line);
    let at = line.start + offset..line.start + indent.len();
    Some(Mend {
        at,
        message: "a tab in the indentation".to_owned(),
        help: "indent with spaces".to_owned(),
        changes: vec![(line.start..line.start + indent.len(), " ".repeat(depth))],
    })
}

/// How far in a line most likely belongs, by those around it.
fn wanted_depth(source: &Source, line: Line<'_>) -> usize {
    let Some(above) = line.above(source) else { return 0 };
    let below = line.below(source).filter(|below| !below.indent().contains('\t'));
    match below.map(|below| below.depth().min(below.indent().len())) {
        Some(below) if above.opens() && below > above.depth() => below,
        _ if above.opens() => above.depth() + 2,
        _ => above.depth(),
    }
}

/// A dash that its item sticks to.
fn dash(line: Line<'_>) -> Option<Mend> {
    let rest = line.text.trim_start().strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphabetic))?;
    let at = line.start + line.text.len() - rest.len();
    line.has_key().then(|| Mend {
        at: at - 1..at,
        message: "a dash without a space behind it".to_owned(),
        help: "write `- ` before each item of a list".to_owned(),
        changes: vec![(at..at, " ".to_owned())],
    })
}

/// A value that begins with a character that none can begin with.
fn begins_with_sign(line: Line<'_>, at: usize) -> Option<Mend> {
    let text = line.text.get(at.checked_sub(line.start)?..)?.trim_end();
    Some(Mend {
        at: at..at + text.len(),
        message: "a value cannot begin with this character".to_owned(),
        help: "quote the text".to_owned(),
        changes: around(at, text),
    })
}

/// A key without its colon, or without the space behind it.
fn colon(source: &Source, line: Line<'_>) -> Option<Mend> {
    let content = line.text.trim_start_matches([' ', '-']).trim_end();
    let start = line.start + line.text.trim_end().len() - content.len();
    let length = content.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(content.len());
    let (key, rest) = content.split_at(length);
    let is_key = !key.is_empty() && key.starts_with(char::is_alphabetic);
    let fits = line.above(source).is_none_or(|above| above.opens() || above.depth() >= line.depth());
    if !is_key || !fits {
        return None;
    }
    let at = start..start + content.len();
    let end = start + length;
    if rest.starts_with(':') && !rest.starts_with(": ") && rest.len() > 1 {
        let help = format!("write a space behind the colon: `{key}: …`");
        let message = "a colon without a space behind it".to_owned();
        return Some(Mend { at, message, help, changes: vec![(end + 1..end + 1, " ".to_owned())] });
    }
    let opens = rest.is_empty() && line.below(source).is_some_and(|below| below.depth() > line.depth());
    if opens || rest.starts_with(' ') && !rest.contains(':') {
        let message = "a key without its colon".to_owned();
        let help = format!("write `{key}:`");
        return Some(Mend { at: start..end, message, help, changes: vec![(end..end, ":".to_owned())] });
    }
    None
}

/// A line that stands further in or out than its neighbours.
fn indentation(source: &Source, line: Line<'_>) -> Option<Mend> {
    let above = line.above(source)?;
    if let Some(depth) = too_shallow(source, above, line) {
        return Some(aligned(above, depth, "below"));
    }
    let is_item = line.content().starts_with('-');
    let depth = if is_item { above.indent().len() } else { above.depth() };
    if !line.has_key() || above.opens() || line.indent().len() == depth || line.indent().len().abs_diff(depth) > 3 {
        return None;
    }
    Some(aligned(line, depth, "above"))
}

/// How far in the line above belongs, the first of its block, if that is what does not fit: it stands where the key of the block
/// does, or the block goes on as the line at hand does.
fn too_shallow(source: &Source, above: Line<'_>, line: Line<'_>) -> Option<usize> {
    let key = above.above(source)?;
    let (outer, found, depth) = (key.depth(), above.depth(), line.depth());
    let is_first = key.opens() && above.has_key() && !above.opens() && above.indent().len() == found;
    let is_block = line.has_key() && line.indent().len() == depth && depth > outer && depth != found;
    if !is_first || !is_block || depth.abs_diff(found) > 3 {
        return None;
    }
    let mut next = line.below(source);
    for _ in 0..LONGEST {
        next = next.filter(|next| next.indent().len() > depth).and_then(|next| next.below(source)).or(next);
        if next.is_none_or(|next| next.indent().len() <= depth) {
            break;
        }
    }
    let goes_on = next.is_some_and(|next| next.indent().len() == depth && next.has_key());
    (goes_on || found == outer).then_some(depth)
}

/// A line that belongs as far in as the one beside it.
fn aligned(line: Line<'_>, depth: usize, beside: &str) -> Mend {
    let content = line.start + line.indent().len();
    let length = line.content().find([':', ' ']).unwrap_or(line.content().len());
    Mend {
        at: content..content + length,
        message: "this line is not aligned with those around it".to_owned(),
        help: match depth {
            0 => format!("begin it where the line {beside} begins"),
            depth => format!("indent it by {depth} spaces, as the line {beside}"),
        },
        changes: vec![(line.start..content, " ".repeat(depth))],
    }
}

/// A text without quotes that holds `: `.
fn second_colon(line: Line<'_>) -> Option<Mend> {
    let value = line.text.find(": ").filter(|_| line.has_key())? + 2;
    let text = line.text[value..].trim_end();
    let start = line.start + value + text.len() - text.trim_start().len();
    let colon = line.start + value + text.find(": ")?;
    Some(Mend {
        at: colon..colon + 1,
        message: "a second `: ` in one line".to_owned(),
        help: "quote the text if it holds `: `".to_owned(),
        changes: around(start, text.trim_start()),
    })
}
