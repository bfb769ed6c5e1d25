//! The skill server over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use capwright_runtime::server::{Callers, ServerOptions};
use capwright_runtime::skill::{Mode, Skill, Skills, Tool};
use capwright_runtime::{Part, Setting, Settings};
use serde_json::json;
use support::{Answer, PATIENCE, Running, start};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use zip::ZipArchive;

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

/// The body of an answer, as it is.
async fn bytes(server: &Running, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nconnection: close\r\n{HOST}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap().unwrap();
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    bytes.split_off(head + 4)
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
async fn files_are_listed_and_served() {
    let yard = Yard::new();
    let server = yard.start().await;
    let file = |path: &str, size: u64, media: &str| json!({"path": path, "size": size, "type": media});
    let listed = get(&server, "/skills/fleet-ops/contents").await;
    let wanted = json!({"name": "fleet-ops", "files": [
        file("SKILL.md", 8, "text/markdown"),
        file("a b/é.json", 2, "application/json"),
        file("empty", 0, "application/octet-stream"),
        file("scripts/data", 2, "application/octet-stream"),
        file("scripts/run.sh", 11, "application/x-sh"),
    ]});
    assert_eq!((listed.status, listed.body), (200, wanted.to_string()));

    let check = async |path: &str, media: &str, body: &str| {
        let path = format!("/skills/fleet-ops/contents/{path}");
        let answer = get(&server, &path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(media)), "{answer:?}");
        assert_eq!((answer.body.as_str(), answer.header("content-length")), (body, Some(&*body.len().to_string())));
        let head = server.send(&format!("HEAD {path}"), &[HOST], b"").await;
        assert_eq!((head.status, head.header("content-length")), (200, answer.header("content-length")));
        assert_eq!(head.body, "");
    };
    check("SKILL.md", "text/markdown", "# Fleet\n").await;
    check("a%20b/%C3%A9.json", "application/json", "{}").await;
    check("scripts/data", "application/octet-stream", "\0\u{1}").await;
    check("empty", "application/octet-stream", "").await;

    let long: Vec<u8> = (0..300_000_u32).map(|number| (number % 251) as u8).collect();
    fs::write(yard.folder.join("long"), &long).unwrap();
    assert_eq!(bytes(&server, "/skills/fleet-ops/contents/long").await, long);
}

#[tokio::test]
async fn a_folder_is_one_archive() {
    let yard = Yard::new();
    let server = yard.start().await;
    let download = async || bytes(&server, "/skills/fleet-ops/download").await;
    let archive = download().await;
    assert_eq!(download().await, archive, "equal files, equal archives");
    let mut zip = ZipArchive::new(Cursor::new(archive)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["SKILL.md", "a b/é.json", "empty", "scripts/data", "scripts/run.sh"]);
    for name in names {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, fs::read_to_string(yard.folder.join(&name)).unwrap(), "{name}");
    }
    let media = get(&server, "/skills/fleet-ops/download").await;
    assert_eq!(media.header("content-type"), Some("application/zip"));
}

#[tokio::test]
async fn archives_have_a_limit() {
    let yard = Yard::new();
    let total = 8 + 2 + 2 + 11;
    for (limit, status) in [(total, 200), (total - 1, 500), (0, 500)] {
        let skills = yard.skills().with_max_archive_bytes(limit);
        let server = start(skills.into_router(&ServerOptions::default())).await;
        let answer = get(&server, "/skills/fleet-ops/download").await;
        assert_eq!(answer.status, status, "{limit}");
        if status == 500 {
            check_problem(&answer, 500, &format!("the folder holds more than {limit} bytes"));
        }
    }
}

#[tokio::test]
async fn a_folder_that_is_too_full_is_not_read_to_its_end() {
    let yard = Yard::new();
    let full = yard.folder.join("full");
    fs::create_dir(&full).unwrap();
    (0..10_000).for_each(|number| fs::write(full.join(number.to_string()), "").unwrap());
    let server = yard.start().await;
    for path in ["contents", "download"] {
        check_problem(&get(&server, &format!("/skills/fleet-ops/{path}")).await, 500, "more than 10000 files");
    }
    assert_eq!(get(&server, "/skills/fleet-ops/contents/full/7").await.status, 200);
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
async fn no_path_leads_out_of_the_folder() {
    let yard = Yard::new();
    let server = yard.start().await;
    for path in [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "%2E%2E%2Fsecret.txt",
        "scripts/../../secret.txt",
        "scripts/..%5c..%5csecret.txt",
        "..\\secret.txt",
        "../fleet-ops-2/secret.txt",
        "..",
        ".",
        "./SKILL.md",
        "",
        "scripts/",
        "scripts//run.sh",
        "scripts%2Frun.sh",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "SKILL.md%00",
        "SKILL.md%0a",
    ] {
        let answer = get(&server, &format!("/skills/fleet-ops/contents/{path}")).await;
        check_problem(&answer, 400, "the path of a file has no empty part");
    }
    check_problem(&get(&server, "/skills/fleet-ops/contents/%ff").await, 400, "UTF-8");
    for path in ["/skills/..%2Ffleet-ops/contents", "/skills/%2e%2e/contents/secret.txt"] {
        check_problem(&get(&server, path).await, 404, "no skill of this name");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn links_lead_nowhere_but_into_the_folder() {
    use std::os::unix::fs::symlink;

    let yard = Yard::new();
    let link = |target: &Path, name: &str| symlink(target, yard.folder.join(name)).unwrap();
    link(&yard.folder.join("../secret.txt"), "escape.txt");
    link(Path::new("../fleet-ops-2"), "escape");
    link(Path::new("scripts/run.sh"), "run.sh"); // as volumes of Kubernetes have them
    link(Path::new("."), "round");
    link(Path::new("scripts"), "other");
    link(Path::new("self"), "self");
    link(Path::new("gone"), "dangling");
    let server = yard.start().await;
    for path in ["escape.txt", "escape/secret.txt", "escape", "self", "self/x", "dangling", "round/escape.txt"] {
        check_problem(&get(&server, &format!("/skills/fleet-ops/contents/{path}")).await, 404, "no such file");
    }
    for path in ["run.sh", "round/scripts/run.sh", "other/run.sh"] {
        assert_eq!(get(&server, &format!("/skills/fleet-ops/contents/{path}")).await.body, "echo hello\n");
    }
    let listed = get(&server, "/skills/fleet-ops/contents").await.json();
    let listed: Vec<_> = listed["files"].as_array().unwrap().iter().map(|file| file["path"].clone()).collect();
    assert_eq!(listed, ["SKILL.md", "a b/é.json", "empty", "run.sh", "scripts/data", "scripts/run.sh"]);
    let zip = ZipArchive::new(Cursor::new(bytes(&server, "/skills/fleet-ops/download").await)).unwrap();
    assert_eq!(zip.len(), listed.len());
}

/// Reading a pipe would wait for ever.
#[cfg(unix)]
#[tokio::test]
async fn only_files_are_opened() {
    let yard = Yard::new();
    let made = std::process::Command::new("mkfifo").arg(yard.folder.join("pipe")).status().unwrap();
    assert!(made.success());
    let server = yard.start().await;
    check_problem(&get(&server, "/skills/fleet-ops/contents/pipe").await, 404, "no such file");
    assert!(!get(&server, "/skills/fleet-ops/contents").await.body.contains("pipe"));
    assert_eq!(get(&server, "/skills/fleet-ops/download").await.status, 200);
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
