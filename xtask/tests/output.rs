//! Exit statuses and the lines of JSON: contracts with scripts.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BROKEN, Desk, Ran, capability, run};
use serde_json::Value;

fn desk() -> Desk {
    Desk::new(&[("bad.yaml", BROKEN), ("shop/items.yaml", &capability("items"))])
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn of_kind(ran: &Ran, kind: &str) -> Vec<Value> {
    ran.json().into_iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn exit_statuses() {
    let desk = desk();
    let specs = desk.path("specs").display().to_string();
    let out = desk.path("out").display().to_string();
    let cache = desk.path("cache").display().to_string();
    let missing = desk.path("nowhere").display().to_string();
    let file = desk.path("specs/bad.yaml").display().to_string();
    let rows: [(&[&str], u8, &str); 14] = [
        (&["--help"], 0, ""),
        (&["gen", "--help"], 0, ""),
        (&["--version"], 0, ""),
        (&[], 2, "Usage"),
        (&["frobnicate"], 2, "unrecognized subcommand"),
        (&["gen", "--frobnicate"], 2, "unexpected argument"),
        (&["gen", "--format", "xml"], 2, "invalid value 'xml'"),
        (&["check", "--specs", &missing], 2, "there is no folder"),
        (&["list", "--specs", &file], 2, "there is no folder"),
        (&["gen", "--specs", &missing, "--out", &out], 2, "--specs DIR"),
        (&["gen", "--specs", &specs, "--out", &file], 2, "is not a folder"),
        (&["gen", "--specs", &specs, "--out", &out, "--only", "shop-item"], 2, "did you mean `shop-items`, `bad`?"),
        (&["gen", "--specs", &specs, "--out", &out, "--cache", &cache, "--only", "shop-items"], 0, ""),
        (&["check", "--specs", &specs], 1, "not-a-capability"),
    ];
    for (args, status, message) in rows {
        let ran = run(args.to_vec());
        assert_eq!(ran.status, status, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(message), "{args:?}: {message:?} is not in {}", ran.err);
    }
}

#[test]
fn the_program_itself_exits_as_the_library_says() {
    let desk = desk();
    let program = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_capwright"));
        command.args(args).args(["--specs", desk.path("specs").to_str().unwrap()]).env_clear().output().unwrap()
    };
    for (args, status) in [(&["list", "--frobnicate"][..], 2), (&["check", "--format", "json"], 1)] {
        let output = program(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        assert!(!output.stderr.contains(&0x1b), "no colour where nobody sees it");
    }
    desk.remove("specs/bad.yaml");
    assert_eq!(program(&["check"]).status.code(), Some(0));
}

#[test]
fn diagnostics_and_verdicts() {
    let desk = desk();
    for ran in [desk.command("check", "--format json"), desk.generate("--format json")] {
        assert_eq!(ran.status, 1);
        let diagnostics = of_kind(&ran, "diagnostic");
        let error = diagnostics.iter().find(|line| line["severity"] == "error").unwrap();
        assert_eq!(
            keys(error),
            ["kind", "file", "code", "severity", "message", "line", "column", "count", "places", "help"]
        );
        assert_eq!(
            (&error["code"], &error["line"], &error["column"], &error["count"]),
            (&"not-a-capability".into(), &1.into(), &1.into(), &1.into())
        );
        assert_eq!(keys(&error["places"][0]), ["line", "column"]);
        assert!(error["file"].as_str().unwrap().ends_with("specs/bad.yaml"));

        let verdicts = of_kind(&ran, "verdict");
        assert_eq!(keys(&verdicts[0]), ["kind", "file", "package", "verdict"]);
        let summary: Vec<_> = verdicts
            .iter()
            .map(|line| (line["package"].as_str().unwrap(), line["verdict"].as_str().unwrap()))
            .collect();
        assert_eq!(summary, [("bad", "rejected"), ("shop-items", "accepted")]);
    }
}

#[test]
fn outputs() {
    let ran = desk().generate("--format json");
    let outputs = of_kind(&ran, "output");
    assert_eq!(outputs.len(), 1, "a rejected document has no output");
    assert_eq!(keys(&outputs[0]), ["kind", "package", "status"]);
}

#[test]
fn listings() {
    let ran = desk().command("list", "--format json");
    assert_eq!(ran.status, 1, "a document was rejected");
    let packages = of_kind(&ran, "package");
    assert_eq!(packages.len(), 1);
    assert_eq!(
        keys(&packages[0]),
        ["kind", "file", "package", "source", "operations", "routes", "tools", "skills", "settings"]
    );
    assert_eq!((&packages[0]["package"], &packages[0]["source"]), (&"shop-items".into(), &"naftiko".into()));
    assert_eq!(keys(&packages[0]["operations"][0]), ["namespace", "name", "method", "path"]);
    assert_eq!(of_kind(&ran, "diagnostic").len(), 1, "the rejected document says why");
}

#[test]
fn people_read_lines() {
    let desk = desk();
    let ran = desk.generate("--timings");
    assert!(ran.out.starts_with("written    shop-items\nrejected   bad ("), "{}", ran.out);
    assert!(ran.out.ends_with("specs/bad.yaml)\n2 packages: 1 rejected, 1 written\n"), "{}", ran.out);
    assert!(ran.err.contains("error[not-a-capability]") && ran.err.contains("--> "), "{}", ran.err);
    assert!(
        ran.err.contains("operations/s") && ran.err.contains("shop-items") && ran.err.contains("all packages"),
        "{}",
        ran.err
    );
    let listed = desk.command("list", "").out;
    assert!(listed.starts_with("shop-items (naftiko from ") && listed.contains("  operation  "), "{listed}");
    let checked = desk.command("check", "").out;
    let last = "specs/bad.yaml\n2 documents: 1 accepted (0 with warnings), 1 rejected\n";
    assert!(checked.contains("\nrejected ") && checked.ends_with(last), "{checked}");
}

#[test]
fn one_file_is_checked_with_what_it_imports() {
    let importing = "ikanos: 1.0.0-beta5\ncapability:\n  consumes:\n  - import: items\n    location: ./shop/items.yaml\n  nosuch: 1\n";
    let desk = Desk::new(&[("a.yaml", importing), ("bad.yaml", BROKEN), ("shop/items.yaml", &capability("items"))]);
    let file = |path: &str| desk.path(&format!("specs/{path}")).display().to_string();
    let ran = desk.command("check", &format!("--format json {}", file("a.yaml")));
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let verdicts = of_kind(&ran, "verdict");
    assert_eq!((verdicts.len(), &verdicts[0]["package"]), (1, &"a".into()));
    let codes: Vec<_> = of_kind(&ran, "diagnostic").iter().map(|line| line["code"].clone()).collect();
    assert_eq!(codes, ["unknown-key", "client-only"]);
    let both = desk.command("check", &format!("--format json {} {}", file("bad.yaml"), file("a.yaml")));
    assert_eq!((both.status, of_kind(&both, "verdict").len()), (1, 2));
    desk.write("other.yaml", "x: 1\n");
    for (path, why) in [("specs/none.yaml", "cannot read"), ("other.yaml", "is no document of")] {
        let ran = desk.command("check", &desk.path(path).display().to_string());
        assert!(ran.status == 2 && ran.err.contains(why), "{path}: {}", ran.err);
    }
}

/// A pipe whose reader has gone.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_who_has_read_enough_is_no_error() {
    let desk = desk();
    let specs = desk.path("specs").display().to_string();
    let status = |arguments: &[&str]| {
        let arguments = std::iter::once("xtask").chain(arguments.iter().copied());
        xtask::run(arguments, &mut Closed, &mut Closed)
    };
    assert_eq!(status(&["check", "--specs", &specs]), 1, "as without a pipe");
    desk.remove("specs/bad.yaml");
    assert_eq!(status(&["check", "--specs", &specs]), 0);
    assert_eq!(status(&["--help"]), 0);
}
