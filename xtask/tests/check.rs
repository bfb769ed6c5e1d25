//! `cargo xtask gen --check`: what it finds, what it shows, and that it writes nothing.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BROKEN, Desk, capability};

fn generated() -> Desk {
    let desk = Desk::new(&[("shop/items.yaml", &capability("items")), ("shop/orders.yaml", &capability("orders"))]);
    assert_eq!(desk.generate("").status, 0);
    desk
}

#[test]
fn every_difference_is_found_and_named() {
    type Change = fn(&Desk);
    let rows: [(&str, Change, u8, &[&str]); 11] = [
        ("nothing", |_| {}, 0, &["unchanged  shop-items", "2 packages: 2 unchanged"]),
        (
            "edited",
            |desk| desk.append("out/shop-items/src/lib.rs", "fn x() {}\n"),
            1,
            &["differs    shop-items", "-fn x() {}"],
        ),
        (
            "missing",
            |desk| desk.remove("out/shop-items/src/lib.rs"),
            1,
            &["differs    shop-items", "  missing    ", "/shop-items/src/lib.rs"],
        ),
        (
            "unexpected",
            |desk| desk.write("out/shop-items/src/x.rs", "mine"),
            1,
            &["  unexpected ", "src/x.rs", "Move unexpected files away"],
        ),
        (
            "stale package",
            |desk| desk.remove("specs/shop/orders.yaml"),
            1,
            &["differs    shop-orders", "  stale      ", "/shop-orders/Cargo.toml"],
        ),
        (
            "new document",
            |desk| desk.write("specs/new.yaml", capability("new")),
            1,
            &["differs    new", "  missing    ", "/new/Cargo.toml"],
        ),
        (
            "empty folder",
            |desk| std::fs::create_dir(desk.path("out/left-over")).unwrap(),
            1,
            &["left-over/ (an empty folder)"],
        ),
        (
            "manifest",
            |desk| desk.append("out/MANIFEST", "# conflict\n"),
            1,
            &["  differs    ", "/MANIFEST", "-# conflict"],
        ),
        ("no manifest", |desk| desk.remove("out/MANIFEST"), 1, &["  missing    ", "/MANIFEST"]),
        ("not a text", |desk| desk.write("out/shop-items/src/lib.rs", b"\xff\n"), 1, &["differs    shop-items"]),
        (
            "lost interface",
            |desk| desk.append("out/shop-items/API.txt", "pub fn gone()\n"),
            1,
            &["API removals", "shop-items: pub fn gone()"],
        ),
    ];
    for (case, change, status, expected) in rows {
        let desk = generated();
        change(&desk);
        let (tree, times) = (desk.tree(), desk.times());
        let ran = desk.generate("--check");
        assert_eq!(ran.status, status, "{case}: {}{}", ran.out, ran.err);
        for text in expected {
            assert!(ran.out.contains(text), "{case}: {text:?} is not in\n{}", ran.out);
        }
        let command = format!(
            "    cargo xtask gen --specs {} --out {}\n",
            desk.path("specs").display(),
            desk.path("out").display()
        );
        assert_eq!(ran.out.contains(&command), status == 1, "{case}: {}", ran.out);
        assert!(
            ran.out.lines().last().unwrap().contains(" packages: "),
            "{case}: the summary is the last: {}",
            ran.out
        );
        assert_eq!((desk.tree(), desk.times()), (tree, times), "{case}: nothing is written");
    }
}

#[test]
fn what_check_finds_is_what_gen_settles() {
    let desk = generated();
    desk.append("out/shop-items/src/lib.rs", "fn x() {}\n");
    desk.remove("out/shop-items/Cargo.toml");
    desk.remove("specs/shop/orders.yaml");
    desk.write("specs/new.yaml", capability("new"));
    std::fs::create_dir(desk.path("out/left-over")).unwrap();
    for (flags, status) in [("--check", 1), ("", 0), ("--check", 0)] {
        assert_eq!(desk.generate(flags).status, status, "{flags}");
    }
}

#[test]
fn a_rejected_document_is_reported_and_its_crate_is_no_difference() {
    let desk = generated();
    desk.write("specs/shop/orders.yaml", BROKEN);
    let ran = desk.generate("--check");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("rejected   shop-orders (") && !ran.out.contains("cargo xtask gen"), "{}", ran.out);
}

#[test]
fn only_compares_what_it_names() {
    let desk = generated();
    desk.append("out/shop-items/src/lib.rs", "fn x() {}\n");
    desk.remove("specs/shop/orders.yaml");
    desk.write("specs/new.yaml", capability("new"));
    let rows = [("shop-items", 1, "differs    shop-items"), ("new", 1, "differs    new")];
    for (package, status, line) in rows {
        let ran = desk.generate(&format!("--check --only {package}"));
        assert_eq!(ran.status, status, "{package}");
        assert!(ran.out.starts_with(&format!("{line}\n")), "{package}: {}", ran.out);
        assert!(!ran.out.contains("stale"), "{package}: {}", ran.out);
        let last = format!(" --only {package}\n1 package: 1 differs\n");
        assert!(ran.out.ends_with(&last), "{}", ran.out);
    }
}

#[test]
fn an_output_folder_that_does_not_exist_is_all_missing_and_is_not_created() {
    let desk = Desk::new(&[("a.yaml", &capability("a"))]);
    let ran = desk.generate("--check");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("differs    a\n") && ran.out.contains("MANIFEST"), "{}", ran.out);
    assert!(!desk.path("out").exists());
}

#[test]
fn json_stays_json_and_people_still_read_why() {
    let desk = generated();
    desk.append("out/shop-items/src/lib.rs", "fn x() {}\n");
    let ran = desk.generate("--check --format json");
    assert_eq!(
        (ran.status, ran.outputs()),
        (1, vec!["differs shop-items".to_owned(), "unchanged shop-orders".to_owned()])
    );
    assert!(ran.err.contains("-fn x() {}") && ran.err.contains("cargo xtask gen"), "{}", ran.err);
}
