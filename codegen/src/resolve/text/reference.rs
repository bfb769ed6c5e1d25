//! What documents refer to: inputs of callers, bound variables, the environment. This is the one grammar of references; whoever
//! reads any, of `with`, of bodies, paths and outputs, reads them here.

use crate::diagnostic::phrases::refuse;
use crate::resolve::context::Context;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// Words that real documents put before the name of a caller's parameter, beside the namespaces of servers and aggregates.
pub(crate) const PREFIXES: [&str; 5] = ["rest", "tools", "mcp", "params", "input"];

/// Second words that say where a parameter of a route stands, if a third one follows.
const LOCATIONS: [&str; 4] = ["query", "path", "header", "body"];

/// Words that people put before the name of a caller's parameter as if they stood for something.
pub(crate) const WORDS: [&str; 10] =
    ["query", "path", "header", "cookie", "body", "inputs", "inputParameters", "parameters", "arguments", "args"];

const SECTIONS_HELP: &str =
    "use plain variables, `{{name}}`; a list goes whole: `body: {type: json, data: {items: \"{{items}}\"}}`";

const NAMES_HELP: &str = "between the braces stands the name of an input, `{{name}}`; a text with braces of its own is one that callers give";

/// A reference to an input of callers: `rest.limit`, `shop.limit`, `rest.query.limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference<'t> {
    /// What stands before the name.
    pub(crate) prefix: &'t str,
    /// The name of the input.
    pub(crate) name: &'t str,
}

impl<'t> Reference<'t> {
    /// What a text refers to that begins with one of `namespaces`, which may have dots of their own, or with a usual word for
    /// callers: the longest counts. A place before the name is none of it, unless `is_name` knows an input by both.
    pub(crate) fn parse<'n>(
        text: &'t str,
        namespaces: impl IntoIterator<Item = &'n str>,
        is_name: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let known = namespaces.into_iter().chain(PREFIXES);
        let is_prefix = |prefix: &&str| text.strip_prefix(*prefix).is_some_and(|rest| rest.starts_with('.'));
        let longest = known.filter(is_prefix).map(str::len).max()?;
        let (prefix, rest) = text.split_at(longest);
        let rest = rest.get(1..).filter(|rest| !rest.is_empty() && !rest.contains('{'))?;
        let name = if is_name(rest) { rest } else { without_location(rest) };
        Some(Self { prefix, name })
    }
}

/// A name without the place of a parameter before it.
pub(crate) fn without_location(name: &str) -> &str {
    let located = name.split_once('.').filter(|(location, name)| LOCATIONS.contains(location) && !name.is_empty());
    located.map_or(name, |(_, name)| name)
}

/// The longest name with dots that may be that of a member, in bytes: each of its dots is tried.
const LONGEST: usize = 1000;

/// What may be the name of an input in a name with dots, the longest first, and the path of the member behind it.
pub(crate) fn heads(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let split = move |(at, _)| (&name[..at], &name[at + 1..]);
    let is_path = |(head, path): &(&str, &str)| {
        let is_key = |key: &str| !key.is_empty() && !key.contains(['[', ']', '*', ' ']);
        head.split('.').all(|part| !part.is_empty()) && path.split('.').all(is_key)
    };
    name.rmatch_indices('.').filter(|_| name.len() <= LONGEST).map(split).filter(is_path)
}

/// A variable where it stands.
pub(crate) struct Variable<'a> {
    pub(crate) name: &'a str,
    /// With its braces.
    pub(crate) written: &'a str,
    pub(crate) place: Place,
    /// Whether it is all there is.
    pub(crate) is_whole: bool,
}

impl Variable<'_> {
    /// Whether it has double braces, which nothing but templates has.
    pub(crate) fn is_double(&self) -> bool {
        template::is_double(self.written)
    }

    /// Whether it is all there is, and begins with `$`.
    pub(crate) fn is_whole_with_dollar(&self) -> bool {
        self.is_whole && self.written.starts_with('$')
    }

    /// Whether white space stands beside its name, as within the braces of other languages.
    pub(crate) fn is_spaced(&self) -> bool {
        self.written.contains(char::is_whitespace)
    }
}

