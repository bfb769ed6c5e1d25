//! The binary of the Tanium crate: what it prints where, how it ends, and with which status.

use std::net::SocketAddr;
use std::sync::Arc;

use capwright_tests::{Answer, Process, Script, Upstream, command, run, send, until};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::{API_KEY, BASE_URL, CONNS, JSON, KEY, SERVED_CONNS, TANIUM};

const BOTH: [&str; 5] = ["serve", "--rest", "localhost:0", "--mcp", "127.0.0.1:0"];

fn serving(extra: &[&str], settings: &[(&str, &str)]) -> Process {
    Process::start(command(TANIUM, &[&BOTH, extra].concat(), settings))
}

async fn list_tools(process: &Process) -> Answer {
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    send(process.address("mcp").await, "POST /mcp", &[JSON, "accept: */*"], list.as_bytes()).await
}

#[tokio::test]
async fn a_mock_needs_nothing_and_stops_on_signals() {
    for signal in ["TERM", "INT"] {
        let process = serving(&["--mock"], &[]);
        let rest = process.address("rest").await;
        let answer = send(rest, &format!("GET {SERVED_CONNS}?limit=2"), &[], b"").await;
        let wanted = json!({"operation": "listconnections", "path": CONNS, "inputs": {"limit": 2}});
        assert_eq!(answer.text(), wanted.to_string());
        assert_eq!(list_tools(&process).await.json()["result"]["tools"].as_array().unwrap().len(), 5);
        let mcp = process.address("mcp").await;
        process.signal(signal).await;
        let ended = process.finished().await;
        assert_eq!(ended.code(), 0, "{signal} {ended:?}");
        assert_eq!(ended.stdout, format!("rest http://{rest}\nmcp http://{mcp}/mcp\n"), "and nothing else");
        let stand_in = "stand-in for threat-response-connections: http://127.0.0.1:";
        assert!(ended.stderr.starts_with(stand_in) && ended.stderr.lines().count() == 1, "{ended:?}");
    }
}

#[tokio::test]
async fn a_signal_may_come_right_after_the_address() {
    let process = serving(&["--mock"], &[]);
    process.address("rest").await;
    process.signal("TERM").await;
    assert_eq!(process.finished().await.code(), 0);
}

#[tokio::test]
async fn what_is_in_flight_is_answered_before_the_end() {
    let released = Arc::new(Notify::new());
    let upstream = Upstream::start(Script::Hold(Arc::clone(&released), Script::json("{\"a\":1}").bytes())).await;
    let url = upstream.url();
    let process = serving(&[], &[(BASE_URL, url.as_str()), (API_KEY, KEY)]);
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let asked = tokio::spawn(async move { send(rest, &format!("GET {SERVED_CONNS}"), &[], b"").await });
    upstream.until_seen(1).await;
    process.signal("TERM").await;
    for address in [rest, mcp] {
        until("it takes no more connections", async || TcpStream::connect(address).await.is_err()).await;
    }
    assert!(!asked.is_finished());
    released.notify_one();
    assert_eq!(asked.await.unwrap().text(), "{\"a\":1}");
    assert_eq!(process.finished().await.code(), 0);
}

/// The handshake of the versions up to 2025-11-25.
fn hello() -> String {
    let client = json!({"name": "test", "version": "1"});
    let params = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params});
    format!("{hello}\n{}\n", json!({"jsonrpc": "2.0", "method": "notifications/initialized"}))
}

fn call(id: i32, tool: &str, arguments: Value) -> String {
    let params = json!({"name": tool, "arguments": arguments});
    format!("{}\n", json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}))
}

#[tokio::test]
async fn stdio_carries_json_rpc_and_nothing_else() {
    let mut process = Process::start(command(TANIUM, &["serve", "--stdio", "--mock"], &[("LOG_LEVEL", "debug")]));
    process.write(&hello()).await;
    process.write(&call(2, "list-endpoint-connections", json!({"limit": 2}))).await;
    process.write(&call(3, "list-endpoint-connections", json!({"limit": "x"}))).await;
    until("all is answered", async || process.stdout().lines().count() == 3).await;
    drop(process.stdin.take());
    let ended = process.finished().await;
    assert_eq!(ended.code(), 0, "{ended:?}");
    let answers: Vec<Value> = ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(answers.iter().all(|answer| answer["jsonrpc"] == "2.0"), "{answers:?}");
    let by_id = |id: i32| &answers.iter().find(|answer| answer["id"] == id).unwrap()["result"];
    assert_eq!(by_id(1)["serverInfo"]["name"], "threat-response-connections-mcp");
    assert_eq!(by_id(2)["structuredContent"]["inputs"], json!({"limit": 2}));
    assert_eq!(by_id(3)["isError"], true);
    assert!(!ended.stderr.contains("rest http://") && !ended.stderr.contains("mcp http://"), "no port: {ended:?}");
}

