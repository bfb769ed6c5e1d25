//! The parts of a crate: each compiles alone without a warning, and none brings what only others need.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;

use capwright_codegen::{Package, Source};
use common::fixtures;
use common::workspace::{cargo, workspace};

/// Fixtures of `crates` with all kinds of servers, credentials, formats and answers.
const FIXTURES: [&str; 9] = [
    "authentication",
    "callers",
    "client-only",
    "mock-only",
    "outputs",
    "signatures",
    "skills",
    "steps",
    "taxii-two-operations",
];

/// What a client alone does without.
const OF_OTHERS: [&str; 5] = ["axum", "clap", "rmcp", "tracing-subscriber", "zip"];

#[test]
fn every_part_compiles_alone() {
    let packages = packages();
    let workspace = workspace("features", &packages);
    let mut parts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for package in &packages {
        for part in parts_of(package) {
            parts.entry(part).or_default().push(format!("{}/{part}", package.name));
        }
    }
    let names: Vec<_> = parts.keys().copied().collect();
    assert_eq!(names, ["cli", "client", "docs", "mcp", "mock", "rest", "skill", "taxii"]);
    for features in parts.values().map(|features| features.join(",")) {
        cargo(
            &workspace,
            &format!("check --quiet --offline --workspace --lib --no-default-features --features {features}"),
        );
    }
}

#[test]
fn a_client_alone_brings_no_server_and_no_command_line() {
    let packages = packages();
    let workspace = workspace("features-tree", &packages);
    for package in &packages {
        let tree = "tree --quiet --offline --edges normal --prefix none --no-default-features";
        let output = cargo(&workspace, &format!("{tree} --features client --package {}", package.name));
        let tree = String::from_utf8(output.stdout).unwrap();
        let brought: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(brought.contains(&"hyper") && !brought.contains(&"reqwest"), "{tree}");
        let others: Vec<_> = OF_OTHERS.iter().filter(|other| brought.contains(other)).collect();
        assert!(others.is_empty(), "{}: {others:?} in\n{tree}", package.name);
    }
}

/// The parts that a manifest lists, on by default or not.
fn parts_of(package: &Package) -> Vec<&str> {
    let (_, features) = package.files["Cargo.toml"].split_once("[features]\ndefault = ").unwrap();
    let lines = features.lines().skip(1).take_while(|line| !line.is_empty());
    lines.filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
}

fn packages() -> Vec<Package> {
    let is_wanted = |source: &Source| FIXTURES.iter().any(|name| source.path == format!("{name}.yaml"));
    let sources = fixtures("crates").into_iter().filter(is_wanted).map(|source| {
        let path = format!("part/{}", source.path);
        Source::new(path.clone(), path, source.text)
    });
    let packages: Vec<_> = common::packages(&common::project(sources.collect())).into_values().collect();
    assert_eq!(packages.len(), FIXTURES.len());
    packages
}
