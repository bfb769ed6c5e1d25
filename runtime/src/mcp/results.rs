//! What a model gets: answers of upstreams by their media type, failures in words that it can act on.

use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use rmcp::model::{CallToolResult, ContentBlock, MetaObject, ResourceContents};
use serde_json::json;

use super::arguments::Arguments;
use crate::content_type::essence;
use crate::error::{self, Error, StatusError};
use crate::format::{self, Body};
use crate::misfits::Misfits;
use crate::reply::Reply;
use crate::value::Object;

/// How much of an upstream's error page a model gets, in bytes.
const ERROR_BYTES: usize = 4096;

/// The longest answer that is given twice, as text and as structured content, in bytes.
const TWICE: usize = 64 * 1024;

/// The member of `_meta` that says which values of an answer are `null` since they didn't fit.
const MISFITS: &str = "io.capwright/misfits";

/// The answer of `tool`. JSON and text keep their bytes; a JSON object is structured content as well, unless it is long: a model
/// would pay for it twice.
///
/// Clients insist on structured content where `has_schema` says that the tool declares some: what is no object is its
/// `result` there (before 2026-07-28 nothing else may be), and no content is an object without members.
///
/// `as_json` makes the structured content a value of rmcp.
pub(super) fn success(
    tool: &str,
    has_schema: bool,
    reply: &Reply,
    as_json: fn(Value) -> serde_json::Value,
) -> CallToolResult {
    if reply.is_blank() {
        return without_content(has_schema, reply.status(), "done");
    }
    let media_type = essence(reply.headers());
    let is_structured = is_json(&media_type) && !reply.format().is_binary() && !reply.format().is_text();
    let mut result = CallToolResult::success(vec![content(tool, reply, media_type)]);
    result.meta = meta(reply.misfits());
    if is_structured && (has_schema || reply.bytes().len() <= TWICE) {
        let structured = if has_schema { wrapped(reply) } else { object(reply) };
        result.structured_content = structured.map(|object| as_json(Value::Object(object)));
    }
    result
}

/// The result where the upstream says that nothing has changed since the caller asked before (304): no failure, and no content.
pub(super) fn unmodified(has_schema: bool, error: &Error) -> Option<CallToolResult> {
    let Error::Status(status) = error else { return None };
    (status.status == StatusCode::NOT_MODIFIED)
        .then(|| without_content(has_schema, status.status, "nothing has changed"))
}

fn without_content(has_schema: bool, status: StatusCode, meaning: &str) -> CallToolResult {
    let text = format!("{status}: {meaning}, the answer has no content");
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = has_schema.then(|| serde_json::Value::Object(serde_json::Map::new()));
    result
}

/// What programs learn beside the answer: the paths, and how many more there are if there are any.
fn meta(misfits: &Misfits) -> Option<MetaObject> {
    let mut told = json!({"paths": misfits.paths()});
    if misfits.more() > 0 {
        told["more"] = misfits.more().into();
    }
    (!misfits.is_empty()).then(|| MetaObject(serde_json::Map::from_iter([(MISFITS.to_owned(), told)])))
}

/// The answer, if it is an object: anything else, such as a long list, is given up at its first byte.
fn object(reply: &Reply) -> Option<Object> {
    reply.json().ok()
}

/// The answer as the object that an output schema wants.
fn wrapped(reply: &Reply) -> Option<Object> {
    Some(match reply.json().ok()? {
        Value::Object(object) => object,
        other => Object::from_iter([("result".to_owned(), other)]),
    })
}

/// A failed call, as a result that the model reads.
pub(super) fn failure(arguments: &Arguments, error: &Error) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(explain(arguments, error))])
}

fn explain(arguments: &Arguments, fault: &Error) -> String {
    match fault {
        Error::Input(input) => format!("{input}; {}", arguments.known()),
        Error::Status(status) => upstream_failure(status),
        Error::Config(_) => "the server is not configured for this".to_owned(),
        Error::Step { step, done, source } => format!("{}: {}", error::place(step, done), explain(arguments, source)),
        other => other.to_string(),
    }
}

