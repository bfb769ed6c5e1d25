//! The REST server of the Tanium crate, asked as curl would.

use std::time::Duration;

use capwright_runtime::Settings;
use capwright_runtime::client::HttpOptions;
use capwright_runtime::mock::Running;
use capwright_runtime::server::ServerOptions;
use capwright_tests::{Answer, Refusing, Script, Served, Upstream, send_raw, serve};
use serde_json::{Value, json};
use tanium_threat_response_connections::{Client, Proxy, SETTINGS, mock, rest};

use crate::{CONNS, JSON, KEY, SERVED_CONNS, proxy, tanium_with};

async fn served(url: &str) -> Served {
    serve(rest::router(proxy(url), &ServerOptions::default())).await
}

/// The server over the stand-in of the crate, as `serve --mock` has it.
async fn mocked() -> (Served, Vec<Running>) {
    let mut settings = Settings::default();
    let mut stand_ins = Vec::new();
    for stand_in in mock::upstreams() {
        stand_ins.push(stand_in.start(&mut settings).await.unwrap());
    }
    settings.make_up_all(SETTINGS);
    let client = Client::builder().settings(settings).build().unwrap();
    (serve(rest::router(Proxy::new(client), &ServerOptions::default())).await, stand_ins)
}

/// A problem of ours, in the form of RFC 9457.
fn check_problem(answer: &Answer, status: u16, input: Option<&str>, detail: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    let problem = answer.json();
    assert_eq!((&problem["type"], &problem["status"]), (&json!("about:blank"), &json!(status)));
    assert!(problem["title"].is_string());
    assert!(problem["detail"].as_str().unwrap().contains(detail), "{problem} says {detail:?}");
    assert_eq!(problem.get("input").and_then(Value::as_str), input, "{problem}");
}

#[tokio::test]
async fn inputs_reach_the_stand_in_with_their_types() {
    let (server, _stand_ins) = mocked().await;
    let check = async |line: &str, headers: &[&str], body: &str, operation: &str, path: &str, inputs: Value| {
        let answer = server.send(line, headers, body.as_bytes()).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        let wanted = json!({"operation": operation, "path": format!("{CONNS}{path}"), "inputs": inputs});
        assert_eq!(answer.text(), wanted.to_string(), "{line}");
    };
    let list = "listconnections";
    let get = |query: &str| format!("GET {SERVED_CONNS}{query}");
    check(&get("?limit=2"), &[], "", list, "", json!({"limit": 2})).await;
    check(&get(""), &[], "", list, "", json!({})).await;
    check(&get("?limit=2&session=x&limits=3"), &[], "", list, "", json!({"limit": 2})).await;
    check(&get("?status=a+b%26c&ip=1"), &[], "", list, "", json!({"status": "a b&c", "ip": "1"})).await;
    check(&get("/abc%2Fdef"), &[], "", "getconnection", "/abc%2Fdef", json!({"connectionId": "abc/def"})).await;
    check(&get("/connect"), &[], "", "getconnection", "/connect", json!({"connectionId": "connect"})).await;
    let close = format!("POST {SERVED_CONNS}/close/c1");
    check(&close, &[], "", "closeconnection", "/close/c1", json!({"connectionId": "c1"})).await;
    let delete = format!("DELETE {SERVED_CONNS}/delete/c1");
    check(&delete, &[], "", "deleteconnection", "/delete/c1", json!({"connectionId": "c1"})).await;
    let create = format!("POST {SERVED_CONNS}/connect");
    let body = r#"{"target":{"hostname":"h","n":2.5}}"#;
    let inputs = json!({"body": {"target": {"hostname": "h", "n": 2.5}}});
    check(&create, &["content-type: application/json; charset=utf-8"], body, "createconnection", "/connect", inputs)
        .await;
}

#[tokio::test]
async fn requests_reach_upstream_with_the_key() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let server = served(&upstream.url()).await;
    let check = async |line: &str, headers: &[&str], body: &str, wanted: &str| {
        let answer = server.send(line, headers, body.as_bytes()).await;
        let answered = if line.starts_with("HEAD") { "" } else { "{}" };
        assert_eq!((answer.status, answer.text()), (200, answered), "{line}");
        let [seen] = &upstream.take()[..] else { panic!("{line}: one request") };
        assert_eq!((seen.line.as_str(), seen.header("session")), (wanted, Some(KEY)), "{line}");
        assert_eq!(seen.body, body.as_bytes());
        assert_eq!((seen.header("cookie"), seen.header("x-mine")), (None, None), "callers' headers are theirs");
    };
    let strange = ["session: forged", "cookie: a=b", "x-mine: 1"];
    check(&format!("GET {SERVED_CONNS}?limit=2"), &strange, "", &format!("GET {CONNS}?limit=2")).await;
    check(&format!("POST {SERVED_CONNS}/close/a%20b"), &[], "", &format!("POST {CONNS}/close/a%20b")).await;
    check(&format!("POST {SERVED_CONNS}/connect"), &[JSON], "{\"a\":1}", &format!("POST {CONNS}/connect")).await;
    check(&format!("DELETE {SERVED_CONNS}/delete/c1"), &[], "", &format!("DELETE {CONNS}/delete/c1")).await;
    check(&format!("GET {SERVED_CONNS}/abc%2fdef"), &[], "", &format!("GET {CONNS}/abc%2Fdef")).await;
    check(&format!("HEAD {SERVED_CONNS}/c1"), &[], "", &format!("GET {CONNS}/c1")).await;
}

