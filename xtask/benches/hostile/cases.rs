//! The documents: each repeats what might cost more than its length.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many times documents repeat something: as often as there is room for, and almost as often as is accepted.
const TIMES: [usize; 2] = [usize::MAX, 1_900];
static MOST: AtomicUsize = AtomicUsize::new(usize::MAX);

/// As long as a document may be, almost.
const BYTES: usize = (4 << 20) - 1024;

const HEAD: &str = "naftiko: 1.0.0-alpha2\ninfo: {label: Worst, description: Worst}\n";
const UPSTREAM: &str = "capability:\n  consumes:\n  - namespace: api\n    baseUri: https://api.test\n    resources:\n";
const OPERATION: &str =
    "    - {path: /a, operations: [{name: op, method: GET, inputParameters: [{name: id, in: query, type: string}]}]}\n";
const TOOLS: &str = "  exposes:\n  - type: mcp\n    namespace: mcp\n    port: 9090\n    tools:\n";
const ROUTES: &str = "  exposes:\n  - type: rest\n    namespace: rest\n    port: 8080\n    resources:\n";
const TOOL: &str = "    - name: tool\n      description: Tool\n";

/// Names and texts, made one by one.
pub(crate) fn all() -> impl Iterator<Item = (String, String)> {
    let groups: [&[Case]; 6] = [&YAML, &CONSUMED, &EXPOSED, &OUTPUTS, &TEXTS, &MISTAKES];
    groups.into_iter().flatten().flat_map(|(name, make)| {
        TIMES.map(|times| {
            MOST.store(times, Ordering::Relaxed);
            let times = if times == usize::MAX { String::new() } else { format!(" x{times}") };
            (format!("{name}{times}"), make())
        })
    })
}

