//! Documents that want to be too much: too long, too deep, too many, or files that are not theirs. Each is refused with a reason,
//! or compiled, and quickly. How quickly at most is measured by `cargo bench -p xtask --bench hostile`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use capwright_codegen::{Compiled, Project, Source, diagnostic};

/// What a document must not take, even without optimisation and beside other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// A capability with one operation, one route and one tool.
fn capability(operation: &str, with: &str, outputs: &str) -> String {
    format!(
        "naftiko: 1.0.0-alpha2
info: {{label: Shop, description: Sells.}}
capability:
  consumes:
  - namespace: shop
    baseUri: https://shop.test
    resources:
    - path: /items
      operations:
      - {{name: list, {operation}}}
  exposes:
  - type: mcp
    namespace: shop-mcp
    port: 9090
    tools:
    - {{name: list, description: Lists., call: shop.list, with: {{{with}}}, outputParameters: [{{type: object, properties: {{{outputs}}}}}]}}
"
    )
}

fn compile(documents: &[(&str, String)]) -> (Project, Compiled) {
    let sources = documents.iter().map(|(path, text)| Source::new(*path, *path, text.as_str())).collect();
    let project = common::project(sources);
    let start = Instant::now();
    let compiled = project.compile(0);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    (project, compiled)
}

/// Compiles the documents, the first of which must be refused for a reason, in few words.
#[track_caller]
fn refused(documents: &[(&str, String)], code: &str, reason: &str) {
    let (project, compiled) = compile(documents);
    let said: Vec<_> = compiled.diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect();
    assert!(compiled.package.is_none(), "{said:?}");
    let is_it = |(found, message): &(&str, &str)| *found == code && message.contains(reason);
    assert!(said.iter().any(is_it), "{code}: {reason}\n{said:?}");
    for found in &compiled.diagnostics {
        let length = diagnostic::render(found, project.sources(), false).len();
        assert!(length < 64 << 10, "{}: {length} bytes", found.code);
    }
}

#[track_caller]
fn accepted(text: String) {
    let (_, compiled) = compile(&[("a.yaml", text)]);
    let said: Vec<_> = compiled.diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect();
    assert!(compiled.package.is_some(), "{said:?}");
}

#[test]
fn texts_are_bounded() {
    let check = |text: String, reason: &str| refused(&[("a.yaml", text)], "yaml-syntax", reason);
    check(" ".repeat(100 << 20), "the file has 104857600 bytes, the limit is 4194304");
    check("\n".repeat(600_000), "lines, the limit is 500000");
    check("[".repeat(1 << 16), "too many levels");
    check("a:\n".to_owned() + &"- ".repeat(1000), "more than 64 levels");
    check((0..200).map(|n| format!("{}a:\n", " ".repeat(n))).collect(), "more than 64 levels");
    check(format!("a: [{}]", "1,".repeat(10_000)), "more than 2000 items");
    check((0..10_000).map(|n| format!("k{n}: 1\n")).collect(), "more than 2000 keys");
    check((0..310).map(|n| format!("k{n}: [{}]\n", "1,".repeat(1000))).collect(), "more than 300000 values");
    check("n\0a\0f\0t\0i\0k\0o\0:\0 \x001\0".to_owned(), "U+0000");
    check("naftiko: 1\u{7f}".to_owned(), "U+007F");
}

/// What nobody looks at is not drawn either.
#[test]
fn what_is_too_long_or_unreadable_hides_its_secrets() {
    let secret = format!("ghp_{}", "k7Qz2Rw9Lm4Xv8Tn1Yb6Hc3Jd5Gf0PsAuEi7K");
    let source = |text: String| Source::new("a.yaml", "a.yaml", text);
    let sources = [
        source(format!("# {secret}{}", "\n".repeat(600_000))),
        source(format!("# {secret}{}", " ".repeat(5 << 20))),
        source(format!("a: 1\nb: {secret} ")).unreadable("the file is not UTF-8"),
        source("token: s3cr3t-0f-th3-sh0p\nauth: s3cr3t-0f-th3-sh0p ".to_owned()).unreadable("the file is not UTF-8"),
    ];
    for source in sources {
        let project = common::project(vec![source]);
        let found = project.compile(0).diagnostics;
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["yaml-syntax"]);
        let drawn = diagnostic::render(&found[0], project.sources(), false);
        assert!(!drawn.contains(&secret) && !drawn.contains("auth: s3cr3t"), "{drawn}");
    }
}

