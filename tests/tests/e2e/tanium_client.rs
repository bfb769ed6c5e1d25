//! The Tanium client: what reaches the wire, and what comes of every way in which an upstream can fail.

use std::time::Duration;

use capwright_runtime::client::HttpOptions;
use capwright_runtime::{Awaited, Error, Interruption, Object, Reply, Result, Value};
use capwright_tests::{Refusing, Script, Seen, Upstream};
use serde_json::json;
use tanium_threat_response_connections::{
    Client, CloseconnectionInput, CreateconnectionInput, DeleteconnectionInput, GetconnectionInput,
    ListconnectionsInput,
};
use tokio::io::AsyncReadExt;

use crate::{API_KEY, BASE_URL, CONNS, KEY, TANIUM, tanium, tanium_with};

/// Everything that a request consists of.
fn check(seen: Vec<Seen>, line: &str, body: Option<serde_json::Value>) {
    let [request] = &seen[..] else { panic!("one request, not {seen:?}") };
    assert_eq!(request.line, line);
    assert_eq!(request.header("session"), Some(KEY), "{request:?}");
    assert_eq!(request.header("authorization"), None);
    let content_type = body.as_ref().map(|_| "application/json");
    assert_eq!(request.header("content-type"), content_type, "{request:?}");
    assert_eq!(String::from_utf8_lossy(&request.body), body.map(|body| body.to_string()).unwrap_or_default());
}

fn object(value: serde_json::Value) -> Object {
    Value::from(value).as_object().unwrap().clone()
}

async fn get(client: &Client, id: &str) -> Result<Reply> {
    client.getconnection(&GetconnectionInput::new(id)).await
}

/// What is written is read, under the names of the document; what is absent is `null`, which is absent too.
#[test]
fn inputs_are_written_as_they_are_read() {
    let input = ListconnectionsInput::new().limit(5).status("live");
    let written = json!({"limit": 5, "offset": null, "status": "live", "ip": null, "platform": null, "hostname": null});
    assert_eq!(serde_json::to_value(&input).unwrap(), written);
    assert_eq!(serde_json::from_value::<ListconnectionsInput>(written).unwrap(), input);
    let input = GetconnectionInput::new("c1");
    assert_eq!(serde_json::to_value(&input).unwrap(), json!({"connectionId": "c1"}));
}

#[tokio::test]
async fn operations_reach_the_wire() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let client = tanium(&upstream.url());

    client.listconnections(&ListconnectionsInput::default()).await.unwrap();
    check(upstream.take(), &format!("GET {CONNS}"), None);

    let input = ListconnectionsInput::new().limit(-2).hostname("a b&c=d+é");
    client.listconnections(&input).await.unwrap();
    check(upstream.take(), &format!("GET {CONNS}?limit=-2&hostname=a%20b%26c%3Dd%2B%C3%A9"), None);

    let input =
        ListconnectionsInput::new().limit(i64::MAX).offset(0).status("live").ip("::1").platform("").hostname("h");
    client.listconnections(&input).await.unwrap();
    let query = format!("limit={}&offset=0&status=live&ip=%3A%3A1&platform=&hostname=h", i64::MAX);
    check(upstream.take(), &format!("GET {CONNS}?{query}"), None);

    client.closeconnection(&CloseconnectionInput::new("c1")).await.unwrap();
    check(upstream.take(), &format!("POST {CONNS}/close/c1"), None);

    let body = json!({"target": {"hostname": "h"}, "big": 12345678901234567890_u64, "a": null});
    client.createconnection(&CreateconnectionInput::new(object(body.clone()))).await.unwrap();
    check(upstream.take(), &format!("POST {CONNS}/connect"), Some(body));

    client.deleteconnection(&DeleteconnectionInput::new("c1")).await.unwrap();
    check(upstream.take(), &format!("DELETE {CONNS}/delete/c1"), None);

    get(&client, "c1").await.unwrap();
    check(upstream.take(), &format!("GET {CONNS}/c1"), None);
}

