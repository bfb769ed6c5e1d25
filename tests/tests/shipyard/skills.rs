//! The skills of every step that has some.

use capwright_tests::send;
use serde_json::{Value, json};

use crate::bed::bed;

/// The tools of a skill; each is one of the MCP server.
const FLEET: [&str; 4] = ["list-ships", "get-ship", "list-legacy-vessels", "get-ship-with-crew"];

#[tokio::test]
async fn skills_tell_which_tools_they_group() {
    let Some(bed) = bed() else { return };
    assert_eq!(bed.steps_with("skill").collect::<Vec<_>>(), [7, 8, 9, 10, 11]);
    for step in bed.steps_with("skill") {
        let running = bed.start(step).await;
        let get = async |path: &str| send(running.skill.unwrap(), &format!("GET {path}"), &[], b"").await;
        let voyages = if step == 11 { &["create-voyage", "get-voyage-manifest"][..] } else { &["create-voyage"] };
        let catalogue = get("/skills").await.json();
        assert_eq!(catalogue["count"], 2, "{step} {catalogue}");
        let tools = |at: usize| (&catalogue["skills"][at]["name"], &catalogue["skills"][at]["tools"]);
        assert_eq!(tools(0), (&json!("fleet-ops"), &json!(FLEET)), "{step} {catalogue}");
        assert_eq!(tools(1), (&json!("voyage-ops"), &json!(voyages)), "{step} {catalogue}");

        let skill = get("/skills/fleet-ops").await.json();
        let listed = running.ask("tools/list", json!({})).await;
        let known = |name: &Value| listed["tools"].as_array().unwrap().iter().any(|tool| tool["name"] == *name);
        for tool in skill["tools"].as_array().unwrap() {
            let reference = &tool["invocationRef"];
            assert_eq!((&tool["type"], &reference["mode"]), (&json!("derived"), &json!("mcp")), "{step} {tool}");
            assert_eq!(reference["targetNamespace"], "shipyard-tools", "{step} {tool}");
            assert!(known(&reference["action"]), "{step} {tool}");
        }
        assert_eq!(get("/skills/fleet-ops/contents").await.status, 404, "it has no files");
    }
}
