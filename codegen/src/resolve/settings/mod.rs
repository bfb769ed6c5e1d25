//! What must or may be given at start-up, collected while a document is resolved.

pub(crate) mod binds;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{FileKey, Setting, SettingKind};
use crate::names::{Scope, reserved};

/// The settings found so far; each environment variable once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    found: Vec<StartUpValue>,
    /// Where which environment variable stands.
    known: BTreeMap<String, usize>,
}

/// A setting while it is collected.
#[derive(Debug, Clone)]
struct StartUpValue {
    env: String,
    kind: SettingKind,
    purpose: String,
    /// Of which the purpose is put together.
    purposes: BTreeSet<String>,
}

impl Settings {
    /// A value that start-up fails without, unless `unless` is given.
    pub(crate) fn required(&mut self, env: &str, purpose: &str, unless: &str) {
        self.add(env, SettingKind::Required { unless: Some(unless.to_owned()) }, purpose);
    }

    /// A value that is never shown.
    pub(crate) fn secret(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Secret, purpose);
    }

    /// A value that is never shown, and that only servers need.
    pub(crate) fn credential(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Credential, purpose);
    }

    /// A value that start-up goes on without.
    pub(crate) fn optional(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Optional, purpose);
    }

    /// A value that start-up always fails without.
    pub(crate) fn mandatory(&mut self, env: &str, purpose: &str) {
        self.add(env, SettingKind::Required { unless: None }, purpose);
    }

    /// In the order in which they were found, with names for the methods of the builder. `file` knows where else the value of
    /// an environment variable may stand.
    pub(crate) fn finish<'a>(self, file: impl Fn(&str) -> Option<&'a FileKey>) -> Vec<Setting> {
        let mut scope = Scope::with_reserved(&reserved::SETTERS);
        self.found
            .into_iter()
            .map(|StartUpValue { env, kind, purpose, .. }| Setting {
                method: scope.snake(&env),
                file: file(&env).cloned(),
                env,
                kind,
                purpose,
            })
            .collect()
    }

    /// A variable that serves two purposes is as strict as the stricter one: nothing waives it for both.
    fn add(&mut self, env: &str, kind: SettingKind, purpose: &str) {
        let next = self.found.len();
        let at = *self.known.entry(env.to_owned()).or_insert(next);
        let Some(found) = self.found.get_mut(at) else {
            let purposes = BTreeSet::from([purpose.to_owned()]);
            self.found.push(StartUpValue { env: env.to_owned(), kind, purpose: purpose.to_owned(), purposes });
            return;
        };
        let known = &mut found.kind;
        if *known != kind {
            let either = |wanted| [&*known, &kind].contains(&&wanted);
            *known = if either(SettingKind::Credential) && either(SettingKind::Optional) {
                SettingKind::Credential
            } else if either(SettingKind::Secret) || either(SettingKind::Credential) {
                SettingKind::Secret
            } else {
                SettingKind::Required { unless: None }
            };
        }
        if found.purposes.insert(purpose.to_owned()) {
            found.purpose.push_str("; ");
            found.purpose.push_str(purpose);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Add = fn(&mut Settings);

    #[test]
    fn every_purpose_is_told_once() {
        let mut settings = Settings::default();
        for purpose in ["of shop", "of stock", "of shop", "of stock", "of shop"] {
            settings.secret("KEY", purpose);
        }
        let purposes: Vec<_> = settings.finish(|_| None).into_iter().map(|setting| setting.purpose).collect();
        assert_eq!(purposes, ["of shop; of stock"]);
    }

    #[test]
    fn a_variable_for_two_purposes_is_as_strict_as_the_stricter_one() {
        let check = |add: &[Add], wanted: SettingKind| {
            for order in [add.to_vec(), add.iter().rev().copied().collect()] {
                let mut settings = Settings::default();
                order.iter().for_each(|add| add(&mut settings));
                let kinds: Vec<_> = settings.finish(|_| None).into_iter().map(|setting| setting.kind).collect();
                assert_eq!(kinds, std::slice::from_ref(&wanted));
            }
        };
        let secret: Add = |settings| settings.secret("KEY", "of shop");
        let credential: Add = |settings| settings.credential("KEY", "of callers of shop");
        let required: Add = |settings| settings.required("KEY", "a server", "URL");
        let optional: Add = |settings| settings.optional("KEY", "a base URL");
        check(&[credential], SettingKind::Credential);
        check(&[credential, credential], SettingKind::Credential);
        check(&[credential, optional], SettingKind::Credential);
        check(&[credential, secret], SettingKind::Secret);
        check(&[credential, required], SettingKind::Secret);
        check(&[required, secret], SettingKind::Secret);
        check(&[required, optional], SettingKind::Required { unless: None });
    }
}
