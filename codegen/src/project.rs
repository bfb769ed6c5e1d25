//! All documents of a run: which are data, what their packages are called, and which names collide.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Code, Sink};
use crate::names::is_ident;
use crate::read::naftiko::Binding;
use crate::{Compiled, Source, emit, read, render, resolve};

/// What a run needs to know beside the documents.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Path from a package's folder to the runtime crate, `../../runtime`.
    pub runtime: String,
    /// Names that no package may have: workspace members and dependencies.
    pub reserved: Vec<String>,
}

/// The documents of a run.
#[derive(Debug, Clone)]
pub struct Project {
    sources: Vec<Source>,
    packages: Vec<String>,
    data: BTreeSet<usize>,
    options: Options,
}

impl Project {
    /// Settles the package names of `sources`.
    pub fn new(mut sources: Vec<Source>, options: Options) -> Self {
        sources.iter_mut().enumerate().for_each(|(index, source)| source.index = index);
        let packages = sources.iter().map(|source| package_name(&source.path)).collect();
        let data = data_files(&sources);
        Self { sources, packages, data, options }
    }

    /// Indices of all sources, data files included.
    pub fn documents(&self) -> Range<usize> {
        0..self.sources.len()
    }

    /// All sources: what the places of diagnostics refer to.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The document at a path below the specs folder; data is none.
    pub(crate) fn find(&self, path: &str) -> Option<usize> {
        self.documents().find(|index| self.source(*index).path == path && !self.is_data(*index))
    }

    /// The source with this index.
    pub fn source(&self, index: usize) -> &Source {
        &self.sources[index]
    }

    /// The name of the package that the source becomes.
    pub fn package_name(&self, index: usize) -> &str {
        &self.packages[index]
    }

    /// Whether a bind of another document names the source as its file: it is data then, not a document.
    pub fn is_data(&self, index: usize) -> bool {
        self.data.contains(&index)
    }

    /// What the run knows beside the documents.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Reports a package name that another document or the workspace has.
    pub fn check_name(&self, index: usize, sink: &mut Sink) {
        let name = self.package_name(index);
        let start = self.source(index).place(0..0);
        if self.options.reserved.iter().any(|reserved| reserved == name) {
            sink.report(
                Code::PACKAGE_NAME,
                &start,
                format!("the package would be called `{name}`, as a member or dependency of the workspace is"),
            )
            .help("rename the file: a package is named after its path below the specs folder");
            return;
        }
        let twin =
            self.documents().find(|other| *other != index && !self.is_data(*other) && self.packages[*other] == name);
        if let Some(twin) = twin {
            let message = format!("the package would be called `{name}`, as that of {} is", self.source(twin).shown);
            sink.report(Code::PACKAGE_NAME, &start, message)
                .help("rename one of the files: a package is named after its path below the specs folder");
        }
    }

    /// All four steps for one document.
    pub fn compile(&self, index: usize) -> Compiled {
        let mut sink = Sink::default();
        self.check_name(index, &mut sink);
        let document = read::document(self.source(index), &mut sink);
        let model = document.and_then(|document| resolve::model(self, index, &document, &mut sink));
        let package =
            model.filter(|_| !sink.has_errors()).map(|model| render::package(&emit::code(&model, &self.options)));
        Compiled { diagnostics: sink.into_sorted(), package }
    }
}

/// The longest name of a package in bytes: cargo puts more around it, and a file name has 255 at most.
const LONGEST_NAME: usize = 200;

/// A package is named after its path below the specs folder.
///
/// `tanium/threat-response-connections.yaml` becomes `tanium-threat-response-connections`: lower case, everything but ASCII
/// letters and digits becomes one `-`. What cargo would refuse as a name gets the prefix `spec-`.
pub fn package_name(path: &str) -> String {
    let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml")).unwrap_or(path);
    let words: Vec<String> = stem
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut name = words.join("-");
    name.truncate(LONGEST_NAME);
    name.truncate(name.trim_end_matches('-').len());
    if is_legal(&name) { name } else { format!("spec-{name}").trim_end_matches('-').to_owned() }
}

