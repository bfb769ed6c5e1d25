//! Numbers keep their digits wherever they go, whatever gives them.

use capwright_tests::Script;

use crate::bed::{Running, exposing, line, text_of};

/// Numbers that a double, or 64 bits, would change, or write in another way.
const NUMBERS: [&str; 6] = ["5", "-0.5", "9007199254740993", "12345678901234567890123", "1.10", "1e2"];

/// Operations that take a number `n`, and what each sends; `N` is the number.
const OPERATIONS: [(&str, &str, &str); 8] = [
    (
        "query",
        "path: /query, operations: {query: {method: GET, inputParameters: {n: {in: query, type: number}}}}",
        "GET /query?n=N",
    ),
    (
        "text",
        "path: /text, operations: {text: {method: GET, inputParameters: {m: {in: query, value: 'is {{n}}'}, n: {in: query, type: number}}}}",
        "GET /text?m=is%20N&n=N",
    ),
    (
        "header",
        "path: /header, operations: {header: {method: GET, inputParameters: {n: {in: header, type: number}}}}",
        "GET /header n: N",
    ),
    (
        "path",
        "path: '/item/{{n}}', operations: {path: {method: GET, inputParameters: {n: {in: path, type: number}}}}",
        "GET /item/N",
    ),
    (
        "member",
        "path: /member, operations: {member: {method: POST, inputParameters: {n: {in: body, type: number}}}}",
        r#"POST /member {"n":N}"#,
    ),
    (
        "json",
        "path: /json, operations: {json: {method: POST, inputParameters: {n: {in: body, type: number}}, \
         body: {type: json, data: {n: '{{n}}', list: ['{{n}}'], text: 'is {{n}}'}}}}",
        r#"POST /json {"n":N,"list":[N],"text":"is N"}"#,
    ),
    (
        "raw",
        r#"path: /raw, operations: {raw: {method: POST, inputParameters: {n: {in: body, type: number}}, body: '{"n": {{n}}, "text": "is {{n}}", "own": 1.10}'}}"#,
        r#"POST /raw {"n": N, "text": "is N", "own": 1.10}"#,
    ),
    (
        "form",
        "path: /form, operations: {form: {method: POST, inputParameters: {n: {in: body, type: number}}, \
         body: {type: form, data: {n: '{{n}}', text: 'is {{n}}'}}}}",
        "POST /form n=N&text=is%20N",
    ),
];

/// What gives the number to an operation, as a unit writes it; `OP` is the operation, `NS` the namespace of the server.
const WAYS: [(&str, &str); 4] = [
    ("name", "call: up.OP"),
    ("with", "call: up.OP, with: {n: NS.n}"),
    ("template", "call: up.OP, with: {n: '{{n}}'}"),
    (
        "step",
        "steps: {first: {type: call, call: up.answer, with: {n: NS.n}}, then: {type: call, call: up.OP, with: {n: $.first.n}}}",
    ),
];

