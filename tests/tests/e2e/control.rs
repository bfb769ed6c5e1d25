//! The control port of the binaries: what it says, from the start of a process to its end.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use capwright_tests::{Answer, Process, Script, Upstream, command, run, send, until};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::{API_KEY, BASE_URL, JSON, KEY, SERVED_CONNS, TANIUM, THREATCONNECT};

const SERVE: [&str; 7] = ["serve", "--rest", "localhost:0", "--mcp", "127.0.0.1:0", "--control", "0"];
const PATHS: [&str; 4] = ["/livez", "/readyz", "/status", "/metrics"];

async fn get(address: SocketAddr, path: &str) -> Answer {
    send(address, &format!("GET {path}"), &[], b"").await
}

async fn call_tool(address: SocketAddr, arguments: Value) -> Answer {
    let params = json!({"name": "list-endpoint-connections", "arguments": arguments});
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    send(address, "POST /mcp", &[JSON, "accept: */*"], message.as_bytes()).await
}

/// Time series of the Prometheus text format, after a look at their `HELP` and `TYPE`.
fn parsed(text: &str) -> BTreeMap<String, f64> {
    let (mut types, mut series) = (BTreeMap::new(), BTreeMap::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').unwrap();
            let kind = lines.next().unwrap().strip_prefix(&format!("# TYPE {name} ")).unwrap();
            assert!(!help.is_empty() && types.insert(name.to_owned(), kind.to_owned()).is_none(), "{line}");
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        let family = name.split('{').next().unwrap();
        let of_histogram = ["_bucket", "_sum", "_count"].iter().find_map(|end| family.strip_suffix(end));
        let kind = types.get(family).or_else(|| types.get(of_histogram?)).unwrap_or_else(|| panic!("untyped: {line}"));
        assert!(["counter", "gauge", "histogram"].contains(&kind.as_str()) && name.starts_with("capwright_"), "{line}");
        assert!(series.insert(name.to_owned(), value.parse().unwrap()).is_none(), "twice: {line}");
    }
    series
}

