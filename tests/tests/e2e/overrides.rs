//! Functions of our own in place of generated ones, in both servers.

use std::sync::Arc;

use capwright_runtime::server::ServerOptions;
use capwright_tests::{Script, Upstream, serve};
use serde_json::json;
use tanium_threat_response_connections::{CreateconnectionInput, ListconnectionsInput, mcp, rest};
use tokio::sync::Notify;

use crate::{CONNS, JSON, SERVED_CONNS, proxy};

// The example of the README, to the letter: `readme.rs` compares them.
include!("readme/keep_production.rs");

#[tokio::test]
async fn the_example_of_the_readme_keeps_production() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let server = serve(rest::router(KeepProduction(proxy(&upstream.url())), &ServerOptions::default())).await;
    let refused = server.ask(&format!("DELETE {SERVED_CONNS}/delete/prod-1")).await;
    assert_eq!(refused.status, 403);
    let wanted = json!({"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "production stays"});
    assert_eq!(refused.json(), wanted);
    assert_eq!(upstream.seen(), []);
    for line in [format!("DELETE {SERVED_CONNS}/delete/test-1"), format!("GET {SERVED_CONNS}/prod-1")] {
        assert_eq!(server.ask(&line).await.status, 200, "all else stays as the document says");
    }
    let lines: Vec<_> = upstream.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, [format!("DELETE {CONNS}/delete/test-1"), format!("GET {CONNS}/prod-1")]);
}

#[tokio::test]
async fn tools_are_overridden_with_the_routes() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let server = serve(mcp::router(KeepProduction(proxy(&upstream.url())), &ServerOptions::default())).await;
    let params = json!({"name": "delete-connection-record", "arguments": {"connectionId": "prod-1"}});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    let result = &server.send("POST /mcp", &[JSON], call.as_bytes()).await.json()["result"];
    assert_eq!((&result["isError"], &result["content"][0]["text"]), (&json!(true), &json!("production stays")));
    assert_eq!(upstream.seen(), []);
}

/// A wrapper around a wrapper: it passes on what the inner one overrides, and the rest is answered by the bare proxy.
struct Around(KeepProduction);

impl Service for Around {
    fn proxy(&self) -> &Proxy {
        self.0.proxy()
    }

    async fn deleteconnection(&self, input: DeleteconnectionInput) -> Result<Reply> {
        self.0.deleteconnection(input).await
    }
}

#[tokio::test]
async fn a_wrapper_around_a_wrapper_passes_its_guard_on() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let server = serve(rest::router(Around(KeepProduction(proxy(&upstream.url()))), &ServerOptions::default())).await;
    assert_eq!(server.ask(&format!("DELETE {SERVED_CONNS}/delete/prod-1")).await.status, 403);
    assert_eq!(upstream.seen(), []);
    assert_eq!(server.ask(&format!("DELETE {SERVED_CONNS}/delete/test-1")).await.status, 200);
}

/// Answers without any upstream, panics, and waits.
struct Mine {
    proxy: Proxy,
    called: Arc<Notify>,
}

impl Service for Mine {
    fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    async fn listconnections(&self, input: ListconnectionsInput) -> Result<Reply> {
        Reply::from_json(&json!({"mine": input.limit}))
    }

    async fn createconnection(&self, input: CreateconnectionInput) -> Result<Reply> {
        self.called.notify_one();
        panic!("{:?}", input.body);
    }
}

#[tokio::test]
async fn a_panic_costs_one_answer() {
    let called = Arc::new(Notify::new());
    let mine = Mine { proxy: proxy("http://localhost"), called: Arc::clone(&called) };
    let server = serve(rest::router(mine, &ServerOptions::default())).await;
    let failed = server.send(&format!("POST {SERVED_CONNS}/connect"), &[JSON], b"{\"a\":\"s3cret\"}").await;
    called.notified().await;
    assert_eq!((failed.status, failed.header("content-type")), (500, Some("application/problem+json")));
    assert!(!failed.raw.contains("s3cret"), "{failed:?}");
    assert_eq!(server.ask(&format!("GET {SERVED_CONNS}?limit=2")).await.text(), r#"{"mine":2}"#);
}