#[tokio::test]
async fn a_path_value_is_one_segment() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let client = tanium(&format!("{}/", upstream.url())); // the slash doesn't double
    for (id, segment) in [
        ("a/b", "a%2Fb"),
        ("a?x", "a%3Fx"),
        ("a#x", "a%23x"),
        ("Zoë 7", "Zo%C3%AB%207"),
        ("%2e%2e", "%252e%252e"),
        ("../x", "..%2Fx"),
        ("...", "..."),
        ("a\\b", "a%5Cb"),
        ("\r\nx: y", "%0D%0Ax%3A%20y"),
    ] {
        get(&client, id).await.unwrap();
        check(upstream.take(), &format!("GET {CONNS}/{segment}"), None);
    }
    for (id, wanted) in [
        ("", "connectionId must not be empty"),
        (".", "connectionId must not be `.` or `..`"),
        ("..", "connectionId must not be `.` or `..`"),
    ] {
        let error = get(&client, id).await.unwrap_err();
        assert!(matches!(&error, Error::Input(fault) if fault.name == "connectionId"), "{error:?}");
        assert_eq!(error.to_string(), wanted);
    }
    assert_eq!(upstream.seen(), []);
}

#[test]
fn missing_settings_are_named_all_at_once() {
    let check = |error: Error, wanted: &str| {
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert_eq!(error.to_string(), wanted);
    };
    let server = format!(
        "TANIUM_SERVER (fills {{tanium_server}} in the base URL of threat-response-connections; or give {BASE_URL})"
    );
    let key = format!("{API_KEY} (header session of threat-response-connections)");
    check(Client::builder().build().unwrap_err(), &format!("missing settings: {server}, {key}"));
    check(Client::builder().tanium_api_key("").build().unwrap_err(), &format!("missing settings: {server}, {key}"));
    check(Client::builder().tanium_api_key(KEY).build().unwrap_err(), &format!("missing setting: {server}"));
    let elsewhere = Client::builder().threat_response_connections_base_url("http://localhost");
    check(elsewhere.clone().build().unwrap_err(), &format!("missing setting: {key}"));
    assert!(elsewhere.tanium_api_key(KEY).build().is_ok());
}

#[tokio::test]
async fn the_environment_is_read() {
    let upstream = Upstream::start(Script::json("{}")).await;
    let url = upstream.url();
    let settings = [(BASE_URL, url.as_str()), (API_KEY, KEY)];
    let called = capwright_tests::run(TANIUM, &["call", "getconnection", "--connectionId", "c1"], &settings).await;
    assert_eq!((called.code(), called.stdout.as_str()), (0, "{}"), "{called:?}");
    check(upstream.take(), &format!("GET {CONNS}/c1"), None);
}

#[tokio::test]
async fn without_a_base_url_the_server_is_called_over_tls() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap().to_string();
    let client = Client::builder().tanium_server(server).tanium_api_key(KEY).build().unwrap();
    let calling = tokio::spawn(async move { get(&client, "c1").await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut start = [0; 2];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(start, [0x16, 0x03], "the first bytes of a TLS handshake");
    drop(stream);
    assert!(matches!(calling.await.unwrap(), Err(Error::Transport { .. })));
}

#[tokio::test]
async fn redirects_to_other_servers_are_not_followed() {
    let second = Upstream::start(Script::json("{}")).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("location: {}{CONNS}/c1\r\n", second.url());
        let first = Upstream::start(Script::http(status, &location, "")).await;
        match get(&tanium(&first.url()), "c1").await {
            Err(Error::Redirect(error)) => assert_eq!(error.status.as_u16().to_string(), status[..3]),
            other => panic!("{status}: {other:?}"),
        }
        assert_eq!(first.seen().len(), 1);
    }
    assert_eq!(second.seen(), [], "the key never reaches the second server");
}

