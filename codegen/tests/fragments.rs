//! What code looks like: one small document a feature, `fragments/<topic>/<case>.yaml`, and of its crate only the item that the
//! feature is about.
//!
//! The first line of a fixture names the item: `# show: src/client.rs Client::list_orders`. An item is a function, a type, a
//! constant, a member of either, a `[table]` of a manifest, a JSON pointer (`/paths/~1orders/get`), or `*` for all that a file holds.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "common/beside.rs"]
mod beside;
mod common;

use beside::{beside, case};
use capwright_codegen::Source;
use syn::{File, ImplItem, Item, TraitItem};

/// What fits a screen.
const MOST_LINES: usize = 60;

#[test]
fn fragments_read_well() {
    insta::glob!("fragments/*/*.yaml", |path| {
        let source = common::fixture(path);
        let name = &source.path;
        let wanted = source.text.lines().filter_map(|line| line.strip_prefix("# show: "));
        let shown: Vec<String> = wanted.map(|wanted| fragment(&source, wanted)).collect();
        let shown = shown.join("\n");
        assert!(!shown.is_empty() && shown.lines().count() <= MOST_LINES, "{name}: {} lines", shown.lines().count());
        beside(path).bind(|| insta::assert_snapshot!(case(path), shown));
    });
}

/// The item of a generated file that `wanted` names.
fn fragment(source: &Source, wanted: &str) -> String {
    let (path, item) = wanted.split_once(' ').unwrap_or((wanted, "*"));
    let name = &source.path;
    let project = common::project(vec![source.clone()]);
    let compiled = project.compile(0);
    let package = compiled.package.unwrap_or_else(|| panic!("{}", common::rendered(&compiled.diagnostics, &project)));
    let file = package.files.get(path).unwrap_or_else(|| panic!("{name}: there is no {path}"));
    if item == "*" {
        return file.lines().skip(2).map(|line| format!("{line}\n")).collect();
    }
    if item.starts_with('[') {
        let table = file.split("\n\n").find(|table| table.starts_with(item));
        return table.unwrap_or_else(|| panic!("{name}: there is no {item} in {path}")).trim_end().to_owned() + "\n";
    }
    if item.starts_with('/') {
        let document: serde_json::Value = serde_json::from_str(file).unwrap();
        let found = document.pointer(item).unwrap_or_else(|| panic!("{name}: there is no {item} in {path}\n{file}"));
        return serde_json::to_string_pretty(found).unwrap() + "\n";
    }
    let found = find(&syn::parse_file(file).unwrap(), item);
    let found = found.unwrap_or_else(|| panic!("{name}: there is no {item} in {path}\n{file}"));
    prettyplease::unparse(&File { shebang: None, attrs: Vec::new(), items: vec![found], frontmatter: None })
}

fn find(file: &File, wanted: &str) -> Option<Item> {
    let (owner, member) = wanted.split_once("::").unwrap_or((wanted, ""));
    file.items.iter().find_map(|item| match item {
        Item::Fn(found) if found.sig.ident == wanted => Some(item.clone()),
        Item::Const(found) if found.ident == wanted => Some(item.clone()),
        Item::Type(found) if found.ident == wanted => Some(item.clone()),
        Item::Struct(found) if found.ident == wanted => Some(item.clone()),
        Item::Enum(found) if found.ident == wanted => Some(item.clone()),
        Item::Impl(found) => {
            let mut found = found.clone();
            let ty = &found.self_ty;
            if quote::quote!(#ty).to_string() != owner {
                return None;
            }
            found.items.retain(|item| matches!(item, ImplItem::Fn(function) if function.sig.ident == member));
            (!found.items.is_empty()).then_some(Item::Impl(found))
        }
        Item::Trait(found) if found.ident == owner => {
            let mut found = found.clone();
            found.items.retain(|item| matches!(item, TraitItem::Fn(function) if function.sig.ident == member));
            (!found.items.is_empty()).then_some(Item::Trait(found))
        }
        _ => None,
    })
}
