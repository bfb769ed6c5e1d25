//! `cargo xtask fleet` where nothing is to be built. CI runs it on all fixtures, with everything that this needs.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BROKEN, Desk, capability};
use serde_json::{Value, json};

#[test]
fn rejected_documents_are_reported_and_fail_nothing() {
    let desk = Desk::new(&[("b.yaml", BROKEN), ("a/c.yaml", BROKEN)]);
    let ran = desk.command("fleet", "--format json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    let lines = ran.json();
    let document = |line: &Value| json!([line["package"], line["verdict"], line["codes"], line["compiled"]]);
    let rejected = |package: &str| json!([package, "rejected", ["not-a-capability"], null]);
    assert_eq!(lines[..2].iter().map(document).collect::<Vec<_>>(), [rejected("a-c"), rejected("b")]);
    assert_eq!(
        (&lines[2]["kind"], &lines[2]["rejected"], &lines[2]["failed"]),
        (&json!("summary"), &json!(2), &json!(0))
    );

    let ran = desk.command("fleet", "");
    assert!(ran.out.contains("2 documents: 0 accepted (0 of them parts), 2 rejected\n0 failed;"), "{}", ran.out);
}

#[test]
fn a_sample_is_drawn_again() {
    let documents: Vec<String> = (0..20).map(|number| format!("d{number:02}.yaml")).collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|path| (path.as_str(), BROKEN)).collect();
    let desk = Desk::new(&documents);
    let drawn = |flags: &str| {
        let lines = desk.command("fleet", &format!("--format json {flags}")).json();
        lines.iter().filter_map(|line| line["package"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(drawn("").len(), 20);
    assert_eq!(drawn("--sample 4 --seed 2"), drawn("--sample 4 --seed 2"));
    assert_ne!(drawn("--sample 4 --seed 2"), drawn("--sample 4 --seed 3"));
    assert_eq!(drawn("--sample 4").len(), 4);
    let ran = desk.command("fleet", "--sample 3 --seed 9");
    assert!(ran.out.contains("3 documents (a sample of 20, seed 9): 0 accepted"), "{}", ran.out);
}

#[test]
fn wrong_usage_is_refused() {
    let desk = Desk::new(&[("a.yaml", &capability("items"))]);
    for (flags, said) in [("--sample 0", "draws nothing"), ("--seed 3", "--sample"), ("--specs nowhere", "--specs")] {
        let ran = desk.command("fleet", flags);
        assert!(ran.status == 2 && ran.err.contains(said), "{flags}: {} {}", ran.status, ran.err);
    }
}
