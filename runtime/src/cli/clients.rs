//! `serve --print-mcp-config`: what to paste into the clients that are known best. Settings stand in it by their names.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::app::App;
use super::arguments::Serve;
use super::failure::Failure;
use super::server::Server;

/// How a client's configuration calls the value of a variable.
type Placeholder = fn(&str) -> String;

const PLAIN: Placeholder = |env| format!("<{env}>");
const CLAUDE_CODE: Placeholder = |env| format!("${{{env}}}");
const CURSOR: Placeholder = |env| format!("${{env:{env}}}");
const VS_CODE: Placeholder = |env| format!("${{input:{env}}}");

impl<C: Clone + 'static> App<C> {
    pub(super) fn print_mcp_config(&self, order: &Serve) -> Result<(), Failure> {
        Ok(io::stdout().lock().write_all(self.mcp_config(&command(), order).as_bytes())?)
    }

    /// Blocks of JSON below a line each, for a server that `command` starts.
    fn mcp_config(&self, command: &str, order: &Serve) -> String {
        let mut text = String::new();
        let mut block = |title: &str, config: Value| text.push_str(&format!("{title}:\n{config:#}\n\n"));
        let starts = |placeholder| self.started(command, order, placeholder);
        block("Claude Desktop, in claude_desktop_config.json", self.named("mcpServers", starts(PLAIN)));
        block("Claude Code, in .mcp.json", self.named("mcpServers", typed("stdio", starts(CLAUDE_CODE))));
        block("Cursor, in .cursor/mcp.json", self.named("mcpServers", starts(CURSOR)));
        let needed = if order.mock { Vec::new() } else { self.needed() };
        block("VS Code, in .vscode/mcp.json", self.vs_code(&needed, typed("stdio", starts(VS_CODE))));
        for server in self.servers.iter().filter(|server| server.stdio.is_some()) {
            let called = |placeholder| called(server, order, placeholder);
            let title = |client: &str| format!("{client}, over HTTP while `serve` runs ({})", server.name);
            block(&title("Claude Code"), self.named("mcpServers", typed("http", called(CLAUDE_CODE))));
            block(&title("Cursor"), self.named("mcpServers", called(CURSOR)));
            let callers: Vec<&str> = server.callers.iter().flat_map(|callers| callers.settings()).collect();
            block(&title("VS Code"), self.vs_code(&callers, typed("http", called(VS_CODE))));
        }
        text
    }

    fn named(&self, key: &str, server: Value) -> Value {
        json!({key: {self.name: server}})
    }

    /// VS Code asks for values itself, and keeps them.
    fn vs_code(&self, asked: &[&str], server: Value) -> Value {
        let input = |env: &&str| {
            let known = self.settings.iter().find(|setting| setting.env == *env);
            let about = known.map_or("", |setting| setting.purpose);
            let about = if about.is_empty() { (*env).to_owned() } else { format!("{env}: {about}") };
            let is_secret = known.is_none_or(|setting| setting.secret);
            json!({"type": "promptString", "id": env, "description": about, "password": is_secret})
        };
        let inputs: Vec<Value> = asked.iter().map(input).collect();
        let servers = json!({self.name: server});
        if inputs.is_empty() { json!({"servers": servers}) } else { json!({"inputs": inputs, "servers": servers}) }
    }

    /// The server as a process of the client.
    fn started(&self, command: &str, order: &Serve, placeholder: Placeholder) -> Value {
        let mut arguments = vec!["serve".to_owned(), "--stdio".to_owned()];
        arguments.extend(order.mock.then(|| "--mock".to_owned()));
        arguments.extend(order.chosen.written());
        let mut server = json!({"command": command, "args": arguments});
        let needed = if order.mock { Vec::new() } else { self.needed() };
        if !needed.is_empty() {
            server["env"] = needed.iter().map(|env| ((*env).to_owned(), json!(placeholder(env)))).collect();
        }
        server
    }

    /// The settings that its client can't do without.
    fn needed(&self) -> Vec<&'static str> {
        self.settings.iter().filter(|setting| setting.required).map(|setting| setting.env).collect()
    }
}

/// The server by its address.
fn called<C>(server: &Server<C>, order: &Serve, placeholder: Placeholder) -> Value {
    let address = order.addresses.get(&server.name).map_or(server.address, String::as_str);
    let mut called = json!({"url": format!("http://{address}{}", server.path)});
    if let Some((name, value)) = server.callers.as_ref().and_then(|callers| callers.header(placeholder)) {
        called["headers"] = json!({name: value});
    }
    called
}