/// Whether cargo takes it as the name of a package, a library and a binary, on every system.
fn is_legal(name: &str) -> bool {
    const CARGO: [&str; 4] = ["build", "deps", "examples", "incremental"];
    const LIBRARIES: [&str; 6] = ["alloc", "core", "proc-macro", "std", "test", "runtime"];
    const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
    // The binary imports them from the library: a crate can't be told from a module of its name.
    const MODULES: [&str; 5] = ["mcp", "mock", "rest", "skill", "taxii"];
    let module = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let numbered_device = name.len() == 4
        && (name.starts_with("com") || name.starts_with("lpt"))
        && name.ends_with(|c: char| c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && ![&CARGO[..], &LIBRARIES[..], &DEVICES[..]].concat().contains(&name)
        && !MODULES.contains(&module)
        && !numbered_device
        && is_ident(&name.replace('-', "_"))
}

/// Sources that a `location: file:///…` of another one names, relative to the document or to the specs folder.
fn data_files(sources: &[Source]) -> BTreeSet<usize> {
    let by_path: BTreeMap<&str, usize> =
        sources.iter().enumerate().map(|(i, source)| (source.path.as_str(), i)).collect();
    let mut data = BTreeSet::new();
    for source in sources {
        for file in bound_files(source) {
            let paths = [folder_of(&source.path), ""].into_iter().filter_map(|folder| below(folder, &file));
            data.extend(paths.filter_map(|path| by_path.get(path.as_str())));
        }
    }
    data
}

/// The files that the binds of a document name. Few documents have any, and only those are read twice.
fn bound_files(source: &Source) -> Vec<String> {
    if !source.text.contains("file://") {
        return Vec::new();
    }
    let Some(read::Document::Naftiko(document)) = read::document(source, &mut Sink::default()) else {
        return Vec::new();
    };
    let locations = document.binds.iter().filter_map(|binding| match binding {
        Binding::Bind(bind) => bind.location.as_ref()?.strip_prefix("file://").map(str::to_owned),
        Binding::Import(_) => None,
    });
    locations.collect()
}

/// The folder of a path: empty at the top.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `a/b` and `./../c` make `a/c`; none for what climbs out of the specs folder.
pub(crate) fn below(folder: &str, file: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_named_after_their_path() {
        let rows = [
            ("tanium/threat-response-connections.yaml", "tanium-threat-response-connections"),
            ("threatconnect/taxii.yaml", "threatconnect-taxii"),
            ("Acme Corp/My__API v2.yml", "acme-corp-my-api-v2"),
            ("1password/connect.yaml", "spec-1password-connect"),
            ("async.yaml", "spec-async"),
            ("con.yaml", "spec-con"),
            ("com1.yaml", "spec-com1"),
            ("test.yaml", "spec-test"),
            ("gen.yaml", "spec-gen"),
            ("rest.yaml", "spec-rest"),
            ("skill.yaml", "spec-skill"),
            ("mcp-2.yaml", "spec-mcp-2"),
            ("rest-api.yaml", "rest-api"),
            ("---.yaml", "spec"),
            ("日本.yaml", "spec"),
            ("../x.yaml", "x"),
        ];
        for (path, name) in rows {
            assert_eq!(package_name(path), name, "{path}");
        }
    }

    #[test]
    fn locations_stay_below_the_specs_folder() {
        let rows = [
            ("shop", "./secrets.yaml", Some("shop/secrets.yaml")),
            ("a/b", "../c.yaml", Some("a/c.yaml")),
            ("a/b", "../../../x.yaml", None),
            ("", "x", Some("x")),
        ];
        for (folder, file, path) in rows {
            assert_eq!(below(folder, file).as_deref(), path);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_location_climbs_out(folder in "[a-c/]{0,6}", file in "([a-c./\\\\]|\\.\\./){0,20}") {
            if let Some(path) = below(&folder, &file) {
                let is_inside = !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "." | ".."));
                proptest::prop_assert!(is_inside, "{folder} and {file} make {path}");
            }
        }
    }
}
