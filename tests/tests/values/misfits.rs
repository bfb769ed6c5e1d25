//! Values that don't fit what is declared: what they become, and where callers learn that.

use std::sync::{Arc, Mutex};

use capwright_tests::{Answer, Script};
use serde_json::{Value, json};

use crate::bed::{Running, exposing, text_of};
use crate::schema::fits;

const OPERATIONS: &str = r#"
      json: {path: /json, operations: {json: {method: GET}}}
      csv: {path: /csv, operations: {csv: {method: GET, outputRawFormat: csv}}}
      xml: {path: /xml, operations: {xml: {method: GET, outputRawFormat: xml}}}
      yaml: {path: /yaml, operations: {yaml: {method: GET, outputRawFormat: yaml}}}
"#;

/// One value as each type: AT is where it is.
const EACH: &str = "outputParameters: [{type: object, properties: {s: {type: string, mapping: AT}, n: {type: number, mapping: AT}, \
    i: {type: integer, mapping: AT}, b: {type: boolean, mapping: AT}, l: {type: array, mapping: AT}, o: {type: object, mapping: AT}}}]";

/// Units beside those: name, what it does.
const UNITS: [(&str, &str); 10] = [
    (
        "rows",
        "call: up.json, outputParameters: [{type: array, mapping: $.rows, items: {type: object, properties: {p: {type: number}}}}]",
    ),
    (
        "lines",
        "call: up.csv, outputParameters: [{type: array, mapping: $, items: {type: object, properties: {p: {type: number}}}}]",
    ),
    (
        "record",
        "call: up.json, outputParameters: [{type: object, properties: {name: {type: string}, owner: {type: object, mapping: $.owner, \
         properties: {age: {type: integer}}}, grid: {type: array, mapping: $.grid, items: {type: array, items: {type: integer}}}, \
         rates: {type: object, mapping: $.rates, values: {type: number}}}}]",
    ),
    (
        "parts",
        "call: up.json, outputParameters: [{type: object, properties: {all: {mapping: $}, part: {type: object, properties: {a: {type: integer, mapping: $.a}}}}}]",
    ),
    (
        "steps",
        "steps: {m: {type: call, call: up.json}}, mappings: [{target: text, value: $.m.v}, {target: list, value: $.m.v}], \
         outputParameters: {text: {type: string}, list: {type: array, items: {type: object, properties: {p: {type: number}}}}}",
    ),
    (
        "last",
        "steps: {m: {type: call, call: up.json}}, outputParameters: [{type: object, properties: {name: {type: string}, v: {type: boolean}}}]",
    ),
    (
        "given",
        "outputParameters: {a: {type: number, value: '{{x}}'}, b: {type: boolean, value: '{{x}}'}, s: {type: string, value: '{{x}}'}}",
    ),
    (
        "mixed",
        "call: up.json, outputParameters: [{type: object, properties: {a: {type: number, value: '{{x}}'}, \
         rows: {type: array, mapping: $.rows, items: {type: object, properties: {x: {type: integer, value: '{{x}}'}, p: {type: number}}}}}}]",
    ),
    ("whole", "call: up.json, outputParameters: [{type: number, mapping: $.v}]"),
    ("whole-list", "call: up.json, outputParameters: [{type: array, mapping: $.rows, items: {type: integer}}]"),
];

