//! A body of very many chunks costs little.

use std::time::Duration;

use capwright_runtime::server::Limits;
use tokio::time::Instant;

use crate::caller::Caller;
use crate::start;

const HEAD: &str =
    "POST /conns HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";

#[tokio::test]
async fn too_many_are_refused() {
    let (server, _) = start(Limits::default()).await;
    let mut caller = Caller::sending(server.address, HEAD.as_bytes()).await;
    let begun = Instant::now();
    caller.send(&b"1\r\n1\r\n".repeat(500_000)).await;
    let (answer, _) = caller.closed().await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["detail"], "the body comes in too many small chunks");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn many_are_read() {
    let (server, _) = start(Limits::default()).await;
    let mut caller = Caller::sending(server.address, HEAD.as_bytes()).await;
    let json = format!("{{\"a\":\"{}\"}}", "1".repeat(50_000));
    let chunks: String = json.chars().map(|one| format!("1\r\n{one}\r\n")).collect();
    caller.send(chunks.as_bytes()).await;
    caller.send(b"0\r\n\r\n").await;
    assert_eq!(caller.answer().await.status, 200);
}
