//! Files keep to the layers that ARCHITECTURE.md draws, and to their sizes.
//!
//!     cargo test -p capwright-tests --test layers -- --nocapture
//!
//! prints how many arrows there are, and which go the wrong way. `CAPWRIGHT_ROOT=FOLDER` measures another tree. An arrow is a
//! `use` or a path from one file to an item of another. It goes to the file that defines the item, whatever re-exports it on the
//! way; a module that is named only as the start of paths is none. `mod` lines and tests don't count. Not seen are names in texts
//! of attributes (`#[serde(with = "…")]`) and what methods are called.
#![allow(clippy::print_stdout, reason = "numbers are what it is run for")]

mod arrows;
mod drawing;
mod made_up;
mod names;
mod scan;
mod sizes;
mod source;

use std::path::{Path, PathBuf};

use arrows::Arrows;
use drawing::Drawing;
use source::{Files, Source};
use walkdir::WalkDir;

/// What is written by hand, and has its layers drawn: the folders of crates, and how paths call them.
const CRATES: [(&str, &str); 3] =
    [("codegen/src", "capwright_codegen"), ("runtime/src", "capwright_runtime"), ("xtask/src", "xtask")];

/// Folders that are counted by themselves, drawn or not.
const COUNTED: [&str; 2] = ["codegen/src/resolve", "runtime/src/client"];

#[test]
fn layers() -> Result<(), String> {
    let root = root();
    let files = read(&root)?;
    // A tree without a drawing is counted all the same.
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    let drawings = Drawing::all(&text);
    let mut faults = misdrawn(&drawings);
    for (folder, name) in CRATES {
        let arrows = Arrows::of(&files, folder, name)?;
        let inner = COUNTED.iter().filter(|inner| inner.starts_with(folder));
        inner.chain([&folder]).for_each(|folder| print_counts(folder, &arrows.within(folder)));
        for drawing in drawings.iter().filter(|drawing| is_within(&drawing.folder, folder)) {
            let arrows = arrows.within(&drawing.folder);
            println!("{}: {} arrows up as drawn", drawing.folder, drawing.upward(&arrows).len());
            faults.extend(drawing.faults(&arrows));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

#[test]
fn sizes() -> Result<(), String> {
    let files = read(&root())?;
    let mut hand_written = Files::new();
    for (folder, name) in CRATES {
        let known = Source::read(&files, folder, name)?.files;
        hand_written.extend(known.into_iter().map(|file| (file.clone(), files[&file].clone())));
    }
    let faults = sizes::faults(&hand_written)?;
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

/// Crates without a drawing, and drawings without a crate.
fn misdrawn(drawings: &[Drawing]) -> Vec<String> {
    let undrawn = CRATES.iter().filter(|(folder, _)| !drawings.iter().any(|drawing| drawing.folder == *folder));
    let undrawn = undrawn.map(|(folder, _)| format!("ARCHITECTURE.md draws no layers of {folder}"));
    let is_idle = |drawing: &&Drawing| !CRATES.iter().any(|(folder, _)| is_within(&drawing.folder, folder));
    let idle = drawings.iter().filter(is_idle);
    undrawn
        .chain(idle.map(|drawing| format!("ARCHITECTURE.md draws {}, which is in no crate", drawing.folder)))
        .collect()
}

/// Counts that need no drawing: for arrows up, about the fewest that would have to be turned round to leave no circle.
fn print_counts(folder: &str, arrows: &Arrows) {
    let (backward, circles) = (arrows.backward(), arrows.circles());
    let (files, all, up) = (arrows.files.len(), arrows.paths.len(), backward.len());
    println!("{folder}: {files} files, {all} arrows, {up} of them close circles, {} circles", circles.len());
    for circle in circles {
        println!("    a circle of {}: {}", circle.len(), circle.join(" "));
    }
    for (from, to) in backward {
        println!("    {from} uses {to}");
    }
}

fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::env::var_os("CAPWRIGHT_ROOT").map_or(own, PathBuf::from)
}

/// All that is Rust in the crates.
fn read(root: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    for (folder, _) in CRATES {
        for entry in WalkDir::new(root.join(folder)) {
            let entry = entry.map_err(|error| error.to_string())?;
            if entry.path().extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            files.insert(path.to_string_lossy().replace('\\', "/"), text);
        }
    }
    Ok(files)
}

fn is_within(folder: &str, outer: &str) -> bool {
    folder.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