/// A format and what the upstream answers in it; what that is as each type; where it doesn't fit.
const VALUES: [(&str, &str, &str, &str); 27] = [
    ("json", r#"{"v":" 5 "}"#, r#"{"s":" 5 ","n":5,"i":5,"b":null,"l":null,"o":null}"#, "b, l, o"),
    ("json", r#"{"v":1}"#, r#"{"s":"1","n":1,"i":1,"b":true,"l":null,"o":null}"#, "l, o"),
    ("json", r#"{"v":0}"#, r#"{"s":"0","n":0,"i":0,"b":false,"l":null,"o":null}"#, "l, o"),
    ("json", r#"{"v":2.50}"#, r#"{"s":"2.50","n":2.50,"i":null,"b":null,"l":null,"o":null}"#, "i, b, l, o"),
    ("json", r#"{"v":true}"#, r#"{"s":"true","n":null,"i":null,"b":true,"l":null,"o":null}"#, "n, i, l, o"),
    ("json", r#"{"v":"n/a"}"#, r#"{"s":"n/a","n":null,"i":null,"b":null,"l":null,"o":null}"#, "n, i, b, l, o"),
    ("json", r#"{"v":"0"}"#, r#"{"s":"0","n":0,"i":0,"b":false,"l":null,"o":null}"#, "l, o"),
    ("json", r#"{"v":""}"#, r#"{"s":"","n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("json", r#"{"v":"  "}"#, r#"{"s":"  ","n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("json", r#"{"v":null}"#, r#"{"s":null,"n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("json", "{}", r#"{"s":null,"n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("json", r#"{"v":[1]}"#, r#"{"s":null,"n":null,"i":null,"b":null,"l":[1],"o":null}"#, "s, n, i, b, o"),
    ("json", r#"{"v":{"k":1}}"#, r#"{"s":null,"n":null,"i":null,"b":null,"l":null,"o":{"k":1}}"#, "s, n, i, b, l"),
    ("csv", "v\n 5 \n", r#"{"s":" 5 ","n":5,"i":5,"b":null,"l":null,"o":null}"#, "b, l, o"),
    ("csv", "v\nTRUE\n", r#"{"s":"TRUE","n":null,"i":null,"b":true,"l":null,"o":null}"#, "n, i, l, o"),
    ("csv", "v\nFalse\n", r#"{"s":"False","n":null,"i":null,"b":false,"l":null,"o":null}"#, "n, i, l, o"),
    ("csv", "v,w\n,1\n", r#"{"s":"","n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("csv", "v,w\n\" \",1\n", r#"{"s":" ","n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("csv", "v\n1.10\n", r#"{"s":"1.10","n":1.10,"i":null,"b":null,"l":null,"o":null}"#, "i, b, l, o"),
    ("csv", "v\n-\n", r#"{"s":"-","n":null,"i":null,"b":null,"l":null,"o":null}"#, "n, i, b, l, o"),
    ("xml", "<r><v>\n 1\n</v></r>", r#"{"s":"\n 1\n","n":1,"i":1,"b":true,"o":null}"#, "o"),
    ("xml", "<r><v>True</v></r>", r#"{"s":"True","n":null,"i":null,"b":true,"o":null}"#, "n, i, o"),
    ("xml", "<r><v/></r>", r#"{"s":"","n":null,"i":null,"b":null,"o":null}"#, ""),
    ("yaml", "v: ' 5'\n", r#"{"s":" 5","n":5,"i":5,"b":null,"l":null,"o":null}"#, "b, l, o"),
    ("yaml", "v: ''\n", r#"{"s":"","n":null,"i":null,"b":null,"l":null,"o":null}"#, ""),
    ("yaml", "v: True\n", r#"{"s":"true","n":null,"i":null,"b":true,"l":null,"o":null}"#, "n, i, l, o"),
    ("yaml", "v: [x]\n", r#"{"s":null,"n":null,"i":null,"b":null,"l":["x"],"o":null}"#, "s, n, i, b, o"),
];

/// A unit, its input `x`, and what the upstream answers; what the unit does, and the paths of what doesn't fit.
const PLACES: [(&str, &str, &str, &str, &str); 21] = [
    ("rows", "", r#"{"rows":[{"p":1},{"p":"n/a"},{"p":3}]}"#, r#"[{"p":1},{"p":null},{"p":3}]"#, "[1].p"),
    (
        "rows",
        "",
        r#"{"rows":[1,"a",null,{"p":1},[2],"",{"p":[]}]}"#,
        r#"[null,null,null,{"p":1},null,null,{"p":null}]"#,
        "[0], [1], [4], [6].p",
    ),
    ("rows", "", r#"{"rows":""}"#, "null", ""),
    ("lines", "", "p\n1.10\n2\n\"\"\nn/a\n", r#"[{"p":1.10},{"p":2},{"p":null},{"p":null}]"#, "[3].p"),
    (
        "record",
        "",
        r#"{"name":"N","owner":[1],"grid":[[1,"x"],2,[]],"rates":{"a":"1.10","b, +1\r\nx":"n/a"}}"#,
        r#"{"name":"N","owner":null,"grid":[[1,null],null,[]],"rates":{"a":1.10,"b, +1\r\nx":null}}"#,
        r"owner, grid[0][1], grid[1], rates.b, +1\r\nx",
    ),
    (
        "record",
        "",
        r#"{"owner":{"age":"old"}}"#,
        r#"{"name":null,"owner":{"age":null},"grid":null,"rates":null}"#,
        "owner.age",
    ),
    (
        "record",
        "",
        r#"{"owner":"","grid":" ","rates":""}"#,
        r#"{"name":null,"owner":null,"grid":null,"rates":null}"#,
        "",
    ),
    (
        "record",
        "",
        r#"{"grid":"x","rates":[]}"#,
        r#"{"name":null,"owner":null,"grid":null,"rates":null}"#,
        "grid, rates",
    ),
    ("parts", "", r#"{"a":"x"}"#, r#"{"all":{"a":"x"},"part":{"a":null}}"#, "part.a"),
    ("parts", "", "[1]", r#"{"all":[1],"part":null}"#, "part"),
    ("steps", "", r#"{"v":{"k":1}}"#, r#"{"text":null,"list":null}"#, "text, list"),
    ("steps", "", r#"{"v":[{"p":"x"},5]}"#, r#"{"text":null,"list":[{"p":null},null]}"#, "text, list[0].p, list[1]"),
    ("last", "", r#"{"name":"N","v":"maybe"}"#, r#"{"name":"N","v":null}"#, "v"),
    ("given", "abc", "{}", r#"{"a":null,"b":null,"s":"abc"}"#, "a, b"),
    ("given", "1", "{}", r#"{"a":1,"b":true,"s":"1"}"#, ""),
    (
        "mixed",
        "abc",
        r#"{"rows":[{"p":1},2]}"#,
        r#"{"a":null,"rows":[{"x":null,"p":1},null]}"#,
        "a, rows[0].x, rows[1]",
    ),
    ("whole", "", r#"{"v":" 5 "}"#, "5", ""),
    ("whole", "", r#"{"v":"n/a"}"#, "answer must be a number, but up gave \"n/a\"", ""),
    ("whole-list", "", r#"{"rows":{}}"#, "answer must be a list, but up gave an object", ""),
    ("rows", "", r#"{"rows":"x"}"#, "answer must be a list, but up gave \"x\"", ""),
    ("record", "", "[]", "the answer must be an object, but up gave a list", ""),
];

pub(crate) fn document() -> String {
    let each = [("json", "$.v"), ("csv", "'$[0].v'"), ("xml", "$.v"), ("yaml", "$.v")];
    let each = each.map(|(name, at)| (name, format!("call: up.{name}, {}", EACH.replace("AT", at))));
    // In XML, what is a list is one even if it comes once.
    let each = each.map(|(name, unit)| {
        (name, if name == "xml" { unit.replace(" l: {type: array, mapping: $.v},", "") } else { unit })
    });
    let units = UNITS.map(|(name, unit)| (name, unit.to_owned()));
    offering(OPERATIONS, each.into_iter().chain(units))
}

/// A document whose units are tools and routes; of those that read it, `x` is a text that callers may give.
pub(crate) fn offering(operations: &str, units: impl Iterator<Item = (&'static str, String)>) -> String {
    let (mut tools, mut routes) = (String::new(), String::new());
    for (name, unit) in units {
        let input = if unit.contains("{{x}}") { "inputParameters: {x: {PLACE type: string}}, " } else { "" };
        let (tool, route) = (input.replace("PLACE ", ""), input.replace("PLACE", "in: query,"));
        tools.push_str(&format!("      {name}: {{description: D, {tool}{unit}}}\n"));
        routes.push_str(&format!(
            "      {name}: {{path: /{name}, operations: {{{name}: {{method: GET, {route}{unit}}}}}}}\n"
        ));
    }
    exposing("", operations, &tools, &routes)
}

/// A crate whose upstream answers what is told last.
pub(crate) async fn start(document: &str) -> (Running, Arc<Mutex<String>>) {
    let told = Arc::<Mutex<String>>::default();
    let next = Arc::clone(&told);
    let running = Running::start(document, move |seen| {
        let format = seen.line.rsplit('/').next().unwrap_or_default();
        Script::http("200 OK", &format!("content-type: application/{format}\r\n"), next.lock().unwrap().as_str())
    });
    (running.await, told)
}

/// The paths that a header names, joined as in a log.
fn paths_of(answer: &Answer) -> String {
    let header = answer.header("capwright-misfits").unwrap_or_default();
    assert!(header.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{header}");
    let paths = header.split(", ").map(percent_decoded);
    paths.collect::<Vec<_>>().join(", ")
}

fn percent_decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

impl Running {
    pub(crate) async fn check(&self, schemas: &Value, (unit, x): (&str, &str), expected: &str, misfits: &str) {
        let query = x.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let query = if x.is_empty() { query } else { format!("?x={query}") };
        let route = self.rest(&format!("GET /{unit}{query}"), "").await;
        let arguments = if x.is_empty() { json!({}) } else { json!({"x": x}) };
        let tool = self.tool(unit, &arguments.to_string()).await;
        assert_eq!(text_of(&tool), expected, "{unit} {expected}");
        let result = tool.json()["result"].take();
        if result["isError"] == true {
            assert_eq!((route.status, route.json()["detail"].as_str()), (502, Some(expected)), "{unit}");
        } else {
            assert_eq!((route.status, route.text()), (200, expected), "{unit}");
            assert!(fits(&schemas[unit], &result["structuredContent"]), "{unit} {} {result}", schemas[unit]);
        }
        assert_eq!(paths_of(&route), misfits, "{unit} {expected}");
        let told: Vec<&str> = match &result["_meta"]["io.capwright/misfits"]["paths"] {
            Value::Array(paths) => paths.iter().map(|path| path.as_str().unwrap()).collect(),
            _ => Vec::new(),
        };
        assert_eq!(told.join(", "), misfits, "{unit} {expected}");
        assert_eq!(result.get("_meta").is_some(), !misfits.is_empty(), "{unit} {result}");
    }

    /// The output schemas of all tools.
    pub(crate) async fn schemas(&self) -> Value {
        let list = self.message(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#).await.json();
        let tools = list["result"]["tools"].as_array().unwrap().iter();
        tools.map(|tool| (tool["name"].as_str().unwrap().to_owned(), tool["outputSchema"].clone())).collect()
    }
}

#[tokio::test]
async fn one_value_becomes_each_type_or_null() {
    let (running, told) = start("misfits").await;
    let schemas = running.schemas().await;
    for (format, answer, expected, misfits) in VALUES {
        *told.lock().unwrap() = answer.to_owned();
        running.check(&schemas, (format, ""), expected, misfits).await;
    }
}

#[tokio::test]
async fn what_does_not_fit_is_null_below_the_top() {
    let (running, told) = start("misfits").await;
    let schemas = running.schemas().await;
    for (unit, x, answer, expected, misfits) in PLACES {
        *told.lock().unwrap() = answer.to_owned();
        running.check(&schemas, (unit, x), expected, misfits).await;
    }
}

#[tokio::test]
async fn many_are_counted() {
    let (running, told) = start("misfits").await;
    let rows: Value = (0..5000).map(|index| json!({"p": format!("secret {index}")})).collect();
    *told.lock().unwrap() = json!({"rows": rows}).to_string();
    let route = running.rest("GET /rows", "").await;
    let ten: Vec<String> = (0..10).map(|index| format!("[{index}].p")).collect();
    assert_eq!(route.header("capwright-misfits"), Some(format!("{}, +4990", ten.join(", ")).as_str()));
    let tool = running.tool("rows", "{}").await.json();
    assert_eq!(tool["result"]["_meta"], json!({"io.capwright/misfits": {"paths": ten, "more": 4990}}));
}

#[tokio::test]
async fn logs_and_the_command_line_say_where_and_never_what() {
    let (running, told) = start("misfits").await;
    *told.lock().unwrap() = r#"{"rows":[{"p":"s3cret"}]}"#.to_owned();
    let told = "null in an answer, since what is there is not of the type declared: [0].p";
    for call in ["tool:rows", "route:GET /rows"] {
        let finished = running.run(&["call", call]).await;
        assert_eq!((finished.stdout.trim(), finished.status.success()), (r#"[{"p":null}]"#, true), "{finished:?}");
        assert!(finished.stderr.contains(told) && finished.stderr.contains("WARN"), "{finished:?}");
        assert!(!finished.stderr.contains("s3cret"), "{finished:?}");
    }
    running.rest("GET /rows", "").await;
    let log = running.stopped().await.stderr;
    assert!(log.contains(told) && !log.contains("s3cret"), "{log}");
}
