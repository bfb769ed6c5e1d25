//! What an earlier `gen` made of the same inputs: one file in `target/`, named after everything that went in.
//!
//! It saves compiling and nothing else: the output folder is compared with it as with fresh crates, so whatever was edited,
//! removed or left half-written there is found and put right. A file that is damaged, of another program or simply gone is as
//! good as none. Runs share nothing but whole files that are never changed: several at once get along.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use blake3::{Hash, Hasher};
use capwright_codegen::Project;

use crate::disk;
use crate::document::Document;
use crate::order::Order;

mod format;

/// How many runs are kept; the oldest go first.
const KEPT: usize = 16;

/// The place of one run's results.
#[derive(Debug)]
pub(crate) struct Cache {
    path: PathBuf,
}

impl Cache {
    /// The place in `folder` for a run of this program; none if the program cannot be read.
    pub(crate) fn new(folder: &Path, project: &Project, chosen: &[usize], order: &Order<'_>) -> Option<Self> {
        let key = key(program()?, project, chosen, order);
        Some(Self { path: folder.join(key.to_hex().as_str()) })
    }

    /// What a run made of the documents; none if there was no such run, or its file is damaged.
    pub(crate) fn load(&self) -> Option<Vec<Document>> {
        format::decode(&std::fs::read(&self.path).ok()?)
    }

    /// Keeps the documents. Whoever cannot write into `target/` compiles every time, and needs no message for that.
    pub(crate) fn store(&self, documents: &[Document]) {
        let kept = format::encode(documents).is_some_and(|content| disk::replace(&self.path, &content).is_ok());
        if let (true, Some(folder)) = (kept, self.path.parent()) {
            remove_oldest(folder);
        }
    }
}

/// The digest of everything that the results depend on. Every part is preceded by its length: no two inputs look alike.
fn key(program: Hash, project: &Project, chosen: &[usize], order: &Order<'_>) -> Hash {
    let mut hasher = Hasher::new();
    let mut add = |part: &str| {
        hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
    };
    add(&program.to_hex());
    add(&format!("{:?}", (&order.goal, &order.policy, project.options(), chosen)));
    for source in project.sources() {
        [&source.path, &source.shown, &source.text].into_iter().for_each(|part| add(part));
        add(&format!("{:?}", source.fault));
    }
    hasher.finalize()
}

/// The digest of the running program, read once; none if it was replaced since it started.
fn program() -> Option<Hash> {
    static PROGRAM: OnceLock<Option<Hash>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let mut hasher = Hasher::new();
        hasher.update_reader(File::open(std::env::current_exe().ok()?).ok()?).ok()?;
        Some(hasher.finalize())
    })
}

/// Leaves the newest files; another run may be doing the same.
fn remove_oldest(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<_> =
        entries.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    files.sort();
    for (_, path) in files.iter().rev().skip(KEPT) {
        // Gone already, or kept once more.
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use capwright_codegen::{Options, Source};

    use super::*;
    use crate::order::Goal;
    use crate::policy::Policy;
    use crate::progress::Progress;
    use crate::shipping::Shipping;

    fn project(sources: &[(&str, &str)]) -> Project {
        let sources = sources.iter().map(|(path, text)| Source::new(*path, format!("specs/{path}"), *text)).collect();
        Project::new(sources, Options { reserved: vec!["taken".to_owned()], ..Options::default() })
    }

    fn key_of(sources: &[(&str, &str)], chosen: &[usize]) -> Hash {
        let goal = Goal::Package(Shipping::default());
        let order = Order {
            specs: Path::new("specs"),
            only: &[],
            files: &[],
            goal,
            policy: Policy::default(),
            progress: Progress::default(),
        };
        key(program().unwrap(), &project(sources), chosen, &order)
    }

    #[test]
    fn whatever_goes_in_is_part_of_the_key() {
        let base = [("a.yaml", "a: 1"), ("data/b.yaml", "b: 1")];
        let known = key_of(&base, &[0, 1]);
        assert_eq!(known, key_of(&base, &[0, 1]));
        let others = [
            key_of(&[("a.yaml", "a: 2"), base[1]], &[0, 1]),
            key_of(&[base[0], ("data/b.yaml", "b: 2")], &[0, 1]),
            key_of(&[base[0], ("data/c.yaml", "b: 1")], &[0, 1]),
            key_of(&[base[0]], &[0, 1]),
            key_of(&base, &[0]),
            key_of(&[("a.yam", "la: 1"), base[1]], &[0, 1]),
        ];
        for (row, other) in others.into_iter().enumerate() {
            assert_ne!(known, other, "row {row}");
        }
    }

    #[test]
    fn only_the_newest_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..KEPT + 3 {
            let file = File::create(folder.path().join(format!("{number:02}"))).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(number as u64)).unwrap();
        }
        remove_oldest(folder.path());
        let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!((left.len(), left[0].to_str()), (KEPT, Some("03")));
    }
}
