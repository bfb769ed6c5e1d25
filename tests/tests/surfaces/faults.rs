//! What callers get of each way in which an upstream can fail: a row for each, over REST and MCP.

use capwright_tests::{Refusing, Script};
use serde_json::json;

use crate::running::Running;

/// Follows wherever a request was sent.
const SENT: &str = "the request was sent, and may have been carried out";

/// A way to fail, and what comes of it.
struct Fault {
    name: &'static str,
    upstream: Script,
    status: u16,
    /// What REST says as `detail`, and a tool as its text.
    told: String,
}

fn fault(name: &'static str, upstream: Script, status: u16, told: impl Into<String>) -> Fault {
    Fault { name, upstream, status, told: told.into() }
}

/// One that gets a request and gives no whole answer.
fn sent(name: &'static str, upstream: Script, status: u16, told: &str) -> Fault {
    fault(name, upstream, status, format!("{told}: {SENT}"))
}

fn bytes(text: impl Into<String>) -> Script {
    Script::Bytes(text.into().into_bytes())
}

fn stall(text: &str) -> Script {
    Script::Stall(text.as_bytes().to_vec())
}

fn faults() -> Vec<Fault> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let unread = |why: &str| format!("the answer of up can't be read, since {why}");
    let (no_http, chunks) = (unread("it is no HTTP/1.1"), unread("its chunks are malformed"));
    let long_head = unread("its headers are too many or too long");
    let switch = unread("it switches to another protocol, which nobody asked for");
    let (cut, unanswered) = ("the answer of up was cut off", "up closed the connection before it answered");
    let (not_begun, not_ended) =
        ("up did not begin to answer within 300 ms", "the answer of up did not end within 1500 ms");
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n");
    let answered = |status: &str| format!("up answered get-answer with {status}");
    let mut faults = vec![
        sent("reset before the head", Script::Reset, 502, unanswered),
        sent("closed before the head", bytes(""), 502, unanswered),
        sent("closed within the head", bytes("HTTP/1.1 200 OK\r\ncontent-le"), 502, unanswered),
        sent("cut off", bytes(format!("{head}content-length: 9\r\n\r\n{{")), 502, cut),
        sent("cut off within a chunk", bytes(format!("{chunked}9\r\n{{")), 502, cut),
        sent("cut off between chunks", bytes(format!("{chunked}1\r\n{{\r\n")), 502, cut),
        sent("stalled before the head", stall(""), 504, not_begun),
        sent("stalled within the head", stall("HTTP/1.1 200 OK\r\nconte"), 504, not_begun),
        sent("stalled within the body", stall(&format!("{head}content-length: 9\r\n\r\n{{")), 504, not_ended),
        sent("stalled between chunks", stall(&format!("{chunked}1\r\n{{\r\n")), 504, not_ended),
        sent("no HTTP", bytes("SSH-2.0-OpenSSH_9.6\r\n\r\n"), 502, &no_http),
        sent("a status of letters", bytes("HTTP/1.1 abc OK\r\n\r\n"), 502, &no_http),
        sent("two lengths", bytes(format!("{head}content-length: 1\r\ncontent-length: 2\r\n\r\n{{}}")), 502, &no_http),
        sent("a chunk of letters", bytes(format!("{chunked}xyz\r\n{{}}\r\n0\r\n\r\n")), 502, &chunks),
        sent("an endless chunk", bytes(format!("{chunked}ffffffffffffffffff\r\n{{")), 502, &chunks),
        sent("chunks of a byte", bytes(scattered(&chunked)), 502, &unread("it comes in too many small chunks")),
        sent("a long header", bytes(format!("{head}x: {}\r\n\r\n", "a".repeat(80_000))), 502, &long_head),
        sent("many headers", bytes(format!("{head}{}\r\n", "x: y\r\n".repeat(300))), 502, &long_head),
        sent(
            "101",
            bytes("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
            502,
            &switch,
        ),
        fault("long", stall(&format!("{head}content-length: 99999999\r\n\r\n")), 502, too_long()),
        fault("a decompression bomb", Script::http("200 OK", "content-encoding: gzip\r\n", bomb()), 502, too_long()),
        fault("no JSON", Script::json("{"), 502, "the answer of up is no JSON"),
        fault(
            "a redirect",
            Script::http("302 Found", "", ""),
            502,
            "up redirects get-answer (302 Found), which is not",
        ),
    ];
    for status in ["304 Not Modified", "400 Bad Request", "404 Not Found", "500 Internal Server Error"] {
        let code = status[..3].parse().unwrap();
        faults.push(fault("a status", Script::http(status, "", ""), code, answered(status)));
    }
    faults
}

