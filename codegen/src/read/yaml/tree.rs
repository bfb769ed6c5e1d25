//! Builds the tree from parser events, on a stack of its own.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::walker::Walker;
use super::{Content, Key, Node, Scalar, mend, syntax};
use crate::diagnostic::{Code, Sink};
use crate::source::{Place, Source};

const MOST_LEVELS: usize = 64;
/// Several times what the largest real documents hold, of 1 MiB.
const MOST_VALUES: usize = 300_000;
/// In one list or mapping. What is generated from one nests as deep as it is long.
const MOST_ENTRIES: usize = 2_000;

/// Reads the events of the whole text.
pub(super) fn build<'s>(source: &'s Source, sink: &mut Sink) -> Option<Node<'s>> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let skipped = source.text.len() - text.len();
    let mut builder = Builder {
        source,
        sink,
        walker: Walker::new(text, skipped),
        stack: Vec::new(),
        root: None,
        values: 0,
        refused: false,
        ended: false,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.take(event, span)?,
            Err(error) => return builder.fail(&error),
        }
    }
    let Builder { root, refused, sink, .. } = builder;
    if root.is_none() && !refused {
        sink.report(Code::NOT_A_CAPABILITY, &source.place(0..0), "this file is empty");
    }
    root.filter(|_| !refused)
}

struct Builder<'s, 'k> {
    source: &'s Source,
    sink: &'k mut Sink,
    walker: Walker<'s>,
    stack: Vec<Frame<'s>>,
    root: Option<Node<'s>>,
    values: usize,
    /// An alias was reported: the rest of the tree makes no sense.
    refused: bool,
    /// Nothing follows but marks of ends.
    ended: bool,
}

/// A collection that is still open.
enum Frame<'s> {
    Sequence(Place, Vec<Node<'s>>),
    Mapping(Place, Entries<'s>),
}

#[derive(Default)]
struct Entries<'s> {
    done: Vec<(Key<'s>, Node<'s>)>,
    /// The key whose value comes next.
    key: Option<Key<'s>>,
    /// The keys so far, once there are enough for a search to be slow.
    seen: BTreeMap<String, Place>,
    /// The value that comes next belongs to a key that was there before.
    repeated: bool,
}

