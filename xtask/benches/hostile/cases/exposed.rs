//! Much of what a capability exposes.

use super::{
    CALL, CONSUMES, Case, EXPOSES, HEAD, OPERATION, OPERATIONS, TOOLS, UPSTREAM, accepted, capability, repeat, tool,
    tools, upstreams,
};

const ROUTES: &str = "  - type: rest\n    namespace: rest\n    port: 8080\n    resources:\n";
const AGGREGATE: &str = "  aggregates:\n  - namespace: flows\n    functions:\n";
/// How many there are of what others refer to.
const KNOWN: usize = 1000;

pub(super) const CASES: &[Case] = &[
    ("tools-of-many-inputs", |times| {
        wide(&format!("inputParameters: [{}]", accepted(times, |n| format!("{{name: i{n}}},"))))
    }),
    ("tools-of-many-arguments", |times| wide(&format!("with: {{{}}}", accepted(times, |n| format!("k{n}: a{n},"))))),
    ("tools-of-many-outputs", |times| {
        let properties = accepted(times, |n| format!("p{n}: {{type: string, mapping: $.p{n}}},"));
        wide(&format!("outputParameters: [{{type: object, properties: {{{properties}}}}}]"))
    }),
    ("tools-of-derived-inputs", |times| {
        let inputs = accepted(times, |n| format!("{{name: i{n}, in: query}},"));
        let operation = format!("{{name: op, method: GET, inputParameters: [{inputs}]}}");
        let tools: String = (0..19).map(plain).collect();
        format!("{HEAD}{CONSUMES}{UPSTREAM}    - {{path: /a, operations: [{operation}]}}\n{EXPOSES}{TOOLS}{tools}")
    }),
    ("tools", |times| tools(times, plain)),
    ("tools-with-inputs", |times| {
        let rest = |n| format!("inputParameters: [{{name: x{n}}}], with: {{id: mcp.x{n}}}");
        tools(times, |n| format!("    - {{name: t{n}, description: x, call: api.op, {}}}\n", rest(n)))
    }),
    ("tools-same-name", |times| tools(times, |_| "    - {name: t, description: x, call: api.op}\n".to_owned())),
    ("tools-unknown-call", |times| {
        let operations: String = (0..KNOWN).map(|n| format!("      - {{name: operation{n}, method: GET}}\n")).collect();
        let head = format!("{HEAD}{CONSUMES}{UPSTREAM}{OPERATIONS}{operations}{EXPOSES}{TOOLS}");
        repeat(times, &head, |n| format!("    - {{name: t{n}, description: x, call: api.operatoin{n}}}\n"), "")
    }),
    ("tools-constants", |times| {
        tools(times, |n| format!("    - {{name: t{n}, description: x, call: api.op, with: {{id: c{n}}}}}\n"))
    }),
    ("routes", |times| routes(times, |n| format!("/r{n}"))),
    ("routes-same-shape", |times| routes(times, |n| format!("\"/r/{{v{n}}}\""))),
    ("servers", |times| {
        let resources = "[{path: /a, operations: [{method: GET, call: api.op}]}]";
        let port = |n| n % 60000 + 1;
        capability(times, EXPOSES, |n| {
            format!("  - {{type: rest, namespace: r{n}, port: {}, resources: {resources}}}\n", port(n))
        })
    }),
    ("with-keys", |times| calling(times, "      with:\n", |n| format!("        k{n}: x\n"))),
    ("with-templates", |times| {
        calling(times, "      with:\n", |n| format!("        k{n}: \"{{{{a{n}}}}} {{{{b{n}}}}}\"\n"))
    }),
    ("tool-inputs", |times| {
        let item = |n| format!("      - {{name: x{n}, type: string, description: y}}\n");
        calling(times, "      inputParameters:\n", item)
    }),
    ("steps", |times| steps(times, "", |n| format!("name: s{n}, type: call, call: api.op"))),
    ("steps-chained", |times| {
        let first = "      - {name: s0, type: call, call: api.op}\n";
        steps(times, first, |n| format!("name: s{}, {}", n + 1, reading(&format!("s{n}"))))
    }),
    ("steps-same-name", |times| steps(times, "", |_| "name: s, type: call, call: api.op".to_owned())),
    ("steps-unknown", |times| steps(times, "", |n| format!("name: step{}, {}", n + 1, reading(&format!("stpe{n}"))))),
    ("lookups", |times| {
        let rest = "type: lookup, index: s, match: id, lookupValue: $.s.id, outputParameters: [id]";
        steps(times, "      - {name: s, type: call, call: api.op}\n", |n| format!("name: l{n}, {rest}"))
    }),
    ("mappings", |times| {
        let head = "      steps: [{name: s, type: call, call: api.op}]\n      mappings:\n";
        tool(times, head, |n| format!("      - {{targetName: a.b{n}, value: $.s.c{n}}}\n"))
    }),
    ("flows", |times| capability(times, AGGREGATE, flow)),
    ("flow-references", |times| {
        let flows: String = (0..KNOWN).map(flow).collect();
        let head = format!("{AGGREGATE}{flows}{EXPOSES}{TOOLS}");
        capability(times, &head, |n| format!("    - {{name: t{n}, ref: flows.F{}}}\n", n % KNOWN))
    }),
    ("imports", |times| upstreams(times, |n| format!("  - {{import: a{n}, location: ./b{n}.yaml}}\n"))),
];

fn plain(number: usize) -> String {
    format!("    - {{name: t{number}, description: x, call: api.op}}\n")
}

fn flow(number: usize) -> String {
    format!("    - {{name: f{number}, description: x, call: api.op}}\n")
}

/// A step's call with what an earlier one answered.
fn reading(step: &str) -> String {
    format!("type: call, call: api.op, with: {{id: \"{{{{{step}.id}}}}\"}}")
}

/// Several tools with almost as many parts as is accepted.
fn wide(rest: &str) -> String {
    let tools: String =
        (0..20).map(|n| format!("    - {{name: t{n}, description: x, call: api.op, {rest}}}\n")).collect();
    format!("{HEAD}{CONSUMES}{UPSTREAM}{OPERATION}{EXPOSES}{TOOLS}{tools}")
}

fn routes(times: usize, path: impl Fn(usize) -> String) -> String {
    let operations = "[{method: GET, call: api.op}]";
    capability(times, &format!("{EXPOSES}{ROUTES}"), |n| {
        format!("    - {{path: {}, operations: {operations}}}\n", path(n))
    })
}

fn calling(times: usize, head: &str, item: impl Fn(usize) -> String) -> String {
    tool(times, &format!("{CALL}{head}"), item)
}

fn steps(times: usize, first: &str, step: impl Fn(usize) -> String) -> String {
    tool(times, &format!("      steps:\n{first}"), |n| format!("      - {{{}}}\n", step(n)))
}
