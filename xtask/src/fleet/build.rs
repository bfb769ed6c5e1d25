//! One run of cargo for all crates and runners.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::runner::Runner;
use super::scratch::Scratch;
use super::ship::Ship;
use crate::failure::Failure;

/// The most of a compiler's message that is reported, in lines.
const LINES: usize = 12;

/// What cargo made.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// The binary that holds each crate.
    pub(super) runners: BTreeMap<String, PathBuf>,
    /// What rustc and clippy said of each crate: warnings and errors.
    pub(super) said: BTreeMap<String, Vec<String>>,
    /// `clippy`, or `rustc` where that is all there is.
    pub(super) linter: &'static str,
}

/// A line of `cargo build --message-format json`.
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    manifest_path: Option<PathBuf>,
    message: Option<Said>,
    executable: Option<PathBuf>,
}

/// What a compiler said.
#[derive(Debug, Deserialize)]
struct Said {
    level: String,
    rendered: Option<String>,
    spans: Vec<Span>,
}

#[derive(Debug, Deserialize)]
struct Span {
    file_name: String,
    is_primary: bool,
}

/// How an attempt ended.
struct Outcome {
    messages: Vec<Message>,
    errors: String,
}

/// Builds all crates in runners; where some don't compile, the others without them.
///
/// # Errors
/// Cargo can't be started, or fails for a reason that lies in no crate.
pub(super) fn all(scratch: &Scratch, ships: &[Ship<'_>]) -> Result<Built, Failure> {
    let clippy = clippy();
    let mut built = Built { linter: if clippy.is_some() { "clippy" } else { "rustc" }, ..Built::default() };
    let mut broken: BTreeSet<String> = BTreeSet::new();
    loop {
        let runners = Runner::for_all(ships.iter().filter(|ship| !broken.contains(&ship.package.name)));
        if runners.is_empty() {
            return Ok(built);
        }
        scratch.write(ships, &runners)?;
        let outcome = cargo(scratch, &runners, clippy.as_deref())?;
        let found = built.take(&outcome, &runners);
        let missing =
            runners.iter().flat_map(Runner::ships).any(|ship| !built.runners.contains_key(&ship.package.name));
        if !missing {
            return Ok(built);
        }
        let before = broken.len();
        broken.extend(found);
        if broken.len() == before {
            return Err(Failure::Usage(format!("cargo cannot build the crates:\n{}", outcome.errors)));
        }
    }
}

impl Built {
    /// Notes what an attempt made and said, and gives the crates that don't compile.
    fn take(&mut self, outcome: &Outcome, runners: &[Runner<'_>]) -> BTreeSet<String> {
        let (mut broken, mut said) = (BTreeSet::new(), BTreeMap::<String, BTreeSet<String>>::new());
        self.runners.clear();
        for message in &outcome.messages {
            let Some(package) = message.package() else { continue };
            let runner = runners.iter().find(|runner| runner.name() == package);
            if let (Some(runner), Some(binary)) = (runner, &message.executable) {
                let names = runner.ships().iter().map(|ship| ship.package.name.clone());
                self.runners.extend(names.map(|name| (name, binary.clone())));
            }
            let Some((said_of, text)) = message.said(package, runner) else { continue };
            if message.is_error() {
                broken.insert(said_of.clone());
            }
            said.entry(said_of).or_default().insert(text);
        }
        self.said.extend(said.into_iter().map(|(name, texts)| (name, texts.into_iter().collect())));
        broken
    }
}

impl Message {
    /// The package that it is about: its folder is called so.
    fn package(&self) -> Option<&str> {
        self.manifest_path.as_ref()?.parent()?.file_name()?.to_str()
    }

    fn is_error(&self) -> bool {
        self.message.as_ref().is_some_and(|said| said.level.starts_with("error"))
    }

    /// Whom it blames, and for what; nobody for summaries, and for what is wrong with a runner itself.
    fn said(&self, package: &str, runner: Option<&Runner<'_>>) -> Option<(String, String)> {
        let said = self.message.as_ref().filter(|_| self.reason == "compiler-message")?;
        let span = said.spans.iter().find(|span| span.is_primary)?;
        let owner = match runner {
            Some(runner) => runner.owner_of(&span.file_name)?,
            None => package,
        };
        let rendered = said.rendered.as_deref().unwrap_or(&said.level);
        Some((owner.to_owned(), rendered.lines().take(LINES).collect::<Vec<_>>().join("\n")))
    }
}

/// Where clippy is. It is no part of a minimal toolchain.
fn clippy() -> Option<PathBuf> {
    let asked = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    let root = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim());
    let driver = root.join("bin").join(format!("clippy-driver{}", std::env::consts::EXE_SUFFIX));
    driver.is_file().then_some(driver)
}

/// Builds the runners, and with them all crates. Clippy is rustc with more to say: the crates are read once for both.
fn cargo(scratch: &Scratch, runners: &[Runner<'_>], clippy: Option<&Path>) -> Result<Outcome, Failure> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--offline", "--keep-going", "--quiet", "--message-format", "json"]);
    cargo.args(runners.iter().flat_map(|runner| ["--package".to_owned(), runner.name()]));
    cargo.current_dir(scratch.root()).env("CARGO_TARGET_DIR", scratch.root().join("target"));
    for (name, _) in std::env::vars_os() {
        // What cargo tells this program of its own package, or a caller all of rustc, would make it build much anew.
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "RUSTFLAGS" {
            cargo.env_remove(&*name);
        }
    }
    if let Some(clippy) = clippy {
        cargo.env("RUSTC_WORKSPACE_WRAPPER", clippy);
    }
    let output = cargo.stdin(Stdio::null()).output().map_err(Failure::at("start cargo in", scratch.root()))?;
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let messages = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    Ok(Outcome { messages, errors: String::from_utf8_lossy(&output.stderr).trim().to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use capwright_codegen::Package;
    use serde_json::json;

    use super::super::asked::Script;
    use super::*;

    #[test]
    fn crates_are_blamed_for_what_is_said_of_them() {
        let package = |name: &str| Package { name: name.to_owned(), files: BTreeMap::new() };
        let packages = [package("sound"), package("shaky"), package("broken")];
        let ship = |(index, package)| Ship { index, package, script: Script::default() };
        let ships: Vec<_> = packages.iter().enumerate().map(ship).collect();
        let runners = Runner::for_all(&ships);
        let said = |folder: &str, level: &str, file: &str| {
            let message = json!({"level": level, "rendered": format!("{level} in {file}"), "spans": [{"file_name": file, "is_primary": true}]});
            json!({"reason": "compiler-message", "manifest_path": format!("/x/{folder}/Cargo.toml"), "message": message})
        };
        let summary = json!({"level": "error", "rendered": "aborting", "spans": []});
        let messages = [
            said("shaky", "warning", "src/lib.rs"),
            said("shaky", "warning", "src/lib.rs"),
            said("fleet_runner_0", "error", "runners/fleet_runner_0/src/c2.rs"),
            said("fleet_runner_0", "warning", "runners/fleet_runner_0/src/main.rs"),
            json!({"reason": "compiler-message", "manifest_path": "/x/sound/Cargo.toml", "message": summary}),
            json!({"reason": "compiler-artifact", "manifest_path": "/x/fleet_runner_0/Cargo.toml", "executable": "/bin/r"}),
            json!({"reason": "build-finished", "success": false}),
        ];
        let messages = messages.map(|message| serde_json::from_value(message).unwrap()).into();
        let mut built = Built::default();
        let broken = built.take(&Outcome { messages, errors: String::new() }, &runners);
        assert_eq!(broken, BTreeSet::from(["broken".to_owned()]));
        let said = |name: &str, text: &str| (name.to_owned(), vec![text.to_owned()]);
        let shaky = said("shaky", "warning in src/lib.rs");
        assert_eq!(built.said, BTreeMap::from([said("broken", "error in runners/fleet_runner_0/src/c2.rs"), shaky]));
        assert_eq!(built.runners.into_keys().collect::<Vec<_>>(), ["broken", "shaky", "sound"]);
    }
}
