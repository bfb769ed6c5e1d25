//! SARIF 2.1.0 (OASIS): what code hosts show beside the lines of a document.

use std::collections::BTreeMap;

use capwright_codegen::diagnostic::{Code, Diagnostic, Edit};
use capwright_codegen::{Place, Project};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::pages;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// How many further places a result names; all are counted.
const RELATED: usize = 20;
/// RFC 3986: what a path keeps.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The log of one run: a rule for each code that was found, a result for each diagnostic.
pub(crate) fn log(found: &[&Diagnostic], project: &Project) -> Value {
    let rules: Vec<Code> =
        Code::ALL.iter().copied().filter(|code| found.iter().any(|found| found.code == code.name)).collect();
    let results: Vec<Value> = found.iter().map(|found| result(found, &rules, project)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Capwright",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    let page = pages::page(code);
    json!({
        "id": code.name,
        "shortDescription": {"text": pages::summary(page)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": code.severity.as_str()},
    })
}

fn result(diagnostic: &Diagnostic, rules: &[Code], project: &Project) -> Value {
    let all = diagnostic.all_places();
    let help = diagnostic.help.iter().map(|help| format!("\n\nhelp: {help}"));
    let text: String = std::iter::once(diagnostic.message.clone()).chain(help).collect();
    let mut result = json!({
        "ruleId": diagnostic.code,
        "ruleIndex": rules.iter().position(|rule| rule.name == diagnostic.code),
        "level": diagnostic.severity.as_str(),
        "message": {"text": text},
        "locations": diagnostic.places.iter().take(1).map(|place| location(place, None, project)).collect::<Vec<_>>(),
        "relatedLocations": related(diagnostic, project),
        "occurrenceCount": all.len().max(1),
    });
    let fixes = fixes(diagnostic, project);
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

/// What helps say as changes of files (§3.55): one for each sentence that has such a help.
fn fixes(diagnostic: &Diagnostic, project: &Project) -> Vec<Value> {
    let also = diagnostic.also.iter().map(|finding| (&finding.help, &finding.edits));
    let all = std::iter::once((&diagnostic.help, &diagnostic.edits)).chain(also);
    let fix = |(help, edits): (&Option<String>, &Vec<Edit>)| {
        json!({
            "description": {"text": help.as_deref().unwrap_or("change the text")},
            "artifactChanges": changes(edits, project),
        })
    };
    all.filter(|(_, edits)| !edits.is_empty()).map(fix).collect()
}

/// The edits by the file that they change (§3.56, §3.57).
fn changes(edits: &[Edit], project: &Project) -> Vec<Value> {
    let mut files: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for Edit { place, replacement } in edits {
        let replacement = json!({"deletedRegion": region(place, project), "insertedContent": {"text": replacement}});
        files.entry(place.file).or_default().push(replacement);
    }
    let change = |(file, replacements): (usize, Vec<Value>)| json!({"artifactLocation": {"uri": uri(&project.source(file).shown)}, "replacements": replacements});
    files.into_iter().map(change).collect()
}

/// What explains the first place, its further places, and further sentences.
fn related(diagnostic: &Diagnostic, project: &Project) -> Vec<Value> {
    let explaining = diagnostic.related.iter().map(|(place, caption)| (place, caption.as_str()));
    let further = diagnostic.places.iter().skip(1).map(|place| (place, "here too"));
    let also = diagnostic.also.iter();
    let also = also.flat_map(|finding| finding.places.iter().map(|place| (place, finding.message.as_str())));
    let all = explaining.chain(further).chain(also).take(RELATED);
    all.map(|(place, text)| location(place, Some(text), project)).collect()
}

fn location(place: &Place, text: Option<&str>, project: &Project) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&project.source(place.file).shown)},
            "region": region(place, project),
        },
    });
    if let Some(text) = text {
        location["message"] = json!({"text": text});
    }
    location
}

fn region(place: &Place, project: &Project) -> Value {
    let end = project.source(place.file).place(place.span.end..place.span.end);
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a reference: relative ones are taken from where the command ran.
fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, ENCODED);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        let rows = [
            ("specs/a-b.yaml", "specs/a-b.yaml"),
            ("../specs/ä b.yaml", "../specs/%C3%A4%20b.yaml"),
            ("/tmp/x#1.yaml", "file:///tmp/x%231.yaml"),
        ];
        for (path, expected) in rows {
            assert_eq!(uri(path), expected);
        }
    }
}
