//! The REST server: what callers send, what reaches the four APIs, what callers get.

use serde_json::{Value, json};

use super::upstream::{TICKET, TITLE, apis};
use super::{KEY, Triage};
use crate::JSON;

#[tokio::test]
async fn outputs_are_as_declared() {
    let triage = Triage::start(apis().await).await;
    let check = async |line: &str, requests: &[&str], wanted: Value| {
        let answer = triage.ask(line, &[], "").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        let text = answer.text().replace("8.50", "8.5"); // numbers keep their digits, but not in json!
        assert_eq!(text, wanted.to_string(), "{line}");
        assert_eq!(triage.lines(), requests, "{line}");
    };
    let cut: String = TITLE.chars().take(80).collect();
    let alerts = json!([
        {"id": "7", "title": cut, "severity": "high", "score": 8.5, "source": "sensors"},
        {"id": "a/2", "title": null, "severity": null, "score": null, "source": "sensors"},
    ]);
    check("GET /alerts", &["GET /alerts/v2/alerts?sort=newest"], alerts.clone()).await;
    let request = "GET /alerts/v2/alerts?severity=high&severity=very%20high&limit=2&sort=newest";
    check("GET /alerts?limit=2&severity=high&severity=very+high", &[request], alerts.clone()).await;
    check("GET /alerts?sort=oldest", &["GET /alerts/v2/alerts?sort=newest"], alerts).await;

    let requests = ["GET /alerts/v2/alerts/a%2F2", "GET /assets/assets/srv%207", "GET /directory/people"];
    let owners = json!([{"name": "Ada", "email": "ada@example.com"}, {"name": "Cy", "email": "cy@example.com"}]);
    let machine = json!({"name": "srv-7", "critical": true});
    let explained = json!({"title": TITLE, "score": 8.5, "machine": machine, "owners": owners});
    check("GET /alerts/a%2F2", &requests, explained).await;
    let requests = ["GET /alerts/v2/alerts/bare", "GET /assets/assets/bare", "GET /directory/people"];
    check("GET /alerts/bare", &requests, json!({})).await;

    check("GET /policy", &[], json!({"critical": 15, "high": 240, "unit": "minutes"})).await;
}

