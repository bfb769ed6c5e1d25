//! Wide units beside wide operations: what multiplies though each is within its limits.

use super::{
    CALL, CONSUMES, Case, EXPOSES, HEAD, OPERATION, OPERATIONS, TOOL, TOOLS, UPSTREAM, capability, repeat, tool,
};

pub(super) const CASES: &[Case] = &[
    ("far-steps", |times| {
        let step = |n| format!("      - {{name: {}, type: call, call: api.op{}}}\n", far(n), with(n, 20));
        tool(times, "      steps:\n", step)
    }),
    ("wide-tools", |times| {
        let inputs: String = (0..1_900).map(|n| format!("{{name: i{n}, in: query}},")).collect();
        let operation =
            format!("    - {{path: /a, operations: [{{name: op, method: GET, inputParameters: [{inputs}]}}]}}\n");
        let head = format!("{HEAD}{CONSUMES}{UPSTREAM}{operation}{EXPOSES}{TOOLS}");
        repeat(
            times,
            &head,
            |n| format!("    - {{name: t{n}, description: x, call: api.op, inputParameters: [{{name: i1}}]}}\n"),
            "",
        )
    }),
    ("wide-steps", |times| {
        let inputs: String = (0..1_900).map(|n| format!("      - {{name: i{n}, type: string}}\n")).collect();
        let head = format!("      inputParameters:\n{inputs}      steps:\n");
        tool(times, &head, |n| format!("      - {{name: s{n}, type: call, call: api.op}}\n"))
    }),
    ("wide-steps-of-wide-operations", |times| {
        let inputs: String = (0..1_900).map(|n| format!("{{name: i{n}, in: query}},")).collect();
        let operation = format!("      - {{name: op, method: GET, inputParameters: [{inputs}]}}\n");
        let head = format!("{HEAD}{CONSUMES}{UPSTREAM}{OPERATIONS}{operation}{EXPOSES}{TOOLS}{TOOL}      steps:\n");
        repeat(times, &head, |n| format!("      - {{name: s{n}, type: call, call: api.op}}\n"), "")
    }),
    ("wide-routes", |times| {
        let variables: String = (0..1_900).map(|n| format!("/{{v{n}}}")).collect();
        let steps = |n| format!("        - {{name: s{n}, type: call, call: api.op}}\n");
        let head = format!(
            "{OPERATION}{EXPOSES}  - type: rest\n    namespace: rest\n    port: 8080\n    resources:\n    - path: \"{variables}\"\n      operations:\n      - method: GET\n        steps:\n"
        );
        repeat(times, &format!("{HEAD}{CONSUMES}{UPSTREAM}{head}"), steps, "")
    }),
    ("wide-flows", |times| {
        let inputs: String = (0..1_900).map(|n| format!("{{name: i{n}}},")).collect();
        let with: String = (0..20).map(|n| format!("i{n}: x, ")).collect();
        let flow = format!(
            "  aggregates:\n  - namespace: flows\n    functions:\n    - {{name: flow, call: api.op, inputParameters: [{inputs}]}}\n"
        );
        let head = format!("{flow}{EXPOSES}{TOOLS}");
        capability(times, &head, |n| {
            format!("    - {{name: t{n}, description: x, ref: flows.flow, with: {{{with}}}}}\n")
        })
    }),
    ("namespaces", |times| {
        let operations: String = (0..1_000).map(|n| format!("      - {{name: op{n}, method: GET}}\n")).collect();
        let head = format!("{HEAD}{CONSUMES}{UPSTREAM}{OPERATIONS}{operations}{EXPOSES}");
        let tools = |n| format!("[{{name: t{n}, description: x, call: api.op1, with: {{a: \"{{{{x.y.z}}}}\"}}}}]");
        repeat(
            times,
            &head,
            |n| format!("  - {{type: mcp, namespace: m{n}, port: {}, tools: {}}}\n", n % 60000 + 1, tools(n)),
            "",
        )
    }),
    ("body-deep", |times| {
        let (open, close) = ("{a: ".repeat(45), "}".repeat(45));
        let head =
            format!("{HEAD}{CONSUMES}{UPSTREAM}{OPERATIONS}      - name: op\n        method: POST\n        body:\n");
        repeat(times, &head, |n| format!("          k{n}: {open}\"{{{{v{n}}}}}\"{close}\n"), "")
    }),
    ("with-deep", |times| {
        let (open, close) = ("{a: ".repeat(45), "}".repeat(45));
        tool(times, &format!("{CALL}      with:\n"), |n| format!("        k{n}: {open}x{close}\n"))
    }),
];

/// Names of steps that are alike in length and nothing else.
fn far(number: usize) -> String {
    let letters = (b'a'..=b'z').cycle().skip(number % 26).step_by(1 + number % 25).take(50);
    format!("{}{number:06}", letters.map(char::from).collect::<String>())
}

/// So many values that begin with no step.
fn with(number: usize, count: usize) -> String {
    let values: String = (0..count).map(|n| format!("k{n}: $.{}.id, ", far(100_000 + number * count + n))).collect();
    format!(", with: {{{values}}}")
}
