//! BoundVariable variables: `{{X}}`, `{{env.X}}` and `{{namespace.X}}` name the same variable.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Sink, nearest};
use crate::model::FileKey;
use crate::names;
use crate::read::naftiko::{Bind, Binding, Document, Spanned};
use crate::source::Place;

/// Variables and where their values are.
#[derive(Debug, Default)]
pub(crate) struct Binds {
    /// Whether some could not be imported, which is reported: what nothing binds may be among them.
    pub(crate) is_incomplete: bool,
    namespaces: BTreeSet<String>,
    bound: BTreeMap<String, BoundVariable>,
    /// The first variable of each environment variable.
    by_env: BTreeMap<String, String>,
    used: BTreeSet<String>,
}

/// A variable.
#[derive(Debug)]
struct BoundVariable {
    value: Stored,
    /// Where it is declared.
    place: Place,
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
        let mut binds = Self { namespaces: BTreeSet::from(["env".to_owned()]), ..Self::default() };
        for binding in document {
            match binding {
                Binding::Bind(bind) => binds.add(bind, sink),
                Binding::Import(_) => {} // reported where it could not be resolved
            }
        }
        binds
    }

    /// The environment variable of a bound variable, which counts as used from here on.
    pub(crate) fn env(&mut self, variable: &str) -> Option<String> {
        let key = self.key(variable);
        let env = self.bound.get(key)?.value.env.clone();
        self.used.insert(key.to_owned());
        Some(env)
    }

    /// The bound variable that was most likely meant by one that is not.
    pub(crate) fn nearest(&self, key: &str) -> Option<String> {
        nearest(key, self.bound.keys().map(String::as_str)).map(str::to_owned)
    }

    /// Whether a variable is bound.
    pub(crate) fn is_bound(&self, variable: &str) -> bool {
        self.bound.contains_key(self.key(variable))
    }

    /// The file that holds a value if its environment variable is not set.
    pub(crate) fn file(&self, env: &str) -> Option<&FileKey> {
        self.bound.get(self.by_env.get(env)?)?.value.file.as_ref()
    }

    /// A variable without the namespace before it.
    pub(crate) fn key<'a>(&self, variable: &'a str) -> &'a str {
        match variable.split_once('.') {
            Some((namespace, key)) if self.namespaces.contains(namespace) => key,
            _ => variable,
        }
    }

    /// Notes what is bound and never used, and warns of what is used and cannot be set; not worth a word where there are
    /// errors, which may be why.
    pub(crate) fn report(&self, sink: &mut Sink) {
        if sink.has_errors() {
            return;
        }
        for (variable, bound) in &self.bound {
            if self.used.contains(variable) {
                report_unsettable(bound, sink);
                continue;
            }
            sink.report(Code::UNUSED_BIND, &bound.place, format!("nothing uses the bound variable `{variable}`"))
                .help("remove it: it need not be given at start-up")
                .remove(&bound.place);
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
            self.bind(variable, value, &key.place, sink);
        }
    }

    fn bind(&mut self, variable: &Spanned<String>, value: Stored, key: &Place, sink: &mut Sink) {
        let same_name = self.bound.get_key_value(&variable.value).filter(|(_, known)| known.value != value);
        let first_of_env = || self.bound.get_key_value(self.by_env.get(&value.env)?);
        let twin = same_name.or_else(|| first_of_env().filter(|(_, known)| known.value.file != value.file));
        if let Some((name, first)) = twin {
            let message = if *name == variable.value {
                format!("variable `{name}` is bound twice, to different values")
            } else {
                format!("variables `{name}` and `{}` would both be read from {}", variable.value, value.env)
            };
            sink.report(Code::DUPLICATE_NAME, &variable.place, message)
                .help("rename one of the variables")
                .related(&first.place, "the first one");
        }
        self.by_env.entry(value.env.clone()).or_insert_with(|| variable.value.clone());
        let bound = || BoundVariable { value, place: variable.place.clone(), key: key.clone() };
        self.bound.entry(variable.value.clone()).or_insert_with(bound);
    }
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