#[test]
fn aliases_never_multiply() {
    let bomb = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect::<String>();
    refused(&[("a.yaml", format!("a0: &a0 x\n{bomb}"))], "yaml-alias", "anchors are not read");
    refused(&[("a.yaml", "a: &a\n  b: *a\n".to_owned())], "yaml-alias", "are not read");
    refused(&[("a.yaml", "a: {<<: *b}\n".to_owned())], "yaml-alias", "are not read");
}

#[test]
fn a_byte_order_mark_is_no_text() {
    accepted(format!("\u{feff}{}", capability("method: GET", "", "")));
}

#[test]
fn documents_are_bounded() {
    let operations = |resource: usize, number: usize| -> String {
        (0..number).map(|n| format!("{{name: o{resource}-{n}, method: GET}},")).collect()
    };
    let resource = |n: usize| format!("    - {{path: /p{n}, operations: [{}]}}\n", operations(n, 1000));
    let resources: String = (0..7).map(resource).collect();
    let head = "naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - namespace: a\n    baseUri: https://a.test\n    resources:\n";
    refused(&[("a.yaml", format!("{head}{resources}"))], "unsupported", "7001 operations");
    let inputs: String = (0..1999).map(|n| format!("{{name: i{n}, in: query}},")).collect();
    let wide = format!(
        "{head}    - path: /a\n      inputParameters: [{inputs}]\n      operations: [{}]\n",
        operations(0, 100)
    );
    refused(&[("a.yaml", wide)], "unsupported", "199900 inputs");
}

#[test]
fn imports_stay_inside_and_end() {
    let import = |location: &str| {
        format!("naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - {{import: shop, location: \"{location}\"}}\n")
    };
    let shop = capability("method: GET", "", "");
    for location in
        ["../../etc/passwd.yaml", "/etc/passwd", "file:///etc/passwd", "https://x.test/a.yaml", "./..//../b.yaml"]
    {
        let reason = if location.contains("://") { "is a URL" } else { "lies outside of the specs folder" };
        refused(&[("a.yaml", import(location)), ("b.yaml", shop.clone())], "missing-import", reason);
    }
    refused(&[("a.yaml", import("C:\\\\b.yaml")), ("b.yaml", shop.clone())], "missing-import", "is not there");
    refused(&[("a.yaml", import("./a.yaml"))], "missing-import", "shop");
    // Two documents that import each other: neither has what the other wants.
    refused(&[("a.yaml", import("b.yaml")), ("b.yaml", import("a.yaml"))], "missing-import", "shop");
}

#[test]
fn imports_do_not_multiply() {
    let operations: String = (0..1000).map(|n| format!("{{name: o{n}, method: GET}},")).collect();
    let shared = format!(
        "naftiko: 1.0.0-alpha2\nconsumes:\n- {{namespace: shop, baseUri: https://a.test, resources: [{{path: /a, operations: [{operations}]}}]}}\n"
    );
    let imports: String = (0..1000).map(|n| format!("  - {{import: shop, as: shop{n}, location: b.yaml}}\n")).collect();
    let text = format!("naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n{imports}");
    refused(&[("a.yaml", text), ("b.yaml", shared)], "unsupported", "1000 imports");
}

#[test]
fn paths_into_json_are_bounded() {
    let check = |path: &str, reason: &str| {
        let outputs = format!("a: {{type: string, mapping: \"{path}\"}}");
        refused(&[("a.yaml", capability("method: GET", "", &outputs))], "invalid-path", reason);
    };
    check(&format!("${}", ".a".repeat(100_000)), "more than 512 bytes");
    check(&format!("$[?{}@.a{}]", "(".repeat(200), ")".repeat(200)), "nest deeper than 6");
    check(&"$[".repeat(200), "nest deeper than 6");
    check("$[?@.a == 1 && ]", "can't be read");
    check("$['a", "");
}

