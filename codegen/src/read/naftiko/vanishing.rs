//! What stands in a document and leaves nothing in its crate: sections without entries, and resources without operations.

use crate::diagnostic::{Code, Sink, nearest};
use crate::read::yaml::{Content, Key, Node};

/// Sections of servers and upstreams, and what an entry of each is.
const SECTIONS: [(&str, &str); 4] =
    [("tools", "tool"), ("skills", "skill"), ("resources", "resource"), ("prompts", "prompt")];

/// Warns of all that vanishes. A key without any value is told elsewhere.
pub(super) fn report(root: &Node<'_>, sink: &mut Sink) {
    let owner = root.get("capability").unwrap_or(root);
    for upstream in members(owner.get("consumes")) {
        sections(upstream, sink);
        members(upstream.get("resources")).for_each(|it| resource(it, sink));
    }
    for server in members(owner.get("exposes")) {
        sections(server, sink);
        members(server.get("skills")).for_each(|skill| sections(skill, sink));
        let is_rest = server.get("type").and_then(Node::text).is_some_and(|ty| ty.eq_ignore_ascii_case("rest"));
        members(server.get("resources")).filter(|_| is_rest).for_each(|it| resource(it, sink));
    }
    for aggregate in members(owner.get("aggregates")) {
        ["flows", "functions"].into_iter().for_each(|key| section(aggregate, (key, "flow"), sink));
    }
}

fn sections(owner: &Node<'_>, sink: &mut Sink) {
    SECTIONS.into_iter().for_each(|known| section(owner, known, sink));
}

/// Reports a section that is there and has no entry.
fn section(owner: &Node<'_>, (name, what): (&str, &str), sink: &mut Sink) {
    let Some((key, _)) = entry(owner, name).filter(|(_, entries)| is_empty(entries)) else { return };
    let message = format!("`{name}` is empty: no {what} comes of it");
    sink.report(Code::EMPTY_SECTION, key.place(), message)
        .help(format!("add a {what}, or remove it"))
        .remove(key.place());
}

/// Reports a resource that has no operation, and passes nothing on either.
fn resource(resource: &Node<'_>, sink: &mut Sink) {
    let operations = entry(resource, "operations");
    let has_some = operations.is_some_and(|(_, operations)| !is_empty(operations));
    let is_misspelt =
        operations.is_none() && resource.entries().iter().any(|(key, _)| nearest(key.text(), ["operations"]).is_some()); // told as such
    let is_mapping = matches!(resource.content, Content::Mapping(_));
    if !is_mapping || has_some || is_misspelt || resource.get("forward").is_some() {
        return;
    }
    let path = resource.get("path").and_then(Node::text).map(|path| format!(" `{path}`")).unwrap_or_default();
    let place = operations.map_or(&resource.place, |(key, _)| key.place());
    let message = format!("resource{path} has no operation: nothing comes of it");
    sink.report(Code::EMPTY_SECTION, place, message).help("add `operations`, or remove the resource");
}

fn entry<'n, 's>(owner: &'n Node<'s>, name: &str) -> Option<&'n (Key<'s>, Node<'s>)> {
    owner.entries().iter().find(|(key, _)| key.text() == name)
}

/// Whether a list or mapping holds nothing.
fn is_empty(collection: &Node<'_>) -> bool {
    let is_collection = !matches!(collection.content, Content::Scalar(_));
    is_collection && collection.items().is_empty() && collection.entries().is_empty()
}

/// The entries of a list or mapping.
fn members<'n, 's: 'n>(collection: Option<&'n Node<'s>>) -> impl Iterator<Item = &'n Node<'s>> {
    let items = collection.into_iter().flat_map(Node::items);
    let values = collection.into_iter().flat_map(Node::entries).map(|(_, value)| value);
    items.chain(values)
}
