//! Bound variables: `{{X}}` and `{{env.X}}` name one of any bind, `{{namespace.X}}` that of the bind of that namespace.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Sink, nearest};
use crate::model::FileKey;
use crate::names;
use crate::read::naftiko::{Bind, Binding, Document, Spanned};
use crate::source::Place;

/// The prefix of variables that any bind may have.
const ANY: &str = "env";

/// Variables and where their values are.
#[derive(Debug, Default)]
pub(crate) struct Binds {
    /// Whether some could not be imported, which is reported: what nothing binds may be among them.
    pub(crate) is_incomplete: bool,
    namespaces: BTreeSet<String>,
    /// In document order.
    bound: Vec<BoundVariable>,
    /// Which of them have a name.
    by_name: BTreeMap<String, Vec<usize>>,
    /// The first of each environment variable.
    by_env: BTreeMap<String, usize>,
    used: BTreeSet<usize>,
    /// Names that could mean several, and that something refers to without a namespace.
    ambiguous: BTreeSet<String>,
}

/// A variable.
#[derive(Debug)]
struct BoundVariable {
    namespace: String,
    name: Spanned<String>,
    value: Stored,
    /// Where its value is named.
    key: Place,
}

/// Where a value is: in an environment variable, or else in a file.
#[derive(Debug, PartialEq, Eq)]
struct Stored {
    env: String,
    file: Option<FileKey>,
}

impl Binds {
    /// The binds of a document, as it is written and with what it imports.
    pub(crate) fn of(written: &Document, whole: &Document, sink: &mut Sink) -> Self {
        let has_imports = written.binds.iter().any(|binding| matches!(binding, Binding::Import(_)));
        let is_incomplete = has_imports && sink.has(Code::MISSING_IMPORT) || sink.lacking(&["binds", "keys"]).is_some();
        Self { is_incomplete, ..Self::new(&whole.binds, sink) }
    }

    /// Reads binds.
    pub(crate) fn new(document: &[Binding], sink: &mut Sink) -> Self {
        let mut binds = Self { namespaces: BTreeSet::from([ANY.to_owned()]), ..Self::default() };
        for binding in document {
            match binding {
                Binding::Bind(bind) => binds.add(bind, sink),
                Binding::Import(_) => {} // reported where it could not be resolved
            }
        }
        binds.tell_apart();
        binds.check_twins(sink);
        binds
    }

    /// The environment variable of a bound variable, which counts as used from here on.
    pub(crate) fn env(&mut self, variable: &str) -> Option<String> {
        let found = self.find(variable);
        let value = &self.bound[*found.first()?].value;
        if found.iter().any(|at| self.bound[*at].value != *value) {
            self.ambiguous.insert(self.key(variable).to_owned());
        }
        let env = value.env.clone();
        self.used.extend(found);
        Some(env)
    }

    /// The bound variable that was most likely meant by one that is not, with its namespace where another was written.
    pub(crate) fn nearest(&self, key: &str) -> Option<String> {
        let other = self.by_name.get_key_value(key).map(|(name, _)| name.as_str());
        let near = other.or_else(|| nearest(key, self.by_name.keys().map(String::as_str)))?;
        let other = &self.bound[*self.by_name[near].first()?];
        Some(if near == key { format!("{}.{near}", other.namespace) } else { near.to_owned() })
    }

    /// Whether a variable is bound.
    pub(crate) fn is_bound(&self, variable: &str) -> bool {
        !self.find(variable).is_empty()
    }

    /// The file that holds a value if its environment variable is not set.
    pub(crate) fn file(&self, env: &str) -> Option<&FileKey> {
        self.bound[*self.by_env.get(env)?].value.file.as_ref()
    }

