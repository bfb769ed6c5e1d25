//! The REST server over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;

use capwright_runtime::rest::{Rest, Route, Router};
use capwright_runtime::server::{DRAIN, ServerOptions};
use capwright_runtime::{Method, Reply};
use support::{Answer, Api, PATIENCE, Running, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

const HOST: &str = "host: localhost";

fn rest(service: Api) -> Rest<Api> {
    Rest::new(service)
        .route(Route::get("/v1/conns").name("list").query(&["limit", "status", "tag"]).rename("tag", "tags"), Api::list)
        .route(Route::get("/v1/conns/{connectionid}").name("get").rename("connectionid", "connectionId"), Api::get)
        .route(Route::head("/v1/conns/{id}").name("probe"), Api::probe)
        .route(Route::head("/v1/heads").name("probe-all").query(&["length"]), Api::probe)
        .route(
            Route::post("/v1/conns").name("create").body("body").headers(&["x-dry"]).rename("x-dry", "dry"),
            Api::create,
        )
        .route(Route::put("/v1/fixed").name("fixed").optional_body("body").constant("dry", "true"), Api::create)
        .route(Route::post("/v1/fields").name("fields").fields(&["name", "dry"]).rename("name", "body"), Api::create)
        .route(Route::get("/v1/answer-{how}.bin").name("answer"), Api::answer)
        .route(Route::get("/v1/fail/{how}").name("fail"), Api::fail)
        .route(Route::get("/v1/wait").name("wait"), Api::wait)
}

fn router(options: &ServerOptions) -> Router {
    rest(Api::default()).into_router(options)
}

async fn running() -> Running {
    start(router(&ServerOptions::default().with_max_body_bytes(100))).await
}

async fn post(server: &Running, line: &str, content_type: &str, body: &str) -> Answer {
    let length = format!("content-length: {}", body.len());
    server.send(line, &[HOST, content_type, &length], body.as_bytes()).await
}

#[tokio::test]
async fn inputs_come_from_path_query_headers_and_body() {
    let server = running().await;
    let check = async |answer: Answer, wanted: &str| assert_eq!((answer.status, answer.body.as_str()), (200, wanted));
    let get = async |path: &str| server.send(&format!("GET {path}"), &[HOST], b"").await;
    let json = "content-type: application/json; charset=utf-8";
    check(get("/v1/conns?limit=2&other=x").await, r#"{"limit":2,"status":null,"tags":null}"#).await;
    check(get("/v1/conns?status=a+b%26c").await, r#"{"limit":null,"status":"a b&c","tags":null}"#).await;
    check(get("/v1/conns?tag=a&tag=b").await, r#"{"limit":null,"status":null,"tags":["a","b"]}"#).await;
    check(get("/v1/conns/abc%2Fdef").await, r#"{"id":"abc/def"}"#).await;
    check(get("/v1/conns/%7Bx%7D%20+").await, r#"{"id":"{x} +"}"#).await;
    let created = post(&server, "POST /v1/conns", json, r#"{"z":1,"a":{}}"#).await;
    check(created, r#"{"created":{"z":1,"a":{}},"dry":null}"#).await;
    let created = server.send("POST /v1/conns", &[HOST, json, "x-dry: true", "content-length: 2"], b"{}").await;
    check(created, r#"{"created":{},"dry":true}"#).await;
    for announced in ["text/json", "Text/JSON; charset=utf-8", "application/problem+json"] {
        let announced = format!("content-type: {announced}");
        assert_eq!(post(&server, "POST /v1/conns", &announced, r#"{"z":1}"#).await.status, 200, "{announced}");
    }
    assert_eq!(post(&server, "POST /v1/conns", "accept: */*", r#"{"z":1}"#).await.status, 200);
    let fields = post(&server, "POST /v1/fields", json, r#"{"name":{"a":1},"dry":true,"other":2}"#).await;
    check(fields, r#"{"created":{"a":1},"dry":true}"#).await;
    let fault = post(&server, "POST /v1/fields", json, "[]").await;
    assert!(fault.status == 400 && fault.body.contains("body must be an object"), "{}", fault.body);
    let fixed = post(&server, "PUT /v1/fixed", json, "{}").await;
    check(fixed, r#"{"created":{},"dry":true}"#).await;
}

#[tokio::test]
async fn problems_name_what_is_at_fault() {
    let server = running().await;
    let check = |answer: Answer, status: u16, input: Option<&str>, detail: &str| {
        let problem = answer.json();
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
        assert_eq!((answer.status, &problem["status"]), (status, &status.into()), "{answer:?}");
        assert_eq!(problem["input"].as_str(), input, "{answer:?}");
        assert!(problem["detail"].as_str().unwrap().contains(detail), "{answer:?}");
        answer.assert_discreet();
    };
    let get = async |path: &str| server.send(&format!("GET {path}"), &[HOST], b"").await;
    let post = async |content_type, body| post(&server, "POST /v1/conns", content_type, body).await;
    let json = "content-type: application/json";
    check(get("/v1/conns?limit=x").await, 400, Some("limit"), "limit must be an integer");
    check(get("/v1/conns?limit=1&limit=2").await, 400, Some("limit"), "limit");
    check(get("/v1/answer-odd.bin").await, 400, Some("how"), "how can't be odd");
    check(get("/v1/conns/%ff").await, 400, None, "UTF-8");
    check(get("/v1/other").await, 404, None, "nothing is served");
    check(get("/v1/conns/").await, 404, None, "nothing is served");
    check(post(json, "").await, 400, Some("body"), "body is required");
    check(post(json, "{\"a\":").await, 400, Some("body"), "body must be JSON: EOF while parsing");
    check(post(json, "[1]").await, 400, Some("body"), "body must be");
    for other in
        ["content-type: text/plain", "content-type: application/x-www-form-urlencoded", "content-type: text/xml"]
    {
        check(post(other, "{}").await, 415, Some("body"), "application/json");
    }
    check(post("accept: */*", "{\"a\":").await, 400, Some("body"), "body must be JSON: EOF while parsing");
    for (how, status, detail) in [
        ("unreachable", 502, "conns can't be reached"),
        ("slow", 504, "conns did not begin to answer within 30 s: the request was sent, and may have been carried out"),
        ("cut", 502, "the answer of conns was cut off: the request was sent, and may have been carried out"),
        ("large", 502, "longer than the 5 bytes"),
        ("garbled", 502, "the answer of conns can't be decoded"),
        ("config", 500, "not configured"),
        ("conflict", 409, "in use"),
        ("panic", 500, "the function failed"),
    ] {
        check(get(&format!("/v1/fail/{how}")).await, status, None, detail);
    }
}

#[tokio::test]
async fn answers_of_an_upstream_pass_through() {
    let server = running().await;
    let get = async |path: &str| server.send(&format!("GET {path}"), &[HOST], b"").await;
    let check = |answer: Answer, status: u16, content_type: Option<&str>, body: &str| {
        assert_eq!((answer.status, answer.header("content-type")), (status, content_type), "{answer:?}");
        assert_eq!(answer.body, body);
        answer.assert_discreet();
    };
    let spaced = r#"{ "b":1,  "a":12345678901234567890123 }"#;
    check(get("/v1/answer-none.bin").await, 204, None, "");
    check(get("/v1/answer-accepted.bin").await, 202, None, "");
    check(get("/v1/answer-csv.bin").await, 200, Some("text/csv; charset=utf-8"), "a,b\n");
    check(get("/v1/answer-spaced.bin").await, 200, Some("application/json"), spaced);
    let busy = get("/v1/fail/busy").await;
    assert_eq!((busy.header("retry-after"), busy.header("location")), (Some("7"), None));
    check(busy, 503, Some("text/html"), "<h1>busy</h1>");
}

#[tokio::test]
async fn methods() {
    let server = running().await;
    let head = server.send("HEAD /v1/answer-csv.bin", &[HOST], b"").await;
    assert_eq!((head.status, head.header("content-length"), head.body.as_str()), (200, Some("4"), ""));
    let own = server.send("HEAD /v1/conns/a", &[HOST], b"").await;
    assert_eq!((own.status, own.header("x-ratelimit-limit"), own.body.as_str()), (200, Some("7"), ""));
    assert_eq!(server.send("GET /v1/conns/a", &[HOST], b"").await.body, r#"{"id":"a"}"#);
    for (path, length) in [("/v1/heads", None), ("/v1/heads?length=1234", Some("1234"))] {
        let alone = server.send(&format!("HEAD {path}"), &[HOST], b"").await;
        assert_eq!((alone.status, alone.header("x-ratelimit-limit"), alone.body.as_str()), (200, Some("7"), ""));
        assert_eq!(alone.header("content-length"), length);
    }
    let refused = server.send("GET /v1/heads", &[HOST], b"").await;
    assert_eq!((refused.status, refused.header("allow")), (405, Some("HEAD")));
    for method in ["DELETE", "OPTIONS", "PROPFIND"] {
        let refused = server.send(&format!("{method} /v1/conns"), &[HOST], b"").await;
        assert_eq!((refused.status, refused.header("allow")), (405, Some("GET, HEAD, POST")), "{method}");
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    }
}

#[tokio::test]
async fn long_bodies_are_refused_before_they_are_read() {
    let server = running().await;
    let json = "content-type: application/json";
    // Announced and never sent: the answer comes all the same. Also where no body is expected.
    for line in ["POST /v1/conns", "GET /v1/conns"] {
        let refused = server.send(line, &[HOST, json, "content-length: 101"], b"").await;
        assert_eq!((refused.status, refused.header("content-type")), (413, Some("application/problem+json")));
        assert_eq!(refused.json()["detail"], "the body is longer than the 100 bytes allowed");
    }
    let endless = [b"65\r\n".to_vec(), vec![b'x'; 101], b"\r\n".to_vec()].concat();
    let refused = server.send("POST /v1/conns", &[HOST, json, "transfer-encoding: chunked"], &endless).await;
    assert_eq!(refused.status, 413);
    let fits = format!("{{\"a\":\"{}\"}}", "x".repeat(92));
    assert_eq!((fits.len(), post(&server, "POST /v1/conns", json, &fits).await.status), (100, 200));
}

#[tokio::test]
async fn hosts_and_origins() {
    let options = ServerOptions::default().allow_host("api.example.com").unwrap();
    let server = start(router(&options.allow_origin("https://app.example.com").unwrap())).await;
    for (headers, status) in [
        (&["host: localhost:1"][..], 200),
        (&["host: [::1]:8080"], 200),
        (&["host: api.example.com"], 200),
        (&["host: evil.test"], 403),
        (&["host:"], 403),
        (&[], 400),
        (&[HOST, "origin: https://app.example.com"], 200),
        (&[HOST, "origin: http://localhost:5173"], 200),
        (&[HOST, "origin: https://evil.test"], 403),
        (&[HOST, "origin: null"], 403),
    ] {
        for path in ["/v1/conns", "/nowhere"] {
            let answer = server.send(&format!("GET {path}"), headers, b"").await;
            let wanted = if status == 200 && path == "/nowhere" { 404 } else { status };
            assert_eq!(answer.status, wanted, "{headers:?} {path} {answer:?}");
        }
    }
    let refused = server.send("GET /v1/conns", &["host: evil.test"], b"").await;
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert!(!refused.body.contains("evil.test"));
}

#[tokio::test]
async fn a_second_route_for_a_path_is_never_reached() {
    let reply = |text: &'static str| move |_: &(), _: serde_json::Value| async move { Reply::from_json(&text) };
    let rest = Rest::new(())
        .route(Route::get("/a/{id}").name("first"), reply("first"))
        .route(Route::get("/a/{name}").name("second"), reply("second"))
        .route(Route::delete("/a/{id}").name("third"), reply("third"))
        .route(Route::get("/a/{id}x/{*rest}/:b/{").name("odd"), reply("odd"));
    let routes: Vec<_> = rest.routes().iter().map(|route| (route.name, &route.method, route.path)).collect();
    let wanted = [("first", &Method::GET, "/a/{id}"), ("third", &Method::DELETE, "/a/{id}")];
    assert_eq!((&routes[..2], routes.len()), (&wanted[..], 3));
    let server = start(rest.into_router(&ServerOptions::default())).await;
    assert_eq!(server.send("GET /a/1", &[HOST], b"").await.body, "\"first\"");
}

#[tokio::test]
async fn what_is_in_flight_is_answered_before_the_server_stops() {
    let service = Arc::new(Api::default());
    let rest = Rest::shared(Arc::clone(&service)).route(Route::get("/wait").name("wait"), Api::wait);
    let mut server = start(rest.into_router(&ServerOptions::default())).await;

    let mut idle = TcpStream::connect(server.address).await.unwrap();
    idle.write_all(b"GET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    assert!(idle.read(&mut [0; 1024]).await.unwrap() > 0);
    let mut busy = TcpStream::connect(server.address).await.unwrap();
    busy.write_all(b"GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    timeout(PATIENCE, service.called.notified()).await.unwrap();

    server.stop();
    // The idle connection is closed at once: the server no longer waits for more.
    let mut rest = Vec::new();
    timeout(PATIENCE, idle.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
    service.released.notify_one();
    let mut bytes = Vec::new();
    timeout(PATIENCE, busy.read_to_end(&mut bytes)).await.unwrap().unwrap();
    assert_eq!(Answer::parse(&bytes).body, "\"released\"");
    server.stopped().await;
}

#[tokio::test]
async fn what_takes_too_long_is_not_waited_for() {
    let service = Arc::new(Api::default());
    let rest = Rest::shared(Arc::clone(&service)).route(Route::get("/wait").name("wait"), Api::wait);
    let mut server = start(rest.into_router(&ServerOptions::default())).await;
    let mut stuck = TcpStream::connect(server.address).await.unwrap();
    stuck.write_all(b"GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    timeout(PATIENCE, service.called.notified()).await.unwrap();

    // From here on nothing happens but waiting: the clock runs ahead.
    tokio::time::pause();
    let told = Instant::now();
    server.stop();
    server.stopped().await;
    assert!(told.elapsed() >= DRAIN);
}
