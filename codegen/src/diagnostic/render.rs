//! Draws a diagnostic for people: rustc's look.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Finding, Severity};
use crate::shown::escaped;
use crate::source::{Place, Source};

/// How many places are named, the drawn one included.
const NAMED_PLACES: usize = 3;
/// How many further sentences are told of what has to be repaired.
const SENTENCES: usize = 4;
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The diagnostic as text, without a line end: code, `file:line:column`, source line, caret, help.
///
/// The first place is drawn, and what explains it; further ones are counted, and the next two named. The next four sentences
/// follow with their helps; further ones are counted too.
/// `sources` are those of the project, or the only one.
pub fn render(diagnostic: &Diagnostic, sources: &[Source], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let drawings: Vec<Drawing<'_>> = files(diagnostic)
        .into_iter()
        .filter_map(|file| Some(Drawing::new(diagnostic, sources.get(file)?, file)))
        .collect();
    let title = level(diagnostic.severity).primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let group = title
        .elements(drawings.iter().map(|drawing| drawing.snippet(diagnostic)))
        .elements(more(&diagnostic.places).map(|text| Level::NOTE.message(text)))
        .elements(diagnostic.help.as_deref().map(|text| Level::HELP.message(text)))
        .elements(also(diagnostic).into_iter().map(|(level, text)| level.message(text)));
    renderer.render(&[group])
}

/// The files to draw, the one with the problem first.
fn files(diagnostic: &Diagnostic) -> Vec<usize> {
    let mut files = vec![diagnostic.file()];
    for (place, _) in &diagnostic.related {
        if !files.contains(&place.file) {
            files.push(place.file);
        }
    }
    files
}

/// A file and what can be shown of its text.
struct Drawing<'a> {
    source: &'a Source,
    file: usize,
    text: Cow<'a, str>,
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

impl<'a> Drawing<'a> {
    fn new(diagnostic: &Diagnostic, source: &'a Source, file: usize) -> Self {
        let hidden: Vec<_> = diagnostic.hidden.iter().filter(|place| place.file == file).collect();
        Self { source, file, text: drawable(source, &hidden) }
    }

    fn snippet(&'a self, diagnostic: &'a Diagnostic) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let first = diagnostic.places.first().filter(|first| first.file == self.file);
        let related = diagnostic.related.iter().filter(|(place, _)| place.file == self.file && Some(place) != first);
        Snippet::source(self.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.text))
            .path(escaped(&self.source.shown))
            .annotations(first.map(|place| AnnotationKind::Primary.span(drawn(place, self.source))))
            .annotations(related.map(|(place, caption)| {
                AnnotationKind::Context.span(drawn(place, self.source)).label(escaped(caption))
            }))
    }
}

/// The text with an asterisk for each byte of a secret: lines and columns stay.
fn drawable<'a>(source: &'a Source, hidden: &[&Place]) -> Cow<'a, str> {
    if hidden.is_empty() {
        return Cow::Borrowed(&source.text);
    }
    let mut spans: Vec<&Range<usize>> = hidden.iter().map(|place| &place.span).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut spans = spans.into_iter().peekable();
    let mut end = 0; // of what is hidden, as far as was looked
    let mut text = String::with_capacity(source.text.len());
    for (at, c) in source.text.char_indices() {
        while let Some(span) = spans.next_if(|span| span.start <= at) {
            end = end.max(span.end);
        }
        match c {
            '\r' | '\n' => text.push(c),
            c if at < end => text.extend(std::iter::repeat_n('*', c.len_utf8())),
            c => text.push(c),
        }
    }
    Cow::Owned(text)
}

/// The part of a span on its first line: a caret under the start of a long text says enough.
fn drawn(place: &Place, source: &Source) -> Range<usize> {
    let text = source.text.get(place.span.clone()).unwrap_or("");
    let line = text.lines().next().unwrap_or("").trim_end();
    let skipped = if source.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let start = place.span.start.saturating_sub(skipped);
    start..start + line.len()
}

fn more(places: &[Place]) -> Option<String> {
    let others = places.len().saturating_sub(1);
    if others == 0 {
        return None;
    }
    Some(format!("and {others} more: {}", listed(&places[1..], NAMED_PLACES - 1)))
}

