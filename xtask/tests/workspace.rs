//! Crates outside and below the repository: cargo takes them as they are.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};

use common::{Desk, bare_cargo, capability};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A desk in the repository's `target` folder, which the repository's workspace does not claim.
fn desk_below(documents: &[(&str, &str)]) -> Desk {
    let target = repository().join("target");
    std::fs::create_dir_all(&target).unwrap();
    Desk::in_folder(tempfile::tempdir_in(target).unwrap(), documents)
}

/// Runs cargo on the crates, with the repository's versions and, to build nothing twice, its target folder and profile.
fn cargo(desk: &Desk, command: &str) -> Result<String, String> {
    std::fs::copy(repository().join("Cargo.lock"), desk.path("out/Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_BIN_EXE_capwright")).ancestors().nth(2).unwrap();
    let output = bare_cargo()
        .args(command.split(' '))
        .current_dir(desk.path("out"))
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
    if output.status.success() { Ok(out) } else { Err(err) }
}

#[test]
fn cargo_loads_the_workspace_of_the_crates() {
    let documents = [("a.yaml", &*capability("a")), ("b/c.yaml", &*capability("c"))];
    for desk in [Desk::new(&documents), desk_below(&documents)] {
        assert_eq!(desk.generate("").status, 0);
        // What comes to lie beside crates must not be taken for one.
        for folder in ["target", ".git"] {
            std::fs::create_dir_all(desk.path("out").join(folder)).unwrap();
            desk.write(&format!("out/{folder}/file"), "");
        }
        let metadata = cargo(&desk, "metadata --no-deps --format-version 1").unwrap();
        let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
        let names: Vec<_> =
            metadata["packages"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["a", "b-c"]);
        assert_eq!(metadata["workspace_root"], *desk.path("out").canonicalize().unwrap().to_str().unwrap());

        let manifest = desk.read("out/a/Cargo.toml");
        assert!(!manifest.contains("workspace"), "generated manifests inherit nothing: {manifest}");
        let runtime = manifest.split('"').find(|text| text.ends_with("/runtime")).unwrap();
        assert!(runtime.starts_with("../"), "{runtime}");
        assert_eq!(
            desk.path("out/a").join(runtime).canonicalize().unwrap(),
            repository().join("runtime").canonicalize().unwrap()
        );
    }
}

#[test]
fn a_workspace_that_holds_the_crates_is_left_to_do_so() {
    let desk = Desk::new(&[("a.yaml", &capability("a"))]);
    desk.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"out/*\"]\n");
    assert_eq!(desk.generate("").status, 0);
    assert!(!desk.path("out/Cargo.toml").exists());
    let formatting = desk.read("out/rustfmt.toml");
    assert!(formatting.contains("disable_all_formatting = true"), "{formatting}");
}

#[test]
fn a_workspace_of_ours_goes_when_another_one_takes_over() {
    let desk = Desk::new(&[("a.yaml", &capability("a"))]);
    desk.generate("");
    assert!(desk.path("out/Cargo.toml").exists());
    desk.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"out/*\"]\n");
    assert_eq!(desk.generate("--check").status, 1);
    assert_eq!(desk.generate("").status, 0);
    assert!(!desk.path("out/Cargo.toml").exists());
    assert_eq!(desk.generate("--check").status, 0);
}

#[test]
fn the_founding_crate_compiles_outside_and_below_the_repository() {
    let document = std::fs::read_to_string(repository().join("specs/tanium/threat-response-connections.yaml")).unwrap();
    let documents = [("tanium/threat-response-connections.yaml", &*document)];
    for desk in [Desk::new(&documents), desk_below(&documents)] {
        let ran = desk.generate("");
        assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
        cargo(&desk, "check --quiet").unwrap_or_else(|error| panic!("{error}"));
    }
}
