#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::diagnostic::Diagnostic;

fn read(text: &str) -> (Source, Vec<Diagnostic>) {
    let source = Source::new("a.yaml", "a.yaml", text);
    let mut sink = Sink::new();
    parse(&source, &mut sink);
    (source, sink.into_sorted())
}

/// The first diagnostic's code, its place, and a part of its message.
#[track_caller]
fn check(text: &str, code: &str, place: (usize, usize), message: &str) {
    let (_, diagnostics) = read(text);
    let first = diagnostics.first().expect("a diagnostic");
    assert_eq!(first.code, code, "{first:?}");
    assert_eq!((first.places[0].line, first.places[0].column), place, "{first:?}");
    assert!(first.message.contains(message), "{first:?}");
}

#[test]
fn every_value_and_key_knows_its_place() {
    let text = "\u{feff}a: é x\r\nb:\r\n- 'q''s'\r\n- {c: \"\\u0041\", d: }\r\ne: |\r\n  one\r\n  two\r\n";
    let source = Source::new("a.yaml", "a.yaml", text);
    let root = parse(&source, &mut Sink::new()).unwrap();
    let at = |node: &Node<'_>| (node.place.line, node.place.column, &source.text[node.place.span.clone()]);
    assert_eq!(at(root.get("a").unwrap()), (1, 4, "é x"));
    let items = root.get("b").unwrap().items();
    assert_eq!((at(&items[0]), items[0].text()), ((3, 3, "'q''s'"), Some("q's")));
    let c = items[1].get("c").unwrap();
    assert_eq!((at(c), c.text()), ((4, 7, "\"\\u0041\""), Some("A")));
    let (d, nothing) = &items[1].entries()[1];
    assert_eq!((d.text(), d.place().column, nothing.is_null()), ("d", 17, true));
    assert_eq!(nothing.place, *d.place(), "an empty value stands where its key does");
    assert_eq!(root.get("e").unwrap().text(), Some("one\ntwo\n"));
}

#[test]
fn broken_quotes_are_reported_where_they_begin() {
    check("a: \"x\nb: c\n", "yaml-syntax", (1, 4), "never closed");
    check("a: \"x\nb: \"y\"\nc: d\n", "yaml-syntax", (1, 4), "not closed before the next one");
    check("a: b\nc: 'It's'\n", "yaml-syntax", (2, 4), "goes on after its closing '");
    check("a:\n- 'x\n- 'y'\n", "yaml-syntax", (2, 3), "not closed before the next one");
    check("a: >\n  'tis fine\nb: 'x'\nc: d\n\n\ne: f: g\n", "yaml-syntax", (7, 5), "a second");
}

#[test]
fn syntax_errors_say_what_to_change() {
    check("a: b: c\n", "yaml-syntax", (1, 5), "a second `: `");
    check("a:\n\tb: c\n", "yaml-syntax", (2, 1), "tab");
    check("a: b\nwords\n# end\nc: d\n", "yaml-syntax", (2, 1), "without `:`");
    check("a: b\n  c: d\n", "yaml-syntax", (2, 3), "not aligned");
    check("a:\n    b: c\n  d: e\n", "yaml-syntax", (3, 3), "not aligned");
    check("a: {b: c\nd: e\n", "yaml-syntax", (1, 4), "bracket is not closed");
    check("a: {{X}}\n", "yaml-syntax", (1, 5), "a key must be text");
    check("a: @b\n", "yaml-syntax", (1, 4), "cannot begin");
    check("a: b\n---\nc: d\n", "yaml-syntax", (2, 1), "second document");
    check("a: \"\0\"\n", "yaml-syntax", (1, 5), "U+0000");
}

#[test]
fn the_second_of_two_keys_is_reported_and_left_out() {
    let many: String = (0..40).map(|n| format!("k{n}: {n}\n")).collect();
    for (text, line) in [("a: 1\nb: 2\na: 3\n".to_owned(), 3), (format!("a: 1\n{many}a: 3\n"), 42)] {
        check(&text, "yaml-syntax", (line, 1), "the key `a` is there twice");
        let (source, _) = read(&text);
        let root = parse(&source, &mut Sink::new()).unwrap();
        assert_eq!(root.get("a").unwrap().text(), Some("1"));
    }
}

#[test]
fn anchors_aliases_and_tags_are_refused() {
    check("a: &x b\n", "yaml-alias", (1, 4), "anchors");
    check("a: &x b\nc: *x\n", "yaml-alias", (1, 4), "anchors");
    check("a: *x\n", "yaml-alias", (1, 4), "aliases");
    check("a: !!int 1\n", "yaml-alias", (1, 4), "tags");
    check("a: !str b\n", "yaml-alias", (1, 4), "tags");
    check("a: !!str [b]\n", "yaml-alias", (1, 4), "tags");
    check("a: !!str &x b\n", "yaml-alias", (1, 4), "anchors");
    let bomb: String =
        (1..10).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))).collect();
    check(&format!("a0: &a0 [x]\n{bomb}"), "yaml-alias", (1, 5), "anchors");
}

#[test]
fn there_are_limits() {
    check(&"[".repeat(100_000), "yaml-syntax", (1, 256), "too many levels");
    let deep: String = (0..100).map(|n| format!("{}a:\n", "  ".repeat(n))).collect();
    check(&deep, "yaml-syntax", (65, 129), "more than 64 levels");
    check("", "not-a-capability", (1, 1), "empty");
    check("# nothing\n", "not-a-capability", (1, 1), "empty");
}
