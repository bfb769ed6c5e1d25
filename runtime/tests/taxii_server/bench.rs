//! A server on a free port, requests to it as text, and a table of what is expected.

use capwright_runtime::Object;
use capwright_runtime::server::{bind, serve};
use capwright_runtime::taxii::Filter;
use capwright_runtime::taxii::server::{BasicAuth, Layout, Options, Server};
use capwright_runtime::taxii::store::{MemoryStore, StoreService};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The data that peers are compared on, too.
pub(crate) const DATA: &str = include_str!("../../../tests/peers/taxii.json");
/// The collection with objects.
pub(crate) const FULL: &str = "/v1/tc_taxii/collections/000000c1-0000-4000-8000-0000000000c1";
pub(crate) const TAXII: &str = "application/taxii+json;version=2.1";
const ROOT: &str = "/v1/tc_taxii";

/// A server and where it is.
pub(crate) struct Bench {
    pub(crate) port: u16,
}

/// An answer as it arrived.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

/// A request and the answer it must get.
pub(crate) struct Row {
    /// `METHOD PATH`; `{root}` and `{full}` stand for the API root and the collection with objects.
    pub(crate) request: &'static str,
    /// Lines of the head in place of the usual credentials and `Accept`; the first is one header, and so on.
    pub(crate) head: &'static [&'static str],
    pub(crate) status: u16,
    pub(crate) expected: &'static [Expect],
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Expect {
    /// The header has this value.
    Header(&'static str, &'static str),
    /// There is no such header.
    NoHeader(&'static str),
    /// The body, to the byte.
    Body(&'static str),
    /// The body holds this text.
    Holds(&'static str),
    /// The body has this JSON at the pointer.
    Json(&'static str, &'static str),
    /// The body has nothing at the pointer.
    No(&'static str),
    /// The objects or records: two letters of the type, a number, and the month of the version.
    Rows(&'static str),
}

pub(crate) const USUAL: &[&str] =
    &["Host: localhost", "Authorization: Basic dTpw", "Accept: application/taxii+json;version=2.1"];

pub(crate) const fn get(request: &'static str, status: u16, expected: &'static [Expect]) -> Row {
    Row { request, head: USUAL, status, expected }
}

/// The router that a generated crate would have.
pub(crate) fn server(store: MemoryStore) -> Server<StoreService<MemoryStore, BasicAuth>> {
    type Service = StoreService<MemoryStore, BasicAuth>;
    Server::new(Layout::new("/v1/taxii2", ROOT), StoreService::new(store, BasicAuth::new("u", "p")))
        .authenticate("Basic realm=\"taxii\"", Service::authenticate)
        .discovery(Service::discovery::<Object>)
        .api_root(Service::api_root::<Object>)
        .collections(Service::collections)
        .collection(Service::collection)
        .manifest(Filter::ALL, Service::manifest::<_, Object>)
        .objects(Filter::ALL, Service::objects)
}

impl Bench {
    pub(crate) async fn start(options: Options) -> Self {
        Self::start_with(server(MemoryStore::from_json(DATA).unwrap()), options).await
    }

    pub(crate) async fn start_with<S: Send + Sync + 'static>(server: Server<S>, options: Options) -> Self {
        let listener = bind("localhost:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(serve(listener, server.into_router(&options), std::future::pending()));
        Self { port }
    }

    /// Sends `request` with these lines in its head.
    pub(crate) async fn send(&self, request: &str, head: &[&str]) -> Answer {
        let request = request.replace("{root}", ROOT).replace("{full}", FULL);
        let head: String = head.iter().map(|line| format!("{line}\r\n")).collect();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let text = format!("{request} HTTP/1.1\r\n{head}Connection: close\r\n\r\n");
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), USUAL).await
    }

    pub(crate) async fn check(&self, rows: &[Row]) {
        for row in rows {
            let answer = self.send(row.request, row.head).await;
            let context = format!("{} {:?}\n{answer:?}", row.request, row.head);
            assert_eq!(answer.status, row.status, "{context}");
            answer.check_form(&context);
            row.expected.iter().for_each(|expect| answer.check(*expect, &format!("{expect:?} {context}")));
        }
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The objects or records of a page, each as [`Expect::Rows`] has it.
    pub(crate) fn rows(&self) -> Vec<String> {
        let page = self.json();
        let rows = page.get("objects").and_then(Value::as_array).into_iter().flatten();
        rows.map(short).collect()
    }

    /// What holds for every answer, whatever is asked.
    fn check_form(&self, context: &str) {
        assert_eq!(self.header("content-type"), Some(TAXII), "{context}");
        if self.status >= 400 && !self.body.is_empty() {
            let body = self.json();
            assert_eq!(body["http_status"], self.status.to_string().as_str(), "{context}");
            assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()), "{context}");
            assert!(body["description"].as_str().is_some_and(|text| !text.is_empty()), "{context}");
        }
    }

    fn check(&self, expect: Expect, context: &str) {
        match expect {
            Expect::Header(name, value) => assert_eq!(self.header(name), Some(value), "{context}"),
            Expect::NoHeader(name) => assert_eq!(self.header(name), None, "{context}"),
            Expect::Body(body) => assert_eq!(self.body, body, "{context}"),
            Expect::Holds(text) => assert!(self.body.contains(text), "{context}"),
            Expect::Json(pointer, json) => {
                let wanted: Value = serde_json::from_str(json).unwrap();
                assert_eq!(self.json().pointer(pointer), Some(&wanted), "{context}");
            }
            Expect::No(pointer) => assert_eq!(self.json().pointer(pointer), None, "{context}"),
            Expect::Rows(rows) => assert_eq!(self.rows().join(" "), rows, "{context}"),
        }
    }
}

fn short(row: &Value) -> String {
    let text = |name: &str| row.get(name).and_then(Value::as_str);
    let id = text("id").unwrap();
    let number = id.rsplit('-').next().map(|hex| u64::from_str_radix(hex, 16).unwrap()).unwrap();
    let version = text("modified").or(text("created")).or(text("version"));
    let version = version.map(|version| format!("@{}", &version[..7])).unwrap_or_default();
    format!("{}{number}{version}", &id[..2])
}
