//! Where inputs go, and what templates make of absent ones: over REST and MCP, to what an upstream sees.

use capwright_tests::{Answer, Script, Seen};

use crate::bed::{Running, text_of};

/// Requests, and what the upstream gets for each, or what is answered if it gets nothing.
const ROUTES: [(&str, &str, &str); 54] = [
    ("GET /search?y=Y", "", "GET /search?a=is%3Aopen%20%20Y"),
    ("GET /search?x=X&y=Y", "", "GET /search?a=is%3Aopen%20X%20Y&b=X"),
    ("GET /search", "", "GET /search?a=is%3Aopen%20%20"),
    ("GET /own", "", "GET /search?q=is%20 n: n:"),
    ("GET /own?x=X", "", "GET /search?q=is%20X&alone=X&x=X n: n:X"),
    ("GET /item?x=7", "", "GET /item/n-7"),
    ("GET /item", "", "400 x is required"),
    ("POST /text", r#"{"x":"1"}"#, "POST /text a=1;b="),
    ("POST /text", r#"{"x":"1","y":"2"}"#, "POST /text a=1;b=2"),
    ("POST /text", "", "POST /text a=;b="),
    ("POST /xml", r#"{"x":"1"}"#, "POST /xml <a><b>1</b></a>"),
    ("POST /xml", "{}", "POST /xml <a><b></b></a>"),
    ("POST /form", r#"{"x":"1","y":"2"}"#, "POST /form x=1&t=t%202"),
    ("POST /form", "{}", "POST /form t=t%20"),
    ("POST /raw", r#"{"x":"1"}"#, r#"POST /raw {"x": 1, "t": "", "use": "{x}"}"#),
    ("POST /raw", r#"{"y":"1"}"#, r#"POST /raw {"x": null, "t": "1", "use": "{x}"}"#),
    ("POST /json", r#"{"x":"1"}"#, r#"POST /json {"x":"1","t":"t ","q":"{ user(id:\"1\") {x} }"}"#),
    ("POST /json", "{}", r#"POST /json {"t":"t ","q":"{ user(id:\"\") {x} }"}"#),
    ("POST /two", r#"{"name":"n","data":{"k":1}}"#, r#"POST /two {"name":"n","data":{"k":1}}"#),
    ("POST /two", r#"{"name":"n","k":1}"#, r#"POST /two {"name":"n"}"#),
    ("POST /two", r#"{"data":{"k":1}}"#, r#"POST /two {"data":{"k":1}}"#),
    ("POST /issue", r#"{"title":"t","body":"b"}"#, r#"POST /issue {"title":"t","body":"b"}"#),
    ("POST /issue", r#"{"title":"t"}"#, r#"POST /issue {"title":"t"}"#),
    ("POST /secret", r#"{"data":{"k":1}}"#, r#"POST /secret {"data":{"k":1}}"#),
    ("POST /secret", r#"{"k":1}"#, "400 data is required"),
    ("POST /chat", r#"{"chat_id":"5"}"#, r#"POST /chat {"chat_id":"5"}"#),
    ("POST /chat", "{}", "400 chat_id is required"),
    ("POST /whole", r#"{"k":1}"#, r#"POST /whole {"k":1}"#),
    ("POST /whole", r#"{"data":{"k":1}}"#, r#"POST /whole {"k":1}"#),
    ("POST /whole", r#"{"data":"d"}"#, r#"POST /whole {"data":"d"}"#),
    ("POST /whole", "[1]", "400 data must be an object, not a list"),
    ("POST /whole", "", "POST /whole"),
    ("POST /derived", r#"{"data":{"k":1}}"#, r#"POST /whole {"data":{"k":1}}"#),
    ("POST /list", "[1]", r#"POST /two {"data":[1]}"#),
    ("POST /list", r#"{"data":[1]}"#, r#"POST /two {"data":[1]}"#),
    ("POST /list", r#"{"x":[1]}"#, "400 data must be a list, not an object"),
    ("POST /list", "{}", "POST /two {}"),
    ("PUT /doc", r#"{"doc":{"k":1}}"#, r#"PUT /doc {"k":1}"#),
    ("PUT /doc", r#"{"k":1}"#, r#"PUT /doc {"k":1}"#),
    ("PUT /doc", r#"{"doc":null}"#, "400 doc is required"),
    ("PUT /doc", "", "400 doc is required"),
    ("PUT /maybe", r#"{"k":1}"#, r#"PUT /doc {"k":1}"#),
    ("PUT /maybe", "", "PUT /doc"),
    ("PUT /plain", r#""t""#, "PUT /plain t"),
    ("PUT /plain", r#"{"body":"t"}"#, "PUT /plain t"),
    ("PUT /plain", "", "400 body is required"),
    ("PUT /plain", "{}", "400 body is required"),
    ("PUT /encoded?doc=a%3D1%26b%3D2", "", "PUT /encoded a=1&b=2"),
    ("PUT /encoded", "", "400 doc is required"),
    ("GET /crew", "", "GET /find?ids=a&ids=b"),
    ("GET /greet?first=Ada", "", r#"{"text":"Hello Ada , {first}!"}"#),
    ("GET /greet", "", r#"{"text":"Hello  , {first}!"}"#),
    ("GET /greet?first=Ada&last=L", "", r#"{"text":"Hello Ada L, {first}!"}"#),
    ("GET /const", "", "GET /ship"),
];

/// Tools and their arguments, and the same of each.
const TOOLS: [(&str, &str, &str); 25] = [
    ("search", r#"{"y":"Y"}"#, "GET /search?a=is%3Aopen%20%20Y"),
    ("search", "{}", "GET /search?a=is%3Aopen%20%20"),
    ("own", "{}", "GET /search?q=is%20 n: n:"),
    ("item", r#"{"x":"7"}"#, "GET /item/n-7"),
    ("item", "{}", "x is required; the tool takes x"),
    ("text", r#"{"x":"1"}"#, "POST /text a=1;b="),
    ("xml", "{}", "POST /xml <a><b></b></a>"),
    ("form", r#"{"x":"1"}"#, "POST /form x=1&t=t%20"),
    ("raw", "{}", r#"POST /raw {"x": null, "t": "", "use": "{x}"}"#),
    ("json", "{}", r#"POST /json {"t":"t ","q":"{ user(id:\"\") {x} }"}"#),
    ("json", r#"{"x":"u"}"#, r#"POST /json {"x":"u","t":"t ","q":"{ user(id:\"u\") {x} }"}"#),
    ("two", r#"{"name":"n","data":{"k":1}}"#, r#"POST /two {"name":"n","data":{"k":1}}"#),
    ("two", r#"{"name":"n"}"#, r#"POST /two {"name":"n"}"#),
    ("secret", r#"{"data":{"k":1}}"#, r#"POST /secret {"data":{"k":1}}"#),
    ("secret", "{}", "data is required; the tool takes data"),
    ("doc", r#"{"doc":{"k":1}}"#, r#"PUT /doc {"k":1}"#),
    ("doc", "{}", "doc is required; the tool takes doc"),
    ("maybe", "{}", "PUT /doc"),
    ("maybe", r#"{"doc":{}}"#, "PUT /doc {}"),
    ("find", r#"{"s":"x"}"#, "GET /find?ids=x"),
    ("crew", "{}", "GET /find?ids=a&ids=b"),
    ("greet", r#"{"last":"L"}"#, r#"{"text":"Hello  L, {first}!"}"#),
    ("greet", "{}", r#"{"text":"Hello  , {first}!"}"#),
    ("greet", r#"{"first":"Ada","last":"L"}"#, r#"{"text":"Hello Ada L, {first}!"}"#),
    ("const", "{}", "GET /ship"),
];

pub(crate) fn document() -> String {
    include_str!("bodies.yaml").to_owned()
}

async fn start() -> Running {
    Running::start("bodies", |_| Script::json(r#"{"n":"up","list":["a","b"]}"#)).await
}

/// A request as one line: what is sent, with the header `n` and the body.
fn line(seen: &Seen) -> String {
    let header = seen.header("n").map(|value| format!(" n: {value}")).unwrap_or_default();
    let body = String::from_utf8_lossy(&seen.body);
    let space = if body.is_empty() { "" } else { " " };
    format!("{}{header}{space}{body}", seen.line)
}

/// What a route answers: of a problem, the status and what is wrong.
fn told(answer: &Answer) -> String {
    if answer.status == 200 {
        return answer.text().to_string();
    }
    let problem: serde_json::Value = answer.json();
    format!("{} {}", answer.status, problem["detail"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn routes_send_what_the_document_says() {
    let running = start().await;
    for (request, body, expected) in ROUTES {
        let answer = running.rest(request, body).await;
        let found = running.sent().map_or_else(|| told(&answer), |seen| line(&seen));
        assert_eq!(found, expected, "{request} {body}");
    }
}

#[tokio::test]
async fn tools_send_what_the_document_says() {
    let running = start().await;
    for (tool, arguments, expected) in TOOLS {
        let answer = running.tool(tool, arguments).await;
        let found = running.sent().map_or_else(|| text_of(&answer), |seen| line(&seen));
        assert_eq!(found, expected, "{tool} {arguments}");
    }
}

#[tokio::test]
async fn what_should_be_does_not_replace_what_is() {
    let running = start().await;
    let expected = r#"{"n":"up","list":["a","b"],"k":"K"}"#;
    assert_eq!(running.rest("GET /const", "").await.text(), expected);
    assert_eq!(text_of(&running.tool("const", "{}").await), expected);
}
