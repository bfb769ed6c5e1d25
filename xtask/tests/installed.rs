//! The binary somewhere else, started from folders that are not this repository: what `cargo install --path xtask` gives.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{Desk, Ran, capability};

/// A desk with the binary on it.
struct Installed(Desk);

impl Installed {
    fn new() -> Self {
        let desk = Desk::new(&[("shop/items.yaml", &capability("items"))]);
        std::fs::create_dir(desk.path("bin")).unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_capwright"), desk.path("bin/capwright")).unwrap();
        Self(desk)
    }

    /// A runtime, as far as `gen` looks at it.
    fn with_runtime(self) -> Self {
        self.0.write("runtime/Cargo.toml", "[package]\nname = \"capwright-runtime\"\nversion = \"0.1.0\"\n");
        self
    }

    fn run(&self, folder: &str, args: &str) -> Ran {
        let mut command = Command::new(self.0.path("bin/capwright"));
        let output = command.args(args.split(' ')).current_dir(self.0.path(folder)).env_clear().output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran {
            status: u8::try_from(output.status.code().unwrap()).unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

#[test]
fn it_works_on_the_folder_that_it_is_started_in() {
    let installed = Installed::new().with_runtime();
    std::fs::create_dir_all(installed.0.path("elsewhere/deep")).unwrap();
    let rows = [
        (".", "check", "1 document: 1 accepted"),
        ("specs/shop", "list", "shop-items (naftiko from ../shop/items.yaml)"),
        (".", "gen", "1 package: 1 written"),
        ("specs", "gen --check", "1 package: 1 unchanged"),
        (
            "elsewhere/deep",
            "gen --check --specs ../../specs --out ../../generated --root ../..",
            "1 package: 1 unchanged",
        ),
        (".", "explain", "unknown-key"),
    ];
    for (folder, args, expected) in rows {
        let ran = installed.run(folder, args);
        assert_eq!(ran.status, 0, "{folder}, {args}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(expected), "{folder}, {args}: {}", ran.out);
    }
    assert!(installed.0.read("generated/shop-items/Cargo.toml").contains("path = \"../../runtime\""));
}

#[test]
fn it_knows_nothing_of_the_repository_that_it_was_built_in() {
    let content = std::fs::read(env!("CARGO_BIN_EXE_capwright")).unwrap();
    let installed = Installed::new();
    let ran = installed.run(".", "gen");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("crates need the runtime of Capwright"), "{}", ran.err);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("specs");
    let is_there =
        content.windows(repository.as_os_str().len()).any(|text| text == repository.as_os_str().as_encoded_bytes());
    assert!(!is_there, "the binary names {}", repository.display());
}

#[test]
fn it_calls_itself_by_its_name() {
    let installed = Installed::new().with_runtime();
    for (args, expected) in [
        ("--help", "Usage: capwright [OPTIONS] <COMMAND>"),
        ("gen --check", "run:\n\n    capwright gen\n"),
        ("explain E0308", "`capwright explain` lists them all"),
    ] {
        let ran = installed.run(".", args);
        assert!(format!("{}{}", ran.out, ran.err).contains(expected), "{args}: {}{}", ran.out, ran.err);
    }
}
