//! What waits for too long is closed, and what makes progress isn't.

use std::time::Duration;

use capwright_runtime::server::{Limits, ServerOptions};
use tokio::io::AsyncReadExt;
use tokio::time::{sleep, timeout};

use crate::caller::{Caller, GET, WAIT};
use crate::support::PATIENCE;
use crate::{SHORT, start, start_with};

fn only(limit: impl FnOnce(Limits) -> Limits) -> Limits {
    let none = Limits::default().with_header_timeout(Duration::ZERO).with_body_timeout(Duration::ZERO);
    limit(none.with_write_timeout(Duration::ZERO).with_idle_timeout(Duration::ZERO))
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let (server, _) = start(only(|limits| limits.with_idle_timeout(SHORT))).await;
    let mut fresh = Caller::connect(server.address).await;
    let (answer, took) = fresh.closed().await;
    assert!((answer.status, took >= SHORT) == (0, true), "{took:?}");

    let mut kept = Caller::sending(server.address, GET).await;
    assert_eq!(kept.answer().await.status, 200);
    sleep(SHORT / 2).await;
    kept.send(GET).await;
    assert_eq!(kept.answer().await.status, 200);
    let (answer, took) = kept.closed().await;
    assert!((answer.status, took >= SHORT * 9 / 10) == (0, true), "{took:?}");
}

#[tokio::test]
async fn a_head_must_end_in_time_whatever_arrives_of_it() {
    let (server, _) = start(only(|limits| limits.with_header_timeout(SHORT))).await;
    let slow = Caller::sending(server.address, b"GET / HTTP/1.1\r\n").await;
    let dripping = async {
        while slow.stream.try_write(b"a: b\r\n").is_ok() {
            sleep(SHORT / 10).await;
        }
    };
    timeout(PATIENCE, dripping).await.expect("it is closed");

    let mut second = Caller::sending(server.address, GET).await;
    assert_eq!(second.answer().await.status, 200);
    second.send(b"GET / HTT").await;
    assert!(second.ends(SHORT * 20).await, "also of a second request");
}

#[tokio::test]
async fn a_body_must_go_on() {
    let (server, _) = start(only(|limits| limits.with_body_timeout(SHORT))).await;
    let head =
        "POST /conns HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n";
    let mut slow = Caller::sending(server.address, head.as_bytes()).await;
    for piece in [br#"{"a""#, br#":1, "#] {
        sleep(SHORT / 2).await;
        slow.send(piece).await;
    }
    let (answer, took) = slow.closed().await;
    assert!(took >= SHORT * 9 / 10, "it made progress until then: {took:?}");
    assert_eq!((answer.status, answer.header("connection")), (408, Some("close")));
    assert_eq!(answer.json()["detail"], "the body did not go on in time");

    let call = head.replace("/conns", "/mcp");
    let (answer, _) = Caller::sending(server.address, call.as_bytes()).await.closed().await;
    assert_eq!(answer.status, 408);
    assert_eq!(answer.json()["error"]["message"], "the body did not go on in time");
}

#[tokio::test]
async fn an_answer_must_be_taken() {
    let limits = only(|limits| limits.with_write_timeout(SHORT));
    let large = axum::Router::new().fallback(async || vec![b'x'; 64 << 20]);
    let server = start_with(large, ServerOptions::default().with_limits(limits)).await;
    let mut steady = Caller::sending(server.address, GET).await;
    let mut stuck = Caller::sending(server.address, GET).await;
    let mut taken = 0;
    while taken < 40 << 20 {
        let mut piece = vec![0; 1 << 20];
        taken += timeout(PATIENCE, steady.stream.read(&mut piece)).await.unwrap().unwrap();
        sleep(SHORT / 10).await;
    }
    assert!(stuck.drained().await < 40 << 20, "it took nothing for too long, and gets no end of it");
    assert!(taken + steady.drained().await > 64 << 20);
}

#[tokio::test]
async fn a_call_may_take_its_time() {
    let limits = Limits::default().with_header_timeout(SHORT).with_body_timeout(SHORT);
    let (server, service) = start(limits.with_write_timeout(SHORT).with_idle_timeout(SHORT)).await;
    let mut caller = Caller::sending(server.address, WAIT).await;
    service.called.notified().await;
    assert!(!caller.ends(SHORT * 3).await);
    service.released.notify_one();
    assert_eq!(caller.answer().await.status, 200);
}
