//! Errors that are answered before rmcp is asked.

use bytes::Bytes;
use rmcp::model::{ErrorCode, ErrorData, ProtocolVersion};
use serde::Serialize;
use serde_json::Value;

use super::id::Id;
use crate::excerpt::excerpt;

/// The longest text of an error of rmcp, in characters: it repeats names and versions as callers wrote them.
const TEXT: usize = 400;

/// An error as a message of JSON-RPC 2.0 (section 5.1). Its id is `null` where none is known.
#[derive(Debug, Serialize)]
pub(in crate::mcp) struct Fault {
    jsonrpc: &'static str,
    id: Option<Id>,
    error: Detail,
}

#[derive(Debug, Serialize)]
struct Detail {
    code: i32,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Box<Value>>,
}

impl Fault {
    /// The message can't be read as JSON: -32700.
    pub(in crate::mcp) fn unreadable(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::PARSE_ERROR, message)
    }

    /// The message is no request that is taken: -32600.
    pub(in crate::mcp) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::INVALID_REQUEST, message)
    }

    /// The parameters are not those of the method: -32602.
    pub(in crate::mcp) fn params(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::INVALID_PARAMS, message)
    }

    /// The fault is of this server: -32603.
    pub(in crate::mcp) fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::INTERNAL_ERROR, message)
    }

    /// Nobody here speaks this version of MCP: -32022, with those that are known.
    pub(in crate::mcp) fn version(requested: &str) -> Self {
        let known = ProtocolVersion::KNOWN_VERSIONS;
        let names: Vec<&str> = known.iter().map(ProtocolVersion::as_str).collect();
        let data = serde_json::json!({"requested": requested, "supported": known});
        let ErrorData { code, .. } = ErrorData::unsupported_protocol_version(ProtocolVersion::LATEST, known);
        let mut fault = Self::new(code, format!("this version of MCP is not known; known are {}", names.join(", ")));
        fault.error.data = Some(Box::new(data));
        fault
    }

    /// As the answer to the request of this id.
    pub(in crate::mcp) fn answering(self, id: impl Into<Option<Id>>) -> Self {
        Self { id: id.into(), ..self }
    }

    /// As it is sent.
    pub(in crate::mcp) fn to_bytes(&self) -> Bytes {
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { jsonrpc: "2.0", id: None, error: Detail { code: code.0, message: message.into(), data: None } }
    }
}

/// A message of rmcp; of the texts of an error, the start.
pub(in crate::mcp) fn shortened(message: Bytes) -> Bytes {
    if message.len() <= TEXT {
        return message;
    }
    let Ok(Value::Object(mut members)) = serde_json::from_slice(&message) else { return message };
    let Some(error) = members.get_mut("error") else { return message };
    shorten(error);
    serde_json::to_vec(&members).map_or(message, Bytes::from)
}

fn shorten(value: &mut Value) {
    match value {
        Value::String(text) => *text = excerpt(text, TEXT).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(members) => members.values_mut().for_each(shorten),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn errors_repeat_the_start_of_long_texts() {
        let check = |message: Value, wanted: Value| {
            let shortened = shortened(serde_json::to_vec(&message).unwrap().into());
            assert_eq!(serde_json::from_slice::<Value>(&shortened).unwrap(), wanted);
        };
        let (long, start) = ("n".repeat(900_000), format!("{}…", "n".repeat(TEXT)));
        check(
            json!({"jsonrpc": "2.0", "id": long, "error": {"code": -1, "message": long, "data": {"requested": [long]}}}),
            json!({"jsonrpc": "2.0", "id": long, "error": {"code": -1, "message": start, "data": {"requested": [start]}}}),
        );
        let result = json!({"jsonrpc": "2.0", "id": 7, "result": {"text": long}});
        check(result.clone(), result);
    }
}