#[tokio::test]
async fn bad_requests_name_the_input_and_go_no_further() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let server = served(&upstream.url()).await;
    let get = async |path: &str| server.ask(&format!("GET {SERVED_CONNS}{path}")).await;
    for (path, input, detail) in [
        ("?limit=x", "limit", "limit must be an integer, not \"x\""),
        ("?limit=", "limit", "limit must be an integer, not \"\""),
        ("?limit=2.5", "limit", "limit must be an integer, not \"2.5\""),
        ("?limit=99999999999999999999", "limit", "limit must be"),
        ("?limit=1&limit=2", "limit", "limit must be given once"),
        ("?offset=%00", "offset", "offset must be an integer"),
        ("?status=a&status=b", "status", "status must be"),
        ("/%2e%2e", "connectionid", "connectionid must not be `.` or `..`"),
        ("/.", "connectionid", "connectionid must not be `.` or `..`"),
    ] {
        check_problem(&get(path).await, 400, Some(input), detail);
    }
    check_problem(&get("/%ff").await, 400, None, "UTF-8");

    let line = format!("POST {SERVED_CONNS}/connect");
    let post = async |headers: &[&str], body: &str| server.send(&line, headers, body.as_bytes()).await;
    for (body, detail) in [
        ("", "body is required"),
        ("{\"a\":", "body must be JSON"),
        ("[1]", "body must be"),
        ("null", "body is required"),
        ("1", "body must be"),
    ] {
        check_problem(&post(&[JSON], body).await, 400, Some("body"), detail);
    }
    for headers in [&["content-type: text/plain"][..], &["content-type: application/x-www-form-urlencoded"]] {
        check_problem(&post(headers, "{}").await, 415, Some("body"), "application/json");
    }
    assert_eq!(upstream.seen(), []);
}

#[tokio::test]
async fn methods_and_paths() {
    let upstream = Upstream::start(Script::json("{\"a\": 1}")).await;
    let server = served(&upstream.url()).await;
    let head = server.ask(&format!("HEAD {SERVED_CONNS}")).await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some("8"), 0));
    upstream.take();
    for (line, allow) in [
        (format!("DELETE {SERVED_CONNS}"), "GET, HEAD"),
        (format!("OPTIONS {SERVED_CONNS}"), "GET, HEAD"),
        (format!("PUT {SERVED_CONNS}/c1"), "GET, HEAD"),
        (format!("DELETE {SERVED_CONNS}/connect"), "GET, HEAD, POST"), // also a connection called `connect`
        (format!("GET {SERVED_CONNS}/close/c1"), "POST"),
        (format!("POST {SERVED_CONNS}/delete/c1"), "DELETE"),
    ] {
        let answer = server.ask(&line).await;
        check_problem(&answer, 405, None, "methods of this path");
        assert_eq!(answer.header("allow"), Some(allow), "{line}");
    }
    for path in ["/", CONNS, &format!("{SERVED_CONNS}/"), &format!("{SERVED_CONNS}/a/b"), &SERVED_CONNS.to_uppercase()]
    {
        check_problem(&server.ask(&format!("GET {path}")).await, 404, None, "nothing is served");
    }
    assert_eq!(upstream.seen(), []);
}

#[tokio::test]
async fn long_bodies_are_refused_before_they_are_read() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let options = ServerOptions::default().with_max_body_bytes(20);
    let server = serve(rest::router(proxy(&upstream.url()), &options)).await;
    let line = format!("POST {SERVED_CONNS}/connect");
    // Announced and never sent, on any route; and without announcement.
    for line in [line.as_str(), &format!("POST {SERVED_CONNS}/close/c1"), &format!("GET {SERVED_CONNS}")] {
        let answer = server.send(line, &[JSON, "content-length: 21"], b"").await;
        check_problem(&answer, 413, None, "longer than the 20 bytes allowed");
    }
    let chunk = b"15\r\n{\"a\":\"aaaaaaaaaaaaaa\r\n"; // the rest never comes
    let answer = server.send(&line, &[JSON, "transfer-encoding: chunked"], chunk).await;
    check_problem(&answer, 413, None, "longer than the 20 bytes allowed");
    assert_eq!(upstream.seen(), []);
    let fits = br#"{"a":"bbbbbbbbbbbb"}"#;
    assert_eq!((fits.len(), server.send(&line, &[JSON], fits).await.status), (20, 200));
    assert_eq!(upstream.take()[0].body, fits);
}

