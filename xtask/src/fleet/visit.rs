//! Starts a crate's binary, asks everything of it, and stops it.

use super::asked::{Berth, RouteCall, Script, ToolCalls, Wanted};
use super::door::Door;
use super::http::Answer;
use super::mcp;
use super::process::{Binary, Finished, Process};

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Visit {
    /// Whether all servers listen; none where there are none.
    pub(super) mounted: bool,
    /// Tools that are listed.
    pub(super) tools: usize,
    /// Routes that were asked.
    pub(super) routes: usize,
    /// Calls that were made, and those that were answered as promised.
    pub(super) calls: usize,
    pub(super) answered: usize,
    /// What went wrong, a sentence each.
    pub(super) failures: Vec<String>,
}

/// What a tool says of an answer of another type than its own.
const MISMATCH: &str = " gave ";

impl Visit {
    /// Visits a crate.
    pub(super) fn of(binary: &Binary<'_>, script: &Script) -> Self {
        let mut visit = Self::default();
        let outcome = if script.servers.is_empty() {
            visit.call_operations(binary, script);
            Ok(())
        } else {
            visit.call_servers(binary, script)
        };
        visit.failures.extend(outcome.err());
        visit
    }

    fn call_servers(&mut self, binary: &Binary<'_>, script: &Script) -> Result<(), String> {
        let mut arguments = vec!["serve".to_owned(), "--mock".to_owned()];
        for berth in &script.servers {
            arguments.extend([format!("--{}", berth.name), "127.0.0.1:0".to_owned()]);
        }
        let mut process = binary.start(&arguments, &script.settings)?;
        let addresses = match process.addresses(script.servers.len()) {
            Ok(addresses) => addresses,
            Err(fault) => return Err(with_errors(fault, process)),
        };
        self.mounted = true;
        for berth in &script.servers {
            match addresses.get(&berth.name) {
                Some(address) => self.call_server(berth, &Door { address: *address, credential: &berth.credential }),
                None => self.failures.push(format!("{} is not among the servers {addresses:?}", berth.name)),
            }
        }
        process.stop();
        self.check_end(&process.finish()?, "serve");
        Ok(())
    }

    fn call_server(&mut self, berth: &Berth, door: &Door<'_>) {
        match &berth.wanted {
            Wanted::Routes(calls) => self.call_routes(calls, door),
            Wanted::Tools(tools) => self.call_tools(tools, door),
        }
    }

    fn call_routes(&mut self, calls: &[RouteCall], door: &Door<'_>) {
        let mut last = "";
        for call in calls {
            self.routes += usize::from(last != call.route);
            last = &call.route;
            let outcome = door.send(&call.request).and_then(|answer| judge(&answer, call));
            self.note(outcome, &format!("{} ({})", call.route, call.request.target));
        }
    }

    fn call_tools(&mut self, tools: &[ToolCalls], door: &Door<'_>) {
        match mcp::initialize(door).and_then(|()| mcp::tools(door)) {
            Ok(listed) => {
                self.tools += listed.len();
                if !listed.iter().eq(tools.iter().map(|tool| &tool.name)) {
                    self.failures.push(format!("tools/list gives {listed:?}"));
                }
            }
            Err(fault) => self.failures.push(fault),
        }
        for tool in tools {
            for arguments in &tool.arguments {
                let mut outcome = mcp::call(door, &tool.name, arguments, tool.is_structured);
                if tool.is_disputed && outcome.as_ref().is_err_and(|fault| fault.contains(MISMATCH)) {
                    outcome = Ok(());
                }
                self.note(outcome, &format!("tool {} with {arguments}", tool.name));
            }
        }
    }

    fn call_operations(&mut self, binary: &Binary<'_>, script: &Script) {
        for call in &script.calls {
            let outcome = binary.start(call, &script.settings).and_then(Process::finish);
            let outcome = outcome.and_then(|finished| match finished.status.success() {
                true => Ok(()),
                false => Err(format!("{}: {}", finished.status, finished.errors.trim())),
            });
            self.note(outcome, &call.join(" "));
        }
    }

    fn note(&mut self, outcome: Result<(), String>, what: &str) {
        self.calls += 1;
        match outcome {
            Ok(()) => self.answered += 1,
            Err(fault) => self.failures.push(format!("{what}: {fault}")),
        }
    }

    fn check_end(&mut self, finished: &Finished, what: &str) {
        if !finished.status.success() {
            self.failures.push(format!("{what} ends with {}: {}", finished.status, finished.errors.trim()));
        } else if let Some(line) = finished.errors.lines().find(|line| line.contains("panicked at")) {
            self.failures.push(format!("{what}: {line}"));
        }
    }
}