/// Units that answer with a number, and what each answers.
const OUTPUTS: [(&str, &str, &str); 5] = [
    ("whole", "call: up.answer", r#"{"n":N}"#),
    (
        "mapped",
        "call: up.answer, outputParameters: [{type: object, properties: {n: {type: number, mapping: $.n}, \
         any: {mapping: $.n}, text: {type: string, mapping: $.n}, own: {type: number, value: 1.10}}}]",
        r#"{"n":N,"any":N,"text":"N","own":1.10}"#,
    ),
    (
        "template",
        "call: up.answer, outputParameters: [{type: object, properties: {n: {type: number, value: '{{n}}'}, \
         text: {type: string, value: 'is {{n}}'}}}]",
        r#"{"n":N,"text":"is N"}"#,
    ),
    (
        "steps",
        "steps: {first: {type: call, call: up.answer, with: {n: NS.n}}}, mappings: [{targetName: n, value: $.first.n}], \
         outputParameters: {n: {type: number}}",
        r#"{"n":N}"#,
    ),
    (
        "yaml",
        "call: up.yaml, outputParameters: [{type: object, properties: {n: {type: number, mapping: $.n}, any: {mapping: $.n}, \
         text: {type: string, mapping: $.n}}}]",
        r#"{"n":N,"any":N,"text":"N"}"#,
    ),
];

/// Texts that are numbers which JSON writes otherwise, and what they are.
const LOOSE: [(&str, &str); 7] = [
    ("+9007199254740993", "9007199254740993"),
    ("+5", "5"),
    ("05", "5"),
    ("-05", "-5"),
    ("5.", "5"),
    ("+1.10", "1.10"),
    (".50", "0.50"),
];

/// What the document fixes, in each place that takes a number.
const FIXED: &str = r#"POST /fixed?q=1.10&d=12345678901234567890123 {"yaml":1.10,"exponent":1e2,"long":12345678901234567890123,"plus":0.50,"hex":31,"text":"1.10","list":[1.0],"any":"1.10","value":"1e2","typed":1.50}"#;

pub(crate) fn document() -> String {
    let inputs = "inputParameters: {n: {type: number, description: N}}";
    let (mut tools, mut routes) = (String::new(), String::new());
    let mut add = |name: &str, unit: &str| {
        let tool = unit.replace("NS", "tl");
        tools.push_str(&format!("      {name}: {{description: D, {inputs}, {tool}}}\n"));
        let (method, place) = if name.ends_with("name") { ("GET", "query") } else { ("POST", "body") };
        let route = unit.replace("NS", "rs");
        let inputs = format!("inputParameters: {{n: {{in: {place}, type: number, required: true}}}}");
        routes.push_str(&format!(
            "      {name}: {{path: /{name}, operations: {{{name}: {{method: {method}, {inputs}, {route}}}}}}}\n"
        ));
    };
    for (operation, _, _) in OPERATIONS {
        WAYS.iter().for_each(|(way, unit)| add(&format!("{operation}-{way}"), &unit.replace("OP", operation)));
    }
    OUTPUTS.iter().for_each(|(name, unit, _)| add(&format!("out-{name}"), unit));
    add("fixed", "call: up.fixed, with: {any: 1.10, typed: 1.50}");
    let operations: String =
        OPERATIONS.iter().map(|(name, written, _)| format!("      {name}: {{{written}}}\n")).collect();
    let resources = format!(
        "
{operations}      answer: {{path: /answer, operations: {{answer: {{method: GET, inputParameters: {{n: {{in: query, type: number}}}}}}}}}}
      yaml: {{path: /yaml, operations: {{yaml: {{method: GET, outputRawFormat: yaml, inputParameters: {{n: {{in: query, type: number}}}}}}}}}}
      fixed:
        path: /fixed
        operations:
          fixed:
            method: POST
            inputParameters:
              any: {{in: body}}
              typed: {{in: body, type: number}}
              value: {{in: body, type: number, value: 1e2}}
              q: {{in: query, type: number, value: 1.10}}
              d: {{in: query, type: number, default: 12345678901234567890123}}
            body:
              type: json
              data: {{yaml: 1.10, exponent: 1e2, long: 12345678901234567890123, plus: +.50, hex: 0x1F, text: '1.10', list: [1.0], any: '{{{{any}}}}', value: '{{{{value}}}}', typed: '{{{{typed}}}}'}}
"
    );
    exposing("", &resources, &tools, &routes)
}

/// An upstream that answers `{"n": …}` with the `n` of the query.
async fn start() -> Running {
    Running::start("numbers", |seen| {
        let number = seen.line.split_once("n=").map_or("0", |(_, number)| number);
        if seen.line.starts_with("GET /yaml") {
            return Script::http("200 OK", "content-type: application/yaml\r\n", format!("n: {number}\n"));
        }
        Script::json(format!(r#"{{"n":{number}}}"#))
    })
    .await
}

async fn ask(running: &Running, unit: &str, number: &str) -> [String; 2] {
    let tool = running.tool(unit, &format!(r#"{{"n":{number}}}"#)).await;
    let by_tool = running.sent().map_or(tool.raw, |seen| line(&seen));
    let route = if unit.ends_with("name") {
        running.rest(&format!("GET /{unit}?n={number}"), "").await
    } else {
        running.rest(&format!("POST /{unit}"), &format!(r#"{{"n": {number}}}"#)).await
    };
    [by_tool, running.sent().map_or(route.raw, |seen| line(&seen))]
}

#[tokio::test]
async fn numbers_keep_their_digits_on_their_way_to_an_upstream() {
    let running = start().await;
    for (operation, _, expected) in OPERATIONS {
        for (way, _) in WAYS {
            for number in NUMBERS {
                let unit = format!("{operation}-{way}");
                let expected = expected.replace('N', number);
                assert_eq!(ask(&running, &unit, number).await, [expected.clone(), expected], "{unit}");
            }
        }
    }
}

#[tokio::test]
async fn numbers_of_answers_keep_their_digits() {
    let running = start().await;
    for (name, _, expected) in OUTPUTS {
        for number in NUMBERS {
            let (unit, expected) = (format!("out-{name}"), expected.replace('N', number));
            let tool = running.tool(&unit, &format!(r#"{{"n":{number}}}"#)).await;
            assert_eq!(text_of(&tool), expected, "{unit}");
            if name != "whole" {
                assert!(tool.text().contains(&format!(r#""structuredContent":{expected}"#)), "{unit} {}", tool.raw);
            }
            let route = running.rest(&format!("POST /{unit}"), &format!(r#"{{"n": {number}}}"#)).await;
            assert_eq!(route.text(), expected, "{unit}");
        }
    }
}

#[tokio::test]
async fn numbers_of_the_document_keep_their_digits() {
    let running = start().await;
    assert_eq!(ask(&running, "fixed", "0").await, [FIXED, FIXED]);
}

#[tokio::test]
async fn numbers_keep_their_digits_from_a_command_line() {
    let running = start().await;
    for number in NUMBERS {
        for (operation, _, expected) in OPERATIONS {
            let ran = running.run(&["call", operation, &format!("--n={number}")]).await;
            assert_eq!(ran.code(), 0, "{}", ran.stderr);
            assert_eq!(running.sent().map(|seen| line(&seen)), Some(expected.replace('N', number)), "{operation}");
        }
        let ran = running.run(&["call", "tool:out-mapped", &format!("--n={number}")]).await;
        let expected = OUTPUTS[1].2.replace('N', number);
        assert_eq!(ran.stdout.replace([' ', '\n'], ""), expected, "{}", ran.stderr);
    }
}

#[tokio::test]
async fn texts_that_are_numbers_keep_their_digits() {
    let running = start().await;
    for (text, number) in LOOSE {
        running.rest(&format!("GET /query-name?n={}", text.replace('+', "%2B")), "").await;
        assert_eq!(running.sent().map(|seen| line(&seen)), Some(format!("GET /query?n={number}")), "{text}");
        let given = format!(r#"{{"n":"{text}"}}"#);
        running.tool("json-with", &given).await;
        let expected = format!(r#"POST /json {{"n":{number},"list":[{number}],"text":"is {number}"}}"#);
        assert_eq!(running.sent().map(|seen| line(&seen)), Some(expected), "{text}");
    }
}

#[tokio::test]
async fn a_number_that_no_double_holds_is_refused_by_its_name() {
    let running = start().await;
    for [tool, route] in [ask(&running, "query-name", "1e400").await, ask(&running, "json-with", "1e400").await] {
        for answer in [tool, route] {
            assert!(answer.contains("n must be a number of at most 1.7976931348623157e308, not "), "{answer}");
        }
    }
}
