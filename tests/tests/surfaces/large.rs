//! While a long answer is decoded, the server answers others.

use std::time::{Duration, Instant};

use capwright_tests::{Script, send};
use serde_json::{Value, json};

use crate::running::Running;

/// A JSON object of some ten megabytes.
fn long() -> String {
    let item = json!({"name": "x".repeat(60), "tags": ["a", "b", {"c": [1, 2.50, null, true]}]});
    json!({"id": "long", "list": vec![item; 75_000]}).to_string()
}

/// How long the slowest of the short answers took that came while a long one was asked for; and how long that took.
async fn race(running: &Running, long: impl Future<Output = Value>) -> (Duration, Duration, Value) {
    let begun = Instant::now();
    let mut slowest = Duration::ZERO;
    let short = async {
        loop {
            let asked = Instant::now();
            assert_eq!(running.ask("GET /reads/short", &[]).await.status, 200);
            slowest = slowest.max(asked.elapsed());
        }
    };
    let answer = tokio::select! {
        answer = long => answer,
        () = short => unreachable!("it goes on"),
    };
    (slowest, begun.elapsed(), answer)
}

/// The server has one thread for tasks: if that decoded, the short ones would wait for all of it.
#[tokio::test]
async fn the_server_answers_others_meanwhile() {
    let body = long();
    let running = Running::with(move |seen| match seen.line.ends_with("/long") {
        true => Script::json(&body),
        false => Script::json(r#"{"id": "short"}"#),
    })
    .await;
    let rest = async { send(running.rest, "GET /reads/long", &[], b"").await.json() };
    let (slowest, all, answer) = race(&running, rest).await;
    assert_eq!(answer, json!({"id": "long"}));
    assert!(slowest * 2 < all, "a short answer took {slowest:?} of {all:?}");
    let tool = running.tool("read", json!({"what": "long"}));
    let (slowest, all, result) = race(&running, tool).await;
    assert_eq!(result["structuredContent"], json!({"id": "long"}));
    assert!(slowest * 2 < all, "a short answer took {slowest:?} of {all:?}");
}
