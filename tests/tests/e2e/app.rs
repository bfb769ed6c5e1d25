//! One app of routes of its own, a generated REST API and its MCP endpoint: the one that `docs/shipping.md` prints, started as it says.

use std::net::SocketAddr;

use capwright_runtime::rest::Router;
use capwright_runtime::server::ServerOptions;
use capwright_tests::{Answer, Process, Script, Upstream, send, serve, shell};
use tanium_threat_response_connections::{mcp, rest};

use crate::{CONNS, JSON, SERVED_CONNS, proxy};

const PAGE: &str = include_str!("../../../docs/shipping.md");
const MAIN: &str = include_str!("../../app/src/main.rs");

const POLICY: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"policy"}}"#;
const LIST: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
const BEARER: &str = "authorization: Bearer demo";
const KEY: &str = "x-triage-key: demo";

/// The app, started by the lines of the page that lead to it, with `more` in its environment.
fn start(more: &str) -> Process {
    let (before, _) = PAGE.split_once("cargo run -p triage-app -- localhost:3000\n").unwrap();
    let (_, lines) = before.rsplit_once("```sh\n").unwrap();
    Process::start(shell(&format!("{lines} {more} cargo run -p triage-app -- localhost:0")))
}

/// Does what a line such as `curl -H 'A: b' localhost:3000/path -d '{}'` does.
async fn curl(line: &str, address: SocketAddr) -> Answer {
    let (mut headers, mut path, mut body) = (Vec::new(), "", "");
    let mut words = words(line).into_iter().skip(1);
    while let Some(word) = words.next() {
        match word {
            "-H" => headers.push(words.next().unwrap()),
            "-d" => body = words.next().unwrap(),
            address => path = address.strip_prefix("localhost:3000").unwrap(),
        }
    }
    let headers: Vec<_> = headers.into_iter().map(lower_name).collect();
    let headers: Vec<_> = headers.iter().map(String::as_str).collect();
    let method = if body.is_empty() { "GET" } else { "POST" };
    send(address, &format!("{method} {path}"), &headers, body.as_bytes()).await
}

fn words(line: &str) -> Vec<&str> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(index, part)| if index % 2 == 1 { vec![part] } else { part.split(' ').collect() })
        .filter(|word| !word.is_empty())
        .collect()
}

fn lower_name(header: &str) -> String {
    let (name, value) = header.split_once(':').unwrap();
    format!("{}:{value}", name.to_lowercase())
}

#[tokio::test]
async fn the_app_of_the_page_answers_as_printed() {
    let program =
        PAGE.split("```rust\n").find_map(|rest| rest.split("```").next().filter(|code| code.contains("fn main")));
    assert_eq!(program, Some(MAIN));
    let app = start("");
    let address = app.address("app").await;
    let (_, lines) = PAGE.split_once("cargo run -p triage-app").unwrap();
    let lines: Vec<_> = lines.lines().collect();
    let printed: Vec<_> = lines.windows(2).filter(|pair| pair[0].starts_with("$ curl ")).collect();
    assert_eq!(printed.len(), 3);
    for pair in printed {
        assert_eq!(curl(&pair[0][2..], address).await.text().trim_end(), pair[1], "{}", pair[0]);
    }
}

#[tokio::test]
async fn the_environment_says_who_may_ask_the_app() {
    let app = start(
        "ALLOWED_HOSTS=a.test,b.test:8443 ALLOWED_ORIGINS=https://app.test MAX_BODY_BYTES=100 MAX_RESULT_BYTES=9",
    );
    let address = app.address("app").await;
    let rest = async |headers: &[&str]| send(address, "GET /policy", &[&[KEY], headers].concat(), b"").await.status;
    let mcp = async |headers: &[&str]| {
        send(address, "POST /mcp", &[&[BEARER, JSON], headers].concat(), POLICY.as_bytes()).await.status
    };
    for (headers, status) in [
        (&[][..], 200),
        (&["host: a.test"], 200),
        (&["host: b.test:8443"], 200),
        (&["origin: https://app.test"], 200),
        (&["host: b.test"], 403),
        (&["host: triage.example.com"], 403),
        (&["origin: https://other.test"], 403),
    ] {
        assert_eq!((rest(headers).await, mcp(headers).await), (status, status), "{headers:?}");
    }
    let own = send(address, "GET /requests", &["host: c.test", "origin: https://other.test"], b"").await;
    assert_eq!((own.status, own.text()), (200, "15 so far\n"), "the layer counts all, the route is open");
    let long = send(address, "POST /tickets", &[KEY, JSON], &[b' '; 101]).await;
    let long_call = send(address, "POST /mcp", &[BEARER, JSON], &[b' '; 101]).await;
    assert_eq!((long.status, long_call.status), (413, 413));
    let result = send(address, "POST /mcp", &[BEARER, JSON], POLICY.as_bytes()).await;
    let result = result.text();
    assert!(result.contains("\"isError\":true") && result.contains('9'), "{result}");
}

#[tokio::test]
async fn callers_of_the_app_must_present_what_the_document_says() {
    let app = start("");
    let address = app.address("app").await;
    let status =
        async |line: &str, headers: &[&str], body: &str| send(address, line, headers, body.as_bytes()).await.status;
    assert_eq!(status("GET /requests", &[], "").await, 200);
    for (headers, wanted) in [(&[KEY][..], 200), (&["x-triage-key: other"], 401), (&[BEARER], 401), (&[], 401)] {
        assert_eq!(status("GET /policy", headers, "").await, wanted, "{headers:?}");
    }
    for (headers, wanted) in
        [(&[JSON, BEARER][..], 200), (&[JSON, "authorization: Bearer x"], 401), (&[JSON, KEY], 401)]
    {
        assert_eq!(status("POST /mcp", headers, LIST).await, wanted, "{headers:?}");
    }
    assert_eq!((status("GET /nowhere", &[], "").await, status("GET /nowhere", &[KEY], "").await), (401, 404));
    assert_eq!(status("POST /requests", &[KEY], "").await, 405, "a path of the app is its own, whatever the method");
}

#[tokio::test]
async fn servers_are_nested_below_paths_beside_a_fallback_of_the_app() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let (service, options) = (proxy(&upstream.url()), ServerOptions::default());
    let own = Router::new().fallback(async || "all else");
    let app = own.nest("/a", mcp::router(service.clone(), &options)).nest("/b", rest::router(service, &options));
    let server = serve(app).await;
    assert_eq!(server.ask(&format!("GET /b{SERVED_CONNS}?limit=2")).await.status, 200);
    assert_eq!(upstream.seen().pop().unwrap().line, format!("GET {CONNS}?limit=2"));
    assert_eq!(server.send("POST /a/mcp", &[JSON], LIST.as_bytes()).await.status, 200);
    assert_eq!(server.ask("GET /nowhere").await.text(), "all else");
    assert_eq!(server.ask("GET /b/nowhere").await.status, 404);
    assert_eq!(server.send("GET /b/nowhere", &["host: evil.test"], b"").await.status, 403);
}