/// An answer too long for a model to read.
pub(super) fn too_long(arguments: &Arguments, bytes: usize, limit: usize) -> CallToolResult {
    let narrower: Vec<_> = arguments.optional().collect();
    let advice = match narrower.as_slice() {
        [] => "this tool can't ask for less".to_owned(),
        names => format!("ask for less with {}", names.join(", ")),
    };
    let text = format!("the answer has {bytes} bytes, more than the {limit} that a result may have; {advice}");
    CallToolResult::error(vec![ContentBlock::text(text)])
}

fn content(tool: &str, reply: &Reply, media_type: String) -> ContentBlock {
    let encoded = || STANDARD.encode(reply.bytes());
    // The document knows better than the upstream: bytes are bytes, even if they could be text.
    if !reply.format().is_binary()
        && let Some(text) = reply.decoded_text()
        && (reply.format().is_text() || reads_as_text(reply, &media_type, &text))
    {
        return ContentBlock::text(text);
    }
    match kind(&media_type) {
        "image" => ContentBlock::image(encoded(), media_type),
        "audio" => ContentBlock::audio(encoded(), media_type),
        _ => resource(ResourceContents::blob(encoded(), uri(tool)), media_type),
    }
}

/// Whether what could be text is some: of media that are not, only what is XML; of others, what is UTF-8 or names another
/// charset, and has nothing but characters.
fn reads_as_text(reply: &Reply, media_type: &str, text: &str) -> bool {
    let is_control = |character: char| character.is_ascii_control() && !"\t\n\x0c\r\x1b".contains(character);
    let is_xml = media_type.ends_with("/xml") || media_type.ends_with("+xml");
    match kind(media_type) {
        "text" => true,
        "image" | "audio" | "video" | "font" => is_xml,
        _ if is_xml || is_json(media_type) => true,
        _ => (reply.text().is_ok() || reply.charset().is_some()) && !text.contains(is_control),
    }
}

/// What stands before the slash of a media type.
fn kind(media_type: &str) -> &str {
    media_type.split('/').next().unwrap_or_default()
}

fn resource(contents: ResourceContents, media_type: String) -> ContentBlock {
    let media_type = if media_type.is_empty() { "application/octet-stream".to_owned() } else { media_type };
    ContentBlock::resource(contents.with_mime_type(media_type))
}

/// Embedded resources need a name. The URL of the upstream is not for callers.
fn uri(tool: &str) -> String {
    format!("tool-result:{tool}")
}

/// An answer without media type is taken for what it looks like.
fn is_json(essence: &str) -> bool {
    essence.is_empty() || essence.ends_with("/json") || essence.ends_with("+json")
}

fn upstream_failure(error: &StatusError) -> String {
    let mut text = error.to_string();
    let pause = error.headers.get("retry-after").filter(|_| error.place.is_none()); // what was carried out would be so twice
    if let Some(pause) = pause.and_then(|pause| pause.to_str().ok()) {
        text.push_str(&format!("; retry after {pause}"));
        text.push_str(if pause.bytes().all(|byte| byte.is_ascii_digit()) { " s" } else { "" });
    }
    if error.body.is_empty() {
        return text;
    }
    text.push_str("\n\n");
    text.push_str(&start(error));
    if error.body.len() > ERROR_BYTES || error.truncated {
        text.push_str(&format!("\n\n(the first {ERROR_BYTES} of its bytes)"));
    }
    text
}

