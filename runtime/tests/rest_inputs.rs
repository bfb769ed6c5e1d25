//! Where the inputs of routes come from, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use capwright_runtime::project::Path;
use capwright_runtime::project::path::{Deep, Index, Name};
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::{ServerOptions, no_input};
use capwright_runtime::{Answer, InputError, Object, Reply, Result};
use serde::Deserialize;
use support::{Running, start};

static FIRST: Path = Path::one("$.crew[0].name", &[Name("crew"), Index(0), Name("name")]);

/// Answers with the inputs that it was given.
struct Echo;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ship {
    name: String,
    copy: Option<String>,
    year: Option<i64>,
}

impl Echo {
    async fn all(&self, inputs: Object) -> Result<Reply> {
        Reply::from_json(&inputs)
    }

    async fn ship(&self, ship: Ship) -> Result<Reply> {
        Reply::from_json(&(ship.name, ship.copy, ship.year))
    }

    async fn refuse(&self, _: Object) -> Result<Reply> {
        Err(InputError::new("copy", "can't be used").into())
    }

    async fn constant(&self) -> Result<Answer<[&'static str; 2]>> {
        Ok(["a", "b"].into())
    }
}

async fn running() -> Running {
    let twice = |route: Route| route.query(&["id", "year"]).rename("id", "name").rename("id", "copy");
    let rest = Rest::new(Echo)
        .route(Route::get("/cookies").cookies(&["sid", "tag"]).rename("tag", "tags"), Echo::all)
        .route(Route::get("/twice"), no_input(Echo::constant))
        .route(Route::get("/a/{name}/b/{year}/a/{name}"), Echo::ship)
        .route(twice(Route::get("/ship")).required(&["id"]).default("year", "2018"), Echo::ship)
        .route(twice(Route::get("/late")).default("year", "2018"), Echo::ship)
        .route(twice(Route::get("/refuse")), Echo::refuse)
        .route(
            Route::put("/required/{p}")
                .query(&["q"])
                .headers(&["x-h"])
                .cookies(&["c"])
                .fields(&["f"])
                .rename("x-h", "h")
                .required(&["p", "q", "x-h", "c", "f"]),
            Echo::all,
        )
        .route(
            Route::post("/parts")
                .body_at("owner", ["company", "name"])
                .body_at("master", &FIRST)
                .body_at("all", Path::all("$..name", &[Deep(&[Name("name")])]))
                .fields(&["imo", "flag"])
                .rename("owner", "holder")
                .default("flag", "\"PA\""),
            Echo::all,
        )
        .route(
            Route::post("/checked/{state}")
                .query(&["limit", "tag"])
                .headers(&["x-day"])
                .fields(&["note"])
                .check("state", r#"{"type":"string","enum":["open","closed"]}"#)
                .check("limit", r#"{"type":"integer","minimum":1,"maximum":100}"#)
                .check("tag", r#"{"type":"array","items":{"type":"string","enum":["new","gift"]}}"#)
                .check("x-day", r#"{"type":"string","format":"date"}"#)
                .check("note", r#"{"type":"string","minLength":2}"#)
                .rename("limit", "top")
                .default("top", "500"),
            Echo::all,
        )
        .route(
            Route::post("/part").body_at("first", ["0"]).body_at("x", Path::one("$[0]", &[Index(0)])).required(&["x"]),
            Echo::all,
        )
        .route(Route::post("/text").sole_body("body", "string").required(&["body"]), Echo::all)
        .route(Route::post("/list").sole_body("data", "array"), Echo::all)
        .route(Route::post("/object").sole_body("data", "object"), Echo::all)
        .route(Route::post("/number").sole_body("payload", "integer"), Echo::all)
        .route(Route::post("/two").fields(&["name", "data"]), Echo::all)
        .route(Route::post("/ships").body_or_member("ship").rename("ship", "body").rename("ship", "copy"), Echo::all);
    start(rest.into_router(&ServerOptions::default())).await
}

async fn send(server: &Running, line: &str, headers: &[&str], body: &str) -> (u16, String) {
    let length = format!("content-length: {}", body.len());
    let fixed = ["host: localhost", "content-type: application/json", &length];
    let answer = server.send(line, &[&fixed, headers].concat(), body.as_bytes()).await;
    let problem = || answer.json()["detail"].as_str().unwrap().to_owned();
    (answer.status, if answer.status < 300 { answer.body.clone() } else { problem() })
}

#[tokio::test]
async fn cookies() {
    let server = running().await;
    let check = async |headers: &[&str], status: u16, wanted: &str| {
        assert_eq!(send(&server, "GET /cookies", headers, "").await, (status, wanted.to_owned()), "{headers:?}");
    };
    check(&[], 200, "{}").await;
    check(&["cookie: sid=a%3Bb; other=1"], 200, r#"{"sid":"a;b"}"#).await;
    check(&["cookie: other=1; SID=2"], 200, "{}").await;
    check(&["cookie: tag=1; sid=\"x\"", "cookie: tag=2"], 200, r#"{"sid":"x","tags":["1","2"]}"#).await;
    check(&["cookie: sid=%FF"], 400, "sid must be UTF-8, percent-encoded").await;
    check(&["cookie: other=é"], 200, "{}").await;
}

#[tokio::test]
async fn what_must_be_given() {
    let server = running().await;
    let (headers, body) = (&["x-h: 1", "cookie: c=1"], r#"{"f":1}"#);
    let check = async |path: &str, headers: &[&str], body: &str, status: u16, wanted: &str| {
        let answer = send(&server, &format!("PUT {path}"), headers, body).await;
        assert_eq!(answer, (status, wanted.to_owned()), "{path} {headers:?} {body}");
    };
    let all = r#"{"p":"1","q":"","h":"1","c":"1","f":1}"#;
    check("/required/1?q=", headers, body, 200, all).await;
    check("/required/1", headers, body, 400, "q is required").await;
    check("/required/1?q=1", &headers[1..], body, 400, "x-h is required").await;
    check("/required/1?q=1", &headers[..1], body, 400, "c is required").await;
    check("/required/1?q=1", headers, "", 400, "f is required").await;
    check("/required/1?q=1", headers, r#"{"f":null}"#, 400, "f is required").await;
}

#[tokio::test]
async fn values_are_checked_before_anything_is_called() {
    let server = running().await;
    let check = async |target: &str, headers: &[&str], body: &str, status: u16, wanted: &str| {
        let answer = send(&server, &format!("POST /checked/{target}"), headers, body).await;
        assert_eq!(answer, (status, wanted.to_owned()), "{target} {headers:?} {body}");
    };
    check("open", &[], "", 200, r#"{"state":"open","top":500}"#).await;
    let all = r#"{"state":"open","top":"9","tag":["new","gift"],"x-day":"2024-05-31","note":"ok"}"#;
    check("open?limit=9&tag=new&tag=gift", &["x-day: 2024-05-31"], r#"{"note":"ok"}"#, 200, all).await;
    check("shut", &[], "", 400, "state must be one of open, closed, not \"shut\"").await;
    check("open?limit=0", &[], "", 400, "limit must be at least 1, not 0").await;
    check("open?limit=101", &[], "", 400, "limit must be at most 100, not 101").await;
    check("open?tag=new&tag=old", &[], "", 400, "tag[1] must be one of new, gift, not \"old\"").await;
    check("open", &["x-day: today"], "", 400, "x-day must be a date such as 2024-05-31, not \"today\"").await;
    check("open", &[], r#"{"note":"x"}"#, 400, "note must be 2 characters long at least, not \"x\"").await;
    check("open", &[], r#"{"note":null}"#, 200, r#"{"state":"open","top":500}"#).await;
}

#[tokio::test]
async fn one_name_for_several_inputs_and_defaults() {
    let server = running().await;
    let check = async |path: &str, status: u16, wanted: &str| {
        assert_eq!(send(&server, &format!("GET {path}"), &[], "").await, (status, wanted.to_owned()), "{path}");
    };
    check("/ship?id=a", 200, r#"["a","a",2018]"#).await;
    check("/ship?id=a&year=5", 200, r#"["a","a",5]"#).await;
    check("/ship?id=a&year=x", 400, "year must be an integer, not \"x\"").await;
    check("/ship", 400, "id is required").await;
    check("/late", 400, "id is required").await;
    check("/ship?id=a&id=b", 400, "id must be given once").await;
    check("/refuse?id=a", 400, "id can't be used").await;
    check("/twice", 200, r#"["a","b"]"#).await;
    check("/a/x/b/5/a/x", 200, r#"["x",null,5]"#).await;
    check("/a/x/b/5/a/y", 400, "name must be given once").await;
}

#[tokio::test]
async fn parts_of_the_body() {
    let server = running().await;
    let check = async |path: &str, body: &str, status: u16, wanted: &str| {
        let answer = send(&server, &format!("POST {path}"), &[], body).await;
        assert_eq!(answer, (status, wanted.to_owned()), "{path} {body}");
    };
    let ship = r#"{"imo":"1","flag":"NO","company":{"name":"Star"},"crew":[{"name":"Ada"},{"name":"Bo"}],"x":1}"#;
    let parts = r#"{"holder":"Star","master":"Ada","all":["Star","Ada","Bo"],"imo":"1","flag":"NO"}"#;
    check("/parts", ship, 200, parts).await;
    check("/parts", r#"{"company":{"name":null},"flag":null}"#, 200, r#"{"all":[null],"flag":"PA"}"#).await;
    check("/parts", "", 200, r#"{"flag":"PA"}"#).await;
    check("/parts", "[]", 400, "body must be an object").await;
    check("/parts", "{", 400, "body must be JSON: EOF while parsing an object at line 1 column 1").await;
    check("/part", "[5]", 200, r#"{"x":5}"#).await;
    check("/part", "{}", 400, "x is required").await;
    check("/part", "", 400, "x is required").await;
    check("/text", r#"{"body":"t"}"#, 200, r#"{"body":"t"}"#).await;
    check("/text", r#""t""#, 200, r#"{"body":"t"}"#).await;
    check("/text", "{}", 400, "body is required").await;
    check("/text", r#"{"body":null}"#, 400, "body is required").await;
    check("/text", "", 400, "body is required").await;
    check("/list", r#"{"data":[1]}"#, 200, r#"{"data":[1]}"#).await;
    check("/list", "[1]", 200, r#"{"data":[1]}"#).await;
    check("/list", r#"{"x":[1]}"#, 200, r#"{"data":{"x":[1]}}"#).await;
    check("/object", r#"{"data":{"k":1}}"#, 200, r#"{"data":{"k":1}}"#).await;
    check("/object", r#"{"data":"d","x":1}"#, 200, r#"{"data":{"data":"d","x":1}}"#).await;
    check("/object", r#"{"k":1}"#, 200, r#"{"data":{"k":1}}"#).await;
    check("/number", r#"{"payload":"5"}"#, 200, r#"{"payload":"5"}"#).await;
    check("/number", "5", 200, r#"{"payload":5}"#).await;
    check("/number", r#"{"payload":[5]}"#, 200, r#"{"payload":[5]}"#).await; // which the function refuses
    check("/two", r#"{"name":"n","data":{"k":1}}"#, 200, r#"{"name":"n","data":{"k":1}}"#).await;
    check("/two", r#"{"name":"n","k":1}"#, 200, r#"{"name":"n"}"#).await;
    check("/ships", r#"{"ship":{"a":1},"b":2}"#, 200, r#"{"copy":{"a":1},"body":{"a":1}}"#).await;
    check("/ships", r#"{"a":1}"#, 200, r#"{"copy":{"a":1},"body":{"a":1}}"#).await;
    check("/ships", r#"{"ship":null}"#, 200, "{}").await;
    check("/ships", "[1]", 200, r#"{"copy":[1],"body":[1]}"#).await;
    check("/ships", "", 200, "{}").await;
}
