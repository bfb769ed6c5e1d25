//! What each form of body is on the wire.

use crate::value::json;

use super::wire;
use crate::client::body::form::Form;
use crate::client::body::json::Json;
use crate::client::body::multipart::Multipart;
use crate::client::body::template::Template;
use crate::client::request::Request;

const EVIL: &str = "a\"b<c>&é\n";

/// Builds a request, and checks its media type and body as they arrive.
async fn check(build: impl FnOnce(Request) -> Request, media_type: &str, body: &str) {
    let seen = wire(build).await;
    let (head, found) = seen.split_once("\r\n\r\n").unwrap();
    let line = format!("content-type: {media_type}");
    assert_eq!(head.lines().filter(|header| header.starts_with("content-type: ")).collect::<Vec<_>>(), [line]);
    assert_eq!(found, body);
}

#[tokio::test]
async fn json() {
    let body = Json::object()
        .member("text", EVIL)
        .member("any", &json!([1, {"b": null}]))
        .member("absent", &None::<i64>)
        .member("label", &Template::new().raw("ship ").value(&9));
    let wanted = r#"{"text":"a\"b<c>&é\n","any":[1,{"b":null}],"label":"ship 9"}"#;
    check(|request| request.json(&body), "application/json", wanted).await;
    check(|request| request.json(&Json::object()), "application/json", "{}").await;
}

#[tokio::test]
async fn texts() {
    let text = Template::new().raw("to: ").value(EVIL);
    let wanted = format!("to: {EVIL}");
    check(|request| request.text("text/plain; charset=utf-8", text), "text/plain; charset=utf-8", &wanted).await;
    let xml = Template::xml().raw("<a>").value(EVIL).raw("</a>");
    let wanted = "<a>a&quot;b&lt;c&gt;&amp;é&#10;</a>";
    check(|request| request.text("application/xml", xml), "application/xml", wanted).await;
    let sparql = Template::sparql().raw("SELECT * { ?s ?p \"").value(EVIL).raw("\" } LIMIT ").value(&5);
    let wanted = r#"SELECT * { ?s ?p "a\"b<c>&é\n" } LIMIT 5"#;
    check(|request| request.text("application/sparql-query", sparql), "application/sparql-query", wanted).await;
}

#[tokio::test]
async fn what_is_absent_is_empty_within_a_text() {
    let absent = &None::<String>;
    let text = |before| Template::new().raw(before).value(absent);
    let seen = wire(|request| {
        let query =
            request.query("a", &text("is:open ").raw(" ").value("Y")).query("b", &Template::new().value(absent));
        let header = query.header("x-who", &text("who:")).header("x-alone", absent);
        header.form(Form::new().field("c", &text("read ")).field("d", absent))
    });
    let seen = seen.await;
    assert!(seen.contains("?a=is%3Aopen%20%20Y HTTP/1.1"), "{seen}");
    assert!(seen.contains("\r\nx-who: who:\r\n") && !seen.contains("x-alone"), "{seen}");
    assert!(seen.ends_with("\r\n\r\nc=read%20"), "{seen}");
    let xml = Template::xml().raw("<a>").value(absent).raw("</a>");
    check(|request| request.text("application/xml", xml), "application/xml", "<a></a>").await;
    let json = Template::json().raw("{\"n\": ").value(absent).raw(", \"t\": \"").value(absent).raw("\"}");
    check(|request| request.text("application/json", json), "application/json", r#"{"n": null, "t": ""}"#).await;
    let seen = wire(|request| request.text("text/plain", Template::new().value(absent))).await;
    assert!(!seen.contains("content-type"), "{seen}");
}

#[tokio::test]
async fn forms() {
    let label = Template::new().raw("to: ").value(EVIL);
    let form = Form::new().field("a", EVIL).field("b", &Some(2)).field("c", &None::<i64>).field("label", &label);
    let wanted = "a=a%22b%3Cc%3E%26%C3%A9%0A&b=2&label=to%3A%20a%22b%3Cc%3E%26%C3%A9%0A";
    check(|request| request.form(form), "application/x-www-form-urlencoded", wanted).await;
    let parts = Multipart::new().field("note", "x").file("file", "a.csv", "text/csv", EVIL);
    let wanted = format!(
        "--capwright-0\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nx\r\n\
         --capwright-0\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
         content-type: text/csv\r\n\r\n{EVIL}\r\n--capwright-0--\r\n"
    );
    let build = |request: Request| request.header("content-type", "multipart/form-data").multipart(parts);
    check(build, "multipart/form-data; boundary=capwright-0", &wanted).await;
}

#[tokio::test]
async fn a_header_of_the_document_says_what_a_text_is() {
    let build =
        |request: Request| request.header("content-type", "text/turtle").text("text/plain", Template::new().raw("x"));
    check(build, "text/turtle", "x").await;
}

#[tokio::test]
async fn a_body_given_field_by_field_may_be_absent() {
    let empty = Json::object().member("a", &None::<i64>).unless_empty();
    let seen = wire(|request| request.json_opt(&empty)).await;
    assert!(!seen.contains("content-type"), "{seen}");
}

#[tokio::test]
async fn cookies_share_one_header() {
    let seen = wire(|request| request.cookie("a", "x; y").cookie("b", &Some(1)).cookie("c", &None::<i64>)).await;
    assert!(seen.contains("\r\ncookie: a=x%3B%20y; b=1\r\n"), "{seen}");
}
