//! Texts that mean JSON, and texts that stay texts.

use capwright_tests::Script;

use crate::bed::{Running, Unit, offering, text_of};

/// Operations, by their names.
const OPERATIONS: &str = r#"
      raw: {path: /raw, operations: {raw: {method: POST, body: '{"l": {{l}}, "q": "{{l}}"}'}}}
      quoted: {path: /quoted, operations: {quoted: {method: POST, body: '{"l": "{{l}}", "t": "is {{l}}"}'}}}
      words: {path: /words, operations: {words: {method: POST, body: {type: json, data: {l: '{{l}}', t: 'is {{l}}'}}}}}
      plain: {path: /plain, operations: {plain: {method: POST, body: {type: text, data: 'is {{l}}'}}}}
      any: {path: /any, operations: {any: {method: POST, body: '{"l": {{l}}}'}}}
      constant: {path: /constant, operations: {constant: {method: POST, inputParameters: {l: {in: query, value: '10'}}, body: '{"l": {{l}}}'}}}
      word: {path: /word, operations: {word: {method: POST, inputParameters: {l: {in: query, value: ten}}, body: '{"l": {{l}}}'}}}
      bound: {path: /bound, operations: {bound: {method: POST, body: '{"l": {{BOUND}}, "q": "{{BOUND}}"}'}}}
      whole: {path: /whole, operations: {whole: {method: POST, body: '{{payload}}'}}}
      block: {path: /block, operations: {block: {method: POST, body: {type: json, data: '{{payload}}'}}}}
      more: {path: /more, operations: {more: {method: POST, inputParameters: {c: {in: query, value: '10'}, w: {in: query, value: ten}}, body: '{"l": {{l}}, "c": {{c}}, "w": {{w}}, "b": {{BOUND}}, "q": "{{l}}", "own": 1.10}'}}}
      list: {path: /list, operations: {list: {method: POST, inputParameters: {cargo: {in: body, type: array}}}}}
      tree: {path: /tree, operations: {tree: {method: POST, body: {type: json, data: {a: ' {{x}} ', b: '{{x}} ', c: '{{x}}'}}}}}
      query: {path: /query, operations: {query: {method: POST, inputParameters: {a: {in: query, value: ' {{x}} '}, b: {in: query}, n: {in: query, type: integer}}}}}
      form: {path: /form, operations: {form: {method: POST, body: {type: form, data: {a: ' {{x}} '}}}}}
      answer: {path: /answer, operations: {answer: {method: GET}}}
"#;

