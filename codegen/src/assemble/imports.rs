//! Imports: what an entry names in another document of the run takes its place.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::assemble::missing::{Absent, Missing, absent, incomplete};
use crate::assemble::section::Section;
use crate::diagnostic::edit::scalar;
use crate::diagnostic::phrases;
use crate::diagnostic::{Code, Sink, nearest};
use crate::library::{Library, below, folder_of};
use crate::read::naftiko::{Capability, Consume, Document, Import, LooseImport, Spanned};
use crate::source::Place;

/// How often a document imports at most: each brings a whole section of a document.
const MOST_IMPORTS: usize = 200;

/// The document with all that it imports.
///
/// What can't be had is reported here, and its name is lost: that calls into it lead nowhere is no news.
pub(super) fn resolved<'a>(
    library: &Library,
    index: usize,
    document: &'a Document,
    sink: &mut Sink,
) -> Cow<'a, Document> {
    let imports = imports(document);
    if imports == 0 {
        return Cow::Borrowed(document);
    }
    if imports > MOST_IMPORTS {
        let what = format!("a document of {imports} imports (more than {MOST_IMPORTS})");
        phrases::refuse(sink, &document.version.place, &what, "bring whole files, `imports: [./shared.yaml]`");
        return Cow::Borrowed(document);
    }
    let mut importer = Importer { library, index, document, sink, read: BTreeSet::new(), lost: Vec::new() };
    let binds = importer.section(&document.binds);
    let consumes = importer.section(&with_loose(document)).into_iter().collect();
    let aggregates = importer.section(&document.capability.aggregates).into_iter().collect();
    let exposes = importer.section(&document.capability.exposes).into_iter().collect();
    let capability = Capability::of(consumes, exposes, aggregates);
    let lost = document.lost.iter().cloned().chain(importer.lost).collect();
    let (version, info) = (document.version.clone(), document.info.clone());
    Cow::Owned(Document { version, info, binds, imports: Vec::new(), capability, is_part: document.is_part, lost })
}

/// How many there are, in all sections.
fn imports(document: &Document) -> usize {
    fn count<S: Section>(entries: &[S]) -> usize {
        entries.iter().filter(|entry| entry.import().is_some()).count()
    }
    let capability = &document.capability;
    document.imports.len()
        + count(&document.binds)
        + count(&capability.consumes)
        + count(&capability.aggregates)
        + count(&capability.exposes)
}

/// An `imports` section, which the language does not have, means upstreams.
fn with_loose(document: &Document) -> Vec<Consume> {
    let import = |loose: &LooseImport| match loose {
        LooseImport::File(file) => Box::new(Import::of(file.clone())),
        LooseImport::Entry(import) => import.clone(),
    };
    let loose = document.imports.iter().map(|loose| Consume::Import(import(loose)));
    document.capability.consumes.iter().cloned().chain(loose).collect()
}

struct Importer<'a> {
    library: &'a Library,
    index: usize,
    document: &'a Document,
    sink: &'a mut Sink,
    /// Documents that were imported from.
    read: BTreeSet<usize>,
    lost: Vec<String>,
}

impl<'a> Importer<'a> {
    /// The entries of a section, imported ones where their imports stood.
    fn section<S: Section>(&mut self, entries: &[S]) -> Vec<S> {
        let mut all: Vec<(S, Option<Place>)> = Vec::new();
        for entry in entries {
            match entry.import() {
                None => self.add(&mut all, entry.clone(), None),
                Some(import) => {
                    let place = place(import, self.document);
                    for imported in self.import(import, &place) {
                        self.add(&mut all, imported, Some(place.clone()));
                    }
                }
            }
        }
        all.into_iter().map(|(entry, _)| entry).collect()
    }

