//! Compiles the documents of a run: side by side, with the results in the order of paths.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use capwright_codegen::{Options, Project};
use rayon::prelude::*;

use crate::cache::Cache;
use crate::document::Document;
use crate::failure::Failure;
use crate::order::{Goal, Order};
use crate::program;
use crate::repository::{Repository, with_slashes};
use crate::shipping::Shipping;
use crate::sources::Sources;

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
    pub(crate) load: Duration,
    /// Time from there until the last one was, by the clock.
    pub(crate) compile: Duration,
    /// Whether an earlier run had compiled the same, so that nothing was compiled.
    pub(crate) is_recalled: bool,
}

impl Batch {
    /// Compiles what is ordered.
    ///
    /// # Errors
    /// The folder cannot be read, or no document becomes one of the packages.
    pub(crate) fn compile(repository: &Repository, order: &Order<'_>) -> Result<Self, Failure> {
        let (batch, chosen) = Self::load(repository, order)?;
        Ok(batch.compiled(chosen, order))
    }

    /// The same, unless an earlier run did so already and kept it in `cache`: only reading the files is left then.
    ///
    /// # Errors
    /// As above.
    pub(crate) fn recall_or_compile(repository: &Repository, order: &Order<'_>, cache: &Path) -> Result<Self, Failure> {
        let (batch, chosen) = Self::load(repository, order)?;
        let cache = Cache::new(cache, &batch.project, &chosen, order);
        if let Some(documents) = cache.as_ref().and_then(Cache::load) {
            return Ok(Self { documents, is_recalled: true, ..batch });
        }
        let batch = batch.compiled(chosen, order);
        if let Some(cache) = cache {
            cache.store(&batch.documents);
        }
        Ok(batch)
    }

    /// Reads everything; nothing is compiled yet.
    fn load(repository: &Repository, order: &Order<'_>) -> Result<(Self, Vec<usize>), Failure> {
        let start = Instant::now();
        let _shown = order.progress.whole("reading documents".to_owned());
        let sources = Sources::read(order.specs)?;
        let Shipping { runtime, license, publish } = match &order.goal {
            Goal::Listing => Shipping::default(),
            Goal::Package(shipping) => shipping.clone(),
        };
        let options = Options { runtime, license, publish, reserved: repository.reserved_names()? };
        let project = Project::new(sources.all, options);
        let mut chosen = chosen(&project, order.only)?;
        if !order.files.is_empty() {
            let files = files(&project, order)?;
            chosen.retain(|index| files.contains(index));
        }
        let (load, warnings) = (start.elapsed(), sources.warnings);
        let compile = Duration::ZERO;
        Ok((Self { documents: Vec::new(), warnings, load, compile, project, is_recalled: false }, chosen))
    }

    fn compiled(self, mut chosen: Vec<usize>, order: &Order<'_>) -> Self {
        let start = Instant::now();
        // The longest first: a core that begins with it at the end lets the others wait.
        chosen.sort_by_key(|&index| Reverse(self.project.source(index).text.len()));
        let shown = order.progress.steps("compiling", chosen.len());
        let compile = |index| {
            let document = Document::compile(&self.project, index, order);
            shown.inc(1);
            document
        };
        let mut documents: Vec<_> = chosen.into_par_iter().with_max_len(1).map(compile).collect();
        documents.sort_by_key(|document| document.index);
        shown.finish_and_clear();
        Self { documents, compile: start.elapsed(), ..self }
    }

    /// Whether any document was rejected.
    pub(crate) fn has_rejected(&self) -> bool {
        self.documents.iter().any(|document| !document.is_accepted())
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

/// The documents that are named by their files. Data of a bind is none.
fn files(project: &Project, order: &Order<'_>) -> Result<BTreeSet<usize>, Failure> {
    let root = order.specs.canonicalize().map_err(Failure::at("read", order.specs))?;
    let mut found = BTreeSet::new();
    for file in order.files {
        let path = file.canonicalize().map_err(Failure::at("read", file))?;
        let below = path.strip_prefix(&root).map(with_slashes).ok();
        let is_it = |index: &usize| below.as_ref() == Some(&project.source(*index).path) && !project.is_data(*index);
        let Some(index) = project.documents().find(is_it) else {
            let (file, specs) = (file.display(), order.specs.display());
            return Err(Failure::Usage(format!(
                "{file} is no document of {specs}: name its folder with --specs DIR, and a file that ends in .yaml or .yml"
            )));
        };
        found.insert(index);
    }
    Ok(found)
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
    let more =
        if nearest.len() > list.len() { format!(", …: see `{} list`", program::name()) } else { String::new() };
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
