//! Texts that may be secrets, found before anything is known to be wrong with them: no report of what is draws them.

use crate::diagnostic::{Sink, nearest};
use crate::names::folded;
use crate::read::yaml::{Content, Node};

/// Keys of credentials, without case and punctuation.
const CREDENTIALS: [&str; 10] = [
    "token",
    "password",
    "secret",
    "clientsecret",
    "value",
    "apikey",
    "secretkey",
    "accesstoken",
    "tokensecret",
    "consumersecret",
];

/// Hides what stands below `authentication` where a credential does, in any spelling and of any shape. A template is none.
pub(super) fn hide(node: &Node<'_>, sink: &mut Sink) {
    for (key, value) in node.entries() {
        if key.text() == "authentication" {
            within(value, false, sink);
        } else {
            hide(value, sink);
        }
    }
    node.items().iter().for_each(|item| hide(item, sink));
}

fn within(node: &Node<'_>, is_credential: bool, sink: &mut Sink) {
    match &node.content {
        Content::Scalar(scalar) if is_credential && !scalar.text.contains("{{") && !scalar.text.is_empty() => {
            sink.hide(&node.place);
        }
        Content::Scalar(_) => {}
        Content::Sequence(items) => items.iter().for_each(|item| within(item, is_credential, sink)),
        Content::Mapping(entries) => {
            for (key, value) in entries {
                let key = folded(key.text());
                let is_one = CREDENTIALS.contains(&key.as_str()) || nearest(&key, CREDENTIALS).is_some();
                within(value, is_credential || is_one, sink);
            }
        }
    }
}
