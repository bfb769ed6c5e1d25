//! Settings that a crate knows.

use std::fmt;

/// A setting that a crate knows: an environment variable, a value in a file, or a method of its builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The environment variable.
    pub env: &'static str,
    /// Whether a client can't be built without it.
    pub required: bool,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// What it does, as a phrase; may be empty.
    pub purpose: &'static str,
    /// The setting that waives this one when it is given.
    pub unless: Option<&'static str>,
    /// Where its value stands if the variable is not set.
    pub file: Option<FileKey>,
}

/// A value in a file, which is read at start-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKey {
    /// The file, YAML or JSON; relative to the working directory unless it is absolute.
    pub path: &'static str,
    /// The name of the value in the file's mapping.
    pub key: &'static str,
}

/// A file that values should have come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadFile {
    /// The file.
    pub path: &'static str,
    /// What is wrong with it; follows the path in a sentence, and quotes nothing of the content.
    pub reason: String,
}

impl Setting {
    /// A client can't be built without it.
    pub const fn required(env: &'static str) -> Self {
        Self { env, required: true, secret: false, purpose: "", unless: None, file: None }
    }

    /// Required, and never shown.
    pub const fn secret(env: &'static str) -> Self {
        Self { secret: true, ..Self::required(env) }
    }

    /// What callers of a server must know. A client is built without it; the server is not. Never shown.
    pub const fn credential(env: &'static str) -> Self {
        Self { required: false, ..Self::secret(env) }
    }

    /// May be given.
    pub const fn optional(env: &'static str) -> Self {
        Self { required: false, ..Self::required(env) }
    }

    /// Required, whatever else is given.
    pub const fn without_fail(self) -> Self {
        Self { required: true, unless: None, ..self }
    }

    /// Says what it does, in error messages.
    pub const fn purpose(self, purpose: &'static str) -> Self {
        Self { purpose, ..self }
    }

    /// Not needed when `env` is given.
    pub const fn unless(self, env: &'static str) -> Self {
        Self { unless: Some(env), ..self }
    }

    /// Read from `key` of the file at `path` if the variable is not set.
    pub const fn file(self, path: &'static str, key: &'static str) -> Self {
        Self { file: Some(FileKey { path, key }), ..self }
    }
}

/// The variable, what it is for, where else its value may stand, and what would waive it.
impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.env)?;
        let purpose = Some(self.purpose.to_owned()).filter(|purpose| !purpose.is_empty());
        let file = self.file.map(|file| format!("or `{}` in {}", file.key, file.path));
        let unless = self.unless.map(|env| format!("or give {env}"));
        let about: Vec<String> = [purpose, file, unless].into_iter().flatten().collect();
        if about.is_empty() { Ok(()) } else { write!(f, " ({})", about.join("; ")) }
    }
}
