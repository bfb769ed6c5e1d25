//! What `gen` keeps from one run to the next: never seen in what it writes.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BROKEN, Desk, Ran, capability};

/// What `--timings` says of a run that compiled nothing.
const RECALLED: &str = "nothing was compiled";

fn desk() -> Desk {
    let importing =
        capability("orders").replace("  consumes:\n", "  consumes:\n  - import: items\n    from: ./items.yaml\n");
    Desk::new(&[("items.yaml", &capability("items")), ("orders.yaml", &importing), ("broken.yaml", BROKEN)])
}

fn check(desk: &Desk, is_recalled: bool) -> Ran {
    let ran = desk.generate("--timings --format json");
    assert_eq!(ran.err.contains(RECALLED), is_recalled, "{}{}", ran.out, ran.err);
    let compared = desk.generate("--check");
    assert!(!compared.out.contains("differs"), "{}", compared.out);
    assert!(desk.path("cache").read_dir().unwrap().next().is_some(), "it is kept where `--cache` says");
    ran
}

#[test]
fn a_second_run_says_the_same_and_compiles_nothing() {
    let desk = desk();
    let first = check(&desk, false);
    let second = check(&desk, true);
    assert_eq!((first.status, first.out.replace("written", "unchanged")), (second.status, second.out));
}

#[test]
fn whatever_changed_is_compiled() {
    let desk = desk();
    check(&desk, false);
    let before = desk.read("out/orders/src/client.rs");
    desk.write("specs/items.yaml", capability("items").replace("https://items.example", "https://moved.example"));
    check(&desk, false);
    assert_ne!(before, desk.read("out/orders/src/client.rs"), "it imports what changed");
    desk.write("specs/more.yaml", capability("more"));
    check(&desk, false);
    desk.remove("specs/more.yaml");
    check(&desk, true); // as before that
    assert!(!desk.path("out/more").exists());
    assert!(desk.generate("--timings --only items").err.contains("all packages"));
}

#[test]
fn what_was_edited_by_hand_is_put_right() {
    let desk = desk();
    check(&desk, false);
    let tree = desk.tree();
    desk.append("out/items/src/lib.rs", "// by hand\n");
    desk.remove("out/orders/src/client.rs");
    assert_eq!(desk.generate("--check").status, 1);
    check(&desk, true);
    assert_eq!(desk.tree(), tree);
}

#[test]
fn runs_at_once_get_along() {
    let desk = desk();
    let generate = &|out: String| {
        let ran = desk.generate_in(&out, "--format json");
        (ran.status, ran.out, ran.err, desk.read(&format!("{out}/MANIFEST")))
    };
    let ran: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|number| scope.spawn(move || generate(format!("out{number}")))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(ran[0].0, 1, "{}{}", ran[0].1, ran[0].2);
    assert!(ran.iter().all(|other| *other == ran[0]), "{ran:?}");
}
