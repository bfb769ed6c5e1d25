//! What is left out of reports and what is treated as an error: `--allow`, `--deny`, and the workspace's own rules.

use std::collections::BTreeSet;

use capwright_codegen::diagnostic::{Diagnostic, Severity};
use clap::{Args, ValueEnum};
use toml::{Table, Value};

use crate::failure::Failure;
use crate::{pages, program};

/// Where a workspace keeps its rules.
const TABLE: &str = "[workspace.metadata.capwright]";

/// What stands beside them, and is no rule: what crates say of themselves.
const OF_CRATES: [&str; 3] = ["license", "publish", "runtime"];

/// The flags of `gen` and `check`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct PolicyFlags {
    /// Treats every warning as an error
    #[arg(long, value_name = "warnings", value_enum, hide_possible_values = true)]
    pub(crate) deny: Vec<Denied>,
    /// Leaves out this warning or note; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Denied {
    Warnings,
}

/// The rules of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    allowed: BTreeSet<&'static str>,
    denies_warnings: bool,
}

impl PolicyFlags {
    /// The flags as they are typed.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> {
        let denied = self.deny.iter().take(1).map(|Denied::Warnings| "--deny warnings".to_owned());
        denied.chain(self.allow.iter().map(|code| format!("--allow {code}")))
    }
}

impl Policy {
    /// The rules of the workspace's manifest and those of the flags, together.
    ///
    /// # Errors
    /// One of them names an error, or what does not exist.
    pub(crate) fn new(manifest: &Table, flags: &PolicyFlags) -> Result<Self, Failure> {
        let mut policy = Self { denies_warnings: !flags.deny.is_empty(), ..Self::default() };
        policy.add_rules(manifest).map_err(|problem| fault(&problem))?;
        for name in &flags.allow {
            policy.allow(name).map_err(|problem| Failure::Usage(format!("--allow: {problem}")))?;
        }
        Ok(policy)
    }

    /// What is left of the problems of a document, errors first. What is both allowed and denied is allowed.
    pub(crate) fn apply(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let is_left = |found: &Diagnostic| found.severity == Severity::Error || !self.allowed.contains(found.code);
        let mut left: Vec<_> = found.into_iter().filter(is_left).collect();
        if self.denies_warnings {
            left.iter_mut().for_each(deny);
            left.sort_by_key(|diagnostic| diagnostic.severity);
        }
        left
    }

    /// What a manifest says.
    fn add_rules(&mut self, manifest: &Table) -> Result<(), String> {
        let Some(rules) = rules(manifest)? else { return Ok(()) };
        for (key, value) in rules {
            match key.as_str() {
                "allow" => words(key, value)?.try_for_each(|name| self.allow(name?))?,
                "deny" => words(key, value)?.try_for_each(|word| self.deny(word?))?,
                key if OF_CRATES.contains(&key) => {}
                _ => {
                    let others = OF_CRATES.map(|key| format!("`{key}`")).join(", ");
                    return Err(format!("there is no key `{key}`; there are `allow`, `deny`, {others}"));
                }
            }
        }
        Ok(())
    }

    fn deny(&mut self, word: &str) -> Result<(), String> {
        self.denies_warnings = true;
        if word == "warnings" { Ok(()) } else { Err(format!("`{word}` cannot be denied; only `warnings` can")) }
    }

    fn allow(&mut self, name: &str) -> Result<(), String> {
        let code = pages::find(name)?;
        if code.severity == Severity::Error {
            let (name, program) = (code.name, program::name());
            return Err(format!(
                "`{name}` is an error, and errors cannot be allowed: no crate could be made; see `{program} explain {name}`"
            ));
        }
        self.allowed.insert(code.name);
        Ok(())
    }
}

/// The table of a workspace's manifest.
///
/// # Errors
/// It is none.
pub(crate) fn table(manifest: &Table) -> Result<Option<&Table>, Failure> {
    rules(manifest).map_err(|problem| fault(&problem))
}

/// What is wrong with the table.
pub(crate) fn fault(problem: &str) -> Failure {
    Failure::Usage(format!("Cargo.toml, {TABLE}: {problem}"))
}

/// A warning becomes an error; notes stay.
fn deny(diagnostic: &mut Diagnostic) {
    if diagnostic.severity == Severity::Warning {
        diagnostic.severity = Severity::Error;
    }
}

/// The rules in a workspace's manifest.
fn rules(manifest: &Table) -> Result<Option<&Table>, String> {
    let metadata = manifest.get("workspace").and_then(|workspace| workspace.get("metadata"));
    match metadata.and_then(|metadata| metadata.get("capwright")) {
        None => Ok(None),
        Some(Value::Table(rules)) => Ok(Some(rules)),
        Some(_) => Err("this is a table with `allow` and `deny`".to_owned()),
    }
}

