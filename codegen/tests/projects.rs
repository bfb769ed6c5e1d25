//! Documents that need each other: imports, parts, files of binds. A fixture is a specs folder, `projects/<case>/`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "common/beside.rs"]
mod beside;
mod common;

use beside::{beside, case};
use capwright_codegen::diagnostic::render;
use capwright_codegen::{Compiled, Project, Severity, Source};

/// What most documents are told, imported or not: no news here.
const NO_NEWS: [&str; 3] = ["client-only", "derived-hints", "derived-inputs"];

/// What becomes of every document: its problems, what its crate calls, and what it must be given.
fn outcome(project: &Project) -> String {
    let mut lines = Vec::new();
    for index in project.documents().filter(|index| !project.is_data(*index)) {
        let compiled = project.compile(index);
        lines.push(format!("=== {}: {}", project.source(index).path, verdict(&compiled)));
        let news = compiled.diagnostics.iter().filter(|diagnostic| !NO_NEWS.contains(&diagnostic.code));
        lines.extend(news.map(|diagnostic| render(diagnostic, project.sources(), false)));
        if let Some(package) = &compiled.package {
            let lines_of = |file: &str, mark| package.files[file].lines().filter(move |line| line.contains(mark));
            lines.extend(lines_of("API.txt", "async fn").map(str::to_owned));
            lines.extend(lines_of("README.md", "required").map(str::to_owned));
        }
    }
    lines.join("\n")
}

fn verdict(compiled: &Compiled) -> String {
    match &compiled.package {
        Some(package) => format!("crate {}", package.name),
        None if compiled.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) => {
            "rejected".into()
        }
        None => "no crate".into(),
    }
}

#[test]
fn documents_find_each_other() {
    insta::glob!("projects/*", |path| {
        if !path.is_dir() {
            return;
        }
        let project = common::project(common::documents(path));
        beside(path).bind(|| insta::assert_snapshot!(case(path), outcome(&project)));
    });
}

/// Every way in which an import can fail, one at a time.
#[test]
fn what_cannot_be_imported_says_why() {
    let check = |import: &str, message: &str, help: &str| {
        let text = format!("ikanos: 1.0.0-beta5\ncapability:\n  consumes:\n  - {import}\n");
        let others = common::fixtures("projects").into_iter().filter(|source| source.path.starts_with("chains/"));
        let mut sources = vec![Source::new("team/fleet.yaml", "specs/team/fleet.yaml", text)];
        sources.extend(others);
        let compiled = common::project(sources).compile(0);
        let found: Vec<_> = compiled.diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect();
        assert_eq!(found, [("missing-import", message)], "{import}");
        assert_eq!(compiled.diagnostics[0].help.as_deref(), Some(help), "{import}");
    };
    let near = "did you mean `../chains/dock.yaml`? Paths are relative to this file";
    let outside = "move it into the specs folder: nothing else is read";
    check(
        "{from: ./dock.yaml, import: dock}",
        "`./dock.yaml` is not there: no document is called team/dock.yaml",
        near,
    );
    check(
        "{from: ../chains/dok.yaml, import: dock}",
        "`../chains/dok.yaml` is not there: no document is called chains/dok.yaml",
        near,
    );
    check(
        "{from: ../chains/port.yaml, import: dock}",
        "`../chains/port.yaml` is not there: no document is called chains/port.yaml",
        "add the file, or write out here what it should bring",
    );
    check("{from: ../../dock.yaml, import: dock}", "`../../dock.yaml` lies outside of the specs folder", near);
    check("{from: /chains/dock.yaml, import: dock}", "`/chains/dock.yaml` lies outside of the specs folder", near);
    check("{from: ../../port.yaml, import: dock}", "`../../port.yaml` lies outside of the specs folder", outside);
    check(
        "{location: 'https://specs.example/dock.yaml', import: dock}",
        "`https://specs.example/dock.yaml` is a URL",
        near,
    );
    check(
        "{location: 'https://specs.example/port.yaml', import: dock}",
        "`https://specs.example/port.yaml` is a URL",
        "put a copy into the specs folder: nothing is fetched",
    );
    check("{import: dock}", "the import names no file", "add its path, `location: ../chains/dock.yaml`");
    check("{import: port}", "the import names no file", "add its path, `location: ./shared/registry.yaml`");
    check(
        "{from: ../chains/dock.yaml, import: docks}",
        "the file has no `consumes` called `docks`",
        "did you mean `dock`?",
    );
    check(
        "{from: ../chains/middle.yaml, import: dock}",
        "`dock` is only imported in that file, and imports are not passed on",
        "import it from the file that it stands in",
    );
}

/// One mistake, one report: calls, references and variables that the missing part would have explained say nothing.
#[test]
fn a_missing_import_silences_what_follows_from_it() {
    const SHOP: &str = "
  consumes:
  - namespace: shop
    baseUri: https://shop.test
    authentication: {type: bearer, token: '{{TOKEN}}'}
    resources: [{path: /orders, operations: [{name: list-orders, method: GET}]}]
";
    let tool = |does: &str| {
        format!(
            "  exposes:\n  - {{type: mcp, namespace: tools, port: 9090, tools: [{{name: a, description: A, {does}}}]}}\n"
        )
    };
    let call = tool("call: store.list-orders");
    let steps = tool("steps: [{name: b, type: call, call: store.get, with: {id: 1}}]");
    let binds = "binds: [{namespace: env, keys: {TOKEN: TOKEN}}]\n";
    let rows = [
        format!("capability:\n  consumes: [{{from: ./gone.yaml, import: store}}]\n{call}"),
        format!("capability:\n  consumes: [{{from: ./gone.yaml, import: shop, as: store}}]\n{steps}"),
        format!("capability:\n  imports: [gone.yaml]\n{call}"),
        format!("capability:\n  imports: [{{location: ./gone.yaml}}]\n{steps}"),
        format!(
            "{binds}capability:{SHOP}  aggregates: [{{from: ./gone.yaml, import: orders}}]\n{}",
            tool("ref: orders.all")
        ),
        format!("{binds}capability:{SHOP}  exposes: [{{from: ./gone.yaml, import: tools}}]\n"),
        format!("binds: [{{from: ./gone.yaml, import: secrets}}]\ncapability:{SHOP}"),
    ];
    for row in rows {
        let source = Source::new("fleet.yaml", "specs/fleet.yaml", format!("ikanos: 1.0.0-beta5\n{row}"));
        let compiled = common::project(vec![source]).compile(0);
        let found: Vec<_> = compiled.diagnostics.iter().map(|found| (found.code, &found.message)).collect();
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["missing-import"], "{row}\n{found:?}");
    }
}
