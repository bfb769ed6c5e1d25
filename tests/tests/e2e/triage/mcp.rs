//! The MCP server: what models are told, what they get.

use serde_json::{Value, json};

use super::upstream::{TICKET, TITLE, apis};
use super::{KEY, Triage};
use crate::JSON;

/// A tool as `tools/list` has it, without its outputs.
fn tool(name: &str, description: &str, hints: Value, inputs: Value, required: &[&str]) -> Value {
    let mut schema = json!({"type": "object", "additionalProperties": false});
    if inputs != json!({}) {
        schema["properties"] = inputs;
    }
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    json!({"name": name, "description": description, "inputSchema": schema, "annotations": hints})
}

fn input(kind: &str, description: &str) -> Value {
    json!({"type": kind, "description": description})
}

fn list(description: &str) -> Value {
    json!({"type": "array", "items": {"type": "string"}, "description": description})
}

#[tokio::test]
async fn tools_are_those_of_the_flows() {
    let triage = Triage::start(apis().await).await;
    let mut listed = triage.model("tools/list", json!({})).await["tools"].take();
    for tool in listed.as_array_mut().unwrap() {
        tool.as_object_mut().unwrap().remove("outputSchema");
    }
    let reads = json!({"readOnlyHint": true, "destructiveHint": false, "idempotentHint": true});
    let search = json!({
        "severities": list("Such as 'high' and 'critical'; all if absent"),
        "limit": input("integer", "How many at most"),
    });
    let alert = input("string", "Which alert");
    let open = json!({
        "title": input("string", "What is wrong, in a line"),
        "details": input("string", "All that is known"),
        "priority": input("integer", "From 1, at once, to 4, some day"),
        "labels": list("Words to find it by"),
        "alert": input("string", "The alert that it is about"),
        "requestId": input("string", "The same for the same ticket, so that it is opened once"),
    });
    let escalate = json!({"alertId": alert, "reason": input("string", "Why it can't wait")});
    let wanted = json!([
        tool("search-alerts", "Alerts of these severities, the newest first.", reads.clone(), search, &[]),
        tool(
            "explain-alert",
            "An alert, the machine it comes from, and the people who own that machine.",
            reads.clone(),
            json!({"alertId": alert}),
            &["alertId"]
        ),
        tool(
            "open-ticket",
            "Opens a ticket.",
            json!({"readOnlyHint": false, "idempotentHint": false}),
            open,
            &["title", "priority"]
        ),
        tool(
            "escalate-alert",
            "Opens a ticket of the highest priority about an alert.",
            json!({"readOnlyHint": false, "idempotentHint": true, "openWorldHint": true}),
            escalate,
            &["alertId", "reason"]
        ),
        tool(
            "get-ticket",
            "One ticket, as the ticket system has it.",
            json!({"readOnlyHint": true}),
            json!({"ticketId": input("string", "Which ticket")}),
            &["ticketId"]
        ),
        tool("policy", "How soon somebody must look at an alert.", reads, json!({}), &[]),
    ]);
    let (listed, wanted) = (listed.as_array().unwrap(), wanted.as_array().unwrap());
    assert_eq!(listed.len(), wanted.len());
    listed.iter().zip(wanted).for_each(|(listed, wanted)| assert_eq!(listed, wanted));
}

#[tokio::test]
async fn outputs_have_schemas() {
    let triage = Triage::start(apis().await).await;
    let listed = triage.model("tools/list", json!({})).await["tools"].take();
    let schema = |name: &str| -> &Value {
        let tool = listed.as_array().unwrap().iter().find(|tool| tool["name"] == name);
        tool.unwrap().get("outputSchema").unwrap_or(&Value::Null)
    };
    let plain = |kind: &str| json!({"type": kind});
    let people = json!({"properties": {"name": plain("string"), "email": plain("string")}});
    let machine = json!({"type": "object", "properties": {"name": plain("string"), "critical": plain("boolean")}});
    let explained = json!({"type": "object", "properties": {
        "title": plain("string"),
        "score": plain("number"),
        "machine": machine,
        "owners": {"type": "array", "items": people},
    }});
    assert_eq!(*schema("explain-alert"), explained);
    let alert = &schema("search-alerts")["properties"]["result"]["items"];
    let title = json!({"type": "string", "maxLength": 80});
    assert_eq!((&alert["properties"]["score"], &alert["properties"]["title"]), (&plain("number"), &title));
    assert_eq!(schema("open-ticket")["properties"]["assignee"]["properties"]["onCall"], plain("boolean"));
    assert_eq!(*schema("get-ticket"), Value::Null, "it answers what the upstream answers");
}

/// Whether a value is what a schema of ours says: a type, properties, items, a length.
fn fits(value: &Value, schema: &Value) -> bool {
    let is = |kind: &str| match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    schema["type"].as_str().is_none_or(is)
        && value.as_array().into_iter().flatten().all(|item| fits(item, &schema["items"]))
        && value.as_object().into_iter().flatten().all(|(name, member)| fits(member, &schema["properties"][name]))
        && schema["maxLength"]
            .as_u64()
            .is_none_or(|most| value.as_str().is_none_or(|it| it.chars().count() as u64 <= most))
}

