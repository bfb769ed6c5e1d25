//! Compiles the documents of a run: side by side, with the results in the order of paths.

use std::path::Path;
use std::time::Instant;

use capwright_codegen::diagnostic::{Diagnostic, Severity, Sink};
use capwright_codegen::{Listing, Options, Package, Project, emit, read, render, resolve};
use rayon::prelude::*;

use crate::failure::Failure;
use crate::repository::Repository;
use crate::sources::Sources;
use crate::timings::{Spent, Watch};

/// What is wanted of each document.
#[derive(Debug, Clone)]
pub(crate) enum Goal {
    /// Its problems and its listing.
    Listing,
    /// Its crate too; `runtime` is the path from a package's folder to the runtime crate.
    Package { runtime: String },
}

/// What a run read, and what became of it.
#[derive(Debug)]
pub(crate) struct Batch {
    /// All documents, those that were not compiled included.
    pub(crate) project: Project,
    /// The documents that were compiled; data files are none.
    pub(crate) documents: Vec<Document>,
    /// What was left out while reading, a sentence each.
    pub(crate) warnings: Vec<String>,
    /// Time before the first document was compiled: reading files, settling names.
    pub(crate) load: std::time::Duration,
}

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its index in the project.
    pub(crate) index: usize,
    /// Its problems, errors first.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What it offers; none if it was rejected, or is only there to be imported.
    pub(crate) listing: Option<Listing>,
    /// Its crate; none without a listing, or if no crates are wanted.
    pub(crate) package: Option<Package>,
    /// Where the time went.
    pub(crate) spent: Spent,
}

impl Document {
    /// Whether the compiler takes it.
    pub(crate) fn is_accepted(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }

    /// Whether it holds sections for other documents, and becomes no crate.
    pub(crate) fn is_part(&self) -> bool {
        self.is_accepted() && self.listing.is_none()
    }
}

impl Batch {
    /// Compiles the documents below `specs`: those that become one of the packages `only`, or all if it is empty.
    ///
    /// # Errors
    /// The folder cannot be read, or no document becomes a package of `only`.
    pub(crate) fn compile(
        repository: &Repository,
        specs: &Path,
        only: &[String],
        goal: &Goal,
    ) -> Result<Self, Failure> {
        let start = Instant::now();
        let sources = Sources::read(specs)?;
        let runtime = match goal {
            Goal::Listing => String::new(),
            Goal::Package { runtime } => runtime.clone(),
        };
        let project = Project::new(sources.all, Options { runtime, reserved: repository.reserved_names()? });
        let chosen = chosen(&project, only)?;
        let load = start.elapsed();
        let documents = chosen.into_par_iter().map(|index| Document::compile(&project, index, goal)).collect();
        Ok(Self { documents, warnings: sources.warnings, load, project })
    }

    /// Whether any document was rejected.
    pub(crate) fn has_rejected(&self) -> bool {
        self.documents.iter().any(|document| !document.is_accepted())
    }
}

impl Document {
    fn compile(project: &Project, index: usize, goal: &Goal) -> Self {
        let mut sink = Sink::default();
        let mut spent = Spent::default();
        let mut watch = Watch::start();
        project.check_name(index, &mut sink);
        let document = read::document(project.source(index), &mut sink);
        spent.read = watch.lap();
        let model = document.and_then(|document| resolve::model(project, index, &document, &mut sink));
        let model = model.filter(|_| !sink.has_errors());
        spent.resolve = watch.lap();
        let listing = model.as_ref().map(Listing::of);
        let mut package = None;
        if let (Some(model), Goal::Package { .. }) = (&model, goal) {
            watch.lap();
            let code = emit::code(model, project.options());
            spent.emit = watch.lap();
            package = Some(render::package(&code));
            spent.render = watch.lap();
        }
        Self { index, diagnostics: sink.into_sorted(), listing, package, spent }
    }
}

/// The documents to compile.
fn chosen(project: &Project, only: &[String]) -> Result<Vec<usize>, Failure> {
    let documents = || project.documents().filter(|index| !project.is_data(*index));
    let unknown: Vec<&String> =
        only.iter().filter(|name| !documents().any(|index| project.package_name(index) == *name)).collect();
    if let Some(name) = unknown.first() {
        let names: Vec<&str> = documents().map(|index| project.package_name(index)).collect();
        return Err(Failure::Usage(format!("no document becomes a package `{name}`; {}", candidates(name, &names))));
    }
    let is_chosen = |index: &usize| only.is_empty() || only.iter().any(|name| name == project.package_name(*index));
    Ok(documents().filter(is_chosen).collect())
}

/// The nearest names, or what to do without any.
fn candidates(wanted: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "there are no documents".to_owned();
    }
    let mut nearest = names.to_vec();
    nearest.sort_by_key(|name| (!name.contains(wanted), strsim::damerau_levenshtein(wanted, name), name.to_owned()));
    nearest.dedup();
    let list: Vec<String> = nearest.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = if nearest.len() > list.len() { ", …: see `cargo xtask list`" } else { "" };
    format!("did you mean {}{more}?", list.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let rows = [
            ("tanum-x", vec!["acme", "tanium-x"], "did you mean `tanium-x`, `acme`?"),
            ("taxii", vec!["taxi", "threatconnect-taxii"], "did you mean `threatconnect-taxii`, `taxi`?"),
            (
                "x",
                vec!["a", "b", "c", "d", "e", "f"],
                "did you mean `a`, `b`, `c`, `d`, `e`, …: see `cargo xtask list`?",
            ),
            ("x", vec![], "there are no documents"),
        ];
        for (wanted, names, expected) in rows {
            assert_eq!(candidates(wanted, &names), expected);
        }
    }
}
