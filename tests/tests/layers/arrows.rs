//! Arrows between the files of a crate, and the circles that they form.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use petgraph::algo::{greedy_feedback_arc_set, tarjan_scc};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::source::{Files, Module, Path, Source};

/// Which file uses an item of which other, with the path that says so.
#[derive(Debug, Default)]
pub(crate) struct Arrows {
    /// All files, with and without arrows.
    pub(crate) files: Vec<String>,
    pub(crate) paths: BTreeMap<(String, String), String>,
}

impl Arrows {
    /// The arrows of the crate whose `lib.rs` or `main.rs` lies in a folder.
    ///
    /// # Errors
    /// A file is missing or is not Rust, or a path leads to nothing: then this reader doesn't know enough of Rust.
    pub(crate) fn of(files: &Files, folder: &str, name: &str) -> Result<Self, String> {
        let source = Source::read(files, folder, name)?;
        let mut arrows = Self::default();
        for (index, module) in source.modules.iter().enumerate() {
            arrows.add_of(&source, index, module)?;
        }
        arrows.files = source.files;
        arrows.files.sort();
        Ok(arrows)
    }

    fn add_of(&mut self, source: &Source, index: usize, module: &Module) -> Result<(), String> {
        let from = &source.files[module.file];
        for path in &module.paths {
            let target = source.resolve(index, path);
            let is_ours = matches!(path[0].as_str(), "crate" | "self" | "super")
                || source.resolve(index, &path[..1]).module.is_some();
            if target.is_nothing() && is_ours {
                return Err(format!("{from} uses {}, which is not found", path.join("::")));
            }
            self.add(source, from, target.file, path);
        }
        for name in module.alone.iter().filter(|_| !module.globs.is_empty()) {
            self.add(source, from, source.resolve_by_glob(index, name).file, std::slice::from_ref(name));
        }
        // All variants of an enum; what comes of a module is found by its name.
        for path in &module.globs {
            self.add(source, from, source.resolve(index, path).file, path);
        }
        Ok(())
    }

    fn add(&mut self, source: &Source, from: &str, to: Option<usize>, path: &[String]) {
        let Some(to) = to.map(|file| &source.files[file]).filter(|to| *to != from) else { return };
        let words: Path =
            path.iter().filter(|word| !matches!(word.as_str(), "crate" | "self" | "super")).cloned().collect();
        self.paths.entry((from.to_owned(), to.clone())).or_insert_with(|| words.join("::"));
    }

    /// Those between two files of a folder, and these files.
    pub(crate) fn within(&self, folder: &str) -> Self {
        let is_within = |file: &String| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let files = self.files.iter().filter(|file| is_within(file)).cloned().collect();
        let paths = self.paths.iter().filter(|((from, to), _)| is_within(from) && is_within(to));
        Self { files, paths: paths.map(|(arrow, path)| (arrow.clone(), path.clone())).collect() }
    }

    /// All but some.
    pub(crate) fn without(&self, some: &[(String, String)]) -> Self {
        let paths = self.paths.iter().filter(|(arrow, _)| !some.contains(arrow));
        Self { files: self.files.clone(), paths: paths.map(|(arrow, path)| (arrow.clone(), path.clone())).collect() }
    }

    /// Files that use each other, all of a circle together, the largest first.
    pub(crate) fn circles(&self) -> Vec<Vec<&str>> {
        let graph = self.graph();
        let circles = tarjan_scc(&graph).into_iter().filter(|nodes| nodes.len() > 1);
        let mut circles: Vec<Vec<&str>> =
            circles.map(|nodes| nodes.into_iter().map(|node| graph[node]).collect()).collect();
        circles.iter_mut().for_each(|files| files.sort_unstable());
        circles.sort_by_key(|files| (Reverse(files.len()), files.clone()));
        circles
    }

    /// Those that have to be turned round so that no circle is left: about the fewest.
    pub(crate) fn backward(&self) -> Vec<(&str, &str)> {
        let graph = self.graph();
        let arrows = greedy_feedback_arc_set(&graph).map(|edge| (graph[edge.source()], graph[edge.target()]));
        arrows.collect()
    }

    fn graph(&self) -> DiGraph<&str, ()> {
        let mut graph = DiGraph::new();
        let nodes: BTreeMap<&str, NodeIndex> =
            self.files.iter().map(|file| (file.as_str(), graph.add_node(file.as_str()))).collect();
        for (from, to) in self.paths.keys() {
            graph.add_edge(nodes[from.as_str()], nodes[to.as_str()], ());
        }
        graph
    }
}
