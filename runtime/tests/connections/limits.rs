//! How many connections and how much of a head there may be.

use std::sync::Arc;

use capwright_runtime::server::{Limits, ServerOptions};
use tokio::time::{sleep, timeout};

use crate::caller::{Caller, GET, WAIT};
use crate::support::{Api, PATIENCE, start_with};
use crate::{SHORT, router, start};

#[tokio::test]
async fn one_too_many_takes_the_place_of_the_longest_idle() {
    let (server, service) = start(Limits::default().with_max_connections(3)).await;
    let mut busy = Caller::sending(server.address, WAIT).await;
    timeout(PATIENCE, service.called.notified()).await.unwrap();
    let mut idle = Caller::connect(server.address).await;
    let mut kept = Caller::sending(server.address, GET).await;
    assert_eq!(kept.answer().await.status, 200);

    let next = Caller::sending(server.address, GET).await;
    let answered = async {
        while next.stream.try_read(&mut [0]).is_err() {
            sleep(SHORT / 4).await;
            kept.send(GET).await;
            assert_eq!(kept.answer().await.status, 200, "one that is in use is kept");
        }
    };
    timeout(PATIENCE, answered).await.unwrap();
    idle.closed().await;
    service.released.notify_one();
    assert_eq!(busy.answer().await.status, 200, "it was busy for longest");
}

#[tokio::test]
async fn where_none_is_idle_the_next_one_waits() {
    let (server, service) = start(Limits::default().with_max_connections(1)).await;
    let mut busy = Caller::sending(server.address, WAIT).await;
    timeout(PATIENCE, service.called.notified()).await.unwrap();
    let mut next = Caller::sending(server.address, GET).await;
    assert!(!next.ends(SHORT).await);
    service.released.notify_one();
    assert_eq!(busy.answer().await.status, 200);
    assert_eq!(next.answer().await.status, 200);
}

#[tokio::test]
async fn an_address_has_its_share() {
    let (server, _) = start(Limits::default().with_max_connections_per_address(2)).await;
    let mut kept = Vec::new();
    for _ in 0..2 {
        kept.push(Caller::sending(server.address, GET).await);
        assert_eq!(kept.last_mut().unwrap().answer().await.status, 200);
    }
    let mut third = Caller::connect(server.address).await;
    assert!(third.ends(PATIENCE).await);
    kept.pop();
    let answered = async {
        loop {
            let mut next = Caller::connect(server.address).await;
            if next.stream.try_write(GET).is_ok() && !next.ends(SHORT).await {
                return;
            }
        }
    };
    timeout(PATIENCE, answered).await.expect("there is room again");
}

#[tokio::test]
async fn one_call_too_many_is_told_to_come_again() {
    let options = ServerOptions::default().with_limits(Limits::default().with_max_concurrent_calls(1));
    let service = Arc::new(Api::default());
    let own = axum::Router::new().route("/health", axum::routing::get(async || "well"));
    let server = start_with(own.merge(router(&service, &options)), options).await;
    let ask = async |request: &str| {
        let request = format!("{request} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        let body = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait"}}"#;
        let request = match request.starts_with("POST") {
            true => format!("{request}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()),
            false => format!("{request}\r\n"),
        };
        Caller::sending(server.address, request.as_bytes()).await
    };
    for (first, second) in [("GET /wait", "GET /conns"), ("POST /mcp", "POST /mcp")] {
        let mut busy = ask(first).await;
        timeout(PATIENCE, service.called.notified()).await.unwrap();
        let (answer, _) = ask(second).await.closed().await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
        let told = "this server answers as many calls as it may; try again";
        let (problem, message) = (&answer.json()["detail"], &answer.json()["error"]["message"]);
        assert!(*problem == told || *message == told, "{answer:?}");
        assert_eq!(ask("GET /health").await.closed().await.0.status, 200);
        service.released.notify_one();
        assert_eq!(busy.closed().await.0.status, 200);
        let (again, _) = ask("GET /conns").await.closed().await;
        assert_eq!(again.status, 200);
    }
}

#[tokio::test]
async fn heads_are_bounded() {
    let (server, _) = start(Limits::default().with_max_header_bytes(10_000)).await;
    let asks = async |headers: &str| {
        let head = format!("GET /conns HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
        Caller::sending(server.address, head.as_bytes()).await.closed().await.0.status
    };
    assert_eq!(asks(&format!("x: {}\r\n", "y".repeat(9000))).await, 200);
    assert_eq!(asks(&format!("x: {}\r\n", "y".repeat(300_000))).await, 431);
    assert_eq!(asks(&"x: y\r\n".repeat(90)).await, 200);
    assert_eq!(asks(&"x: y\r\n".repeat(120)).await, 431);
}
