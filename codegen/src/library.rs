//! The sources of a run: found by their paths, read once, and told apart from data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use crate::diagnostic::Sink;
use crate::read::naftiko::Binding;
use crate::read::{self, Document};
use crate::source::Source;

/// The sources of a run.
#[derive(Debug, Clone)]
pub struct Library {
    sources: Vec<Source>,
    /// What each of them says, once anybody has asked.
    read: Vec<OnceLock<Read>>,
    data: BTreeSet<usize>,
}

/// What a source says.
#[derive(Debug, Clone)]
struct Read {
    /// None if nothing can be made of it.
    document: Option<Document>,
    /// What is wrong with it.
    problems: Sink,
    /// Whether it is an OpenAPI document, of any version.
    is_openapi: bool,
}

impl Library {
    /// A library of these sources.
    pub(crate) fn new(mut sources: Vec<Source>) -> Self {
        sources.iter_mut().enumerate().for_each(|(index, source)| source.index = index);
        let read = sources.iter().map(|_| OnceLock::new()).collect();
        let mut library = Self { sources, read, data: BTreeSet::new() };
        library.data = library.data_files();
        library
    }

    /// Indices of all sources, data files included.
    pub fn documents(&self) -> Range<usize> {
        0..self.sources.len()
    }

    /// All sources: what the places of diagnostics refer to.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source with this index.
    pub fn source(&self, index: usize) -> &Source {
        &self.sources[index]
    }

    /// Whether a bind of another document names the source as its file: it is data then, not a document.
    pub fn is_data(&self, index: usize) -> bool {
        self.data.contains(&index)
    }

    /// The document at a path below the specs folder; data is none.
    pub(crate) fn find(&self, path: &str) -> Option<usize> {
        self.documents().find(|index| self.source(*index).path == path && !self.is_data(*index))
    }

    /// The document of a source; none if nothing can be made of it. Whoever asks is told all that is wrong with it.
    pub fn read(&self, index: usize, sink: &mut Sink) -> Option<&Document> {
        sink.absorb(&self.look(index).problems);
        self.lend(index)
    }

    /// The document of a source, for others that import from it; none if nothing can be made of it.
    pub(crate) fn lend(&self, index: usize) -> Option<&Document> {
        self.look(index).document.as_ref()
    }

    /// Whether a source is an OpenAPI document, of any version.
    pub(crate) fn is_openapi(&self, index: usize) -> bool {
        self.look(index).is_openapi
    }

    fn look(&self, index: usize) -> &Read {
        self.read[index].get_or_init(|| {
            let mut problems = Sink::default();
            let document = read::document(self.source(index), &mut problems);
            let is_openapi = document.is_none() && read::kind::is_openapi(self.source(index));
            Read { document, problems, is_openapi }
        })
    }

    /// Sources that a `location: file:///…` of another one names, relative to the document or to the specs folder.
    fn data_files(&self) -> BTreeSet<usize> {
        let by_path: BTreeMap<&str, usize> =
            self.sources.iter().enumerate().map(|(i, source)| (source.path.as_str(), i)).collect();
        let mut data = BTreeSet::new();
        for (index, source) in self.sources.iter().enumerate() {
            for file in self.bound_files(index) {
                let paths = [folder_of(&source.path), ""].into_iter().filter_map(|folder| below(folder, &file));
                data.extend(paths.filter_map(|path| by_path.get(path.as_str())));
            }
        }
        data
    }

    /// The files that the binds of a document name.
    fn bound_files(&self, index: usize) -> Vec<String> {
        if !self.source(index).text.contains("file://") {
            return Vec::new();
        }
        let Some(Document::Naftiko(document)) = &self.look(index).document else { return Vec::new() };
        let locations = document.binds.iter().filter_map(|binding| match binding {
            Binding::Bind(bind) => bind.location.as_ref()?.strip_prefix("file://").map(str::to_owned),
            Binding::Import(_) => None,
        });
        locations.collect()
    }
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