/// The same with its transport first.
fn typed(transport: &str, server: Value) -> Value {
    let mut typed = Map::from_iter([("type".to_owned(), json!(transport))]);
    if let Value::Object(server) = server {
        typed.extend(server);
    }
    Value::Object(typed)
}

/// What starts this program again.
fn command() -> String {
    let path = std::env::current_exe().map(|path| path.to_string_lossy().into_owned());
    path.unwrap_or_else(|_| std::env::args().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::cli::chosen::Chosen;
    use crate::server::Callers;
    use crate::setting::Setting;
    use crate::settings::Part;

    const SETTINGS: &[Setting] = &[
        Setting::secret("CONNS_KEY").purpose("header session"),
        Setting::optional("CONNS_BASE_URL"),
        Setting::credential("TOKEN"),
    ];

    /// What is printed, by the lines above.
    fn printed(callers: Option<Callers>, order: &Serve) -> Vec<(String, Value)> {
        let server = Server::new("mcp", "localhost:9090", |_| Ok(axum::Router::new())).path("/mcp");
        let server = server.stdio(|_| Ok(Box::new(|_| Box::pin(async { Ok(()) }))));
        let app = App::new("conns", "1.0.0", SETTINGS).server(match callers {
            Some(callers) => server.callers(callers),
            None => server,
        });
        let text = app.mcp_config("/opt/conns", order);
        let blocks = text.trim_end().split("\n\n").map(|block| block.split_once(":\n").unwrap());
        blocks.map(|(title, json)| (title.to_owned(), serde_json::from_str(json).unwrap())).collect()
    }

    #[test]
    fn clients_start_the_server() {
        let chosen = Chosen { patterns: vec!["get-*".to_owned()], read_only: true };
        let blocks = printed(None, &Serve { chosen, ..Serve::default() });
        let started = |placeholder: &str| {
            let args = ["serve", "--stdio", "--tools", "get-*", "--read-only"];
            json!({"command": "/opt/conns", "args": args, "env": {"CONNS_KEY": placeholder}})
        };
        let server = |index: usize, key: &str| blocks[index].1[key]["conns"].clone();
        assert_eq!(server(0, "mcpServers"), started("<CONNS_KEY>"));
        assert_eq!(server(1, "mcpServers"), typed("stdio", started("${CONNS_KEY}")));
        assert_eq!(server(2, "mcpServers"), started("${env:CONNS_KEY}"));
        assert_eq!(server(3, "servers"), typed("stdio", started("${input:CONNS_KEY}")));
        let input = json!({"type": "promptString", "id": "CONNS_KEY", "description": "CONNS_KEY: header session", "password": true});
        assert_eq!(blocks[3].1["inputs"], json!([input]));
        let mocked = printed(None, &Serve { mock: true, ..Serve::default() });
        let wanted = json!({"command": "/opt/conns", "args": ["serve", "--stdio", "--mock"]});
        assert_eq!(mocked[0].1["mcpServers"]["conns"], wanted);
    }

    #[test]
    fn clients_call_the_server() {
        let url = "http://localhost:9090/mcp";
        let check = |callers: Option<Callers>, headers: [Option<Value>; 3]| {
            let blocks = printed(callers, &Serve::default());
            let wanted =
                [json!({"type": "http", "url": url}), json!({"url": url}), json!({"type": "http", "url": url})];
            for (index, (mut wanted, headers)) in wanted.into_iter().zip(headers).enumerate() {
                if let Some(headers) = headers {
                    wanted["headers"] = headers;
                }
                let key = if index == 2 { "servers" } else { "mcpServers" };
                assert_eq!(blocks[4 + index].1[key]["conns"], wanted, "{}", blocks[4 + index].0);
            }
        };
        check(None, [None, None, None]);
        const TOKEN: &[Part<'_>] = &[Part::Setting("TOKEN")];
        let bearer = |token: &str| Some(json!({"Authorization": format!("Bearer {token}")}));
        check(Some(Callers::bearer("conns", TOKEN)), ["${TOKEN}", "${env:TOKEN}", "${input:TOKEN}"].map(bearer));
        let key = |token: &str| Some(json!({"X-Key": token}));
        check(
            Some(Callers::header_key("conns", "X-Key", TOKEN)),
            ["${TOKEN}", "${env:TOKEN}", "${input:TOKEN}"].map(key),
        );
        check(Some(Callers::bearer("conns", &[Part::Text("s3cret")])), [None, None, None]);
    }
}