/// Thousands of mistakes, each of which almost names one of as many long names: only what is shown is compared.
#[test]
fn misspelled_names_take_no_time() {
    let (known, wrong) =
        (|n: usize| format!("{}{n}", "parameter".repeat(6)), |n: usize| format!("{}{n}", "paramter".repeat(6)));
    let all = |item: &dyn Fn(usize) -> String| (0..1_500).map(item).collect::<String>();
    let inputs = all(&|n| format!("{{name: {}, in: query}},", known(n)));
    let operation = format!("method: GET, inputParameters: [{inputs}]");
    accepted(capability(&operation, &all(&|n| format!("{}: x,", wrong(n))), ""));
    accepted(capability(&operation, &all(&|n| format!("{}{n}: x,", "parameter".repeat(100))), ""));
    let document = capability("method: GET", "", "");
    let flows = all(&|n| format!("  - {{name: {}, call: shop.list}}\n", known(n)));
    let flows = format!("  aggregates:\n  - namespace: flows\n    functions:\n{}", flows.replace("  - ", "    - "));
    let tools = all(&|n| format!("    - {{name: t{n}, description: x, ref: flows.{}}}\n", wrong(n)));
    refused(&[("a.yaml", document.replace("  exposes:", &format!("{flows}  exposes:")) + &tools)], "unknown-flow", "");
    let steps =
        all(&|n| format!("{{name: {}, type: call, call: shop.list, with: {{x: $.{}.y}}}},", known(n), wrong(n)));
    let tool = format!("    - {{name: steps, description: x, steps: [{steps}]}}\n");
    refused(&[("a.yaml", document.clone() + &tool)], "unknown-step", "");
}

/// Names that are one and the same in Rust, or differ in punctuation only.
#[test]
fn names_that_collide_take_no_time() {
    let all = |item: &dyn Fn(usize) -> String| (0..1_500).map(item).collect::<String>();
    let inputs = all(&|n| format!("{{name: \"a{}\", in: query}},", "-".repeat(n)));
    accepted(capability(
        &format!("method: GET, inputParameters: [{inputs}]"),
        &all(&|n| format!("\"a{}\": x,", "_".repeat(n))),
        "",
    ));
    accepted(capability(&format!("method: GET, path: '{}'", all(&|n| format!("/{{a{}}}", "_".repeat(n)))), "", ""));
    let route = all(&|n| format!("/{{a{}}}", "_".repeat(n % 100) + &"-".repeat(n / 100)));
    let routes = |path: &str| {
        format!(
            "  - {{type: rest, namespace: r, port: 8080, resources: [{{path: '{path}', operations: [{{method: GET, call: shop.list}}]}}]}}\n"
        )
    };
    accepted(capability("method: GET", "", "") + &routes(&route));
    refused(
        &[("a.yaml", capability("method: GET", "", "") + &routes(&"/{a}".repeat(100_000)))],
        "unsupported",
        "inputs",
    );
    let taxii = |values: &str| {
        format!(
            "taxii: 1\ninfo: {{title: T}}\nserver: {{base_url: 'https://a.test', api_root: /r}}\nresources: {{collection: {{a: {{type: string, values: [{values}]}}, b: {{type: string, values: [{values}]}}, c: {{type: string, values: [{values}]}}, d: {{type: string, values: [{values}]}}, e: {{type: string, values: [{values}]}}, f: {{type: string, values: [{values}]}}}}}}\noperations: {{discovery: {{}}}}\n"
        )
    };
    accepted(taxii(&"v, ".repeat(1_500)));
    refused(&[("a.yaml", taxii(&"v, ".repeat(1_900)))], "unsupported", "properties and values");
}

