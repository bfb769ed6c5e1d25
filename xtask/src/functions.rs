//! What becomes of the functions of a crate, of which users may have overridden some: by its files before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How many changes of a crate are told.
const TOLD: usize = 20;

/// What `API.txt` says of a method of the service, before its name.
const METHOD: &str = "service: trait Service: fn ";

/// The method that every service has.
const HOLDER: &str = "proxy";

/// The functions of a crate, and what they serve.
#[derive(Debug, Default)]
pub(crate) struct Functions {
    all: BTreeSet<String>,
    /// By file and unit: `tool find`, `GET /orders`.
    units: BTreeMap<(String, String), String>,
}

/// What becomes of a function.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Appeared(String),
    Vanished(String),
    /// Units that one function served are served by another, and the one is still there.
    Split {
        from: String,
        to: String,
        units: Vec<String>,
    },
}

impl Functions {
    /// Takes up a file of the crate, by its path in it.
    pub(crate) fn add(&mut self, path: &str, text: &str) {
        if path == "API.txt" {
            let methods = text.lines().filter_map(|line| line.strip_prefix(METHOD)?.split('(').next());
            self.all.extend(methods.filter(|name| *name != HOLDER).map(str::to_owned));
        } else if path.starts_with("src/rest") || path.starts_with("src/mcp") {
            let units = units(text).into_iter().map(|(unit, function)| ((path.to_owned(), unit), function));
            self.units.extend(units);
        }
    }

    /// What becomes of them: splits first, by name.
    pub(crate) fn changes(&self, after: &Self) -> Vec<Change> {
        let mut splits: BTreeMap<(&String, &String), Vec<String>> = BTreeMap::new();
        for (unit, from) in self.units.iter().filter(|(_, from)| after.all.contains(*from)) {
            if let Some(to) = after.units.get(unit).filter(|to| *to != from) {
                splits.entry((from, to)).or_default().push(unit.1.clone());
            }
        }
        let split: BTreeSet<&String> = splits.keys().map(|(_, to)| *to).collect();
        let appeared = after.all.difference(&self.all).filter(|name| !split.contains(name));
        let appeared: Vec<Change> = appeared.cloned().map(Change::Appeared).collect();
        let vanished = self.all.difference(&after.all).cloned().map(Change::Vanished);
        let splits = splits.iter().map(|((from, to), units)| Change::Split {
            from: (*from).clone(),
            to: (*to).clone(),
            units: units.clone(),
        });
        splits.chain(vanished).chain(appeared).collect()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Appeared(name) => write!(formatter, "new function {name}"),
            Self::Vanished(name) => write!(formatter, "function {name} is gone"),
            Self::Split { from, to, units } => {
                write!(formatter, "function {to} splits off {from}: it answers {}", units.join(", "))
            }
        }
    }
}

/// The changes as lines, no more than fit a screen.
pub(crate) fn lines(changes: &[Change]) -> Vec<String> {
    let mut lines: Vec<String> = changes.iter().take(TOLD).map(ToString::to_string).collect();
    if changes.len() > TOLD {
        lines.push(format!("and {} more changes of functions", changes.len() - TOLD));
    }
    lines
}

/// The units of a server and the functions that they are, as its file has them.
fn units(text: &str) -> Vec<(String, String)> {
    let server = text.rfind("\npub fn server<").map_or("", |at| &text[at..]);
    let tools = server.split(".tool(").skip(1).filter_map(|part| unit("tool".to_owned(), part));
    let routes = server.split(".route(").skip(1).filter_map(|part| {
        let method = part.split_once("Route::")?.1.split_once('(')?.0;
        unit(method.to_uppercase(), part)
    });
    tools.chain(routes).collect()
}

/// The first text of a call, and the method of the service in it.
fn unit(kind: String, call: &str) -> Option<(String, String)> {
    let name = call.split('"').nth(1)?;
    let function = call.split("S::").last().filter(|_| call.contains("S::"))?;
    let function: String = function.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    Some((format!("{kind} {name}"), function))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate with these functions and tools, `name=function`.
    fn functions(all: &str, tools: &str) -> Functions {
        let api: String =
            all.split_whitespace().map(|name| format!("{METHOD}{name}(&self) -> impl Outcome<Reply>\n")).collect();
        let tools = tools.split_whitespace().filter_map(|tool| tool.split_once('='));
        let tools: String =
            tools.map(|(name, function)| format!("        .tool(\"{name}\", S::{function})\n")).collect();
        let mut functions = Functions::default();
        functions.add("API.txt", &format!("# header\n\n{METHOD}proxy(&self) -> &Proxy\n{api}"));
        functions.add(
            "src/mcp.rs",
            &format!("//! Tools.\n\npub fn server<S: Service>(service: S) -> Server {{\n{tools}}}\n"),
        );
        functions
    }

    #[test]
    fn functions_appear_vanish_and_are_split() {
        let check = |before: [&str; 2], after: [&str; 2], expected: &[&str]| {
            let changes = functions(before[0], before[1]).changes(&functions(after[0], after[1]));
            assert_eq!(lines(&changes), expected, "{before:?} {after:?}");
        };
        let both = ["delete", "a=delete b=delete"];
        check(both, both, &[]);
        check(both, ["delete list", "a=delete b=delete c=list"], &["new function list"]);
        check(both, ["", ""], &["function delete is gone"]);
        check(both, ["delete b", "a=delete b=b"], &["function b splits off delete: it answers tool b"]);
        check(both, ["delete c", "a=c b=c"], &["function c splits off delete: it answers tool a, tool b"]);
        check(both, ["a b", "a=a b=b"], &["function delete is gone", "new function a", "new function b"]);
        check(["a b", "x=a y=b"], ["a b", "x=b y=b"], &["function b splits off a: it answers tool x"]);
    }

    #[test]
    fn many_changes_are_counted() {
        let all: Vec<String> = (0..100).map(|number| format!("f{number}")).collect();
        let lines = lines(&Functions::default().changes(&functions(&all.join(" "), "")));
        assert_eq!(lines.len(), TOLD + 1);
        assert_eq!(lines[TOLD], "and 80 more changes of functions");
    }

    #[test]
    fn units_are_read_of_generated_servers() {
        let rest = "
pub fn server<S: Service>(service: S) -> Rest<S> {
    Rest::new(service)
        .route(
            Route::get(
                    \"/orders/{id}\",
                )
                .name(\"get\")
                .rename(\"id\", \"orderId\"),
            S::get_order,
        )
        .route(Route::delete(\"/all\").name(\"clear\"), no_input(S::clear))
}";
        let tool = ".tool(\"a\", S::no)\npub fn server<S: Service>(service: S) -> Server {\n.tool(\n Tool::new(\"find\").rename(\"a\", \"b\"),\n S::find,\n)";
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found = units(text);
            let found: Vec<_> = found.iter().map(|(unit, function)| (unit.as_str(), function.as_str())).collect();
            assert_eq!(found, expected);
        };
        check(rest, &[("GET /orders/{id}", "get_order"), ("DELETE /all", "clear")]);
        check(tool, &[("tool find", "find")]);
        check("", &[]);
    }
}
