//! Documents whose tools are looked at: a sample of synthesised ones, those of this repository, and real ones where they are at
//! hand, which are data of third parties and no part of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use capwright_benches::{Order, Style, apis};
use capwright_codegen::model::{Capability, Mcp, Server, Surface};
use capwright_codegen::{Diagnostic, Goal, Options, Project, Source};

/// What became of a document.
pub(crate) struct Document {
    pub(crate) path: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) servers: Vec<Mcp>,
}

/// All of them.
pub(crate) static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let folder = repository("specs");
    let own = ["examples", "tanium", "threatconnect"].map(|provider| files(&folder.join(provider))).concat();
    [compiled(synthesised()), compiled(own), compiled(real())].into_iter().flatten().collect()
});

/// The real ones among them; none where they are not at hand.
pub(crate) fn real_documents() -> Vec<&'static Document> {
    let names: Vec<String> = real().into_iter().map(|source| source.path).collect();
    DOCUMENTS.iter().filter(|document| names.contains(&document.path)).collect()
}

/// One document of a test.
pub(crate) fn document(text: &str) -> Document {
    compiled(vec![Source::new("document.yaml", "specs/document.yaml", text)]).remove(0)
}

pub(crate) fn repository(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)
}

fn synthesised() -> Vec<Source> {
    let of = |style| apis(Order { seed: 9, documents: 20, operations: 40, style });
    let all = of(Style::Full).map(|it| ("full", it)).chain(of(Style::Public).map(|it| ("public", it)));
    all.map(|(style, (name, api))| Source::new(format!("{style}/{name}"), name, api.capability())).collect()
}

fn real() -> Vec<Source> {
    let folder = repository("../shared/corpus");
    ["catalogue", "per-tag", "large"].iter().flat_map(|group| files(&folder.join(group))).collect()
}

/// The documents of a folder; none if it is not there.
fn files(folder: &Path) -> Vec<Source> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let source = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Source::new(name.clone(), name, fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(source).collect()
}

fn compiled(sources: Vec<Source>) -> Vec<Document> {
    let project = Project::new(sources, Options::default());
    let document = |index| {
        let compiled = project.compile_to(Goal::Model, index, &mut ());
        let servers = match compiled.model.map(|model| model.surface) {
            Some(Surface::Capability(Capability { servers, .. })) => servers.into_iter().filter_map(mcp).collect(),
            _ => Vec::new(),
        };
        Document { path: project.source(index).path.clone(), diagnostics: compiled.diagnostics, servers }
    };
    project.documents().map(document).collect()
}

fn mcp(server: Server) -> Option<Mcp> {
    match server {
        Server::Mcp(mcp) => Some(mcp),
        _ => None,
    }
}
