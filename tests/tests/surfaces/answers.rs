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

/// In UTF-16, with and without a mark, and in another charset that the media type names.
#[tokio::test]
async fn json_in_other_charsets_is_read() {
    let utf16 = b"\xff\xfe{\0\"\0i\0d\0\"\0:\0\"\0\xe9\0\"\0}\0";
    let latin1 = b"{\"id\":\"\xe9\"}";
    for (charset, body) in [("utf-16", &utf16[..]), ("utf-16le", &utf16[2..]), ("iso-8859-1", latin1)] {
        let media_type = format!("application/json; charset={charset}");
        check("read", &media_type, body, text(r#"{"id":"é"}"#)).await;
        let script = Script::http("200 OK", &format!("content-type: {media_type}\r\n"), body);
        let running = Running::with(move |_| script.clone()).await;
        assert_eq!(running.ask("GET /reads/x", &[]).await.text(), r#"{"id":"é"}"#, "{media_type}");
        assert_eq!(running.ask("GET /answers/x", &[]).await.body, body, "passed on as it is");
    }
}

/// No failure, and nothing to read: over REST it is passed on as it is.
#[tokio::test]
async fn what_has_not_changed_is_told_in_words() {
    let running = Running::with(|_| Script::http("304 Not Modified", "etag: \"a\"\r\n", "")).await;
    for (tool, structured) in [("answer", Value::Null), ("read", json!({}))] {
        let result = running.tool(tool, json!({"what": "x"})).await;
        assert_eq!(
            result["content"],
            json!([text("304 Not Modified: nothing has changed, the answer has no content")]),
            "{tool}: {result}"
        );
        assert_eq!((&result["isError"], &result["structuredContent"]), (&json!(false), &structured), "{tool}");
    }
    for line in ["GET /answers/x", "GET /reads/x"] {
        assert_eq!(running.ask(line, &[]).await.status, 304, "{line}");
    }
}

#[tokio::test]
async fn a_blank_body_is_none() {
    for body in [&b""[..], b" \r\n", b"\xef\xbb\xbf\n"] {
        for tool in ["read", "tree", "table", "answer"] {
            check(tool, "application/json", body, text("200 OK: done, the answer has no content")).await;
        }
        let headers = "content-type: application/json\r\n";
        let script = Script::http("200 OK", headers, body);
        let running = Running::with(move |_| script.clone()).await;
        let answer = running.ask("GET /reads/x", &[]).await;
        assert_eq!((answer.status, &answer.body[..]), (200, &b""[..]), "{answer:?}");
        let called = running.call(&["tool:read", "--what", "x"]).await;
        assert_eq!((called.code(), called.stdout.as_str()), (0, ""), "{called:?}");
    }
}
