//! Tells messages apart, in one pass that keeps and builds nothing.

use std::borrow::Cow;

use bytes::Bytes;
use rmcp::model::RequestId;
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::value::RawValue;

use super::fault::Fault;
use super::id::{Id, IdFinder};
use super::request::{Discovery, Request, Whole, holds};

/// What a client may send.
pub(in crate::mcp) enum Message {
    /// Wants an answer.
    Request(Request),
    /// The request of this id needs no answer any more.
    Cancelled(RequestId),
    /// Wants no answer: another notification, or a response to what nobody asked.
    Other,
}

/// The members of a message. A member that is `null` is there.
#[derive(serde::Deserialize)]
struct Members<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    jsonrpc: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    method: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    error: Option<&'a RawValue>,
}

/// The parameters of `notifications/cancelled`.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cancelled {
    request_id: RequestId,
}

impl Message {
    /// Reads one message.
    ///
    /// # Errors
    /// The answer to what is none, with its id where it has one.
    pub(in crate::mcp) fn read(bytes: &Bytes, discovery: Discovery) -> Result<Self, Fault> {
        let members = Members::read(bytes)?;
        let id = members.id.and_then(|id| Id::new(id.get()));
        let message = members.told_apart(bytes, id.as_ref(), discovery);
        message.map_err(|fault| fault.answering(id))
    }
}

impl<'a> Members<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let start = bytes.trim_ascii_start();
        if !start.starts_with(b"{") {
            return Err(no_object(start));
        }
        serde_json::from_slice(bytes).map_err(|error| {
            let fault = match error.classify() {
                serde_json::error::Category::Data => Fault::invalid(format!("the message can't be read: {error}")),
                _ => Fault::unreadable(holds("the message", &error)),
            };
            fault.answering(IdFinder::find(bytes))
        })
    }

    fn told_apart(&self, bytes: &Bytes, id: Option<&Id>, discovery: Discovery) -> Result<Message, Fault> {
        if self.jsonrpc.and_then(string).as_deref() != Some("2.0") {
            return Err(Fault::invalid("the message is not of JSON-RPC 2.0: its member jsonrpc must be \"2.0\""));
        }
        let is_response = self.result.is_some() || self.error.is_some();
        let Some(method) = self.method else {
            let answer = is_response.then_some(Message::Other);
            return answer.ok_or_else(|| Fault::invalid("the message has no method"));
        };
        if is_response {
            return Err(Fault::invalid("the message has both a method and a result or an error"));
        }
        let method = string(method).ok_or_else(|| Fault::invalid("the method must be a string"))?;
        match (self.id, id) {
            (None, _) => Ok(self.notification(&method)),
            (Some(given), Some(id)) if serde_json::from_str::<RequestId>(given.get()).is_ok() => {
                Request::new(id.clone(), &method, Whole { message: bytes, params: self.params }, discovery)
                    .map(Message::Request)
            }
            _ => Err(Fault::invalid("the id must be a string, or an integer of 64 bits")),
        }
    }

    fn notification(&self, method: &str) -> Message {
        let params = self.params.filter(|_| method == "notifications/cancelled");
        let cancelled = params.and_then(|params| serde_json::from_str::<Cancelled>(params.get()).ok());
        cancelled.map_or(Message::Other, |cancelled| Message::Cancelled(cancelled.request_id))
    }
}

/// The answer to what begins like no object.
fn no_object(text: &[u8]) -> Fault {
    match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) if text.starts_with(b"[") => Fault::invalid("a batch is not taken: send each message by itself"),
        Ok(_) => Fault::invalid("the message is no object"),
        Err(error) => Fault::unreadable(holds("the message", &error)),
    }
}

