//! The layers that ARCHITECTURE.md draws, and which arrows go against them.
//!
//! A block is fenced by ```` ```layers FOLDER ````. Each line is a layer, the highest first: it may use what stands below it, and
//! nothing above or beside it. `name` is a module: `name.rs` and the folder `name/`; `name.rs` is the file alone, `name/` the
//! folder alone. The longest entry that fits a file is its own. `but a.rs uses b.rs` lets one arrow pass that goes the wrong way.
//! What follows `#` is for people. Inside of a folder that is one entry, arrows are checked by a block of its own, or not at all;
//! circles are found everywhere in a block.

use crate::arrows::Arrows;

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub(crate) folder: String,
    /// The highest first.
    layers: Vec<Vec<String>>,
    /// Arrows that may go the wrong way.
    known: Vec<(String, String)>,
}

/// Where an entry stands: the line, and its place in it.
type Place = (usize, usize);

impl Drawing {
    /// The blocks of a text.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let (mut drawings, mut is_open) = (Vec::<Self>::new(), false);
        for line in text.lines() {
            if let Some(folder) = line.strip_prefix("```layers ") {
                drawings.push(Self { folder: folder.trim().to_owned(), layers: Vec::new(), known: Vec::new() });
                is_open = true;
            } else if line.starts_with("```") {
                is_open = false;
            } else if let (true, Some(drawing)) = (is_open, drawings.last_mut()) {
                drawing.read_line(line.split('#').next().unwrap_or_default());
            }
        }
        drawings
    }

    fn read_line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => {}
            ["but", from, "uses", to] => {
                let path = |file| format!("{}/{file}", self.folder);
                self.known.push((path(from), path(to)));
            }
            _ => self.layers.push(words.into_iter().map(str::to_owned).collect()),
        }
    }

    /// What is wrong with the folder's files, a sentence each.
    pub(crate) fn faults(&self, arrows: &Arrows) -> Vec<String> {
        let mut faults = self.misfits(arrows);
        let idle = self.known.iter().filter(|arrow| !arrows.paths.contains_key(arrow));
        faults.extend(
            idle.map(|(from, to)| format!("{from} uses nothing of {to} any more: strike it from ARCHITECTURE.md")),
        );
        let arrows = arrows.without(&self.known);
        faults.extend(self.upward(&arrows));
        let circle =
            |files: Vec<&str>| format!("{} files use each other in a circle: {}", files.len(), files.join(", "));
        faults.extend(arrows.circles().into_iter().map(circle));
        faults
    }

    /// Files without an entry, and entries without a file.
    fn misfits(&self, arrows: &Arrows) -> Vec<String> {
        let Self { folder, layers, .. } = self;
        let homeless = arrows.files.iter().filter(|file| self.place(file).is_none());
        let homeless =
            homeless.map(|file| format!("{file} stands in no layer of {folder}: name it in ARCHITECTURE.md"));
        let inhabited: Vec<Place> = arrows.files.iter().filter_map(|file| self.place(file)).collect();
        let places =
            layers.iter().enumerate().flat_map(|(row, layer)| (0..layer.len()).map(move |column| (row, column)));
        let empty = places.filter(|place| !inhabited.contains(place));
        let empty = empty.map(|(row, column)| format!("{} names no file of {folder}", layers[row][column]));
        homeless.chain(empty).collect()
    }

    /// Arrows that go up or aside.
    pub(crate) fn upward(&self, arrows: &Arrows) -> Vec<String> {
        let mut faults = Vec::new();
        for ((from, to), path) in &arrows.paths {
            let (Some(user), Some(used)) = (self.place(from), self.place(to)) else { continue };
            if user == used || used.0 > user.0 {
                continue;
            }
            let where_ = if used.0 < user.0 { "above" } else { "beside" };
            let entry = |(row, column): Place| &self.layers[row][column];
            faults.push(format!(
                "{from} uses {path} ({to}), but {} stands {where_} {}: move what both need below, or hand it in as an argument",
                entry(used),
                entry(user),
            ));
        }
        faults
    }

    /// The entry of a file: the longest that fits.
    fn place(&self, file: &str) -> Option<Place> {
        let file = file.strip_prefix(&self.folder)?.strip_prefix('/')?;
        let entries = self
            .layers
            .iter()
            .enumerate()
            .flat_map(|(row, layer)| layer.iter().enumerate().map(move |(column, entry)| ((row, column), entry)));
        entries.filter(|(_, entry)| fits(entry, file)).max_by_key(|(_, entry)| entry.len()).map(|(place, _)| place)
    }
}

fn fits(entry: &str, file: &str) -> bool {
    let Some(rest) = file.strip_prefix(entry) else { return false };
    rest.is_empty() || entry.ends_with('/') || rest == ".rs" || rest.starts_with('/')
}
