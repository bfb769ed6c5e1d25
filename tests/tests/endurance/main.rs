//! What only shows with thousands of connections, or after minutes. Needs 6,000 descriptors: `ulimit -n`.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use capwright_tests::{Process, send, shell};

const TANIUM: &str = "tanium-threat-response-connections";
const NUMBER: usize = 5300;

/// What the process holds in memory, in megabytes, and how many descriptors.
fn held(process: u32) -> (usize, usize) {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kilobytes: usize = resident.trim().trim_end_matches(" kB").parse().unwrap();
    (kilobytes / 1024, fs::read_dir(format!("/proc/{process}/fd")).unwrap().count())
}

/// Nothing, half a head, half a body, or a whole request and then nothing.
fn open(address: SocketAddr, index: usize) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("`ulimit -n` allows it");
    let head = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let sent = match index % 4 {
        0 => String::new(),
        1 => head.to_owned(),
        2 => format!("{head}content-length: 100\r\n\r\n{{"),
        _ => format!("{head}content-length: 2\r\n\r\n{{}}"),
    };
    stream.write_all(sent.as_bytes()).unwrap();
    stream.set_nonblocking(true).unwrap();
    stream
}

fn is_open(stream: &mut TcpStream) -> bool {
    let mut bytes = [0; 4096];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return false,
            Ok(_) => {}
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
    }
}

#[tokio::test]
async fn thousands_of_idle_connections_cost_little_and_end() {
    let line = format!(
        "export MAX_CONNECTIONS=6000; cargo run -p {TANIUM} -- serve --mock --rest localhost:0 --mcp localhost:0"
    );
    let process = Process::start(shell(&line));
    let address = process.address("rest").await;
    assert!(send(address, "GET /", &[], b"").await.status > 0);
    let (_, descriptors) = held(process.id());
    let begun = Instant::now();
    let mut streams: Vec<_> = (0..NUMBER).map(|index| open(address, index)).collect();
    assert!(send(address, "GET /", &[], b"").await.status > 0, "all before it were taken");
    let (megabytes, most) = held(process.id());
    println!("{NUMBER} connections: {megabytes} MB, {most} descriptors, after {:?}", begun.elapsed());
    let begun = Instant::now();
    assert!(megabytes < 100 && most > NUMBER / 2, "{megabytes} MB, {most} descriptors");
    while !streams.is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(90), "{} are open yet", streams.len());
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(send(address, "GET /", &[], b"").await.status > 0);
        streams.retain_mut(is_open);
    }
    println!("all are gone after {:?}", begun.elapsed());
    capwright_tests::until("all descriptors are back", async || held(process.id()).1 <= descriptors).await;
}
