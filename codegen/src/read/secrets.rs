//! Texts that may be secrets, found before anything is known to be wrong with them: no report of what is draws them.

use crate::diagnostic::{Sink, nearest};
use crate::names::folded;
use crate::read::yaml::{Content, Node};
use crate::source::Source;

const AUTHENTICATION: &str = "authentication";

/// The longest key that is looked at.
const LONGEST: usize = 40;

/// What authors call them, without case and punctuation; words that end in `authentication` are such too.
const WORDS: [&str; 6] = ["auth", "auths", "authn", "authz", "credentials", "security"];

/// How other words for them begin.
const STARTS: [&str; 3] = ["authent", "authoriz", "authoris"];

/// Keys of upstreams and servers, one of which stands beside their credentials. What else is called so, such as a step called
/// `auth`, is something else.
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

/// Hides credentials that stand in a TAXII description, where names of environment variables belong, whatever the shape.
pub(super) fn hide_written(root: &Node<'_>, sink: &mut Sink) {
    root.get("auth").into_iter().for_each(|auth| hide_unnamed(auth, sink));
}

/// Hides every text below `auth` but purposes, names of headers, and what can be the name of an environment variable.
fn hide_unnamed(node: &Node<'_>, sink: &mut Sink) {
    let is_variable = |text: &str| text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    for (key, value) in node.entries() {
        let is_open = match key.text() {
            "purpose" | "name" => true,
            "env" => value.text().is_some_and(is_variable),
            _ => false,
        };
        if !is_open {
            hide_unnamed(value, sink);
        }
    }
    node.items().iter().for_each(|item| hide_unnamed(item, sink));
    if node.text().is_some_and(|text| !text.is_empty()) {
        sink.hide(&node.place);
    }
}

/// Hides what follows such a key in a text that can't be read, in its line and in those that are indented by more.
pub(super) fn hide_lines(source: &Source, sink: &mut Sink) {
    let (mut start, mut within) = (0, None);
    for line in source.text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '-', '{']);
        let indent = line.len() - content.len();
        let colon = content.find(':').filter(|colon| is_word(content[..*colon].trim_matches(['"', '\'', ' ', '\t'])));
        if within.is_some_and(|outer| indent <= outer && !content.trim().is_empty()) {
            within = None;
        }
        match (within, colon) {
            (Some(_), _) => sink.hide(&source.place(start + indent..start + line.trim_end().len())),
            (None, Some(colon)) => {
                within = Some(indent);
                let value = start + indent + colon + 1;
                sink.hide(&source.place(value..start + line.trim_end().len()));
            }
            (None, None) => {}
        }
        start += line.len();
    }
}

/// Whether a key of a mapping holds credentials, perhaps misspelled. Short and general words do beside [`OWNERS`] only.
fn is_authentication(mapping: &Node<'_>, key: &str) -> bool {
    is_word(key) && (is_nearly(&folded(key)) || OWNERS.iter().any(|owner| mapping.get(owner).is_some()))
}

/// Whether a value is authentication for certain, and no header that is called `Authorization`.
pub(super) fn is_scheme(mapping: &Node<'_>, key: &str, value: &Node<'_>) -> bool {
    if value.text().is_some() || !is_authentication(mapping, key) {
        return false; // first: of a thousand keys, few are such words, and each that is looks at all others
    }
    let has = |key| value.get(key).is_some();
    let is_owned = OWNERS.iter().any(|owner| mapping.get(owner).is_some());
    is_owned || has("type") && !has("in") && !has("value")
}

/// Whether a key is a word for credentials.
fn is_word(key: &str) -> bool {
    if key.len() > LONGEST {
        return false;
    }
    let key = folded(key);
    STARTS.iter().any(|start| key.starts_with(start))
        || key.ends_with(AUTHENTICATION)
        || WORDS.contains(&key.as_str())
        || is_nearly(&key)
}

/// Whether a folded key is `authentication`, perhaps misspelled behind its first letter.
fn is_nearly(key: &str) -> bool {
    let may_be = key.starts_with('a') && key.len() > 8;
    may_be && (key == AUTHENTICATION || nearest(key, [AUTHENTICATION]).is_some())
}

/// Hides what is no template below a key that may hold a secret; `is_secret`: whether this does.
fn within(node: &Node<'_>, is_secret: bool, sink: &mut Sink) {
    match &node.content {
        Content::Scalar(scalar) if is_secret && !is_template(&scalar.text) && !scalar.text.is_empty() => {
            sink.hide(&node.place);
        }
        Content::Scalar(_) => {}
        Content::Sequence(items) => items.iter().for_each(|item| within(item, is_secret, sink)),
        Content::Mapping(entries) => {
            let is_named = entries.iter().any(|(key, _)| NAMES.contains(&folded(key.text()).as_str()));
            for (key, value) in entries {
                let word = folded(key.text());
                let is_open = OPEN.contains(&word.as_str()) && !(is_named && word == "key");
                let is_secret = is_secret && !is_open;
                // Where a credential belongs, a key may be one, `{token: {hunter2: …}}`; those of `headers` are names.
                let may_be_one = is_secret && word != "headers";
                value.entries().iter().filter(|_| may_be_one).for_each(|(inner, _)| sink.hide(inner.place()));
                within(value, is_secret, sink);
            }
        }
    }
}

fn is_template(text: &str) -> bool {
    text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"))
}
