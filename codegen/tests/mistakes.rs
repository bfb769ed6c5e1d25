//! The mistakes that people make: each is noticed, once, at its place, and its help mends it.
//!
//! `mistakes/<subject>/` is a specs folder in order, `mistakes/<subject>.yaml` what people get wrong in it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use capwright_codegen::diagnostic::Edit;
use capwright_codegen::{Diagnostic, Package, Place, Project, Severity, Source};
use rayon::prelude::*;
use serde::Deserialize;

/// Of a hundred helps, at most so many may be none that a program can follow.
const BY_HAND: usize = 18;

/// A mistake, as an edit of the documents in order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistake {
    mistake: String,
    /// The file; none for the first of the folder.
    file: Option<String>,
    /// What stands there, once in the file, and what somebody writes instead.
    find: String,
    write: String,
    /// What is reported.
    code: String,
    /// Where: `line:column-line:column`, the end not included.
    at: String,
    /// Why no program can follow the help.
    #[serde(rename = "by-hand")]
    by_hand: Option<String>,
}

/// The documents of a subject, in order.
struct Subject {
    name: String,
    right: Vec<Source>,
    crates: BTreeMap<String, Package>,
    mistakes: Vec<Mistake>,
}

fn subjects() -> Vec<Subject> {
    let folder = common::folder("mistakes");
    let names = common::paths(&folder).into_iter().filter(|path| path.ends_with('/') && path.matches('/').count() == 1);
    let subject = |path: String| {
        let name = path.trim_end_matches('/').to_owned();
        let right = common::documents(&folder.join(&name));
        let crates = common::packages(&common::project(right.clone()));
        let table = fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
        Subject { mistakes: serde_yaml::from_str(&table).unwrap(), name, right, crates }
    };
    names.map(subject).collect()
}

/// The documents with a mistake in one of them.
fn mistaken(right: &[Source], mistake: &Mistake) -> Vec<Source> {
    let mut sources = right.to_vec();
    let file = match &mistake.file {
        Some(file) => sources.iter_mut().find(|source| source.path == *file).expect("the file is there"),
        None => &mut sources[0],
    };
    let found = file.text.matches(&mistake.find).count();
    assert_eq!(found, 1, "{}: `{}` stands once in {}", mistake.mistake, mistake.find, file.path);
    *file = with_text(file, &file.text.replacen(&mistake.find, &mistake.write, 1));
    sources
}

fn with_text(source: &Source, text: &str) -> Source {
    Source::new(source.path.clone(), source.shown.clone(), text)
}

/// What there is to say of all documents, each thing once.
fn said(project: &Project) -> Vec<Diagnostic> {
    let mut said: Vec<Diagnostic> = Vec::new();
    for found in project.documents().flat_map(|index| project.compile(index).diagnostics) {
        if !said.iter().any(|known| known.code == found.code && known.places == found.places) {
            said.push(found);
        }
    }
    said
}

/// The documents after their helps were followed to the letter.
fn mended(project: &Project, edits: &[&Edit]) -> Vec<Source> {
    let mend = |source: &Source| {
        let index = project.sources().iter().position(|other| other.path == source.path);
        let own = edits.iter().copied().filter(|edit| Some(edit.place.file) == index);
        with_text(source, &Edit::apply(&source.text, own))
    };
    project.sources().iter().map(mend).collect()
}

fn range(place: &Place, source: &Source) -> String {
    let end = source.place(place.span.end..place.span.end);
    format!("{}:{}-{}:{}", place.line, place.column, end.line, end.column)
}

/// What is wrong with how a mistake is dealt with; nothing if it is noticed once, where it is, and mended.
fn faults(subject: &Subject, mistake: &Mistake) -> Vec<String> {
    let project = common::project(mistaken(&subject.right, mistake));
    let said = said(&project);
    let matters = |found: &&Diagnostic| found.severity != Severity::Note || found.code == mistake.code;
    let places =
        said.iter().filter(matters).flat_map(|found| found.all_places().into_iter().map(|it| (found.code, it)));
    let at = |(code, place): (&str, &Place)| format!("{code} at {}", range(place, project.source(place.file)));
    let told: Vec<String> = places.map(at).collect();
    let mut faults = Vec::new();
    let expected = format!("{} at {}", mistake.code, mistake.at);
    if told != [expected.as_str()] {
        faults.push(format!("reported: {}\n  expected: {expected}", told.join(", ")));
    }
    let edits: Vec<&Edit> = said.iter().filter(matters).flat_map(Diagnostic::all_edits).collect();
    match (&mistake.by_hand, edits.is_empty()) {
        (None, true) => faults.push("no help is an edit".to_owned()),
        (Some(_), false) => faults.push(format!("a help is an edit: {edits:?}")),
        (Some(_), true) => {}
        (None, false) => faults.extend(unmended(subject, &project, &edits)),
    }
    if !faults.is_empty() {
        let said: Vec<Diagnostic> = said.iter().filter(matters).cloned().collect();
        faults.push(common::rendered(&said, &project));
    }
    faults
}