#[tokio::test]
async fn results_fit_their_schemas() {
    let triage = Triage::start(apis().await).await;
    for tool in triage.model("tools/list", json!({})).await["tools"].as_array().unwrap() {
        let arguments = match tool["name"].as_str().unwrap() {
            "explain-alert" => json!({"alertId": "bare"}),
            "escalate-alert" => json!({"alertId": "bare", "reason": "r"}),
            "open-ticket" => json!({"title": "t", "priority": 1}),
            "get-ticket" => continue, // it says nothing of its answer
            _ => json!({}),
        };
        let result = triage.call(tool["name"].as_str().unwrap(), arguments).await;
        assert!(fits(&result["structuredContent"], &tool["outputSchema"]), "{tool} {result}");
    }
}

#[tokio::test]
async fn results_are_structured() {
    let triage = Triage::start(apis().await).await;
    let check = async |tool: &str, arguments: Value, requests: &[&str], structured: Value| {
        let result = triage.call(tool, arguments).await;
        assert_eq!((&result["isError"], &result["structuredContent"]), (&json!(false), &structured), "{tool} {result}");
        assert_eq!(triage.lines(), requests, "{tool}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    };
    let cut: String = TITLE.chars().take(80).collect();
    let alerts = json!([
        {"id": "7", "title": cut, "severity": "high", "score": 8.5, "source": "sensors"},
        {"id": "a/2", "title": null, "severity": null, "score": null, "source": "sensors"},
    ]);
    let request = "GET /alerts/v2/alerts?severity=high&severity=low&limit=2&sort=newest";
    let arguments = json!({"severities": ["high", "low"], "limit": 2});
    let structured = json!([alerts[0], {"id": "a/2", "source": "sensors"}]); // null has no place in schemas
    let text = check("search-alerts", arguments, &[request], json!({"result": structured})).await;
    assert_eq!(text, alerts.to_string());

    let requests = ["GET /alerts/v2/alerts/a%2F2", "GET /assets/assets/srv%207", "GET /directory/people"];
    let owners = json!([{"name": "Ada", "email": "ada@example.com"}, {"name": "Cy", "email": "cy@example.com"}]);
    let machine = json!({"name": "srv-7", "critical": true});
    let explained = json!({"title": TITLE, "score": 8.5, "machine": machine, "owners": owners});
    let text = check("explain-alert", json!({"alertId": "a/2"}), &requests, explained.clone()).await;
    assert_eq!(text, explained.to_string().replace("8.5", "8.50"), "numbers keep their digits");

    let opened = json!({"id": "T-1", "link": "https://t/T-1", "assignee": {"name": "Bo", "onCall": true}});
    let arguments = json!({"title": "odd", "priority": 1, "requestId": "r-1", "labels": ["x"]});
    check("open-ticket", arguments, &["POST /tickets/tickets"], opened).await;
    let escalated = json!({"alert": "a/2", "ticket": {"id": "T-1", "link": "https://t/T-1"}});
    let requests = ["GET /alerts/v2/alerts/a%2F2", "POST /tickets/tickets"];
    check("escalate-alert", json!({"alertId": "a/2", "reason": "it spreads"}), &requests, escalated).await;
    let ticket: Value = serde_json::from_str(TICKET).unwrap();
    let text = check("get-ticket", json!({"ticketId": "T-1"}), &["GET /tickets/tickets/T-1"], ticket).await;
    assert_eq!(text, TICKET);
    check("policy", json!({}), &[], json!({"critical": 15, "high": 240, "unit": "minutes"})).await;
}

#[tokio::test]
async fn models_learn_what_is_wrong() {
    let triage = Triage::start(apis().await).await;
    for (tool, arguments, wanted) in [
        ("explain-alert", json!({}), "alertId is required; the tool takes alertId"),
        ("explain-alert", json!({"alertId": ""}), "step alert: alertId must not be empty"),
        ("open-ticket", json!({"title": "t", "priority": "soon"}), "priority must be an integer, not \"soon\""),
        ("open-ticket", json!({"title": "t", "priority": 1, "labels": "x"}), "labels must be"),
        ("open-ticket", json!({"title": "t", "priority": 1, "label": "x"}), "label is not an argument"),
        ("escalate-alert", json!({"alertId": "a/2"}), "reason is required"),
        ("policy", json!({"unit": "hours"}), "unit is not an argument"),
    ] {
        let result = triage.call(tool, arguments.clone()).await;
        assert_eq!(result["isError"], true, "{tool} {arguments}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.starts_with(wanted), "{tool} {arguments}: {text}");
    }
    assert_eq!(triage.lines(), [""; 0]);
}

#[tokio::test]
async fn models_need_the_token() {
    let triage = Triage::start(apis().await).await;
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    for headers in [&[JSON][..], &[JSON, KEY], &[JSON, "authorization: Bearer let-me-in"]] {
        let answer = triage.mcp.send("POST /mcp", headers, list.as_bytes()).await;
        assert_eq!(answer.status, 401, "{answer:?}");
        assert!(answer.header("www-authenticate").is_some_and(|it| it.starts_with("Bearer realm=\"triage-tools\"")));
    }
}
