//! The skill server over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod files;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::PathBuf;

use capwright_runtime::server::{Callers, ServerOptions};
use capwright_runtime::skill::{Mode, Skill, Skills, Tool};
use capwright_runtime::{Part, Setting, Settings};
use serde_json::json;
use support::{Answer, Running, start};
use tempfile::TempDir;

const HOST: &str = "host: localhost";

const TOOLS: &[Tool] = &[
    Tool::derived("list-ships", "Lists ships.", Mode::Mcp, "shipyard-tools", "list-ships"),
    Tool::derived("get-ship", "", Mode::Rest, "shipyard-api", "get-ship"),
    Tool::instruction("inspect", "How to inspect a ship.", "inspect.md"),
];

/// A folder with files, beside what nobody may read.
struct Yard {
    _parent: TempDir,
    folder: PathBuf,
}

impl Yard {
    fn new() -> Self {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("fleet-ops");
        for (path, text) in [
            ("fleet-ops/SKILL.md", "# Fleet\n"),
            ("fleet-ops/a b/é.json", "{}"),
            ("fleet-ops/scripts/run.sh", "echo hello\n"),
            ("fleet-ops/scripts/data", "\0\u{1}"),
            ("fleet-ops/empty", ""),
            ("secret.txt", "s3cret"),
            ("fleet-ops-2/secret.txt", "s3cret"),
        ] {
            let path = parent.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir(folder.join("hollow")).unwrap();
        Self { folder, _parent: parent }
    }

    fn skills(&self) -> Skills {
        let folder: &'static str = self.folder.to_str().unwrap().to_owned().leak();
        let skills = [
            Skill::new("fleet-ops", "Fleet management.").license("MIT").tools(TOOLS).location(folder),
            Skill::new("a b/c", "No files.")
                .compatibility("Any.")
                .argument_hint("[ship]")
                .allowed_tools("list-ships get-ship")
                .user_invocable(true)
                .disable_model_invocation(false)
                .metadata(&[("version", "1.0"), ("author", "ann")]),
            Skill::new("lost", "").location("/no/such/folder"),
            Skill::new("file", "").location(self.folder.join("SKILL.md").to_str().unwrap().to_owned().leak()),
        ];
        Skills::new(skills.to_vec().leak())
    }

    async fn start(&self) -> Running {
        start(self.skills().into_router(&ServerOptions::default())).await
    }
}

async fn get(server: &Running, path: &str) -> Answer {
    server.send(&format!("GET {path}"), &[HOST], b"").await
}

fn check_problem(answer: &Answer, status: u16, detail: &str) {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (status, Some("application/problem+json")),
        "{answer:?}"
    );
    assert!(answer.json()["detail"].as_str().unwrap().contains(detail), "{answer:?}");
    answer.assert_discreet();
}

#[tokio::test]
async fn the_catalogue_and_its_skills() {
    let yard = Yard::new();
    let server = yard.start().await;
    let check = async |path: &str, wanted: serde_json::Value| {
        let answer = get(&server, path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        assert_eq!(answer.body, wanted.to_string(), "{path}"); // in this order
    };
    let tools = json!(["list-ships", "get-ship", "inspect"]);
    check(
        "/skills",
        json!({"count": 4, "skills": [
            {"name": "fleet-ops", "description": "Fleet management.", "license": "MIT", "tools": tools},
            {"name": "a b/c", "description": "No files.", "tools": []},
            {"name": "lost", "description": "", "tools": []},
            {"name": "file", "description": "", "tools": []},
        ]}),
    )
    .await;
    let derived = |namespace, action, mode| json!({"targetNamespace": namespace, "action": action, "mode": mode});
    check(
        "/skills/fleet-ops?x=y",
        json!({"name": "fleet-ops", "description": "Fleet management.", "license": "MIT", "tools": [
            {"name": "list-ships", "description": "Lists ships.", "type": "derived",
             "invocationRef": derived("shipyard-tools", "list-ships", "mcp")},
            {"name": "get-ship", "description": "", "type": "derived",
             "invocationRef": derived("shipyard-api", "get-ship", "rest")},
            {"name": "inspect", "description": "How to inspect a ship.", "type": "instruction",
             "instruction": "inspect.md"},
        ]}),
    )
    .await;
    check(
        "/skills/a%20b%2Fc",
        json!({"name": "a b/c", "description": "No files.", "compatibility": "Any.", "argument-hint": "[ship]",
            "allowed-tools": "list-ships get-ship", "user-invocable": true, "disable-model-invocation": false,
            "metadata": {"version": "1.0", "author": "ann"}, "tools": []}),
    )
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let yard = Yard::new();
    let server = yard.start().await;
    let check = async |path: &str, detail: &str| check_problem(&get(&server, path).await, 404, detail);
    for path in ["/", "/skill", "/skills/fleet-ops/other", "/skills/fleet-ops/download/x", "/skills/fleet-ops//"] {
        check(path, "nothing is served under this path").await;
    }
    for path in ["/skills/", "/skills/Fleet-Ops", "/skills/other/contents", "/skills/other/contents/x"] {
        check(path, "no skill of this name").await;
    }
    for path in ["/skills/a%20b%2Fc/contents", "/skills/a%20b%2Fc/contents/x", "/skills/a%20b%2Fc/download"] {
        check(path, "this skill has no files").await;
    }
    for skill in ["lost", "file"] {
        for path in ["contents", "contents/SKILL.md", "download"] {
            check(&format!("/skills/{skill}/{path}"), "no such file").await;
        }
    }
    for path in ["other", "scripts", "hollow", "SKILL.md/x", "skills.MD", "*", &"a".repeat(5000)] {
        check(&format!("/skills/fleet-ops/contents/{path}"), "no such file").await;
    }
}

#[tokio::test]
async fn other_methods_hosts_and_pages_are_refused() {
    let yard = Yard::new();
    let server = yard.start().await;
    for path in ["/skills", "/skills/fleet-ops", "/skills/other/contents/x"] {
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let answer = server.send(&format!("{method} {path}"), &[HOST], b"").await;
            check_problem(&answer, 405, "GET, HEAD");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"));
        }
    }
    check_problem(&server.send("POST /other", &[HOST], b"").await, 404, "nothing is served");
    check_problem(&server.send("GET /skills", &["host: evil.test"], b"").await, 403, "host name");
    let page = [HOST, "origin: https://evil.test"];
    check_problem(&server.send("GET /skills/fleet-ops/contents/SKILL.md", &page, b"").await, 403, "origin");
}

#[tokio::test]
async fn only_known_callers_are_let_in() {
    const TOKEN: &[Part<'_>] = &[Part::Setting("TOKEN")];
    let yard = Yard::new();
    let mut settings = Settings::default();
    settings.set("TOKEN", "s3cret");
    let known = [Setting::credential("TOKEN")];
    let authentication = Callers::bearer("skills", TOKEN).authentication(&settings, &known).unwrap();
    let skills = yard.skills().with_authentication(authentication);
    let server = start(skills.into_router(&ServerOptions::default())).await;
    for path in ["/skills", "/skills/fleet-ops/contents/SKILL.md", "/other", "/skills/fleet-ops/contents/.."] {
        check_problem(&get(&server, path).await, 401, "bearer token");
    }
    let answer = server.send("GET /skills", &[HOST, "authorization: Bearer s3cret"], b"").await;
    assert_eq!(answer.status, 200);
}