    /// Adds an entry unless it collides with another, one of which is imported from `import`.
    fn add<S: Section>(&mut self, all: &mut Vec<(S, Option<Place>)>, entry: S, import: Option<Place>) {
        let twin = entry.namespace().and_then(|name| {
            let is_twin = |known: &S| known.namespace().is_some_and(|other| other.value == name.value);
            let (known, other) = all.iter().find(|(known, _)| is_twin(known))?;
            let place = import.as_ref().or(other.as_ref())?;
            Some((name, place, known.namespace()?))
        });
        let Some((name, place, first)) = twin else { return all.push((entry, import)) };
        let message = format!("`{}` has two entries called `{}`, and one is imported", S::KEY, name.value);
        self.sink
            .report(Code::DUPLICATE_NAME, place, message)
            .help(format!("give the imported one another name, `as: {}-2`", name.value))
            .related(&first.place, "the first one");
    }

    /// What an import stands for; nothing if there is a problem, which is reported.
    fn import<S: Section>(&mut self, import: &Import, place: &Place) -> Vec<S> {
        let is_whole = self.is_loose(import);
        let found = self.find::<S>(import, place).and_then(|source| {
            let document = self.read(source)?;
            self.report_unnamed::<S>(document, import, place);
            let found = pick::<S>(document, import, is_whole);
            found.map_err(|absent| self.missing().entry(import, place, absent)).ok()
        });
        let entries = found.unwrap_or_default();
        if entries.is_empty() {
            let names = [&import.alias, &import.import, &import.name, &import.openapi];
            let names: Vec<_> = names.into_iter().flatten().map(|name| name.value.clone()).collect();
            // What a whole file would have brought is anybody's guess.
            self.lost.extend(if names.is_empty() { vec![String::new()] } else { names });
        }
        entries
    }

    /// Says what an import takes that has a name for here, and none for there.
    fn report_unnamed<S: Section>(&mut self, document: &Document, import: &Import, place: &Place) {
        if import.import.is_some() || import.name.is_some() {
            return;
        }
        let taken = import.alias.as_ref().and_then(|alias| by_alias(&own::<S>(document), alias));
        let Some(name) = taken.and_then(|taken| Some(taken.namespace()?.value.clone())) else { return };
        let message = format!("the import does not say what it takes: `{name}` is taken");
        let entry = format!("import: {}", scalar(&name));
        let report = self.sink.report(Code::UNNAMED_IMPORT, place, message);
        report.help(format!("add `{entry}`")).beside(place, entry);
    }

