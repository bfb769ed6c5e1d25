//! Texts that may be secrets, found before anything is known to be wrong with them: no report of what is draws them.

use crate::diagnostic::{Sink, nearest};
use crate::names::folded;
use crate::read::yaml::{Content, Node};

/// The keys that hold credentials, as documents spell them; they stand beside one of [`OWNERS`].
pub(super) const AUTHENTICATION: [&str; 2] = ["authentication", "auth"];

/// Keys of upstreams and servers, one of which stands beside their credentials. What else is called `auth`, such as a step, is
/// something else.
const OWNERS: [&str; 7] = ["namespace", "baseUri", "resources", "port", "tools", "skills", "management"];

/// Keys below them that hold no secret, without case and punctuation. All others may.
const OPEN: [&str; 20] = [
    "audience",
    "authorizationserveruri",
    "certpath",
    "header",
    "headername",
    "in",
    "key",
    "name",
    "placement",
    "realm",
    "region",
    "resource",
    "scope",
    "scopes",
    "service",
    "signaturemethod",
    "tokenendpoint",
    "tokenvalidation",
    "type",
    "username",
];

/// Keys that name a header or parameter: beside one of them, `key` is the secret.
const NAMES: [&str; 3] = ["header", "headername", "name"];

/// Hides what stands where a credential does, of any shape. A template is none.
pub(super) fn hide(node: &Node<'_>, sink: &mut Sink) {
    for (key, value) in node.entries() {
        if is_authentication(node, key.text()) {
            within(value, true, sink);
        } else {
            hide(value, sink);
        }
    }
    node.items().iter().for_each(|item| hide(item, sink));
}

/// Whether a key of a mapping holds credentials, perhaps misspelled.
fn is_authentication(mapping: &Node<'_>, key: &str) -> bool {
    let [usual, short] = AUTHENTICATION;
    // Few keys begin so: most of a document costs nothing here.
    if !key.starts_with(['a', 'A']) || key.len() > 2 * usual.len() {
        return false;
    }
    let key = folded(key);
    let is_usual = key == usual || key.len() > short.len() && nearest(&key, [usual]).is_some();
    is_usual || key == short && OWNERS.iter().any(|owner| mapping.get(owner).is_some())
}

fn within(node: &Node<'_>, is_secret: bool, sink: &mut Sink) {
    match &node.content {
        Content::Scalar(scalar) if is_secret && !scalar.text.contains("{{") && !scalar.text.is_empty() => {
            sink.hide(&node.place);
        }
        Content::Scalar(_) => {}
        Content::Sequence(items) => items.iter().for_each(|item| within(item, is_secret, sink)),
        Content::Mapping(entries) => {
            let is_named = entries.iter().any(|(key, _)| NAMES.contains(&folded(key.text()).as_str()));
            for (key, value) in entries {
                let key = folded(key.text());
                let is_open = OPEN.contains(&key.as_str()) && !(is_named && key == "key");
                within(value, is_secret && !is_open, sink);
            }
        }
    }
}
