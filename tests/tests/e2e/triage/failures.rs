//! Steps: which calls overlap, and what becomes of those that fail.

use std::sync::Arc;

use capwright_tests::{Script, Upstream};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::Triage;
use super::upstream::{apis, apis_but, script};

#[tokio::test]
async fn calls_that_need_nothing_of_each_other_overlap() {
    let released = Arc::new(Notify::new());
    let held = Arc::clone(&released);
    let upstream = Upstream::with(move |seen| match script(seen) {
        Script::Bytes(bytes) if seen.line != "POST /login/token" => Script::Hold(Arc::clone(&held), bytes),
        other => other,
    });
    let triage = Arc::new(Triage::start(upstream.await).await);
    let asked = Arc::clone(&triage);
    let answer = tokio::spawn(async move { asked.ask("GET /alerts/a%2F2", &[], "").await });
    triage.upstream.until_seen(3).await; // a token, and both calls before either is answered
    assert_eq!(triage.lines(), ["GET /alerts/v2/alerts/a%2F2", "GET /directory/people"]);
    released.notify_one();
    released.notify_one();
    triage.upstream.until_seen(1).await;
    assert_eq!(triage.lines(), ["GET /assets/assets/srv%207"], "it needs the alert");
    assert!(!answer.is_finished());
    released.notify_one();
    assert_eq!(answer.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_failing_step_is_named() {
    let json = "content-type: application/json\r\n";
    let error = |status: &str| Script::http(status, json, r#"{"error":"no"}"#);
    let escalate = ("PUT /alerts/a%2F2/escalation", "escalate-alert");
    let explain = ("GET /alerts/a%2F2", "explain-alert");
    for ((line, tool), at, reply, status, detail) in [
        (
            explain,
            "GET /alerts",
            error("404 Not Found"),
            404,
            "step alert: alerts answered get-alert with 404 Not Found",
        ),
        (
            explain,
            "GET /directory",
            error("403 Forbidden"),
            403,
            "step people: directory answered list-people with 403",
        ),
        (
            explain,
            "GET /assets",
            error("500 Internal Server Error"),
            502,
            "step asset: assets answered get-asset with 500",
        ),
        (explain, "GET /assets", Script::http("200 OK", json, "{"), 502, "step asset: the "),
        (explain, "GET /alerts", Script::Reset, 502, "step alert: alerts closed the connection before it answered"),
        (explain, "POST /login", error("400 Bad Request"), 502, "step alert: alerts can't be called"),
        (escalate, "GET /alerts", error("410 Gone"), 410, "step alert: alerts answered get-alert with 410 Gone"),
        (
            escalate,
            "POST /tickets",
            error("422 Unprocessable Entity"),
            422,
            "step ticket: tickets answered open-ticket with 422",
        ),
        (
            escalate,
            "POST /tickets",
            error("503 Service Unavailable"),
            502,
            "step ticket: tickets answered open-ticket with 503",
        ),
    ] {
        let triage = Triage::start(apis_but(at, reply).await).await;
        let body = if line.starts_with("PUT") { r#"{"reason":"it spreads"}"# } else { "" };
        let answer = triage.ask(line, &[], body).await;
        assert_eq!(answer.status, status, "{line} {at} {answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
        assert!(answer.json()["detail"].as_str().unwrap().starts_with(detail), "{detail:?} {answer:?}");
        assert!(!answer.raw.contains("s3cret") && !answer.raw.contains("t0ken"), "{answer:?}");

        let arguments = json!({"alertId": "a/2"});
        let arguments = if tool == "escalate-alert" { with_reason(arguments) } else { arguments };
        let result = triage.call(tool, arguments).await;
        assert_eq!(result["isError"], true, "{result}");
        assert!(result["content"][0]["text"].as_str().unwrap().starts_with(detail), "{detail:?} {result}");
    }
}

fn with_reason(mut arguments: Value) -> Value {
    arguments["reason"] = json!("it spreads");
    arguments
}

#[tokio::test]
async fn nothing_is_written_when_a_step_before_fails() {
    let missing = Script::http("404 Not Found", "", "");
    let triage = Triage::start(apis_but("GET /alerts", missing).await).await;
    assert_eq!(triage.ask("PUT /alerts/a%2F2/escalation", &[], r#"{"reason":"r"}"#).await.status, 404);
    assert_eq!(triage.lines(), ["GET /alerts/v2/alerts/a%2F2"]);
}

#[tokio::test]
async fn a_call_on_its_own_passes_what_the_upstream_says() {
    let busy = Script::http("429 Too Many Requests", "retry-after: 7\r\n", "slow down");
    let triage = Triage::start(apis_but("POST /tickets", busy).await).await;
    let answer = triage.ask("POST /tickets", &[], r#"{"title":"t","priority":1}"#).await;
    assert_eq!((answer.status, answer.text()), (429, "slow down"));
}

#[tokio::test]
async fn what_is_not_of_the_declared_type_is_the_fault_of_the_upstream() {
    let triage = Triage::start(apis_but("GET /alerts", Script::json(r#"{"items":{}}"#)).await).await;
    let answer = triage.ask("GET /alerts", &[], "").await;
    assert_eq!(answer.status, 502, "{answer:?}");
    assert_eq!(answer.json()["detail"], "answer must be a list, but alerts gave an object");
}

#[tokio::test]
async fn one_value_of_another_type_leaves_the_rest() {
    for (at, line, answer, place, path) in [
        ("GET /alerts", "GET /alerts", r#"{"items":[{"risk":{"score":"high"}}]}"#, "/0/score", "[0].score"),
        ("GET /assets", "GET /alerts/a%2F2", r#"{"is_critical":"maybe"}"#, "/machine/critical", "machine.critical"),
    ] {
        let triage = Triage::start(apis_but(at, Script::json(answer)).await).await;
        let answer = triage.ask(line, &[], "").await;
        assert_eq!((answer.status, answer.header("capwright-misfits")), (200, Some(path)), "{answer:?}");
        assert_eq!(answer.json().pointer(place), Some(&Value::Null), "{answer:?}");
    }
}

#[tokio::test]
async fn an_id_that_no_step_found_is_not_looked_for() {
    for (alert, detail) in [
        ("{}", "must be a string, but the upstream gave nothing"),
        (r#"{"asset_id":""}"#, r#"must be a segment of a path, but the upstream gave """#),
        (r#"{"asset_id":".."}"#, r#"must be a segment of a path, but the upstream gave "..""#),
    ] {
        let triage = Triage::start(apis_but("GET /alerts", Script::json(alert)).await).await;
        let answer = triage.ask("GET /alerts/a%2F2", &[], "").await;
        assert_eq!(answer.status, 502, "{answer:?}");
        assert_eq!(answer.json()["detail"], format!("step asset: asset_id {detail}"), "{answer:?}");
        assert_eq!(triage.lines(), ["GET /alerts/v2/alerts/a%2F2", "GET /directory/people"]);
    }
}

#[tokio::test]
async fn one_token_does_for_all() {
    let triage = Triage::start(apis().await).await;
    for _ in 0..3 {
        assert_eq!(triage.ask("GET /alerts", &[], "").await.status, 200);
    }
    let tokens: Vec<_> = triage.upstream.take().into_iter().filter(|seen| seen.line == "POST /login/token").collect();
    let [token] = &tokens[..] else { panic!("one token: {tokens:?}") };
    let body = String::from_utf8_lossy(&token.body);
    assert!(body.contains("grant_type=client_credentials") && body.contains("scope=alerts.read"), "{body}");
    assert_eq!(token.header("authorization"), Some("Basic dHJpYWdlOmFsZXJ0cy1zM2NyZXQ="));
}

#[tokio::test]
async fn an_answer_without_properties_is_no_record_of_nulls() {
    let ticket = json!({"title": "odd", "priority": 4});
    for (body, found) in
        [("[{\"key\":\"T-1\"}]", "a list"), ("5", "5"), ("null", "null"), ("\"T-1\"", "\"T-1\""), ("true", "true")]
    {
        let reply = Script::http("201 Created", "content-type: application/json\r\n", body);
        let triage = Triage::start(apis_but("POST /tickets", reply).await).await;
        let told = format!("the answer must be an object, but tickets gave {found}");
        let answer = triage.ask("POST /tickets", &[], &ticket.to_string()).await;
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some(told.as_str())), "{answer:?}");
        let call = json!({"name": "open-ticket", "arguments": ticket});
        let result = triage.model("tools/call", call).await;
        assert_eq!((&result["isError"], &result["content"][0]["text"]), (&json!(true), &json!(told)), "{result}");
    }
    let reply = Script::json(r#"{"items":[{"id":7},null]}"#);
    let triage = Triage::start(apis_but("GET /alerts/v2/alerts", reply).await).await;
    let answer = triage.ask("GET /alerts", &[], "").await;
    assert_eq!((answer.status, answer.header("capwright-misfits")), (200, None), "{answer:?}");
    assert_eq!((&answer.json()[0]["id"], &answer.json()[1]), (&json!("7"), &Value::Null));
}

#[tokio::test]
async fn an_answer_that_nothing_shapes_may_be_anything() {
    for (body, is_object) in [("[1, 2.50]", false), ("1e2", false), ("null", false), ("{\"a\": 1}", true)] {
        let reply = Script::http("200 OK", "content-type: application/json\r\n", body);
        let triage = Triage::start(apis_but("GET /tickets", reply).await).await;
        let answer = triage.ask("GET /tickets/T-1", &[], "").await;
        assert_eq!((answer.status, answer.text()), (200, body));
        let call = json!({"name": "get-ticket", "arguments": {"ticketId": "T-1"}});
        let result = triage.model("tools/call", call).await;
        assert_eq!(result["content"][0]["text"], json!(body), "{result}");
        assert_eq!(result.get("structuredContent").is_some(), is_object, "{result}");
    }
}
