//! The control port of a program of one's own: what it says, and what it counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;

use capwright_runtime::Method;
use capwright_runtime::client::{HttpOptions, Upstream};
use capwright_runtime::control::Control;
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::ServerOptions;
use serde_json::{Value, json};
use support::mcp::mcp;
use support::{Answer, Api, Running, start};

const HOST: &str = "host: localhost";

/// The control port of a program that is ready.
async fn controlled() -> (Control, Running) {
    let control = Control::new("shop", "1.2.3");
    control.ready();
    let port = start(control.router(&ServerOptions::default())).await;
    (control, port)
}

async fn get(server: &Running, path: &str) -> Answer {
    server.send(&format!("GET {path}"), &[HOST], b"").await
}

/// The value of a time series, by its name and labels as they are written.
async fn value(port: &Running, series: &str) -> Option<f64> {
    let text = get(port, "/metrics").await.body;
    text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok())
}

#[tokio::test]
async fn what_is_built_with_its_metrics_is_counted() {
    let (control, port) = controlled().await;
    let options = ServerOptions::default().with_metrics(control.metrics());
    let rest = Rest::new(Api::default())
        .route(Route::get("/v1/conns").name("list").query(&["limit"]), Api::list)
        .route(Route::get("/v1/fail/{how}"), Api::fail);
    let server = start(rest.into_router(&options)).await;
    for (path, status) in [
        ("/v1/conns", 200),
        ("/v1/conns?limit=2", 200),
        ("/v1/conns?limit=x", 400),
        ("/v1/fail/slow", 504),
        ("/v1/nothing-here", 404),
    ] {
        assert_eq!(get(&server, path).await.status, status, "{path}");
    }
    let requests = |operation: &str, status: &str| {
        let labels = format!("server=\"rest\",operation=\"{operation}\",method=\"GET\",status=\"{status}\"");
        format!("capwright_requests_total{{{labels}}}")
    };
    for (series, wanted) in [
        (requests("list", "2xx"), 2.0),
        (requests("list", "4xx"), 1.0),
        (requests("/v1/fail/{how}", "5xx"), 1.0),
        ("capwright_request_duration_seconds_count{server=\"rest\",operation=\"list\"}".to_owned(), 3.0),
        ("capwright_requests_in_flight{server=\"rest\"}".to_owned(), 0.0),
        ("capwright_refusals_total{server=\"rest\",status=\"404\"}".to_owned(), 1.0),
    ] {
        assert_eq!(value(&port, &series).await, Some(wanted), "{series} in {}", get(&port, "/metrics").await.body);
    }
    let text = get(&port, "/metrics").await.body;
    assert!(!text.contains("nothing-here") && !text.contains("slow"), "nothing that a caller sent: {text}");
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_is_cancelled() {
    let (control, port) = controlled().await;
    let api = Arc::new(Api::default());
    let rest = Rest::shared(Arc::clone(&api)).route(Route::get("/v1/wait").name("wait"), Api::wait);
    let server = start(rest.into_router(&ServerOptions::default().with_metrics(control.metrics()))).await;
    let address = server.address;
    let asked = tokio::spawn(async move {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET /v1/wait HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .await
            .unwrap();
        std::future::pending::<()>().await;
    });
    api.called.notified().await;
    assert_eq!(value(&port, "capwright_requests_in_flight{server=\"rest\"}").await, Some(1.0));
    asked.abort();
    api.dropped.notified().await;
    let cancelled = r#"capwright_requests_total{server="rest",operation="wait",method="GET",status="cancelled"}"#;
    while value(&port, cancelled).await != Some(1.0) {
        tokio::task::yield_now().await;
    }
    assert_eq!(value(&port, "capwright_requests_in_flight{server=\"rest\"}").await, Some(0.0));
}

#[tokio::test]
async fn tools_are_counted_by_their_names() {
    let (control, port) = controlled().await;
    let options = ServerOptions::default().with_metrics(control.metrics());
    let server = start(mcp(Arc::default()).router(&options)).await;
    let call = async |tool: &str, arguments: Value| {
        let params = json!({"name": tool, "arguments": arguments});
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
        let length = format!("content-length: {}", message.len());
        let headers = [HOST, "content-type: application/json", "accept: */*", &length];
        server.send("POST /mcp", &headers, message.as_bytes()).await
    };
    call("list-conns", json!({"limit": 2})).await;
    call("list-conns", json!({"limit": "x"})).await;
    call("no-such-tool", json!({})).await;
    get(&server, "/elsewhere").await;
    let requests = |status: &str| {
        format!(
            r#"capwright_requests_total{{server="mcp",operation="list-conns",method="tools/call",status="{status}"}}"#
        )
    };
    assert_eq!((value(&port, &requests("ok")).await, value(&port, &requests("error")).await), (Some(1.0), Some(1.0)));
    assert_eq!(value(&port, r#"capwright_refusals_total{server="mcp",status="404"}"#).await, Some(1.0));
    assert!(!get(&port, "/metrics").await.body.contains("no-such-tool"));
}

#[tokio::test]
async fn calls_of_upstreams_are_counted_by_how_they_ended() {
    let (control, port) = controlled().await;
    let server =
        start(Rest::new(Api::default()).route(Route::get("/list"), Api::list).into_router(&ServerOptions::default()))
            .await;
    let upstream = |name: &str, url: &str| {
        let options = HttpOptions::default().metrics(control.metrics());
        Upstream::new(name, &options).base_url(url).build().unwrap()
    };
    let here = upstream("here", &format!("http://{}", server.address));
    assert!(here.request(Method::GET, "list").path("/list").await.is_ok());
    assert!(here.request(Method::GET, "lost").path("/lost").await.is_err());
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(upstream("gone", &format!("http://{closed}")).request(Method::GET, "list").path("/list").await.is_err());
    for (upstream, operation, outcome) in [("here", "list", "2xx"), ("here", "lost", "4xx"), ("gone", "list", "error")]
    {
        let labels = format!("upstream=\"{upstream}\",operation=\"{operation}\",outcome=\"{outcome}\"");
        let series = format!("capwright_upstream_calls_total{{{labels}}}");
        assert_eq!(value(&port, &series).await, Some(1.0), "{series}");
    }
    let status = get(&port, "/status").await.json();
    assert_eq!(status["upstreams"]["here"], json!({"in_flight": 0, "ended": 2, "errors": 1}));
    assert_eq!(status["upstreams"]["gone"], json!({"in_flight": 0, "ended": 1, "errors": 1}));
}

#[tokio::test]
async fn it_is_asked_by_address_but_not_by_a_name_that_anyone_may_have() {
    let (_, port) = controlled().await;
    for (host, status) in [("10.1.2.3:9100", 200), ("[fd00::1]:9100", 200), ("localhost", 200), ("evil.test", 403)] {
        assert_eq!(port.send("GET /livez", &[&format!("host: {host}")], b"").await.status, status, "{host}");
    }
    assert_eq!(get(&port, "/").await.status, 404);
    assert_eq!(port.send("POST /livez", &[HOST], b"").await.status, 405);
}
