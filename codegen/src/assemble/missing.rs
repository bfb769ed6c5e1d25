//! Imports of what is not there: what was most likely meant.

use crate::assemble::section::Section;
use crate::diagnostic::edit::scalar;
use crate::diagnostic::{Code, Sink, nearest, phrases};
use crate::library::{Library, folder_of};
use crate::read::naftiko::{Import, Spanned};
use crate::source::Place;

/// What to say of a document that does not have what is wanted.
pub(super) struct Absent {
    message: String,
    help: String,
    /// What was most likely meant.
    near: Option<String>,
}

/// Reports imports of what is not there.
pub(super) struct Missing<'r, 'a> {
    pub(super) library: &'a Library,
    /// The document that imports.
    pub(super) index: usize,
    pub(super) sink: &'r mut Sink,
}

impl<'a> Missing<'_, 'a> {
    /// Reports an import without a file: its key is misspelt, or there is only one document that could be meant.
    pub(super) fn fileless<S: Section>(&mut self, import: &Import, place: &Place) {
        const NEAR: usize = 300; // bytes from the name to the key beside it
        let at = |start: usize| Place { span: start..start, ..place.clone() };
        let around = &at(place.span.start.saturating_sub(NEAR))..&at(place.span.end + NEAR);
        let message = "the import names no file";
        if let Some((key, meant)) = self.sink.misspelt_key(around, &["location", "from"]) {
            self.sink.retract(Code::UNKNOWN_KEY, &key);
            let report = self.sink.report(Code::MISSING_IMPORT, &key, message);
            report.help(format!("did you mean `{meant}`?")).replace(&key, meant);
            return;
        }
        let wanted = import.import.as_ref().or(import.name.as_ref()).or(import.alias.as_ref());
        let owner = wanted.and_then(|wanted| self.owner::<S>(&wanted.value)).map(|path| self.relative(path));
        let report = self.sink.report(Code::MISSING_IMPORT, place, message);
        match owner {
            Some(owner) => {
                let entry = format!("location: {}", scalar(&owner));
                report.help(format!("add its path, `{entry}`")).beside(place, entry);
            }
            None => drop(report.help("add its path, `location: ./shared/registry.yaml`")),
        }
    }

    /// Reports a file that can't be had; `near` is the one that was most likely meant, else the help stands.
    pub(super) fn file(&mut self, file: &Spanned<String>, message: &str, near: Option<String>, help: &str) {
        let near = near.map(|near| self.relative(&near));
        let report = self.sink.report(Code::MISSING_IMPORT, &file.place, message);
        match near {
            Some(near) => {
                report
                    .help(format!("did you mean `{near}`? Paths are relative to this file"))
                    .write(&file.place, &near);
            }
            None => drop(report.help(help)),
        }
    }

    /// Reports that a document does not have what an import wants of it.
    pub(super) fn entry(&mut self, import: &Import, place: &Place, absent: Absent) {
        let Absent { message, help, near } = absent;
        let wanted = import.import.as_ref().or(import.name.as_ref());
        let Some((wanted, near)) = wanted.zip(near) else {
            self.sink.report(Code::MISSING_IMPORT, place, message).help(help);
            return;
        };
        let is_used = self.library.source(self.index).text.contains(&format!("{}.", wanted.value));
        self.sink.lose(&near);
        let report = self.sink.report(Code::MISSING_IMPORT, &wanted.place, message).help(help);
        let report = report.write(&wanted.place, &near);
        if is_used && import.alias.is_none() {
            report.beside(&wanted.place, format!("as: {}", scalar(&wanted.value)));
        }
    }

    /// The path of the only other document that has an entry of this name.
    fn owner<S: Section>(&self, name: &str) -> Option<&'a str> {
        let has = |index: &usize| {
            let document = self.library.lend(*index).and_then(|document| document.as_naftiko());
            let entries = document.map(S::of).unwrap_or_default();
            entries.iter().any(|entry| entry.namespace().is_some_and(|known| known.value == name))
        };
        let mut owners = self.library.documents().filter(|index| *index != self.index && has(index));
        let owner = owners.next().filter(|_| owners.next().is_none())?;
        Some(&self.library.source(owner).path)
    }

    /// A path below the specs folder, seen from this document.
    fn relative(&self, path: &str) -> String {
        relative(folder_of(&self.library.source(self.index).path), path)
    }
}

/// What to say of a document whose entries are these.
pub(super) fn absent<S: Section>(wanted: Option<&Spanned<String>>, entries: &[S]) -> Absent {
    let Some(wanted) = wanted else {
        let message = format!("the file has no `{}` to import", S::KEY);
        return Absent { message, help: "name another file".to_owned(), near: None };
    };
    let passed_on = entries
        .iter()
        .filter_map(S::import)
        .any(|import| [&import.alias, &import.import].into_iter().flatten().any(|name| name.value == wanted.value));
    if passed_on {
        let message = format!("`{}` is only imported in that file, and imports are not passed on", wanted.value);
        return Absent { message, help: "import it from the file that it stands in".to_owned(), near: None };
    }
    let names: Vec<&str> = entries.iter().filter_map(|entry| Some(entry.namespace()?.value.as_str())).collect();
    let near = nearest(&wanted.value, names.iter().copied());
    let help =
        near.map_or_else(|| format!("it has {}", phrases::list(&names)), |near| format!("did you mean `{near}`?"));
    let message = format!("the file has no `{}` called `{}`", S::KEY, wanted.value);
    Absent { message, help, near: near.map(str::to_owned) }
}

/// A path below the specs folder, seen from a folder there.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count().min(to.len() - 1);
    let up = "../".repeat(from.len() - common);
    format!("{}{}", if up.is_empty() { "./" } else { &up }, to[common..].join("/"))
}

/// What to say of an import that doesn't say what it wants.
pub(super) fn incomplete<S: Section>(entries: &[&S]) -> Absent {
    let names: Vec<&str> = entries.iter().filter_map(|entry| Some(entry.namespace()?.value.as_str())).collect();
    let help = match names.as_slice() {
        [only] => format!("write `import: {only}` beside it"),
        names => {
            format!(
                "write `import: NAMESPACE` beside it, for each that is wanted; the file has {}",
                phrases::list(names)
            )
        }
    };
    let message = "the import doesn't say what it wants of the file: `import` is missing".to_owned();
    Absent { message, help, near: None }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_seen_from_the_folder_of_a_document() {
        let rows = [
            ("", "a.yaml", "./a.yaml"),
            ("", "shared/a.yaml", "./shared/a.yaml"),
            ("shop", "shop/a.yaml", "./a.yaml"),
            ("shop", "shared/a.yaml", "../shared/a.yaml"),
            ("shop/eu", "a.yaml", "../../a.yaml"),
        ];
        for (folder, path, expected) in rows {
            assert_eq!(relative(folder, path), expected);
        }
    }
}
