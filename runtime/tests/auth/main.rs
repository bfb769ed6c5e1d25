//! Who is let in, over real sockets: every scheme, by REST and MCP servers alike.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod digest;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::{Authentication, Callers, ServerOptions};
use capwright_runtime::{ConfigError, Error, Part, Setting, Settings};
use rmcp::ServiceExt;
use rmcp::model::CallToolRequestParams;
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use serde_json::json;
use support::mcp::mcp;
use support::{Api, Running, start};

const HOST: &str = "host: localhost";

const KNOWN: &[Setting] = &[
    Setting::credential("CALLER").purpose("user name of callers of conns"),
    Setting::credential("SECRET").purpose("secret of callers of conns"),
];
const CALLER: &[Part<'_>] = &[Part::Setting("CALLER")];
const SECRET: &[Part<'_>] = &[Part::Setting("SECRET")];

const BASIC: Callers = Callers::basic("conns", CALLER, SECRET);
const DIGEST: Callers = Callers::digest("conns", CALLER, SECRET);
const BEARER: Callers = Callers::bearer("conns", SECRET);
const HEADER: Callers = Callers::header_key("conns", "X-Api-Key", SECRET);
const QUERY: Callers = Callers::query_key("conns", "api_key", SECRET);
const ALL: [Callers; 5] = [BASIC, DIGEST, BEARER, HEADER, QUERY];

fn settings(pairs: &[(&str, &str)]) -> Settings {
    let mut settings = Settings::default();
    pairs.iter().for_each(|(env, value)| settings.set(*env, *value));
    settings
}

fn authentication(callers: Callers, secret: &str) -> Authentication {
    callers.authentication(&settings(&[("CALLER", "ann"), ("SECRET", secret)]), KNOWN).unwrap()
}

/// A REST server and an MCP server that let in the same callers.
async fn servers(authentication: Authentication) -> [(&'static str, Running); 2] {
    let options = ServerOptions::default();
    let rest = Rest::new(Api::default()).route(Route::get("/conns").name("list"), Api::list);
    let rest = rest.with_authentication(authentication.clone()).into_router(&options);
    let mcp = mcp(Arc::default()).with_authentication(authentication).router(&options);
    [("GET /conns", start(rest).await), ("GET /mcp", start(mcp).await)]
}

/// Who isn't let in gets 401, challenges and a problem; who is gets what the server answers without authentication.
async fn check(callers: Callers, secret: &str, query: &str, headers: &[&str], admitted: bool) {
    for (line, server) in servers(authentication(callers, secret)).await {
        let answer = server.send(&format!("{line}{query}"), &[&[HOST], headers].concat(), b"").await;
        let wanted = match (admitted, line) {
            (false, _) => 401,
            (true, "GET /conns") => 200,
            (true, _) => 405, // there is no session to stream from
        };
        assert_eq!(answer.status, wanted, "{callers:?} {line}{query} {headers:?} {answer:?}");
        if !admitted {
            assert!(answer.header("www-authenticate").is_some(), "{answer:?}");
            let (kind, pointer, value) = match line {
                "GET /conns" => ("application/problem+json", "/title", json!("Unauthorized")),
                _ => ("application/json", "/error/code", json!(-32600)),
            };
            assert_eq!((answer.header("content-type"), answer.json().pointer(pointer)), (Some(kind), Some(&value)));
        }
        assert!(!format!("{answer:?}").contains("s3cret"), "{answer:?}");
    }
}

#[tokio::test]
async fn basic() {
    let given = |pair: &str| format!("authorization: Basic {}", STANDARD.encode(pair));
    check(BASIC, "s3cret", "", &[&given("ann:s3cret")], true).await;
    check(BASIC, "s3:cret", "", &[&given("ann:s3:cret").replace("Basic", "bASIC")], true).await;
    for wrong in ["ann:s3cre", "Ann:s3cret", "bob:s3cret", "ann:", ":s3cret", "ann", "", ":"] {
        check(BASIC, "s3cret", "", &[&given(wrong)], false).await;
    }
    check(BASIC, "s3cret", "", &[], false).await;
    check(BASIC, "s3cret", "", &["authorization: Basic !"], false).await;
    check(BASIC, "s3cret", "", &["authorization: Bearer s3cret"], false).await;
    check(BASIC, "s3cret", "", &[&given("ann:s3cret"), &given("ann:s3cret")], false).await;
    check(BASIC, "  ", "", &[&given("ann:  ")], false).await;
    check(BASIC, "  ", "", &[&given("ann:")], false).await;
}

#[tokio::test]
async fn bearer() {
    check(BEARER, "s3cret", "", &["authorization: Bearer s3cret"], true).await;
    check(BEARER, "s3cret", "", &["authorization: bearer  s3cret"], true).await;
    for wrong in ["Bearer s3cre", "Bearer s3cretx", "Bearer S3CRET", "Bearer", "Basic s3cret", "s3cret", ""] {
        check(BEARER, "s3cret", "", &[&format!("authorization: {wrong}")], false).await;
    }
    check(BEARER, "s3cret", "", &[], false).await;
    check(BEARER, "s3cret", "?access_token=s3cre", &[], false).await;
    for blank in ["authorization: Bearer", "authorization: Bearer  ", "authorization: Bearer \t"] {
        check(BEARER, " ", "", &[blank], false).await;
    }
}

#[tokio::test]
async fn api_keys() {
    check(HEADER, "s3cret", "", &["x-api-key: s3cret"], true).await;
    check(HEADER, "s3cret", "", &["X-API-KEY: s3cret"], true).await;
    check(HEADER, "s3cret", "?x-api-key=s3cre", &[], false).await;
    for wrong in [&["x-api-key: s3cre"][..], &["x-api-key:"], &[], &["x-api-key: s3cret", "x-api-key: s3cret"]] {
        check(HEADER, "s3cret", "", wrong, false).await;
    }
    check(HEADER, " ", "", &["x-api-key:  "], false).await;

    check(QUERY, "s3cret", "?api_key=s3cret", &[], true).await;
    check(QUERY, "s3+ret", "?limit=1&api_key=s3%2Bret", &[], true).await;
    for wrong in ["", "?", "?api_key", "?api_key=", "?API_KEY=x", "?api_key=s3cre", "?api_key=x&api_key=y"] {
        check(QUERY, "s3cret", wrong, &[], false).await;
    }
    check(QUERY, "s3cret", "", &["api_key: s3cre"], false).await;
    for blank in ["?api_key=", "?api_key=+"] {
        check(QUERY, " ", blank, &[], false).await;
    }
}

#[tokio::test]
async fn challenges() {
    let check = async |callers: Callers, headers: &[&str], wanted: &[&str], detail: &str| {
        for (line, server) in servers(authentication(callers, "s3cret")).await {
            let answer = server.send(line, &[&[HOST], headers].concat(), b"").await;
            let challenges = answer.headers.iter().filter(|(name, _)| name == "www-authenticate");
            let challenges: Vec<_> = challenges.map(|(_, challenge)| challenge.as_str()).collect();
            assert_eq!(challenges, wanted);
            let pointer = if line == "GET /mcp" { "/error/message" } else { "/detail" };
            let detail = json!(format!("callers of this server must present {detail}"));
            assert_eq!(answer.json().pointer(pointer), Some(&detail));
        }
    };
    let user = "a user name and a password, by the scheme Basic";
    check(BASIC, &[], &[r#"Basic realm="conns", charset="UTF-8""#], user).await;
    check(BEARER, &[], &[r#"Bearer realm="conns""#], "a bearer token").await;
    let invalid = r#"Bearer realm="conns", error="invalid_token""#;
    check(BEARER, &["authorization: Bearer x"], &[invalid], "a bearer token").await;
    check(HEADER, &[], &[r#"ApiKey realm="conns""#], "an API key, in the header x-api-key").await;
    check(QUERY, &[], &[r#"ApiKey realm="conns""#], "an API key, in the query parameter api_key").await;
    let odd = Callers::bearer("a \"b\" \\ ü\n", SECRET);
    check(odd, &[], &[r#"Bearer realm="a b  ""#], "a bearer token").await;
}

/// The guard comes first, the routes last: who isn't let in can't tell what is served.
#[tokio::test]
async fn the_whole_server_is_covered_and_the_guard_comes_first() {
    for callers in ALL {
        for (_, server) in servers(authentication(callers, "s3cret")).await {
            for line in
                ["GET /", "GET /conns", "POST /conns", "OPTIONS /conns", "HEAD /nowhere", "GET /%ff", "POST /mcp"]
            {
                let answer = server.send(line, &[HOST], b"").await;
                assert_eq!(answer.status, 401, "{callers:?} {line} {answer:?}");
            }
            let long = server.send("POST /mcp", &[HOST, "content-length: 99999999"], b"").await;
            assert_eq!(long.status, 401);
            for headers in [&["host: evil.test"][..], &[HOST, "origin: https://evil.test"]] {
                let answer = server.send("GET /conns", headers, b"").await;
                assert_eq!((answer.status, answer.header("www-authenticate")), (403, None), "{callers:?} {answer:?}");
            }
        }
    }
}

#[tokio::test]
async fn an_mcp_client_gets_in_with_the_token_only() {
    let [_, (_, server)] = servers(authentication(BEARER, "s3cret")).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let transport = |token: &str| {
        let uri = format!("http://{}/mcp", server.address);
        let config = StreamableHttpClientTransportConfig::with_uri(uri).auth_header(token);
        StreamableHttpClientTransport::from_config(config)
    };
    let client = ().serve(transport("s3cret")).await.unwrap();
    assert_eq!(client.list_all_tools().await.unwrap().len(), 6);
    let arguments = json!({"id": "a"}).as_object().unwrap().clone();
    let called = client.call_tool(CallToolRequestParams::new("get-conn").with_arguments(arguments)).await.unwrap();
    assert_eq!(called.structured_content, Some(json!({"id": "a"})));
    client.cancel().await.unwrap();
    assert!(().serve(transport("s3cre")).await.is_err());
}

/// What only some may see, no cache may share.
#[tokio::test]
async fn the_list_of_tools_is_private() {
    let [_, (_, server)] = servers(authentication(BEARER, "s3cret")).await;
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    });
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}).to_string();
    let length = format!("content-length: {}", message.len());
    let headers = [HOST, "authorization: Bearer s3cret", "content-type: application/json", &length];
    let modern = ["mcp-protocol-version: 2026-07-28", "mcp-method: tools/list"];
    let answer = server.send("POST /mcp", &[&headers[..], &modern].concat(), message.as_bytes()).await;
    assert_eq!(answer.json()["result"]["cacheScope"], "private", "{answer:?}");
}

#[tokio::test]
async fn nobody_is_let_in_where_there_is_nobody() {
    for (line, server) in servers(Authentication::nobody()).await {
        for header in ["authorization: Bearer", "authorization: Bearer  ", "accept: */*"] {
            assert_eq!(server.send(line, &[HOST, header], b"").await.status, 401);
        }
    }
}

#[test]
fn a_server_is_not_built_without_what_its_callers_must_know() {
    let check = |callers: Callers, given: &[(&str, &str)], wanted: &str| {
        let error = callers.authentication(&settings(given), KNOWN).unwrap_err();
        assert_eq!(error.to_string(), wanted);
        assert!(matches!(error, Error::Config(_)));
    };
    let secret = "missing setting: SECRET (secret of callers of conns)";
    for callers in [BEARER, HEADER, QUERY] {
        check(callers, &[], secret);
    }
    let both = "missing settings: CALLER (user name of callers of conns), SECRET (secret of callers of conns)";
    check(BASIC, &[], both);
    check(DIGEST, &[("CALLER", "ann")], secret);
    let unknown = BEARER.authentication(&Settings::default(), &[]).unwrap_err();
    assert!(
        matches!(unknown, Error::Config(ConfigError::Missing { settings, .. }) if settings == [Setting::secret("SECRET")])
    );

    let character = "the credential of callers of conns holds a character that no header can carry";
    for lost in ["s3cret\n", " s3cret", "a\nb"] {
        check(BEARER, &[("SECRET", lost)], character);
    }
    let colon = "the user name of callers of conns must not hold a colon";
    check(BASIC, &[("CALLER", "a:b"), ("SECRET", "s3cret")], colon);
    assert_eq!(BASIC.settings().collect::<Vec<_>>(), ["CALLER", "SECRET"]);
}

#[test]
fn debug_holds_no_secret() {
    for callers in ALL {
        let text = format!("{:?} {callers:?}", authentication(callers, "s3cret"));
        assert!(text.starts_with("Authentication(a") && !text.contains("s3cret") && !text.contains("ann"), "{text}");
    }
}
