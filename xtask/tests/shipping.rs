//! Crates for others: the runtime in a folder, a registry or a repository, a licence, and where crates may be published. As
//! `docs/shipping.md` says.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Desk, bare_cargo, capability};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A desk with a workspace that says this of its crates.
fn desk(metadata: &str) -> Desk {
    let text = capability("items").replace("  label: Items\n", "  label: Items\n  version: 1.2.3\n");
    let desk = Desk::new(&[("shop/items.yaml", &text)]);
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"out/*\"]\n";
    desk.write("Cargo.toml", format!("{members}[workspace.metadata.capwright]\n{metadata}\n"));
    std::fs::copy(repository().join("Cargo.lock"), desk.path("Cargo.lock")).unwrap();
    desk
}

/// `gen` for the workspace of a desk, and the manifest of its crate; else what is wrong.
fn generate(desk: &Desk, flags: &str) -> Result<String, String> {
    let root = desk.path("");
    let ran = desk.generate(&format!("--root {} {flags}", root.display()));
    if ran.status == 0 { Ok(desk.read("out/shop-items/Cargo.toml")) } else { Err(ran.err) }
}

/// Runs a command to its good end.
fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Cargo in the workspace of a desk, with the crates that this machine has, and a folder of the desk for repositories.
fn cargo(desk: &Desk, arguments: &str) -> Command {
    let (home, user) = (desk.path("home"), std::env::var_os("HOME").map(PathBuf::from).unwrap());
    let all = std::env::var_os("CARGO_HOME").map_or_else(|| user.join(".cargo"), PathBuf::from);
    if !home.exists() {
        std::fs::create_dir(&home).unwrap();
        std::os::unix::fs::symlink(all.join("registry"), home.join("registry")).unwrap();
    }
    let mut cargo = bare_cargo();
    cargo.args(arguments.split(' ')).current_dir(desk.path("")).env("CARGO_HOME", home);
    cargo
}

/// Compiles the client of the crate, with the repository's versions and target folder.
fn compile(desk: &Desk) {
    let target = Path::new(env!("CARGO_BIN_EXE_capwright")).ancestors().nth(2).unwrap();
    let mut check = cargo(desk, "check --quiet --offline --package shop-items --no-default-features --features client");
    run(check.env("CARGO_TARGET_DIR", target).env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only"));
}

#[test]
fn the_workspace_says_what_crates_say() {
    let runtime = repository().join("runtime");
    let runtime = format!("runtime = {:?}\n", runtime.to_str().unwrap());
    let check = |metadata: &str, expected: &[&str]| {
        let manifest = generate(&desk(&format!("{runtime}{metadata}")), "").unwrap();
        expected.iter().for_each(|line| assert!(manifest.lines().any(|other| other == *line), "{line}: {manifest}"));
        assert!(manifest.contains("version = \"1.2.3\"\n") && manifest.contains("/runtime\""), "{manifest}");
    };
    check("", &["publish = false"]);
    check("license = \"MIT\"\npublish = [\"acme\"]", &["license = \"MIT\"", "publish = [\"acme\"]"]);
    assert!(!generate(&desk(&format!("{runtime}publish = true")), "").unwrap().contains("publish"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let check = |metadata: &str, flags: &str, expected: &str| {
        let failure = generate(&desk(metadata), flags).unwrap_err();
        assert!(failure.contains(expected), "{metadata} {flags}: {failure}");
    };
    check("", "", "crates need the runtime of Capwright");
    check("", "--runtime nowhere", "crates need the runtime of Capwright");
    check("runtime = \"\"", "", "`runtime`: `` is none of these: a folder, a version such as `0.1.0`");
    check("runtime = 1", "", "[workspace.metadata.capwright]: `runtime` is a text");
    check("license = 1", "--runtime 0.1", "`license` is a text");
    check("publish = \"acme\"", "--runtime 0.1", "`publish` is `true`, `false` or a list of registries");
    check("", "--runtime 0.x.1", "--runtime: `0.x.1` is none of these");
}

#[test]
fn the_runtime_of_a_registry() {
    let target = tempfile::tempdir().unwrap();
    let mut package = bare_cargo();
    package.args("package --quiet --offline --allow-dirty --no-verify --package capwright-runtime".split(' '));
    run(package.current_dir(repository()).env("CARGO_TARGET_DIR", target.path()));

    let desk = desk("");
    desk.write("registry/README", "");
    let packed = target.path().join("package/capwright-runtime-0.1.0.crate");
    run(Command::new("tar").arg("xf").arg(packed).arg("-C").arg(desk.path("registry")));
    desk.remove("registry/README");
    desk.write("registry/capwright-runtime-0.1.0/.cargo-checksum.json", "{\"files\":{}}");
    desk.write(
        ".cargo/config.toml",
        "[registries.acme]\nindex = \"https://acme.test/index\"\n\n[source.acme]\nregistry = \"https://acme.test/index\"\n\
         replace-with = \"folder\"\n\n[source.folder]\ndirectory = \"registry\"\n",
    );
    let manifest = generate(&desk, "--runtime 0.1.0@acme").unwrap();
    assert!(manifest.contains("capwright-runtime = { version = \"0.1.0\", registry = \"acme\" }"), "{manifest}");
    compile(&desk);
}

#[test]
fn the_runtime_of_a_repository() {
    let desk = desk("");
    let clone = desk.path("clone");
    let manifest = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let (head, rest) = manifest.split_once("members = [").unwrap();
    let rest = rest.split_once(']').unwrap().1;
    desk.write("clone/Cargo.toml", format!("{head}members = [\"runtime\"]{rest}"));
    run(Command::new("cp").arg("-r").arg(repository().join("runtime")).arg(&clone));
    for arguments in ["init -q", "add .", "-c user.name=a -c user.email=a@a.test commit -q -m all", "tag v0.1.0"] {
        run(Command::new("git").args(arguments.split(' ')).current_dir(&clone));
    }
    let manifest = generate(&desk, &format!("--runtime git+file://{}#v0.1.0", clone.display())).unwrap();
    assert!(manifest.contains("rev = \"v0.1.0\""), "{manifest}");
    // Without the network cargo takes no repository that it doesn't know, not even this one: nothing else may be reached.
    // `tree` looks at this platform alone: what others need may not be on this machine.
    run(cargo(&desk, "tree --quiet").env("CARGO_HTTP_PROXY", "http://127.0.0.1:9"));
    compile(&desk);
}
