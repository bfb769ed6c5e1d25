//! A crate's files as modules: what each defines, imports, and names by a path.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, UseTree};

use crate::scan::{self, Found};

/// Texts by path, from the workspace's root.
pub(crate) type Files = BTreeMap<String, String>;

/// `crate::a::b` as its segments.
pub(crate) type Path = Vec<String>;

/// A crate: files, and the modules that they hold. Tests are no part of it.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) files: Vec<String>,
    pub(crate) modules: Vec<Module>,
    /// What the crate is called in paths, which its `main.rs` does.
    pub(crate) name: String,
}

/// A module: a file, or one written inside of a file.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The index of its file.
    pub(crate) file: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) names: BTreeMap<String, Vec<Name>>,
    /// Modules whose names are all imported.
    pub(crate) globs: Vec<Path>,
    /// What its `use` lines name, and its paths.
    pub(crate) paths: BTreeSet<Path>,
    /// Names that stand alone: only one that comes by a glob leads to another file.
    pub(crate) alone: BTreeSet<String>,
    /// Whether a macro defines some of its items, under names that can't be read here.
    pub(crate) is_expanded: bool,
}

/// What a name means in a module. One name may mean several things, a function and a module.
#[derive(Debug)]
pub(crate) enum Name {
    Item,
    Module(usize),
    Import(Path),
}

impl Source {
    /// Reads the crate whose `lib.rs` and `main.rs` lie in a folder.
    ///
    /// # Errors
    /// A file is missing, or is not Rust.
    pub(crate) fn read(files: &Files, folder: &str, name: &str) -> Result<Self, String> {
        let mut source = Self { name: name.to_owned(), ..Self::default() };
        for root in ["lib.rs", "main.rs"] {
            let path = format!("{folder}/{root}");
            if files.contains_key(&path) {
                source.read_file(files, &path, None)?;
            }
        }
        if source.files.is_empty() { Err(format!("{folder} holds no lib.rs and no main.rs")) } else { Ok(source) }
    }

    fn read_file(&mut self, files: &Files, path: &str, parent: Option<usize>) -> Result<usize, String> {
        let text = files.get(path).ok_or_else(|| format!("{path} is missing"))?;
        let parsed = syn::parse_file(text).map_err(|error| format!("{path} is not Rust: {error}"))?;
        self.files.push(path.to_owned());
        let module = self.add(Module { file: self.files.len() - 1, parent, ..Module::default() });
        self.read_items(files, &parsed.items, module, &folder_of(path))?;
        Ok(module)
    }

    fn add(&mut self, module: Module) -> usize {
        self.modules.push(module);
        self.modules.len() - 1
    }

    /// `folder` is where the files of modules lie that are declared here.
    fn read_items(&mut self, files: &Files, items: &[Item], module: usize, folder: &str) -> Result<(), String> {
        for item in items.iter().filter(|item| !attributes(item).iter().any(is_test)) {
            match item {
                Item::Mod(declared) => {
                    let inner = format!("{folder}/{}", declared.ident);
                    let child = match &declared.content {
                        Some((_, items)) => {
                            let file = self.modules[module].file;
                            let child = self.add(Module { file, parent: Some(module), ..Module::default() });
                            self.read_items(files, items, child, &inner)?;
                            child
                        }
                        None => self.read_file(files, &file_of(files, &inner), Some(module))?,
                    };
                    self.modules[module].define(&declared.ident, Name::Module(child));
                }
                Item::Use(import) => self.modules[module].import(import),
                _ => self.modules[module].read_item(item),
            }
        }
        Ok(())
    }
}

impl Module {
    fn define(&mut self, name: &impl ToString, meaning: Name) {
        self.names.entry(name.to_string()).or_default().push(meaning);
    }

    fn read_item(&mut self, item: &Item) {
        match item {
            Item::Const(item) => self.define(&item.ident, Name::Item),
            Item::Enum(item) => self.define(&item.ident, Name::Item),
            Item::Fn(item) => self.define(&item.sig.ident, Name::Item),
            Item::Static(item) => self.define(&item.ident, Name::Item),
            Item::Struct(item) => self.define(&item.ident, Name::Item),
            Item::Trait(item) => self.define(&item.ident, Name::Item),
            Item::Type(item) => self.define(&item.ident, Name::Item),
            Item::Macro(item) => match &item.ident {
                Some(name) => self.define(name, Name::Item),
                None => self.is_expanded = true,
            },
            _ => {}
        }
        for found in scan::scan(item.to_token_stream()) {
            match found {
                Found::Path(path) => drop(self.paths.insert(path)),
                Found::Alone(name) => drop(self.alone.insert(name)),
                Found::Use(import) => self.import(&import), // inside of a function: as if the module imported it
            }
        }
    }

    fn import(&mut self, import: &ItemUse) {
        if import.leading_colon.is_none() {
            self.import_tree(&import.tree, &mut Vec::new());
        }
    }

    fn import_tree(&mut self, tree: &UseTree, before: &mut Path) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import_tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import_tree(tree, before)),
            UseTree::Glob(_) => self.globs.push(before.clone()),
            UseTree::Name(name) => self.import_name(before, &name.ident, &name.ident),
            UseTree::Rename(rename) => self.import_name(before, &rename.ident, &rename.rename),
        }
    }

    /// `before::name as shown`.
    fn import_name(&mut self, before: &[String], name: &impl ToString, shown: &impl ToString) {
        let mut path = before.to_vec();
        let (name, mut shown) = (name.to_string(), shown.to_string());
        if name != "self" {
            path.push(name);
        } else if shown == "self" {
            shown = before.last().cloned().unwrap_or_default();
        }
        self.paths.insert(path.clone());
        self.define(&shown, Name::Import(path));
    }
}

/// Where the modules lie that a file declares: beside `mod.rs`, below `name/` of `name.rs`.
fn folder_of(path: &str) -> String {
    let whole = path.trim_end_matches(".rs");
    match whole.rsplit_once('/') {
        Some((folder, "lib" | "main" | "mod")) => folder.to_owned(),
        _ => whole.to_owned(),
    }
}

fn file_of(files: &Files, module: &str) -> String {
    let beside = format!("{module}.rs");
    if files.contains_key(&beside) { beside } else { format!("{module}/mod.rs") }
}

/// `#[cfg(test)]`, or `#[cfg(all(test, …))]`.
fn is_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && scan::is_test(&attribute.meta.to_token_stream())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
