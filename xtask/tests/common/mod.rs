//! A folder with documents and a folder for crates, and the command line run on them in process.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test file uses its part

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;
use tempfile::TempDir;

/// Lives as long as the test; removed with everything in it.
pub struct Desk {
    folder: TempDir,
}

/// What a command printed, and how it ended.
pub struct Ran {
    pub status: u8,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// A desk with documents below `specs`.
    pub fn new(documents: &[(&str, &str)]) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), documents)
    }

    pub fn in_folder(folder: TempDir, documents: &[(&str, &str)]) -> Self {
        let desk = Self { folder };
        std::fs::create_dir(desk.path("specs")).unwrap();
        for (path, text) in documents {
            desk.write(&format!("specs/{path}"), text);
        }
        desk
    }

    /// The full path of `specs/…` or `out/…`.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn append(&self, path: &str, more: &str) {
        self.write(path, self.read(path) + more);
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).unwrap();
    }

    /// `cargo xtask gen --specs … --out … FLAGS`
    pub fn generate(&self, flags: &str) -> Ran {
        self.generate_in("out", flags)
    }

    /// The same with another folder for the crates. What it keeps for the next run, it keeps on the desk.
    pub fn generate_in(&self, out: &str, flags: &str) -> Ran {
        self.run("gen", &[("--specs", "specs"), ("--out", out), ("--cache", "cache")], flags)
    }

    /// Another command on the same documents.
    pub fn command(&self, name: &str, flags: &str) -> Ran {
        self.run(name, &[("--specs", "specs")], flags)
    }

    fn run(&self, command: &str, folders: &[(&str, &str)], flags: &str) -> Ran {
        let folders = folders.iter().flat_map(|(flag, folder)| [flag.into(), self.path(folder).into_os_string()]);
        let flags = flags.split_whitespace().map(OsString::from);
        run(std::iter::once(command.into()).chain(folders).chain(flags).collect())
    }

    /// Every file below `out` and its content.
    pub fn tree(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(&self.path("out"), "", &mut files);
        files
    }

    /// When each file below `out` was last written.
    pub fn times(&self) -> BTreeMap<String, SystemTime> {
        let modified = |path: &String| self.path("out").join(path).metadata().unwrap().modified().unwrap();
        self.tree().into_keys().map(|path| (path.clone(), modified(&path))).collect()
    }
}

impl Ran {
    /// Standard output, line by line, as JSON.
    pub fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }

    /// `status package` of the lines of one kind.
    pub fn outputs(&self) -> Vec<String> {
        let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
        let lines = self.json().into_iter().filter(|line| line["kind"] == "output");
        lines.map(|line| format!("{} {}", text(&line, "status"), text(&line, "package"))).collect()
    }
}

/// Runs the command line in this process.
pub fn run<A: Into<OsString>>(args: Vec<A>) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("xtask".into()).chain(args.into_iter().map(Into::into));
    let status = xtask::run::<OsString>(args, &mut out, &mut err);
    Ran { status, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

/// Cargo without what it told this test of its own package: build scripts that look at it would all run again.
pub fn bare_cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let told = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars().filter(|(name, _)| told(name)) {
        cargo.env_remove(name);
    }
    cargo
}

/// A small document that compiles.
pub fn capability(namespace: &str) -> String {
    format!(
        "naftiko: 1.0.0-alpha2
info:
  label: Items
  description: Lists items.
capability:
  consumes:
  - type: http
    namespace: {namespace}
    baseUri: https://items.example
    resources:
    - name: items
      path: /items
      operations:
      - name: listitems
        method: GET
        description: Lists items.
        inputParameters:
        - name: limit
          in: query
          type: integer
          description: How many.
"
    )
}

/// A document that is rejected.
pub const BROKEN: &str = "something: else\n";

pub fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned());
        }
    }
}