#[tokio::test]
async fn an_answer_that_nothing_shapes_keeps_its_bytes() {
    let triage = Triage::start(apis().await).await;
    let answer = triage.ask("GET /tickets/T-1", &[], "").await;
    assert_eq!((answer.status, answer.text()), (200, TICKET));
    assert_eq!(triage.lines(), ["GET /tickets/tickets/T-1"]);
    let answer = triage.ask("GET /tickets/T-2", &[], "").await;
    assert_eq!((answer.status, answer.text()), (404, r#"{"error":"no such thing"}"#));
}

#[tokio::test]
async fn bodies_are_sent_as_json() {
    let triage = Triage::start(apis().await).await;
    let check = async |headers: &[&str], body: Value, sent: Value, key: Option<&str>| {
        let answer = triage.ask("POST /tickets", headers, &body.to_string()).await;
        let assignee = json!({"name": "Bo", "onCall": true});
        let wanted = json!({"id": "T-1", "link": "https://t/T-1", "assignee": assignee});
        assert_eq!((answer.status, answer.text()), (201, wanted.to_string().as_str()), "{answer:?}");
        let [seen] = &triage.seen()[..] else { panic!("one request") };
        assert_eq!((seen.line.as_str(), seen.header("idempotency-key")), ("POST /tickets/tickets", key));
        assert_eq!(seen.header("content-type"), Some("application/json"));
        assert_eq!(String::from_utf8_lossy(&seen.body), sent.to_string());
    };
    let all = json!({"title": "it's \"odd\"", "details": "d\ne", "priority": 2, "labels": ["a", "b"], "alert": "7"});
    let source = json!({"system": "triage", "alert": "7"});
    let sent =
        json!({"title": "it's \"odd\"", "details": "d\ne", "priority": 2, "labels": ["a", "b"], "source": source});
    check(&["request-id: r-1"], all, sent, Some("r-1")).await;
    let least = json!({"priority": 4, "title": "odd", "other": 1});
    check(&[], least, json!({"title": "odd", "priority": 4, "source": {"system": "triage"}}), None).await;
}

#[tokio::test]
async fn a_later_step_is_made_of_an_earlier_one() {
    let triage = Triage::start(apis().await).await;
    let body = json!({"reason": "it spreads"}).to_string();
    let answer = triage.ask("PUT /alerts/a%2F2/escalation", &[], &body).await;
    let wanted = json!({"alert": "a/2", "ticket": {"id": "T-1", "link": "https://t/T-1"}});
    assert_eq!((answer.status, answer.text()), (200, wanted.to_string().as_str()));
    let [alert, ticket] = &triage.seen()[..] else { panic!("two requests") };
    assert_eq!(alert.line, "GET /alerts/v2/alerts/a%2F2");
    assert_eq!(
        (ticket.line.as_str(), ticket.header("idempotency-key")),
        ("POST /tickets/tickets", Some("escalate-a/2"))
    );
    let source = json!({"system": "triage", "alert": "a/2"});
    let sent = json!({"title": format!("[high] {TITLE}"), "details": "it spreads", "priority": 1, "source": source});
    assert_eq!(ticket.json(), sent);
}

#[tokio::test]
async fn what_callers_got_wrong_reaches_no_api() {
    let triage = Triage::start(apis().await).await;
    for (line, body, status, input, detail) in [
        ("GET /alerts?limit=x", "", 400, Some("limit"), "limit must be an integer, not \"x\""),
        ("POST /tickets", r#"{"title":"t"}"#, 400, Some("priority"), "priority is required"),
        ("POST /tickets", r#"{"priority":1}"#, 400, Some("title"), "title is required"),
        ("POST /tickets", r#"{"priority":"soon","title":"t"}"#, 400, Some("priority"), "priority must be an integer"),
        ("POST /tickets", r#"{"priority":1,"title":"t","labels":"a"}"#, 400, Some("labels"), "labels must be a list"),
        ("POST /tickets", "{", 400, Some("body"), "body must be JSON"),
        ("PUT /alerts/7/escalation", "{}", 400, Some("reason"), "reason is required"),
        ("GET /alerts/..", "", 400, Some("alertId"), "step alert: alertId must not be"),
        ("GET /people", "", 404, None, ""),
        ("DELETE /tickets/T-1", "", 405, None, ""),
    ] {
        let answer = triage.ask(line, &[], body).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some("application/problem+json")),
            "{line}"
        );
        let problem = answer.json();
        assert_eq!(problem.get("input").and_then(Value::as_str), input, "{line} {problem}");
        assert!(problem["detail"].as_str().unwrap_or_default().contains(detail), "{line} {problem}");
    }
    assert_eq!(triage.lines(), [""; 0]);
}

#[tokio::test]
async fn nobody_else_is_let_in() {
    let triage = Triage::start(apis().await).await;
    let wrong = KEY.replace("let-me-in", "let-me-i");
    for headers in [&[][..], &[wrong.as_str()], &["authorization: Bearer let-me-in"]] {
        for line in ["GET /alerts", "GET /policy", "GET /nowhere"] {
            let answer = triage.rest.send(line, headers, b"").await;
            assert_eq!(answer.status, 401, "{line} {headers:?}");
            assert!(answer.header("www-authenticate").is_some_and(|it| it.contains("triage-api")), "{answer:?}");
            assert_eq!(answer.json()["title"], "Unauthorized");
        }
        assert_eq!(triage.mcp.send("POST /mcp", &[headers, &[JSON]].concat(), b"{}").await.status, 401);
    }
    assert_eq!(triage.lines(), [""; 0]);
}
