//! The four APIs. Numbers come as texts and texts as numbers here and there, as they do.

use capwright_tests::{Script, Seen, Upstream};

pub(super) const TITLE: &str =
    "Beacon to a host that nobody knows, every sixty seconds, from a machine in the warehouse";

pub(super) const TICKET: &str =
    r#"{"key":"T-1","links":{"self":"https://t/T-1"},"assignee":{"display_name":"Bo","on_call":"true"}, "age": 2.50}"#;

pub(super) const PEOPLE: &str = r#"[{"id":3,"name":"Cy","email":"cy@example.com","badge":9},
    {"id":"5","name":"Ada","email":"ada@example.com"},{"id":"7","name":"Bo"}]"#;

/// What each request is answered with, if it presents what it must.
pub(super) fn script(seen: &Seen) -> Script {
    if seen.line == "POST /login/token" {
        return Script::json(r#"{"access_token":"t0ken","token_type":"Bearer","expires_in":3600}"#);
    }
    let (credential, wanted) = match seen.line.split('/').nth(1) {
        Some("alerts") => ("authorization", "Bearer t0ken"),
        Some("assets") => ("x-assets-key", "assets-s3cret"),
        Some("directory") => ("authorization", "Basic cmVhZGVyOmRpcmVjdG9yeS1zM2NyZXQ="),
        _ => ("authorization", "Bearer tickets-s3cret"),
    };
    if seen.header(credential) != Some(wanted) {
        return Script::http("401 Unauthorized", "", "who are you?");
    }
    let (path, _) = seen.line.split_once('?').unwrap_or((&seen.line, ""));
    match path {
        "GET /alerts/v2/alerts" => Script::json(format!(
            r#"{{"items":[{{"id":7,"title":"{TITLE}","severity":"high","risk":{{"score":"8.5"}}}},{{"id":"a/2"}}]}}"#
        )),
        "GET /alerts/v2/alerts/a%2F2" => Script::json(format!(
            r#"{{"id":"a/2","title":"{TITLE}","severity":"high","risk":{{"score":8.50}},"asset_id":"srv 7"}}"#
        )),
        "GET /alerts/v2/alerts/bare" => Script::json(r#"{"asset_id":"bare"}"#),
        "GET /directory/people" => Script::json(PEOPLE),
        "GET /assets/assets/srv%207" => {
            Script::json(r#"{"hostname":"srv-7","is_critical":true,"owner_ids":[5,"3","nobody"]}"#)
        }
        "GET /assets/assets/bare" => Script::json("{}"),
        "POST /tickets/tickets" => {
            Script::http("201 Created", "content-type: application/json\r\nlocation: /T-1\r\n", TICKET)
        }
        "GET /tickets/tickets/T-1" => Script::json(TICKET),
        _ => Script::http("404 Not Found", "content-type: application/json\r\n", r#"{"error":"no such thing"}"#),
    }
}

/// All four.
pub(super) async fn apis() -> Upstream {
    Upstream::with(script).await
}

/// All four, where requests that start so are answered otherwise.
pub(super) async fn apis_but(line: &'static str, reply: Script) -> Upstream {
    Upstream::with(move |seen| if seen.line.starts_with(line) { reply.clone() } else { script(seen) }).await
}
