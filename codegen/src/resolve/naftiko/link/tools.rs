//! The routes and tools that tools of skills come from.

use std::collections::BTreeMap;

use crate::diagnostic::phrases::list;
use crate::diagnostic::{Code, Sink, nearest};
use crate::model::Mode;
use crate::names;
use crate::read::naftiko::{Spanned, ToolSource};
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::exposed::ExposedUnit;
use crate::source::Place;

/// The route or tool that a tool of a skill comes from.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    /// The namespace of its server.
    pub(crate) namespace: String,
    pub(crate) mode: Mode,
    /// As its server spells it.
    pub(crate) name: String,
    /// As clients of the server know it.
    pub(crate) shown: String,
    pub(crate) description: String,
}

/// What each tool of a skill comes from: by the place of its action, or of its own name where it has none.
pub(super) fn link(survey: &Survey<'_>, sink: &mut Sink) -> BTreeMap<Place, Action> {
    if survey.skills.is_empty() {
        return BTreeMap::new();
    }
    let sources = Sources::of(survey);
    let tools = survey.skills.iter().flat_map(|skill| &skill.tools);
    let linked = tools.filter_map(|tool| match &tool.from {
        Some(from) => Some((from.action.place.clone(), sources.find(from, sink)?)),
        None if tool.instruction.is_some() => None,
        None => Some((tool.name.place.clone(), sources.namesake(&tool.name, sink)?)),
    });
    linked.collect()
}

/// The servers of a document whose units skills may name.
struct Sources<'s, 'd> {
    survey: &'s Survey<'d>,
    servers: Vec<Offer<'d>>,
}

/// The named units of a server.
struct Offer<'d> {
    namespace: &'d Spanned<String>,
    /// What it is called where it is imported from.
    former: Option<&'d str>,
    mode: Mode,
    units: Vec<NamedUnit<'d>>,
    exact: BTreeMap<&'d str, usize>,
    folded: BTreeMap<String, usize>,
}

/// A route or tool that has a name.
struct NamedUnit<'d> {
    name: &'d str,
    /// What clients of the server call it.
    shown: String,
    place: &'d Place,
    description: String,
}

impl<'s, 'd> Sources<'s, 'd> {
    fn of(survey: &'s Survey<'d>) -> Self {
        let servers = survey.servers.iter().enumerate().filter_map(|(at, server)| {
            let (namespace, mode) = (server.namespace?, server.mode()?);
            let units = survey.units.iter().filter(|unit| unit.server == at);
            let mut units: Vec<NamedUnit<'d>> = units.filter_map(NamedUnit::of).collect();
            if mode == Mode::Mcp {
                let legal = names::mcp::legal(&units.iter().map(|unit| unit.name).collect::<Vec<_>>());
                units.iter_mut().zip(legal).for_each(|(unit, legal)| unit.shown = legal);
            }
            Some(Offer::new(namespace, server.former, mode, units))
        });
        Self { survey, servers: servers.collect() }
    }

    /// The unit that a tool names.
    fn find(&self, from: &ToolSource, sink: &mut Sink) -> Option<Action> {
        let wanted = from.source_namespace.value.trim();
        let mut named = self.servers.iter().filter(|server| server.namespace.value == wanted);
        let former = || self.servers.iter().find(|server| server.former == Some(wanted));
        let Some(server) = named.next().or_else(former) else {
            self.unknown_namespace(from, sink);
            return None;
        };
        let action = from.action.value.trim();
        let Some(found) = server.unit(action) else {
            self.unknown_action(server, &from.action, sink);
            return None;
        };
        if found.name != action {
            let message = format!("`{action}` is read as `{}`, ignoring case and punctuation", found.name);
            let report = sink.report(Code::INEXACT_CALL, &from.action.place, message);
            let report = report.help(format!("write `action: {}`", found.name)).write(&from.action.place, found.name);
            report.related(found.place, "defined here");
        }
        Some(server.action(found))
    }