/// What is left to say after the helps were followed, and the crates that are others than those of the documents in order.
fn unmended(subject: &Subject, project: &Project, edits: &[&Edit]) -> Vec<String> {
    let sources = mended(project, edits);
    let project = common::project(sources);
    let mut left: Vec<Diagnostic> = said(&project);
    left.retain(|found| found.severity != Severity::Note);
    if !left.is_empty() {
        return vec![format!("after {edits:?}:\n{}", common::rendered(&left, &project))];
    }
    let crates = common::packages(&project);
    let differs = crates.iter().filter(|(path, package)| subject.crates.get(*path) != Some(package));
    differs.map(|(path, package)| difference(path, package, subject.crates.get(path), edits)).collect()
}

fn difference(path: &str, package: &Package, right: Option<&Package>, edits: &[&Edit]) -> String {
    let Some(right) = right else { return format!("{path} becomes a crate") };
    let file = package.files.iter().find(|(name, text)| right.files.get(*name) != Some(text));
    let Some((name, text)) = file else { return format!("{path} lacks files") };
    let was = right.files.get(name).map_or("", String::as_str);
    let lines = text.lines().zip(was.lines()).find(|(one, other)| one != other);
    format!("{path} becomes another crate after {edits:?}: {name}: {lines:?}")
}

#[test]
fn every_mistake_is_noticed_at_its_place_and_mended() {
    let mut report = String::new();
    for subject in subjects() {
        let found: Vec<_> = subject.mistakes.par_iter().map(|mistake| (mistake, faults(&subject, mistake))).collect();
        for (mistake, faults) in found.into_iter().filter(|(_, faults)| !faults.is_empty()) {
            report += &format!("== {}: {}\n  {}\n\n", subject.name, mistake.mistake, faults.join("\n  "));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn there_are_enough_of_them_and_few_are_left_to_people() {
    let subjects = subjects();
    let all: Vec<&Mistake> = subjects.iter().flat_map(|subject| &subject.mistakes).collect();
    let by_hand = all.iter().filter(|mistake| mistake.by_hand.is_some()).count();
    assert!(all.len() >= 80, "{} mistakes", all.len());
    assert!(by_hand * 100 <= all.len() * BY_HAND, "{by_hand} of {}", all.len());
}

#[test]
fn what_is_in_order_is_not_worth_a_word() {
    for subject in subjects() {
        let project = common::project(subject.right);
        let said: Vec<Diagnostic> =
            said(&project).into_iter().filter(|found| found.severity != Severity::Note).collect();
        assert!(said.is_empty(), "{}", common::rendered(&said, &project));
    }
}

/// However long a text of the document is, what is said of it can be read.
#[test]
fn reports_stay_short() {
    let long = "abcdefgh".repeat(10_000);
    let right = fs::read_to_string(common::folder("mistakes/capability/triage.yaml")).unwrap();
    let places = [
        "call: hub.create-issue",
        "ref: triage.assigned-issue\n  - type: mcp",
        "lookupValue: $.issue.assignee",
        "targetName: title",
        "title: issue-tools.title",
        "method: POST",
        "token: \"{{HUB_TOKEN}}\"",
        "baseUri: https://people.example.com",
        "path: /issues/{{number}}",
        "mapping: $.items",
        "label: Issue triage",
    ];
    for place in places {
        let (key, rest) = place.split_once(": ").unwrap();
        let (value, rest) = rest.split_once('\n').map_or((rest, ""), |(value, rest)| (value, rest));
        let tail = if rest.is_empty() { String::new() } else { format!("\n{rest}") };
        for with in [
            format!("{key}: {long}{tail}"),
            format!("{key}: '{value}{{{{{long}}}}}'{tail}"),
            format!("{long}: {value}{tail}"),
        ] {
            let text = right.replacen(place, &with, 1);
            let project = common::project(vec![Source::new("triage.yaml", "specs/triage.yaml", text)]);
            let rendered = common::rendered(&project.compile(0).diagnostics, &project);
            assert!(rendered.len() < 20_000, "{key}: {} bytes: {}", rendered.len(), &rendered[..2_000]);
        }
    }
}