#[tokio::test]
async fn answers_keep_their_bytes() {
    for (reply, status, body) in [
        (Script::json("{\"a\": 2.50 }"), 200, "{\"a\": 2.50 }"),
        (Script::json("{broken"), 200, "{broken"),
        (Script::http("201 Created", "content-type: text/plain\r\n", "made"), 201, "made"),
        (Script::http("204 No Content", "", ""), 204, ""),
    ] {
        let upstream = Upstream::start(reply).await;
        let answer = get(&tanium(&upstream.url()), "c1").await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.text().unwrap()), (status, body));
        let parsed = answer.json::<Value>();
        assert_eq!(parsed.is_ok(), body.starts_with("{\""), "only reading it finds it malformed: {body}");
        assert!(parsed.is_ok() || matches!(parsed, Err(Error::Decode { .. })));
    }
}

#[tokio::test]
async fn failures_have_types() {
    let limited = || HttpOptions::default().max_response_bytes(100);
    let called = async |reply: Script, http: HttpOptions| {
        let upstream = Upstream::start(reply).await;
        let error = get(&tanium_with(&upstream.url(), http), "c1").await.unwrap_err();
        let (text, port) = (format!("{error} {error:?}"), upstream.address.port().to_string());
        assert!(!text.contains(KEY) && !text.contains(&port), "{text}");
        error
    };
    let long = "x".repeat(101);
    let chunked = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        Script::Stall(format!("{head}{:x}\r\n{body}\r\n", body.len()).into_bytes())
    };
    let announced = || Script::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n".to_vec());

    // Reset, cut short, no HTTP at all.
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort".to_vec();
    for (reply, wanted) in [
        (Script::Reset, Interruption::Unanswered),
        (Script::Bytes(Vec::new()), Interruption::Unanswered),
        (Script::Bytes(short), Interruption::CutOff),
        (Script::Bytes(b"hello\r\n\r\n".to_vec()), Interruption::Unreadable("it is no HTTP/1.1")),
    ] {
        let error = called(reply, limited()).await;
        assert!(matches!(error, Error::Interrupted { interruption, .. } if interruption == wanted), "{error:?}");
    }
    // Longer than allowed: found without reading what is announced, or while it arrives.
    for reply in [Script::json(&long), chunked(&long), announced()] {
        let error = called(reply, limited()).await;
        assert!(matches!(error, Error::TooLarge { limit: 100, .. }), "{error:?}");
    }
    // No answer, half a head, half a body.
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec();
    for (stall, wanted) in
        [(Vec::new(), Awaited::Answer), (b"HTTP/1.1 200".to_vec(), Awaited::Answer), (half, Awaited::Rest)]
    {
        let error = called(Script::Stall(stall), limited().timeout(Duration::from_millis(100))).await;
        assert!(matches!(error, Error::Timeout { awaited, .. } if awaited == wanted), "{error:?}");
    }
}

#[tokio::test]
async fn nobody_listens() {
    let nobody = Refusing::start();
    let error = get(&tanium(&format!("http://{}", nobody.address)), "c1").await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(error.to_string(), "threat-response-connections can't be reached");
}

#[tokio::test]
async fn a_failure_of_the_upstream_keeps_status_headers_and_the_start_of_its_body() {
    let long = "x".repeat(101);
    for (body, kept, truncated) in [("oh no", "oh no", false), ("", "", false), (long.as_str(), &long[..100], true)] {
        let reply = Script::http("500 Internal Server Error", "content-type: text/plain\r\nretry-after: 7\r\n", body);
        let upstream = Upstream::start(reply).await;
        let client = tanium_with(&upstream.url(), HttpOptions::default().max_response_bytes(100));
        let error = get(&client, "c1").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "threat-response-connections answered getconnection with 500 Internal Server Error"
        );
        let Error::Status(error) = error else { panic!("{error:?}") };
        assert_eq!((error.status.as_u16(), &error.headers["retry-after"]), (500, &"7".parse().unwrap()));
        assert_eq!((&error.body[..], error.truncated), (kept.as_bytes(), truncated));
    }
}