    /// A variable without the namespace before it.
    pub(crate) fn key<'a>(&self, variable: &'a str) -> &'a str {
        match variable.split_once('.') {
            Some((namespace, key)) if self.namespaces.contains(namespace) => key,
            _ => variable,
        }
    }

    /// Refuses what could mean several, notes what is bound and never used, and warns of what is used and cannot be set; the latter
    /// are not worth a word where there are errors, which may be why.
    pub(crate) fn report(&self, sink: &mut Sink) {
        self.ambiguous.iter().for_each(|name| self.refuse_ambiguous(name, sink));
        if sink.has_errors() {
            return;
        }
        for (at, bound) in self.bound.iter().enumerate() {
            if self.used.contains(&at) {
                report_unsettable(bound, sink);
                continue;
            }
            let (name, place) = (&bound.name.value, &bound.name.place);
            sink.report(Code::UNUSED_BIND, place, format!("nothing uses the bound variable `{name}`"))
                .help("remove it: it need not be given at start-up")
                .remove(place);
        }
    }

    /// What a name may mean: with the namespace of a bind that of the bind; else those of all binds, of which the same value
    /// may be bound several times.
    fn find(&self, variable: &str) -> Vec<usize> {
        let key = self.key(variable);
        let all = self.by_name.get(key).cloned().unwrap_or_default();
        let namespace = variable.strip_suffix(key).unwrap_or_default().trim_end_matches('.');
        let is_of = |at: &usize| self.bound[*at].namespace == namespace;
        match namespace {
            "" => all,
            ANY if !all.iter().any(is_of) => all,
            _ => all.into_iter().filter(is_of).collect(),
        }
    }

    fn add(&mut self, bind: &Bind, sink: &mut Sink) {
        self.namespaces.insert(bind.namespace.value.clone());
        let path = match bind.location.as_ref().map(|location| (location, path(location))) {
            None => None,
            Some((_, Some(path))) => Some(path),
            Some((location, None)) => {
                sink.report(
                    Code::UNKNOWN_VALUE,
                    &location.place,
                    "`location` is not a file: values are read from files only",
                )
                .help("remove it to read the environment, or write `location: file:///./secrets.yaml`")
                .remove_value(&location.place);
                None
            }
        };
        for (variable, key) in &bind.keys {
            let value = match &path {
                Some(path) => {
                    let file = FileKey { path: path.clone(), key: key.value.clone() };
                    Stored { env: names::env(variable), file: Some(file) }
                }
                None => Stored { env: key.value.clone(), file: None },
            };
            self.by_name.entry(variable.value.clone()).or_default().push(self.bound.len());
            let namespace = bind.namespace.value.clone();
            self.bound.push(BoundVariable { namespace, name: variable.clone(), value, key: key.place.clone() });
        }
    }

    /// Gives values of files that have one name in several binds environment variables of their own: with their namespace.
    fn tell_apart(&mut self) {
        for found in self.by_name.values() {
            let first = &self.bound[found[0]];
            if found.iter().all(|at| self.bound[*at].value == first.value) {
                continue;
            }
            for at in found {
                let BoundVariable { namespace, name, value, .. } = &mut self.bound[*at];
                if value.file.is_some() {
                    value.env = names::env(&format!("{namespace}.{}", name.value));
                }
            }
        }
    }

    /// Reports variables of one bind with one name, and of any with one environment variable, whose values are others.
    fn check_twins(&mut self, sink: &mut Sink) {
        for (at, bound) in self.bound.iter().enumerate() {
            let first = *self.by_env.entry(bound.value.env.clone()).or_insert(at);
            let mut alike = self.by_name[&bound.name.value].iter().map(|other| &self.bound[*other]);
            let is_same = |other: &&BoundVariable| other.namespace == bound.namespace;
            let twin = alike.find(is_same).filter(|twin| twin.value != bound.value);
            if let Some(twin) = twin {
                report_twin(bound, twin, sink);
            } else if self.bound[first].value.file != bound.value.file {
                let (one, other, env) = (&self.bound[first].name, &bound.name, &bound.value.env);
                let message = format!("variables `{}` and `{}` would both be read from {env}", one.value, other.value);
                let report = sink.report(Code::DUPLICATE_NAME, &other.place, message);
                report.help("rename one of the variables").related(&one.place, "the first one");
            }
        }
    }

    /// Reports a name that is bound in several binds, and does not say in which one it is meant.
    fn refuse_ambiguous(&self, name: &str, sink: &mut Sink) {
        let found = self.by_name.get(name).into_iter().flatten().map(|at| &self.bound[*at]);
        let found: Vec<&BoundVariable> = found.collect();
        if let [first, .., last] = found.as_slice() {
            report_twin(last, first, sink);
        }
    }
}

/// Reports two variables of one name.
fn report_twin(bound: &BoundVariable, first: &BoundVariable, sink: &mut Sink) {
    let name = &bound.name.value;
    let message = format!("variable `{name}` is bound twice, to different values");
    let help = if bound.namespace == first.namespace {
        "rename one of the variables".to_owned()
    } else {
        let (one, other) = (&first.namespace, &bound.namespace);
        format!(
            "say which one is meant, `{{{{{one}.{name}}}}}` or `{{{{{other}.{name}}}}}`, or rename one of the variables"
        )
    };
    let report = sink.report(Code::DUPLICATE_NAME, &bound.name.place, message);
    report.help(help).related(&first.name.place, "the first one");
}

/// Reports an environment variable that only programs can set.
fn report_unsettable(bound: &BoundVariable, sink: &mut Sink) {
    let env = &bound.value.env;
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_settable = env.starts_with(is_letter) && env.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    if !is_settable {
        let message = format!("shells cannot set `{env}`: names are letters, digits and `_`, and begin with no digit");
        let report = sink.report(Code::UNSETTABLE_VARIABLE, &bound.key, message);
        let settable = names::env(env);
        report.help(format!("bind the variable to a name like `{settable}`")).replace(&bound.key, settable);
    }
}

/// The file or folder that `file:///…` names. Whatever begins with a dot is relative to the working directory, with two slashes or three.
pub(crate) fn path(location: &str) -> Option<String> {
    let path = location.strip_prefix("file://")?;
    let relative = path.strip_prefix('/').unwrap_or(path);
    let is_relative = relative.starts_with("./") || relative.starts_with("../");
    let path = if is_relative { relative } else { Some(path).filter(|path| path.starts_with('/'))? };
    Some(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_paths() {
        let rows = [
            ("file:///./conf/dev.yaml", Some("./conf/dev.yaml")),
            ("file://./conf/dev.yaml", Some("./conf/dev.yaml")),
            ("file:///../dev.json", Some("../dev.json")),
            ("file:///run/secrets/x", Some("/run/secrets/x")),
            ("file://host/x", None),
            ("vault://secrets/x", None),
            ("./x.yaml", None),
        ];
        for (location, expected) in rows {
            assert_eq!(path(location).as_deref(), expected, "{location}");
        }
    }
}
