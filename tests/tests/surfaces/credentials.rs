//! What upstreams are told of who calls.

use capwright_tests::Script;
use serde_json::json;

use crate::running::{Running, TOKEN};

/// The document says `token: "Bearer {{HELD_TOKEN}}"`.
#[tokio::test]
async fn a_scheme_that_is_a_part_of_the_token_is_sent_once() {
    let running = Running::with(|_| Script::json("{}")).await;
    let wanted = format!("Bearer {TOKEN}");
    assert_eq!(running.ask("GET /held", &[]).await.status, 200);
    assert_eq!(running.tool("held", json!({})).await["isError"], false);
    assert_eq!(running.call(&["get-held"]).await.code(), 0);
    let seen = running.upstream.take();
    let sent: Vec<_> = seen.iter().map(|seen| seen.header("authorization")).collect();
    assert_eq!(sent, [Some(wanted.as_str()); 3]);
}
