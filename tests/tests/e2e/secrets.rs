//! Secrets go where the document says, and nowhere else: a marked one is searched for in everything that the crates
//! log, print and answer. A control string that takes the same ways is found by the same search.

use std::error::Error as StdError;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use capwright_runtime::client::HttpOptions;
use capwright_runtime::server::ServerOptions;
use capwright_runtime::{Error, Settings};
use capwright_tests::{Process, Refusing, Script, Upstream, command, run, send, serve};
use serde_json::json;
use tanium_threat_response_connections::{Client, ListconnectionsInput, Proxy, mcp, rest};
use tracing_subscriber::fmt::MakeWriter;

use crate::{API_KEY, BASE_URL, JSON, SERVED_CONNS, TANIUM, THREATCONNECT};

const SECRET: &str = "MARKED-s3cret-7f3a";
const CONTROL: &str = "MARKED-c0ntrol-91be";
const USER: &str = "user";

/// What was logged, printed and answered, by kind.
#[derive(Clone, Default)]
struct Capture(Arc<Mutex<Vec<(&'static str, String)>>>);

impl Capture {
    fn add(&self, kind: &'static str, text: impl Into<String>) {
        self.0.lock().unwrap().push((kind, text.into()));
    }

    /// An error with all that it can be made to say.
    fn error(&self, error: &Error) {
        self.add("errors", format!("{error} {error:?} {error:#?}"));
        for cause in std::iter::successors(error.source(), |&cause| cause.source()) {
            self.add("errors", format!("{cause} {cause:?}"));
        }
    }

    /// Runs a binary to its end.
    async fn run(&self, package: &str, arguments: &[&str], settings: &[(&str, &str)]) {
        let ended = run(package, arguments, settings).await;
        self.add("stdout", ended.stdout);
        self.add("stderr", ended.stderr);
    }

    /// The secret is nowhere, in no form; the control string is in every kind.
    fn check(&self, kinds: &[&str]) {
        let captured = self.0.lock().unwrap();
        let basic = STANDARD.encode(format!("{USER}:{SECRET}"));
        for (kind, text) in captured.iter() {
            for form in [SECRET, &basic, &STANDARD.encode(SECRET)] {
                assert!(!text.contains(form), "{kind}: {text}");
            }
        }
        for wanted in kinds {
            let found = captured.iter().any(|(kind, text)| kind == wanted && text.contains(CONTROL));
            assert!(found, "the control string is in none of the {wanted}");
        }
    }
}

impl Write for Capture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add("logs", String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Capture {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Capture {
    /// Takes all logs of this thread, on which a test runs as a whole, whatever their level and origin.
    fn logs(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(self.clone());
        tracing::subscriber::set_default(subscriber.finish())
    }
}

fn assert_arrived(upstream: &Upstream) {
    let seen = upstream.take();
    assert!(!seen.is_empty());
    for request in seen {
        let carrying: Vec<_> = request.headers.iter().filter(|(_, value)| value.contains(SECRET)).collect();
        assert_eq!(carrying, [&("session".to_owned(), SECRET.to_owned())], "in this header only");
        assert!(!request.line.contains(SECRET) && !String::from_utf8_lossy(&request.body).contains(SECRET));
    }
}

#[tokio::test]
async fn what_the_library_says() {
    let capture = Capture::default();
    let _logs = capture.logs();
    tracing::warn!("{CONTROL}");

    let mut settings = Settings::default();
    settings.set(API_KEY, SECRET);
    settings.set(CONTROL, "x");
    capture.add("debug", format!("{settings:?} {:?} {settings:#?}", settings.get(API_KEY)));
    let builder = Client::builder().tanium_api_key(SECRET);
    capture.add("debug", format!("{builder:?} {builder:#?}"));
    capture.error(&builder.clone().build().unwrap_err());
    let unfit = builder.clone().tanium_api_key(format!("{SECRET}\n")).threat_response_connections_base_url("http://h");
    capture.error(&unfit.build().unwrap_err());

    // An upstream that repeats the key in its failures.
    let upstream = Upstream::with(|seen| {
        let key = seen.header("session").unwrap_or_default().to_owned();
        Script::http("500 Internal Server Error", &format!("x-key: {key}\r\n"), key)
    })
    .await;
    let nobody = Refusing::start();
    for url in [upstream.url(), format!("http://{}", nobody.address)] {
        let client = builder.clone().threat_response_connections_base_url(url).build().unwrap();
        capture.add("debug", format!("{client:?} {client:#?} {:?}", Proxy::new(client.clone())));
        let input = ListconnectionsInput::new().status(CONTROL);
        capture.error(&client.listconnections(&input).await.unwrap_err());
    }
    capture.error(&Error::from(capwright_runtime::InputError::new("limit", CONTROL)));
    assert_arrived(&upstream);
    capture.check(&["logs", "debug", "errors"]);
}

#[tokio::test]
async fn what_the_servers_say() {
    let capture = Capture::default();
    let _logs = capture.logs();
    tracing::warn!("{CONTROL}");
    let working = Upstream::start(Script::json("{}")).await;
    let failing = Upstream::start(Script::http("401 Unauthorized", "", "no")).await;
    let broken = Upstream::start(Script::Reset).await;
    for upstream in [&working, &failing, &broken] {
        let builder = Client::builder().tanium_api_key(SECRET).threat_response_connections_base_url(upstream.url());
        let proxy = Proxy::new(builder.http(HttpOptions::default()).build().unwrap());
        let (rest, mcp) = (serve(rest::router(proxy.clone(), &ServerOptions::default())).await, mcp::server(proxy));
        let mcp = serve(mcp.router(&ServerOptions::default())).await;
        for line in [
            format!("GET {SERVED_CONNS}?limit=2"),
            format!("GET {SERVED_CONNS}?limit={CONTROL}"),
            format!("POST {SERVED_CONNS}"),
            format!("DELETE {SERVED_CONNS}/delete/c1"),
            "GET /".to_owned(),
        ] {
            capture.add("answers", rest.ask(&line).await.raw);
        }
        for arguments in [json!({"limit": 2}), json!({"limit": CONTROL})] {
            let params = json!({"name": "list-endpoint-connections", "arguments": arguments});
            let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
            capture.add("tools", mcp.send("POST /mcp", &[JSON], call.as_bytes()).await.raw);
        }
        assert_arrived(upstream);
    }
    capture.check(&["logs", "answers", "tools"]);
}

#[tokio::test]
async fn what_the_binary_says() {
    let capture = Capture::default();
    let working = Upstream::start(Script::json(format!("{{\"a\":\"{CONTROL}\"}}"))).await;
    let failing = Upstream::start(Script::http("500 Internal Server Error", "", CONTROL)).await;
    let broken = Upstream::start(Script::Reset).await;
    for (upstream, level) in [(&working, "debug"), (&failing, "trace"), (&broken, "debug")] {
        let url = upstream.url();
        let settings = [(BASE_URL, url.as_str()), (API_KEY, SECRET), ("LOG_LEVEL", level)];
        capture.run(TANIUM, &["call", "listconnections", "--status", CONTROL], &settings).await;
        let served = ["serve", "--rest", "localhost:0", "--mcp", "localhost:0"];
        let process = Process::start(command(TANIUM, &served, &settings));
        let rest = process.address("rest").await;
        capture.add("answers", send(rest, &format!("GET {SERVED_CONNS}?status={CONTROL}"), &[], b"").await.raw);
        capture.add("answers", send(rest, &format!("GET {SERVED_CONNS}?limit={CONTROL}"), &[], b"").await.raw);
        process.signal("TERM").await;
        let ended = process.finished().await;
        capture.add("stdout", ended.stdout);
        capture.add("stderr", ended.stderr);
        assert_arrived(upstream);
    }
    let settings = [(API_KEY, SECRET)];
    for arguments in [
        &["serve"][..],
        &["serve", "--mock", "--rest", CONTROL],
        &["tools"],
        &["routes"],
        &["--help"],
        // The stand-in wants the key that is given, so its answer says that the key has arrived.
        &["call", "listconnections", "--status", CONTROL, "--mock"],
    ] {
        capture.run(TANIUM, arguments, &settings).await;
    }
    let echo = capture.0.lock().unwrap().iter().any(|(kind, text)| *kind == "stdout" && text.contains("\"operation\""));
    assert!(echo, "the stand-in let the key in");
    capture.check(&["stdout", "stderr", "answers"]);
}

#[tokio::test]
async fn what_the_taxii_binary_says() {
    let capture = Capture::default();
    let callers = [("TAXII_USERNAME", USER), ("TAXII_PASSWORD", SECRET), ("LOG_LEVEL", "trace")];
    let process = Process::start(command(THREATCONNECT, &["serve", "--taxii", "localhost:0", "--mock"], &callers));
    let base = format!("http://{}/api/services/taxii2/v1", process.address("taxii").await);
    let known = [
        ("THREATCONNECT_TAXII_BASE_URL", base.as_str()),
        ("TC_TAXII_USERNAME", USER),
        ("TC_TAXII_PASSWORD", SECRET),
        ("LOG_LEVEL", "trace"),
    ];
    let let_in = run(THREATCONNECT, &["call", "collections"], &known).await;
    assert_eq!(let_in.code(), 0, "the password has arrived: {let_in:?}");
    capture.add("stdout", let_in.stdout);
    capture.run(THREATCONNECT, &["call", "collection", "--collection", CONTROL], &known).await;
    capture.run(THREATCONNECT, &["call", "objects", "--collection", "x", "--added_after", CONTROL], &known).await;
    capture.run(THREATCONNECT, &["serve", "--data", CONTROL], &callers).await;
    process.signal("TERM").await;
    let ended = process.finished().await;
    capture.add("stdout", ended.stdout);
    capture.add("stderr", ended.stderr);
    capture.check(&["stderr"]);
}
