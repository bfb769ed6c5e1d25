//! A copy of the workspace in which a run has something to add, to change and to remove.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;
use walkdir::WalkDir;
use xtask::{Console, Disk};

use super::common::{Ran, capability, collect};

/// Path to content.
pub(crate) type Tree = BTreeMap<String, String>;

/// Where the crates are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Layout {
    /// Below a workspace whose pattern claims every folder.
    Claimed,
    /// In a workspace that `gen` writes.
    Own,
}

pub(crate) struct Desk {
    folder: TempDir,
}

/// The output folder of [`Layout::Own`].
const OWN: &str = "crates";

/// What a run is to do to the code of `shop/changed`: take a server away.
const SERVER: &str = "
  exposes:
  - type: mcp
    port: 9090
    namespace: changed-tools
    tools:
    - name: list-items
      description: Lists items.
      call: changed.listitems
";

impl Desk {
    /// A copy of what [`Desk::prepared`] made, which is made once.
    pub(crate) fn new(layout: Layout) -> Self {
        static PREPARED: [OnceLock<Desk>; 2] = [const { OnceLock::new() }; 2];
        let prepared = PREPARED[layout as usize].get_or_init(|| Self::prepared(layout));
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        for entry in WalkDir::new(prepared.root()).min_depth(1) {
            let entry = entry.unwrap();
            let to = desk.root().join(entry.path().strip_prefix(prepared.root()).unwrap());
            match entry.file_type() {
                kind if kind.is_dir() => std::fs::create_dir(to).unwrap(),
                kind if kind.is_file() => drop(std::fs::copy(entry.path(), to).unwrap()),
                _ => symlink(std::fs::read_link(entry.path()).unwrap(), to).unwrap(),
            }
        }
        desk
    }

    /// The members of the workspace are links to those of the repository, its crates are copies.
    fn prepared(layout: Layout) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        if let Layout::Own = layout {
            std::fs::create_dir(desk.root().join(OWN)).unwrap();
        }
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut files = BTreeMap::new();
        ["specs", "generated"]
            .iter()
            .for_each(|folder| collect(&repository.join(folder), &format!("{folder}/"), &mut files));
        for member in ["benches", "codegen", "runtime", "tests", "xtask"] {
            symlink(repository.join(member), desk.root().join(member)).unwrap();
        }
        let manifest = std::fs::read_to_string(repository.join("Cargo.toml")).unwrap();
        std::fs::write(desk.root().join("Cargo.toml"), with_own_members(&manifest)).unwrap();
        std::fs::copy(repository.join("Cargo.lock"), desk.root().join("Cargo.lock")).unwrap();
        // The tests of the workspace need these crates, and no others that somebody may have added.
        for provider in ["examples", "tanium", "threatconnect"] {
            let is_theirs = |path: &str| {
                path.starts_with(&format!("specs/{provider}/")) || path.starts_with(&format!("generated/{provider}-"))
            };
            files.iter().filter(|(path, _)| is_theirs(path)).for_each(|(path, text)| desk.write(path, text));
        }
        desk.write("specs/shop/changed.yaml", &(capability("changed") + SERVER.trim_start_matches('\n')));
        desk.write("specs/shop/gone.yaml", &capability("gone"));
        assert_eq!(desk.generate().status, 0);
        desk.load().unwrap();
        desk.remove("specs/shop/gone.yaml");
        desk.write("specs/shop/changed.yaml", &capability("changed"));
        desk.write("specs/shop/more.yaml", &capability("more"));
        desk.write("specs/shop/new.yaml", &capability("new"));
        desk
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The binary of the repository.
    pub(crate) fn generate(&self) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_capwright")).args(args(self.root())).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran {
            status: u8::try_from(output.status.code().unwrap()).unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The same in this process, on another disk.
    pub(crate) fn generate_on(&self, disk: &dyn Disk) -> u8 {
        generate_below(self.root(), disk)
    }

    /// Whether cargo loads the workspace of the crates; what it says if not.
    pub(crate) fn load(&self) -> Result<(), String> {
        let folder = out(self.root());
        let command = ["metadata", "--offline", "--no-deps", "--format-version", "1"];
        let output = Command::new(env!("CARGO")).args(command).current_dir(folder).output().unwrap();
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    /// All files of the output folder, and what lies beside it.
    pub(crate) fn tree(&self) -> Tree {
        let entries = std::fs::read_dir(self.root()).unwrap();
        let mut files: Tree =
            entries.map(|entry| (entry.unwrap().file_name().to_string_lossy().into_owned(), String::new())).collect();
        files.remove("target");
        collect(&out(self.root()), "out/", &mut files);
        files.remove("out/Cargo.lock"); // of cargo
        files
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.root().join(path)).unwrap();
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Runs `gen` in this process.
pub(crate) fn generate_below(root: &Path, disk: &dyn Disk) -> u8 {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let program = std::iter::once("capwright".into());
    xtask::run_with(
        program.chain(args(root)),
        disk,
        &mut Console { out: &mut out, err: &mut err, color: false, live: false },
    )
}

/// The manifest of the workspace without members that somebody may have added.
fn with_own_members(manifest: &str) -> String {
    const OWN_MEMBERS: &str = r#""benches", "codegen", "runtime", "xtask", "tests", "tests/app", "generated/*""#;
    let (before, rest) = manifest.split_once("members = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    format!("{before}members = [{OWN_MEMBERS}]{after}")
}

fn args(root: &Path) -> [OsString; 5] {
    ["gen".into(), "--root".into(), root.into(), "--out".into(), out(root).into()]
}

fn out(root: &Path) -> PathBuf {
    let own = root.join(OWN);
    if own.is_dir() { own } else { root.join("generated") }
}