#[test]
fn long_texts_compile() {
    let long = "a".repeat(10_000);
    let many = "text {{x}} {{ {y} ${z} ".repeat(600);
    accepted(capability(&format!("method: GET, description: \"{long}\""), "", ""));
    accepted(capability(&format!("method: POST, body: \"{many}\""), "", ""));
    accepted(capability(&format!("method: POST, body: \"{}\"", "a {{".repeat(100_000)), "", ""));
    accepted(capability(&format!("method: GET, path: /{}", "b/".repeat(5_000)), "", ""));
    accepted(capability("method: GET", &format!("{long}: {long}"), &format!("{long}: {{type: string, mapping: $.a}}")));
    let names = capability("method: GET", "", "").replace("shop", &long).replace("list", &format!("{long}b"));
    accepted(names.replace(&format!("https://{long}."), "https://shop."));
}

#[test]
fn what_stands_in_urls_and_values_is_bounded() {
    let document = capability("method: GET", "", "");
    let check = |number: usize, reason: &str| {
        let (pairs, templates) = ("a&".repeat(number), "{{a}} ".repeat(number));
        let body = format!("method: POST, body: {{type: formUrlEncoded, data: {{x: \"{templates}\"}}}}");
        let texts = [
            document.replace("https://shop.test", &format!("https://shop.test?{pairs}")),
            document.replace("path: /items", &format!("path: '/items?{pairs}'")),
            document.replace("{name: list, method", &format!("{{name: list, path: '?{pairs}', method")),
            capability("method: POST", &format!("x: \"{templates}\""), ""),
            capability(&body, "", ""),
            capability(
                &format!("method: GET, inputParameters: [{{name: x, in: query, value: \"{templates}\"}}]"),
                "",
                "",
            ),
        ];
        for text in texts {
            if reason.is_empty() { accepted(text) } else { refused(&[("a.yaml", text)], "unsupported", reason) }
        }
    };
    let answer = |number| format!("x: {{type: string, value: \"{}\"}}", "{{a}} ".repeat(number));
    refused(&[("a.yaml", capability("method: GET", "", &answer(15_000)))], "unsupported", "inputs and values");
    accepted(capability("method: GET", "", &answer(1_900)));
    check(500_000, "inputs and parts of answers");
    check(15_000, "inputs and values");
    check(1_900, "");
}

/// A name of its file: neither the file's path nor the names in the document make a path of their own.
#[test]
fn packages_stay_in_their_folder() {
    let long = format!("{}.yaml", "a".repeat(10_000));
    let paths =
        ["../../x.yaml", "/etc/x.yaml", "C:\\x.yaml", "con.yaml", "a/\0/b.yaml", "..yaml", "\u{202e}.yaml", &long];
    for path in paths {
        let source = Source::new(path, "specs/a.yaml", capability("method: GET", "", ""));
        let project = common::project(vec![source]);
        let name = project.package_name(0).to_owned();
        let is_legal = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && name.len() <= 205;
        assert!(is_legal, "{path:?}: {name}");
        let package = project.compile(0).package.unwrap();
        assert_eq!(package.name, name);
        for file in package.files.keys() {
            assert!(!file.starts_with('/') && !file.contains("..") && !file.contains('\\'), "{file}");
        }
    }
}

#[test]
fn secrets_are_neither_generated_nor_printed() {
    let secret = "S3cr3tS3cr3t";
    let schemes = [
        format!("{{type: bearer, token: {secret}}}"),
        format!("{{type: basic, username: me, password: \"{secret}\"}}"),
        format!("{{type: digest, username: me, password: '{secret}'}}"),
        format!("{{type: apikey, key: X-Key, value: \"Token {secret}\", placement: header}}"),
        format!("{{type: apikey, key: key, value: {secret}, placement: query}}"),
        format!(
            "{{type: oauth2, grantType: client_credentials, tokenUri: 'https://a.test/t', clientId: me, clientSecret: {secret}}}"
        ),
        format!("{{type: wrong, token: {secret}}}"),
        format!("{{type: bearer, token: [{secret}]}}"),
        format!("{{type: bearer, tokn: {secret}}}"),
    ];
    for scheme in schemes {
        let text = capability("method: GET", "", "")
            .replace("    resources:", &format!("    authentication: {scheme}\n    resources:"));
        let (project, compiled) = compile(&[("a.yaml", text)]);
        for (path, file) in compiled.package.iter().flat_map(|package| &package.files) {
            assert!(!file.contains(secret), "{path} with {scheme}");
        }
        for found in &compiled.diagnostics {
            let drawn = diagnostic::render(found, project.sources(), false);
            assert!(!drawn.contains(secret), "{scheme}\n{drawn}");
        }
    }
}

