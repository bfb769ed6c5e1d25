//! What is wrong with a text that is no YAML, in the author's words and at the place that the author must change.

use std::ops::Range;

use super::mend::{self, Mend};
use crate::diagnostic::{Code, Report, Sink};
use crate::source::{MOST_BYTES, Place, Source};

/// Refuses what no parser should see: characters that YAML does not have.
pub(super) fn admit(source: &Source, sink: &mut Sink) -> Option<()> {
    let foreign = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let Some((at, found)) = source.text.match_indices(foreign).next() else { return Some(()) };
    let code = found.chars().next().map_or(0, u32::from);
    sink.report(
        Code::YAML_SYNTAX,
        &source.place(at..at + found.len()),
        format!("the character U+{code:04X} is not allowed"),
    )
    .help(format!("in a quoted text, write \"\\u{code:04X}\""));
    None
}

/// Reports what the parser ran into at a byte.
pub(super) fn explain(source: &Source, at: usize, found: &str, sink: &mut Sink) {
    let text = source.text.as_str();
    if found.contains("unknown anchor") {
        let report = sink.report(Code::YAML_ALIAS, &word_at(source, at), "aliases are not read");
        let report = report.help("write the value out; text that starts with `*` must be quoted");
        change(report, source, mend::quotes(source, at));
    } else if let Some(quote) = broken_quote(text, at, found) {
        report_quote(source, &quote, sink);
    } else if let Some(bracket) = open_bracket(text, at) {
        sink.report(Code::YAML_SYNTAX, &source.place(bracket..bracket + 1), "this bracket is not closed")
            .help("close it, or quote the text if it begins with a bracket")
            .replace(&closed(source, bracket), if text[bracket..].starts_with('[') { "]" } else { "}" });
    } else if let Some(Mend { at, message, help, changes }) = mend::of(source, at, found) {
        change(sink.report(Code::YAML_SYNTAX, &source.place(at), message).help(help), source, changes);
    } else {
        report_other(source, at, found, sink);
    }
}

/// Does what a help says.
pub(super) fn change(report: Report<'_>, source: &Source, changes: Vec<(Range<usize>, String)>) {
    changes.into_iter().fold(report, |report, (span, text)| report.replace(&source.place(span), text));
}

/// The end of the line that a bracket begins on.
fn closed(source: &Source, bracket: usize) -> Place {
    let end = mend::end_of_line(source, bracket);
    source.place(end..end)
}

