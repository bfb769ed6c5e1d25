//! What callers give: taken where nothing is lost, and named where it can't be.

use capwright_runtime::taxii::server::{BasicAuth, Options};
use capwright_runtime::taxii::store::{MemoryStore, StoreService};
use capwright_tests::serve;
use serde_json::json;
use threatconnect_taxii::taxii;

use crate::desk::{request, routes, take, tools};

const JSON: &str = "content-type: application/json";

#[tokio::test]
async fn item_12_arguments_are_taken_where_nothing_is_lost() {
    let server = tools().await;
    let takes = async |given: &str, wanted: &str| {
        assert_eq!(take(&server, given).await, (wanted.to_owned(), false), "{given}");
    };
    takes("{}", "{}").await;
    takes(r#"{"count":"5"}"#, r#"{"count":5}"#).await;
    takes(r#"{"count":5.0}"#, r#"{"count":5}"#).await;
    takes(r#"{"count":"-9007199254740993"}"#, r#"{"count":-9007199254740993}"#).await;
    takes(r#"{"amount":"1.5"}"#, r#"{"amount":1.5}"#).await;
    takes(r#"{"amount":"1.10"}"#, r#"{"amount":1.10}"#).await;
    takes(r#"{"amount":12345678901234567890123}"#, r#"{"amount":12345678901234567890123}"#).await;
    for truth in [r#""true""#, r#""True""#, r#""TRUE""#, "true"] {
        takes(&format!(r#"{{"flag":{truth}}}"#), r#"{"flag":true}"#).await;
    }
    takes(r#"{"flag":"False"}"#, r#"{"flag":false}"#).await;
    takes(r#"{"text":7}"#, r#"{"text":"7"}"#).await;
    takes(r#"{"text":1.10}"#, r#"{"text":"1.10"}"#).await;
    takes(r#"{"text":true}"#, r#"{"text":"true"}"#).await;
    takes(r#"{"text":"[1]"}"#, r#"{"text":"[1]"}"#).await;
    takes(r#"{"list":"[\"a\",1]"}"#, r#"{"list":["a",1]}"#).await;
    takes(r#"{"map":"{\"a\": [1.10]}"}"#, r#"{"map":{"a":[1.10]}}"#).await;
    takes(r#"{"text":null,"count":null,"flag":null,"list":[null]}"#, r#"{"list":[null]}"#).await;
}

#[tokio::test]
async fn item_12_what_does_not_fit_is_an_error_that_names_it() {
    let server = tools().await;
    let refuses = async |given: &str, wanted: &str| {
        let (text, is_error) = take(&server, given).await;
        assert!(is_error && text.starts_with(wanted), "{given} {text}");
        assert!(text.ends_with("; the tool takes text, count, amount, flag, list, map"), "{text}");
    };
    refuses(r#"{"count":"1.5"}"#, "count must be an integer, not \"1.5\"").await;
    refuses(r#"{"count":1.5}"#, "count must be an integer, not 1.5").await;
    refuses(r#"{"count":"x"}"#, "count must be an integer, not \"x\"").await;
    refuses(r#"{"count":true}"#, "count must be an integer, not true").await;
    refuses(r#"{"count":""}"#, "count must be an integer, not \"\"").await;
    refuses(r#"{"count":1e400}"#, "count must be an integer, not 1e400").await;
    refuses(r#"{"count":12345678901234567890123}"#, "count must be an integer of 64 bits").await;
    refuses(r#"{"amount":1e400}"#, "amount must be a number of at most 1.7976931348623157e308, not 1e400").await;
    refuses(r#"{"amount":"x"}"#, "amount must be a number, not \"x\"").await;
    refuses(r#"{"amount":true}"#, "amount must be a number, not true").await;
    refuses(r#"{"flag":"yes"}"#, "flag must be true or false, not \"yes\"").await;
    refuses(r#"{"flag":1}"#, "flag must be true or false, not 1").await;
    refuses(r#"{"text":["a"]}"#, "text must be a string, not a list").await;
    refuses(r#"{"list":"a"}"#, "list must be a list, not \"a\"").await;
    refuses(r#"{"list":{"a":1}}"#, "list must be a list, not an object").await;
    refuses(r#"{"map":"[1]"}"#, "map must be").await;
    refuses(r#"{"cuont":5}"#, "cuont is not an argument").await;
    refuses(r#"{"cuont":null}"#, "cuont is not an argument").await;
}

/// Callers are told what is wrong with a megabyte, and not sent it back.
#[tokio::test]
async fn long_names_and_values_are_not_echoed() {
    const SHORT: usize = 1000;
    let (server, rest, long) = (tools().await, routes().await, "n".repeat(900_000));
    let digits = "7".repeat(900_000);
    let start = "n".repeat(60);
    let call = |name: &str, arguments: &str| {
        format!(r#""method":"tools/call","params":{{"name":"{name}","arguments":{arguments}}}"#)
    };
    for members in [
        call("take", &format!(r#"{{"{long}":1}}"#)),
        call("take", &format!(r#"{{"count":"{long}"}}"#)),
        call("take", &format!(r#"{{"count":"{digits}"}}"#)),
        call("take", &format!(r#"{{"count":{digits}}}"#)),
        call("take", &format!(r#"{{"flag":{digits}}}"#)),
        call("take", &format!(r#"{{"list":"{long}"}}"#)),
        call(&long, "{}"),
        format!(r#""method":"{long}""#),
    ] {
        let answer = request(&server, &members).await;
        assert!(answer.body.len() < SHORT, "{} {}", &members[..80], answer.body.len());
        let text = answer.text();
        assert!(text.contains(&start) || text.contains(&start.replace('n', "7")), "{} {text}", &members[..80]);
    }
    for (line, body) in [
        ("POST /take".to_owned(), json!({"count": long}).to_string()),
        ("POST /take".to_owned(), format!(r#"{{"count":{digits}}}"#)),
        ("POST /take".to_owned(), json!({"list": long}).to_string()),
        (format!("GET /take?count={}", &long[..60_000]), String::new()),
        (format!("GET /{}", &long[..60_000]), String::new()),
    ] {
        let answer = rest.send(&line, &[JSON], body.as_bytes()).await;
        assert!(answer.status == 400 || answer.status == 404, "{} {answer:?}", &line[..9]);
        assert!(answer.body.len() < SHORT, "{} {}", &line[..9], answer.body.len());
    }
}

#[tokio::test]
async fn what_is_no_utf8_is_named() {
    let rest = routes().await;
    let check = async |line: &str, cookie: &str, input: Option<&str>| {
        let answer = rest.send(line, &[cookie], b"").await;
        let Some(input) = input else { return assert_eq!(answer.status, 200, "{line} {answer:?}") };
        let problem = answer.json();
        assert_eq!((answer.status, &problem["input"]), (400, &json!(input)), "{line} {answer:?}");
        assert_eq!(problem["detail"], format!("{input} must be UTF-8, percent-encoded"), "{line}");
    };
    let none = "cookie: other=1";
    check("GET /take?text=%ff", none, Some("text")).await;
    check("GET /take?text=a&flag=true&count=1%C3", none, Some("count")).await;
    check("GET /take?text=%C3%A9&flag=True&other=%ff&%ff=1", none, None).await;
    check("GET /take", "cookie: amount=%ff", Some("amount")).await;
    check("GET /take", "cookie: amount=1; other=%ff", None).await;

    let store = MemoryStore::from_examples(taxii::LAYOUT.root(), taxii::EXAMPLES).unwrap();
    let service = StoreService::new(store, BasicAuth::new("user", "password"));
    let server = serve(taxii::router(service, &Options::default())).await;
    let ask = async |query: &str| {
        let path = "/api/services/taxii2/v1/tc_taxii/collections/Example%20Organization/objects";
        let headers = ["accept: application/taxii+json;version=2.1", "authorization: Basic dXNlcjpwYXNzd29yZA=="];
        server.send(&format!("GET {path}?{query}"), &headers, b"").await
    };
    let refused = ask("limit=%ff").await;
    assert!(refused.status == 400 && refused.text().contains("limit must be UTF-8"), "{refused:?}");
    assert_eq!(ask("other=%ff").await.status, 200);
}
