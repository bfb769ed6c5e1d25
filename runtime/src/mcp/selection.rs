//! Which of its tools a server offers: a document may hold more than a model can choose from.

use glob::Pattern;
use rmcp::model::Tool as Description;

use super::server::Server;
use crate::error::{ConfigError, Result};
use crate::excerpt::{NAME, excerpt};

/// The setting that names tools.
pub(crate) const TOOLS: &str = "TOOLS";
/// The setting for tools that only read.
#[cfg(feature = "cli")]
pub(crate) const READ_ONLY: &str = "READ_ONLY";

/// How many names an error lists.
const LISTED: usize = 5;
/// How much a name must have of a pattern to be near it, of 1.
const NEAR: f64 = 0.7;

/// Which tools a server offers: all, unless told otherwise. The others are not listed, and answered as if they did not exist.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    patterns: Vec<Pattern>,
    read_only: bool,
}

impl Selection {
    /// All tools.
    pub fn all() -> Self {
        Self::default()
    }

    /// Those that a pattern matches, too: `get-*`, where `*` is any text, `?` one character and `[a-c]` one of these. Without any
    /// pattern, all.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if it is no pattern.
    pub fn named(mut self, pattern: &str) -> Result<Self> {
        let pattern = Pattern::new(pattern).map_err(|fault| {
            ConfigError::invalid(TOOLS, format!("has no pattern in `{}`: {}", excerpt(pattern, NAME), fault.msg))
        })?;
        self.patterns.push(pattern);
        Ok(self)
    }

    /// Of those only the ones that change nothing, as their hints say.
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    #[cfg(feature = "cli")]
    pub(crate) fn is_all(&self) -> bool {
        self.patterns.is_empty() && !self.read_only
    }

    /// Checks that every pattern matches one of `tools`, by whatever servers they are.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the first that doesn't, and the tools that are near.
    pub(crate) fn check(&self, tools: &[&str]) -> Result<()> {
        let is_idle = |pattern: &&Pattern| !tools.iter().any(|tool| pattern.matches(tool));
        let Some(idle) = self.patterns.iter().find(is_idle) else { return Ok(()) };
        let (near, told) = (near(idle.as_str(), tools), excerpt(idle.as_str(), NAME));
        Err(ConfigError::invalid(TOOLS, format!("matches no tool with `{told}`; {near}")).into())
    }

    fn offers(&self, tool: &Description) -> bool {
        let reads_only = || tool.annotations.as_ref().and_then(|hints| hints.read_only_hint).unwrap_or_default();
        let is_named = self.patterns.is_empty() || self.patterns.iter().any(|pattern| pattern.matches(&tool.name));
        is_named && (!self.read_only || reads_only())
    }
}

impl Server {
    /// Offers those of its tools that are selected, over every transport.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names a pattern that matches none, and the tools that are near it.
    pub fn select(self, selection: &Selection) -> Result<Self> {
        selection.check(&self.tools().map(|(name, _)| name).collect::<Vec<_>>())?;
        Ok(self.offering(selection))
    }

    /// As [`select`](Self::select), but where patterns may be meant for the tools of another server.
    pub(crate) fn offering(self, selection: &Selection) -> Self {
        self.keeping(|tool| selection.offers(tool))
    }
}

/// What to write instead, as half a sentence.
fn near(pattern: &str, tools: &[&str]) -> String {
    let written: String = pattern.chars().filter(|c| !"*?[]!".contains(*c)).collect();
    let likeness = |tool: &str| if tool.contains(&written) { 1.0 } else { strsim::jaro_winkler(&written, tool) };
    let mut ranked: Vec<_> =
        tools.iter().map(|tool| (likeness(tool), *tool)).filter(|(like, _)| *like > NEAR).collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let (count, names): (usize, Vec<&str>) = match ranked.is_empty() {
        true => (tools.len(), tools.iter().take(LISTED).copied().collect()),
        false => (ranked.len(), ranked.into_iter().map(|(_, tool)| tool).take(LISTED).collect()),
    };
    let more = if count > LISTED { format!(" and {} more", count - LISTED) } else { String::new() };
    if names.is_empty() { "there are none".to_owned() } else { format!("there are {}{more}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    const TOOLS: [&str; 7] = ["list-orders", "get-order", "put-order", "list-ships", "get-ship", "a-1", "a-2"];

    #[test]
    fn patterns_match_whole_names() {
        let check = |pattern: &str, wanted: &[&str]| {
            let selection = Selection::all().named(pattern).unwrap();
            let tools = TOOLS.map(|name| Description::new(name, "", serde_json::Map::new()));
            let found: Vec<_> =
                tools.iter().filter(|tool| selection.offers(tool)).map(|tool| tool.name.as_ref()).collect();
            assert_eq!(found, wanted, "{pattern}");
        };
        check("*", &TOOLS);
        check("*-order", &["get-order", "put-order"]);
        check("get-order", &["get-order"]);
        check("order", &[]);
        check("GET-*", &[]);
        check("a-?", &["a-1", "a-2"]);
        check("a-[2-9]", &["a-2"]);
    }

    #[test]
    fn what_matches_nothing_names_what_is_near() {
        let check = |pattern: &str, wanted: &str| {
            let selection = Selection::all().named(pattern).unwrap();
            let told = selection.check(&TOOLS).unwrap_err().to_string();
            assert_eq!(told, format!("TOOLS matches no tool with `{pattern}`; {wanted}"));
        };
        check("get-ordr", "there are get-order, put-order, list-orders");
        check("orders", "there are list-orders");
        check("zzz*", "there are list-orders, get-order, put-order, list-ships, get-ship and 2 more");
        let told = Selection::all().named("a[").unwrap_err().to_string();
        assert!(told.starts_with("TOOLS has no pattern in `a[`: "), "{told}");
        let told = Selection::all().named("x").unwrap().check(&[]).unwrap_err().to_string();
        assert_eq!(told, "TOOLS matches no tool with `x`; there are none");
    }
}