#[tokio::test]
async fn a_few_calls_are_counted_and_nothing_secret_is_told() {
    let upstream = Upstream::with(|seen| match seen.line.contains("/gone") {
        true => Script::http("404 Not Found", "", "none"),
        false => Script::json("{\"a\":1}"),
    });
    let upstream = upstream.await;
    let process = Process::start(command(TANIUM, &SERVE, &[(BASE_URL, &upstream.url()), (API_KEY, KEY)]));
    let (rest, mcp, control) =
        (process.address("rest").await, process.address("mcp").await, process.address("control").await);
    assert!(control.ip().is_loopback());
    for (path, status) in [("", 200), ("?limit=2", 200), ("?limit=marker", 400), ("/gone", 404), ("/a/marker", 404)] {
        assert_eq!(get(rest, &format!("{SERVED_CONNS}{path}")).await.status, status, "{path}");
    }
    assert_eq!(send(rest, &format!("GET {SERVED_CONNS}"), &["host: evil.test"], b"").await.status, 403);
    call_tool(mcp, json!({})).await;
    call_tool(mcp, json!({"limit": "marker"})).await;

    let live = get(control, "/livez").await;
    assert_eq!(
        (live.status, live.json(), live.header("cache-control")),
        (200, json!({"status": "live"}), Some("no-store"))
    );
    let ready = get(control, "/readyz").await;
    assert_eq!((ready.status, ready.json()), (200, json!({"status": "ready"})));
    let mut status = get(control, "/status").await.json();
    assert!(status["uptime_seconds"].take().is_u64() && status["connections"].take()["taken"].as_u64() >= Some(8));
    let wanted = json!({
        "name": TANIUM, "version": env!("CARGO_PKG_VERSION"), "uptime_seconds": null, "ready": true,
        "listeners": {"control": control.to_string(), "mcp": mcp.to_string(), "rest": rest.to_string()},
        "connections": null,
        "requests": {"mcp": {"in_flight": 0, "ended": 2, "errors": 1}, "rest": {"in_flight": 0, "ended": 4, "errors": 2}},
        "upstreams": {"threat-response-connections": {"in_flight": 0, "ended": 4, "errors": 1}},
    });
    assert_eq!(status, wanted);

    let metrics = get(control, "/metrics").await;
    assert_eq!(metrics.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let series = parsed(metrics.text());
    let rest = |operation: &str, status: &str| {
        format!("server=\"rest\",operation=\"{operation}\",method=\"GET\",status=\"{status}\"")
    };
    let mcp = |status: &str| {
        format!("server=\"mcp\",operation=\"list-endpoint-connections\",method=\"tools/call\",status=\"{status}\"")
    };
    let called = |operation: &str, outcome: &str| {
        format!("upstream=\"threat-response-connections\",operation=\"{operation}\",outcome=\"{outcome}\"")
    };
    for (name, labels, wanted) in [
        ("requests_total", rest("listconnections", "2xx"), 2.0),
        ("requests_total", rest("listconnections", "4xx"), 1.0),
        ("requests_total", rest("getconnection", "4xx"), 1.0),
        ("requests_total", mcp("ok"), 1.0),
        ("requests_total", mcp("error"), 1.0),
        ("request_duration_seconds_count", "server=\"rest\",operation=\"listconnections\"".to_owned(), 3.0),
        (
            "request_duration_seconds_bucket",
            "server=\"rest\",operation=\"listconnections\",le=\"+Inf\"".to_owned(),
            3.0,
        ),
        ("upstream_calls_total", called("listconnections", "2xx"), 3.0),
        ("upstream_calls_total", called("getconnection", "4xx"), 1.0),
        ("refusals_total", "server=\"rest\",status=\"404\"".to_owned(), 1.0),
        ("refusals_total", "server=\"rest\",status=\"403\"".to_owned(), 1.0),
    ] {
        let name = format!("capwright_{name}{{{labels}}}");
        assert_eq!(series.get(&name), Some(&wanted), "{name} in {}", metrics.text());
    }
    assert!(series["capwright_connections_total"] >= 8.0 && series["capwright_connections_open"] >= 0.0);
    let open = send(control, "GET /metrics", &["accept: application/openmetrics-text"], b"").await;
    assert_eq!(open.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert!(
        open.text().ends_with("# EOF\n") && open.text().contains("# UNIT capwright_request_duration_seconds seconds\n")
    );

    for path in PATHS {
        let told = get(control, path).await.raw;
        for secret in [KEY, "marker", "evil", &upstream.address.to_string()] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
    }
}

#[tokio::test]
async fn it_says_that_the_process_stops_and_is_the_last_to_go() {
    let released = Arc::new(Notify::new());
    let upstream = Upstream::start(Script::Hold(Arc::clone(&released), Script::json("{\"a\":1}").bytes())).await;
    let settings = [(BASE_URL, &*upstream.url()), (API_KEY, KEY), ("SHUTDOWN_DELAY", "300ms")];
    let process = Process::start(command(TANIUM, &SERVE, &settings));
    let (rest, control) = (process.address("rest").await, process.address("control").await);
    let asked = tokio::spawn(async move { get(rest, SERVED_CONNS).await });
    upstream.until_seen(1).await;
    process.signal("TERM").await;
    until("it isn't ready", async || get(control, "/readyz").await.status == 503).await;
    // Within the delay, callers that don't know yet are served.
    assert_eq!(get(rest, "/elsewhere").await.status, 404);
    until("it takes no more connections", async || TcpStream::connect(rest).await.is_err()).await;
    let (ready, live) = (get(control, "/readyz").await, get(control, "/livez").await);
    let wanted = json!({"status": "not ready", "reasons": ["the process was told to stop"]});
    assert_eq!((ready.status, ready.json(), live.status), (503, wanted, 200));
    let status = get(control, "/status").await.json();
    assert_eq!((&status["ready"], &status["requests"]["rest"]["in_flight"]), (&json!(false), &json!(1)));
    released.notify_one();
    assert_eq!(asked.await.unwrap().text(), "{\"a\":1}");
    assert_eq!(process.finished().await.code(), 0);
    assert!(TcpStream::connect(control).await.is_err());
}

#[tokio::test]
async fn taxii_servers_have_it_too() {
    let settings = [("TAXII_USERNAME", "user"), ("TAXII_PASSWORD", KEY), ("CONTROL", "127.0.0.1:0")];
    let process = Process::start(command(THREATCONNECT, &["serve", "--mock", "--taxii", "localhost:0"], &settings));
    let (taxii, control) = (process.address("taxii").await, process.address("control").await);
    let line = process.line("taxii http://").await;
    let (_, discovery) = line.split_once('/').unwrap();
    let path = format!("/{discovery}");
    assert_eq!(get(taxii, &path).await.status, 401);
    let basic = format!(
        "authorization: Basic {}",
        base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!("user:{KEY}"))
    );
    let answer =
        send(taxii, &format!("GET {path}"), &[&basic, "accept: application/taxii+json;version=2.1"], b"").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let metrics = get(control, "/metrics").await;
    let series = parsed(metrics.text());
    let discovered = r#"capwright_requests_total{server="taxii",operation="discovery",method="GET",status="2xx"}"#;
    let refused = r#"capwright_refusals_total{server="taxii",status="401"}"#;
    assert_eq!((series.get(discovered), series.get(refused)), (Some(&1.0), Some(&1.0)), "{}", metrics.text());
    assert!(!metrics.raw.contains(KEY));
}

#[tokio::test]
async fn nothing_is_opened_unless_it_is_asked_for() {
    let process =
        Process::start(command(TANIUM, &["serve", "--mock", "--rest", "localhost:0", "--mcp", "localhost:0"], &[]));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    for address in [rest, mcp] {
        for path in PATHS {
            assert_eq!(get(address, path).await.status, 404, "{path}");
        }
    }
    process.signal("TERM").await;
    assert_eq!(process.finished().await.stdout.lines().count(), 2);
    for (arguments, settings, wanted) in [
        (&["serve", "--mock", "--control", "nonsense"][..], &[][..], "can't listen on nonsense"),
        (
            &["serve", "--mock", "--rest", "localhost:0", "--mcp", "localhost:0"],
            &[("SHUTDOWN_DELAY", "x")],
            "SHUTDOWN_DELAY must be a time",
        ),
    ] {
        let ended = run(TANIUM, arguments, settings).await;
        assert!(ended.code() == 1 && ended.stderr.contains(wanted), "{ended:?}");
    }
}
