//! `check --format sarif`: what the standard (SARIF 2.1.0, OASIS) and code hosts demand of a log.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BROKEN, Desk, capability};
use serde_json::{Value, json};

fn log(desk: &Desk, flags: &str, status: u8) -> Value {
    let ran = desk.command("check", &format!("--format sarif {flags}"));
    assert_eq!((ran.status, ran.err.as_str()), (status, ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn desk() -> Desk {
    let misspelt = capability("items").replace("  label: Items\n", "  lable: Items\n  tagz: x\n");
    Desk::new(&[("bad one.yaml", BROKEN), ("shop/items.yaml", &misspelt)])
}

/// Keys that the standard's schema requires or allows, for the parts that are written.
fn check_keys(value: &Value, required: &[&str], optional: &[&str]) {
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(required.iter().all(|key| keys.contains(key)), "{keys:?} lacks one of {required:?}");
    assert!(keys.iter().all(|key| required.contains(key) || optional.contains(key)), "{keys:?}");
}

fn check_region(region: &Value) {
    let number = |key: &str| region[key].as_u64().unwrap();
    check_keys(region, &["startLine", "startColumn", "endLine", "endColumn"], &[]);
    assert!(number("startLine") >= 1 && number("startColumn") >= 1);
    assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")), "{region}");
}

fn check_fix(fix: &Value) {
    check_keys(fix, &["description", "artifactChanges"], &[]);
    for change in fix["artifactChanges"].as_array().unwrap() {
        check_keys(change, &["artifactLocation", "replacements"], &[]);
        for replacement in change["replacements"].as_array().unwrap() {
            check_keys(replacement, &["deletedRegion", "insertedContent"], &[]);
            check_keys(&replacement["insertedContent"], &["text"], &[]);
            check_region(&replacement["deletedRegion"]);
        }
    }
}

fn check_location(location: &Value) {
    check_keys(location, &["physicalLocation"], &["message"]);
    let physical = &location["physicalLocation"];
    check_keys(physical, &["artifactLocation", "region"], &[]);
    check_keys(&physical["artifactLocation"], &["uri"], &[]);
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    assert!(
        uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte)),
        "{uri} is no reference"
    );
    check_region(&physical["region"]);
}

#[test]
fn a_log_has_the_form_of_the_standard() {
    let log = log(&desk(), "", 1);
    check_keys(&log, &["$schema", "version", "runs"], &[]);
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    let run = &log["runs"][0];
    check_keys(run, &["tool", "results", "columnKind"], &[]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    check_keys(&run["tool"], &["driver"], &[]);
    check_keys(&run["tool"]["driver"], &["name", "semanticVersion", "rules"], &[]);

    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        check_keys(rule, &["id", "shortDescription", "help", "defaultConfiguration"], &[]);
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
        assert_eq!(rule["help"]["text"], rule["help"]["markdown"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains(rule["id"].as_str().unwrap()), "{rule}");
    }
    for result in run["results"].as_array().unwrap() {
        check_keys(
            result,
            &["ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations", "occurrenceCount"],
            &["fixes"],
        );
        result["fixes"].as_array().into_iter().flatten().for_each(check_fix);
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!((&result["ruleId"], &result["level"]), (&rule["id"], &rule["defaultConfiguration"]["level"]));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let places = ["locations", "relatedLocations"].map(|key| result[key].as_array().unwrap());
        places.into_iter().flatten().for_each(check_location);
    }
}

#[test]
fn results_say_what_reports_say() {
    let log = log(&desk(), "", 1);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let codes: Vec<_> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(codes, ["not-a-capability", "unknown-key", "client-only"]);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("/specs/bad%20one.yaml"), "{place}");
    let unknown = &results[1];
    assert_eq!(unknown["message"]["text"], "unknown key `lable`\n\nhelp: did you mean `label`?");
    let region = json!({"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 8});
    assert_eq!(
        (&unknown["locations"][0]["physicalLocation"]["region"], &unknown["occurrenceCount"]),
        (&region, &json!(2))
    );
    assert_eq!(unknown["relatedLocations"][0]["message"]["text"], "unknown key `tagz`");
    let fixes = unknown["fixes"].as_array().unwrap();
    assert_eq!(fixes[0]["description"]["text"], "did you mean `label`?");
    let change = &fixes[0]["artifactChanges"][0];
    assert_eq!(change["replacements"], json!([{"deletedRegion": region, "insertedContent": {"text": "label"}}]));
}

#[test]
fn rules_of_the_run_hold_here_too() {
    let desk = desk();
    let log = log(&desk, "--deny warnings --allow client-only", 1);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let levels: Vec<_> = results.iter().map(|result| result["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["error", "error"]);
}

#[test]
fn nothing_to_report_is_a_log_too() {
    let log = log(&Desk::new(&[("a.yaml", &capability("a"))]), "--allow client-only", 0);
    assert_eq!((&log["runs"][0]["results"], &log["runs"][0]["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
}
