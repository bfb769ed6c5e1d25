//! Members of inputs that are objects, wherever `{{user.name}}` stands.

use std::collections::BTreeMap;

use capwright_tests::{Script, Seen};
use serde_json::value::RawValue;

use crate::bed::{Running, Unit, line, offering, text_of};

/// Operations, by their names; the last ones declare the object themselves.
const OPERATIONS: &str = r#"
      team: {path: /team, operations: {team: {method: GET}}}
      echo: {path: /echo, operations: {echo: {method: GET, inputParameters: {a: {in: query}, b: {in: query}, n: {in: header}}}}}
      typed: {path: /typed, operations: {typed: {method: GET, inputParameters: {i: {in: query, type: integer}}}}}
      path: {path: '/path/{{user.name}}', operations: {path: {method: GET}}}
      tree: {path: /tree, operations: {tree: {method: POST, body: {type: json, data: {name: '{{user.name}}', city: '{{user.address.city}}', age: '{{user.age}}', all: '{{user}}'}}}}}
      raw: {path: /raw, operations: {raw: {method: POST, body: '{"age": {{user.age}}, "q": "{{user.name}} {{user.age}}"}'}}}
      form: {path: /form, operations: {form: {method: POST, body: {type: form, data: {name: '{{user.name}}', text: 'is {{user.name}}'}}}}}
      query: {path: /query, operations: {query: {method: GET, inputParameters: {x: {in: query, value: '{{user.name}}'}, y: {in: query, value: '{{user.address}}'}, n: {in: header, value: 'is {{user.age}}'}}}}}
      list: {path: /list, operations: {list: {method: POST, inputParameters: {l: {in: body, type: array}}}}}
      params: {path: '/params/{{params.id}}', operations: {params: {method: GET, inputParameters: {x: {in: query}, y: {in: query, value: '{{params.y}}'}}}}}
      own: {path: '/own/{{user.name}}', operations: {own: {method: POST, inputParameters: {user: {in: body, type: object}, x: {in: query, value: '{{user.age}}'}, n: {in: header, value: 'is {{user.name}}'}}, body: {type: json, data: {city: '{{user.address.city}}', text: 'is {{user.age}}'}}}}}
      own-raw: {path: /own-raw, operations: {own-raw: {method: POST, inputParameters: {user: {in: body, type: object}}, body: '{"age": {{user.age}}, "q": "{{user.age}}", "a": {{user.address}}}'}}}
      own-whole: {path: /own-whole, operations: {own-whole: {method: POST, inputParameters: {user: {in: body, type: object}}, body: '{{user.address}}'}}}
"#;

const UNITS: [Unit; 22] = [
    ("path", "user: {type: object}", "call: up.path"),
    ("tree", "user: {type: object}", "call: up.tree"),
    ("raw", "user: {type: object}", "call: up.raw"),
    ("form", "user: {type: object}", "call: up.form"),
    ("query", "user: {type: object}", "call: up.query"),
    (
        "with",
        "user: {type: object}",
        "call: up.echo, with: {a: '{{user.name}}', b: 'x-{{user.address.city}}', n: '{{user.age}}'}",
    ),
    ("prefix", "user: {type: object}", "call: up.echo, with: {a: input.user.name, b: '{{input.user.address.city}}'}"),
    ("typed", "user: {type: object}", "call: up.typed, with: {i: '{{user.age}}'}"),
    ("within", "user: {type: object}", "call: up.list, with: {l: ['{{user.name}}', {age: '{{user.age}}'}]}"),
    ("params", "params: {type: object}", "call: up.params, with: {x: '{{params.x}}'}"),
    ("params-x", "params: {type: object}, x: {type: string}", "call: up.params, with: {x: '{{params.x}}'}"),
    ("own", "user: {type: object}", "call: up.own"),
    ("own-derived", "", "call: up.own"),
    ("own-raw", "user: {type: object}", "call: up.own-raw"),
    ("own-whole", "user: {type: object}", "call: up.own-whole"),
    ("whole-name", "user: {type: object}, user.name: {type: string}", "call: up.echo, with: {a: '{{user.name}}'}"),
    ("whole-name-below", "user: {type: object}, user.name: {type: string}", "call: up.path"),
    (
        "step",
        "user: {type: object}",
        "steps: {user: {type: call, call: up.team}, s: {type: call, call: up.echo, with: {a: '{{user.lead}}', b: '{{user.name}}'}}}",
    ),
    (
        "beside",
        "user: {type: object}",
        "with: {who: '{{user}}', home: '{{user.address}}'}, \
         steps: {s: {type: call, call: up.echo, with: {a: '{{who.name}}', b: '{{home.city}}'}}}",
    ),
    (
        "mapped",
        "user: {type: object}",
        "steps: {s: {type: call, call: up.echo, with: {a: '{{user.name}}'}}}, \
         mappings: [{target: name, value: '{{user.name}}'}, {target: text, value: 'is {{user.age}}'}]",
    ),
    (
        "answer",
        "user: {type: object}",
        "call: up.team, outputParameters: [{type: object, properties: {name: {type: string, value: '{{user.name}}'}, \
         age: {type: number, value: '{{user.age}}'}, text: {type: string, value: 'is {{user.name}}'}, \
         home: {type: object, value: '{{user.address}}'}, gone: {type: string, value: '{{user.gone}}'}}}]",
    ),
    (
        "text",
        "user: {type: object}",
        "outputParameters: {text: {type: string, value: 'is {{user.name}}'}, home: {type: string, value: '{{user.address}}'}}",
    ),
];

