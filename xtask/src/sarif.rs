//! SARIF 2.1.0 (OASIS): what code hosts show beside the lines of a document.

use capwright_codegen::diagnostic::{Code, Diagnostic};
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
    json!({
        "ruleId": diagnostic.code,
        "ruleIndex": rules.iter().position(|rule| rule.name == diagnostic.code),
        "level": diagnostic.severity.as_str(),
        "message": {"text": text},
        "locations": diagnostic.places.iter().take(1).map(|place| location(place, None, project)).collect::<Vec<_>>(),
        "relatedLocations": related(diagnostic, project),
        "occurrenceCount": all.len().max(1),
    })
}

/// What explains the first place, its further places, and further sentences.
fn related(diagnostic: &Diagnostic, project: &Project) -> Vec<Value> {
    let explaining = diagnostic.related.iter().map(|(place, caption)| (place, caption.as_str()));
    let further = diagnostic.places.iter().skip(1).map(|place| (place, "here too"));
    let also = diagnostic.also.iter().flat_map(|(text, places)| places.iter().map(move |place| (place, text.as_str())));
    let all = explaining.chain(further).chain(also).take(RELATED);
    all.map(|(place, text)| location(place, Some(text), project)).collect()
}

fn location(place: &Place, text: Option<&str>, project: &Project) -> Value {
    let source = project.source(place.file);
    let end = source.place(place.span.end..place.span.end);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&source.shown)},
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let Some(text) = text {
        location["message"] = json!({"text": text});
    }
    location
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
