//! Long answers that are passed on while they arrive.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use capwright_tests::{Script, send, until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::running::Running;

const MIB: usize = 1 << 20;

/// How an upstream announces its answer, and where it ends it.
#[derive(Clone, Copy)]
struct Long {
    /// What stands in the head about the length.
    framing: &'static str,
    /// How many chunks of 64 KiB there are.
    chunks: usize,
    /// What comes at the end.
    end: &'static [u8],
}

/// An upstream that goes on as long as somebody takes what it sends.
struct Upstream {
    url: String,
    /// How many are sending.
    busy: Arc<AtomicUsize>,
}

async fn upstream(long: Long) -> Upstream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let busy = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&busy);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move {
                counted.fetch_add(1, Ordering::SeqCst);
                answer(stream, long).await.unwrap_or_default();
                counted.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    Upstream { url, busy }
}

async fn answer(mut stream: TcpStream, long: Long) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n{}\r\n", long.framing);
    stream.write_all(head.as_bytes()).await?;
    let chunk = vec![b'x'; 1 << 16];
    for _ in 0..long.chunks {
        if long.framing.contains("chunked") {
            stream.write_all(b"10000\r\n").await?;
        }
        stream.write_all(&chunk).await?;
        if long.framing.contains("chunked") {
            stream.write_all(b"\r\n").await?;
        }
    }
    stream.write_all(long.end).await
}

async fn running(upstream: &Upstream) -> Running {
    Running::with_settings(|_| Script::json("{}"), &[("UP_BASE_URL", &upstream.url)]).await
}

/// Asks, and reads nothing yet.
async fn ask(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /answers/x HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn a_long_answer_keeps_its_length_and_its_bytes() {
    let ten = 10 * MIB;
    for (framing, length, coding) in [
        ("content-length: 10485760\r\n", Some("10485760"), None),
        ("transfer-encoding: chunked\r\n", None, Some("chunked")),
        ("", None, Some("chunked")),
    ] {
        let end: &[u8] = if framing.contains("chunked") { b"0\r\n\r\n" } else { b"" };
        let upstream = upstream(Long { framing, chunks: 160, end }).await;
        let running = running(&upstream).await;
        let answer = send(running.rest, "GET /answers/x", &[], b"").await;
        assert_eq!(answer.status, 200);
        assert_eq!((answer.header("content-length"), answer.header("transfer-encoding")), (length, coding));
        assert_eq!(answer.body.iter().filter(|byte| **byte == b'x').count(), ten, "{framing}");
        assert!(coding.is_none() || answer.body.ends_with(b"\r\n0\r\n\r\n"), "{framing}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_ends_unfinished() {
    for (framing, chunks) in [
        ("content-length: 10485760\r\n", 100),
        ("transfer-encoding: chunked\r\n", 100),
        ("transfer-encoding: chunked\r\n", 300), // beyond the limit for answers
    ] {
        let end: &[u8] = if chunks > 100 { b"0\r\n\r\n" } else { b"" };
        let upstream = upstream(Long { framing, chunks, end }).await;
        let running = running(&upstream).await;
        let answer = send(running.rest, "GET /answers/x", &[], b"").await;
        assert_eq!(answer.status, 200);
        let got = answer.body.iter().filter(|byte| **byte == b'x').count();
        assert!(got <= 16 * MIB && got < chunks << 16 | 1, "{framing} {got}");
        assert!(!answer.body.ends_with(b"\r\n0\r\n\r\n"), "{framing}");
        running.error_line("WARN").await;
    }
    let upstream = upstream(Long { framing: "content-length: 99999999\r\n", chunks: 1, end: b"" }).await;
    let answer = send(running(&upstream).await.rest, "GET /answers/x", &[], b"").await;
    assert_eq!(answer.status, 502, "nothing is begun that announces to be too long");
}

#[tokio::test]
async fn an_answer_of_tiny_chunks_breaks_off() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let text = format!("{head}{}0\r\n\r\n", "1\r\nx\r\n".repeat(70_000));
    let running = Running::with(move |_| Script::Bytes(text.clone().into_bytes())).await;
    let answer = send(running.rest, "GET /answers/x", &[], b"").await;
    assert_eq!(answer.status, 200);
    assert!(!answer.body.ends_with(b"\r\n0\r\n\r\n"));
    running.error_line("it comes in too many small chunks").await;
}

/// Nobody waits for an answer any more: the upstream stops.
#[tokio::test]
async fn a_caller_that_leaves_ends_the_call() {
    let upstream = upstream(Long { framing: "transfer-encoding: chunked\r\n", chunks: 250, end: b"0\r\n\r\n" }).await;
    let running = running(&upstream).await;
    let stream = ask(running.rest).await;
    until("the upstream is asked", async || upstream.busy.load(Ordering::SeqCst) == 1).await;
    let mut some = [0; 1024];
    let mut stream = stream;
    assert!(stream.read(&mut some).await.unwrap() > 0);
    drop(stream);
    until("the upstream is let go", async || upstream.busy.load(Ordering::SeqCst) == 0).await;
}

/// Whoever takes the answer sets the pace: what waits, waits at the upstream.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn slow_readers_cost_little() {
    const READERS: usize = 40;
    let upstream = upstream(Long { framing: "content-length: 15728640\r\n", chunks: 240, end: b"" }).await;
    let running = running(&upstream).await;
    let mut readers = Vec::new();
    for _ in 0..READERS {
        readers.push(ask(running.rest).await);
    }
    let mut some = vec![0; 1024];
    for reader in &mut readers {
        reader.read_exact(&mut some).await.unwrap();
    }
    until("all of them are busy", async || upstream.busy.load(Ordering::SeqCst) == READERS).await;
    let most = running.resident();
    assert!(most < 100 * MIB, "{READERS} slow readers cost {most} bytes");
    let mut all = Vec::new();
    let mut last = readers.pop().unwrap();
    while all.len() < 15 * MIB - some.len() {
        assert!(last.read_buf(&mut all).await.unwrap() > 0);
    }
    drop(readers);
    until("the upstream is let go", async || upstream.busy.load(Ordering::SeqCst) == 0).await;
}

/// How long the body is that goes through, in MiB: `.ci/long` says 3000.
fn streamed() -> usize {
    std::env::var("STREAMED_MIB").map_or(100, |text| text.parse().unwrap())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn memory_stays_flat_however_long_a_body_is() {
    let upstream =
        upstream(Long { framing: "transfer-encoding: chunked\r\n", chunks: streamed() * 16, end: b"0\r\n\r\n" }).await;
    let limit = (streamed() * MIB).to_string();
    let settings = [("UP_BASE_URL", upstream.url.as_str()), ("MAX_RESPONSE_BYTES", &limit)];
    let running = Running::with_settings(|_| Script::json("{}"), &settings).await;
    let mut stream = ask(running.rest).await;
    let (mut read, mut most) = (0, 0);
    let mut some = vec![0; MIB];
    while read < streamed() * MIB {
        let length = stream.read(&mut some).await.unwrap();
        assert!(length > 0, "it ends after {read} bytes");
        read += some[..length].iter().filter(|byte| **byte == b'x').count();
        most = most.max(running.resident());
    }
    assert!(most < 60 * MIB, "{most} bytes of memory");
}