/// The words of a list.
fn words<'a>(key: &str, value: &'a Value) -> Result<impl Iterator<Item = Result<&'a str, String>>, String> {
    let problem = format!("`{key}` is a list of words, such as `{key} = [\"{}\"]`", example(key));
    let list = value.as_array().ok_or_else(|| problem.clone())?;
    Ok(list.iter().map(move |word| word.as_str().ok_or_else(|| problem.clone())))
}

fn example(key: &str) -> &'static str {
    if key == "deny" { "warnings" } else { "unused-bind" }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use capwright_codegen::diagnostic::Code;

    use super::*;

    fn found(code: Code) -> Diagnostic {
        let (code, severity) = (code.name, code.severity);
        Diagnostic {
            code,
            severity,
            message: String::new(),
            places: Vec::new(),
            help: None,
            edits: Vec::new(),
            also: Vec::new(),
            related: Vec::new(),
            hidden: Vec::new(),
        }
    }

    /// What is left of an error, a warning and a note.
    fn left(manifest: &str, deny: bool, allow: &[&str]) -> Result<Vec<(Severity, &'static str)>, String> {
        let deny = if deny { vec![Denied::Warnings] } else { Vec::new() };
        let flags = PolicyFlags { deny, allow: allow.iter().map(|&code| code.to_owned()).collect() };
        let policy = Policy::new(&manifest.parse().unwrap(), &flags).map_err(|failure| match failure {
            Failure::Usage(message) => message,
            other => format!("{other:?}"),
        })?;
        let all = [Code::UNUSED_BIND, Code::WRONG_TYPE, Code::UNKNOWN_KEY].map(found).to_vec();
        Ok(policy.apply(all).into_iter().map(|found| (found.severity, found.code)).collect())
    }

    #[test]
    fn allowed_codes_are_left_out_and_denied_warnings_are_errors() {
        use Severity::{Error, Note, Warning};
        let (note, error, warning) = ((Note, "unused-bind"), (Error, "wrong-type"), (Warning, "unknown-key"));
        let denied = (Error, "unknown-key");
        let check = |manifest: &str, deny, allow: &[&str], expected: &[_]| {
            assert_eq!(left(manifest, deny, allow).unwrap(), expected, "{manifest} {allow:?}");
        };
        let both = "workspace.metadata.capwright = {allow = ['unused-bind'], deny = ['warnings']}";
        check("", false, &[], &[note, error, warning]);
        check("", false, &["unused-bind", "unknown-key"], &[error]);
        check("", true, &[], &[error, denied, note]);
        check("", true, &["unknown-key"], &[error, note]);
        check(both, false, &[], &[error, denied]);
        check(both, false, &["unknown-key"], &[error]);
        check("workspace.metadata.capwright = {}", true, &["warning[unknown-key]"], &[error, note]);
        check("package.metadata.capwright = {allow = 3}", false, &[], &[note, error, warning]);
    }

    #[test]
    fn what_leaves_nothing_to_compile_is_never_left_out() {
        let flags = PolicyFlags { deny: Vec::new(), allow: vec!["ambiguous-operation".to_owned()] };
        let policy = Policy::new(&Table::new(), &flags).unwrap();
        let code = Code::AMBIGUOUS_OPERATION;
        let left = policy.apply(vec![found(code), found(code.fatal())]);
        assert_eq!(left.iter().map(|found| found.severity).collect::<Vec<_>>(), [Severity::Error]);
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        let check = |manifest: &str, allow: &[&str], expected: &str| {
            let message = left(manifest, false, allow).unwrap_err();
            assert!(message.contains(expected), "{message}");
        };
        check("", &["wrong-type"], "--allow: `wrong-type` is an error, and errors cannot be allowed");
        check("", &["unused-binds"], "--allow: no diagnostic is called `unused-binds`; did you mean `unused-bind`");
        let table = |rules: &str| format!("[workspace.metadata.capwright]\n{rules}");
        let place = "Cargo.toml, [workspace.metadata.capwright]: ";
        check(&table("allow = ['wrong-type']"), &[], &format!("{place}`wrong-type` is an error"));
        check(&table("allow = ['unknwn-key']"), &[], "did you mean `unknown-key`");
        check(&table("allow = 'unused-bind'"), &[], "`allow` is a list of words, such as `allow = [\"unused-bind\"]`");
        check(&table("deny = [1]"), &[], "such as `deny = [\"warnings\"]`");
        check(&table("deny = ['unused-bind']"), &[], "`unused-bind` cannot be denied; only `warnings` can");
        check(
            &table("alow = []"),
            &[],
            "there is no key `alow`; there are `allow`, `deny`, `license`, `publish`, `runtime`",
        );
        check("workspace.metadata.capwright = 1", &[], "this is a table with `allow` and `deny`");
    }
}
