//! Secrets that stand where no credential belongs: as the value of a header, in an address, in any text. They are taken out of the
//! document before anything reads it, and a variable of a setting stands in their place: nothing that comes after, no message,
//! no listing and no code, can hold them. Credentials of `authentication` are [`secrets`](super::secrets).

mod carriers;
mod schemes;
mod shapes;
mod stead;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Code, Sink};
use crate::names;
use crate::read::exposed::shapes::Found;
use crate::read::exposed::stead::Stead;
use crate::read::kind::Kind;
use crate::read::secrets::is_scheme;
use crate::read::yaml::{Content, Node};
use crate::source::{Place, Source};

/// Keys that say what something is called or does, and hold no value of it.
const SAYING: [&str; 6] = ["binds", "description", "label", "mapping", "name", "type"];
/// What to do in a TAXII description, which has no variables but those of `auth`.
const TAXII_HELP: &str = "revoke what was written, and remove it; credentials are given by settings: `auth: {basic: {username: {env: TAXII_USER}, password: {env: TAXII_PASSWORD}}}`";
/// Keys that hold the value of what the mapping around them is called.
const VALUES: [&str; 3] = ["const", "default", "value"];

/// Takes all secrets out of a document, and reports them.
pub(super) fn take_out(root: &mut Node<'_>, kind: Kind, sink: &mut Sink) {
    let mut walk = Walk { kind, sink, known: BTreeMap::new(), taken: BTreeSet::new() };
    walk.visit(root, At { namespace: "", carrier: "", by_name: true, stead: Stead::Variable });
}

/// Hides what has the shape of a secret in a text that can't be read, and in comments.
pub(super) fn hide_shapes(source: &Source, sink: &mut Sink) {
    shaped(&source.text).into_iter().for_each(|found| sink.hide(&source.place(found.at)));
}

struct Walk<'a> {
    kind: Kind,
    sink: &'a mut Sink,
    /// What stands for each secret, by whether that is a word: the same at all places that it stands at.
    known: BTreeMap<(bool, String), String>,
    taken: BTreeSet<String>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'a> {
    /// The namespace that it belongs to; may be empty.
    namespace: &'a str,
    /// What it is the value of.
    carrier: &'a str,
    /// Whether the name of that says what it is: not so in answers, which only look like credentials.
    by_name: bool,
    /// What takes the place of a secret.
    stead: Stead,
}

/// A secret that was found: where in the text, what it is, and what its setting is called after.
struct Secret {
    at: Range<usize>,
    what: &'static str,
    name: String,
}

