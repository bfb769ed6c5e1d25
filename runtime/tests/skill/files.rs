//! The files of a skill: listed, served one by one and as an archive, and none beside them.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use capwright_runtime::server::ServerOptions;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use zip::ZipArchive;

use super::support::{PATIENCE, Running, start};
use super::{HOST, Yard, check_problem, get};

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