/// Whether a route answers as it should.
fn judge(answer: &Answer, call: &RouteCall) -> Result<(), String> {
    if !(200..300).contains(&answer.status) && !call.refusals.contains(&answer.status) {
        return Err(format!("status {}: {}", answer.status, answer.excerpt()));
    }
    let is_json = answer.header("content-type").is_some_and(|media_type| media_type.starts_with("application/json"));
    if is_json && !answer.body.is_empty() {
        let read = serde_json::from_slice::<serde::de::IgnoredAny>(&answer.body);
        read.map_err(|error| format!("the answer is not JSON, as it says: {error}"))?;
    }
    Ok(())
}

/// A fault with what the process said of it.
fn with_errors(fault: String, mut process: Process) -> String {
    process.stop();
    match process.finish() {
        Ok(finished) => format!("{fault}: {}", finished.errors.trim()),
        Err(other) => format!("{fault}, and {other}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener};

    use serde_json::{Value, json};

    use super::super::asked::Credential;
    use super::super::http::Request;
    use super::*;

    /// A server that gives these answers, one after the other.
    fn server(answers: Vec<String>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        address
    }

    fn answer(status: u16, body: &str) -> String {
        format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{body}")
    }

    fn result(result: Value) -> String {
        answer(200, &json!({"jsonrpc": "2.0", "id": 1, "result": result}).to_string())
    }

    #[test]
    fn routes_that_answer_wrongly_are_found() {
        let check = |said: &str, refusals: &'static [u16], expected: Option<&str>| {
            let call = RouteCall { route: "GET /a".to_owned(), request: Request::get("/a"), refusals };
            let mut visit = Visit::default();
            let door = Door { address: server(vec![said.to_owned()]), credential: &Credential::None };
            visit.call_routes(&[call], &door);
            let found = visit.failures.first().map(|failure| failure.strip_prefix("GET /a (/a): ").unwrap());
            assert_eq!(found, expected, "{said}");
            assert_eq!((visit.routes, visit.calls, visit.answered), (1, 1, usize::from(expected.is_none())));
        };
        check(&answer(200, "{}"), &[], None);
        check(&answer(204, ""), &[], None);
        check(&answer(404, "{}"), &[404], None);
        check(&answer(404, "{}"), &[], Some("status 404: {}"));
        check(&answer(502, "bad"), &[404], Some("status 502: bad"));
        check(
            &answer(200, "{"),
            &[],
            Some("the answer is not JSON, as it says: EOF while parsing an object at line 1 column 1"),
        );
        check("nonsense", &[], Some("protocol: http parse fail: invalid HTTP version"));
    }

    #[test]
    fn tools_that_are_missing_or_fail_are_found() {
        let opening = || result(json!({"serverInfo": {"name": "x"}}));
        let tool = |is_disputed| ToolCalls {
            name: "a".to_owned(),
            arguments: vec![json!({})],
            is_structured: true,
            is_disputed,
        };
        let (plain, disputed) = (tool(false), tool(true));
        let check = |tool: &ToolCalls, listed: Value, called: Value, expected: &[&str]| {
            let answers = vec![opening(), result(json!({"tools": listed})), result(called)];
            let mut visit = Visit::default();
            let door = Door { address: server(answers), credential: &Credential::None };
            visit.call_tools(std::slice::from_ref(tool), &door);
            assert_eq!(visit.failures, expected);
        };
        let (listed, called) = (json!([{"name": "a"}]), json!({"content": [], "structuredContent": {}}));
        check(&plain, listed.clone(), called.clone(), &[]);
        check(&plain, json!([]), called.clone(), &["tools/list gives []"]);
        check(&plain, json!([{"name": "a"}, {"name": "b"}]), called, &["tools/list gives [\"a\", \"b\"]"]);
        let failed = |text: &str| json!({"isError": true, "content": [{"type": "text", "text": text}]});
        let mismatch = failed("x must be a list, but the upstream gave 1");
        check(&plain, listed.clone(), failed("no"), &["tool a with {}: an error: no"]);
        check(&disputed, listed.clone(), failed("no"), &["tool a with {}: an error: no"]);
        check(&disputed, listed.clone(), mismatch.clone(), &[]);
        let told = "tool a with {}: an error: x must be a list, but the upstream gave 1";
        check(&plain, listed.clone(), mismatch, &[told]);
        let bare = json!({"content": []});
        check(&plain, listed, bare, &["tool a with {}: no structured content, which its output schema promises"]);
    }
}
