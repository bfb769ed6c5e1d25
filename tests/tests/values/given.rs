//! Outputs whose values are texts of callers: what they become, and that nothing that was carried out is refused.

use crate::misfits::{offering, start};

const OPERATIONS: &str = "
      json: {path: /json, operations: {json: {method: GET}, write: {method: POST}}}
";

/// One text as each type.
const EACH: &str =
    "{l: {type: array, value: '{{x}}'}, o: {type: object, value: '{{x}}'}, i: {type: integer, value: '{{x}}'}}";

/// Units: name, what it does before and after what each text is there.
const BELOW: [(&str, &str, &str); 3] = [
    ("written", "call: up.write, outputParameters: [{type: object, properties: ", "}]"),
    (
        "listed",
        "call: up.json, outputParameters: [{type: array, mapping: $.rows, items: {type: object, properties: ",
        "}}]",
    ),
    ("alone", "outputParameters: ", ""),
];

/// A text, what it is as a list, an object and an integer, and where it doesn't fit.
const TEXTS: [(&str, &str, &[&str]); 11] = [
    (r#"["a"]"#, r#"{"l":["a"],"o":null,"i":null}"#, &["o", "i"]),
    (r#" [1.10,{"k":[]}] "#, r#"{"l":[1.10,{"k":[]}],"o":null,"i":null}"#, &["o", "i"]),
    ("[]", r#"{"l":[],"o":null,"i":null}"#, &["o", "i"]),
    (r#"{"k":1}"#, r#"{"l":null,"o":{"k":1},"i":null}"#, &["l", "i"]),
    ("5", r#"{"l":null,"o":null,"i":5}"#, &["l", "o"]),
    (" 5 ", r#"{"l":null,"o":null,"i":5}"#, &["l", "o"]),
    ("5.5", r#"{"l":null,"o":null,"i":null}"#, &["l", "o", "i"]),
    ("plain", r#"{"l":null,"o":null,"i":null}"#, &["l", "o", "i"]),
    ("[a", r#"{"l":null,"o":null,"i":null}"#, &["l", "o", "i"]),
    (r#""["a"]""#, r#"{"l":null,"o":null,"i":null}"#, &["l", "o", "i"]),
    ("  ", r#"{"l":null,"o":null,"i":null}"#, &[]),
];

/// Units of which the text is all of the answer.
const WHOLE: [(&str, &str); 4] = [
    ("list", "call: up.write, outputParameters: [{type: array, value: '{{x}}'}]"),
    ("object", "call: up.write, outputParameters: [{type: object, value: '{{x}}'}]"),
    ("integer", "call: up.write, outputParameters: [{type: integer, value: '{{x}}'}]"),
    ("first", "steps: {m: {type: call, call: up.write}}, outputParameters: {l: {type: array, value: '{{x}}'}}"),
];

/// A unit of these, the text, and its answer.
const ANSWERS: [(&str, &str, &str); 9] = [
    ("list", r#"["a"]"#, r#"["a"]"#),
    ("list", "plain", "answer must be a list, but what was given is \"plain\""),
    ("object", r#"{"k":1.0}"#, r#"{"k":1.0}"#),
    ("object", r#"["a"]"#, "answer must be an object, but what was given is \"[\\\"a\\\"]\""),
    ("integer", "5", "5"),
    ("integer", "n/a", "answer must be an integer, but what was given is \"n/a\""),
    ("integer", "  ", "null"),
    ("first", "[1]", "[1]"),
    ("first", "plain", "answer must be a list, but what was given is \"plain\""),
];

pub(crate) fn document() -> String {
    let below = BELOW.map(|(name, before, after)| (name, format!("{before}{EACH}{after}")));
    let whole = WHOLE.map(|(name, unit)| (name, unit.to_owned()));
    offering(OPERATIONS, below.into_iter().chain(whole))
}

#[tokio::test]
async fn texts_are_the_lists_and_objects_that_they_spell() {
    let (running, told) = start("given").await;
    *told.lock().unwrap() = r#"{"rows":[{}]}"#.to_owned();
    let schemas = running.schemas().await;
    for (text, expected, misfits) in TEXTS {
        for unit in ["written", "alone"] {
            running.check(&schemas, (unit, text), expected, &misfits.join(", ")).await;
        }
        let within: Vec<String> = misfits.iter().map(|name| format!("[0].{name}")).collect();
        running.check(&schemas, ("listed", text), &format!("[{expected}]"), &within.join(", ")).await;
    }
}

#[tokio::test]
async fn what_was_carried_out_is_not_refused() {
    let (running, told) = start("given").await;
    *told.lock().unwrap() = "{}".to_owned();
    let schemas = running.schemas().await;
    for (unit, text, expected) in ANSWERS {
        running.check(&schemas, (unit, text), expected, "").await;
        let sent = running.sent().map(|seen| seen.line);
        assert_eq!(sent.as_deref(), Some("POST /json"), "{unit} {text}");
    }
}
