//! The binaries before callers that are many, slow, or stop half-way.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use capwright_tests::{PATIENCE, Process, command, send, send_raw, shell};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::{JSON, SERVED_CONNS, TANIUM, THREATCONNECT};

const HALF: &str = "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";

fn serving(settings: &[(&str, &str)]) -> Process {
    Process::start(command(TANIUM, &["serve", "--mock", "--rest", "localhost:0", "--mcp", "localhost:0"], settings))
}

async fn sending(address: SocketAddr, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    stream
}

/// Whether the server answers a request on this connection, and leaves it open.
async fn answers(stream: &mut TcpStream) -> bool {
    let request = format!("GET {SERVED_CONNS} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let mut bytes = [0; 4096];
    stream.write_all(request.as_bytes()).await.is_ok()
        && timeout(Duration::from_secs(5), stream.read(&mut bytes)).await.is_ok_and(|read| read.is_ok())
        && bytes.starts_with(b"HTTP/1.1 200 OK")
}

#[tokio::test]
async fn half_sent_requests_do_not_delay_the_end() {
    let process = serving(&[]);
    let mut open = Vec::new();
    for name in ["rest", "mcp"] {
        let address = process.address(name).await;
        for sent in ["", HALF, &format!("{HALF}content-length: 100\r\n\r\n{{\"jsonrpc\"")] {
            open.push(sending(address, sent).await);
        }
        assert!(send(address, "GET /", &[], b"").await.status > 0, "the others were taken before");
    }
    let told = Instant::now();
    process.signal("TERM").await;
    assert_eq!(process.finished().await.code(), 0);
    assert!(told.elapsed() < Duration::from_secs(3), "{:?}", told.elapsed());
}

#[tokio::test]
async fn limits_of_connections_are_settings_that_servers_share() {
    let process = serving(&[("MAX_CONNECTIONS", "2"), ("IDLE_TIMEOUT", "300ms"), ("HEADER_TIMEOUT", "300ms")]);
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let mut half = sending(mcp, HALF).await;
    let mut kept = TcpStream::connect(rest).await.unwrap();
    assert!(answers(&mut kept).await);
    let mut next = TcpStream::connect(rest).await.unwrap();
    assert!(answers(&mut next).await);
    for stream in [&mut half, &mut kept, &mut next] {
        let ended = timeout(Duration::from_secs(5), stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "they made room, or waited for too long");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn without_descriptors_open_connections_go_on_and_others_come_later() {
    let process = Process::start(shell(&format!(
        "ulimit -n 48; cargo run -p {TANIUM} -- serve --mock --rest localhost:0 --mcp localhost:0"
    )));
    let rest = process.address("rest").await;
    let mut kept = TcpStream::connect(rest).await.unwrap();
    assert!(answers(&mut kept).await);
    let mut many = Vec::new();
    while many.len() < 60 {
        many.push(sending(rest, "GET / HTTP/1.1\r\n").await); // no idle ones, that could make room
        assert!(answers(&mut kept).await);
    }
    let logged = || process.stderr().matches("can't take connections for now").count();
    let begun = Instant::now();
    while logged() == 0 {
        assert!(answers(&mut kept).await && begun.elapsed() < PATIENCE);
    }
    assert!(answers(&mut kept).await);
    drop(many);
    assert_eq!(send(rest, &format!("GET {SERVED_CONNS}"), &[], b"").await.status, 200);
    assert!(logged() < 20 + begun.elapsed().as_secs() as usize, "once a second at most: {}", process.stderr());
}

#[tokio::test]
async fn a_taxii_server_is_heard_before_all_is_sent_too() {
    let settings = [("TAXII_USERNAME", "u"), ("TAXII_PASSWORD", "p")];
    let process = Process::start(command(THREATCONNECT, &["serve", "--mock", "--taxii", "localhost:0"], &settings));
    let taxii = process.address("taxii").await;
    let body = "x".repeat(900_000);
    let discovery = "/api/services/taxii2/v1/taxii2";
    let lines = [("POST /nowhere", 404), (&format!("POST {discovery}"), 405), (&format!("GET {discovery}"), 401)];
    for (line, wanted) in lines {
        for _ in 0..20 {
            let request =
                format!("{line} HTTP/1.1\r\nhost: localhost\r\n{JSON}\r\ncontent-length: 900000\r\n\r\n{body}");
            let mut stream = sending(taxii, &request).await;
            stream.shutdown().await.unwrap();
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await.expect("no reset");
            assert!(bytes.starts_with(format!("HTTP/1.1 {wanted} ").as_bytes()), "{line}");
        }
    }
    assert_eq!(
        send_raw(taxii, format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(300_000)).as_bytes()).await.status,
        431
    );
}
