//! The names that generated code takes from the runtime are those that the runtime exports.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use capwright_codegen::names::reserved;
use syn::{Item, UseTree, Visibility};

/// What modules of the runtime export for users and for the runtime itself: no generated code imports it.
const FOR_OTHERS: [(&str, &[&str]); 13] = [
    (
        "",
        &[
            "Awaited",
            "Bytes",
            "ConfigError",
            "Error",
            "FileKey",
            "FilledUrl",
            "FormatError",
            "HeaderMap",
            "InputError",
            "Interruption",
            "IntoReply",
            "Members",
            "Metrics",
            "Misfits",
            "PagingError",
            "Raw",
            "RedirectError",
            "StatusCode",
            "StatusError",
            "UnreadFile",
            "Values",
            "cli",
            "client",
            "control",
            "mcp",
            "mock",
            "project",
            "rest",
            "server",
            "skill",
            "text",
        ],
    ),
    ("cli", &["Launch", "Row", "Server", "Stdio"]),
    ("client", &["Request", "UpstreamBuilder", "WireValue"]),
    ("control", &["Control"]),
    ("mcp", &["Selection"]),
    ("mock", &["Running"]),
    ("project", &["Select", "StepFuture", "path"]),
    ("rest", &["Served"]),
    (
        "server",
        &[
            "DRAIN",
            "Handler",
            "Limits",
            "Problem",
            "Refusal",
            "WithoutInput",
            "bind",
            "guard",
            "respond",
            "serve",
            "serve_with",
        ],
    ),
    (
        "taxii",
        &[
            "DATE_ADDED_FIRST",
            "DATE_ADDED_LAST",
            "Envelope",
            "ErrorBody",
            "Manifest",
            "Query",
            "TaxiiTimestamp",
            "VersionSelector",
            "Versions",
            "client",
            "media",
            "server",
            "store",
        ],
    ),
    ("taxii::client", &["Builder", "Page", "PagingError", "ResumeToken", "Stream", "StreamExt", "TryStreamExt"]),
    ("taxii::server", &["BasicAuth", "Method", "Operation", "Record", "RowKey", "not_found"]),
    ("taxii::store", &["MemoryStore", "Row", "select"]),
];

#[test]
fn the_lists_are_what_the_runtime_exports() {
    let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let lists = reserved::IMPORTS.iter().map(|imports| (imports.module, imports.names));
    for (module, names) in lists.chain(FOR_OTHERS) {
        known.entry(module).or_default().extend(names.iter().map(|name| (*name).to_owned()));
    }
    for (module, known) in known {
        let exported = exports(module);
        let place = if module.is_empty() { "capwright_runtime" } else { module };
        let gone: Vec<_> = known.difference(&exported).collect();
        assert!(
            gone.is_empty(),
            "{place} of the runtime has no {gone:?}: take them out of names::reserved or of this test"
        );
        let new: Vec<_> = exported.difference(&known).collect();
        assert!(
            new.is_empty(),
            "{place} of the runtime exports {new:?}: add them to names::reserved if generated code imports them, so that no \
             name of a document means them, and else to FOR_OTHERS"
        );
    }
}

#[test]
fn generated_code_imports_nothing_else() {
    let project = common::project(common::fixtures("crates"));
    for index in project.documents() {
        for (path, text) in project.compile(index).package.expect("it compiles").files {
            if path.ends_with(".rs") {
                check_imports(&path, &syn::parse_file(&text).unwrap());
            }
        }
    }
}

/// Whether all that a file imports from the runtime stands in the lists.
fn check_imports(path: &str, file: &syn::File) {
    let uses = file.items.iter().filter_map(|item| if let Item::Use(item) = item { Some(&item.tree) } else { None });
    let mut found = Vec::new();
    uses.for_each(|tree| collect(tree, "", &mut found));
    for (module, name) in found {
        let Some(module) = module.strip_prefix("capwright_runtime") else { continue };
        let module = module.trim_start_matches("::");
        let lists = reserved::IMPORTS.iter().filter(|imports| imports.module == module);
        let is_known = lists.into_iter().any(|imports| imports.names.contains(&name.as_str()));
        assert!(is_known, "{path} imports {name} of {module:?}, which names::reserved doesn't list");
    }
}

/// The names that a `use` brings in, each with the path before it.
fn collect(tree: &UseTree, path: &str, found: &mut Vec<(String, String)>) {
    match tree {
        UseTree::Path(inner) => {
            let joint = if path.is_empty() { "" } else { "::" };
            collect(&inner.tree, &format!("{path}{joint}{}", inner.ident), found);
        }
        UseTree::Name(name) => found.push((path.to_owned(), name.ident.to_string())),
        UseTree::Rename(name) => found.push((path.to_owned(), name.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, path, found)),
        UseTree::Glob(_) => {}
    }
}

/// The public names of a module of the runtime, whatever features they need.
fn exports(module: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(file(module)).unwrap();
    let mut names = BTreeSet::new();
    for item in syn::parse_file(&text).unwrap().items {
        let (visibility, name) = match &item {
            Item::Use(item) => {
                let mut found = Vec::new();
                if matches!(item.vis, Visibility::Public(_)) {
                    collect(&item.tree, "", &mut found);
                }
                names.extend(found.into_iter().map(|(_, name)| name));
                continue;
            }
            Item::Const(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            Item::Fn(item) => (&item.vis, &item.sig.ident),
            Item::Mod(item) => (&item.vis, &item.ident),
            Item::Static(item) => (&item.vis, &item.ident),
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Trait(item) => (&item.vis, &item.ident),
            Item::Type(item) => (&item.vis, &item.ident),
            _ => continue,
        };
        if matches!(visibility, Visibility::Public(_)) {
            names.insert(name.to_string());
        }
    }
    names
}

/// The source of a module of the runtime.
fn file(module: &str) -> PathBuf {
    let source = common::repository("runtime/src");
    if module.is_empty() {
        return source.join("lib.rs");
    }
    let module = module.replace("::", "/");
    let alone = source.join(format!("{module}.rs"));
    if alone.exists() { alone } else { source.join(module).join("mod.rs") }
}
