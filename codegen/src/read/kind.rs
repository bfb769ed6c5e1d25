//! What kind of document it is, by its root key.

use super::yaml::{self, Content, Node};
use crate::diagnostic::{Code, Report, Sink, nearest};
use crate::source::{Place, Source};

/// The kinds of documents that Capwright compiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A capability: root key `naftiko` or `ikanos`.
    Naftiko,
    /// A TAXII endpoint description: root key `taxii`.
    Taxii,
}

/// What only a capability, or a part of one, begins with.
const SECTIONS: [&str; 4] = ["capability", "consumes", "exposes", "aggregates"];

/// The key of the version of the language, and its newest version.
const VERSION: &str = "ikanos";
const NEWEST: &str = "1.0.0-beta5";

/// What the key of the version was called before.
const FORMER: &str = "naftiko";

/// The kind of a document; reported if it is of no kind. Of two keys of versions `ikanos` counts.
pub fn of(root: &Node<'_>, sink: &mut Sink) -> Option<Kind> {
    let (place, found) = match [VERSION, FORMER].into_iter().find_map(|key| Some((key, root.get(key)?))) {
        Some((key, version)) => match misshapen(root, key, version) {
            Some((odd, found)) => (&odd.place, found),
            None => return Some(Kind::Naftiko),
        },
        None if root.get("taxii").is_some() => return Some(Kind::Taxii),
        None => (&root.place, looks_like(root)),
    };
    let report = sink.report(Code::NOT_A_CAPABILITY, place, format!("this is not a capability: {found}"));
    suggest(report, root, place);
    None
}

/// Takes the former key of the version out where both stand, which is reported.
pub(super) fn take_out_former(root: &mut Node<'_>, sink: &mut Sink) {
    let Content::Mapping(entries) = &mut root.content else { return };
    let Some(at) = entries.iter().position(|(key, _)| key.text() == FORMER) else { return };
    let Some((first, _)) = entries.iter().find(|(key, _)| key.text() == VERSION) else { return };
    let message = format!("`{FORMER}` is not read: `{VERSION}` says the version");
    let report = sink.report(Code::UNKNOWN_KEY, entries[at].0.place(), message).help("remove one of them");
    report.remove(entries[at].0.place()).related(first.place(), "the version");
    entries.remove(at);
}

/// Says how a document of a kind begins: with the newest version, where its key is misspelt or missing.
fn suggest(report: Report<'_>, root: &Node<'_>, place: &Place) {
    let near = |wanted| root.entries().iter().find(|(key, _)| nearest(key.text(), [wanted]).is_some());
    if let Some((key, version)) = [FORMER, VERSION].into_iter().find_map(near) {
        let report = report.help(format!("did you mean `{VERSION}: {NEWEST}`?")).replace(key.place(), VERSION);
        if version.text().is_some() && !version.is_null() {
            report.replace(&version.place, NEWEST);
        }
    } else if let Some((key, _)) = near("taxii") {
        report.help("did you mean `taxii`?").replace(key.place(), "taxii");
    } else if place == &root.place && SECTIONS.iter().any(|section| root.get(section).is_some()) {
        let entry = format!("{VERSION}: {NEWEST}");
        report.help(format!("add `{entry}`")).entry(place, entry);
    } else {
        report.help(format!("a capability starts with `{VERSION}: {NEWEST}`, a TAXII description with `taxii: 1`"));
    }
}

/// What has the keys of a capability, and something else below them.
fn misshapen<'n, 's>(root: &'n Node<'s>, key: &str, version: &'n Node<'s>) -> Option<(&'n Node<'s>, String)> {
    if !matches!(version.content, Content::Scalar(_)) {
        return Some((version, format!("its `{key}` is no version")));
    }
    let capability = root.get("capability").filter(|capability| !capability.is_null())?;
    let is_mapping = matches!(capability.content, Content::Mapping(_));
    (!is_mapping).then(|| (capability, "its `capability` is no mapping".to_owned()))
}

/// Whether a text is an OpenAPI document, of any version.
pub fn is_openapi(source: &Source) -> bool {
    let root = yaml::parse(source, &mut Sink::new());
    root.is_some_and(|root| ["openapi", "swagger"].iter().any(|key| root.get(key).is_some()))
}

/// What the author may have had in mind.
fn looks_like(root: &Node<'_>) -> String {
    match &root.content {
        Content::Scalar(_) => return "it is one text".to_owned(),
        Content::Sequence(_) => return "it is a list".to_owned(),
        Content::Mapping(_) => {}
    }
    let known: [(&[&str], &str); 7] = [
        (&["apiVersion", "kind"], "it looks like a Kubernetes resource"),
        (&["openapi"], "it is an OpenAPI document"),
        (&["swagger"], "it is an OpenAPI 2 document"),
        (&["$schema"], "it looks like a JSON Schema"),
        (&["workflow"], "it looks like a workflow"),
        (&["tools"], "it looks like a list of tools"),
        (&["capability"], "it has a `capability`, but no `ikanos` key with the version of the language"),
    ];
    let fits = known.iter().find(|(keys, _)| keys.iter().all(|key| root.get(key).is_some()));
    fits.map_or_else(|| format!("it has no `ikanos` key; its keys are {}", keys(root)), |(_, text)| (*text).to_owned())
}

fn keys(root: &Node<'_>) -> String {
    const MOST: usize = 8;
    let entries = root.entries();
    let mut keys: Vec<_> = entries.iter().take(MOST).map(|(key, _)| format!("`{}`", key.text())).collect();
    if entries.len() > MOST {
        keys.push("…".to_owned());
    }
    keys.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> (Option<Kind>, String) {
        let source = Source::new("a.yaml", "a.yaml", text);
        let mut sink = Sink::new();
        let kind = yaml::parse(&source, &mut sink).and_then(|root| of(&root, &mut sink));
        (kind, sink.into_sorted().first().map(|d| d.message.clone()).unwrap_or_default())
    }

    #[test]
    fn the_root_key_decides() {
        assert_eq!(kind("info: {}\nnaftiko: 1\n").0, Some(Kind::Naftiko));
        assert_eq!(kind("ikanos: 1\n").0, Some(Kind::Naftiko));
        assert_eq!(kind("taxii: 1\n").0, Some(Kind::Taxii));
    }

    #[test]
    fn other_documents_are_named() {
        let check = |text, expected: &str| {
            let (kind, message) = kind(text);
            assert_eq!(kind, None);
            assert!(message.ends_with(expected), "{message}");
        };
        check("apiVersion: v1\nkind: Pod\n", "it looks like a Kubernetes resource");
        check("openapi: 3.1.0\n", "it is an OpenAPI document");
        assert!(is_openapi(&Source::new("a.yaml", "a.yaml", "openapi: 3.1.0\n")));
        check("$schema: x\n", "it looks like a JSON Schema");
        check("name: x\ntools: []\n", "it looks like a list of tools");
        check("capability: {}\n", "no `ikanos` key with the version of the language");
        check("a: 1\nb: 2\n", "it has no `ikanos` key; its keys are `a`, `b`");
        check("- a\n", "it is a list");
        check("hello\n", "it is one text");
    }
}
