//! `cargo xtask pin`: what was reviewed of each crate, its files and its public items, is kept in `pins/`, and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use capwright_codegen::package::{Entry, Manifest};

use crate::diff::{self, Side};
use crate::failure::Failure;
use crate::flags::PinFlags;
use crate::plan::{MANIFEST, package_of};
use crate::report::{Report, summary};
use crate::repository::Repository;
use crate::verdict::Verdict;
use crate::{Console, disk, program};

/// The first line of a pin.
const MARKER: &str =
    "# Written by `cargo xtask pin`: files (path, lines, bytes, hash) and public items of a crate. Do not edit.";
/// Packages whose differences are shown.
const SHOWN: usize = 5;

/// A crate or its pin; one of the two may be missing.
struct Pin {
    package: String,
    path: PathBuf,
    before: Option<String>,
    after: Option<String>,
}

/// The crates are those on disk: what is compared is what is committed.
///
/// # Errors
/// Nothing was generated yet, a file cannot be read or written, or there is no such package.
pub(crate) fn run(flags: &PinFlags, repository: &Repository, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let pins = pins(&repository.folder("generated"), &repository.folder("pins"))?;
    let pins = chosen(pins, &flags.only)?;
    let mut report = Report::new(console, flags.format);
    if !flags.check {
        pins.iter().try_for_each(Pin::settle)?;
    }
    pins.iter().try_for_each(|pin| report.output(&pin.package, pin.status(flags.check)))?;
    report.human(&summary(pins.iter().map(|pin| pin.status(flags.check))))?;
    let different: Vec<&Pin> = pins.iter().filter(|pin| pin.differs()).collect();
    if !flags.check || different.is_empty() {
        return Ok(Verdict::Well);
    }
    for pin in different.iter().take(SHOWN) {
        report.explain(&format!("\n{}", pin.diff()))?;
    }
    report.explain(&format!(
        "\nWhat is pinned has changed. If that is meant, run this, and commit what it changes in pins/:\n\n    {}",
        flags.command(program::name())
    ))?;
    Ok(Verdict::Found)
}

impl Pin {
    fn differs(&self) -> bool {
        self.before.is_some() && self.before != self.after
    }

    fn status(&self, is_check: bool) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) if is_check => "unpinned",
            (Some(_), None) if is_check => "gone",
            (Some(_), None) => "removed",
            _ if self.before == self.after => "pinned",
            _ if is_check => "differs",
            _ => "written",
        }
    }

    /// Makes the pin what the crate is.
    fn settle(&self) -> Result<(), Failure> {
        match &self.after {
            _ if self.before == self.after => Ok(()),
            Some(text) => disk::replace(&self.path, text.as_bytes()).map_err(Failure::at("write", &self.path)),
            None => std::fs::remove_file(&self.path).map_err(Failure::at("remove", &self.path)),
        }
    }

    fn diff(&self) -> String {
        let text = |side: &Option<String>| side.clone().unwrap_or_default();
        let (before, after) = (text(&self.before), text(&self.after));
        let side = |label, text| Side { label: format!("{} ({label})", self.package), text };
        diff::unified(&side("pinned", &before), &side("on disk", &after))
    }
}

/// All crates of a folder with their pins, and pins without a crate.
fn pins(generated: &Path, folder: &Path) -> Result<Vec<Pin>, Failure> {
    let path = generated.join(MANIFEST);
    if !path.is_file() {
        let (path, program) = (path.display(), program::name());
        return Err(Failure::Usage(format!("there is no {path}: run `{program} gen` first")));
    }
    let manifest = Manifest::parse(&std::fs::read_to_string(&path).map_err(Failure::at("read", &path))?);
    let mut pins = BTreeMap::new();
    for package in manifest.entries.keys().filter_map(|path| package_of(path)).collect::<BTreeSet<_>>() {
        pins.insert(package.to_owned(), Some(text(package, &manifest, generated)?));
    }
    for package in pinned(folder)? {
        pins.entry(package).or_insert(None);
    }
    let pin = |(package, after): (String, Option<String>)| {
        let path = folder.join(format!("{package}.txt"));
        let before = path.is_file().then(|| std::fs::read_to_string(&path).map_err(Failure::at("read", &path)));
        Ok(Pin { before: before.transpose()?, package, path, after })
    };
    pins.into_iter().map(pin).collect()
}

/// What is pinned of a crate: each file that was generated, as it is on disk, and `API.txt` whole.
fn text(package: &str, manifest: &Manifest, generated: &Path) -> Result<String, Failure> {
    let mut text = format!("{MARKER}\n");
    let mut items = String::new();
    for path in manifest.entries.keys().filter(|path| package_of(path) == Some(package)) {
        let full = generated.join(path);
        let content = std::fs::read_to_string(&full).map_err(Failure::at("read", &full))?;
        let Entry { lines, bytes, hash } = Entry::of(&content);
        text.push_str(&format!("{path}\t{lines}\t{bytes}\t{hash}\n"));
        if path.ends_with("/API.txt") {
            items = content;
        }
    }
    Ok(format!("{text}\n{items}"))
}

/// The packages that have pins; other files of the folder are none.
fn pinned(folder: &Path) -> Result<Vec<String>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut packages = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::at("read", folder))? {
        let path = entry.map_err(Failure::at("read", folder))?.path();
        let is_ours = || std::fs::read_to_string(&path).is_ok_and(|text| text.starts_with(MARKER));
        if path.extension().is_some_and(|extension| extension == "txt") && is_ours() {
            packages.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    Ok(packages)
}

fn chosen(mut pins: Vec<Pin>, only: &[String]) -> Result<Vec<Pin>, Failure> {
    if let Some(name) = only.iter().find(|name| pins.iter().all(|pin| pin.package != **name)) {
        return Err(Failure::Usage(format!("there is neither a package nor a pin `{name}`")));
    }
    pins.retain(|pin| only.is_empty() || only.contains(&pin.package));
    Ok(pins)
}
