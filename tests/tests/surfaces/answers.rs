//! What upstreams answer, as models get it.

use capwright_tests::Script;
use serde_json::{Value, json};

use crate::running::Running;

/// What the upstream answers, byte by byte, and the content that a model gets.
async fn check(tool: &str, media_type: &str, body: &[u8], content: Value) {
    let headers = format!("content-type: {media_type}\r\n");
    let script = Script::http("200 OK", &headers, body);
    let running = Running::with(move |_| script.clone()).await;
    let arguments = if matches!(tool, "answer" | "read") { json!({"what": "x"}) } else { json!({}) };
    let result = running.tool(tool, arguments).await;
    assert_eq!(result["content"], json!([content]), "{tool} {media_type}: {result}");
}

fn text(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

#[tokio::test]
async fn text_is_text_whatever_it_is_called() {
    for media_type in [
        "application/xml",
        "application/atom+xml",
        "application/yaml",
        "application/x-ndjson",
        "application/javascript",
        "application/x-www-form-urlencoded",
        "image/svg+xml",
        "application/octet-stream",
    ] {
        check("answer", media_type, "<é/>\n".as_bytes(), text("<é/>\n")).await;
    }
    check("answer", "application/xml; charset=iso-8859-1", b"<\xe9/>", text("<é/>")).await;
    check("answer", "text/plain; charset=utf-16le", b"h\0i\0", text("hi")).await;
}

#[tokio::test]
async fn bytes_are_bytes_where_the_document_or_nothing_else_says_so() {
    let blob = |tool: &str, media_type: &str, blob: &str| {
        let resource = json!({"uri": format!("tool-result:{tool}"), "mimeType": media_type, "blob": blob});
        json!({"type": "resource", "resource": resource})
    };
    check("answer", "application/octet-stream", b"\xff\xfe\xfd", blob("answer", "application/octet-stream", "//79"))
        .await;
    check("file", "application/xml", b"<a/>", blob("file", "application/xml", "PGEvPg==")).await;
    check("note", "application/xml", b"<a/>", blob("note", "text/plain", "PGEvPg==")).await;
    let image = json!({"type": "image", "mimeType": "image/png", "data": "iVBO"});
    check("answer", "image/png", b"\x89PN", image).await;
}

#[tokio::test]
async fn names_of_columns_are_trimmed() {
    check("table", "text/csv", b" id , name \n 1 ,a\n", text(r#"[{"id":" 1 "}]"#)).await;
}

#[tokio::test]
async fn a_document_type_is_passed_over() {
    let tree = b"<!DOCTYPE r SYSTEM \"http://localhost:1/x.dtd\"><r><id>1</id></r>";
    check("tree", "application/xml", tree, text(r#"{"id":"1"}"#)).await;
}

#[tokio::test]
async fn half_a_surrogate_is_replaced() {
    check("read", "application/json", br#"{"id":"a\ud83db"}"#, text("{\"id\":\"a\u{fffd}b\"}")).await;
}

#[tokio::test]
async fn a_blank_body_is_none() {
    for body in [&b""[..], b" \r\n", b"\xef\xbb\xbf\n"] {
        for tool in ["read", "tree", "table", "answer"] {
            check(tool, "application/json", body, text("200 OK without content")).await;
        }
        let headers = "content-type: application/json\r\n";
        let script = Script::http("200 OK", headers, body);
        let running = Running::with(move |_| script.clone()).await;
        let answer = running.ask("GET /reads/x", &[]).await;
        assert_eq!((answer.status, &answer.body[..]), (204, &b""[..]), "{answer:?}");
        let called = running.call(&["tool:read", "--what", "x"]).await;
        assert_eq!((called.code(), called.stdout.as_str()), (0, ""), "{called:?}");
    }
}
