//! Numbers on their way through rmcp, whose JSON values would round them.
//!
//! A number that they can't hold as it is written travels as a text with a mark, that nobody else knows, and is a number again
//! before anybody sees it: arguments once they are ours, structured content once it is written.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use rmcp::model::{JsonObject, Tool as Description};

use crate::value::Object;
use crate::value::{Number, Value};

/// What stands before the digits of a number: random, so that no text of a caller or an upstream begins so.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let random = || RandomState::new().build_hasher().finish();
    format!("number-{:016x}{:016x}:", random(), random())
});

/// Valid JSON with its numbers marked; none if there is nothing to mark.
pub(super) fn marked_text(json: &str) -> Option<String> {
    let (mut marked, mut done, mut at) = (String::new(), 0, 0);
    let bytes = json.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at += string_length(&bytes[at..]),
            b'-' | b'0'..=b'9' => {
                let rest = &json[at..];
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(rest.len());
                if rest[..end].parse::<Number>().is_ok_and(|number| !number.is_plain()) {
                    marked.push_str(&json[done..at]);
                    marked.push_str(&format!("\"{}{}\"", *MARK, &rest[..end]));
                    done = at + end;
                }
                at += end;
            }
            _ => at += 1,
        }
    }
    (done > 0).then(|| marked + &json[done..])
}

fn string_length(bytes: &[u8]) -> usize {
    let mut escaped = false;
    let end = bytes.iter().skip(1).position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    end.map_or(bytes.len(), |end| end + 2)
}

/// Descriptions of tools with the numbers of their schemas marked.
pub(super) fn descriptions(tools: &str) -> serde_json::Result<Vec<Description>> {
    serde_json::from_str(marked_text(tools).as_deref().unwrap_or(tools))
}

/// One of these with numbers in place of marked texts, for a transport that unmarks nothing: they are rounded.
pub(super) fn rounded(tool: Description) -> Description {
    let plain = |schema: Arc<JsonObject>| {
        let members = arguments(schema.as_ref().clone()).into_iter();
        Arc::new(members.map(|(name, value)| (name, value.into())).collect::<JsonObject>())
    };
    let mut tool = tool;
    tool.input_schema = plain(tool.input_schema);
    tool.output_schema = tool.output_schema.map(plain);
    tool
}

/// Arguments with numbers in place of marked texts.
pub(super) fn arguments(given: JsonObject) -> Object {
    given.into_iter().map(|(name, value)| (name, unmarked_value(value))).collect()
}

fn unmarked_value(value: serde_json::Value) -> Value {
    use serde_json::Value as Given;
    match value {
        Given::String(text) => match text.strip_prefix(MARK.as_str()).and_then(|digits| digits.parse().ok()) {
            Some(number) => Value::Number(number),
            None => Value::String(text),
        },
        Given::Array(items) => Value::Array(items.into_iter().map(unmarked_value).collect()),
        Given::Object(members) => Value::Object(arguments(members)),
        scalar => scalar.into(),
    }
}

/// A value with its numbers marked, for answers that are [`unmarked`].
pub(super) fn marked(value: Value) -> serde_json::Value {
    match value {
        Value::Number(number) if !number.is_plain() => format!("{}{number}", *MARK).into(),
        Value::Array(items) => items.into_iter().map(marked).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, marked(value))).collect(),
        other => other.into(),
    }
}

/// An answer with numbers in place of marked texts; it may be a part of one that ends with a line.
pub(super) fn unmarked(answer: Bytes) -> Bytes {
    let start = format!("\"{}", *MARK);
    let Some(text) = std::str::from_utf8(&answer).ok().filter(|text| text.contains(&start)) else { return answer };
    let mut pieces = text.split(start.as_str());
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_once('"').unwrap_or((piece, ""));
        whole.push_str(digits);
        whole.push_str(rest);
    }
    whole.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    /// Numbers that serde_json would change, and some that it would not.
    const NUMBERS: &str = r#"{"a":12345678901234567890123,"b":[1e2,1.10,-0,5,1.5],"c":"1.10 \" 1e2","d":{"e":0.10}}"#;

    #[test]
    fn numbers_survive_both_ways() {
        let given: JsonObject = serde_json::from_str(&marked_text(NUMBERS).unwrap()).unwrap();
        let arguments = Value::Object(arguments(given));
        assert_eq!(arguments.to_string(), NUMBERS);
        let answer = serde_json::to_string(&marked(arguments)).unwrap();
        assert_ne!(answer, NUMBERS);
        assert_eq!(unmarked(answer.into()), NUMBERS);
    }

    #[test]
    fn schemas_keep_their_digits_where_they_can() {
        let schema = r#"{"type":"object","properties":{"a":{"type":"number","maximum":12345678901234567890123,"default":1.10}}}"#;
        let tools = format!(r#"[{{"name":"a","inputSchema":{schema}}}]"#);
        let tool = descriptions(&tools).unwrap().remove(0);
        let sent = unmarked(serde_json::to_vec(&tool).unwrap().into());
        let sent = std::str::from_utf8(&sent).unwrap();
        assert!(sent.contains(schema), "{sent}");
        let plain = serde_json::to_string(&rounded(tool)).unwrap();
        assert!(plain.contains(r#""maximum":1.2345678901234568e+22,"default":1.1"#), "{plain}");
    }

    #[test]
    fn other_messages_stay() {
        for message in [r#"{"a":1,"b":"1.0"}"#, r#"[true,"\"1.0"]"#, "\"\"", ""] {
            assert_eq!(marked_text(message), None);
            assert_eq!(unmarked(message.into()), message);
        }
    }
}