fn report_other(source: &Source, at: usize, found: &str, sink: &mut Sink) {
    let (message, mut help) = translate(found, start_of_line(&source.text, at));
    let (before, after) = source.text.split_at(at.min(source.text.len()));
    let at_start = before.rsplit('\n').next().unwrap_or("").trim().is_empty();
    let at = if found.contains("simple key") && at_start { last_content(before) } else { at };
    if after.lines().all(is_blank) {
        help = "the file ends in the middle of an entry: is it complete?";
    }
    sink.report(Code::YAML_SYNTAX, &word_at(source, at), message).help(help);
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Where the last line begins that is neither blank nor a comment.
fn last_content(text: &str) -> usize {
    let mut end = text.len();
    while let Some(line) = text[..end].split_inclusive('\n').next_back() {
        let start = end - line.len();
        if !is_blank(line) {
            return start + line.len() - line.trim_start().len();
        }
        end = start;
    }
    0
}

/// The line up to a byte.
fn start_of_line(text: &str, at: usize) -> &str {
    text[..at.min(text.len())].rsplit('\n').next().unwrap_or("")
}

/// The parser's words in plainer ones, with a remedy.
fn translate(found: &str, line: &str) -> (String, &'static str) {
    if found.contains("mapping values") && !line.contains(": ") {
        return (
            "this line is indented like a part of the text before it".to_owned(),
            "align it with the keys around it",
        );
    }
    let known = [
        ("mapping values are not allowed", "a second `: ` in one line", "quote the text if it holds `: `"),
        ("illegal placement of ':'", "a second `: ` in one line", "quote the text if it holds `: `"),
        ("tab", "a tab in the indentation", "indent with spaces"),
        (
            "simple key",
            "a line without `:` where a key is wanted",
            "write `key: value`, or indent the line to continue the text before it",
        ),
        ("expected key", "this line does not fit the mapping around it", "align it with the keys above"),
        ("invalid indentation", "this line is indented too little", "align it with the lines around it"),
        (
            "expected '-'",
            "this line does not fit the list around it",
            "start it with `- `, or align it with the keys above",
        ),
        ("',' or '}'", "`,` or `}` is missing", "close the `{`, or quote the text if it begins with one"),
        ("',' or ']'", "`,` or `]` is missing", "close the `[`, or quote the text if it begins with one"),
        ("recursion limit", "too many levels of brackets", "split the document"),
        (
            "escape character",
            "an unknown escape in a double-quoted text",
            "write `\\\\` for a backslash, or use single quotes",
        ),
        ("unexpected character: `", "a value cannot begin with this character", "quote the text"),
    ];
    known.iter().find(|(parser, ..)| found.contains(parser)).map_or_else(
        || (format!("this is no YAML: {found}"), "quote the text if it holds `: `, ` #` or brackets"),
        |(_, message, help)| ((*message).to_owned(), *help),
    )
}

/// A quoted text that does not end where its author thinks.
struct Quote {
    start: usize,
    sign: char,
    /// Where it does end, if it does.
    end: Option<usize>,
}

fn report_quote(source: &Source, quote: &Quote, sink: &mut Sink) {
    let line_end = source.text[quote.start..].find('\n').map_or(source.text.len(), |length| quote.start + length);
    let sign = quote.sign;
    let place = source.place(quote.start..line_end);
    let Some(end) = quote.end else {
        sink.report(Code::YAML_SYNTAX, &place, format!("this {sign} is never closed"))
            .help(format!("close the text with {sign}"))
            .replace(&closed(source, quote.start), sign);
        return;
    };
    let escape =
        if sign == '\'' { "write a quote inside the text twice: ''" } else { "write a quote inside the text as \\\"" };
    if end < line_end {
        sink.report(Code::YAML_SYNTAX, &place, format!("the text goes on after its closing {sign}")).help(escape);
    } else {
        sink.report(Code::YAML_SYNTAX, &place, format!("this {sign} is not closed before the next one"))
            .help(format!("close the text with {sign}"))
            .replace(&closed(source, quote.start), sign)
            .related(&source.place(end..end + 1), "the text ends here");
    }
}

/// The quoted text that explains an error at byte `at`: it never ends, or it ends in the middle of a line near the error.
fn broken_quote(text: &str, at: usize, found: &str) -> Option<Quote> {
    const NEAR: usize = 2;
    let in_quotes = found.contains("quoted scalar");
    let mut from = 0;
    let mut effort = 8 * MOST_BYTES;
    loop {
        let start = next_quote(text, from).filter(|start| *start <= at)?;
        let sign = if text[start..].starts_with('\'') { '\'' } else { '"' };
        let end = closing(text, start, sign);
        effort = effort.checked_sub(end.unwrap_or(text.len()) - start)?;
        if let Some(end) = end.filter(|end| ends_well(&text[end + 1..])) {
            from = end + 1;
            continue;
        }
        let lines_between = |end: usize| text[end.min(at)..end.max(at)].matches('\n').take(NEAR + 1).count();
        if in_quotes || end.is_some_and(|end| lines_between(end) <= NEAR) {
            return Some(Quote { start, sign, end });
        }
        from = start + text[start..].find('\n')?; // a quote inside a text of many lines
    }
}

/// Whether the rest of the line may follow a quoted text.
fn ends_well(after: &str) -> bool {
    let rest = after.lines().next().unwrap_or("").trim_start();
    rest.is_empty() || rest.starts_with(['#', ',', '}', ']', ':'])
}

/// The bracket that begins a value on a line before the error and is not closed on it.
fn open_bracket(text: &str, at: usize) -> Option<usize> {
    let before = &text[..at.min(text.len())];
    let line_start = before.rfind('\n')?;
    let start = before[..line_start].rfind('\n').map_or(0, |end| end + 1);
    let line = &before[start..line_start];
    let value = line.find(": ").map(|colon| colon + 2).or_else(|| line.find("- ").map(|dash| dash + 2))?;
    let rest = line[value..].trim();
    let count = |signs: [char; 2]| rest.matches(signs).count();
    (rest.starts_with(['[', '{']) && count(['[', '{']) > count([']', '}']))
        .then_some(start + line.len() - line[value..].trim_start().len())
}

/// The next quote at which a value or a key begins.
fn next_quote(text: &str, from: usize) -> Option<usize> {
    const LONGEST_LINE: usize = 512;
    let mut quotes = text[from..].match_indices(['"', '\'']).map(|(at, _)| from + at);
    quotes.find(|at| {
        let before = text.get(at.saturating_sub(LONGEST_LINE)..*at).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        let before = line.trim_end();
        let in_brackets = before.contains(['[', '{']) && before.ends_with(['[', '{', ',']);
        let begins = before.is_empty() || in_brackets || before.ends_with([':', '-']) && before.len() < line.len();
        begins && !before.trim_start().starts_with('#')
    })
}

/// Where the quoted text that starts at `start` ends.
fn closing(text: &str, start: usize, sign: char) -> Option<usize> {
    let mut rest = text[start + 1..].char_indices().map(|(at, c)| (start + 1 + at, c)).peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' if sign == '"' => {
                rest.next();
            }
            c if c == sign && sign == '\'' && rest.peek().is_some_and(|(_, next)| *next == '\'') => {
                rest.next();
            }
            c if c == sign => return Some(at),
            _ => {}
        }
    }
    None
}

/// The word at a byte, or the last one before it.
fn word_at(source: &Source, at: usize) -> Place {
    let text = &source.text;
    let at = at.min(text.len());
    let at = if text[at..].trim().is_empty() {
        text.trim_end().rfind(char::is_whitespace).map_or(0, |space| space + 1)
    } else {
        at
    };
    let length = text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
    source.place(at..at + length.max(1))
}