    /// The first unit of that name: documents repeat tools of a server under their names.
    fn namesake(&self, tool: &Spanned<String>, sink: &mut Sink) -> Option<Action> {
        let named = |server: &Offer<'d>| Some(server.action(server.unit(&tool.value)?));
        let Some(found) = self.servers.iter().find_map(named) else {
            let name = &tool.value;
            let message = format!("tool `{name}` of a skill comes from nowhere, and no server has it; it is left out");
            let help = "add `from: {sourceNamespace: server, action: operation}`, or `instruction: file.md`";
            sink.report(Code::SOURCELESS_TOOL, &tool.place, message).help(help);
            return None;
        };
        let Action { namespace, name: action, .. } = &found;
        let name = &tool.value;
        let message = format!(
            "the reference engine refuses tool `{name}` without `from`; Capwright takes `{action}` of `{namespace}`"
        );
        let report = sink.report(Code::ENGINE_DIFFERS, &tool.place, message);
        report.help(format!("add `from: {{sourceNamespace: {namespace}, action: {action}}}`"));
        Some(found)
    }

    fn unknown_namespace(&self, from: &ToolSource, sink: &mut Sink) {
        let wanted = from.source_namespace.value.as_str();
        if self.survey.is_lost(wanted) || self.survey.is_lost("") {
            return;
        }
        let message = format!("no REST or MCP server is called `{wanted}`");
        let report = sink.report(Code::UNKNOWN_NAMESPACE, &from.source_namespace.place, message);
        if !report.is_shown() {
            return;
        }
        let known: Vec<&str> = self.servers.iter().map(|server| server.namespace.value.as_str()).collect();
        let is_consumed = self.survey.upstreams.iter().any(|upstream| upstream.namespace.value == wanted);
        let near = nearest(wanted, known.iter().copied());
        let meant = self.servers.iter().find(|server| Some(server.namespace.value.as_str()) == near);
        let help = match near {
            _ if is_consumed => format!("`{wanted}` is consumed; skills offer what is exposed: {}", list(&known)),
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "add a server with `type: rest` or `type: mcp` under `exposes`".to_owned(),
            None => format!("the document exposes {}", list(&known)),
        };
        let report = report.help(help);
        if let Some(meant) = meant.filter(|_| !is_consumed) {
            let report = report.write(&from.source_namespace.place, &meant.namespace.value);
            report.related(&meant.namespace.place, "defined here");
        }
    }

    fn unknown_action(&self, server: &Offer<'_>, action: &Spanned<String>, sink: &mut Sink) {
        if self.survey.is_lost(&action.value) {
            return;
        }
        let known: Vec<&str> = server.units.iter().map(|unit| unit.name).collect();
        let kind = if server.mode == Mode::Mcp { "tool" } else { "named operation" };
        let message = format!("server `{}` has no {kind} `{}`", server.namespace.value, action.value);
        let report = sink.report(Code::UNKNOWN_OPERATION, &action.place, message);
        if !report.is_shown() {
            return;
        }
        let near = nearest(&action.value, known.iter().copied());
        match near.and_then(|near| server.unit(near)) {
            Some(near) => {
                let report = report.help(format!("did you mean `{}`?", near.name)).write(&action.place, near.name);
                report.related(near.place, "defined here");
            }
            None => drop(report.help(format!("it has {}", list(&known)))),
        }
    }
}

impl<'d> Offer<'d> {
    fn new(namespace: &'d Spanned<String>, former: Option<&'d str>, mode: Mode, units: Vec<NamedUnit<'d>>) -> Self {
        let (mut exact, mut folded) = (BTreeMap::new(), BTreeMap::new());
        for (at, unit) in units.iter().enumerate() {
            exact.entry(unit.name).or_insert(at);
            folded.entry(names::folded(unit.name)).or_insert(at);
        }
        Self { namespace, former, mode, units, exact, folded }
    }

    fn action(&self, unit: &NamedUnit<'_>) -> Action {
        Action {
            namespace: self.namespace.value.clone(),
            mode: self.mode,
            name: unit.name.to_owned(),
            shown: unit.shown.clone(),
            description: unit.description.clone(),
        }
    }

    /// The unit of that name, or one spelled nearly so.
    fn unit(&self, name: &str) -> Option<&NamedUnit<'d>> {
        let at = self.exact.get(name).or_else(|| self.folded.get(&names::folded(name)))?;
        self.units.get(*at)
    }
}

impl<'d> NamedUnit<'d> {
    /// A unit has the name of the flow that it refers to unless it has its own.
    fn of(unit: &ExposedUnit<'d>) -> Option<Self> {
        let Spanned { value, place } = unit.name.or(unit.work.reference)?;
        let flow = value.rsplit_once('.').map_or(value.as_str(), |(_, name)| name);
        let name = if unit.name.is_some() { value } else { flow };
        Some(Self { name, shown: name.to_owned(), place, description: unit.description.clone() })
    }
}
