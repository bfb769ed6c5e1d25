//! What crates say of where they come from and where they may go: the runtime, a licence, registries. `--runtime`, and keys beside
//! the rules of a workspace.

use std::path::{Path, PathBuf};

use capwright_codegen::{Publish, Runtime};
use semver::VersionReq;
use toml::{Table, Value};

use crate::failure::Failure;
use crate::policy;
use crate::repository::Repository;

const RUNTIME_HELP: &str = "a folder, a version such as `0.1.0` (of another registry: `0.1.0@NAME`), or `git+URL#REV`";

/// What all crates of a run say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shipping {
    pub(crate) runtime: Runtime,
    pub(crate) license: Option<String>,
    pub(crate) publish: Publish,
}

/// Where the runtime is, before it is known from where it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Folder(PathBuf),
    Elsewhere(Runtime),
}

impl Shipping {
    /// What crates in `out` (absolute, without symbolic links) say: as the flag has it, else the workspace, else with the runtime of
    /// the repository.
    ///
    /// # Errors
    /// A key has another form, or there is no runtime.
    pub(crate) fn new(flag: Option<&str>, repository: &Repository, out: &Path) -> Result<Self, Failure> {
        let table = policy::table(repository.manifest())?;
        let text = |key: &str| match table.and_then(|table| table.get(key)) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(policy::fault(&format!("`{key}` is a text"))),
        };
        let source = match (flag, text("runtime")?) {
            (Some(flag), _) => Source::parse(flag, Path::new("")).map_err(|fault| usage("--runtime", &fault))?,
            (None, Some(text)) => Source::parse(text, repository.root()).map_err(|fault| usage("`runtime`", &fault))?,
            (None, None) => Source::Folder(repository.root().join("runtime")),
        };
        let runtime = match source {
            Source::Elsewhere(runtime) => runtime,
            Source::Folder(folder) => Runtime::Path(repository.runtime_from(&folder, out)?),
        };
        Ok(Self { runtime, license: text("license")?.map(str::to_owned), publish: publish(table)? })
    }

    /// The same for crates that never leave this machine, with the runtime of the repository.
    ///
    /// # Errors
    /// There is no runtime.
    pub(crate) fn here(repository: &Repository, out: &Path) -> Result<Self, Failure> {
        let runtime = repository.runtime_from(&repository.root().join("runtime"), out)?;
        Ok(Self { runtime: Runtime::Path(runtime), ..Self::default() })
    }
}

impl Source {
    /// A text that says where the runtime is; folders are looked for from `base`.
    fn parse(text: &str, base: &Path) -> Result<Self, String> {
        let fault = || format!("`{text}` is none of these: {RUNTIME_HELP}");
        if let Some(address) = text.strip_prefix("git+") {
            let (url, rev) = address.split_once('#').map_or((address, None), |(url, rev)| (url, Some(rev.to_owned())));
            let is_whole = url.contains("://") && rev.as_ref().is_none_or(|rev| !rev.is_empty());
            let git = Runtime::Git { url: url.to_owned(), rev };
            return if is_whole { Ok(Self::Elsewhere(git)) } else { Err(fault()) };
        }
        if text.starts_with(|c: char| c.is_ascii_digit() || "^~=<>".contains(c)) {
            let (version, registry) =
                text.split_once('@').map_or((text, None), |(version, name)| (version, Some(name)));
            let is_one = VersionReq::parse(version).is_ok() && registry.is_none_or(|name| !name.is_empty());
            let (version, registry) = (version.to_owned(), registry.map(str::to_owned));
            return if is_one { Ok(Self::Elsewhere(Runtime::Version { version, registry })) } else { Err(fault()) };
        }
        if text.is_empty() { Err(fault()) } else { Ok(Self::Folder(base.join(text))) }
    }
}

fn usage(key: &str, fault: &str) -> Failure {
    Failure::Usage(format!("{key}: {fault}"))
}

/// `true`, `false` or names of registries.
fn publish(table: Option<&Table>) -> Result<Publish, Failure> {
    let fault =
        || policy::fault("`publish` is `true`, `false` or a list of registries, such as `publish = [\"acme\"]`");
    match table.and_then(|table| table.get("publish")) {
        None | Some(Value::Boolean(false)) => Ok(Publish::Never),
        Some(Value::Boolean(true)) => Ok(Publish::Anywhere),
        Some(Value::Array(names)) => {
            let names = names.iter().map(|name| name.as_str().map(str::to_owned));
            names.collect::<Option<_>>().map(Publish::Only).ok_or_else(fault)
        }
        Some(_) => Err(fault()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn version(version: &str, registry: Option<&str>) -> Option<Source> {
        let registry = registry.map(str::to_owned);
        Some(Source::Elsewhere(Runtime::Version { version: version.to_owned(), registry }))
    }

    fn git(url: &str, rev: Option<&str>) -> Option<Source> {
        Some(Source::Elsewhere(Runtime::Git { url: url.to_owned(), rev: rev.map(str::to_owned) }))
    }

    #[test]
    fn the_runtime_is_a_folder_a_version_or_a_repository() {
        let check = |text: &str, expected: Option<Source>| {
            assert_eq!(Source::parse(text, Path::new("base")).ok(), expected, "{text}");
        };
        check("../capwright/runtime", Some(Source::Folder("base/../capwright/runtime".into())));
        check("/opt/runtime", Some(Source::Folder("/opt/runtime".into())));
        check("0.1.0", version("0.1.0", None));
        check("^0.1@acme", version("^0.1", Some("acme")));
        check("git+https://git.test/capwright", git("https://git.test/capwright", None));
        check("git+file:///srv/capwright#v1", git("file:///srv/capwright", Some("v1")));
        for wrong in ["", "0.x.y", "0.1.0@", "git+", "git+capwright", "git+https://git.test#"] {
            check(wrong, None);
        }
    }

    #[test]
    fn crates_go_where_the_workspace_says() {
        let check = |text: &str, expected: Option<Publish>| {
            let table: Table = text.parse().unwrap();
            assert_eq!(publish(Some(&table)).ok(), expected, "{text}");
        };
        check("", Some(Publish::Never));
        check("publish = false", Some(Publish::Never));
        check("publish = true", Some(Publish::Anywhere));
        check("publish = [\"acme\"]", Some(Publish::Only(vec!["acme".to_owned()])));
        check("publish = \"acme\"", None);
        check("publish = [1]", None);
    }
}
