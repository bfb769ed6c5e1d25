//! A request on its way to rmcp.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use rmcp::model::{ClientJsonRpcMessage, ClientRequest, ConstString, DiscoverRequestMethod, JsonRpcRequest};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::fault::Fault;
use super::id::Id;
use crate::excerpt::{NAME, excerpt};
use crate::mcp::digits;

/// What stands in the place of capabilities that a client doesn't tell: rmcp wants some of all that name their version.
const NO_CAPABILITIES: &str = r#"{"io.modelcontextprotocol/clientCapabilities":{},"#;

/// A request that is answered, in any case.
pub(in crate::mcp) struct Request {
    id: Id,
    /// Long ones in part.
    method: String,
    message: Bytes,
}

/// What becomes of a `server/discover` whose client doesn't say what it is capable of; all other requests are served then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mcp) enum Discovery {
    /// It is refused: MCP 2026-07-28 wants capabilities of every request.
    Strict,
    /// It is served: the reference engine wants none.
    Lenient,
}

/// A message, and the part of it that is its parameters.
pub(super) struct Whole<'a> {
    pub(super) message: &'a Bytes,
    pub(super) params: Option<&'a RawValue>,
}

/// The parameters that are looked at.
#[derive(Deserialize, Clone, Copy)]
struct Params<'a> {
    #[serde(borrow, rename = "_meta")]
    meta: Option<&'a RawValue>,
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
    #[serde(borrow)]
    cursor: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow, rename = "io.modelcontextprotocol/protocolVersion")]
    version: Option<&'a RawValue>,
    #[serde(borrow, rename = "io.modelcontextprotocol/clientCapabilities")]
    capabilities: Option<&'a RawValue>,
}

/// A message whose arguments are looked at one by one.
#[derive(Deserialize)]
struct Called<'a> {
    #[serde(borrow)]
    params: Given<'a>,
}

#[derive(Deserialize)]
struct Given<'a> {
    #[serde(borrow)]
    arguments: BTreeMap<Cow<'a, str>, &'a RawValue>,
}

/// A text in the place of a part of a message.
struct Edit<'a> {
    part: &'a str,
    text: String,
}

impl Request {
    /// # Errors
    /// The parameters are of a form that rmcp overlooks, or can't read.
    pub(super) fn new(id: Id, method: &str, whole: Whole<'_>, discovery: Discovery) -> Result<Self, Fault> {
        let params = whole.params.map_or("null", RawValue::get);
        if !params.starts_with(['{', 'n']) {
            return Err(Fault::params("the parameters must be an object"));
        }
        let params = serde_json::from_str::<Option<Params<'_>>>(params).ok().flatten();
        if let Some(Params { cursor: Some(cursor), .. }) = params
            && !cursor.get().starts_with('"')
        {
            return Err(Fault::params("the cursor must be a string"));
        }
        let is_strict = discovery == Discovery::Strict && method == DiscoverRequestMethod::VALUE;
        let params = params.map(|params| Params { meta: params.meta.filter(|_| !is_strict), ..params });
        let edits = params.map(Params::edits).unwrap_or_default();
        Ok(Self { id, method: excerpt(method, NAME).into_owned(), message: edited(whole.message, edits) })
    }

    /// As it is written.
    pub(in crate::mcp) fn id(&self) -> &Id {
        &self.id
    }

    /// A long one in part.
    #[cfg(test)]
    pub(super) fn method(&self) -> &str {
        &self.method
    }

    /// The message for rmcp: its numbers are [marked](digits), and it tells of capabilities if it tells its version.
    pub(in crate::mcp) fn message(&self) -> Bytes {
        self.message.clone()
    }

    /// The message as rmcp reads it.
    ///
    /// # Errors
    /// Says what can't be read.
    pub(in crate::mcp) fn read(&self) -> Result<JsonRpcRequest<ClientRequest>, Fault> {
        match serde_json::from_slice(&self.message) {
            Ok(ClientJsonRpcMessage::Request(request)) => Ok(request),
            _ => Err(self.unread()),
        }
    }

    /// What keeps rmcp from reading this.
    pub(in crate::mcp) fn unread(&self) -> Fault {
        let fault = match serde_json::from_slice::<Value>(&self.message) {
            Ok(_) => Fault::params(format!("the parameters don't fit {}", self.method)),
            Err(error) => Fault::unreadable(self.misread_argument().unwrap_or_else(|| holds("the message", &error))),
        };
        fault.answering(self.id.clone())
    }

    /// The first argument that can't be read, and why.
    fn misread_argument(&self) -> Option<String> {
        let Called { params } = serde_json::from_slice(&self.message).ok()?;
        params.arguments.iter().find_map(|(name, value)| {
            let error = serde_json::from_str::<Value>(value.get()).err()?;
            Some(holds(&format!("the argument {}", excerpt(name, NAME)), &error))
        })
    }
}

impl<'a> Params<'a> {
    fn edits(self) -> Vec<Edit<'a>> {
        let meta = self.meta.map(RawValue::get).filter(|meta| tells_no_capabilities(meta));
        let capabilities = meta.map(|meta| Edit { part: &meta[..1], text: NO_CAPABILITIES.to_owned() });
        let arguments = self.arguments.map(RawValue::get).filter(|arguments| arguments.starts_with('{'));
        let marked = arguments.and_then(|part| Some(Edit { part, text: digits::marked_text(part)? }));
        capabilities.into_iter().chain(marked).collect()
    }
}

/// Whether a client tells its version, as of 2026-07-28, and not what it is capable of.
fn tells_no_capabilities(meta: &str) -> bool {
    meta.starts_with('{')
        && serde_json::from_str(meta)
            .is_ok_and(|Meta { version, capabilities }| version.is_some() && capabilities.is_none())
}

