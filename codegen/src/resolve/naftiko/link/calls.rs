//! The consumed operations that calls name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::phrases::list;
use crate::diagnostic::{Code, Report, Sink, nearest};
use crate::model::Target;
use crate::read::naftiko::Spanned;
use crate::resolve::naftiko::link::choices::{self, Choice, Request, SharedCall};
use crate::resolve::naftiko::link::operations::{Absent, Definition, Operations, Twins};
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::exposed::{UnitKind, calls, made};
use crate::source::Place;

/// A call where it is written.
struct WrittenCall<'d> {
    call: &'d Spanned<String>,
    /// What the unit is that calls, if it does nothing else.
    route: Option<Request>,
    /// The server, or whatever else, that calls.
    group: usize,
    /// Whether it is made: what stands beside a `ref`, or beside steps, may not be.
    is_made: bool,
}

/// The operation of each call that names one, by place; what is wrong with those that are made is reported.
pub(super) fn link(survey: &Survey<'_>, operations: &Operations<'_>, sink: &mut Sink) -> BTreeMap<Place, Target> {
    let written = written(survey);
    let linker = Linker { survey, operations, twins: operations.twins() };
    let found: Vec<Option<&Definition<'_>>> = written.iter().map(|written| linker.find(written, sink)).collect();
    let shared: Vec<Option<SharedCall<'_>>> = written.iter().zip(&found).map(|it| linker.shared(it.0, *it.1)).collect();
    linker.report_uncalled(&shared, sink);
    let mut links = BTreeMap::new();
    for ((written, definition), call) in written.iter().zip(found).zip(&shared) {
        let target = match call {
            None => definition.map(|definition| definition.id),
            Some(call) => linker.choose(written, call, &shared, sink),
        };
        links.extend(target.map(|target| (written.call.place.clone(), target)));
    }
    links
}

/// All calls of a document: of units in the order of their servers, then of flows.
fn written<'d>(survey: &Survey<'d>) -> Vec<WrittenCall<'d>> {
    let mut all = Vec::new();
    for unit in &survey.units {
        let made: BTreeSet<&Place> = made(unit.work, unit.calls_first()).iter().map(|call| &call.place).collect();
        for call in calls(unit.work) {
            let is_own = unit.work.call.is_some_and(|own| own.place == call.place);
            let route = match &unit.kind {
                UnitKind::Route { method, path } if is_own => Some(choices::request(*method, path)),
                UnitKind::Route { .. } | UnitKind::Tool => None,
            };
            all.push(WrittenCall { call, route, group: unit.server, is_made: made.contains(&call.place) });
        }
    }
    let group = survey.servers.len();
    for flow in &survey.flows {
        let made: BTreeSet<&Place> = made(flow.calls(), false).iter().map(|call| &call.place).collect();
        let calls = calls(flow.calls());
        let is_made = |call: &Spanned<String>| made.contains(&call.place);
        all.extend(calls.map(|call| WrittenCall { call, route: None, group, is_made: is_made(call) }));
    }
    all
}

struct Linker<'l, 'd> {
    survey: &'l Survey<'d>,
    operations: &'l Operations<'d>,
    /// Operations that share a name, by the first of them.
    twins: BTreeMap<Target, Twins<'l, 'd>>,
}

impl<'l, 'd> Linker<'l, 'd> {
    /// The first operation that a call names.
    fn find(&self, written: &WrittenCall<'d>, sink: &mut Sink) -> Option<&'l Definition<'d>> {
        let (call, target) = (written.call, written.call.value.trim());
        let found = self.operations.find(target);
        if !written.is_made {
            return found.ok();
        }
        match found {
            Ok(definition) => {
                self.note_spelling(call, definition, sink);
                Some(definition)
            }
            Err(Absent::Namespace) => {
                self.unknown_namespace(call, sink);
                None
            }
            Err(Absent::Operation { namespace, name }) => {
                self.unknown_operation(call, namespace, name, sink);
                None
            }
        }
    }

