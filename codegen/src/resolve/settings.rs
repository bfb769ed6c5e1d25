//! What must or may be given at start-up, collected while a document is resolved.

use super::names::Scope;
use crate::model::{Setting, SettingKind};

/// Methods that every builder has, and operators: a method of one of their names would be taken for it.
const TAKEN: [&str; 18] = [
    "add", "bitand", "bitor", "bitxor", "build", "clone", "default", "div", "http", "into", "mul", "options", "rem",
    "settings", "shl", "shr", "sub", "try_into",
];

/// The settings found so far; each environment variable once.
#[derive(Debug, Default)]
pub(super) struct Settings {
    found: Vec<(String, SettingKind, String)>,
}

impl Settings {
    /// A value that start-up fails without, unless `unless` is given.
    pub(super) fn required(&mut self, env: &str, purpose: &str, unless: &str) {
        self.add(env, SettingKind::Required { unless: Some(unless.to_owned()) }, purpose);
    }

    /// A value that is never shown.
    pub(super) fn secret(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Secret, purpose);
    }

    /// A value that start-up goes on without.
    pub(super) fn optional(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Optional, purpose);
    }

    /// A value that start-up always fails without.
    pub(super) fn mandatory(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Required { unless: None }, purpose);
    }

    /// In the order in which they were found, with names for the methods of the builder.
    pub(super) fn finish(self) -> Vec<Setting> {
        let mut scope = Scope::with_reserved(&TAKEN);
        self.found
            .into_iter()
            .map(|(env, kind, purpose)| Setting { method: scope.snake(&env), env, kind, purpose })
            .collect()
    }

    /// A variable that serves two purposes is as strict as the stricter one: nothing waives it for both.
    fn add(&mut self, env: &str, kind: SettingKind, purpose: &str) {
        let Some((_, known, purposes)) = self.found.iter_mut().find(|(known, ..)| known == env) else {
            self.found.push((env.to_owned(), kind, purpose.to_owned()));
            return;
        };
        if *known != kind {
            let secret = [&*known, &kind].contains(&&SettingKind::Secret);
            *known = if secret { SettingKind::Secret } else { SettingKind::Required { unless: None } };
        }
        if purposes != purpose {
            *purposes = format!("{purposes}; {purpose}");
        }
    }
}