type Case = (&'static str, fn() -> String);

const YAML: [Case; 14] = [
    ("spaces", || repeat("", |_| " ".to_owned(), "")),
    ("newlines", || repeat("", |_| "\n".to_owned(), "")),
    ("brackets", || repeat("", |_| "[".to_owned(), "")),
    ("braces", || repeat("", |_| "{".to_owned(), "")),
    ("dashes", || repeat("", |_| "- ".to_owned(), "")),
    ("dashes-below", || repeat("", |n| format!("{}-\n", " ".repeat(n % 60)), "")),
    ("questions", || repeat("", |_| "? ".to_owned(), "")),
    ("quotes-open", || repeat("a: \"\n", |_| "b: 'x\n".to_owned(), "")),
    ("quotes-of-lines", || repeat("a: b: c\n", |_| "- \"x\" y\n".to_owned(), "")),
    ("quotes-before-error", || repeat("", |n| format!("k{n}: 'x'\n"), "a: b: c\n")),
    ("scalars", || repeat("a: [", |_| "1,".to_owned(), "]\n")),
    ("aliases", || repeat("a0: &a0 [x]\n", |n| format!("a{}: &a{} [*a{n},*a{n}]\n", n + 1, n + 1), "")),
    ("keys-twice", || repeat("", |n| format!("k{}: 1\n", n / 2), "")),
    ("one-line", || {
        repeat(
            "{naftiko: 1.0.0-alpha2, capability: {consumes: [",
            |n| format!("{{namespace: a{n}, baseUrl: x}}, "),
            "]}}\n",
        )
    }),
];

const CONSUMED: [Case; 20] = [
    ("operations-of-many-inputs", || {
        wide(
            11,
            "      - {name: op#, method: GET, inputParameters: [",
            |n| format!("{{name: i{n}, in: query}},"),
            "]}\n",
        )
    }),
    ("bodies-of-many-members", || {
        wide(20, "      - {name: op#, method: POST, body: {", |n| format!("k{n}: \"{{{{v{n}}}}}\","), "}}\n")
    }),
    ("operations", || {
        consumed(|n| format!("      - {{name: op{n}, method: GET}}\n"), "    - path: /a\n      operations:\n")
    }),
    ("operations-same-name", || {
        consumed(|_| "      - {name: op, method: GET}\n".to_owned(), "    - path: /a\n      operations:\n")
    }),
    ("operations-one-ident", || {
        consumed(
            |n| format!("      - {{name: op{}, method: GET}}\n", "-".repeat(n)),
            "    - path: /a\n      operations:\n",
        )
    }),
    ("operations-one-type", || {
        consumed(
            |n| {
                format!(
                    "      - {{name: {}, method: GET, inputParameters: [{{name: x, in: query}}]}}\n",
                    case_of("operation", n)
                )
            },
            "    - path: /a\n      operations:\n",
        )
    }),
    ("resources", || {
        consumed(
            |n| {
                format!(
                    "    - {{path: /p{n}, operations: [{{name: op{n}, method: POST, body: {{a: \"{{{{b}}}}\"}}}}]}}\n"
                )
            },
            "",
        )
    }),
    ("upstreams", || {
        repeat(
            &format!("{HEAD}capability:\n  consumes:\n"),
            |n| {
                format!(
                    "  - {{namespace: a{n}, baseUri: https://a.test, resources: [{{path: /a, operations: [{{name: op{n}, method: GET}}]}}]}}\n"
                )
            },
            "",
        )
    }),
    ("upstreams-same-name", || {
        repeat(
            &format!("{HEAD}capability:\n  consumes:\n"),
            |n| {
                format!(
                    "  - {{namespace: a, baseUri: https://a.test, resources: [{{path: /a, operations: [{{name: op{n}, method: GET}}]}}]}}\n"
                )
            },
            "",
        )
    }),
    ("inputs", || {
        consumed(
            |n| format!("        - {{name: i{n}, in: query}}\n"),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n        inputParameters:\n",
        )
    }),
    ("inputs-same-name", || {
        consumed(
            |_| "        - {name: i, in: query}\n".to_owned(),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n        inputParameters:\n",
        )
    }),
    ("inputs-one-ident", || {
        consumed(
            |n| format!("        - {{name: {}, in: header}}\n", case_of("parameter", n)),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n        inputParameters:\n",
        )
    }),
    ("inputs-inherited", || {
        let inputs: String = (0..1000).map(|n| format!("{{name: i{n}, in: query}},")).collect();
        repeat(
            &format!("{HEAD}{UPSTREAM}    - path: /a\n      inputParameters: [{inputs}]\n      operations:\n"),
            |n| format!("      - {{name: op{n}, method: GET}}\n"),
            "",
        )
    }),
    ("fixed-inputs", || {
        consumed(
            |n| format!("        - {{name: i{n}, in: query, value: \"{{{{i{}}}}}\"}}\n", n + 1),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n        inputParameters:\n",
        )
    }),
    ("path-variables", || {
        repeat(
            &format!("{HEAD}{UPSTREAM}    - path: "),
            |n| format!("/{{v{n}}}"),
            "\n      operations: [{name: op, method: GET}]\n",
        )
    }),
    ("path-text", || {
        repeat(
            &format!("{HEAD}{UPSTREAM}    - path: "),
            |_| "/a".to_owned(),
            "\n      operations: [{name: op, method: GET}]\n",
        )
    }),
    ("body-template", || {
        repeat(
            &format!(
                "{HEAD}{UPSTREAM}    - path: /a\n      operations:\n      - name: op\n        method: POST\n        body: |\n"
            ),
            |n| format!("          {{{{v{n}}}}}\n"),
            "",
        )
    }),
    ("body-members", || {
        repeat(
            &format!(
                "{HEAD}{UPSTREAM}    - path: /a\n      operations:\n      - name: op\n        method: POST\n        body:\n"
            ),
            |n| format!("          k{n}: \"{{{{v{n}}}}} x\"\n"),
            "",
        )
    }),
    ("body-values", || {
        repeat(
            &format!(
                "{HEAD}{UPSTREAM}    - path: /a\n      operations:\n      - name: op\n        method: POST\n        body: ["
            ),
            |_| "1,".to_owned(),
            "]\n",
        )
    }),
    ("binds", || {
        repeat(
            &format!("{HEAD}binds:\n- namespace: env\n  keys:\n"),
            |n| format!("    k{n}: K{n}\n"),
            &format!("{UPSTREAM}{OPERATION}"),
        )
    }),
];

const EXPOSED: [Case; 24] = [
    ("tools-of-many-inputs", || wide_tools(20, "inputParameters: [", |n| format!("{{name: i{n}}},"), "]")),
    ("tools-of-many-arguments", || wide_tools(20, "with: {", |n| format!("k{n}: a{n},"), "}")),
    ("tools-of-many-outputs", || {
        wide_tools(
            20,
            "outputParameters: [{type: object, properties: {",
            |n| format!("p{n}: {{type: string, mapping: $.p{n}}},"),
            "}}]",
        )
    }),
    ("tools-of-derived-inputs", || {
        let inputs: String =
            (0..MOST.load(Ordering::Relaxed).min(1_900)).map(|n| format!("{{name: i{n}, in: query}},")).collect();
        let tools: String = (0..19).map(|n| format!("    - {{name: t{n}, description: x, call: api.op}}\n")).collect();
        format!(
            "{HEAD}{UPSTREAM}    - {{path: /a, operations: [{{name: op, method: GET, inputParameters: [{inputs}]}}]}}\n{TOOLS}{tools}"
        )
    }),
    ("tools", || tools(|n| format!("    - {{name: t{n}, description: x, call: api.op}}\n"), "")),
    ("tools-with-inputs", || {
        tools(
            |n| {
                format!(
                    "    - {{name: t{n}, description: x, call: api.op, inputParameters: [{{name: x{n}}}], with: {{id: mcp.x{n}}}}}\n"
                )
            },
            "",
        )
    }),
    ("tools-same-name", || tools(|_| "    - {name: t, description: x, call: api.op}\n".to_owned(), "")),
    ("tools-unknown-call", || {
        let operations: String = (0..1000).map(|n| format!("      - {{name: operation{n}, method: GET}}\n")).collect();
        let head = format!("{HEAD}{UPSTREAM}    - path: /a\n      operations:\n{operations}{TOOLS}");
        repeat(&head, |n| format!("    - {{name: t{n}, description: x, call: api.operatoin{n}}}\n"), "")
    }),
    ("tools-constants", || {
        tools(|n| format!("    - {{name: t{n}, description: x, call: api.op, with: {{id: c{n}}}}}\n"), "")
    }),
    ("routes", || routes(|n| format!("    - {{path: /r{n}, operations: [{{method: GET, call: api.op}}]}}\n"))),
    ("routes-same-shape", || {
        routes(|n| format!("    - {{path: \"/r/{{v{n}}}\", operations: [{{method: GET, call: api.op}}]}}\n"))
    }),
    ("servers", || {
        repeat(
            &format!("{HEAD}{UPSTREAM}{OPERATION}  exposes:\n"),
            |n| {
                format!(
                    "  - {{type: rest, namespace: r{n}, port: {}, resources: [{{path: /a, operations: [{{method: GET, call: api.op}}]}}]}}\n",
                    n % 60000 + 1
                )
            },
            "",
        )
    }),
    ("with-keys", || tools(|n| format!("        k{n}: x\n"), &format!("{TOOL}      call: api.op\n      with:\n"))),
    ("with-templates", || {
        tools(
            |n| format!("        k{n}: \"{{{{a{n}}}}} {{{{b{n}}}}}\"\n"),
            &format!("{TOOL}      call: api.op\n      with:\n"),
        )
    }),
    ("tool-inputs", || {
        tools(
            |n| format!("      - {{name: x{n}, type: string, description: y}}\n"),
            &format!("{TOOL}      call: api.op\n      inputParameters:\n"),
        )
    }),
    ("steps", || {
        tools(|n| format!("      - {{name: s{n}, type: call, call: api.op}}\n"), &format!("{TOOL}      steps:\n"))
    }),
    ("steps-chained", || {
        tools(
            |n| format!("      - {{name: s{}, type: call, call: api.op, with: {{id: \"{{{{s{n}.id}}}}\"}}}}\n", n + 1),
            &format!("{TOOL}      steps:\n      - {{name: s0, type: call, call: api.op}}\n"),
        )
    }),
    ("steps-same-name", || {
        tools(|_| "      - {name: s, type: call, call: api.op}\n".to_owned(), &format!("{TOOL}      steps:\n"))
    }),
    ("steps-unknown", || {
        tools(
            |n| {
                format!(
                    "      - {{name: step{}, type: call, call: api.op, with: {{id: \"{{{{stpe{n}.id}}}}\"}}}}\n",
                    n + 1
                )
            },
            &format!("{TOOL}      steps:\n"),
        )
    }),
    ("lookups", || {
        tools(
            |n| {
                format!(
                    "      - {{name: l{n}, type: lookup, index: s, match: id, lookupValue: $.s.id, outputParameters: [id]}}\n"
                )
            },
            &format!("{TOOL}      steps:\n      - {{name: s, type: call, call: api.op}}\n"),
        )
    }),
    ("mappings", || {
        tools(
            |n| format!("      - {{targetName: a.b{n}, value: $.s.c{n}}}\n"),
            &format!("{TOOL}      steps: [{{name: s, type: call, call: api.op}}]\n      mappings:\n"),
        )
    }),
    ("flows", || {
        repeat(
            &format!("{HEAD}{UPSTREAM}{OPERATION}  aggregates:\n  - namespace: flows\n    functions:\n"),
            |n| format!("    - {{name: f{n}, description: x, call: api.op}}\n"),
            "",
        )
    }),
    ("flow-references", || {
        let flows: String =
            (0..1000).map(|n| format!("    - {{name: f{n}, description: x, call: api.op}}\n")).collect();
        let head =
            format!("{HEAD}{UPSTREAM}{OPERATION}  aggregates:\n  - namespace: flows\n    functions:\n{flows}{TOOLS}");
        repeat(&head, |n| format!("    - {{name: t{n}, ref: flows.F{}}}\n", n % 1000), "")
    }),
    ("imports", || {
        repeat(
            &format!("{HEAD}capability:\n  consumes:\n"),
            |n| format!("  - {{import: a{n}, location: ./b{n}.yaml}}\n"),
            "",
        )
    }),
];

const OUTPUTS: [Case; 9] = [
    ("output-properties", || tools(|n| format!("          p{n}: {{type: string, mapping: $.p{n}}}\n"), &properties())),
    ("output-objects", || {
        tools(
            |n| format!("          p{n}: {{type: object, properties: {{a: {{type: string, mapping: $.a}}}}}}\n"),
            &properties(),
        )
    }),
    ("output-paths", || {
        tools(|n| format!("          p{n}: {{type: string, mapping: \"$.p[?@.a == {n}].b\"}}\n"), &properties())
    }),
    ("output-nested-paths", || {
        tools(|n| format!("          p{n}: {{type: string, mapping: \"$[?(((((@.a))))) == {n}]\"}}\n"), &properties())
    }),
    ("output-templates", || {
        tools(|n| format!("          p{n}: {{type: string, value: \"{{{{a{n}}}}} b\"}}\n"), &properties())
    }),
    ("output-values", || tools(|n| format!("          p{n}: {{type: string, value: c{n}}}\n"), &properties())),
    ("output-deep", || tools(|n| format!("          p{n}: {}\n", deep(20)), &properties())),
    ("output-lists", || tools(|n| format!("          p{n}: {}\n", lists(20)), &properties())),
    ("outputs", || {
        tools(
            |n| format!("      - {{name: o{n}, type: string, mapping: $.o{n}}}\n"),
            &format!("{TOOL}      call: api.op\n      outputParameters:\n"),
        )
    }),
];

const TEXTS: [Case; 14] = [
    ("name", || long("      - name: ", "a", "\n        method: GET\n")),
    ("name-of-words", || long("      - name: ", "a-", "\n        method: GET\n")),
    ("name-foreign", || long("      - name: ", "日", "\n        method: GET\n")),
    ("description", || long("      - name: op\n        method: GET\n        description: ", "word ", ".\n")),
    ("description-of-lines", || long("      - name: op\n        method: GET\n        description: \"", "a\\n", "\"\n")),
    ("description-of-marks", || {
        long("      - name: op\n        method: GET\n        description: \"", "[`*_<", "\"\n")
    }),
    ("description-of-links", || {
        long("      - name: op\n        method: GET\n        description: \"", "https://a.b ", "\"\n")
    }),
    ("description-of-words", || long("      - name: op\n        method: GET\n        description: \"", "x", "\"\n")),
    ("templates-open", || long("      - name: op\n        method: POST\n        body: \"", "{{", "\"\n")),
    ("templates-half-open", || long("      - name: op\n        method: POST\n        body: \"", "{{a ", "\"\n")),
    ("templates", || long("      - name: op\n        method: POST\n        body: \"", "{{a}}", "\"\n")),
    ("path-into-json", || tools_text("      outputParameters: [{type: string, mapping: \"$", ".a", "\"}]\n")),
    ("path-into-json-brackets", || tools_text("      outputParameters: [{type: string, mapping: \"$", "[?", "\"}]\n")),
    ("call", || tools_text("      with: {id: \"", "mcp.", "\"}\n")),
];

const MISTAKES: [Case; 10] = [
    ("unknown-keys", || repeat(HEAD, |n| format!("capabilit{n}: 1\n"), "")),
    ("unknown-keys-in-operations", || {
        consumed(|n| format!("      - {{name: op{n}, metod: GET}}\n"), "    - path: /a\n      operations:\n")
    }),
    ("unknown-keys-of-one", || {
        consumed(
            |n| format!("        nam{n}: x\n"),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n",
        )
    }),
    ("unknown-keys-long", || {
        let long = "inputParameterz".repeat(10_000);
        consumed(
            |n| format!("        {long}{n}: x\n"),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n",
        )
    }),
    ("unknown-key-longest", || long("      - name: op\n        method: GET\n        ", "k", ": x\n")),
    ("wrong-types", || {
        consumed(|n| format!("      - {{name: [op{n}], method: {{}}}}\n"), "    - path: /a\n      operations:\n")
    }),
    ("unknown-values", || {
        consumed(|n| format!("      - {{name: op{n}, method: GTE{n}}}\n"), "    - path: /a\n      operations:\n")
    }),
    ("unbound-variables", || {
        consumed(
            |n| format!("        - {{name: i{n}, in: environment}}\n"),
            "    - path: /a\n      operations:\n      - name: op\n        method: GET\n        inputParameters:\n",
        )
    }),
    ("secrets", || {
        repeat(
            &format!("{HEAD}capability:\n  consumes:\n"),
            |n| {
                format!(
                    "  - {{namespace: a{n}, baseUri: https://a.test, authentication: {{type: bearer, token: secret{n}}}, resources: [{{path: /a, operations: [{{name: op{n}, method: GET}}]}}]}}\n"
                )
            },
            "",
        )
    }),
    ("no-effect", || {
        consumed(
            |n| format!("      - {{name: op{n}, method: GET, tags: [a]}}\n"),
            "    - path: /a\n      operations:\n",
        )
    }),
];

/// Head, as many items as there is room for, and tail.
fn repeat(head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for number in 0..MOST.load(Ordering::Relaxed) {
        let item = item(number);
        if text.len() + item.len() + tail.len() > BYTES {
            break;
        }
        text.push_str(&item);
    }
    text + tail
}

fn consumed(item: impl Fn(usize) -> String, head: &str) -> String {
    repeat(&format!("{HEAD}{UPSTREAM}{head}"), item, "")
}

fn tools(item: impl Fn(usize) -> String, head: &str) -> String {
    repeat(&format!("{HEAD}{UPSTREAM}{OPERATION}{TOOLS}{head}"), item, "")
}

fn routes(item: impl Fn(usize) -> String) -> String {
    repeat(&format!("{HEAD}{UPSTREAM}{OPERATION}{ROUTES}"), item, "")
}

/// Several operations, `#` in their heads their number, with almost as many parts as is accepted.
fn wide(operations: usize, head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    let parts: String = (0..MOST.load(Ordering::Relaxed).min(1_900)).map(item).collect();
    let operation = |n: usize| format!("{}{parts}{tail}", head.replace('#', &n.to_string()));
    let operations: String = (0..operations).map(operation).collect();
    format!("{HEAD}{UPSTREAM}    - path: /a\n      operations:\n{operations}")
}

/// Several tools with almost as many parts as is accepted.
fn wide_tools(tools: usize, head: &str, item: impl Fn(usize) -> String, tail: &str) -> String {
    let parts: String = (0..MOST.load(Ordering::Relaxed).min(1_900)).map(item).collect();
    let tools: String = (0..tools)
        .map(|n| format!("    - {{name: t{n}, description: x, call: api.op, {head}{parts}{tail}}}\n"))
        .collect();
    format!("{HEAD}{UPSTREAM}{OPERATION}{TOOLS}{tools}")
}

/// One long text in an operation.
fn long(head: &str, part: &str, tail: &str) -> String {
    repeat(&format!("{HEAD}{UPSTREAM}    - path: /a\n      operations:\n{head}"), |_| part.to_owned(), tail)
}

/// One long text in a tool.
fn tools_text(head: &str, part: &str, tail: &str) -> String {
    repeat(&format!("{HEAD}{UPSTREAM}{OPERATION}{TOOLS}{TOOL}      call: api.op\n{head}"), |_| part.to_owned(), tail)
}

fn properties() -> String {
    format!("{TOOL}      call: api.op\n      outputParameters:\n      - type: object\n        properties:\n")
}

fn deep(levels: usize) -> String {
    "{type: object, properties: {a: ".repeat(levels) + "{type: string, mapping: $.a}" + &"}}".repeat(levels)
}

fn lists(levels: usize) -> String {
    "{type: array, items: ".repeat(levels) + "{type: string}" + &"}".repeat(levels)
}

/// The `number`th way to write a word in small and capital letters, which all become one name in Rust.
fn case_of(word: &str, number: usize) -> String {
    let separators = ["_", "-", ".", "$"];
    let mut text = String::from(word);
    let mut left = number;
    while left > 0 {
        text.push_str(separators[left % separators.len()]);
        left /= separators.len();
    }
    format!("{text}{word}")
}
