//! Bodies that are too long.

use std::net::SocketAddr;

use capwright_tests::{Answer, Process, command, send};

const TANIUM: &str = "tanium-threat-response-connections";
const JSON: &str = "content-type: application/json";

/// The limit of 1 MiB, exceeded by a body that announces its length, or comes in chunks.
async fn too_long(address: SocketAddr, line: &str, is_chunked: bool) -> Answer {
    let body = vec![b' '; 2_000_000];
    if !is_chunked {
        return send(address, line, &[JSON, "accept: */*"], &body).await;
    }
    let body = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    send(address, line, &[JSON, "accept: */*", "transfer-encoding: chunked"], &body).await
}

#[tokio::test]
async fn item_21_a_body_over_the_limit_is_413() {
    let process =
        Process::start(command(TANIUM, &["serve", "--mock", "--rest", "localhost:0", "--mcp", "localhost:0"], &[]));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let told = "the body is longer than the 1048576 bytes allowed";
    for is_chunked in [false, true] {
        let answer = too_long(mcp, "POST /mcp", is_chunked).await;
        assert_eq!((answer.status, &answer.json()["error"]["message"]), (413, &told.into()), "{answer:?}");
        let line = "POST /v1/plugin/products/threat-response/api/v1/conns/connect";
        let answer = too_long(rest, line, is_chunked).await;
        assert_eq!((answer.status, &answer.json()["detail"]), (413, &told.into()), "{answer:?}");
    }
}
