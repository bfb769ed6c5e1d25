//! Redirects: followed by GET to the same origin, and named where they are not.

use capwright_tests::{Script, Seen, Upstream, send};
use serde_json::json;

use crate::running::{JSON, KEY, Running};

const STATUSES: [&str; 5] =
    ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"];

/// Leads from `/answers/N` to the next lower one, and from there nowhere else.
fn countdown(seen: &Seen) -> Script {
    let left: usize = seen.line.rsplit('/').next().and_then(|count| count.parse().ok()).unwrap_or_default();
    match left {
        0 => Script::json(r#"{"id": "found"}"#),
        left => Script::http(STATUSES[left % 5], &format!("location: /answers/{}#there\r\n", left - 1), ""),
    }
}

#[tokio::test]
async fn five_redirects_are_followed() {
    let running = Running::with(countdown).await;
    for (from, status) in [(0, 200), (1, 200), (5, 200), (6, 502)] {
        let answer = running.ask(&format!("GET /answers/{from}"), &[]).await;
        assert_eq!(answer.status, status, "{from} {answer:?}");
        let seen = running.upstream.take();
        assert_eq!(seen.len(), 6.min(from + 1), "{from}");
        assert!(seen.iter().all(|seen| seen.header("x-key") == Some(KEY) && !seen.line.contains('#')), "{seen:?}");
        let result = running.tool("read", json!({"what": from.to_string()})).await;
        assert_eq!(result["isError"] == true, status == 502, "{from} {result}");
        running.upstream.take();
    }
    let answer = running.ask("GET /answers/6", &[]).await;
    let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    let told = format!(
        "to {}/answers/0 (302 Found), which is not followed: there were five before it",
        running.upstream.url()
    );
    assert!(detail.ends_with(&told), "{detail}");
}

#[tokio::test]
async fn nothing_goes_to_another_origin() {
    let elsewhere = Upstream::start(Script::json("{}")).await;
    for status in STATUSES {
        let location = format!("location: {}/login?next=s3cret\r\n", elsewhere.url());
        let script = Script::http(status, &location, "");
        let running = Running::with(move |_| script.clone()).await;
        let told = format!(
            "up redirects get-answer to {}/login ({status}), which is not followed: it leads to another origin",
            elsewhere.url()
        );
        let answer = running.ask("GET /answers/x", &[]).await;
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some(told.as_str())), "{answer:?}");
        assert_eq!(answer.header("location"), None);
        let result = running.tool("answer", json!({"what": "x"})).await;
        assert_eq!((&result["isError"], result["content"][0]["text"].as_str()), (&json!(true), Some(told.as_str())));
        let called = running.call(&["get-answer", "--what", "x"]).await;
        assert!(called.code() == 1 && called.stderr.contains(&told), "{called:?}");
        assert!(running.upstream.seen().len() == 3);
    }
    assert_eq!(elsewhere.seen(), [], "the key never gets there");
}

#[tokio::test]
async fn what_may_write_is_not_sent_again() {
    for status in STATUSES {
        let script = Script::http(status, "location: /answers/x/\r\n", "");
        let running = Running::with(move |_| script.clone()).await;
        let told = "which is not followed: only GET and HEAD are sent again";
        let answer = send(running.rest, "PUT /answers/x", &[JSON], b"{}").await;
        assert!(answer.status == 502 && answer.json()["detail"].as_str().is_some_and(|text| text.ends_with(told)));
        assert_eq!(running.upstream.take().len(), 1, "{status}");
        let result = running.tool("change", json!({"what": "x", "body": {}})).await;
        assert!(result["isError"] == true && result.to_string().contains(told), "{result}");
        assert_eq!(running.upstream.take().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn other_statuses_of_3xx_are_answers() {
    for (status, headers) in [("304 Not Modified", "etag: \"a\"\r\n"), ("300 Multiple Choices", "")] {
        let script = Script::http(status, headers, "");
        let running = Running::with(move |_| script.clone()).await;
        let answer = running.ask("GET /answers/x", &[]).await;
        assert_eq!(answer.status.to_string(), status[..3], "{answer:?}");
    }
    let running = Running::with(|_| Script::http("302 Found", "", "")).await;
    let answer = running.ask("GET /answers/x", &[]).await;
    let told = "up redirects get-answer (302 Found), which is not followed: it leads nowhere";
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some(told)));
}