const UNITS: [Unit; 20] = [
    ("raw", "l: {type: string}", "call: up.raw"),
    ("quoted", "l: {type: array}", "call: up.quoted"),
    ("quoted-object", "l: {type: object}", "call: up.quoted"),
    ("words", "l: {type: array}", "call: up.words"),
    ("plain", "l: {type: array}", "call: up.plain"),
    ("any", "", "call: up.any"),
    ("raw-object", "", r#"call: up.raw, with: {l: '{"k":1.10}'}"#),
    ("raw-number", "", "call: up.raw, with: {l: 1.10}"),
    ("constant", "", "call: up.constant"),
    ("word", "", "call: up.word"),
    ("bound", "", "call: up.bound"),
    ("whole", "payload: {type: string}", "call: up.whole"),
    ("whole-object", "payload: {type: object}", "call: up.whole"),
    ("block", "payload: {type: string}", "call: up.block"),
    ("more", "l: {type: string, required: false}", "call: up.more, with: {l: '{{l}}', k: 1.10}"),
    ("list", "", "call: up.list, with: {cargo: '[]'}"),
    ("tree", "x: {type: string}", "call: up.tree"),
    (
        "query",
        "x: {type: string}, i: {type: integer}",
        "call: up.query, with: {x: '{{x}}', b: ' {{x}} ', n: ' {{i}} '}",
    ),
    ("form", "x: {type: string}", "call: up.form"),
    (
        "texts",
        "l: {type: array}, o: {type: object}, x: {type: string}, n: {type: number}",
        "call: up.answer, outputParameters: [{type: object, properties: {l: {type: string, value: '{{l}}'}, \
         o: {type: string, value: '{{o}}'}, n: {type: string, value: '{{n}}'}, within: {type: string, value: 'is {{l}}'}, \
         list: {type: array, value: '[\"a\", 1.10]'}, blanks: {type: string, value: ' {{x}} '}, \
         number: {type: number, value: ' {{n}} '}}}]",
    ),
];

/// What callers give to a unit, and what is sent.
const SENT: [(&str, &str, &str); 26] = [
    ("raw", r#"{"l":"10"}"#, r#"POST /raw {"l": 10, "q": "10"}"#),
    ("raw", r#"{"l":"1.10"}"#, r#"POST /raw {"l": 1.10, "q": "1.10"}"#),
    ("raw", r#"{"l":"[1,{\"k\":true}]"}"#, r#"POST /raw {"l": [1,{"k":true}], "q": "[1,{\"k\":true}]"}"#),
    ("raw", r#"{"l":"plain"}"#, r#"POST /raw {"l": "plain", "q": "plain"}"#),
    ("raw", r#"{"l":"1, \"x\": 2"}"#, r#"POST /raw {"l": "1, \"x\": 2", "q": "1, \"x\": 2"}"#),
    ("quoted", r#"{"l":["a",1.10]}"#, r#"POST /quoted {"l": "[\"a\",1.10]", "t": "is [\"a\",1.10]"}"#),
    ("quoted-object", r#"{"l":{"k":[]}}"#, r#"POST /quoted {"l": "{\"k\":[]}", "t": "is {\"k\":[]}"}"#),
    ("words", r#"{"l":["a",1.10]}"#, r#"POST /words {"l":["a",1.10],"t":"is [\"a\",1.10]"}"#),
    ("plain", r#"{"l":["a",1.10]}"#, r#"POST /plain is ["a",1.10]"#),
    ("any", r#"{"l":[1]}"#, r#"POST /any {"l": [1]}"#),
    ("any", r#"{"l":"true"}"#, r#"POST /any {"l": true}"#),
    ("raw-object", "{}", r#"POST /raw {"l": {"k":1.10}, "q": "{\"k\":1.10}"}"#),
    ("raw-number", "{}", r#"POST /raw {"l": 1.10, "q": "1.10"}"#),
    ("constant", "{}", r#"POST /constant?l=10 {"l": 10}"#),
    ("word", "{}", r#"POST /word?l=ten {"l": "ten"}"#),
    ("bound", "{}", r#"POST /bound {"l": 42, "q": "42"}"#),
    ("whole", r#"{"payload":"plain"}"#, "POST /whole plain"),
    ("whole", r#"{"payload":"{\"k\": 1.10}"}"#, r#"POST /whole {"k": 1.10}"#),
    ("whole-object", r#"{"payload":{"k":1.10}}"#, r#"POST /whole {"k":1.10}"#),
    ("block", r#"{"payload":"[1]"}"#, r#"POST /block "[1]""#),
    (
        "more",
        r#"{"l":"1.10"}"#,
        r#"POST /more?c=10&w=ten {"l":1.10,"c":10,"w":"ten","b":42,"q":"1.10","own":1.10,"k":1.10}"#,
    ),
    (
        "more",
        r#"{"l":"plain"}"#,
        r#"POST /more?c=10&w=ten {"l":"plain","c":10,"w":"ten","b":42,"q":"plain","own":1.10,"k":1.10}"#,
    ),
    ("list", "{}", r#"POST /list {"cargo":[]}"#),
    ("tree", r#"{"x":"1"}"#, r#"POST /tree {"a":" 1 ","b":"1 ","c":"1"}"#),
    ("query", r#"{"x":"1","i":5}"#, "POST /query?a=%201%20&b=%201%20&n=5"),
    ("form", r#"{"x":"1"}"#, "POST /form a=%201%20"),
];

/// What callers give to a unit, and what it answers.
const ANSWERED: [(&str, &str, &str); 1] = [(
    "texts",
    r#"{"l":["a",1.10],"o":{"k":[null]},"x":"1","n":1.10}"#,
    r#"{"l":"[\"a\",1.10]","o":"{\"k\":[null]}","n":"1.10","within":"is [\"a\",1.10]","list":["a",1.10],"blanks":" 1 ","number":1.10}"#,
)];

pub(crate) fn document() -> String {
    offering("binds:\n- {namespace: set, keys: {BOUND: BOUND}}\n", OPERATIONS, &UNITS)
}

async fn start() -> Running {
    Running::start("texts", |_| Script::json("{}")).await
}

#[tokio::test]
async fn texts_are_sent_as_what_they_mean() {
    let running = start().await;
    for (unit, given, expected) in SENT {
        running.check_sent(unit, given, expected).await;
    }
}

#[tokio::test]
async fn texts_of_answers_are_what_they_mean() {
    let running = start().await;
    for (unit, given, expected) in ANSWERED {
        assert_eq!(text_of(&running.tool(unit, given).await), expected, "{unit}");
        assert_eq!(running.rest(&format!("POST /{unit}"), given).await.text(), expected, "{unit}");
    }
}
