//! Descriptions of TAXII servers.

use super::{Case, repeat};

const DESCRIPTION: &str = "taxii: 1
info: {title: Worst, description: Worst}
server: {base_url: https://taxii.test, api_root: /root}
";
const OPERATIONS: &str = "operations:\n  discovery: {summary: x}\n";

pub(super) const CASES: &[Case] = &[
    ("taxii-properties", |times| properties(times, |n| format!("    p{n}: {{type: string, description: x}}\n"))),
    ("taxii-properties-alike", |times| {
        properties(times, |n| format!("    p{}: {{type: string, description: x}}\n", "-".repeat(n % 1_000)))
    }),
    ("taxii-values", |times| {
        let head = format!("{DESCRIPTION}resources:\n  collection:\n    p: {{type: string, values: [");
        repeat(times, &head, |n| format!("v{}, ", "_".repeat(n)), &format!("]}}\n{OPERATIONS}"))
    }),
    ("taxii-values-of-many", |times| {
        let values = "v, ".repeat(1_900);
        properties(times.min(150), |n| format!("    p{n}: {{type: string, values: [{values}]}}\n"))
    }),
    ("taxii-examples", |times| {
        let properties: String = (0..1_900).map(|n| format!("    p{n}: {{type: string}}\n")).collect();
        let head = format!("{DESCRIPTION}resources:\n  collection:\n{properties}");
        let keys: String = (0..60).map(|n| format!("p{}: x, ", n * 30)).collect();
        let list = format!("{head}{OPERATIONS}  collections:\n    example:\n      response:\n        collections:\n");
        repeat(
            times,
            &list,
            |n| format!("        - {{id: c{n}, title: x, can_read: true, can_write: false, {keys}}}\n"),
            "",
        )
    }),
    ("taxii-examples-undeclared", |times| {
        let list =
            format!("{DESCRIPTION}{OPERATIONS}  collections:\n    example:\n      response:\n        collections:\n");
        let keys = |n: usize| (0..50).map(move |k| format!("p{n}x{k}: x, ")).collect::<String>();
        repeat(times, &list, |n| format!("        - {{id: c{n}, title: x, {}}}\n", keys(n)), "")
    }),
    ("taxii-parameters", |times| {
        let head = format!("{DESCRIPTION}operations:\n  objects: {{summary: x, parameters: [");
        repeat(times, &head, |n| format!("\"match[p{n}]\", "), "]}\n")
    }),
    ("taxii-headers", |times| {
        let head = format!("{DESCRIPTION}headers:\n");
        repeat(times, &head, |n| format!("  x-{n}: y\n"), OPERATIONS)
    }),
    ("taxii-unknown", |times| {
        let head = format!("{DESCRIPTION}{OPERATIONS}");
        repeat(times, &head, |n| format!("  {}{n}: {{summary: x}}\n", "collectionz".repeat(5)), "")
    }),
];

fn properties(times: usize, property: impl Fn(usize) -> String) -> String {
    repeat(times, &format!("{DESCRIPTION}resources:\n  collection:\n"), property, OPERATIONS)
}
