//! What is hard for a parser of YAML.

use super::{Case, repeat};

pub(super) const CASES: &[Case] = &[
    ("spaces", |times| only(times, " ")),
    ("newlines", |times| only(times, "\n")),
    ("brackets", |times| only(times, "[")),
    ("braces", |times| only(times, "{")),
    ("dashes", |times| only(times, "- ")),
    ("dashes-below", |times| repeat(times, "", |n| format!("{}-\n", " ".repeat(n % 60)), "")),
    ("questions", |times| only(times, "? ")),
    ("quotes-open", |times| repeat(times, "a: \"\n", |_| "b: 'x\n".to_owned(), "")),
    ("quotes-of-lines", |times| repeat(times, "a: b: c\n", |_| "- \"x\" y\n".to_owned(), "")),
    ("quotes-before-error", |times| repeat(times, "", |n| format!("k{n}: 'x'\n"), "a: b: c\n")),
    ("scalars", |times| repeat(times, "a: [", |_| "1,".to_owned(), "]\n")),
    ("aliases", |times| repeat(times, "a0: &a0 [x]\n", |n| format!("a{}: &a{} [*a{n},*a{n}]\n", n + 1, n + 1), "")),
    ("keys-twice", |times| repeat(times, "", |n| format!("k{}: 1\n", n / 2), "")),
    ("one-line", |times| {
        let head = "{naftiko: 1.0.0-alpha2, capability: {consumes: [";
        repeat(times, head, |n| format!("{{namespace: a{n}, baseUrl: x}}, "), "]}}\n")
    }),
];

fn only(times: usize, text: &str) -> String {
    repeat(times, "", |_| text.to_owned(), "")
}