impl<'s> Builder<'s, '_> {
    /// `None` ends the reading; what is wrong has been reported then.
    fn take(&mut self, event: Event<'s>, span: Span) -> Option<()> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let place = self.place(span);
                let said = tag.as_deref().is_some_and(is_text);
                self.refuse(&place, anchor, tag.is_some() && !said);
                let plain = style == ScalarStyle::Plain && !said;
                if self.stack.is_empty() && self.root.is_some() {
                    return Some(()); // behind a last `---`
                }
                let content = Content::Scalar(Scalar { text, plain, said });
                self.put(Node { place, content })
            }
            Event::Alias(_) => {
                let place = self.place(span);
                self.report_alias(&place, "aliases are not read");
                self.put(Node { place, content: Content::Scalar(Scalar { text: "".into(), plain: true, said: false }) })
            }
            Event::SequenceStart(anchor, tag) => {
                let place = self.start(span, anchor, tag.is_some())?;
                self.stack.push(Frame::Sequence(place, Vec::new()));
                Some(())
            }
            Event::MappingStart(anchor, tag) => {
                let place = self.start(span, anchor, tag.is_some())?;
                self.stack.push(Frame::Mapping(place, Entries::default()));
                Some(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let node = self.close()?;
                self.put(node)
            }
            Event::DocumentStart(_) if self.root.is_some() && !self.is_behind_all(span) => {
                let place = self.place(span);
                self.stop(&place, "a second document starts here", "one file holds one document")
            }
            _ => Some(()),
        }
    }

    /// Whether a `---` ends the text: comments and other such marks may follow it, and nothing else.
    fn is_behind_all(&mut self, span: Span) -> bool {
        let at = self.place(Span::empty(span.start)).span.start;
        let rest = self.source.text.get(at..).unwrap_or("");
        let content = |line: &'s str| line.split_once('#').map_or(line, |(before, _)| before).trim();
        self.ended = self.ended || rest.lines().map(content).all(|line| matches!(line, "" | "---" | "..."));
        self.ended
    }

    fn start(&mut self, span: Span, anchor: usize, tagged: bool) -> Option<Place> {
        let mut place = self.place(Span::empty(span.start));
        place.span.end = (place.span.start + 1).min(self.source.text.len());
        self.refuse(&place, anchor, tagged);
        if self.stack.len() >= MOST_LEVELS {
            return self.too_much(&place, format!("more than {MOST_LEVELS} levels"));
        }
        Some(place)
    }

    fn close(&mut self) -> Option<Node<'s>> {
        Some(match self.stack.pop()? {
            Frame::Sequence(place, items) => Node { place, content: Content::Sequence(items) },
            Frame::Mapping(place, entries) => {
                // Carets under the first key say more than one under its first letter.
                let place = entries
                    .done
                    .first()
                    .map(|(key, _)| key.place().clone())
                    .filter(|key| key.span.start == place.span.start)
                    .unwrap_or(place);
                Node { place, content: Content::Mapping(entries.done) }
            }
        })
    }

    fn put(&mut self, node: Node<'s>) -> Option<()> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return self.too_much(&node.place, format!("more than {MOST_VALUES} values"));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Sequence(_, items)) if items.len() >= MOST_ENTRIES => {
                return self.too_much(&node.place, format!("more than {MOST_ENTRIES} items in a list"));
            }
            Some(Frame::Mapping(_, entries)) if entries.done.len() >= MOST_ENTRIES => {
                return self.too_much(&node.place, format!("more than {MOST_ENTRIES} keys in a mapping"));
            }
            Some(Frame::Sequence(_, items)) => items.push(node),
            Some(Frame::Mapping(_, entries)) if entries.key.is_some() => entries.value(node),
            Some(Frame::Mapping(..)) => return self.key(node),
        }
        Some(())
    }

    fn key(&mut self, node: Node<'s>) -> Option<()> {
        let Content::Scalar(scalar) = node.content else { return self.refuse_key(&node.place) };
        let Some(Frame::Mapping(_, entries)) = self.stack.last_mut() else { return None };
        if let Some(first) = entries.first(&scalar.text) {
            self.sink
                .report(Code::YAML_SYNTAX, &node.place, format!("the key `{}` is there twice", scalar.text))
                .help("remove it, or rename one of them")
                .remove(&node.place)
                .related(&first, "here it is first");
            entries.repeated = true;
        }
        entries.key = Some(Key::new(scalar.text, node.place));
        Some(())
    }

    /// A key that is a list or a mapping: a template without quotes, most likely.
    fn refuse_key<T>(&mut self, place: &Place) -> Option<T> {
        let help = "quote what begins with a bracket, templates too: \"{{X}}\"";
        let braces = self.source.text.get(..place.span.start)?.rfind('{').unwrap_or(place.span.start);
        let is_template = self.source.text.get(braces..)?.starts_with("{{");
        let report = self.sink.report(Code::YAML_SYNTAX, place, "a key must be text").help(help);
        if is_template {
            syntax::change(report, self.source, mend::quotes(self.source, braces));
        }
        None
    }

    fn refuse(&mut self, place: &Place, anchor: usize, tagged: bool) {
        if anchor > 0 {
            let place = self.before(place, '&');
            self.report_alias(&place, "anchors are not read");
        }
        if tagged {
            let place = self.before(place, '!');
            self.report_alias(&place, "tags are not read");
        }
    }

    fn report_alias(&mut self, place: &Place, message: &str) {
        self.refused = true;
        let help =
            "write the value out; text that starts with `&`, `*` or `!` must be quoted, and of tags there is `!!str`";
        let report = self.sink.report(Code::YAML_ALIAS, place, message).help(help);
        syntax::change(report, self.source, mend::quotes(self.source, place.span.start));
    }

    /// The place of the word that starts with `sign`, just before a value.
    fn before(&self, place: &Place, sign: char) -> Place {
        let text = &self.source.text;
        let Some(start) = text.get(..=place.span.start).and_then(|before| before.rfind(sign)) else {
            return place.clone();
        };
        let length = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
        self.source.place(start..start + length)
    }

    fn place(&mut self, span: Span) -> Place {
        let (start, line, column) = self.walker.go(span.start);
        let (end, ..) = self.walker.go(span.end);
        let text = self.source.text.get(start..end).unwrap_or("");
        Place { file: self.source.index, line, column, span: start..start + text.trim_end().len() }
    }

    fn too_much<T>(&mut self, place: &Place, what: String) -> Option<T> {
        self.stop(place, what, "split the document")
    }

    fn stop<T>(&mut self, place: &Place, message: impl Into<String>, help: &str) -> Option<T> {
        self.sink.report(Code::YAML_SYNTAX, place, message).help(help);
        None
    }

    fn fail<T>(&mut self, error: &saphyr_parser::ScanError) -> Option<T> {
        let (at, ..) = self.walker.go(*error.marker());
        syntax::explain(self.source, at, error.info(), self.sink);
        None
    }
}

impl<'s> Entries<'s> {
    /// Where the key was before, if it was.
    fn first(&self, key: &str) -> Option<Place> {
        if self.seen.is_empty() {
            return self.done.iter().find(|(done, _)| done.text() == key).map(|(done, _)| done.place().clone());
        }
        self.seen.get(key).cloned()
    }

    /// Of a repeated key the first value counts.
    fn value(&mut self, mut node: Node<'s>) {
        let Some(key) = self.key.take() else { return };
        if node.place.span.is_empty() {
            node.place = key.place().clone();
        }
        if std::mem::take(&mut self.repeated) {
            return;
        }
        self.done.push((key, node));
        const FEW: usize = 16;
        if self.done.len() == FEW {
            self.seen.extend(self.done.iter().map(|(key, _)| (key.text().to_owned(), key.place().clone())));
        } else if let Some((key, _)) = self.done.last().filter(|_| self.done.len() > FEW) {
            self.seen.insert(key.text().to_owned(), key.place().clone());
        }
    }
}

/// Whether a tag is `!!str`, which says no more than that a text is one (YAML 1.2 §10.1.1.3).
fn is_text(tag: &Tag) -> bool {
    tag.is_yaml_core_schema() && tag.suffix == "str"
}