/// Wherever a value can stand, a secret in it is seen, and reaches neither code nor reports; a setting takes its place.
#[test]
fn secrets_in_values_are_neither_generated_nor_printed() {
    let secret = format!("ghp_{}", "k7Qz2Rw9Lm4Xv8Tn1Yb6Hc3Jd5Gf0PsAuEi7K");
    let rows = [
        format!("X-Api-Key: {{in: header, value: {secret}}}"),
        format!("access: {{in: query, value: \"{secret}\"}}"),
        format!("Authorization: {{in: header, value: 'Bearer {secret}'}}"),
        format!("X-Trace: {{in: header, value: {secret}, description: It is {secret}}}"),
    ];
    let mut texts: Vec<String> = Vec::new();
    texts.extend(rows.iter().map(|row| capability(&format!("method: GET, inputParameters: {{{row}}}"), "", "")));
    texts.extend([
        capability("method: GET", &format!("token: {secret}"), ""),
        capability("method: GET", &format!("nam: 'a {secret} b'"), ""),
        capability("method: GET", &format!("{secret}: x"), ""),
        capability("method: GET", "", &format!("{secret}: {{type: string}}")),
        capability("method: GET", "", &format!("a: {{type: string, mapping: $.{secret}}}")),
        capability(&format!("method: GET, inputParameters: {{{secret}: {{in: query}}}}"), "", ""),
        capability(&format!("method: POST, body: {{type: json, data: {{{secret}: 1}}}}"), "", ""),
        capability("method: GET", "", "").replace("path: /items", &format!("path: /items/{secret}")),
        capability("method: GET", "", "").replace("name: list,", &format!("name: {secret},")),
        capability("method: GET", "", "")
            .replace("info:", &format!("binds: [{{namespace: e, keys: {{A: {secret}}}}}]\ninfo:")),
        capability("method: GET", "", &format!("a: {{type: string, value: {secret}}}")),
        capability(&format!("method: POST, body: 'token={secret}'"), "", ""),
        capability(&format!("method: POST, body: {{type: json, data: {{a: [{secret}]}}}}"), "", ""),
        capability(&format!("method: GET, path: '?api_key={secret}'"), "", ""),
        capability(&format!("method: GET, description: 'Uses {secret}.'"), "", ""),
        capability(&format!("methd: {secret}, method: GET, wrong: [{secret}, {{{secret}: 1}}]"), "", ""),
        capability("method: GET", "", "").replace("https://shop.test", &format!("https://shop.test?k={secret}")),
        capability("method: GET", "", "")
            .replace("call: shop.list", &format!("call: shop.list, inputParameters: [{{name: x, value: {secret}}}]")),
        capability("method: GET", "", "") + &format!("# {secret}\n  - [broken: {secret}\n"),
    ]);
    for text in texts {
        let (project, compiled) = compile(&[("a.yaml", text.clone())]);
        let found: Vec<&str> = compiled.diagnostics.iter().map(|found| found.code).collect();
        assert!(found.contains(&"exposed-secret") || found.contains(&"yaml-syntax"), "{text}\n{found:?}");
        let package = compiled.package.iter().flat_map(|package| &package.files);
        let drawn = compiled.diagnostics.iter().map(|found| diagnostic::render(found, project.sources(), false));
        let said = format!("{:?}", compiled.diagnostics);
        for text in package.map(|(_, file)| file.clone()).chain(drawn).chain([said]) {
            assert!(!text.contains(&secret), "{text}");
        }
    }
}