    /// Whether it stands in a section that brings whole files.
    fn is_loose(&self, import: &Import) -> bool {
        let place = import.from.as_ref().map(|file| &file.place);
        let from = |loose: &'a LooseImport| match loose {
            LooseImport::File(file) => Some(&file.place),
            LooseImport::Entry(entry) => entry.from.as_ref().map(|file| &file.place),
        };
        self.document.imports.iter().any(|loose| from(loose) == place)
    }

    /// The document that an import names; none if there is none, which is reported.
    fn find<S: Section>(&mut self, import: &Import, place: &Place) -> Option<usize> {
        let Some(file) = import.from.as_ref().or(import.openapi.as_ref()) else {
            self.missing().fileless::<S>(import, place);
            return None;
        };
        let path = match self.path(&file.value) {
            Ok(path) => path,
            Err((why, help)) => {
                let near = self.called(stem(&file.value)).map(str::to_owned);
                self.missing().file(file, &format!("`{}` {why}", file.value), near, help);
                return None;
            }
        };
        let Some(found) = self.library.find(&path) else {
            let near = self.alike(&path).map(str::to_owned);
            let message = format!("`{}` is not there: no document is called {path}", file.value);
            self.missing().file(file, &message, near, "add the file, or write out here what it should bring");
            return None;
        };
        if import.openapi.is_some() || self.library.is_openapi(found) {
            let help = "write its operations out below `consumes`";
            phrases::later(self.sink, &file.place, "an import of an OpenAPI document", help);
            return None;
        }
        Some(found)
    }

    fn missing(&mut self) -> Missing<'_, 'a> {
        Missing { library: self.library, index: self.index, sink: self.sink }
    }

    /// A document of another folder that is called so.
    fn called(&self, wanted: &str) -> Option<&'a str> {
        let others = self.library.documents().filter(|index| *index != self.index);
        others.map(|index| self.library.source(index).path.as_str()).find(|path| stem(path) == wanted)
    }

    /// The document that was most likely meant: one that is called so in another folder, or nearly so.
    fn alike(&self, path: &str) -> Option<&'a str> {
        let others = self.library.documents().filter(|index| *index != self.index);
        let near = || nearest(stem(path), others.map(|index| stem(self.library.source(index).path.as_str())));
        self.called(stem(path)).or_else(|| self.called(near()?))
    }

    /// The path of a file below the specs folder, or why it is none.
    fn path(&self, file: &str) -> Result<String, (&'static str, &'static str)> {
        if file.contains("://") {
            return Err(("is a URL", "put a copy into the specs folder: nothing is fetched"));
        }
        let folder = folder_of(&self.library.source(self.index).path);
        let inside = if file.starts_with('/') { None } else { below(folder, file) };
        inside.ok_or(("lies outside of the specs folder", "move it into the specs folder: nothing else is read"))
    }

    /// A document; none if it can't be read, or is no capability document, which is reported.
    fn read(&mut self, source: usize) -> Option<&'a Document> {
        if source == self.index {
            return Some(self.document);
        }
        let is_new = self.read.insert(source);
        let read = if is_new { self.library.read(source, self.sink) } else { self.library.lend(source) };
        let Some(document) = read?.as_naftiko() else {
            let message = "a TAXII description has nothing to import, and another document imports it";
            self.sink
                .report(Code::NOT_A_CAPABILITY, &self.library.source(source).place(0..0), message)
                .help("name a document with `consumes`, `aggregates`, `exposes` or `binds`");
            return None;
        };
        if is_new {
            self.lost.extend(document.lost.iter().cloned());
        }
        Some(document)
    }
}

/// The name of a file without its folder and its extension, which say little.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The entries that an import asks for. Without a name, that is all of them where whole files are brought, and a mistake
/// elsewhere; with only a name for here, the only one.
fn pick<S: Section>(document: &Document, import: &Import, is_whole: bool) -> Result<Vec<S>, Absent> {
    let (entries, own) = (S::of(document), own::<S>(document));
    let wanted = import.import.as_ref().or(import.name.as_ref());
    let found = match (wanted, &import.alias) {
        (Some(name), _) => named(&own, name),
        (None, Some(alias)) => by_alias(&own, alias),
        (None, None) if !own.is_empty() && !is_whole => return Err(incomplete(&own)),
        (None, None) if !own.is_empty() => return Ok(own.into_iter().cloned().collect()),
        (None, None) => None,
    };
    let Some(found) = found else { return Err(absent::<S>(wanted.or(import.alias.as_ref()), entries)) };
    let mut entry = found.clone();
    if let Some(alias) = &import.alias {
        entry.rename(alias.clone());
    }
    Ok(vec![entry])
}

/// The entries that a document doesn't import itself.
fn own<S: Section>(document: &Document) -> Vec<&S> {
    S::of(document).iter().filter(|entry| entry.import().is_none()).collect()
}

fn named<'e, S: Section>(entries: &[&'e S], name: &Spanned<String>) -> Option<&'e S> {
    let is_it = |entry: &&S| entry.namespace().is_some_and(|namespace| namespace.value == name.value);
    entries.iter().copied().find(is_it)
}

/// What an import takes that only has a name for here: the entry of that name, or the only one.
fn by_alias<'e, S: Section>(entries: &[&'e S], alias: &Spanned<String>) -> Option<&'e S> {
    named(entries, alias).or(if let [only] = entries { Some(*only) } else { None })
}

/// Where an import stands.
fn place(import: &Import, document: &Document) -> Place {
    let written = [&import.from, &import.import, &import.openapi, &import.name, &import.alias];
    written.into_iter().flatten().next().map_or(&document.version.place, |text| &text.place).clone()
}
