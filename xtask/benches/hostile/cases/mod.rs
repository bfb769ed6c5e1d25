//! The documents: each repeats what might cost more than its length.

mod consumed;
mod exposed;
mod mistakes;
mod names;
mod outputs;
mod taxii;
mod texts;
mod wide;
mod yaml;

/// How many times documents repeat something: as often as there is room for, and almost as often as is accepted.
const TIMES: [(&str, usize); 2] = [("", usize::MAX), (" x1900", ACCEPTED)];
const ACCEPTED: usize = 1_900;

/// As long as a document may be, almost.
const BYTES: usize = (4 << 20) - 1024;

const HEAD: &str = "naftiko: 1.0.0-alpha2\ninfo: {label: Worst, description: Worst}\n";
const CONSUMES: &str = "capability:\n  consumes:\n";
const UPSTREAM: &str = "  - namespace: api\n    baseUri: https://api.test\n    resources:\n";
const OPERATIONS: &str = "    - path: /a\n      operations:\n";
const OPERATION: &str =
    "    - {path: /a, operations: [{name: op, method: GET, inputParameters: [{name: id, in: query, type: string}]}]}\n";
const EXPOSES: &str = "  exposes:\n";
const TOOLS: &str = "  - type: mcp\n    namespace: mcp\n    port: 9090\n    tools:\n";
const TOOL: &str = "    - name: tool\n      description: Tool\n";
const CALL: &str = "      call: api.op\n";

/// A name, and a document that repeats something so many times.
type Case = (&'static str, fn(usize) -> String);

/// Names and texts, made one by one.
pub(crate) fn all() -> impl Iterator<Item = (String, String)> {
    let groups: [&[Case]; 9] = [
        yaml::CASES,
        consumed::CASES,
        exposed::CASES,
        outputs::CASES,
        texts::CASES,
        names::CASES,
        wide::CASES,
        taxii::CASES,
        mistakes::CASES,
    ];
    let cases = groups.into_iter().flatten();
    cases.flat_map(|(name, make)| TIMES.map(|(shown, times)| (format!("{name}{shown}"), make(times))))
}

/// Head, as many items as there is room for but at most so many, and tail.
fn repeat(times: usize, head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for item in (0..times).map(item) {
        if text.len() + item.len() + tail.len() > BYTES {
            break;
        }
        text.push_str(&item);
    }
    text + tail
}

/// So many items, but no more than are accepted.
fn accepted(times: usize, item: impl Fn(usize) -> String) -> String {
    (0..times.min(ACCEPTED)).map(item).collect()
}

/// Upstreams, or imports of them.
fn upstreams(times: usize, item: impl Fn(usize) -> String) -> String {
    repeat(times, &format!("{HEAD}{CONSUMES}"), item, "")
}

/// An upstream with one operation, and what else it says.
fn upstream(namespace: &str, more: &str, number: usize) -> String {
    let resources = format!("[{{path: /a, operations: [{{name: op{number}, method: GET}}]}}]");
    format!("  - {{namespace: {namespace}, baseUri: https://a.test, {more}resources: {resources}}}\n")
}

/// What stands below the resources of an upstream.
fn resources(times: usize, head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    repeat(times, &format!("{HEAD}{CONSUMES}{UPSTREAM}{head}"), item, tail)
}

fn operations(times: usize, item: impl Fn(usize) -> String) -> String {
    resources(times, OPERATIONS, item, "")
}

/// What stands in the one operation.
fn operation(times: usize, method: &str, head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    let head = format!("{OPERATIONS}      - name: op\n        method: {method}\n{head}");
    resources(times, &head, item, tail)
}

fn inputs(times: usize, item: impl Fn(usize) -> String) -> String {
    operation(times, "GET", "        inputParameters:\n", item, "")
}

/// What stands below the upstream with its operation.
fn capability(times: usize, head: &str, item: impl Fn(usize) -> String) -> String {
    resources(times, &format!("{OPERATION}{head}"), item, "")
}

fn tools(times: usize, item: impl Fn(usize) -> String) -> String {
    capability(times, &format!("{EXPOSES}{TOOLS}"), item)
}

/// What stands in the one tool.
fn tool(times: usize, head: &str, item: impl Fn(usize) -> String) -> String {
    capability(times, &format!("{EXPOSES}{TOOLS}{TOOL}{head}"), item)
}

/// The `number`th way to write a word twice, which all become one name in Rust.
fn spelling_of(word: &str, number: usize) -> String {
    let separators = ["_", "-", ".", "$"];
    let mut text = String::from(word);
    let mut left = number;
    while left > 0 {
        text.push_str(separators[left % separators.len()]);
        left /= separators.len();
    }
    format!("{text}{word}")
}