fn string(value: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str(value.get()).ok()
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// What a message is, or how it is answered.
    fn told(message: &[u8]) -> String {
        match Message::read(&Bytes::copy_from_slice(message), Discovery::Lenient) {
            Ok(Message::Request(request)) => format!("{} {}", request.id().text(), request.method()),
            Ok(Message::Cancelled(id)) => format!("cancelled {id}"),
            Ok(Message::Other) => "none".to_owned(),
            Err(fault) => String::from_utf8(fault.to_bytes().to_vec()).unwrap(),
        }
    }

    #[test]
    fn messages_that_are_some() {
        let check = |message: &str, wanted: &str| assert_eq!(told(message.as_bytes()), wanted, "{message}");
        check(r#" {"jsonrpc":"2.0","id":1,"method":"ping"} "#, "1 ping");
        check(r#"{"method":"a\u0062","params":{"a":[]},"id":"x","jsonrpc":"2\u002e0","more":{}}"#, r#""x" ab"#);
        check(r#"{"jsonrpc":"2.0","id":1.0,"method":"ping"}"#, "1.0 ping");
        check(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, "none");
        check(r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"x"}}"#, "cancelled x");
        check(r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#, "cancelled 7");
        check(r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":5}"#, "none");
        check(r#"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#, "none");
        check(r#"{"jsonrpc":"2.0","id":1,"result":{}}"#, "none");
        check(r#"{"jsonrpc":"2.0","id":null,"error":{}}"#, "none");
    }

    #[test]
    fn messages_that_are_none() {
        let check = |message: &[u8], code: i32, id: &str, reason: &str| {
            let wanted = format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":{code},"message":{}"#, json(reason));
            let told = told(message);
            assert!(told.starts_with(wanted.trim_end_matches('"')), "{}: {told}", String::from_utf8_lossy(message));
        };
        let invalid = |message: &str, id: &str, reason: &str| check(message.as_bytes(), -32600, id, reason);
        let not_2 = "the message is not of JSON-RPC 2.0";
        invalid(r#"{"id":1,"method":"ping"}"#, "1", not_2);
        invalid(r#"{"jsonrpc":2.0,"id":"a","method":"ping"}"#, "\"a\"", not_2);
        invalid(r#"{"jsonrpc":null,"method":"ping"}"#, "null", not_2);
        invalid("{}", "null", not_2);
        invalid(r#"{"jsonrpc":"2.0","id":1}"#, "1", "the message has no method");
        invalid(r#"{"jsonrpc":"2.0","id":1,"method":5}"#, "1", "the method must be a string");
        invalid(r#"{"jsonrpc":"2.0","id":1,"method":"a","result":{}}"#, "1", "the message has both");
        invalid(
            r#"{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}"#,
            "1",
            "the message can't be read: duplicate field `id`",
        );
        for (id, shown) in [("null", "null"), ("1.5", "1.5"), ("1e400", "1e400"), ("true", "null"), ("[1]", "null")] {
            let message = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"a"}}"#);
            invalid(&message, shown, "the id must be a string, or an integer of 64 bits");
        }
        invalid(r#"{"jsonrpc":"2.0","id":"\ud800","method":"a"}"#, r#""\ud800""#, "the id must be a string");
        invalid(r#"[{"jsonrpc":"2.0","id":1,"method":"a"}]"#, "null", "a batch is not taken");
        invalid("[]", "null", "a batch is not taken");
        invalid("5", "null", "the message is no object");
        let odd = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"a","params":{params}}}"#);
        for params in ["[]", "5", "\"x\"", "true"] {
            check(odd(params).as_bytes(), -32602, "1", "the parameters must be an object");
        }
        check(odd(r#"{"cursor":5}"#).as_bytes(), -32602, "1", "the cursor must be a string");
        check(b"", -32700, "null", "the message is not JSON: EOF while parsing a value");
        check(b"[1", -32700, "null", "the message is not JSON: EOF while parsing a list");
        check(b"x", -32700, "null", "the message is not JSON: expected value at line 1 column 1");
        check(br#"{"id":7,"method":"#, -32700, "7", "the message is not JSON: EOF while parsing");
        check(br#"{"id":7} {"id":8}"#, -32700, "7", "the message is not JSON: trailing characters");
        check(b"{\"params\":\"\xff\",\"id\":7}", -32700, "7", "the message holds bytes that are no UTF-8");
    }

    fn json(text: &str) -> String {
        serde_json::to_string(text).unwrap()
    }

    const CALL: &str = r#"{"jsonrpc":"2.0","id":"a7","method":"tools/call","params":{"name":"x","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"},"arguments":{"\u0061":[1.0,-0,"\ud83d\ude00"]}}}"#;

    /// Of a request, rmcp reads the id that we do; all else is no JSON, or is answered in JSON.
    fn is_answered(message: &Bytes) -> bool {
        let is_json = serde_json::from_slice::<IgnoredAny>(message).is_ok();
        let request = match Message::read(message, Discovery::Lenient) {
            Ok(Message::Request(request)) => request,
            Ok(_) => return is_json,
            Err(fault) => return serde_json::from_slice::<IgnoredAny>(&fault.to_bytes()).is_ok(),
        };
        let id = request.id().text();
        is_json
            && match request.read() {
                Ok(read) => serde_json::from_str::<RequestId>(id).is_ok_and(|id| id == read.id),
                Err(fault) => String::from_utf8_lossy(&fault.to_bytes()).contains(id),
            }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

        /// Some bytes are others, and some of the end are lost.
        #[test]
        fn whatever_is_sent_gets_an_answer(changes in vec((0..CALL.len(), any::<u8>()), 0..4), lost in 0..40_usize) {
            let mut message = CALL.as_bytes().to_vec();
            for (at, byte) in changes {
                message[at] = byte;
            }
            message.truncate(CALL.len() - lost.saturating_sub(20));
            prop_assert!(is_answered(&message.into()));
        }
    }
}