/// `message` with other texts in the places of some of its parts.
fn edited(message: &Bytes, mut edits: Vec<Edit<'_>>) -> Bytes {
    if edits.is_empty() {
        return message.clone();
    }
    let place = |edit: &Edit<'_>| edit.part.as_ptr() as usize - message.as_ptr() as usize;
    edits.sort_by_key(place);
    let more: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let (mut whole, mut done) = (Vec::with_capacity(message.len() + more), 0);
    for edit in &edits {
        whole.extend_from_slice(&message[done..place(edit)]);
        whole.extend_from_slice(edit.text.as_bytes());
        done = place(edit) + edit.part.len();
    }
    whole.extend_from_slice(&message[done..]);
    whole.into()
}

/// Why `what` can't be read, as a sentence.
pub(super) fn holds(what: &str, error: &serde_json::Error) -> String {
    let text = error.to_string();
    let held = match text.split(" at line ").next().unwrap_or_default() {
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            r"a lone surrogate: \ud800 to \udfff come in pairs"
        }
        "recursion limit exceeded" => "lists or objects nested too deep: 127 levels are read",
        "number out of range" => "a number out of range",
        "invalid unicode code point" => "bytes that are no UTF-8",
        _ => return format!("{what} is not JSON: {text}"),
    };
    format!("{what} holds {held}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    const VERSION: &str = r#""io.modelcontextprotocol/protocolVersion":"2026-07-28""#;
    const CAPABILITIES: &str = r#""io.modelcontextprotocol/clientCapabilities":{}"#;

    fn request(params: &str) -> Request {
        let message = Bytes::from(format!(r#"{{"jsonrpc":"2.0","id":1,"params":{params},"method":"tools/call"}}"#));
        let start = message.len() - r#","method":"tools/call"}"#.len() - params.len();
        let params = std::str::from_utf8(&message[start..start + params.len()]).unwrap();
        let whole = Whole { message: &message, params: serde_json::from_str(params).unwrap() };
        Request::new(Id::new("1").unwrap(), "tools/call", whole, Discovery::Strict).unwrap()
    }

    #[test]
    fn capabilities_stand_beside_a_version() {
        let check = |params: &str, wanted: &str| {
            let message = request(params).message();
            let wanted = format!(r#"{{"jsonrpc":"2.0","id":1,"params":{wanted},"method":"tools/call"}}"#);
            assert_eq!(std::str::from_utf8(&message).unwrap(), wanted);
        };
        let same = |params: &str| check(params, params);
        check(
            &format!(r#"{{"name":"a","_meta": {{ {VERSION}}} }}"#),
            &format!(r#"{{"name":"a","_meta": {{{CAPABILITIES}, {VERSION}}} }}"#),
        );
        same(&format!(r#"{{"_meta":{{{VERSION},{CAPABILITIES}}}}}"#));
        same(&format!(r#"{{"_meta":{{{CAPABILITIES}}}}}"#));
        same(r#"{"_meta":{"progressToken":1}}"#);
        same(r#"{"_meta":["x"]}"#);
        same(r#"{"_meta":null,"arguments":{"a":1}}"#);
        same("null");
    }

    #[test]
    fn numbers_of_arguments_are_marked() {
        let check = |arguments: &str, is_marked: bool| {
            let params = format!(r#"{{"arguments":{arguments},"_meta":{{{VERSION}}}}}"#);
            let message = request(&params).message();
            let text = std::str::from_utf8(&message).unwrap();
            assert_eq!(!text.contains(arguments), is_marked, "{text}");
            assert!(text.contains(&format!(r#""_meta":{{{CAPABILITIES},{VERSION}}}"#)), "{text}");
            let back = digits::unmarked(message.clone());
            assert!(std::str::from_utf8(&back).unwrap().contains(arguments), "{back:?}");
        };
        check(r#"{"a":12345678901234567890123,"b":[1e400]}"#, true);
        check(r#"{"a":1,"b":"1.0"}"#, false);
        check("[1.0]", false);
        check("1.0", false);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let check = |arguments: &str, code: i32, wanted: &str| {
            let request = request(&format!(r#"{{"name":"x","arguments":{arguments}}}"#));
            let fault = serde_json::to_value(request.read().unwrap_err()).unwrap();
            assert_eq!((&fault["id"], &fault["error"]["code"]), (&Value::from(1), &Value::from(code)), "{fault}");
            assert_eq!(fault["error"]["message"], wanted);
        };
        let lone = r"the argument b holds a lone surrogate: \ud800 to \udfff come in pairs";
        for text in [r"\ud800", r"\udc00", r"\ud800\u0041", r"x\ud83dy"] {
            check(&format!(r#"{{"a":1e400,"b":["{text}"]}}"#), -32700, lone);
        }
        check(r#"{"\ud800":1}"#, -32700, &lone.replace("argument b", "message"));
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(130), "]".repeat(130));
        let too_deep = "holds lists or objects nested too deep: 127 levels are read";
        check(&deep, -32700, &format!("the argument a {too_deep}"));
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(126), "]".repeat(126));
        check(&deep, -32700, &format!("the message {too_deep}"));
        let outside = request(r#"{"name":"x","_meta":{"a":1e400}}"#).read().unwrap_err();
        assert_eq!(
            serde_json::to_value(outside).unwrap()["error"]["message"],
            "the message holds a number out of range"
        );
        let long = format!(r#"{{"{}":"\ud800"}}"#, "x".repeat(900_000));
        let fault = request(&format!(r#"{{"arguments":{long}}}"#)).read().unwrap_err();
        assert!(fault.to_bytes().len() < 400);
    }
}