/// Whether it is the name of something. What else stands in double braces, such as `{{#x}}`, is refused: it would be sent as it
/// stands.
pub(crate) fn is_plain(context: &mut Context<'_>, variable: &Variable<'_>) -> bool {
    let name = variable.name;
    if !variable.is_double() {
        return name.chars().all(is_letter);
    }
    let is_tag = name.starts_with(['#', '^', '/', '!', '=', '>', '&']);
    if !name.is_empty() && !is_tag && name.chars().all(|c| is_letter(c) || "[]~/ :*+()".contains(c)) {
        return true;
    }
    let written = variable.written.lines().next().unwrap_or_default();
    let what = format!("`{written}` in a template");
    refuse(context.sink, &variable.place, &what, if is_tag { SECTIONS_HELP } else { NAMES_HELP });
    false
}

/// Reports a name of a member or field with double braces in it: it would be sent as it stands.
pub(crate) fn check_name(context: &mut Context<'_>, name: &str, place: &Place) {
    if name.contains("{{") && template::parse_value(name).iter().any(|piece| matches!(piece, Piece::Variable(..))) {
        let help = "templates stand in values; give a name of its own to each of the fields that there may be";
        refuse(context.sink, place, &format!("`{name}`, a template as the name of a field,"), help);
    }
}

/// Whether it stands in names as documents usually write them.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || "_-.@$".contains(c)
}

/// Whether a setting fills a variable that nobody declares: it is bound, or written as those of the environment are.
pub(crate) fn is_setting(context: &Context<'_>, variable: &Variable<'_>) -> bool {
    context.binds.is_bound(variable.name) || is_environment(variable)
}

/// The setting that fills a variable, if it is bound or says that it comes from the environment.
pub(crate) fn setting(context: &mut Context<'_>, variable: &Variable<'_>) -> Option<String> {
    let key = context.binds.key(variable.name).to_owned();
    let is_setting = key != variable.name || context.binds.is_bound(variable.name);
    if !is_setting {
        return None;
    }
    Some(required(context, variable, &key))
}

/// The setting that fills a variable which nothing binds or declares, if its name is written as those of the environment are.
pub(crate) fn environment(context: &mut Context<'_>, variable: &Variable<'_>) -> Option<String> {
    is_environment(variable).then(|| required(context, variable, variable.name))
}

fn is_environment(variable: &Variable<'_>) -> bool {
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    variable.is_double()
        && variable.name.starts_with(|c: char| c.is_ascii_uppercase())
        && variable.name.chars().all(is_capital)
}

/// Whether a text names a setting as it stands between braces: what is bound, or what is in the environment.
pub(crate) fn names_setting(context: &Context<'_>, text: &str) -> bool {
    let key = context.binds.key(text);
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_environment = text.starts_with("env.") && key.chars().all(is_capital);
    key != text && !key.is_empty() && (context.binds.is_bound(text) || is_environment)
}

fn required(context: &mut Context<'_>, variable: &Variable<'_>, key: &str) -> String {
    let env = context.variable(variable.name, &variable.place, "");
    context.settings.secret(&env, &format!("fills {{{key}}} in requests"));
    env
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_behind_inputs() {
        let long = "a.".repeat(LONGEST) + "a";
        let check = |name, expected: &[(&str, &str)]| assert_eq!(heads(name).collect::<Vec<_>>(), expected, "{name}");
        check(&long, &[]);
        check("user.name", &[("user", "name")]);
        check("user.address.city", &[("user.address", "city"), ("user", "address.city")]);
        for name in ["user", ".user", "user.", "user..name", "user.tags[0]"] {
            check(name, &[]);
        }
    }

    #[test]
    fn references_say_what_callers_give() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let inputs = ["limit", "query.page"];
            let found = Reference::parse(text, ["shop", "shop.mcp"], |name| inputs.contains(&name));
            assert_eq!(found.map(|found| (found.prefix, found.name)), expected, "{text}");
        };
        check("rest.limit", Some(("rest", "limit")));
        check("rest.query.limit", Some(("rest", "limit")));
        check("rest.query.page", Some(("rest", "query.page")));
        check("tools.body.count", Some(("tools", "count")));
        check("shop.count", Some(("shop", "count")));
        check("shop.mcp.count", Some(("shop.mcp", "count")));
        check("shop.mcp.header.count", Some(("shop.mcp", "count")));
        check("rest.a.b", Some(("rest", "a.b")));
        check("rest.query", Some(("rest", "query")));
        check("rest.query.", Some(("rest", "query.")));
        for text in ["limit", "other.limit", "rest", "rest.", "restless.limit", "shop.{x}", ""] {
            check(text, None);
        }
    }
}