#[tokio::test]
async fn stdio_opens_a_port_that_is_asked_for() {
    let process = Process::start(command(TANIUM, &["serve", "--stdio", "--rest", "localhost:0", "--mock"], &[]));
    let address = process.error_line("rest http://").await;
    assert_eq!(send(address.parse().unwrap(), &format!("GET {SERVED_CONNS}/c1"), &[], b"").await.status, 200);
    process.signal("TERM").await;
    let ended = process.finished().await;
    assert_eq!((ended.code(), ended.stdout.as_str()), (0, ""), "{ended:?}");
}

#[tokio::test]
async fn stdio_answers_what_is_in_flight_before_the_end() {
    for signal in [None, Some("TERM"), Some("INT")] {
        let released = Arc::new(Notify::new());
        let upstream = Upstream::start(Script::Hold(Arc::clone(&released), Script::json("{\"a\":1}").bytes())).await;
        let url = upstream.url();
        let settings = [(BASE_URL, url.as_str()), (API_KEY, KEY)];
        let mut process = Process::start(command(TANIUM, &["serve", "--stdio", "--rest", "localhost:0"], &settings));
        let rest: SocketAddr = process.error_line("rest http://").await.parse().unwrap();
        process.write(&hello()).await;
        process.write(&call(2, "list-endpoint-connections", json!({}))).await;
        upstream.until_seen(1).await;
        match signal {
            Some(signal) => {
                process.signal(signal).await;
                until("it stops", async || TcpStream::connect(rest).await.is_err()).await;
            }
            None => drop(process.stdin.take()),
        }
        released.notify_one();
        let ended = process.finished().await;
        assert_eq!(ended.code(), 0, "{signal:?} {ended:?}");
        assert!(ended.stdout.contains(r#""structuredContent":{"a":1}"#), "{signal:?} {ended:?}");
    }
}

#[tokio::test]
async fn call_prints_the_reply_or_says_why_not() {
    let check = async |arguments: &str, settings: &[(&str, &str)], code: i32, stdout: &str, stderr: &str| {
        let arguments: Vec<&str> = ["call"].into_iter().chain(arguments.split_whitespace()).collect();
        let ended = run(TANIUM, &arguments, settings).await;
        assert_eq!((ended.code(), ended.stdout.as_str()), (code, stdout), "{ended:?}");
        assert!(ended.stderr.contains(stderr), "{stderr:?} {ended:?}");
        assert!(!ended.stderr.contains(KEY), "{ended:?}");
    };
    let echo = |operation: &str, path: &str, inputs: Value| {
        json!({"operation": operation, "path": format!("{CONNS}{path}"), "inputs": inputs}).to_string()
    };
    let list = |inputs| echo("listconnections", "", inputs);
    check("listconnections --mock", &[], 0, &list(json!({})), "").await;
    check("--mock listconnections --limit 2 --ip=::1", &[], 0, &list(json!({"limit": 2, "ip": "::1"})), "").await;
    let got = echo("getconnection", "/a%2Fb", json!({"connectionId": "a/b"}));
    check("getconnection --connectionId a/b --mock", &[], 0, &got, "").await;
    let created = echo("createconnection", "/connect", json!({"body": {"a": 1}}));
    check("createconnection --body {\"a\":1} --mock", &[], 0, &created, "").await;

    // Wrong usage, found before anything is asked of settings or upstreams.
    check("listconnections --limit x", &[], 2, "", "limit must be an integer, not \"x\"").await;
    check("listconnections --limt 2", &[], 2, "", "limt is not an input; known are limit, offset").await;
    check("listconnections --limit", &[], 2, "", "--limit needs a value").await;
    check("getconnection", &[], 2, "", "connectionId is required").await;
    check("getconnection --connectionId .. --mock", &[], 2, "", "connectionId must not be `.` or `..`").await;
    check("createconnection --body {", &[], 2, "", "--body must be JSON").await;
    check("getpets", &[], 2, "", "listconnections").await;

    // Failures.
    check("listconnections", &[], 1, "", "missing settings: TANIUM_SERVER (").await;
    check("listconnections", &[(API_KEY, KEY)], 1, "", "missing setting: TANIUM_SERVER (").await;
    let failing = Upstream::start(Script::http("500 Internal Server Error", "", "oh no")).await;
    let (url, wanted) = (failing.url(), "answered listconnections with 500 Internal Server Error\noh no");
    check("listconnections", &[(BASE_URL, &url), (API_KEY, KEY)], 1, "", wanted).await;
    let reset = Upstream::start(Script::Reset).await;
    check(
        "listconnections",
        &[(BASE_URL, &reset.url()), (API_KEY, KEY)],
        1,
        "",
        "before it answered: the request was sent",
    )
    .await;
    let plain = Upstream::start(Script::json("{\"a\": 2.50 }")).await;
    check("listconnections", &[(BASE_URL, &plain.url()), (API_KEY, KEY)], 0, "{\"a\": 2.50 }", "").await;
}

#[tokio::test]
async fn serve_says_why_it_does_not_start() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let key = (API_KEY, KEY);
    for (arguments, settings, code, stderr) in [
        (&["serve"][..], &[][..], 1, "missing settings: TANIUM_SERVER ("),
        (&["serve"], &[key, (BASE_URL, "ftp://h")], 1, "must start with http:// or https://"),
        (&["serve"], &[key, ("TANIUM_SERVER", "https://h")], 1, "is the scheme given twice?"),
        (&["serve", "--mock", "--rest", &taken], &[], 1, "can't listen on 127.0.0.1:"),
        (&["serve", "--mock", "--rest", "nonsense"], &[], 1, "can't listen on nonsense"),
        (&["serve", "--mock"], &[("MAX_BODY_BYTES", "x")], 1, "MAX_BODY_BYTES must be a number of bytes"),
        (&["serve", "--mock"], &[("ALLOWED_HOSTS", "a b")], 1, "ALLOWED_HOSTS must name hosts"),
        (&["serve", "--rst", "localhost:0"], &[], 2, "--rest"),
        (&["serve", "extra"], &[], 2, "extra"),
        (&["serv"], &[], 2, "serve"),
        (&[], &[], 2, "Usage"),
    ] {
        let ended = run(TANIUM, arguments, settings).await;
        assert_eq!((ended.code(), ended.stdout.as_str()), (code, ""), "{arguments:?} {ended:?}");
        assert!(ended.stderr.contains(stderr) && !ended.stderr.contains(KEY), "{arguments:?} {ended:?}");
    }
}

#[tokio::test]
async fn listings_need_no_settings() {
    let tools = "list-endpoint-connections        List Endpoint Connections
close-live-connection            Close A Live Connection
create-live-connection-endpoint  Create A Live Connection To An Endpoint
delete-connection-record         Delete A Connection Record
get-connection-id                Get A Connection By ID
";
    let routes = "GET     /v1/plugin/products/threat-response/api/v1/conns                        listconnections
POST    /v1/plugin/products/threat-response/api/v1/conns/close/{connectionid}   closeconnection
POST    /v1/plugin/products/threat-response/api/v1/conns/connect                createconnection
DELETE  /v1/plugin/products/threat-response/api/v1/conns/delete/{connectionid}  deleteconnection
GET     /v1/plugin/products/threat-response/api/v1/conns/{connectionid}         getconnection
";
    for (argument, wanted) in [("tools", tools), ("routes", routes)] {
        let ended = run(TANIUM, &[argument], &[]).await;
        assert_eq!((ended.code(), ended.stdout.as_str(), ended.stderr.as_str()), (0, wanted, ""));
    }
    let help = run(TANIUM, &["--help"], &[]).await;
    assert_eq!(help.code(), 0);
    for word in ["serve", "call", "tools", "routes", API_KEY, BASE_URL, "TANIUM_SERVER"] {
        assert!(help.stdout.contains(word), "{word} {help:?}");
    }
}

#[tokio::test]
async fn listening_beyond_loopback_is_warned_of() {
    let open = Process::start(command(TANIUM, &["serve", "--rest", "0.0.0.0:0", "--mcp", "0.0.0.0:0", "--mock"], &[]));
    let (rest, _) = (open.address("rest").await, open.address("mcp").await);
    assert!(rest.ip().is_unspecified());
    let local = format!("127.0.0.1:{}", rest.port()).parse().unwrap();
    let line = format!("GET {SERVED_CONNS}");
    assert_eq!(send(local, &line, &["host: localhost"], b"").await.status, 200);
    assert_eq!(send(local, &line, &["host: 192.0.2.1"], b"").await.status, 403, "still no name of ours");
    open.signal("TERM").await;
    let ended = open.finished().await;
    for server in ["rest", "mcp"] {
        let warning = format!("warning: {server} is open to other machines, and asks callers for no credentials\n");
        assert!(ended.stderr.contains(&warning), "{ended:?}");
    }
}

#[tokio::test]
async fn servers_read_their_limits_from_the_environment() {
    let settings = [("ALLOWED_HOSTS", "api.example.com"), ("MAX_BODY_BYTES", "10")];
    let process = serving(&["--mock"], &settings);
    let rest = process.address("rest").await;
    let create = format!("POST {SERVED_CONNS}/connect");
    assert_eq!(send(rest, &create, &[JSON, "host: api.example.com"], b"{\"a\":1}").await.status, 200);
    assert_eq!(send(rest, &create, &[JSON], b"{\"a\":10000}").await.status, 413);
    process.signal("TERM").await;
    assert_eq!(process.finished().await.code(), 0);
}
