//! What is given at start-up: servers, keys, base URLs.

mod file;
mod filled;

use std::collections::BTreeMap;
use std::{env, fmt};

use secrecy::{ExposeSecret, SecretString};

use crate::error::{ConfigError, Result};
use crate::setting::{FileKey, Setting, UnreadFile};

pub use filled::FilledUrl;
use filled::Origin;

/// A piece of a templated value such as `https://{tanium_server}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Stands for itself.
    Text(&'a str),
    /// Replaced by the value of this setting.
    Setting(&'a str),
}

/// The values given for settings. All are treated as secrets: [`Debug`](fmt::Debug) shows names only.
#[derive(Clone, Default)]
pub struct Settings {
    values: BTreeMap<String, SecretString>,
    unreadable: Vec<&'static str>,
    unread: Vec<UnreadFile>,
}

impl Settings {
    /// The values that the environment holds for `known` settings, and those that only files hold. An empty variable counts
    /// as absent; that a file can't be read is no matter unless [`check`](Self::check) misses a value of it.
    pub fn from_env(known: &[Setting]) -> Self {
        let mut settings = Self::default();
        for setting in known {
            match env::var(setting.env) {
                Ok(value) => settings.set(setting.env, value),
                Err(env::VarError::NotPresent) => {}
                Err(env::VarError::NotUnicode(_)) => settings.unreadable.push(setting.env),
            }
        }
        settings.read_files(known);
        settings
    }

    /// Gives `env` a value, in place of any it has. An empty value takes it away.
    pub fn set(&mut self, env: impl Into<String>, value: impl Into<String>) {
        let (env, value) = (env.into(), value.into());
        if value.is_empty() {
            self.values.remove(&env);
        } else {
            self.values.insert(env, value.into());
        }
    }

    /// These settings, provided that all that `known` requires are given.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] names every one that is not, with its file; [`ConfigError::Invalid`] one that is not UTF-8.
    pub fn check(self, known: &[Setting]) -> Result<Self> {
        if let Some(env) = self.unreadable.iter().find(|env| !self.has(env)) {
            return Err(ConfigError::invalid(*env, "is not UTF-8").into());
        }
        let missing: Vec<_> = known.iter().filter(|setting| self.lacks(setting)).copied().collect();
        if missing.is_empty() {
            return Ok(self);
        }
        let is_wanted =
            |file: &UnreadFile| missing.iter().any(|setting| setting.file.is_some_and(|key| key.path == file.path));
        let files = self.unread.into_iter().filter(is_wanted).collect();
        Err(ConfigError::Missing { settings: missing, files }.into())
    }

    /// Gives `env` a value if it has none: for stand-ins, which don't look at it or expect what is set.
    pub fn make_up(&mut self, env: &str) {
        self.values.entry(env.to_owned()).or_insert_with(|| "made-up".into());
    }

    /// Gives every setting that `known` requires a value if it has none.
    pub fn make_up_all(&mut self, known: &[Setting]) {
        for setting in known.iter().filter(|setting| setting.required) {
            self.make_up(setting.env);
        }
    }

    /// Whether `env` has a value.
    pub fn has(&self, env: &str) -> bool {
        self.values.contains_key(env)
    }

    /// The value of `env` as a secret; empty if it has none, which [`check`](Self::check) rules out for required ones.
    pub fn get(&self, env: &str) -> SecretString {
        self.values.get(env).cloned().unwrap_or_default()
    }

    /// The value of `env` as a secret, if it has one.
    pub fn find(&self, env: &str) -> Option<SecretString> {
        self.values.get(env).cloned()
    }

    /// The value of `env` for a request that the document puts it into; empty if it has none.
    pub fn expose(&self, env: &str) -> &str {
        self.values.get(env).map(ExposeSecret::expose_secret).unwrap_or_default()
    }

    /// The value of `replacement` if it is given, else `parts` put together.
    pub fn fill(&self, replacement: &str, parts: &[Part<'_>]) -> FilledUrl {
        let env = replacement.to_owned();
        if let Some(value) = self.values.get(replacement) {
            return FilledUrl { text: value.expose_secret().to_owned(), origin: Origin::Whole(env) };
        }
        let setting = |part: &Part<'_>| if let Part::Setting(env) = part { Some((*env).to_owned()) } else { None };
        let names: Vec<String> = parts.iter().filter_map(setting).collect();
        let origin = if names.is_empty() { Origin::Document(env) } else { Origin::Parts(names) };
        FilledUrl { text: self.concat(parts), origin }
    }

    /// `parts` put together, as a secret.
    pub fn secret(&self, parts: &[Part<'_>]) -> SecretString {
        self.concat(parts).into()
    }

    /// Each file is read once, and only if the environment leaves something to it.
    fn read_files(&mut self, known: &[Setting]) {
        let mut wanted: BTreeMap<&'static str, Vec<(&'static str, &'static str)>> = BTreeMap::new();
        for setting in known.iter().filter(|setting| !self.has(setting.env)) {
            if let Some(FileKey { path, key }) = setting.file {
                wanted.entry(path).or_default().push((setting.env, key));
            }
        }
        for (path, wanted) in wanted {
            let keys: Vec<&str> = wanted.iter().map(|(_, key)| *key).collect();
            match file::values(path, &keys) {
                Ok(values) => wanted.iter().for_each(|(env, key)| {
                    let value = values.get(*key).filter(|value| !value.expose_secret().is_empty());
                    self.values.extend(value.map(|value| ((*env).to_owned(), value.clone())));
                }),
                Err(reason) => self.unread.push(UnreadFile { path, reason }),
            }
        }
    }

    fn concat(&self, parts: &[Part<'_>]) -> String {
        let text = |part: &Part<'_>| match part {
            Part::Text(text) => (*text).to_owned(),
            Part::Setting(env) => self.get(env).expose_secret().to_owned(),
        };
        parts.iter().map(text).collect()
    }

    fn lacks(&self, setting: &Setting) -> bool {
        setting.required && !self.has(setting.env) && !setting.unless.is_some_and(|other| self.has(other))
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::error::Error;

    const KNOWN: &[Setting] = &[
        Setting::required("SERVER").unless("BASE_URL"),
        Setting::secret("KEY").purpose("header session"),
        Setting::optional("BASE_URL"),
    ];

    fn settings(pairs: &[(&str, &str)]) -> Settings {
        let mut settings = Settings::default();
        pairs.iter().for_each(|(env, value)| settings.set(*env, *value));
        settings
    }

    #[test]
    fn every_missing_setting_is_named() {
        let check = |given: &[(&str, &str)], missing: &[&str]| {
            let names = match settings(given).check(KNOWN) {
                Ok(_) => Vec::new(),
                Err(Error::Config(ConfigError::Missing { settings, .. })) => settings.iter().map(|s| s.env).collect(),
                Err(other) => panic!("{other}"),
            };
            assert_eq!(names, missing, "{given:?}");
        };
        check(&[], &["SERVER", "KEY"]);
        check(&[("KEY", "k")], &["SERVER"]);
        check(&[("KEY", ""), ("SERVER", "s")], &["KEY"]);
        check(&[("KEY", "k"), ("BASE_URL", "http://localhost")], &[]);
    }

    #[test]
    fn parts_are_filled_unless_replaced() {
        let parts = [Part::Text("https://"), Part::Setting("SERVER"), Part::Text("/api")];
        let check = |given: &[(&str, &str)], url: &str| {
            assert_eq!(String::from(settings(given).fill("BASE_URL", &parts)), url);
        };
        check(&[("SERVER", "tanium.example")], "https://tanium.example/api");
        check(&[("SERVER", "tanium.example"), ("BASE_URL", "http://localhost:1")], "http://localhost:1");
        let token = settings(&[("KEY", "s3cret")]).secret(&[Part::Text("Token "), Part::Setting("KEY")]);
        assert_eq!(token.expose_secret(), "Token s3cret");
    }

    #[test]
    fn debug_shows_names_only() {
        let settings = settings(&[("KEY", "s3cret")]);
        assert_eq!(format!("{settings:?}"), "{\"KEY\"}");
    }

    #[test]
    fn values_stand_in_files_unless_given() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned().leak() as &'static str;
        let (secrets, absent) = (path("secrets.json"), path("absent.json"));
        std::fs::write(secrets, r#"{"token": "from file", "pin": 7, "empty": ""}"#).unwrap();
        let known = [
            Setting::secret("TOKEN").file(secrets, "token"),
            Setting::secret("PIN").file(secrets, "pin"),
            Setting::secret("EMPTY").purpose("bearer").file(secrets, "empty"),
            Setting::secret("OTHER").file(absent, "other"),
            Setting::secret("WAIVED").file(path("unread.json"), "x").unless("TOKEN"),
        ];
        let mut settings = settings(&[("TOKEN", "from environment")]);
        settings.read_files(&known);
        assert_eq!(settings.get("TOKEN").expose_secret(), "from environment");
        assert_eq!(settings.get("PIN").expose_secret(), "7");
        let message = settings.check(&known).unwrap_err().to_string();
        let start =
            format!("missing settings: EMPTY (bearer; or `empty` in {secrets}), OTHER (or `other` in {absent}); ");
        assert!(message.starts_with(&format!("{start}{absent} can't be read: ")), "{message}");
        assert_eq!(message.matches("can't be read").count(), 1, "{message}");
    }
}