#[tokio::test]
async fn answers_pass_through_to_the_byte() {
    let internal = "set-cookie: a=b\r\nlocation: http://10.0.0.7/\r\nserver: tanium/1\r\nx-internal: 1\r\n";
    for (status, content_type, body) in [
        ("200 OK", "application/json", &b"{\"a\": 2.50 }"[..]),
        ("200 OK", "application/json; charset=utf-8", b" [1,\n2] "),
        ("200 OK", "application/json", b"{broken"),
        ("200 OK", "text/csv", b"a,b\r\n"),
        ("201 Created", "application/octet-stream", b"\x00\xff\xfe"),
        ("204 No Content", "", b""),
        ("202 Accepted", "", b""),
        ("300 Multiple Choices", "text/html", b"<a>"),
        ("404 Not Found", "text/html", b"<h1>no</h1>"),
        ("401 Unauthorized", "application/json", b"{\"error\":\"key\"}"),
        ("500 Internal Server Error", "text/plain", b"oh no"),
    ] {
        let head = if content_type.is_empty() { String::new() } else { format!("content-type: {content_type}\r\n") };
        let upstream = Upstream::start(Script::http(status, &format!("{head}{internal}"), body)).await;
        let answer = served(&upstream.url()).await.ask(&format!("GET {SERVED_CONNS}")).await;
        assert_eq!((answer.status.to_string().as_str(), &answer.body[..]), (&status[..3], body), "{status}");
        assert_eq!(answer.header("content-type").unwrap_or_default(), content_type, "{status}");
        for name in ["set-cookie", "location", "server", "x-internal"] {
            assert_eq!(answer.header(name), None, "{status}");
        }
    }
    let busy = Script::http("429 Too Many Requests", "retry-after: 7\r\nx-ratelimit-remaining: 0\r\n", "");
    let upstream = Upstream::start(busy).await;
    let answer = served(&upstream.url()).await.ask(&format!("GET {SERVED_CONNS}")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("0"));
}

#[tokio::test]
async fn failing_upstreams_are_problems_that_show_nothing_internal() {
    let http = || HttpOptions::default().max_response_bytes(50);
    let ask = async |url: &str, http: HttpOptions| {
        let server = serve(rest::router(Proxy::new(tanium_with(url, http)), &ServerOptions::default())).await;
        let answer = server.ask(&format!("GET {SERVED_CONNS}")).await;
        let port = url.rsplit(':').next().unwrap();
        for internal in [KEY, port, "127.0.0.1", "session", "hyper"] {
            assert!(!answer.raw.replace(&server.url(), "").contains(internal), "{internal}: {answer:?}");
        }
        answer
    };
    let nobody = Refusing::start();
    let refused = ask(&format!("http://{}", nobody.address), http()).await;
    check_problem(&refused, 502, None, "threat-response-connections can't be reached");
    let short = Script::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort".to_vec());
    let huge = Script::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n".to_vec());
    for (reply, detail) in [
        (
            Script::Reset,
            "closed the connection before it answered: the request was sent, and may have been carried out",
        ),
        (Script::Bytes(b"hello\r\n\r\n".to_vec()), "can't be read, since it is no HTTP/1.1: the request was sent"),
        (short, "was cut off: the request was sent, and may have been carried out"),
        (huge, "longer than the 50 bytes allowed"),
    ] {
        let upstream = Upstream::start(reply).await;
        check_problem(&ask(&upstream.url(), http()).await, 502, None, detail);
    }
    let upstream = Upstream::start(Script::Stall(Vec::new())).await;
    let slow = ask(&upstream.url(), http().timeout(Duration::from_millis(100))).await;
    check_problem(&slow, 504, None, "did not begin to answer within 100 ms: the request was sent");
}

#[tokio::test]
async fn only_known_hosts_and_origins_are_answered() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let options = ServerOptions::default().allow_host("api.example.com").unwrap();
    let options = options.allow_origin("https://app.example.com").unwrap();
    let server = serve(rest::router(proxy(&upstream.url()), &options)).await;
    let delete = format!("DELETE {SERVED_CONNS}/delete/c1");
    for (headers, status) in [
        (&["host: localhost:1"][..], 200),
        (&["host: [::1]:8080"], 200),
        (&["host: api.example.com"], 200),
        (&["host: API.example.com:443", "origin: https://app.example.com"], 200),
        (&["origin: http://localhost:5173"], 200),
        (&["host: rebound.example.net"], 403),
        (&["host: api.example.com.evil.test"], 403),
        (&["host"], 400),
        (&["host: localhost", "host: evil.test"], 400),
        (&["origin: https://evil.test"], 403),
        (&["origin: null"], 403),
    ] {
        let answer = server.send(&delete, headers, b"").await;
        assert_eq!(answer.status, status, "{headers:?} {answer:?}");
        assert_eq!(upstream.take().len(), usize::from(status == 200), "{headers:?}");
        if status == 403 {
            check_problem(&answer, 403, None, "");
        }
    }
    let absolute =
        format!("GET http://evil.test{SERVED_CONNS} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert_eq!(send_raw(server.address, absolute.as_bytes()).await.status, 403);
    assert_eq!(upstream.seen(), []);
}
