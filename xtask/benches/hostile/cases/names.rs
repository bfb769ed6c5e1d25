//! Names that are long, almost alike, alike but for punctuation, or equal.

use super::{
    CALL, CONSUMES, Case, EXPOSES, HEAD, OPERATIONS, TOOL, TOOLS, UPSTREAM, accepted, capability, operation, repeat,
    resources, spelling_of, tool,
};

const FLOWS: &str = "  aggregates:\n  - namespace: flows\n    functions:\n";
const SKILLS: &str = "  - type: skill\n    namespace: skills\n    port: 9091\n    skills:\n";
/// How many there are of what others almost name.
const KNOWN: usize = 1_000;

pub(super) const CASES: &[Case] = &[
    ("near-flows", |times| {
        let flows: String = (0..KNOWN).map(|n| format!("    - {{name: {}, call: api.op}}\n", known(n))).collect();
        let head = format!("{FLOWS}{flows}{EXPOSES}{TOOLS}");
        capability(times, &head, |n| format!("    - {{name: t{n}, description: x, ref: flows.{}}}\n", near(n)))
    }),
    ("near-actions", |times| {
        let tool = |n| format!("    - {{name: {}, description: x, call: api.op}}\n", known(n));
        let tools: String = (0..KNOWN).map(tool).collect();
        let head = format!("{EXPOSES}{TOOLS}{tools}{SKILLS}    - name: skill\n      description: x\n      tools:\n");
        let from = |n| format!("{{sourceNamespace: mcp, action: {}}}", near(n));
        capability(times, &head, |n| format!("      - {{name: s{n}, description: x, from: {}}}\n", from(n)))
    }),
    ("near-keys", |times| given(times, |n| format!("        {}: x\n", near(n)))),
    ("near-keys-of-flows", |times| {
        let inputs: String = (0..KNOWN).map(|n| format!("{{name: {}}},", known(n))).collect();
        let flow = format!("    - {{name: flow, call: api.op, inputParameters: [{inputs}]}}\n");
        let head = format!("{FLOWS}{flow}{EXPOSES}{TOOLS}{TOOL}      ref: flows.flow\n      with:\n");
        capability(times, &head, |n| format!("        {}: x\n", near(n)))
    }),
    ("near-steps", |times| {
        let step = |n| format!("      - {{name: {}, type: call, call: api.op}}\n", known(n));
        let steps: String = (0..KNOWN).map(step).collect();
        let last = "      - name: last\n        type: call\n        call: api.op\n        with:\n";
        let head = format!("      steps:\n{steps}{last}");
        tool(times, &head, |n| format!("          k{n}: $.{}.id\n", near(n)))
    }),
    ("near-inputs", |times| {
        let inputs: String = (0..KNOWN).map(|n| format!("      - {{name: {}, type: string}}\n", known(n))).collect();
        let head = format!("{CALL}      inputParameters:\n{inputs}      with:\n");
        tool(times, &head, |n| format!("        k{n}: mcp.{}\n", near(n)))
    }),
    ("long-keys", |times| given(times, |n| format!("        {}{n}: x\n", "parameter".repeat(100)))),
    ("long-references", |times| {
        let inputs = accepted(times, |n| format!("      - {{name: {}, type: string}}\n", alike(n, 100)));
        let head = format!("{CALL}      inputParameters:\n{inputs}      with:\n");
        tool(times, &head, |n| format!("        k{n}: mcp.{}x\n", alike(n, 100)))
    }),
    ("alike-inputs", |times| {
        operation(
            times,
            "GET",
            "        inputParameters:\n",
            |n| format!("        - {{name: {}, in: query}}\n", alike(n, 100)),
            "",
        )
    }),
    ("alike-in-path", |times| {
        let tail = "\"\n      operations: [{name: op, method: GET}]\n";
        resources(times, "    - path: \"", |n| format!("/{{{}}}", alike(n, 3)), tail)
    }),
    ("alike-in-templates", |times| {
        operation(times, "POST", "        body: \"", |n| format!("{{{{{}}}}}", alike(n, 3)), "\"\n")
    }),
    ("alike-in-routes", |times| {
        let route = "  - type: rest\n    namespace: rest\n    port: 8080\n    resources:\n    - path: \"";
        let head = format!("{}{EXPOSES}{route}", super::OPERATION);
        let tail = "\"\n      operations: [{method: GET, call: api.op}]\n";
        resources(times, &head, |n| format!("/{{{}}}", alike(n, 3)), tail)
    }),
    ("alike-steps", |times| {
        let step = |n| format!("      - {{name: \"{}\", type: call, call: api.op}}\n", alike(n, 60));
        tool(times, "      steps:\n", step)
    }),
    ("alike-outputs", |times| {
        let head = format!("{CALL}      outputParameters:\n      - type: object\n        properties:\n");
        tool(times, &head, |n| format!("          \"{}\": {{type: string, mapping: $.a}}\n", alike(n, 30)))
    }),
    ("alike-binds", |times| {
        let keys = |n: usize| (0..10).map(move |k| spelling_of("key", n * 10 + k));
        let bind = |n| {
            format!(
                "- {{namespace: n{n}, keys: {{{}}}}}\n",
                keys(n).map(|key| format!("{key}: {key}, ")).collect::<String>()
            )
        };
        let head = format!("{HEAD}binds:\n");
        repeat(times, &head, bind, &format!("{CONSUMES}{UPSTREAM}{}", super::OPERATION))
    }),
    ("equal-objects", |times| {
        let object = "{type: object, properties: {a: {type: object, properties: {a: {type: string, mapping: $.a}}}}}";
        let properties: String = (0..200).map(|n| format!("a{}: {object}, ", "_".repeat(n))).collect();
        let outputs = format!("[{{type: object, properties: {{{properties}}}}}]");
        capability(times, &format!("{EXPOSES}{TOOLS}"), |n| {
            format!("    - {{name: t{}, description: x, call: api.op, outputParameters: {outputs}}}\n", "-".repeat(n))
        })
    }),
    ("equal-operations", |times| {
        repeat(
            times,
            &format!("{HEAD}{CONSUMES}"),
            |n| {
                let operations = "{name: op, method: GET},".repeat(1_000);
                format!(
                    "  - namespace: a{n}\n    baseUri: https://a.test\n    resources: [{{path: /a, operations: [{operations}]}}]\n"
                )
            },
            "",
        )
    }),
];

/// The `number`th of many names of sixty letters that are all near to each other.
fn known(number: usize) -> String {
    format!("{}{number:04}", "parameter".repeat(6))
}

/// What almost names it.
fn near(number: usize) -> String {
    format!("x{}{number:05}", "parameter".repeat(6))
}

/// The `number`th of many names that differ in punctuation at their ends only.
fn alike(number: usize, length: usize) -> String {
    spelling_of(&"ab".repeat(length / 2), number)
}

/// An operation with inputs of which `with` almost names one each.
fn given(times: usize, key: impl Fn(usize) -> String) -> String {
    let inputs: String = (0..KNOWN).map(|n| format!("{{name: {}, in: query}},", known(n))).collect();
    let operation = format!("      - {{name: op, method: GET, inputParameters: [{inputs}]}}\n");
    let head = format!("{OPERATIONS}{operation}{EXPOSES}{TOOLS}{TOOL}{CALL}      with:\n");
    resources(times, &head, key, "")
}
