//! Answers and bodies in other formats than JSON, over real sockets: from an upstream to callers of routes and tools.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::{Arc, Mutex};

use capwright_runtime::client::{HttpOptions, Request, Upstream};
use capwright_runtime::mcp::{Mcp, Tool};
use capwright_runtime::project::step;
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::ServerOptions;
use capwright_runtime::{Answer, Format, Method, Reply, Result, Value};
use serde::Deserialize;
use serde_json::json;
use support::{Running, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HOST: &str = "host: localhost";
const XML: &[u8] = b"<vessels><vessel id=\"1\"><name>Old Faithful</name></vessel></vessels>";
const CSV: &[u8] = b"id,name\n1,Ada\n";
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\xff";

/// What the upstream answers: a media type and bytes by path.
const ANSWERS: [(&str, &str, &[u8]); 13] = [
    ("/xml", "application/xml", XML),
    ("/xml-latin", "text/xml; charset=iso-8859-1", b"<vessels><vessel><name>Caf\xe9</name></vessel></vessels>"),
    ("/xml-none", "application/xml", b"<vessels/>"),
    ("/xml-broken", "application/xml", b"<vessels>\n<vessel></vessels>"),
    ("/xml-bomb", "application/xml", b"<!DOCTYPE v [<!ENTITY a \"aa\">]><v>&a;</v>"),
    ("/csv", "text/csv", CSV),
    ("/csv-broken", "text/csv", b"id\n1,2\n"),
    ("/yaml", "application/yaml", b"items: [{name: Ada}]\n"),
    ("/yaml-broken", "application/yaml", b"items: [1\n"),
    ("/text", "application/octet-stream", b"Target is closing"),
    ("/png", "image/png", PIXEL),
    ("/zip", "", b"PK\x03\x04"),
    ("/json", "application/json", b"{\"a\": 1}"),
];

/// An upstream that keeps what it was sent.
struct Api {
    upstream: Upstream,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Api {
    async fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<Vec<Vec<u8>>>>::default();
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&kept)));
            }
        });
        let upstream = Upstream::new("old", &HttpOptions::default()).base_url(base).build().unwrap();
        Arc::new(Self { upstream, seen })
    }

    fn request(&self, path: &str) -> Request {
        self.upstream.request(Method::GET, "get").path("/").variable("path", path)
    }

    /// What the document says of an answer, by the name of its format.
    fn get(&self, input: &Get) -> Request {
        let request = self.request(&input.path);
        match input.format.as_str() {
            "xml" => request.format(Format::XML).lists(&[&["vessel"]]),
            "csv" => request.format(Format::CSV),
            "yaml" => request.format(Format::YAML),
            "text" => request.format(Format::TEXT),
            "bytes" => request.format(Format::BINARY),
            "pdf" => request.format(Format::BINARY).media_type("application/pdf"),
            "short" => request.format(Format::BINARY).max_bytes(3),
            _ => request,
        }
    }

    async fn whole(&self, input: Get) -> Result<Reply> {
        self.get(&input).send().await
    }

    async fn names(&self, input: Get) -> Result<Answer<Value>> {
        let reply = self.get(&input).send().await?;
        Answer::project(&reply, |root| root.pick("", &["vessel"]))
    }

    async fn value(&self, input: Get) -> Result<Answer<Value>> {
        Ok(step("read", self.get(&input).send()).await?.unwrap_or_default().into())
    }

    async fn put(&self, input: Put) -> Result<Reply> {
        self.upstream.request(Method::PUT, "put").path("/json").binary("file", &input.file).send().await
    }
}

async fn answer(mut stream: TcpStream, seen: Arc<Mutex<Vec<Vec<u8>>>>) {
    let mut bytes = Vec::new();
    while !is_whole(&bytes) {
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0);
    }
    let path = String::from_utf8_lossy(&bytes).split(' ').nth(1).unwrap().to_owned();
    seen.lock().unwrap().push(bytes);
    let (_, media_type, body) = ANSWERS.iter().find(|(known, ..)| *known == path).unwrap();
    let media_type = if media_type.is_empty() { String::new() } else { format!("content-type: {media_type}\r\n") };
    let head = format!("HTTP/1.1 200 OK\r\n{media_type}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    request.len() >= head.len() + 4 + length
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Get {
    path: String,
    format: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Put {
    file: Option<String>,
}

async fn rest(api: &Arc<Api>) -> Running {
    let get = |path: &'static str| Route::get(path);
    let rest = Rest::shared(Arc::clone(api))
        .route(get("/whole/{format}/{path}"), Api::whole)
        .route(get("/webp/{format}/{path}").media_type("image/webp"), Api::whole)
        .route(get("/names/{format}/{path}"), Api::names)
        .route(get("/value/{format}/{path}"), Api::value)
        .route(Route::put("/file").fields(&["file"]), Api::put);
    start(rest.into_router(&ServerOptions::default())).await
}

#[tokio::test]
async fn without_outputs_an_answer_passes_as_it_is() {
    let server = rest(&Api::start().await).await;
    let check = async |path: &str, media_type: &str, body: &[u8]| {
        let answer = server.send(&format!("GET {path}"), &[HOST], b"").await;
        let wanted = (200, Some(media_type), String::from_utf8_lossy(body).into_owned());
        assert_eq!((answer.status, answer.header("content-type"), answer.body.clone()), wanted, "{path}");
    };
    check("/whole/xml/xml", "application/xml", XML).await;
    check("/whole/xml/xml-broken", "application/xml", b"<vessels>\n<vessel></vessels>").await;
    check("/whole/csv/csv", "text/csv", CSV).await;
    check("/whole/bytes/png", "image/png", PIXEL).await;
    check("/whole/bytes/zip", "application/octet-stream", b"PK\x03\x04").await;
    check("/whole/pdf/png", "application/pdf", PIXEL).await;
    check("/webp/bytes/png", "image/webp", PIXEL).await;
}

#[tokio::test]
async fn outputs_are_picked_from_what_is_decoded() {
    let server = rest(&Api::start().await).await;
    let check = async |path: &str, body: serde_json::Value| {
        let answer = server.send(&format!("GET {path}"), &[HOST], b"").await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some("application/json")),
            "{path} {answer:?}"
        );
        assert_eq!(answer.json(), body, "{path}");
    };
    check("/names/xml/xml", json!([{"id": "1", "name": "Old Faithful"}])).await;
    check("/names/xml/xml-latin", json!([{"name": "Café"}])).await;
    check("/names/xml/xml-none", json!([])).await;
    check("/value/csv/csv", json!([{"id": "1", "name": "Ada"}])).await;
    check("/value/yaml/yaml", json!({"items": [{"name": "Ada"}]})).await;
    check("/value/text/text", json!("Target is closing")).await;
    check("/value/bytes/zip", json!("UEsDBA==")).await;
    check("/value/json/json", json!({"a": 1})).await;
}

