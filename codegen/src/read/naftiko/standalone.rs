//! Files of one section without a `capability`, which others import from.

use crate::diagnostic::{Code, Sink};
use crate::read::yaml::{Content, Node};

/// The sections, and by which keys an entry of each is known to import: those that it is told apart by are not among them.
const SECTIONS: [(&str, &[&str], &[&str]); 4] = [
    ("consumes", &["import", "from", "ref", "openapi", "location"], &["baseUri", "resources"]),
    ("aggregates", &["import", "from"], &["functions", "flows"]),
    ("exposes", &["import", "from"], &["type", "port"]),
    ("binds", &["import", "from"], &["keys"]),
];

/// Refuses what a file without a `capability` can't have: entries that import, and aggregates without a namespace, which
/// nobody could import.
pub(super) fn check(root: &Node<'_>, sink: &mut Sink) {
    if root.get("capability").is_some() {
        return;
    }
    for (section, imports, own) in SECTIONS {
        let Some(entries) = root.get(section) else { continue };
        let has = |entry: &Node<'_>, keys: &[&str]| keys.iter().any(|key| entry.get(key).is_some());
        let values = entries.entries().iter().map(|(_, value)| value);
        for entry in entries.items().iter().chain(values) {
            if has(entry, imports) && !has(entry, own) {
                let message = format!("an import in `{section}` of a file without a `capability`");
                sink.report(Code::UNSUPPORTED, &entry.place, format!("{message} is not supported"))
                    .help("import it where it is used, or move the section below `capability`");
            }
        }
        if section == "aggregates" {
            entries.items().iter().filter(|entry| !has(entry, imports)).for_each(|entry| nameless(entry, sink));
        }
    }
}

/// Reports an aggregate of a list that has no namespace.
fn nameless(aggregate: &Node<'_>, sink: &mut Sink) {
    let is_mapping = matches!(aggregate.content, Content::Mapping(_));
    let is_named = aggregate.get("namespace").is_some_and(|namespace| !namespace.is_null());
    if is_mapping && !is_named {
        let message = "`namespace` is missing: nobody can import an aggregate without one";
        sink.report(Code::MISSING_KEY, &aggregate.place, message).help("add `namespace: …`, what `ref` begins with");
    }
}
