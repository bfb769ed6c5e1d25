//! The official tutorial of the language from end to end: the crate of every step, between callers and a mock of the two
//! APIs that it calls. Where the tutorial is not at hand there is nothing to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod bed;
#[path = "../../../codegen/tests/common/mod.rs"]
mod common;
#[path = "../../../codegen/tests/shipyard/documents.rs"]
mod documents;
mod microcks;
mod rest;
mod skills;
mod tools;
mod units;

use bed::bed;
use serde_json::json;

#[tokio::test]
async fn callers_of_tools_need_the_token_from_step_3_on() {
    let Some(bed) = bed() else { return };
    for step in bed.steps() {
        let running = bed.start(step).await;
        for token in [None, Some(""), Some("callers-of-the-tests"), Some("callers-of-the-tests-123")] {
            let answer = running.ask_as(token, "tools/list", json!({})).await;
            if step < 3 {
                assert_eq!(answer.status, 200, "{step} {}", answer.raw);
                continue;
            }
            assert_eq!(answer.status, 401, "{step} {}", answer.raw);
            let challenge = answer.header("www-authenticate").unwrap_or_default();
            assert!(challenge.starts_with("Bearer"), "{step} {}", answer.raw);
        }
    }
}

#[tokio::test]
async fn secrets_may_stand_in_the_file_of_the_document() {
    let Some(bed) = bed() else { return };
    for step in bed.steps().filter(|step| *step >= 3) {
        let running = bed.start_beside_secrets(step).await;
        let result = running.ask("tools/call", json!({"name": "list-ships", "arguments": {}})).await;
        assert_eq!(result["isError"], false, "{step} {result}");
        if step >= 5 {
            let result = running.ask("tools/call", json!({"name": "list-legacy-vessels", "arguments": {}})).await;
            assert_eq!(result["isError"], false, "{step} {result}");
        }
    }
}