#[tokio::test]
async fn malformed_answers_are_named() {
    let server = rest(&Api::start().await).await;
    let check = async |path: &str, detail: &str| {
        let answer = server.send(&format!("GET {path}"), &[HOST], b"").await;
        assert_eq!(answer.status, 502, "{path}");
        assert_eq!(answer.json()["detail"], detail, "{path}");
    };
    let upstream = |fault: &str| format!("the answer of old is no {fault}");
    check("/names/xml/xml-broken", &upstream("XML: an end tag closes another element (line 2, column 9)")).await;
    check("/names/xml/xml-bomb", &upstream("XML: a document type with declarations is not allowed (line 1, column 1)"))
        .await;
    check("/names/xml/json", &upstream("XML: there is text outside of the root element (line 1, column 1)")).await;
    check("/names/csv/csv-broken", &upstream("CSV: a row has more cells than the first (line 2)")).await;
    check("/names/yaml/yaml-broken", &upstream("YAML: it is malformed (line 2, column 1)")).await;
    check("/names/text/png", &upstream("text: it is not encoded as UTF-8 (byte 0)")).await;
    check("/value/json/xml", "step read: the answer of old is no JSON: it is malformed (line 1, column 1)").await;
    check("/whole/short/png", "the answer of old is longer than the 3 bytes allowed").await;
}

#[tokio::test]
async fn models_get_texts_and_blobs() {
    let api = Api::start().await;
    let tools = r#"[{"name":"get","inputSchema":{"type":"object","properties":{"format":{},"path":{}}}}]"#;
    let mcp = Mcp::shared("old-mcp", "", tools, Arc::clone(&api)).tool(Tool::new("get"), Api::whole).into_server();
    let server = start(mcp.router(&ServerOptions::default())).await;
    let check = async |format: &str, path: &str, content: serde_json::Value| {
        let params = json!({"name": "get", "arguments": {"format": format, "path": path}});
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
        let length = format!("content-length: {}", body.len());
        let answer =
            server.send("POST /mcp", &[HOST, "content-type: application/json", &length], body.as_bytes()).await;
        assert_eq!(answer.json()["result"]["content"], json!([content]), "{format} {path}");
    };
    let text = |text: &str| json!({"type": "text", "text": text});
    check("xml", "xml", text(std::str::from_utf8(XML).unwrap())).await;
    check("xml", "xml-latin", text("<vessels><vessel><name>Café</name></vessel></vessels>")).await;
    check("csv", "csv", text("id,name\n1,Ada\n")).await;
    check("text", "text", text("Target is closing")).await;
    let blob = |media_type: &str, data: &str| json!({"type": "resource", "resource": {"uri": "tool-result:get", "mimeType": media_type, "blob": data}});
    check("bytes", "json", blob("application/json", "eyJhIjogMX0=")).await;
    check("bytes", "zip", blob("application/octet-stream", "UEsDBA==")).await;
    check("pdf", "zip", blob("application/pdf", "UEsDBA==")).await;
    check("bytes", "png", json!({"type": "image", "data": "iVBORw0KGgr/", "mimeType": "image/png"})).await;
}

#[tokio::test]
async fn bytes_are_sent_as_such() {
    let api = Api::start().await;
    let server = rest(&api).await;
    let check = async |body: serde_json::Value, status: u16, sent: Option<(&str, &[u8])>| {
        let body = body.to_string();
        let length = format!("content-length: {}", body.len());
        let headers = [HOST, "content-type: application/json", &length];
        let answer = server.send("PUT /file", &headers, body.as_bytes()).await;
        assert_eq!(answer.status, status, "{answer:?}");
        let seen = std::mem::take(&mut *api.seen.lock().unwrap()).pop();
        let Some((media_type, bytes)) = sent else { return };
        let seen = seen.unwrap();
        let head = String::from_utf8_lossy(&seen).to_lowercase();
        assert!(head.contains(&format!("content-type: {media_type}\r\n")), "{head}");
        assert!(seen.ends_with(&[b"\r\n\r\n", bytes].concat()), "{head}");
    };
    check(json!({"file": "iVBORw0KGgr/"}), 200, Some(("application/octet-stream", PIXEL))).await;
    check(json!({"file": "data:image/png;base64,iVBORw0KGgr/"}), 200, Some(("image/png", PIXEL))).await;
    check(json!({"file": "data:text/csv,a%2Cb%0A"}), 200, Some(("text/csv", b"a,b\n"))).await;
    check(json!({"file": "not base64!"}), 400, None).await;
    check(json!({}), 200, None).await;
}
