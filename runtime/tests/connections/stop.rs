//! A server that is told to stop waits for what is in flight, and for nothing else.

use std::time::Duration;

use capwright_runtime::server::Limits;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::caller::{Caller, GET, WAIT};
use crate::support::PATIENCE;
use crate::{SHORT, start};

#[tokio::test]
async fn neither_idle_nor_half_sent_requests_delay_it() {
    let (mut server, _) = start(Limits::default()).await;
    let mut idle = Caller::sending(server.address, GET).await;
    assert_eq!(idle.answer().await.status, 200);
    let head = "POST /conns HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let mut half = Vec::new();
    for sent in [
        "",
        "GET",
        head,
        &format!("{head}content-length: 9\r\n\r\n{{"),
        &format!("{head}transfer-encoding: chunked\r\n\r\n5\r\n{{"),
    ] {
        half.push(Caller::sending(server.address, sent.as_bytes()).await);
    }
    // A call afterwards: all above was read before.
    assert_eq!(Caller::sending(server.address, GET).await.answer().await.status, 200);
    let told = Instant::now();
    server.stop();
    server.stopped().await;
    assert!(told.elapsed() < Duration::from_secs(2), "{:?}", told.elapsed());
    for caller in &mut half {
        assert!(caller.ends(PATIENCE).await);
    }
}

#[tokio::test]
async fn what_is_in_flight_is_answered_and_closed() {
    let (mut server, service) = start(Limits::default()).await;
    let mut busy = Caller::sending(server.address, WAIT).await;
    timeout(PATIENCE, service.called.notified()).await.unwrap();
    server.stop();
    let refused = async { while TcpStream::connect(server.address).await.is_ok() {} };
    timeout(PATIENCE, refused).await.expect("nothing listens any more");
    service.released.notify_one();
    let (answer, _) = busy.closed().await;
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    // It keeps its side open: that delays the end a little, not by all the time to drain.
    let told = Instant::now();
    server.stopped().await;
    assert!(told.elapsed() < Duration::from_secs(2), "{:?}", told.elapsed());
}

#[tokio::test]
async fn the_time_to_drain_is_a_setting() {
    for drain in [Duration::ZERO, SHORT] {
        let (mut server, service) = start(Limits::default().with_drain_timeout(drain)).await;
        let mut busy = Caller::sending(server.address, WAIT).await;
        timeout(PATIENCE, service.called.notified()).await.unwrap();
        let told = Instant::now();
        server.stop();
        server.stopped().await;
        assert!((drain..drain + Duration::from_secs(2)).contains(&told.elapsed()), "{:?}", told.elapsed());
        assert!(busy.ends(PATIENCE).await, "it is cut");
        timeout(PATIENCE, service.dropped.notified()).await.expect("so is its call");
    }
}
