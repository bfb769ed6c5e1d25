//! The tools of every step.

use serde_json::{Value, json};

use crate::bed::{Running, bed};
use crate::units::{Call, Outcome, Where, calls};

#[tokio::test]
async fn every_tool_answers_what_its_document_promises() {
    let Some(bed) = bed() else { return };
    for step in bed.steps() {
        for tool in tools(&bed.start(step).await).await {
            let running = bed.start(step).await;
            for call in calls(tool["name"].as_str().unwrap(), Where { step, is_route: false }, bed) {
                check(&running, &tool, &call, &format!("step {step}, {}", tool["name"])).await;
            }
        }
    }
}

#[tokio::test]
async fn every_step_has_its_tools() {
    let Some(bed) = bed() else { return };
    let begun = [
        (2, "list-ships"),
        (1, "get-ship"),
        (5, "list-legacy-vessels"),
        (6, "create-voyage"),
        (7, "get-ship-with-crew"),
        (11, "get-voyage-manifest"),
    ];
    for step in bed.steps() {
        let running = bed.start(step).await;
        let found = tools(&running).await;
        let names: Vec<_> = found.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
        let wanted = begun.iter().filter(|(since, _)| step >= *since).map(|(_, name)| *name);
        assert_eq!(names, wanted.collect::<Vec<_>>(), "step {step}");
    }
}

#[tokio::test]
async fn tools_say_what_they_take_and_do() {
    let Some(bed) = bed() else { return };
    for step in bed.steps() {
        for tool in tools(&bed.start(step).await).await {
            let (input, hints) = (&tool["inputSchema"], &tool["annotations"]);
            let required = match tool["name"].as_str().unwrap() {
                "list-ships" | "list-legacy-vessels" => json!(null),
                "get-ship" if step == 1 => json!(["imo_number"]),
                "get-ship" | "get-ship-with-crew" => json!(["imo"]),
                "get-voyage-manifest" => json!(["voyageId"]),
                _ => json!(["shipImo", "departurePort", "arrivalPort", "departureDate", "arrivalDate", "crewIds"]),
            };
            assert_eq!(input.get("required").unwrap_or(&Value::Null), &required, "step {step} {tool}");
            let untyped = input["properties"].as_object().unwrap().values().find(|input| input["type"].is_null());
            assert_eq!(untyped, None, "step {step} {tool}");
            let hinted =
                ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"].map(|hint| &hints[hint]);
            if tool["name"] == "create-voyage" {
                assert_eq!(hinted.map(Value::as_bool), [Some(false), Some(false), Some(false), Some(true)], "{tool}");
            }
            if tool["name"] == "get-ship-with-crew" && (9..11).contains(&step) {
                // Derived from the semantics of the flow that it refers to.
                assert_eq!(hinted[..3], [&json!(true), &json!(false), &json!(true)], "step {step} {tool}");
            }
        }
    }
}

#[tokio::test]
async fn tools_insist_on_what_is_required() {
    let Some(bed) = bed() else { return };
    for step in bed.steps() {
        let running = bed.start(step).await;
        for tool in tools(&running).await {
            let name = tool["name"].as_str().unwrap();
            let complete = calls(name, Where { step, is_route: false }, bed).swap_remove(0).arguments;
            for required in tool["inputSchema"]["required"].as_array().into_iter().flatten() {
                let required = required.as_str().unwrap();
                let mut arguments = complete.clone();
                arguments.as_object_mut().unwrap().remove(required).unwrap();
                let result = running.ask("tools/call", json!({"name": name, "arguments": arguments})).await;
                let text = result["content"][0]["text"].as_str().unwrap_or_default();
                assert!(text.contains(&format!("{required} is required")), "step {step}, {name}: {result}");
                assert_eq!((&result["isError"], running.upstream().0.len()), (&json!(true), 0), "step {step}, {name}");
            }
        }
    }
}

async fn tools(running: &Running) -> Vec<Value> {
    running.ask("tools/list", json!({})).await["tools"].as_array().unwrap().clone()
}

async fn check(running: &Running, tool: &Value, call: &Call, place: &str) {
    let result = running.ask("tools/call", json!({"name": tool["name"], "arguments": call.arguments})).await;
    let text = result["content"][0]["text"].as_str().unwrap_or_default();
    match &call.outcome {
        Outcome::Answer(answer) => {
            let plain = without_nulls(answer);
            let structured = if answer.is_array() { json!({"result": plain}) } else { plain };
            assert_eq!(
                (&result["isError"], &result["structuredContent"]),
                (&json!(false), &structured),
                "{place} {call:?}"
            );
            assert_eq!(text, answer.to_string(), "{place}");
            assert_fits(&structured, &tool["outputSchema"], place);
        }
        Outcome::Fault(_, words) => {
            assert_eq!(result["isError"], true, "{place} {call:?} {result}");
            assert!(text.contains(words), "{place} {call:?} {result}");
        }
    }
    let (lines, bodies) = running.upstream();
    assert!(call.outcome.allows(&lines, &call.upstream), "{place} {call:?} {lines:?}");
    assert_eq!(bodies, call.bodies, "{place} {call:?}");
}

/// A value without the members that are null.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let given = members.iter().filter(|(_, member)| !member.is_null());
            given.map(|(name, member)| (name.clone(), without_nulls(member))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

/// Types are those of the schema, and nothing is there that it doesn't know.
fn assert_fits(value: &Value, schema: &Value, place: &str) {
    let (name, members) = match value {
        Value::Null => ("null", None),
        Value::Bool(_) => ("boolean", None),
        Value::Number(_) => ("number", None),
        Value::String(_) => ("string", None),
        Value::Array(_) => ("array", None),
        Value::Object(members) => ("object", Some(members)),
    };
    let is_it = schema["type"].as_str().is_none_or(|ty| ty == name);
    assert!(is_it && !schema.is_null(), "{place}: {value} is no {schema}");
    for item in value.as_array().into_iter().flatten() {
        assert_fits(item, &schema["items"], place);
    }
    for (name, member) in members.into_iter().flatten() {
        assert_fits(member, &schema["properties"][name], place);
    }
}
