//! What references stand for: parts of what steps answered, and what is no text.

use capwright_tests::{Script, Seen};

use crate::bed::{Running, Unit, line, offering};

/// Operations, by their names.
const OPERATIONS: &str = r#"
      team: {path: /team, operations: {team: {method: GET}}}
      echo: {path: /echo, operations: {echo: {method: GET, inputParameters: {a: {in: query}, b: {in: query}, n: {in: header}}}}}
      list: {path: /list, operations: {list: {method: POST, inputParameters: {l: {in: body, type: array}}}}}
      given: {path: /given, operations: {given: {method: GET, inputParameters: {x: {in: query, value: '{{o}}'}, y: {in: query, value: 'o {{o}}'}}}}}
"#;

const UNITS: [Unit; 9] = [
    ("list", "l: {type: array}", "call: up.echo, with: {a: '{{l}}'}"),
    (
        "step-list",
        "",
        "steps: {t: {type: call, call: up.team}, s: {type: call, call: up.echo, with: {a: '{{t.members}}'}}}",
    ),
    (
        "step-text",
        "",
        "steps: {t: {type: call, call: up.team}, s: {type: call, call: up.echo, with: {a: 'm {{t.lead}} {{t.members}}'}}}",
    ),
    (
        "text-for-list",
        "",
        "steps: {t: {type: call, call: up.team}, s: {type: call, call: up.list, with: {l: 'm {{t.lead}} {{t.members}}'}}}",
    ),
    (
        "json-for-list",
        "",
        "steps: {t: {type: call, call: up.team}, s: {type: call, call: up.list, with: {l: '[{{t.lead}}, \"x\"]'}}}",
    ),
    ("object", "o: {type: object}", "call: up.echo, with: {b: '{{o}}'}"),
    ("object-header", "o: {type: object}", "call: up.echo, with: {n: '{{o}}'}"),
    ("object-unknown", "o: {type: object}", "call: up.echo, with: {more: '{{o}}'}"),
    ("object-given", "o: {type: object}", "call: up.given"),
];

/// What callers give to a unit, and what is sent last.
const SENT: [(&str, &str, &str); 9] = [
    ("list", r#"{"l":["x","y"]}"#, "GET /echo?a=x&a=y"),
    ("step-list", "{}", "GET /echo?a=2&a=1.10"),
    ("step-text", "{}", "GET /echo?a=m%201%20%5B2%2C1.10%5D"),
    ("text-for-list", "{}", r#"POST /list {"l":["m 1 [2,1.10]"]}"#),
    ("json-for-list", "{}", r#"POST /list {"l":[1,"x"]}"#),
    ("object", r#"{"o":{"k":1.10}}"#, "GET /echo?b=%7B%22k%22%3A1.10%7D"),
    ("object-header", r#"{"o":{"k":1.10}}"#, r#"GET /echo n: {"k":1.10}"#),
    ("object-unknown", r#"{"o":{"k":1.10}}"#, "GET /echo?more=%7B%22k%22%3A1.10%7D"),
    ("object-given", r#"{"o":{"k":1.10}}"#, "GET /given?x=%7B%22k%22%3A1.10%7D&y=o%20%7B%22k%22%3A1.10%7D"),
];

pub(crate) fn document() -> String {
    offering("", OPERATIONS, &UNITS)
}

fn answer(seen: &Seen) -> Script {
    match seen.line.as_str() {
        "GET /team" => Script::json(r#"{"lead": 1, "members": [2, 1.10]}"#),
        _ => Script::json("{}"),
    }
}

#[tokio::test]
async fn references_are_sent_as_what_they_stand_for() {
    let running = Running::start("references", answer).await;
    for (unit, given, expected) in SENT {
        let tool = running.tool(unit, given).await;
        assert_eq!(running.sent().map_or(tool.raw, |seen| line(&seen)), expected, "{unit} {given}");
        let route = running.rest(&format!("POST /{unit}"), given).await;
        assert_eq!(running.sent().map_or(route.raw, |seen| line(&seen)), expected, "{unit} {given}");
    }
}
