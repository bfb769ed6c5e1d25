//! Numbers keep their digits on the whole way: from a caller to an upstream, and back.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use capwright_runtime::client::{HttpOptions, Json, Upstream};
use capwright_runtime::mcp::{Mcp, Server};
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::ServerOptions;
use capwright_runtime::{Answer, Method, Number, Object, Reply, Result, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::{Running, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

const HOST: &str = "host: localhost";

/// What serde_json would change.
const ANY: &str = r#"{"id":12345678901234567890123,"e":[1e2,-0,1E400],"s":"1.10"}"#;

/// Answers with what it got, as text and as it is.
struct Api;

#[derive(Deserialize)]
struct All {
    all: Value,
}

impl Api {
    async fn echo(&self, All { all }: All) -> Result<Reply> {
        let got = Value::from(all.to_string());
        Reply::from_json(&Object::from_iter([("got".to_owned(), got), ("value".to_owned(), all)]))
    }
}

/// Sends what it is given, and picks from the answer.
struct Passing(Upstream);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    any: Option<Value>,
    price: Option<Number>,
}

#[derive(Serialize)]
struct Picked {
    got: String,
    any: Value,
    price: Option<Number>,
}

impl Passing {
    async fn pass(&self, input: Input) -> Result<Answer<Picked>> {
        let body = Json::object().member("any", &input.any).member("price", &input.price);
        let reply = self.0.request(Method::POST, "pass").path("/echo").json(&body).await?;
        Answer::project(&reply, |root| {
            Ok(Picked {
                got: root.pick("got", &["got"])?,
                any: root.pick("any", &["value", "any"])?,
                price: root.pick("price", &["value", "price"])?,
            })
        })
    }
}

async fn passing() -> (Running, Passing) {
    let api = Rest::new(Api).route(Route::post("/echo").body("all"), Api::echo);
    let api = start(api.into_router(&ServerOptions::default())).await;
    let upstream = Upstream::new("api", &HttpOptions::default()).base_url(format!("http://{}", api.address));
    (api, Passing(upstream.build().unwrap()))
}

/// What a caller gets who gives [`ANY`] and `1.10`.
fn wanted() -> String {
    let sent = format!(r#"{{"any":{ANY},"price":1.10}}"#);
    format!(r#"{{"got":{},"any":{ANY},"price":1.10}}"#, json!(sent))
}

async fn post(server: &Running, path: &str, body: &str) -> String {
    let length = format!("content-length: {}", body.len());
    server.send(&format!("POST {path}"), &[HOST, "content-type: application/json", &length], body.as_bytes()).await.body
}

#[tokio::test]
async fn over_rest() {
    let (_api, service) = passing().await;
    let rest = Rest::new(service).route(Route::post("/pass").fields(&["any", "price"]), Passing::pass);
    let server = start(rest.into_router(&ServerOptions::default())).await;
    assert_eq!(post(&server, "/pass", &format!(r#"{{"any": {ANY}, "price": 1.10}}"#)).await, wanted());
    let refused = post(&server, "/pass", r#"{"price": 1e400}"#).await;
    assert!(refused.contains("price must be a number of at most"), "{refused}");
}

fn mcp(service: Passing) -> Server {
    let tools = r#"[{"name":"pass","inputSchema":{"type":"object","properties":{"any":{},"price":{"type":"number"}}},
        "outputSchema":{"type":"object"}}]"#;
    Mcp::new("digits", "", tools, service).tool("pass", Passing::pass).into_server()
}

fn call(arguments: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"pass","arguments":{arguments}}}}}"#)
}

#[tokio::test]
async fn over_mcp() {
    let (_api, service) = passing().await;
    let server = start(mcp(service).router(&ServerOptions::default())).await;
    let answer = post(&server, "/mcp", &call(&format!(r#"{{"any": {ANY}, "price": 1.10}}"#))).await;
    assert!(answer.contains(&format!(r#""structuredContent":{}"#, wanted())), "{answer}");
    assert!(answer.contains(&format!(r#""text":{}"#, json!(wanted()))), "{answer}");
    let refused = post(&server, "/mcp", &call(r#"{"price": 1e400}"#)).await;
    assert!(refused.contains("price must be a number of at most"), "{refused}");
}

#[tokio::test]
async fn over_the_standard_streams() {
    let (_api, service) = passing().await;
    let (mut client, input) = duplex(1 << 16);
    let (output, mut answers) = duplex(1 << 16);
    let served = tokio::spawn(mcp(service).serve_streams(input, output));
    let hello = r#"{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}"#;
    let lines = [
        format!(r#"{{"jsonrpc":"2.0","id":0,"method":"initialize","params":{hello}}}"#),
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.to_owned(),
        call(&format!(r#"{{"any": {ANY}, "price": 1.10}}"#)),
    ];
    client.write_all((lines.join("\n") + "\n").as_bytes()).await.unwrap();
    client.shutdown().await.unwrap();
    let mut answer = String::new();
    answers.read_to_string(&mut answer).await.unwrap();
    served.await.unwrap().unwrap();
    assert!(answer.contains(&format!(r#""structuredContent":{}"#, wanted())), "{answer}");
}
