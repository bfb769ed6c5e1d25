//! `cargo xtask pin`: what it writes, names and refuses; and that the crates of this repository are as pinned.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write as _;
use std::path::Path;

use common::{Desk, Ran, capability, run};

/// A new package needs no third command: it is named, beside what the tests print.
#[test]
fn the_crates_of_this_repository_are_as_pinned() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let ran = pin(repository, "--check");
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let unpinned: Vec<_> = ran.out.lines().filter_map(|line| line.strip_prefix("unpinned ")).map(str::trim).collect();
    if !unpinned.is_empty() {
        let names = unpinned.join(", ");
        // Not by a macro, whose output nobody sees while a test passes.
        let _ = writeln!(std::io::stderr(), "not pinned: {names}; `cargo xtask pin` pins what is reviewed");
    }
}

#[test]
fn a_first_document_passes_before_it_is_pinned_and_differs_afterwards() {
    let desk = desk();
    let check = |flags: &str, status: u8, expected: &[&str]| {
        let ran = pin(&desk.path(""), flags);
        assert_eq!(ran.status, status, "{flags}: {}{}", ran.out, ran.err);
        expected.iter().for_each(|text| assert!(ran.out.contains(text), "{flags}: {text:?} is not in {}", ran.out));
    };
    check("--check", 0, &["unpinned   shop-items\n", "unpinned   shop-orders\n2 packages: 2 unpinned\n"]);
    check("--only shop-items", 0, &["written    shop-items\n1 package: 1 written\n"]);
    assert!(desk.read("pins/shop-items.txt").contains("\ntypes: struct ListitemsInput"), "the public items");
    check("--check", 0, &["pinned     shop-items\n", "unpinned   shop-orders\n"]);
    check("", 0, &["pinned     shop-items\n", "written    shop-orders\n"]);
    check("--check", 0, &["pinned     shop-items\n", "pinned     shop-orders\n"]);

    desk.write("specs/shop/items.yaml", capability("items").replace("name: limit", "name: most"));
    assert_eq!(desk.generate_in("generated", "").status, 0);
    let told = [
        "differs    shop-items\n",
        "\n-types: struct ListitemsInput.limit: ",
        "\n+types: struct ListitemsInput.most: ",
    ];
    check("--check", 1, &told);
    check("--check", 1, &["If that is meant, run this", "    cargo xtask pin\n"]);
    check("--check --only shop-items", 1, &["    cargo xtask pin --only shop-items\n"]);
    check("--check --only shop-orders", 0, &[]);
    check("", 0, &["written    shop-items\n"]);

    desk.remove("specs/shop/orders.yaml");
    desk.write("pins/notes.txt", "mine");
    assert_eq!(desk.generate_in("generated", "").status, 0);
    check("--check", 1, &["gone       shop-orders\n"]);
    check("", 0, &["removed    shop-orders\n"]);
    check("--check", 0, &["pinned     shop-items\n1 package: 1 pinned\n"]);
    assert!(!desk.path("pins/shop-orders.txt").exists() && desk.path("pins/notes.txt").exists());
}

#[test]
fn what_can_not_be_pinned_is_said() {
    let desk = desk();
    let check = |flags: &str, expected: &str| {
        let ran = pin(&desk.path(""), flags);
        assert_eq!(ran.status, 2, "{flags}");
        assert!(ran.err.contains(expected), "{flags}: {}", ran.err);
    };
    check("--only shop-item", "there is neither a package nor a pin `shop-item`");
    desk.remove("generated/shop-items/src/lib.rs");
    check("", "lib.rs: No such file");
    desk.remove("generated/MANIFEST");
    check("", "run `cargo xtask gen` first");
}

fn desk() -> Desk {
    let desk = Desk::new(&[("shop/items.yaml", &capability("items")), ("shop/orders.yaml", &capability("orders"))]);
    assert_eq!(desk.generate_in("generated", "").status, 0);
    desk
}

fn pin(root: &Path, flags: &str) -> Ran {
    let root = root.display().to_string();
    let words = ["pin", "--root", &root].into_iter().chain(flags.split_whitespace());
    run(words.map(str::to_owned).collect())
}
