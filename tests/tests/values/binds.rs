//! Settings: of the environment, and of binds that a prefix tells apart.

use capwright_tests::Script;

use crate::bed::{Running, Unit, line, offering};

/// One name in several binds: `ONE_TOK` is bound, and of values of files the environment has their namespace.
const BINDS: &str = "binds:
- {namespace: one, keys: {TOK: FIRST}}
- {namespace: two, keys: {TOK: SECOND, OTHER: OTHER}}
- {namespace: three, location: 'file:///./three.yaml', keys: {KEY: key}}
- {namespace: four, location: 'file:///./four.yaml', keys: {KEY: key}}
";

const OPERATIONS: &str = r#"
      echo: {path: /echo, operations: {echo: {method: GET, inputParameters: {a: {in: query}, b: {in: query}}}}}
      region: {path: '/region/{{region}}', operations: {region: {method: GET, inputParameters: {region: {in: environment}}}}}
      single: {path: '/single/{region}/x', operations: {single: {method: GET, inputParameters: {region: {in: environment}, q: {in: query, value: 'is {{region}}'}}}}}
      unit: {path: '/unit/{{area}}', operations: {unit: {method: GET}}}
      prefix: {path: '/prefix/{{two.TOK}}', operations: {prefix: {method: POST, inputParameters: {a: {in: query, value: '{{one.TOK}}'}, c: {in: query, value: '{{env.OTHER}}{{two.OTHER}}{{OTHER}}'}, n: {in: header, value: 'is {{two.TOK}}'}}, body: {type: json, data: {a: '{{one.TOK}}', b: '{{two.TOK}}'}}}}}
      raw: {path: /raw, operations: {raw: {method: POST, body: '{"a": {{one.TOK}}, "b": "{{two.TOK}}"}'}}}
"#;

const UNITS: [Unit; 7] = [
    ("region", "", "call: up.region"),
    ("single", "", "call: up.single"),
    ("unit", "area: {in: environment}", "call: up.unit"),
    ("prefix", "", "call: up.prefix"),
    ("raw", "", "call: up.raw"),
    ("with", "", "call: up.echo, with: {a: '{{one.TOK}}', b: 'is {{two.TOK}}'}"),
    ("files", "", "call: up.echo, with: {a: '{{three.KEY}}', b: '{{four.KEY}}'}"),
];

/// What is sent for units that take nothing.
const SENT: [(&str, &str); 7] = [
    ("region", "GET /region/eu"),
    ("single", "GET /single/eu/x?q=is%20eu"),
    ("unit", "GET /unit/sea"),
    ("prefix", r#"POST /prefix/2?a=1&c=333 n: is 2 {"a":"1","b":"2"}"#),
    ("raw", r#"POST /raw {"a": 1, "b": "2"}"#),
    ("with", "GET /echo?a=1&b=is%202"),
    ("files", "GET /echo?a=4&b=5"),
];

/// What the environment has.
pub(crate) const ENVIRONMENT: [(&str, &str); 7] = [
    ("REGION", "eu"),
    ("AREA", "sea"),
    ("FIRST", "1"),
    ("SECOND", "2"),
    ("OTHER", "3"),
    ("THREE_KEY", "4"),
    ("FOUR_KEY", "5"),
];

pub(crate) fn document() -> String {
    offering(BINDS, OPERATIONS, &UNITS)
}

#[tokio::test]
async fn a_prefix_selects_a_bind_and_the_environment_is_no_argument() {
    let running = Running::start("binds", |_| Script::json("{}")).await;
    for (unit, expected) in SENT {
        let tool = running.tool(unit, "{}").await;
        assert_eq!(running.sent().map_or(tool.raw, |seen| line(&seen)), expected, "{unit}");
        let route = running.rest(&format!("POST /{unit}"), "").await;
        assert_eq!(running.sent().map_or(route.raw, |seen| line(&seen)), expected, "{unit}");
        let refused = running.tool(unit, r#"{"region":"x","area":"y"}"#).await;
        assert_eq!(running.sent().map(|seen| line(&seen)), None, "{unit}: {}", refused.raw);
    }
    let help = running.run(&["--help"]).await.stdout;
    for (name, _) in ENVIRONMENT {
        assert!(help.contains(name), "{name}: {help}");
    }
}
