//! What `check` and `gen` tell, leave out and refuse: `explain`, `--allow`, `--deny`, and the summary at the end.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BROKEN, Desk, Ran, capability, run};
use serde_json::{Value, json};

/// A document with a misspelt key (a warning) and a bind that nothing uses (a note).
fn doubtful() -> String {
    let binds = "binds:\n- {namespace: env, keys: {TOKEN: TOKEN}}\n";
    capability("items")
        .replace("  label: Items\n", "  lable: Items\n")
        .replace("capability:\n", &format!("{binds}capability:\n"))
}

/// Codes and severities of all diagnostics.
fn found(ran: &Ran) -> Vec<String> {
    let lines = ran.json().into_iter().filter(|line| line["kind"] == "diagnostic");
    lines.map(|line| format!("{} {}", line["severity"].as_str().unwrap(), line["code"].as_str().unwrap())).collect()
}

#[test]
fn a_code_is_explained() {
    let page = run(vec!["explain", "unknown-operation"]);
    assert_eq!((page.status, page.err.as_str()), (0, ""));
    assert!(page.out.starts_with("# error[unknown-operation]\n\n") && page.out.contains("\nAfter:\n"), "{}", page.out);
    let list = run(vec!["explain"]);
    assert!(list.status == 0 && list.out.contains("error    unknown-operation\n"), "{}", list.out);
    let unknown = run(vec!["explain", "unknown-oper"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert!(
        unknown.err.starts_with("error: no diagnostic is called `unknown-oper`; did you mean `"),
        "{}",
        unknown.err
    );
}

#[test]
fn reports_say_where_to_read_on() {
    let desk = Desk::new(&[("a.yaml", &doubtful())]);
    let hint = |code| format!("\n\nfor more about a code: cargo xtask explain {code}\n\n");
    for ran in [desk.command("check", ""), desk.generate("")] {
        assert!(ran.err.ends_with(&hint("unknown-key")), "{}", ran.err);
    }
    assert!(!desk.command("check", "--format json").err.contains("explain"));
    desk.write("specs/bad.yaml", BROKEN);
    assert!(desk.command("check", "").err.ends_with(&hint("not-a-capability")));
    let quiet = Desk::new(&[("a.yaml", &capability("a"))]);
    assert_eq!(quiet.command("check", "--allow client-only").err, "");
}

#[test]
fn warnings_can_be_left_out_or_denied() {
    let rows: [(&str, u8, &[&str]); 5] = [
        ("", 0, &["warning unknown-key", "note client-only", "note unused-bind"]),
        ("--allow unknown-key --allow client-only", 0, &["note unused-bind"]),
        ("--deny warnings", 1, &["error unknown-key", "note client-only", "note unused-bind"]),
        ("--deny warnings --allow unused-bind", 1, &["error unknown-key", "note client-only"]),
        ("--deny warnings --allow unknown-key", 0, &["note client-only", "note unused-bind"]),
    ];
    for (flags, status, expected) in rows {
        let desk = Desk::new(&[("a.yaml", &doubtful())]);
        for ran in
            [desk.command("check", &format!("{flags} --format json")), desk.generate(&format!("{flags} --format json"))]
        {
            assert_eq!(
                (ran.status, found(&ran)),
                (status, expected.iter().map(|&line| line.to_owned()).collect()),
                "{flags}"
            );
        }
        assert_eq!(desk.path("out/a/Cargo.toml").exists(), status == 0, "{flags}: a denied document has no crate");
    }
}

#[test]
fn errors_cannot_be_allowed_and_names_must_be_right() {
    let rows = [
        ("--allow not-a-capability", "error: --allow: `not-a-capability` is an error, and errors cannot be allowed"),
        ("--allow unknown-keys", "error: --allow: no diagnostic is called `unknown-keys`; did you mean `unknown-key`"),
        ("--deny notes", "invalid value 'notes'"),
    ];
    for (flags, message) in rows {
        let desk = Desk::new(&[("bad.yaml", BROKEN)]);
        for ran in [desk.command("check", flags), desk.generate(flags)] {
            assert_eq!(ran.status, 2, "{flags}");
            assert!(ran.err.contains(message), "{flags}: {}", ran.err);
        }
    }
}

#[test]
fn check_ends_with_numbers() {
    let desk = Desk::new(&[("a.yaml", &doubtful()), ("b.yaml", &capability("b")), ("bad.yaml", BROKEN)]);
    let expected = "\
severity code              files  places
error    not-a-capability      1       1
warning  unknown-key           1       1
note     client-only           2       2
note     unused-bind           1       1
rejected ";
    let rejected = "bad.yaml\n3 documents: 2 accepted (1 with warnings), 1 rejected\n";
    let out = desk.command("check", "").out;
    assert!(out.starts_with(expected) && out.ends_with(rejected), "{out}");
    let row = |code: &str, severity: &str, number: usize| json!({"code": code, "severity": severity, "files": number, "count": number});
    let summary = json!({
        "kind": "summary", "documents": 3, "accepted": 2, "with_warnings": 1, "rejected": 1,
        "codes": [
            row("not-a-capability", "error", 1), row("unknown-key", "warning", 1),
            row("client-only", "note", 2), row("unused-bind", "note", 1),
        ],
    });
    assert_eq!(desk.command("check", "--format json").json().last(), Some(&summary));
}

/// However much there is to say under a code, it is one line for a file, in which each sentence has its own help.
#[test]
fn a_code_has_one_line_for_a_file() {
    let text = doubtful()
        .replace("  description: Lists items.\ncap", "  descripton: x\n  tagz: x\ncap")
        .replace("  description: Lists items.\nbin", "  descripton: Lists.\nbin");
    let desk = Desk::new(&[("a.yaml", &text)]);
    let lines: Vec<Value> = desk.command("check", "--format json").json();
    let unknown: Vec<_> = lines.iter().filter(|line| line["code"] == "unknown-key").collect();
    assert_eq!(unknown.len(), 1, "{lines:?}");
    let places = json!([{"line": 4, "column": 3}]);
    let also = &unknown[0]["also"][0];
    assert_eq!((&also["message"], &also["places"]), (&json!("unknown key `descripton`"), &places));
    assert_eq!((&also["count"], &also["help"]), (&json!(1), &json!("did you mean `description`?")));
    let (start, edit) = (text.find("descripton").unwrap(), &also["edits"][0]);
    assert!(edit["file"].as_str().unwrap().ends_with("specs/a.yaml"), "{edit}");
    assert_eq!((&edit["line"], &edit["column"], &edit["replacement"]), (&json!(4), &json!(3), &json!("description")));
    assert_eq!((&edit["start"], &edit["end"]), (&json!(start), &json!(start + "descripton".len())));
    assert_eq!(unknown[0]["count"], 2);
    assert_eq!(unknown[0]["places"], json!([{"line": 3, "column": 3}, {"line": 4, "column": 3}]));
}
