//! Every file beside these tests lies where one of them looks: no stray snapshot, no fixture without one, no empty folder.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;
use std::fs;

use capwright_codegen::diagnostic::Code;

const OTHERS: [&str; 4] = ["common", "docs", "renames", "shipyard"];

#[test]
fn every_file_has_its_place() {
    let found = found();
    let misplaced: Vec<_> = found.iter().filter_map(|path| fault(path, &found)).collect();
    assert_eq!(misplaced, [""; 0], "codegen/tests/README.md says what belongs where");
}

#[test]
fn the_readme_names_every_kind() {
    let readme = fs::read_to_string(common::folder("README.md")).unwrap();
    for kind in common::KINDS {
        assert!(readme.contains(&format!("`{kind}/")), "{kind}");
    }
}

#[test]
fn misplaced_files_are_found() {
    let check = |listed: &str, expected: &[&str]| {
        let found = listed.split(' ').map(str::to_owned).collect();
        let faults: Vec<_> = listed.split(' ').filter_map(|path| fault(path, &found)).collect();
        assert_eq!(faults, expected, "{listed}");
    };
    check("reports/unknown-key/ reports/unknown-key/a.yaml reports/unknown-key/a.snap", &[]);
    check("reports/unknown-key/", &["reports/unknown-key/ holds no file"]);
    check("reports/unknown-key/a.yaml", &["reports/unknown-key/a.yaml has no snapshot"]);
    check("fragments/body/a.snap", &["fragments/body/a.snap belongs to no fixture"]);
    check("reports/typo/ reports/typo/a.yaml reports/typo/a.snap", &["reports/typo/ is named after no diagnostic"]);
    check("reports/a.yaml", &["reports/a.yaml lies where no test looks"]);
    check("fragments/body/a.yml", &["fragments/body/a.yml lies where no test looks"]);
    check("projects/a/ projects/a/b.yaml projects/a.snap", &[]);
    check("projects/a/ projects/a/b.yaml", &["projects/a/ has no snapshot"]);
    check("projects/a.snap", &["projects/a.snap belongs to no fixture"]);
    check("quiet/a.yaml crates/a.yaml dialects/a/b.yaml a.rs", &[]);
    check("mistakes/a.yaml mistakes/a/ mistakes/a/b.yaml", &[]);
    check("mistakes/a.yaml", &["mistakes/a.yaml lies where no test looks"]);
    check("mistakes/a/ mistakes/a/b.yaml", &["mistakes/a/ has no table of mistakes"]);
    check("quiet/a.snap", &["quiet/a.snap lies where no test looks"]);
    check(
        "fixtures/ fixtures/a.yaml",
        &["fixtures/ lies where no test looks", "fixtures/a.yaml lies where no test looks"],
    );
}

/// What is wrong with a path, as a sentence. Folders end with a slash.
fn fault(path: &str, found: &BTreeSet<String>) -> Option<String> {
    let is_empty =
        path.ends_with('/') && !found.iter().any(|other| other.len() > path.len() && other.starts_with(path));
    let has = |beside: String| found.contains(&beside);
    let fault = match *path.split('/').collect::<Vec<_>>() {
        _ if is_empty => "holds no file",
        ["reports", code, ""] if !code.is_empty() => {
            let is_code = Code::ALL.iter().any(|known| known.name == code);
            return (!is_code).then(|| format!("{path} is named after no diagnostic"));
        }
        ["reports" | "fragments", _, file] => match file.rsplit_once('.') {
            None => return None,
            Some((_, "yaml")) if has(path.replace(".yaml", ".snap")) => return None,
            Some((_, "yaml")) => "has no snapshot",
            Some((_, "snap")) if has(path.replace(".snap", ".yaml")) => return None,
            Some((_, "snap")) => "belongs to no fixture",
            Some(_) => NOWHERE,
        },
        ["projects", case, ""] if !case.is_empty() && !has(format!("projects/{case}.snap")) => "has no snapshot",
        ["projects", file] if file.ends_with(".snap") && !has(path.replace(".snap", "/")) => "belongs to no fixture",
        ["projects", file] if file.is_empty() || file.ends_with(".snap") => return None,
        ["projects" | "dialects", _, _, ..] => return None,
        ["quiet" | "crates", file] if file.is_empty() || file.ends_with(".yaml") => return None,
        ["mistakes", file] if !file.is_empty() && has(path.replace(".yaml", "/")) => return None,
        ["mistakes", case, ""] if !case.is_empty() && !has(format!("mistakes/{case}.yaml")) => {
            "has no table of mistakes"
        }
        ["mistakes", _, _, ..] => return None,
        ["reports" | "fragments" | "dialects" | "mistakes", ""] | [_] => return None,
        [other, ..] if OTHERS.contains(&other) => return None,
        _ => NOWHERE,
    };
    Some(format!("{path} {fault}"))
}

const NOWHERE: &str = "lies where no test looks";

/// All files and folders beside this one. What insta proposes for a snapshot is not there to stay.
fn found() -> BTreeSet<String> {
    let mut found = common::paths(&common::folder(""));
    found.retain(|path| !path.ends_with(".snap.new"));
    found
}