/// Further sentences behind their places, each with its help unless that was said before. Errors and warnings may be many;
/// notes are told by kind, and none is left out.
fn also(diagnostic: &Diagnostic) -> Vec<(Level<'static>, String)> {
    let most = if diagnostic.severity == Severity::Note { usize::MAX } else { SENTENCES };
    let mut helps: Vec<&str> = diagnostic.help.as_deref().into_iter().collect();
    let mut lines = Vec::new();
    for Finding { message, places, help, .. } in diagnostic.also.iter().take(most) {
        lines.push((Level::NOTE, format!("{}: {message}", listed(places, NAMED_PLACES))));
        if let Some(help) = help.as_deref().filter(|help| !helps.contains(help)) {
            lines.push((Level::HELP, help.to_owned()));
            helps.push(help);
        }
    }
    let left: Vec<Place> = diagnostic.also.iter().skip(most).flat_map(|finding| &finding.places).cloned().collect();
    if !left.is_empty() {
        lines.push((Level::NOTE, format!("and {} more: {}", left.len(), listed(&left, NAMED_PLACES))));
    }
    lines
}

/// `3:4, 5:6, …`: as many places as `most`.
fn listed(places: &[Place], most: usize) -> String {
    let named: Vec<_> = places.iter().take(most).map(|place| format!("{}:{}", place.line, place.column)).collect();
    let rest = if places.len() > most { ", …" } else { "" };
    named.join(", ") + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Sink};

    const TEXT: &str = "naftiko: 1.0.0-alpha2\ninfo:\n  lable: \"é\"\n  descripton: >\n    long\n    text\n";

    #[test]
    fn the_first_place_is_drawn_and_the_others_counted() {
        let source = Source::new("a/b.yaml", "specs/a/b.yaml", TEXT);
        let mut sink = Sink::new();
        let at = |word: &str| {
            let start = TEXT.find(word).unwrap_or_default();
            source.place(start..start + word.len())
        };
        sink.report(Code::UNKNOWN_KEY, &at("lable"), "unknown key `lable`")
            .help("did you mean `label`?")
            .related(&at("info"), "in this section");
        for word in ["descripton", "long", "text", "t\n"] {
            sink.report(Code::UNKNOWN_KEY, &at(word), if word == "text" { "this one twice" } else { "later" });
        }
        let text = render(&sink.into_sorted()[0], &[source], false);
        insta::assert_snapshot!(text, @r#"
        warning[unknown-key]: unknown key `lable`
         --> specs/a/b.yaml:3:3
          |
        2 | info:
          | ---- in this section
        3 |   lable: "é"
          |   ^^^^^
          |
          = help: did you mean `label`?
          = note: 4:3, 5:5, 6:8: later
          = note: 6:5: this one twice
        "#);
    }

    #[test]
    fn a_secret_is_never_drawn() {
        let source = Source::new("c.yaml", "specs/c.yaml", "auth: {token: s3cret, tipe: bearer}\n");
        let at = |word: &str| {
            let start = source.text.find(word).unwrap_or_default();
            source.place(start..start + word.len())
        };
        let mut sink = Sink::new();
        sink.hide(&at("s3cret"));
        sink.report(Code::UNKNOWN_KEY, &at("tipe"), "unknown key `tipe`");
        let text = render(&sink.into_sorted()[0], &[source], false);
        insta::assert_snapshot!(text, @r"
        warning[unknown-key]: unknown key `tipe`
         --> specs/c.yaml:1:23
          |
        1 | auth: {token: ******, tipe: bearer}
          |                       ^^^^
        ");
    }

    #[test]
    fn related_places_of_other_files_are_drawn() {
        let mut sources = [
            Source::new("a.yaml", "specs/a.yaml", "dock: 1\n"),
            Source::new("b.yaml", "specs/b.yaml", "\nkey: dock\n"),
        ];
        sources[1].index = 1;
        let mut sink = Sink::new();
        sink.report(Code::DUPLICATE_NAME, &sources[1].place(6..10), "two are called `dock`")
            .related(&sources[0].place(0..4), "the first one");
        insta::assert_snapshot!(render(&sink.into_sorted()[0], &sources, false), @r"
        error[duplicate-name]: two are called `dock`
         --> specs/b.yaml:2:6
          |
        2 | key: dock
          |      ^^^^
          |
         ::: specs/a.yaml:1:1
          |
        1 | dock: 1
          | ---- the first one
        ");
    }

    #[test]
    fn a_span_of_many_lines_is_drawn_on_its_first() {
        let source = Source::new("b.yaml", "specs/b.yaml", TEXT);
        let start = TEXT.find('>').unwrap_or_default();
        assert_eq!(drawn(&source.place(start..TEXT.len()), &source), start..start + 1);
    }
}
