//! Generated crates in a scratch workspace, for cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use capwright_codegen::Package;

/// A workspace of the crates below `target`, with the repository's versions. Files that stay as they are keep their time.
pub(crate) fn workspace<'a>(name: &str, packages: impl IntoIterator<Item = &'a Package>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let packages: Vec<_> = packages.into_iter().collect();
    fs::create_dir_all(root.join("crates")).unwrap();
    for folder in fs::read_dir(root.join("crates")).unwrap().map(|folder| folder.unwrap().path()) {
        if packages.iter().all(|package| !folder.ends_with(&package.name)) {
            fs::remove_dir_all(folder).unwrap();
        }
    }
    let runtime = super::repository("runtime").canonicalize().unwrap();
    for package in packages {
        for (path, text) in &package.files {
            let text = text.replace(super::RUNTIME, runtime.to_str().unwrap());
            write(&root.join("crates").join(&package.name).join(path), &text);
        }
    }
    write(&root.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
    fs::copy(super::repository("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    root
}

fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Runs cargo with the repository's target folder and profile, so that dependencies are built once.
pub(crate) fn cargo(workspace: &Path, command: &str) -> Output {
    let output = bare_cargo()
        .args(command.split(' '))
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "cargo {command}\n{said}");
    output
}

/// The repository's target folder.
pub(crate) fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// Cargo without what it told this test of its own package: dependencies that look at it would all be built again.
pub(crate) fn bare_cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let told = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
        if told.iter().any(|prefix| name.starts_with(prefix)) {
            cargo.env_remove(&*name);
        }
    }
    cargo
}