impl Walk<'_> {
    fn visit(&mut self, node: &mut Node<'_>, at: At<'_>) {
        match &mut node.content {
            Content::Sequence(items) => items.iter_mut().for_each(|item| self.visit(item, at)),
            Content::Mapping(_) => self.mapping(node, at),
            Content::Scalar(scalar) => {
                if let Some(text) = self.taken_out(&scalar.text, &node.place, at) {
                    scalar.text = Cow::Owned(text);
                    scalar.plain = false;
                }
            }
        }
    }

    /// A text without its secrets, which are reported; none if it has none.
    fn taken_out(&mut self, text: &str, place: &Place, at: At<'_>) -> Option<String> {
        let found = secrets(text, at, self.kind);
        let first = found.first()?;
        let without = self.without(text, &found, at);
        self.sink.hide(place);
        let env = self.instead(first, text, at);
        let told = format!("a secret stands in the document ({}); it is not generated", first.what);
        let (code, message, help) = match (self.kind, at.stead) {
            (Kind::Taxii, _) => (Code::EXPOSED_SECRET.fatal(), told, TAXII_HELP.to_owned()),
            (Kind::Naftiko, Stead::Word) => (Code::EXPOSED_SECRET, told, at.stead.help(&env)),
            (Kind::Naftiko, _) => (Code::EXPOSED_SECRET, format!("{told}, {env} takes its place"), at.stead.help(&env)),
        };
        self.sink.report(code, place, message).help(help);
        Some(without)
    }

    fn mapping(&mut self, node: &mut Node<'_>, at: At<'_>) {
        let own = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let namespace = own("namespace").unwrap_or_else(|| at.namespace.to_owned());
        let name = own("name").or_else(|| own("key")).unwrap_or_else(|| at.carrier.to_owned());
        let schemes: Vec<bool> = node.entries().iter().map(|(key, value)| is_scheme(node, key.text(), value)).collect();
        let Content::Mapping(entries) = &mut node.content else { return };
        for ((key, value), is_scheme) in entries.iter_mut().zip(schemes) {
            if is_scheme {
                continue; // read, hidden and reported as such
            }
            let as_key = At { namespace: &namespace, carrier: "", by_name: false, stead: Stead::Word };
            if let Some(text) = self.taken_out(key.text(), key.place(), as_key) {
                key.rename(text);
            }
            let key = key.text().to_owned();
            let carrier = if VALUES.contains(&key.as_str()) { &name } else { &key };
            let by_name = at.by_name && !SAYING.contains(&key.as_str()) && !key.starts_with("output");
            let stead = at.stead.below(&key, value);
            self.visit(value, At { namespace: &namespace, carrier, by_name, stead });
        }
    }

    /// The text with variables in the place of secrets.
    fn without(&mut self, text: &str, found: &[Secret], at: At<'_>) -> String {
        let (mut rest, mut end) = (String::with_capacity(text.len()), 0);
        for secret in found {
            rest.push_str(&text[end..secret.at.start]);
            rest.push_str(&at.stead.written(&self.instead(secret, text, at)));
            end = secret.at.end;
        }
        rest.push_str(&text[end..]);
        rest
    }

    /// What stands for a secret: its setting, called after what carries it, or a word.
    fn instead(&mut self, secret: &Secret, text: &str, at: At<'_>) -> String {
        let is_word = at.stead == Stead::Word;
        let known = (is_word, text[secret.at.clone()].to_owned());
        if let Some(env) = self.known.get(&known) {
            return env.clone();
        }
        let (namespace, name) = if is_word { ("", "removed-secret") } else { (at.namespace, secret.name.as_str()) };
        let clipped = |text: &str| text.chars().take(40).collect::<String>();
        let plain = names::env(&format!("{}-{}", clipped(namespace), clipped(name)));
        let plain = plain.trim_matches('_');
        let plain = if plain.starts_with(|c: char| c.is_ascii_uppercase()) {
            plain.to_owned()
        } else {
            format!("SECRET_{plain}")
        };
        let mut env = plain.clone();
        for number in 2.. {
            if self.taken.insert(env.clone()) {
                break;
            }
            env = format!("{plain}_{number}");
        }
        self.known.insert(known, env.clone());
        env
    }
}

/// The secrets in a text, by their shape, else by the name of what carries them.
fn secrets(text: &str, at: At<'_>, kind: Kind) -> Vec<Secret> {
    let name = if at.carrier.is_empty() { "secret" } else { at.carrier };
    let shaped = shaped(text);
    if !shaped.is_empty() {
        return shaped
            .into_iter()
            .map(|found| Secret { at: found.at, what: found.what, name: name.to_owned() })
            .collect();
    }
    if !at.by_name {
        return Vec::new();
    }
    if carriers::is_secret(at.carrier)
        && let Some(found) = carriers::credential(text)
    {
        return vec![Secret { at: found, what: "by the name of what it is given to", name: name.to_owned() }];
    }
    // In a TAXII description, no value is data that is sent.
    let is_data = at.stead == Stead::Data && matches!(kind, Kind::Naftiko);
    if is_data && carriers::is_password(at.carrier) && carriers::is_fixed(text) {
        return vec![Secret { at: 0..text.len(), what: "by the name of what it is given to", name: name.to_owned() }];
    }
    let in_query = carriers::in_query(text).into_iter();
    in_query.map(|(name, at)| Secret { at, what: "in an address", name: name.to_owned() }).collect()
}

/// The secrets in a text that show by their shape, or by a scheme before them; in order.
fn shaped(text: &str) -> Vec<Found> {
    let mut found = shapes::secrets(text);
    let behind_schemes = schemes::secrets(text).into_iter().filter(|it| !overlaps(&found, &it.at));
    let behind_schemes: Vec<Found> = behind_schemes.collect();
    found.extend(behind_schemes);
    found.sort_by_key(|found| found.at.start);
    found
}

/// Whether a place is a part of one of those found, which are in order, or the other way round.
fn overlaps(found: &[Found], at: &Range<usize>) -> bool {
    let before = found.partition_point(|found| found.at.end <= at.start);
    found.get(before).is_some_and(|found| found.at.start < at.end)
}
