//! One long text.

use super::{CALL, Case, EXPOSES, OPERATION, OPERATIONS, TOOL, TOOLS, operation, resources};

pub(super) const CASES: &[Case] = &[
    ("name", |times| name(times, "a")),
    ("name-of-words", |times| name(times, "a-")),
    ("name-foreign", |times| name(times, "日")),
    ("description", |times| operation(times, "GET", "        description: ", |_| "word ".to_owned(), ".\n")),
    ("description-of-lines", |times| description(times, "a\\n")),
    ("description-of-marks", |times| description(times, "[`*_<")),
    ("description-of-links", |times| description(times, "https://a.b ")),
    ("description-of-words", |times| description(times, "x")),
    ("templates-open", |times| body(times, "{{")),
    ("templates-half-open", |times| body(times, "{{a ")),
    ("templates", |times| body(times, "{{a}}")),
    ("path-into-json", |times| mapping(times, ".a")),
    ("path-into-json-brackets", |times| mapping(times, "[?")),
    ("call", |times| in_tool(times, "      with: {id: \"", "mcp.", "\"}\n")),
];

fn name(times: usize, part: &str) -> String {
    resources(times, &format!("{OPERATIONS}      - name: "), |_| part.to_owned(), "\n        method: GET\n")
}

fn description(times: usize, part: &str) -> String {
    operation(times, "GET", "        description: \"", |_| part.to_owned(), "\"\n")
}

fn body(times: usize, part: &str) -> String {
    operation(times, "POST", "        body: \"", |_| part.to_owned(), "\"\n")
}

fn mapping(times: usize, part: &str) -> String {
    in_tool(times, "      outputParameters: [{type: string, mapping: \"$", part, "\"}]\n")
}

fn in_tool(times: usize, head: &str, part: &str, tail: &str) -> String {
    let head = format!("{OPERATION}{EXPOSES}{TOOLS}{TOOL}{CALL}{head}");
    resources(times, &head, |_| part.to_owned(), tail)
}
