//! What kind of document it is, by its root key.

use super::yaml::{self, Content, Node};
use crate::diagnostic::{Code, Sink, nearest};
use crate::source::Source;

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

/// The newest version of the language.
const NEWEST: &str = "ikanos: 1.0.0-beta5";

/// The kind of a document; reported if it is of no kind.
pub fn of(root: &Node<'_>, sink: &mut Sink) -> Option<Kind> {
    let (place, found) = match root.get("naftiko").or_else(|| root.get("ikanos")) {
        Some(version) => match misshapen(root, version) {
            Some((odd, found)) => (&odd.place, found.to_owned()),
            None => return Some(Kind::Naftiko),
        },
        None if root.get("taxii").is_some() => return Some(Kind::Taxii),
        None => (&root.place, looks_like(root)),
    };
    let report = sink.report(Code::NOT_A_CAPABILITY, place, format!("this is not a capability: {found}"));
    let keys = || root.entries().iter().map(|(key, _)| key);
    let near = |wanted| keys().find(|key| nearest(key.text(), [wanted]).is_some()).map(|key| (key, wanted));
    match ["naftiko", "ikanos", "taxii"].into_iter().find_map(near) {
        Some((key, meant)) => drop(report.help(format!("did you mean `{meant}`?")).replace(key.place(), meant)),
        None if place == &root.place && SECTIONS.iter().any(|section| root.get(section).is_some()) => {
            report.help(format!("add `{NEWEST}`")).entry(place, NEWEST);
        }
        None => drop(report.help(format!("a capability starts with `{NEWEST}`, a TAXII description with `taxii: 1`"))),
    }
    None
}

/// What has the keys of a capability, and something else below them.
fn misshapen<'n, 's>(root: &'n Node<'s>, version: &'n Node<'s>) -> Option<(&'n Node<'s>, &'static str)> {
    if !matches!(version.content, Content::Scalar(_)) {
        return Some((version, "its `naftiko` is no version"));
    }
    let capability = root.get("capability").filter(|capability| !capability.is_null())?;
    let is_mapping = matches!(capability.content, Content::Mapping(_));
    (!is_mapping).then_some((capability, "its `capability` is no mapping"))
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
        (&["capability"], "it has a `capability`, but no `naftiko` key with the version of the language"),
    ];
    let fits = known.iter().find(|(keys, _)| keys.iter().all(|key| root.get(key).is_some()));
    fits.map_or_else(|| format!("it has no `naftiko` key; its keys are {}", keys(root)), |(_, text)| (*text).to_owned())
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
        check("capability: {}\n", "no `naftiko` key with the version of the language");
        check("a: 1\nb: 2\n", "it has no `naftiko` key; its keys are `a`, `b`");
        check("- a\n", "it is a list");
        check("hello\n", "it is one text");
    }
}
