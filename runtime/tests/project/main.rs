//! Declared outputs and steps in a crate as the compiler prints it, over real sockets: what the upstream is asked, what
//! callers get.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(unreachable_pub, reason = "a crate of its own, as printed")]

mod fleet;
mod registry;
#[path = "../support/mod.rs"]
mod support;

use capwright_runtime::server::ServerOptions;
use fleet::{Proxy, mcp, rest};
use registry::{Registry, Script};
use serde_json::json;
use support::{Running, start};

const HOST: &str = "host: localhost";

const DAWN: &str = r#"{"imo_number":9456781,"vessel_name":"Pacific Dawn","year_built":"2018","gross_tonnage":9007199254740993,
"dimensions":{"length_overall":274.5},"assignedCrew":["CREW-4","CREW-9","CREW-2"]}"#;

const CREW: &str =
    r#"[{"crewId":"CREW-2","fullName":"Ada","role":"master","age":50},{"crewId":"CREW-4","fullName":"Bo"}]"#;

fn script() -> Script {
    Script::from([
        ("GET /ships/dawn", ("200 OK", DAWN)),
        ("GET /ships/odd", ("200 OK", r#"{"year_built":"unknown"}"#)),
        ("GET /ships/bare", ("200 OK", r#"{"dimensions":null}"#)),
        ("GET /ships/list", ("200 OK", "[]")),
        ("GET /ships/void", ("200 OK", "")),
        ("GET /ships/down", ("503 Service Unavailable", "busy")),
        ("GET /ships", ("200 OK", r#"[{"imo_number":"1","vessel_name":"Star","flag":"NO"},{}]"#)),
        ("GET /ships?status=none", ("200 OK", r#"{"ships":[]}"#)),
        ("GET /crew", ("200 OK", CREW)),
    ])
}

#[tokio::test]
async fn rest_callers_get_declared_outputs() {
    let registry = Registry::start(script()).await;
    let router = rest::server(Proxy::new(registry.client.clone())).into_router(&ServerOptions::default());
    let server = start(router).await;
    let check = async |path: &str, requests: &[&str], status: u16, body: &str| {
        let answer = server.send(&format!("GET {path}"), &[HOST], b"").await;
        assert_eq!((answer.status, answer.body.as_str()), (status, body), "{path}");
        assert_eq!(registry.take_requests(), requests, "{path}");
        let media_type = (!body.is_empty()).then_some("application/json");
        assert_eq!(answer.header("content-type"), media_type, "{path}");
    };
    let ships = r#"[{"imo":"1","name":"Star"},{"imo":null,"name":null}]"#;
    check("/ships", &["GET /ships"], 200, ships).await;
    let dawn = r#"{"imo":"9456781","name":"Pacific Dawn","specs":{"yearBuilt":2018,"length":274.5}}"#;
    check("/ships/dawn", &["GET /ships/dawn"], 200, dawn).await;
    let bare = r#"{"imo":null,"name":null,"specs":{"yearBuilt":null,"length":null}}"#;
    check("/ships/bare", &["GET /ships/bare"], 200, bare).await;
    let odd = r#"{"imo":null,"name":null,"specs":{"yearBuilt":null,"length":null}}"#;
    check("/ships/odd", &["GET /ships/odd"], 200, odd).await;
    check("/ships/void", &["GET /ships/void"], 200, "").await;
    check("/ships/gone", &["GET /ships/gone"], 404, r#"{"error":"no ship"}"#).await;
    let crew = r#"[{"fullName":"Bo","role":null},{"fullName":"Ada","role":"master"}]"#;
    let dawn = format!(r#"{{"imo":"9456781","tonnage":9007199254740993,"crew":{crew}}}"#);
    check("/ships/dawn/crew", &["GET /crew", "GET /ships/dawn"], 200, &dawn).await;
    let bare = r#"{"imo":null,"tonnage":null,"crew":null}"#;
    check("/ships/bare/crew", &["GET /crew", "GET /ships/bare"], 200, bare).await;
}

#[tokio::test]
async fn rest_callers_learn_what_is_wrong() {
    let registry = Registry::start(script()).await;
    let router = rest::server(Proxy::new(registry.client.clone())).into_router(&ServerOptions::default());
    let server = start(router).await;
    let check = async |path: &str, status: u16, pause: Option<&str>, detail: &str| {
        let answer = server.send(&format!("GET {path}"), &[HOST], b"").await;
        assert_eq!((answer.status, answer.header("retry-after")), (status, pause), "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        assert_eq!(answer.json()["detail"], detail, "{path}");
    };
    check("/ships/list", 502, None, "the answer must be an object, but registry gave a list").await;
    check("/ships?status=none", 502, None, "the answer must be a list, but registry gave an object").await;
    let gone = "step get-ship: registry answered get-ship with 404 Not Found";
    check("/ships/gone/crew", 404, Some("7"), gone).await;
    let down = "step get-ship: registry answered get-ship with 503 Service Unavailable";
    check("/ships/down/crew", 502, Some("7"), down).await;
}

async fn call(server: &Running, tool: &str, arguments: serde_json::Value) -> serde_json::Value {
    let params = json!({"name": tool, "arguments": arguments});
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    let length = format!("content-length: {}", body.len());
    let headers = [HOST, "content-type: application/json", &length];
    server.send("POST /mcp", &headers, body.as_bytes()).await.json()["result"].take()
}

#[tokio::test]
async fn models_get_structured_content_that_fits_the_schema() {
    let registry = Registry::start(script()).await;
    let server = start(mcp::server(Proxy::new(registry.client.clone())).router(&ServerOptions::default())).await;
    let check = async |tool: &str, arguments: serde_json::Value, text: &str, structured: serde_json::Value| {
        let result = call(&server, tool, arguments).await;
        assert_eq!(
            (&result["isError"], result["content"][0]["text"].as_str()),
            (&json!(false), Some(text)),
            "{result}"
        );
        assert_eq!(result["structuredContent"], structured);
    };
    let ships = json!([{"imo": "1", "name": "Star"}, {"imo": null, "name": null}]);
    check("list-ships", json!({}), &ships.to_string(), json!({"result": ships})).await;
    let dawn = json!({"imo": "9456781", "name": "Pacific Dawn", "specs": {"yearBuilt": 2018, "length": 274.5}});
    check("get-ship", json!({"imo": "dawn"}), &dawn.to_string(), dawn).await;
    let odd = json!({"imo": null, "name": null, "specs": {"yearBuilt": null, "length": null}});
    check("get-ship", json!({"imo": "odd"}), &odd.to_string(), odd).await;
    let told = &call(&server, "get-ship", json!({"imo": "odd"})).await["_meta"];
    assert_eq!(told, &json!({"io.capwright/misfits": {"paths": ["specs.yearBuilt"]}}));
    check("get-ship", json!({"imo": "void"}), "200 OK: done, the answer has no content", json!({})).await;
    let crew = json!([{"fullName": "Bo", "role": null}, {"fullName": "Ada", "role": "master"}]);
    let dawn = json!({"imo": "9456781", "tonnage": 9_007_199_254_740_993_i64, "crew": crew});
    check("get-ship-with-crew", json!({"imo": "dawn"}), &dawn.to_string(), dawn).await;
}

#[tokio::test]
async fn models_learn_what_is_wrong() {
    let registry = Registry::start(script()).await;
    let server = start(mcp::server(Proxy::new(registry.client.clone())).router(&ServerOptions::default())).await;
    let check = async |tool: &str, imo: &str, text: &str| {
        let result = call(&server, tool, json!({"imo": imo})).await;
        assert_eq!((&result["isError"], result["content"][0]["text"].as_str()), (&json!(true), Some(text)), "{result}");
    };
    check("get-ship", "list", "the answer must be an object, but registry gave a list").await;
    check("get-ship", "", "imo must not be empty; the tool takes imo").await;
    let gone =
        "step get-ship: registry answered get-ship with 404 Not Found; retry after 7 s\n\n{\"error\":\"no ship\"}";
    check("get-ship-with-crew", "gone", gone).await;
}
