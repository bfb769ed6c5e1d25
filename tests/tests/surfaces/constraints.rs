//! What a flow says of its inputs binds whoever gives them: callers of the flow, and of units that refer to it, whether these
//! declare inputs of their own or leave that to the flow.

use capwright_tests::Script;
use serde_json::{Value, json};

use crate::running::Running;

/// A keyword, an input that it binds, a value that it refuses and why, and one that it takes.
struct Row {
    input: &'static str,
    refused: &'static str,
    because: &'static str,
    taken: &'static str,
}

const TABLE: [Row; 10] = [
    row("state", "shut", "state must be one of open, closed, not \"shut\"", "closed"),
    row("tags", "c", "tags[0] must be one of a, b, not \"c\"", "b"),
    row("limit", "0", "limit must be at least 1, not 0", "1"),
    row("limit", "11", "limit must be at most 10, not 11", "10"),
    row("limit", "many", "limit must be an integer, not \"many\"", "5"),
    row("page", "x", "page must be an integer, not \"x\"", "8"),
    row("day", "2026-02-30", "day must be a date", "2026-02-28"),
    row("code", "x", "code must be 2 characters long at least, not \"x\"", "xy"),
    row("code", "wxyz", "code must be 3 characters long at most, not \"wxyz\"", "xyz"),
    row("day", "today", "day must be a date", "2000-01-01"),
];

const fn row(input: &'static str, refused: &'static str, because: &'static str, taken: &'static str) -> Row {
    Row { input, refused, because, taken }
}

/// Whoever takes the inputs.
const COMMANDS: [&str; 5] =
    ["flow:find-things", "tool:things", "tool:loose-things", "route:GET /things", "route:GET /loose"];
const ROUTES: [&str; 2] = ["/things", "/loose"];
const TOOLS: [&str; 2] = ["things", "loose-things"];

#[tokio::test]
async fn what_a_flow_says_of_its_inputs_binds_all_who_give_them() {
    let running = Running::with(|_| Script::json(r#"{"count": 1}"#)).await;
    for row in &TABLE {
        for command in COMMANDS {
            check_command(&running, command, row).await;
        }
        for route in ROUTES {
            check_route(&running, route, row).await;
        }
        for tool in TOOLS {
            check_tool(&running, tool, row).await;
        }
    }
}

#[tokio::test]
async fn a_default_is_there_if_nobody_gives_the_input() {
    let running = Running::with(|_| Script::json(r#"{"count": 1}"#)).await;
    for command in COMMANDS {
        let called = running.call(&[command]).await;
        assert_eq!(called.code(), 0, "{command}: {called:?}");
        check_sent(&running, "page=7", command);
    }
    for route in ROUTES {
        assert_eq!(running.ask(&format!("GET {route}"), &[]).await.status, 200, "{route}");
        check_sent(&running, "page=7", route);
    }
    for tool in TOOLS {
        assert_eq!(running.tool(tool, json!({})).await["isError"], false, "{tool}");
        check_sent(&running, "page=7", tool);
    }
}

async fn check_command(running: &Running, command: &str, row: &Row) {
    let Row { input, refused, because, taken } = row;
    let called = running.call(&[command, &format!("--{input}"), refused]).await;
    assert!(called.code() != 0 && called.stderr.contains(because), "{command} {input}={refused}: {called:?}");
    assert_eq!(running.upstream.take().len(), 0, "{command} {input}={refused}");
    let called = running.call(&[command, &format!("--{input}"), taken]).await;
    assert_eq!(called.code(), 0, "{command} {input}={taken}: {called:?}");
    check_sent(running, &format!("{input}={taken}"), command);
}

async fn check_route(running: &Running, route: &str, row: &Row) {
    let Row { input, refused, because, taken } = row;
    let answer = running.ask(&format!("GET {route}?{input}={refused}"), &[]).await;
    let told = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(answer.status == 400 && told.contains(because), "{route} {input}={refused}: {answer:?}");
    assert_eq!(running.upstream.take().len(), 0, "{route} {input}={refused}");
    let answer = running.ask(&format!("GET {route}?{input}={taken}"), &[]).await;
    assert_eq!(answer.status, 200, "{route} {input}={taken}: {answer:?}");
    check_sent(running, &format!("{input}={taken}"), route);
}

async fn check_tool(running: &Running, tool: &str, row: &Row) {
    let Row { input, refused, because, taken } = row;
    let value = |text: &str| if *input == "tags" { json!([text]) } else { Value::from(text) };
    let result = running.tool(tool, json!({*input: value(refused)})).await;
    assert!(
        result["isError"] == true && result.to_string().contains(&because.replace('"', "\\\"")),
        "{tool}: {result}"
    );
    assert_eq!(running.upstream.take().len(), 0, "{tool} {input}={refused}");
    let result = running.tool(tool, json!({*input: value(taken)})).await;
    assert_eq!(result["isError"], false, "{tool} {input}={taken}: {result}");
    check_sent(running, &format!("{input}={taken}"), tool);
}

/// One request has reached the upstream, with this in its query.
#[track_caller]
fn check_sent(running: &Running, part: &str, by: &str) {
    let seen = running.upstream.take();
    let [seen] = seen.as_slice() else { panic!("{by}: {seen:?}") };
    let query = seen.line.split_once('?').unwrap_or_default().1;
    assert!(query.split('&').any(|pair| pair == part), "{by}: {} has no {part}", seen.line);
}
