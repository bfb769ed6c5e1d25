//! What references stand for: parts of what steps answered, and what is no text.

use capwright_tests::{Script, Seen};

use crate::bed::{Running, Unit, offering, text_of};

/// Operations, by their names.
const OPERATIONS: &str = r#"
      team: {path: /team, operations: {team: {method: GET}}}
      echo: {path: /echo, operations: {echo: {method: GET, inputParameters: {a: {in: query}, b: {in: query}, n: {in: header}}}}}
      loose: {path: /loose, operations: {loose: {method: POST, inputParameters: {l: {in: body}}}}}
      list: {path: /list, operations: {list: {method: POST, inputParameters: {l: {in: body, type: array}}}}}
      q: {path: "/q?fix=1&t={{t}}&u=x{{t}}", operations: {q: {method: GET}}}
      once: {path: "/once?z={{z}}", operations: {once: {method: GET, inputParameters: {z: {in: query, required: false}}}}}
      many: {path: /many, operations: {many: {method: GET}}}
      given: {path: /given, operations: {given: {method: GET, inputParameters: {x: {in: query, value: '{{o}}'}, y: {in: query, value: 'o {{o}}'}}}}}
"#;

const UNITS: [Unit; 20] = [
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
    ("merged-list", "o: {type: string}", "with: {l: ['{{o}}', x]}, steps: {s: {type: call, call: up.list}}"),
    ("merged-object", "o: {type: string}", "with: {l: [{k: '{{o}}'}]}, steps: {s: {type: call, call: up.list}}"),
    ("merged-loose", "o: {type: string}", "with: {l: ['{{o}}', x]}, steps: {s: {type: call, call: up.loose}}"),
    ("called-list", "o: {type: string}", "call: up.list, with: {l: ['{{o}}', x]}"),
    (
        "brackets",
        "",
        "steps: {t: {type: call, call: up.team}, s: {type: call, call: up.echo, with: {a: \"$['t'].lead\", b: '$[\"t\"][\"members\"][1]'}}}",
    ),
    (
        "brackets-list",
        "",
        "steps: {t: {type: call, call: up.team}, s: {type: call, call: up.list, with: {l: [\"$['t'].lead\"]}}}",
    ),
    (
        "brackets-mapped",
        "",
        "steps: {t: {type: call, call: up.team}, l: {type: lookup, index: t, match: lead, lookupValue: \"$['t'].lead\", outputParameters: [members]}}, \
         mappings: [{target: a, value: \"$['t'].lead\"}, {target: b, value: '$[\"t\"][\"members\"][1]'}, {target: c, value: \"$['l'].members\"}]",
    ),
    ("path-query", "t: {type: string, required: false}", "call: up.q"),
    ("path-query-once", "z: {type: string, required: false}", "call: up.once"),
    (
        "membership",
        "",
        "call: up.many, outputParameters: [{type: object, properties: {v: {type: array, items: {type: integer}, mapping: '$.l[?(@.id in $.refs)].id'}}}]",
    ),
    (
        "endless",
        "",
        "call: up.many, outputParameters: [{type: object, properties: {v: {type: integer, mapping: '$..*..*..*..*.length()'}}}]",
    ),
];

/// What callers give to a unit, and what is sent last.
const SENT: [(&str, &str, &str); 18] = [
    ("list", r#"{"l":["x","y"]}"#, "GET /echo?a=x&a=y"),
    ("step-list", "{}", "GET /echo?a=2&a=1.10"),
    ("step-text", "{}", "GET /echo?a=m%201%20%5B2%2C1.10%5D"),
    ("text-for-list", "{}", r#"POST /list {"l":["m 1 [2,1.10]"]}"#),
    ("json-for-list", "{}", r#"POST /list {"l":[1,"x"]}"#),
    ("object", r#"{"o":{"k":1.10}}"#, "GET /echo?b=%7B%22k%22%3A1.10%7D"),
    ("object-header", r#"{"o":{"k":1.10}}"#, r#"GET /echo n: {"k":1.10}"#),
    ("object-unknown", r#"{"o":{"k":1.10}}"#, "GET /echo?more=%7B%22k%22%3A1.10%7D"),
    ("object-given", r#"{"o":{"k":1.10}}"#, "GET /given?x=%7B%22k%22%3A1.10%7D&y=o%20%7B%22k%22%3A1.10%7D"),
    ("merged-list", r#"{"o":"O"}"#, r#"POST /list {"l":["O","x"]}"#),
    ("merged-object", r#"{"o":"O"}"#, r#"POST /list {"l":[{"k":"O"}]}"#),
    ("merged-loose", r#"{"o":"O"}"#, r#"POST /loose {"l":["O","x"]}"#),
    ("called-list", r#"{"o":"O"}"#, r#"POST /list {"l":["O","x"]}"#),
    ("brackets", "{}", "GET /echo?a=1&b=1.10"),
    ("brackets-list", "{}", r#"POST /list {"l":[1]}"#),
    ("path-query", "{}", "GET /q?fix=1&u=x"),
    ("path-query", r#"{"t":"T"}"#, "GET /q?fix=1&t=T&u=xT"),
    ("path-query-once", r#"{"z":"Z"}"#, "GET /once?z=Z"),
];

pub(crate) fn document() -> String {
    offering("", OPERATIONS, &UNITS)
}

fn answer(seen: &Seen) -> Script {
    match seen.line.as_str() {
        "GET /team" => Script::json(r#"{"lead": 1, "members": [2, 1.10]}"#),
        "GET /many" => {
            let items: Vec<String> = (0..5_000).map(|id| format!(r#"{{"id":{id},"deep":[[[[{id}]]]]}}"#)).collect();
            let refs: Vec<String> = (0..5_000).map(|id| format!(r#""{id}.0""#)).collect();
            Script::json(format!(r#"{{"l":[{}],"refs":[{}]}}"#, items.join(","), refs.join(",")))
        }
        _ => Script::json("{}"),
    }
}

#[tokio::test]
async fn references_are_sent_as_what_they_stand_for() {
    let running = Running::start("references", answer).await;
    for (unit, given, expected) in SENT {
        running.check_sent(unit, given, expected).await;
    }
}

#[tokio::test]
async fn references_of_mappings_are_answered() {
    let running = Running::start("references", answer).await;
    let expected = r#"{"a":1,"b":1.10,"c":[2,1.10]}"#;
    assert_eq!(text_of(&running.tool("brackets-mapped", "{}").await), expected);
    assert_eq!(running.rest("POST /brackets-mapped", "").await.text(), expected);
}

/// Each item with each of what the whole holds would be 25 million pairs of texts and numbers.
#[tokio::test]
async fn searches_in_long_answers_end() {
    let running = Running::start("references", answer).await;
    let all: Vec<String> = (0..5_000).map(|id| id.to_string()).collect();
    let all = format!(r#"{{"v":[{}]}}"#, all.join(","));
    assert_eq!(text_of(&running.tool("membership", "{}").await), all);
    assert_eq!(running.rest("POST /membership", "").await.text(), all);
    let fault =
        "v must be what a bounded search finds, but up gave more than `$..*..*..*..*.length()` may look through";
    assert_eq!(text_of(&running.tool("endless", "{}").await), fault);
    let answer = running.rest("POST /endless", "").await;
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some(fault)));
}