const USER: &str = r#"{"user":{"name":"N","age":1.10,"address":{"city":"C"}}}"#;
const BARE: &str = r#"{"user":{}}"#;

/// What callers give to a unit, and what is sent last.
const SENT: [(&str, &str, &str); 28] = [
    ("path", USER, "GET /path/N"),
    ("path", r#"{"user":{"name":7}}"#, "GET /path/7"),
    (
        "tree",
        USER,
        r#"POST /tree {"name":"N","city":"C","age":1.10,"all":{"name":"N","age":1.10,"address":{"city":"C"}}}"#,
    ),
    ("tree", BARE, r#"POST /tree {"all":{}}"#),
    ("raw", USER, r#"POST /raw {"age": 1.10, "q": "N 1.10"}"#),
    ("raw", BARE, r#"POST /raw {"age": null, "q": " "}"#),
    ("form", USER, "POST /form name=N&text=is%20N"),
    ("form", BARE, "POST /form text=is%20"),
    ("query", USER, "GET /query?x=N&y=%7B%22city%22%3A%22C%22%7D n: is 1.10"),
    ("query", BARE, "GET /query n: is "),
    ("with", USER, "GET /echo?a=N&b=x-C n: 1.10"),
    ("with", BARE, "GET /echo?b=x-"),
    ("prefix", USER, "GET /echo?a=N&b=C"),
    ("typed", r#"{"user":{"age":"5"}}"#, "GET /typed?i=5"),
    ("within", USER, r#"POST /list {"l":["N",{"age":1.10}]}"#),
    ("params", r#"{"params":{"id":1,"x":2,"y":3}}"#, "GET /params/1?x=2&y=3"),
    ("params-x", r#"{"params":{"id":1,"x":2,"y":3},"x":"4"}"#, "GET /params/1?x=4&y=3"),
    ("own", USER, r#"POST /own/N?x=1.10 n: is N {"city":"C","text":"is 1.10"}"#),
    ("own", r#"{"user":{"name":"M"}}"#, r#"POST /own/M n: is M {"text":"is "}"#),
    ("own-derived", USER, r#"POST /own/N?x=1.10 n: is N {"city":"C","text":"is 1.10"}"#),
    ("own-raw", USER, r#"POST /own-raw {"age": 1.10, "q": "1.10", "a": {"city":"C"}}"#),
    ("own-whole", USER, r#"POST /own-whole {"city":"C"}"#),
    ("whole-name", r#"{"user":{"name":"N"},"user.name":"W"}"#, "GET /echo?a=W"),
    ("whole-name-below", r#"{"user":{"name":"N"},"user.name":"W"}"#, "GET /path/W"),
    ("step", USER, "GET /echo?a=1"),
    ("beside", USER, "GET /echo?a=N&b=C"),
    ("mapped", USER, "GET /echo?a=N"),
    ("answer", USER, "GET /team"),
];

/// What callers give to a unit, and what it answers.
const ANSWERED: [(&str, &str, &str); 4] = [
    ("answer", USER, r#"{"name":"N","age":1.10,"text":"is N","home":{"city":"C"},"gone":null}"#),
    ("mapped", USER, r#"{"name":"N","text":"is 1.10"}"#),
    ("text", USER, r#"{"text":"is N","home":"{\"city\":\"C\"}"}"#),
    ("text", BARE, r#"{"text":"is ","home":null}"#),
];

/// What callers give that a unit can't send, and what it says.
const REFUSED: [(&str, &str, &str); 4] = [
    ("path", BARE, "user.name is required"),
    ("own", BARE, "user.name is required"),
    ("typed", USER, "user.age must be an integer, not 1.10"),
    ("path", r#"{"user":{"name":{}}}"#, "user.name must be a string, not an object"),
];

pub(crate) fn document() -> String {
    offering("", OPERATIONS, &UNITS)
}

fn answer(seen: &Seen) -> Script {
    match seen.line.as_str() {
        "GET /team" => Script::json(r#"{"lead": 1}"#),
        _ => Script::json("{}"),
    }
}

#[tokio::test]
async fn members_are_sent() {
    let running = Running::start("members", answer).await;
    for (unit, given, expected) in SENT {
        running.check_sent(unit, given, expected).await;
        let given: BTreeMap<String, Box<RawValue>> = serde_json::from_str(given).unwrap();
        let given = given.into_iter().map(|(name, value)| format!("--{name}={}", value.get().trim_matches('"')));
        let called: Vec<String> = ["call".to_owned(), format!("tool:{unit}")].into_iter().chain(given).collect();
        let ran = running.run(&called.iter().map(String::as_str).collect::<Vec<_>>()).await;
        assert_eq!(running.sent().map_or(ran.stderr, |seen| line(&seen)), expected, "{called:?}");
    }
}

#[tokio::test]
async fn members_are_answered() {
    let running = Running::start("members", answer).await;
    for (unit, given, expected) in ANSWERED {
        assert_eq!(text_of(&running.tool(unit, given).await), expected, "{unit}");
        assert_eq!(running.rest(&format!("POST /{unit}"), given).await.text(), expected, "{unit}");
    }
}

#[tokio::test]
async fn members_that_must_be_there_are_asked_for() {
    let running = Running::start("members", answer).await;
    for (unit, given, expected) in REFUSED {
        let tool = text_of(&running.tool(unit, given).await);
        assert!(tool.contains(expected), "{unit}: {tool}");
        let route = running.rest(&format!("POST /{unit}"), given).await;
        assert_eq!((route.status, route.json()["detail"].as_str()), (400, Some(expected)), "{unit}");
        assert_eq!(running.sent().map(|seen| line(&seen)), None, "{unit}");
    }
}
