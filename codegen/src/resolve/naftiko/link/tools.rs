//! What skills can offer: the operations and tools of the servers beside them.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, nearest};
use crate::model::Mode;
use crate::names;
use crate::read::naftiko::{Consume, Document, Expose, Spanned, ToolSource};
use crate::resolve::context::Context;
use crate::resolve::naftiko::terms::text;
use crate::resolve::report::list;
use crate::source::Place;

/// The servers of a document whose operations skills may name.
pub(crate) struct Sources<'a> {
    document: &'a Document,
    servers: Vec<Source<'a>>,
}

/// A REST or MCP server.
struct Source<'a> {
    namespace: &'a Spanned<String>,
    /// What it is called where it is imported from.
    former: Option<&'a str>,
    mode: Mode,
    actions: Vec<Action<'a>>,
    exact: BTreeMap<&'a str, usize>,
    folded: BTreeMap<String, usize>,
}

/// An operation or tool.
struct Action<'a> {
    name: &'a str,
    /// What clients of the server call it, where that is something else.
    shown: Option<String>,
    place: &'a Place,
    description: String,
}

/// Where a tool of a skill comes from.
pub(crate) struct Found<'s> {
    pub(crate) namespace: &'s str,
    pub(crate) mode: Mode,
    /// As its server spells it.
    pub(crate) action: &'s str,
    /// As clients of the server know it.
    pub(crate) shown: &'s str,
    pub(crate) description: &'s str,
}

impl<'a> Sources<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        let servers = document.capability.exposes.iter().filter_map(|expose| match expose {
            Expose::Rest(server) => {
                let operations = server.resources.iter().flat_map(|resource| &resource.operations);
                let actions = operations.filter_map(|operation| {
                    let description = text(&operation.description, &operation.label);
                    Action::named(operation.name.as_ref(), operation.r#ref.as_ref(), description)
                });
                Some(Source::new(&server.namespace, server.former.as_deref(), Mode::Rest, actions.collect()))
            }
            Expose::Mcp(server) => {
                let actions = server.tools.iter().filter_map(|tool| {
                    let description = text(&tool.description, &tool.label);
                    Action::named(tool.name.as_ref(), tool.r#ref.as_ref(), description)
                });
                let mut actions: Vec<Action<'a>> = actions.collect();
                let shown = names::mcp::legal(&actions.iter().map(|action| action.name).collect::<Vec<_>>());
                actions.iter_mut().zip(shown).for_each(|(action, shown)| action.shown = Some(shown));
                Some(Source::new(&server.namespace, server.former.as_deref(), Mode::Mcp, actions))
            }
            Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => None,
        });
        Self { servers: servers.collect(), document }
    }

    /// The server and the operation that a tool comes from.
    pub(crate) fn find(&self, context: &mut Context<'_>, from: &ToolSource) -> Option<Found<'_>> {
        let wanted = from.source_namespace.value.trim();
        let mut named = self.servers.iter().filter(|server| server.namespace.value == wanted);
        let former = || self.servers.iter().find(|server| server.former == Some(wanted));
        let Some(server) = named.next().or_else(former) else {
            self.unknown_namespace(context, from);
            return None;
        };
        let action = from.action.value.trim();
        let Some(found) = server.action(action) else {
            self.unknown_action(context, server, &from.action);
            return None;
        };
        if found.name != action {
            let message = format!("`{action}` is read as `{}`, ignoring case and punctuation", found.name);
            let report = context.sink.report(Code::INEXACT_CALL, &from.action.place, message);
            report.help(format!("write `action: {}`", found.name)).related(found.place, "defined here");
        }
        Some(server.found(found))
    }

    /// The first operation or tool of that name.
    pub(crate) fn named(&self, name: &str) -> Option<Found<'_>> {
        self.servers.iter().find_map(|server| Some(server.found(server.action(name)?)))
    }

    fn unknown_namespace(&self, context: &mut Context<'_>, from: &ToolSource) {
        let wanted = from.source_namespace.value.as_str();
        if self.is_lost(wanted) || self.is_lost("") {
            return;
        }
        let known: Vec<&str> = self.servers.iter().map(|server| server.namespace.value.as_str()).collect();
        let capability = &self.document.capability;
        let is_consumed = capability.consumes.iter().any(|consume| match consume {
            Consume::Upstream(upstream) => upstream.namespace.value == wanted,
            Consume::Import(_) => false,
        });
        let near = nearest(wanted, known.iter().copied());
        let meant = self.servers.iter().find(|server| Some(server.namespace.value.as_str()) == near);
        let help = match near {
            _ if is_consumed => format!("`{wanted}` is consumed; skills offer what is exposed: {}", list(&known)),
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "add a server with `type: rest` or `type: mcp` under `exposes`".to_owned(),
            None => format!("the document exposes {}", list(&known)),
        };
        let message = format!("no REST or MCP server is called `{wanted}`");
        let report = context.sink.report(Code::UNKNOWN_NAMESPACE, &from.source_namespace.place, message).help(help);
        if let Some(meant) = meant.filter(|_| !is_consumed) {
            report.related(&meant.namespace.place, "defined here");
        }
    }

    fn unknown_action(&self, context: &mut Context<'_>, server: &Source<'_>, action: &Spanned<String>) {
        if self.is_lost(&action.value) {
            return;
        }
        let known: Vec<&str> = server.actions.iter().map(|action| action.name).collect();
        let kind = if server.mode == Mode::Mcp { "tool" } else { "named operation" };
        let message = format!("server `{}` has no {kind} `{}`", server.namespace.value, action.value);
        let report = context.sink.report(Code::UNKNOWN_OPERATION, &action.place, message);
        let near = nearest(&action.value, known.iter().copied());
        match near.and_then(|near| server.action(near)) {
            Some(near) => {
                report.help(format!("did you mean `{}`?", near.name)).related(near.place, "defined here");
            }
            None => drop(report.help(format!("it has {}", list(&known)))),
        }
    }

    /// Whether something of that name could not be read or imported, which was reported.
    fn is_lost(&self, name: &str) -> bool {
        self.document.lost.iter().any(|lost| lost == name)
    }
}

impl<'a> Source<'a> {
    fn new(namespace: &'a Spanned<String>, former: Option<&'a str>, mode: Mode, actions: Vec<Action<'a>>) -> Self {
        let (mut exact, mut folded) = (BTreeMap::new(), BTreeMap::new());
        for (at, action) in actions.iter().enumerate() {
            exact.entry(action.name).or_insert(at);
            folded.entry(names::folded(action.name)).or_insert(at);
        }
        Self { namespace, former, mode, actions, exact, folded }
    }

    fn found<'s>(&'s self, action: &'s Action<'_>) -> Found<'s> {
        let Action { name, shown, description, .. } = action;
        let shown = shown.as_deref().unwrap_or(name);
        Found { namespace: &self.namespace.value, mode: self.mode, action: name, shown, description }
    }

    /// The operation of that name, or one spelled nearly so.
    fn action(&self, name: &str) -> Option<&Action<'a>> {
        let at = self.exact.get(name).or_else(|| self.folded.get(&names::folded(name)))?;
        self.actions.get(*at)
    }
}

impl<'a> Action<'a> {
    /// It has the name of the flow that it refers to unless it has its own.
    fn named(
        name: Option<&'a Spanned<String>>,
        reference: Option<&'a Spanned<String>>,
        description: String,
    ) -> Option<Self> {
        let Spanned { value, place } = name.or(reference)?;
        let name = if name.is_some() { value } else { value.rsplit_once('.').map_or(value.as_str(), |(_, name)| name) };
        Some(Self { name, shown: None, place, description })
    }
}