/// The first bytes of the body as text, not cut within a character.
fn start(error: &StatusError) -> String {
    let bytes = &error.body[..error.body.len().min(ERROR_BYTES)];
    let media_type = error.headers.get(CONTENT_TYPE).and_then(|media_type| media_type.to_str().ok());
    let text = format::as_lossy_text(&Body { bytes, charset: media_type.and_then(format::charset) });
    let is_whole = bytes.len() == error.body.len();
    if is_whole { text.into_owned() } else { text.trim_end_matches(char::REPLACEMENT_CHARACTER).to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use bytes::Bytes;
    use http::HeaderMap;
    use http::header::CONTENT_TYPE;
    use serde_json::Value;

    use super::*;

    fn reply(media_type: &str, body: impl Into<Bytes>) -> Reply {
        let mut headers = HeaderMap::new();
        if !media_type.is_empty() {
            headers.insert(CONTENT_TYPE, media_type.parse().unwrap());
        }
        Reply::new(StatusCode::OK, headers, body.into())
    }

    #[test]
    fn answers_by_media_type() {
        let check = |media_type: &str, body: &'static [u8], content: Value, structured: Value| {
            let result = serde_json::to_value(success("get-it", false, &reply(media_type, body), Into::into)).unwrap();
            assert_eq!(result["content"], json!([content]), "{media_type}");
            assert_eq!(result.get("structuredContent").unwrap_or(&Value::Null), &structured, "{media_type}");
            assert_eq!(result["isError"], false);
        };
        let text = |text: &str| json!({"type": "text", "text": text});
        let raw = r#"{"b": 1.0,  "a":12345678901234567890}"#;
        check("application/json", raw.as_bytes(), text(raw), json!({"b": 1.0, "a": 12345678901234567890_u64}));
        check("application/vnd.api+json; charset=utf-8", b"{}", text("{}"), json!({}));
        check("", b"{}", text("{}"), json!({}));
        check("", b"hello", text("hello"), Value::Null);
        check("application/json", b"[1, 2]", text("[1, 2]"), Value::Null);
        check("application/json", b"{broken", text("{broken"), Value::Null);
        check("text/csv", b"a,b", text("a,b"), Value::Null);
        check("application/json", b"", text("200 OK: done, the answer has no content"), Value::Null);
        check("image/png", b"\x89P", json!({"type": "image", "data": "iVA=", "mimeType": "image/png"}), Value::Null);
        check("audio/wav", b"RI", json!({"type": "audio", "data": "Ukk=", "mimeType": "audio/wav"}), Value::Null);
        let embedded = |key: &str, media_type: &str, value: &str| json!({"type": "resource", "resource": {"uri": "tool-result:get-it", "mimeType": media_type, key: value}});
        for media_type in ["application/xml", "application/atom+xml", "image/svg+xml", "application/yaml"] {
            check(media_type, b"<a/>", text("<a/>"), Value::Null);
        }
        for media_type in ["application/x-ndjson", "application/javascript", "application/x-www-form-urlencoded"] {
            check(media_type, b"{}\n{}\n", text("{}\n{}\n"), Value::Null);
        }
        check("application/octet-stream", "na\u{ef}ve\n".as_bytes(), text("na\u{ef}ve\n"), Value::Null);
        check("application/xml; charset=iso-8859-1", b"<a>\xe9</a>", text("<a>\u{e9}</a>"), Value::Null);
        check("text/plain; charset=utf-16le", b"h\0i\0", text("hi"), Value::Null);
        check("text/plain; charset=windows-1252", b"\x80", text("\u{20ac}"), Value::Null);
        check("application/octet-stream", b"a\0b", embedded("blob", "application/octet-stream", "YQBi"), Value::Null);
        check(
            "image/gif",
            b"GIF89a",
            json!({"type": "image", "data": "R0lGODlh", "mimeType": "image/gif"}),
            Value::Null,
        );
        check("text/plain; charset=klingon", b"a", embedded("blob", "text/plain", "YQ=="), Value::Null);
        check("application/json", b" \n", text("200 OK: done, the answer has no content"), Value::Null);
        check("application/pdf", b"\xff\xfe", embedded("blob", "application/pdf", "//4="), Value::Null);
        check("text/plain", b"\xff\xfd", embedded("blob", "text/plain", "//0="), Value::Null);
        check("text/plain", b"\xff\xfeh\0", text("h"), Value::Null);
        check("", b"\xff\xfd", embedded("blob", "application/octet-stream", "//0="), Value::Null);
    }

    #[test]
    fn item_07_a_tool_with_a_schema_always_has_structured_content() {
        let check = |body: &'static str, wanted: Option<Value>| {
            let result = success("get-it", true, &reply("application/json", body), Into::into);
            assert_eq!(result.structured_content, wanted, "{body}");
        };
        check(r#"{"a":1}"#, Some(json!({"a": 1})));
        check("[1]", Some(json!({"result": [1]})));
        check("null", Some(json!({"result": null})));
        check("", Some(json!({})));
    }

    #[test]
    fn what_has_not_changed_is_no_failure() {
        let check = |status: StatusCode, has_schema: bool, wanted: Option<(&str, Value)>| {
            let error = StatusError {
                upstream: "conns".into(),
                operation: "list".into(),
                status,
                headers: HeaderMap::new(),
                body: Bytes::new(),
                truncated: false,
                place: None,
            };
            let found = unmodified(has_schema, &Error::Status(Box::new(error)));
            let found = found.map(|result| serde_json::to_value(result).unwrap());
            let text = |(text, structured)| (json!([{"type": "text", "text": text}]), structured, json!(false));
            let parts = |result: Value| {
                let part = |name| result.get(name).cloned().unwrap_or_default();
                (part("content"), part("structuredContent"), part("isError"))
            };
            assert_eq!(found.map(parts), wanted.map(text), "{status}");
        };
        check(
            StatusCode::NOT_MODIFIED,
            false,
            Some(("304 Not Modified: nothing has changed, the answer has no content", Value::Null)),
        );
        check(
            StatusCode::NOT_MODIFIED,
            true,
            Some(("304 Not Modified: nothing has changed, the answer has no content", json!({}))),
        );
        check(StatusCode::NOT_FOUND, true, None);
    }

    #[test]
    fn misfits_stand_in_the_meta() {
        let check = |paths: &[&str], wanted: Value| {
            let mut misfits = Misfits::default();
            paths.iter().for_each(|path| misfits.add(path));
            let result = success("get-it", true, &reply("application/json", "[]").with_misfits(misfits), Into::into);
            assert_eq!(serde_json::to_value(result).unwrap().get("_meta").unwrap_or(&Value::Null), &wanted);
        };
        check(&[], Value::Null);
        check(&["a.b[0]"], json!({"io.capwright/misfits": {"paths": ["a.b[0]"]}}));
        check(&["x"; 12], json!({"io.capwright/misfits": {"paths": vec!["x"; 10], "more": 2}}));
    }

    fn arguments() -> Arguments {
        let schema = json!({"properties": {"id": {}, "limit": {}}, "required": ["id"]});
        Arguments::new(crate::value::Value::from(schema).as_object().unwrap())
    }

    fn message(result: CallToolResult) -> String {
        assert_eq!(result.is_error, Some(true));
        result.content[0].as_text().unwrap().text.clone()
    }

    #[test]
    fn failures_say_what_to_do() {
        let input = crate::InputError::new("limit", "must be an integer, not \"x\"").into();
        let text = message(failure(&arguments(), &input));
        assert_eq!(text, "limit must be an integer, not \"x\"; the tool takes id, limit");
        let text = message(too_long(&arguments(), 2000, 1000));
        assert_eq!(
            text,
            "the answer has 2000 bytes, more than the 1000 that a result may have; ask for less with limit"
        );
    }

    #[test]
    fn upstream_failures_keep_status_pause_and_the_start_of_the_body() {
        let check = |body: &str, truncated: bool, wanted: &str| {
            let error = StatusError {
                upstream: "conns".into(),
                operation: "list".into(),
                status: StatusCode::TOO_MANY_REQUESTS,
                headers: [("retry-after".parse().unwrap(), "7".parse().unwrap())].into_iter().collect(),
                body: Bytes::from(body.to_owned()),
                truncated,
                place: None,
            };
            let text = message(failure(&arguments(), &Error::Status(Box::new(error))));
            assert_eq!(text, format!("conns answered list with 429 Too Many Requests; retry after 7 s{wanted}"));
        };
        check("", false, "");
        check("<h1>slow down</h1>", false, "\n\n<h1>slow down</h1>");
        let long = "é".repeat(3000);
        check(&format!("x{long}"), false, &format!("\n\nx{}\n\n(the first 4096 of its bytes)", "é".repeat(2047)));
    }
}
