//! Bound variables: `{{X}}`, `{{env.X}}` and `{{namespace.X}}` name the same variable.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Sink};
use crate::read::naftiko::{Binding, Spanned};

/// Variables and the environment variables that hold their values.
#[derive(Debug, Default)]
pub(super) struct Binds {
    namespaces: Vec<String>,
    keys: BTreeMap<String, Spanned<String>>,
}

impl Binds {
    /// Reads the binds of a document.
    pub(super) fn new(document: &[Binding], sink: &mut Sink) -> Self {
        let mut binds = Self { namespaces: vec!["env".to_owned()], keys: BTreeMap::new() };
        for binding in document {
            binds.add(binding, sink);
        }
        binds
    }

    /// The environment variable of a bound variable.
    pub(super) fn env(&self, variable: &str) -> Option<&str> {
        self.keys.get(self.key(variable)).map(|env| env.value.as_str())
    }

    /// A variable without the namespace before it.
    pub(super) fn key<'a>(&self, variable: &'a str) -> &'a str {
        match variable.split_once('.') {
            Some((namespace, key)) if self.namespaces.iter().any(|known| known == namespace) => key,
            _ => variable,
        }
    }

    fn add(&mut self, binding: &Binding, sink: &mut Sink) {
        let bind = match binding {
            Binding::Bind(bind) => bind,
            Binding::Import(_) => return,
        };
        if let Some(location) = &bind.location {
            super::later(
                sink,
                &location.place,
                "a bind from a file",
                "drop `location` and give the values in the environment",
            );
        }
        self.namespaces.push(bind.namespace.value.clone());
        for (variable, key) in &bind.keys {
            let known = self.keys.entry(variable.value.clone()).or_insert_with(|| key.clone());
            if known.value != key.value {
                let message = format!("variable `{}` is bound twice, to different keys", variable.value);
                sink.report(Code::DUPLICATE_NAME, &key.place, message)
                    .help("rename one of the variables")
                    .related(&known.place, "the first key");
            }
        }
    }
}
