//! What goes on between a client and a server over streams.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::time::timeout;

use crate::bed::Piped;
use crate::support::mcp::mcp;
use crate::support::{Api, PATIENCE};

const INITIALIZED: &[u8] = br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
const PING: &[u8] = br#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#;
const WAIT: &[u8] =
    br#"{"jsonrpc":"2.0","id":"w","method":"tools/call","params":{"name":"wait","_meta":{"progressToken":"t"}}}"#;
const CANCEL: &[u8] =
    br#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"w","reason":"x"}}"#;

#[tokio::test]
async fn nothing_but_a_request_is_answered_and_nothing_ends_a_session() {
    let quiet: [&[u8]; 9] = [
        INITIALIZED,
        CANCEL,
        br#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
        br#"{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}"#,
        br#"{"jsonrpc":"2.0","method":"no/such","params":["\ud800",1e400]}"#,
        br#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        br#"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"x"}}"#,
        br#"{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"x"}}"#,
        b" \r",
    ];
    let discover = br#"{"jsonrpc":"2.0","id":"d","method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}"#;
    let hello = br#"{"jsonrpc":"2.0","id":"h","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#;
    let mut piped = Piped::new();
    for (request, id) in [(PING, "p"), (discover, "d"), (PING, "p"), (hello, "h"), (hello, "h"), (discover, "d")] {
        for message in quiet {
            piped.write(message).await;
        }
        let answer = piped.ask(request).await;
        assert_eq!((&answer["id"], answer.get("error")), (&json!(id), None), "{answer}");
    }
    assert_eq!(piped.rest().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_cancelled_request_ends_without_an_answer() {
    let service = Arc::new(Api::default());
    let mut piped = Piped::over(mcp(Arc::clone(&service)));
    for _ in 0..2 {
        piped.write(WAIT).await;
        timeout(PATIENCE, service.called.notified()).await.unwrap();
        piped.write(CANCEL).await;
        timeout(PATIENCE, service.dropped.notified()).await.unwrap();
        assert_eq!(piped.ask(PING).await["id"], "p");
    }
    assert_eq!(piped.rest().await, Vec::<Value>::new());
}

#[tokio::test]
async fn progress_is_told_and_other_requests_go_on() {
    let service = Arc::new(Api::default());
    let mut piped = Piped::over(mcp(Arc::clone(&service)).with_heartbeat(Duration::from_millis(5)));
    piped.write(WAIT).await;
    for beat in 1..=3 {
        let told = piped.read().await.unwrap();
        assert_eq!(
            (&told["method"], &told["params"]["progress"]),
            (&json!("notifications/progress"), &json!(f64::from(beat)))
        );
        assert_eq!((&told["params"]["progressToken"], told.get("id")), (&json!("t"), None));
    }
    piped.write(PING).await;
    while piped.read().await.unwrap()["id"] != "p" {}
    service.released.notify_one();
    let last = piped.rest().await.pop().unwrap();
    assert_eq!((&last["id"], &last["result"]["isError"]), (&json!("w"), &json!(false)), "{last}");
}

#[tokio::test]
async fn what_is_in_flight_is_answered_after_the_end_of_the_input() {
    let service = Arc::new(Api::default());
    let mut piped = Piped::over(mcp(Arc::clone(&service)));
    piped.write(WAIT).await;
    timeout(PATIENCE, service.called.notified()).await.unwrap();
    piped.end();
    service.released.notify_one();
    let rest = piped.rest().await;
    assert_eq!((rest.len(), &rest[0]["id"]), (1, &json!("w")), "{rest:?}");
}

#[tokio::test]
async fn a_message_without_the_end_of_its_line_is_one() {
    let (mut output, theirs) = tokio::io::duplex(1024);
    mcp(Arc::new(Api::default())).serve_streams(PING, theirs).await.unwrap();
    let mut text = String::new();
    output.read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}\n");
}

/// More than may be in flight.
#[tokio::test]
async fn as_many_requests_as_one_likes() {
    let input = [PING, b"\n"].concat().repeat(3000);
    let (output, theirs) = tokio::io::duplex(1024);
    let served = tokio::spawn(mcp(Arc::new(Api::default())).serve_streams(std::io::Cursor::new(input), theirs));
    let mut lines = BufReader::new(output).lines();
    let mut count = 0;
    while let Some(line) = timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap() {
        assert!(line.contains("result"), "{line}");
        count += 1;
    }
    assert_eq!(count, 3000);
    served.await.unwrap().unwrap();
}

/// Who reads nothing any more has nothing to wait for.
#[tokio::test]
async fn a_client_that_reads_no_more_ends_the_session() {
    let service = Arc::new(Api::default());
    let (mut input, theirs) = tokio::io::duplex(1024);
    let (output, their_output) = tokio::io::duplex(1024);
    let served = tokio::spawn(mcp(Arc::clone(&service)).serve_streams(theirs, their_output));
    input.write_all(&[WAIT, b"\n"].concat()).await.unwrap();
    timeout(PATIENCE, service.called.notified()).await.unwrap();
    drop(output);
    input.write_all(&[PING, b"\n"].concat()).await.unwrap();
    timeout(PATIENCE, service.dropped.notified()).await.unwrap();
    assert_eq!(timeout(PATIENCE, served).await.unwrap().unwrap().unwrap_err().kind(), ErrorKind::BrokenPipe);
}
