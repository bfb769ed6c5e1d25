//! Documents that import others, and those that are there to be imported.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, capability};

/// A capability that imports what [`capability`] consumes.
const IMPORTER: &str = "ikanos: 1.0.0-beta5
info: {display: Shop, description: Sells items.}
capability:
  consumes:
  - {from: ./shared/items.yaml, import: items}
";

const BINDS: &str = "ikanos: 1.0.0-beta5\nbinds:\n- {namespace: env, keys: {KEY: KEY}}\n";

fn desk() -> Desk {
    Desk::new(&[("shop.yaml", IMPORTER), ("shared/items.yaml", &capability("items"))])
}

#[test]
fn a_changed_import_changes_its_importers() {
    let desk = desk();
    assert_eq!(desk.generate("").status, 0);
    assert_eq!(desk.generate("--check").status, 0);
    let import = desk.read("specs/shared/items.yaml").replace("path: /items", "path: /things");
    desk.write("specs/shared/items.yaml", import);
    let ran = desk.generate("--check --format json");
    assert_eq!(ran.status, 1);
    assert_eq!(ran.outputs(), ["differs shared-items", "differs shop"]);
    assert_eq!(desk.generate("").status, 0);
    assert!(desk.tree()["shop/src/client.rs"].contains("/things"));
}

/// With `--only`, what is imported is still there.
#[test]
fn an_importer_can_be_generated_alone() {
    let desk = desk();
    assert_eq!(desk.generate("--only shop --format json").outputs(), ["written shop"]);
}

#[test]
fn a_part_is_accepted_and_becomes_no_package() {
    let desk = desk();
    desk.write("specs/binds.yaml", capability("binds"));
    assert_eq!(desk.generate("--format json").outputs(), ["written binds", "written shared-items", "written shop"]);
    desk.write("specs/binds.yaml", BINDS);
    let ran = desk.generate("--format json --remove binds");
    assert_eq!(ran.status, 0);
    assert_eq!(ran.outputs(), ["removed binds", "unchanged shared-items", "unchanged shop"]);
    let verdict = ran.json().into_iter().find(|line| line["kind"] == "verdict").unwrap();
    assert_eq!((verdict["verdict"].as_str(), verdict["package"].as_str()), (Some("accepted"), None), "{verdict}");
    assert!(desk.command("check", "").out.contains("3 documents: 3 accepted (0 with warnings), 0 rejected"));
    let listed = desk.command("list", "").out;
    assert!(listed.contains("binds.yaml (for other documents to import: no package)"), "{listed}");
}

#[test]
fn what_is_wrong_with_an_import_is_said_once_and_of_its_file() {
    let desk = desk();
    desk.write("specs/other.yaml", IMPORTER);
    let import = desk.read("specs/shared/items.yaml").replace("https://", "ftp://");
    desk.write("specs/shared/items.yaml", import);
    let ran = desk.command("check", "--format json");
    assert_eq!(ran.status, 1);
    let lines = ran.json();
    let of = |line: &serde_json::Value| {
        let file = line["file"].as_str().unwrap();
        format!("{} {}", line["code"].as_str().unwrap(), &file[file.find("specs/").unwrap()..])
    };
    let problems: Vec<String> = lines.iter().filter(|line| line["kind"] == "diagnostic").map(of).collect();
    assert_eq!(problems, ["unsupported-scheme specs/shared/items.yaml"]);
    assert_eq!(lines.iter().filter(|line| line["verdict"] == "rejected").count(), 3);
    let human = desk.command("check", "").err;
    assert_eq!(human.matches("error[unsupported-scheme]").count(), 1, "{human}");
    assert!(human.contains("specs/shared/items.yaml:9:14"), "{human}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_imported() {
    let desk = desk();
    desk.write("outside.yaml", capability("items"));
    desk.remove("specs/shared/items.yaml");
    std::os::unix::fs::symlink(desk.path("outside.yaml"), desk.path("specs/shared/items.yaml")).unwrap();
    let ran = desk.command("check", "");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("it is a symbolic link that leads out of the specs folder"), "{}", ran.err);
    assert!(ran.out.contains("2 documents: 0 accepted (0 with warnings), 2 rejected"), "{}", ran.out);
}
