//! Outputs of a tool: many, deep, or hard to find.

use super::{CALL, Case, tool};

pub(super) const CASES: &[Case] = &[
    ("output-properties", |times| properties(times, |n| format!("{{type: string, mapping: $.p{n}}}"))),
    ("output-objects", |times| {
        properties(times, |_| "{type: object, properties: {a: {type: string, mapping: $.a}}}".to_owned())
    }),
    ("output-paths", |times| properties(times, |n| format!("{{type: string, mapping: \"$.p[?@.a == {n}].b\"}}"))),
    ("output-nested-paths", |times| {
        properties(times, |n| format!("{{type: string, mapping: \"$[?(((((@.a))))) == {n}]\"}}"))
    }),
    ("output-templates", |times| properties(times, |n| format!("{{type: string, value: \"{{{{a{n}}}}} b\"}}"))),
    ("output-values", |times| properties(times, |n| format!("{{type: string, value: c{n}}}"))),
    ("output-deep", |times| {
        let open = "{type: object, properties: {a: ".repeat(20);
        properties(times, |_| format!("{open}{{type: string, mapping: $.a}}{}", "}}".repeat(20)))
    }),
    ("output-lists", |times| {
        let open = "{type: array, items: ".repeat(20);
        properties(times, |_| format!("{open}{{type: string}}{}", "}".repeat(20)))
    }),
    ("outputs", |times| {
        let item = |n| format!("      - {{name: o{n}, type: string, mapping: $.o{n}}}\n");
        tool(times, &format!("{CALL}      outputParameters:\n"), item)
    }),
];

fn properties(times: usize, property: impl Fn(usize) -> String) -> String {
    let head = format!("{CALL}      outputParameters:\n      - type: object\n        properties:\n");
    tool(times, &head, |n| format!("          p{n}: {}\n", property(n)))
}