    /// A call of a name that several operations have; none if only one has it.
    fn shared(&self, written: &WrittenCall<'d>, definition: Option<&'l Definition<'d>>) -> Option<SharedCall<'d>> {
        let first = definition?.id;
        let (place, route, group) = (&written.call.place, written.route.clone(), written.group);
        self.twins.contains_key(&first).then_some(SharedCall { place, first, route, group })
    }

    /// The operation of those that share a name which a call means; none if nothing tells, which is reported.
    fn choose(
        &self,
        written: &WrittenCall<'d>,
        call: &SharedCall<'d>,
        all: &[Option<SharedCall<'d>>],
        sink: &mut Sink,
    ) -> Option<Target> {
        let twins = self.twins.get(&call.first)?;
        let Choice { which, reason } = choices::choose(call, &twins.requests, all.iter().flatten());
        let meant = which.and_then(|which| twins.all.get(which).copied());
        if written.is_made {
            let name = format!("`{}` names {} operations", written.call.value.trim(), twins.all.len());
            let (code, message, place, caption) = match meant {
                None => {
                    let message = format!("{name}, and nothing tells which of them is meant");
                    (Code::AMBIGUOUS_OPERATION.fatal(), message, &twins.all[0].entry.name.place, "the first one")
                }
                Some(meant) => {
                    let request = format!("{} {}", meant.entry.method.value.as_str(), meant.path);
                    let message = format!("{name}; {reason}, `{request}` is meant");
                    (Code::AMBIGUOUS_OPERATION, message, &meant.entry.name.place, "this one is called")
                }
            };
            let report = sink.report(code, call.place, message);
            report.help("give each operation a name of its own").related(place, caption);
        }
        meant.map(|meant| meant.id)
    }

    /// Reports operations that share a name which nobody calls.
    fn report_uncalled(&self, shared: &[Option<SharedCall<'d>>], sink: &mut Sink) {
        let called: BTreeSet<Target> = shared.iter().flatten().map(|call| call.first).collect();
        for twins in self.twins.iter().filter(|(first, _)| !called.contains(first)).map(|(_, twins)| twins) {
            let Some((first, others)) = twins.all.split_first() else { continue };
            let namespace = &self.survey.upstreams[first.id.upstream].namespace.value;
            for other in others {
                let name = &other.entry.name;
                let message = format!("namespace `{namespace}` has two operations called `{}`", name.value);
                let report = sink.report(Code::AMBIGUOUS_OPERATION, &name.place, message);
                let help = "rename one of them: a call of that name fits both";
                report.help(help).related(&first.entry.name.place, "the first one");
            }
        }
    }

    fn note_spelling(&self, call: &Spanned<String>, definition: &Definition<'_>, sink: &mut Sink) {
        let (target, namespace) = (call.value.trim(), &self.survey.upstreams[definition.id.upstream].namespace.value);
        let exact = format!("{namespace}.{}", definition.entry.name.value);
        if exact != target {
            let message = format!("`{target}` is read as `{exact}`, ignoring case and punctuation");
            let report = sink.report(Code::INEXACT_CALL, &call.place, message);
            let report = report.help(format!("write `call: {exact}`")).write(&call.place, &exact);
            report.related(&definition.entry.name.place, "defined here");
        }
    }

    fn unknown_namespace(&self, call: &Spanned<String>, sink: &mut Sink) {
        let Some((namespace, name)) = call.value.split_once('.') else { return self.bare_call(call, sink) };
        if sink.has_lost(namespace) || sink.has_lost("") {
            return;
        }
        let message = format!("no consumed namespace is called `{namespace}`");
        let report = sink.report(Code::UNKNOWN_NAMESPACE, &call.place, message);
        if !report.is_shown() {
            return;
        }
        let is_flow = self.survey.flows.iter().any(|flow| flow.path() == call.value.trim());
        if is_flow && self.survey.units.iter().any(|unit| unit.work.call.is_some_and(|own| own.place == call.place)) {
            let help = format!("it is a flow, which is referred to: write `ref: {}`", call.value.trim());
            report.help(help).key(&call.place, "ref");
            return;
        }
        let known = self.operations.namespaces();
        let near = nearest(namespace, known.iter().copied()).or(self.owner(name).map(|(owner, _)| owner));
        let definition = near.and_then(|near| self.operations.named(near, name));
        let report = match near.filter(|_| definition.is_some()) {
            Some(near) => report.write(&call.place, &format!("{near}.{name}")),
            None => report,
        };
        let report = report.help(match near {
            _ if self.is_server(namespace) => {
                let known = list(known);
                let meant = near.filter(|_| definition.is_some()).map(|near| format!("did you mean `{near}.{name}`? "));
                format!(
                    "{}`{namespace}` is a server of this document; `call` names a consumed namespace: {known}",
                    meant.unwrap_or_default()
                )
            }
            Some(near) if definition.is_some() => format!("did you mean `{near}.{name}`?"),
            Some(near) => format!("did you mean the namespace `{near}`? It has no operation `{name}`"),
            None if known.is_empty() => "the document consumes nothing: add `consumes`".to_owned(),
            None => format!("the document consumes {}", list(known)),
        });
        defined(report, definition);
    }

    /// Reports a call that names an operation alone, or nothing that is known.
    fn bare_call(&self, call: &Spanned<String>, sink: &mut Sink) {
        let name = call.value.trim();
        if sink.has_lost(name) || sink.has_lost("") {
            return;
        }
        let message = format!("`{name}` names no namespace: a call is `namespace.operation`");
        let report = sink.report(Code::UNKNOWN_NAMESPACE, &call.place, message);
        if !report.is_shown() {
            return;
        }
        let known = self.operations.namespaces();
        let all = || known.iter().flat_map(|of| self.operations.names_in(of).into_iter().map(move |it| (*of, it)));
        let near = nearest(name, all().map(|(_, it)| it));
        let fit = all().find(|(_, it)| *it == name).or_else(|| all().find(|(_, it)| Some(*it) == near));
        match fit {
            Some((namespace, operation)) => {
                let meant = format!("{namespace}.{operation}");
                let report = report.help(format!("did you mean `{meant}`?")).write(&call.place, &meant);
                defined(report, self.operations.named(namespace, operation));
            }
            None => drop(report.help(format!("the document consumes {}", list(known)))),
        }
    }

    /// The only namespace that has an operation of this very name, and that operation.
    fn owner(&self, name: &str) -> Option<(&'d str, &Definition<'d>)> {
        let named = |of: &&'d str| Some((*of, self.operations.named(of, name)?));
        let exact = |(_, it): &(&str, &Definition<'_>)| it.entry.name.value == name;
        let mut owners = self.operations.namespaces().iter().filter_map(named).filter(exact);
        owners.next().filter(|_| owners.next().is_none())
    }

    /// Whether routes or tools are offered under the name.
    fn is_server(&self, namespace: &str) -> bool {
        let mut servers = self.survey.servers.iter().filter(|server| server.has_units());
        servers.any(|server| server.namespace.is_some_and(|known| known.value == namespace))
    }

    fn unknown_operation(&self, call: &Spanned<String>, namespace: &str, name: &str, sink: &mut Sink) {
        if sink.has_lost(name) || sink.has_lost("") {
            return;
        }
        let message = format!("namespace `{namespace}` has no operation `{name}`");
        let report = sink.report(Code::UNKNOWN_OPERATION, &call.place, message);
        if !report.is_shown() {
            return;
        }
        let known = self.operations.names_in(namespace);
        let last = name.rsplit('.').next().filter(|last| known.contains(last)); // behind the name of a resource
        let near = last.or_else(|| nearest(name, known.iter().copied()));
        match near.and_then(|near| Some((near, self.operations.named(namespace, near)?))) {
            Some((near, definition)) => report
                .help(format!("did you mean `{namespace}.{near}`?"))
                .write(&call.place, &format!("{namespace}.{near}"))
                .related(&definition.entry.name.place, "defined here"),
            None => match self.owner(name) {
                Some((owner, definition)) => report
                    .help(format!("did you mean `{owner}.{name}`?"))
                    .write(&call.place, &format!("{owner}.{name}"))
                    .related(&definition.entry.name.place, "defined here"),
                None => report.help(format!("it has {}", list(&known))),
            },
        };
    }
}

/// Points at the operation that is meant.
fn defined<'r>(report: Report<'r>, definition: Option<&Definition<'_>>) -> Report<'r> {
    match definition {
        Some(definition) => report.related(&definition.entry.name.place, "defined here"),
        None => report,
    }
}
