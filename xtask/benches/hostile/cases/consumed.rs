//! Much of what a capability consumes.

use super::{
    CONSUMES, Case, HEAD, OPERATION, OPERATIONS, UPSTREAM, accepted, inputs, operation, operations, repeat, resources,
    spelling_of, upstream, upstreams,
};

pub(super) const CASES: &[Case] = &[
    ("operations-of-many-inputs", |times| {
        let inputs = accepted(times, |n| format!("{{name: i{n}, in: query}},"));
        wide(11, |n| format!("{{name: op{n}, method: GET, inputParameters: [{inputs}]}}"))
    }),
    ("bodies-of-many-members", |times| {
        let members = accepted(times, |n| format!("k{n}: \"{{{{v{n}}}}}\","));
        wide(20, |n| format!("{{name: op{n}, method: POST, body: {{{members}}}}}"))
    }),
    ("operations", |times| operations(times, |n| format!("      - {{name: op{n}, method: GET}}\n"))),
    ("operations-same-name", |times| operations(times, |_| "      - {name: op, method: GET}\n".to_owned())),
    ("operations-one-ident", |times| {
        operations(times, |n| format!("      - {{name: op{}, method: GET}}\n", "-".repeat(n)))
    }),
    ("operations-one-type", |times| {
        let rest = "method: GET, inputParameters: [{name: x, in: query}]";
        operations(times, |n| format!("      - {{name: {}, {rest}}}\n", spelling_of("operation", n)))
    }),
    ("resources", |times| {
        let rest = "method: POST, body: {a: \"{{b}}\"}";
        resources(times, "", |n| format!("    - {{path: /p{n}, operations: [{{name: op{n}, {rest}}}]}}\n"), "")
    }),
    ("upstreams", |times| upstreams(times, |n| upstream(&format!("a{n}"), "", n))),
    ("upstreams-same-name", |times| upstreams(times, |n| upstream("a", "", n))),
    ("inputs", |times| inputs(times, |n| format!("        - {{name: i{n}, in: query}}\n"))),
    ("inputs-same-name", |times| inputs(times, |_| "        - {name: i, in: query}\n".to_owned())),
    ("inputs-one-ident", |times| {
        inputs(times, |n| format!("        - {{name: {}, in: header}}\n", spelling_of("parameter", n)))
    }),
    ("inputs-inherited", |times| {
        let inputs: String = (0..1000).map(|n| format!("{{name: i{n}, in: query}},")).collect();
        let head = format!("    - path: /a\n      inputParameters: [{inputs}]\n      operations:\n");
        resources(times, &head, |n| format!("      - {{name: op{n}, method: GET}}\n"), "")
    }),
    ("fixed-inputs", |times| {
        inputs(times, |n| format!("        - {{name: i{n}, in: query, value: \"{{{{i{}}}}}\"}}\n", n + 1))
    }),
    ("path-variables", |times| path(times, |n| format!("/{{v{n}}}"))),
    ("path-text", |times| path(times, |_| "/a".to_owned())),
    ("body-template", |times| body(times, " |\n", |n| format!("          {{{{v{n}}}}}\n"), "")),
    ("body-members", |times| body(times, "\n", |n| format!("          k{n}: \"{{{{v{n}}}}} x\"\n"), "")),
    ("body-values", |times| body(times, " [", |_| "1,".to_owned(), "]\n")),
    ("binds", |times| {
        let head = format!("{HEAD}binds:\n- namespace: env\n  keys:\n");
        repeat(times, &head, |n| format!("    k{n}: K{n}\n"), &format!("{CONSUMES}{UPSTREAM}{OPERATION}"))
    }),
];

/// Several operations with almost as many parts as is accepted.
fn wide(number: usize, operation: impl Fn(usize) -> String) -> String {
    let operations: String = (0..number).map(|n| format!("      - {}\n", operation(n))).collect();
    format!("{HEAD}{CONSUMES}{UPSTREAM}{OPERATIONS}{operations}")
}

fn path(times: usize, item: impl Fn(usize) -> String) -> String {
    resources(times, "    - path: ", item, "\n      operations: [{name: op, method: GET}]\n")
}

fn body(times: usize, head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    operation(times, "POST", &format!("        body:{head}"), item, tail)
}