/// A list within blanks, each of which is a chunk.
fn scattered(head: &str) -> String {
    format!("{head}{}2\r\n[]\r\n0\r\n\r\n", "1\r\n \r\n".repeat(70_000))
}

fn too_long() -> &'static str {
    "the answer of up is longer than the 16777216 bytes allowed"
}

fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 32 << 20]).unwrap();
    encoder.finish().unwrap()
}

const TIMES: [(&str, &str); 2] = [("UPSTREAM_FIRST_BYTE_TIMEOUT", "300ms"), ("UPSTREAM_TIMEOUT", "1500ms")];

#[tokio::test]
async fn each_fault_is_told_as_what_it_is() {
    for fault in faults() {
        let script = fault.upstream.clone();
        let running = Running::with_settings(move |_| script.clone(), &TIMES).await;
        let before = running.descriptors();
        let answer = running.ask("GET /reads/x", &[]).await;
        assert_eq!(answer.status, fault.status, "{}: {answer:?}", fault.name);
        if !matches!(fault.status, 304..500) && !fault.told.contains("answered") || fault.told.contains(SENT) {
            let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
            assert!(detail.starts_with(&fault.told), "{}: {detail}", fault.name);
        }
        let result = running.tool("read", json!({"what": "x"})).await;
        let told = result["content"][0]["text"].as_str().unwrap_or_default();
        let is_told = told.starts_with(&fault.told) || fault.status == 304;
        assert!(is_told && (result["isError"] == true || fault.status == 304), "{}: {result}", fault.name);
        assert_eq!(running.upstream.seen().len(), 2, "{}: nothing is sent again", fault.name);
        running.until_descriptors(before).await;
    }
}

#[tokio::test]
async fn nothing_was_sent_where_nobody_listens() {
    let nobody = Refusing::start();
    let url = format!("http://{}", nobody.address);
    let running = Running::with_settings(|_| Script::json("{}"), &[("UP_BASE_URL", &url)]).await;
    let answer = running.ask("GET /reads/x", &[]).await;
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some("up can't be reached")));
    let result = running.tool("read", json!({"what": "x"})).await;
    assert_eq!((&result["isError"], &result["content"][0]["text"]), (&json!(true), &json!("up can't be reached")));
}

/// No type of HTTP holds a longer URL.
#[tokio::test]
async fn an_argument_that_is_too_long_is_named() {
    let running = Running::with(|_| Script::json("{}")).await;
    let long = "a".repeat(70_000);
    let told = "what is too long: it makes a URL of more than 65534 bytes";
    let result = running.tool("answer", json!({"what": long})).await;
    let text = |result: &serde_json::Value| result["content"][0]["text"].as_str().unwrap_or_default().to_owned();
    assert!(result["isError"] == true && text(&result).starts_with(told), "{result}");
    let short = running.ask(&format!("GET /answers/{}", &long[..50_000]), &[]).await;
    assert_eq!(short.status, 200, "{short:?}");
    // Each of these three bytes becomes nine.
    let wide = running.ask(&format!("GET /answers/{}", "%E2%82%AC".repeat(6_000)), &[]).await;
    assert_eq!(wide.status, 200, "{wide:?}");
    let wide = running.tool("answer", json!({"what": "€".repeat(8_000)})).await;
    assert!(text(&wide).starts_with(told), "{wide}");
    assert_eq!(running.upstream.seen().len(), 2);
}
