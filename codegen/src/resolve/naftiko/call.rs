//! What exposed units call, and the functions that come of it.

use super::{Context, Resolved, later};
use crate::diagnostic::{Code, nearest};
use crate::model::{self, Arguments, Call, Function, FunctionInput, Operation, Target};
use crate::read::naftiko::{Output, Spanned, Work};
use crate::resolve::names;
use crate::source::Place;

/// The functions found so far: units that call the same operation share one.
pub(super) struct Functions<'a> {
    upstreams: &'a [Resolved],
    exposed: Vec<String>,
    lost: &'a [String],
    found: Vec<Function>,
}

/// An exposed operation or tool, for messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    /// `tool` or `operation`.
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    pub(super) place: &'a Place,
    pub(super) declares_inputs: bool,
}

/// What a unit calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Called<'a> {
    pub(super) function: usize,
    pub(super) operation: &'a Operation,
}

impl<'a> Functions<'a> {
    pub(super) fn new(upstreams: &'a [Resolved], exposed: Vec<String>, lost: &'a [String]) -> Self {
        Self { upstreams, exposed, lost, found: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<Function> {
        self.found
    }

    /// The function of a unit; none if there is a problem, which is reported.
    pub(super) fn call(&mut self, context: &mut Context<'_>, unit: Unit<'_>, work: Work<'_>) -> Option<Called<'a>> {
        let call = self.target(context, unit, work)?;
        check_outputs(context, work);
        let (upstream, operation) = self.find(context, call)?;
        let call = Call { target: Target { upstream, operation }, arguments: Arguments::Same };
        let work = model::Work::Call(call);
        let known = self.found.iter().position(|function| function.work == work);
        let target = &self.upstreams[upstream].upstream.operations[operation];
        let function = known.unwrap_or_else(|| {
            self.found.push(Function {
                ident: target.ident.clone(),
                description: target.description.clone(),
                input: FunctionInput::Operation(Target { upstream, operation }),
                work,
                output: model::Output::Reply,
            });
            self.found.len() - 1
        });
        Some(Called { function, operation: target })
    }

    fn target<'w>(&self, context: &mut Context<'_>, unit: Unit<'_>, work: Work<'w>) -> Option<&'w Spanned<String>> {
        if let Some(call) = work.call {
            return Some(call);
        }
        let step = work.steps.first().map(|step| &step.name.place);
        let constant = work.outputs.iter().find_map(|output| output.value.as_ref()).map(|value| &value.place);
        let unbuilt = [
            (step, "`steps`", "call one operation with `call`"),
            (work.reference.map(|reference| &reference.place), "`ref`", "write the call out with `call`"),
            (constant, "a constant answer", "call an operation with `call`"),
        ];
        match unbuilt.into_iter().find_map(|(place, what, help)| Some((place?, what, help))) {
            Some((place, what, help)) => later(context.sink, place, what, help),
            None => {
                let message = format!("{} `{}` says neither what it calls nor what it answers", unit.kind, unit.name);
                let example = self.upstreams.iter().find_map(|known| {
                    Some(format!("{}.{}", known.upstream.namespace, known.upstream.operations.first()?.name))
                });
                let help = format!(
                    "add a call, such as `call: {}`",
                    example.unwrap_or_else(|| "namespace.operation".to_owned())
                );
                context.sink.report(Code::NO_IMPLEMENTATION, unit.place, message).help(help);
            }
        }
        None
    }

    /// The upstream and operation that `namespace.operation` names; a namespace may have dots of its own.
    fn find(&self, context: &mut Context<'_>, call: &Spanned<String>) -> Option<(usize, usize)> {
        let target = call.value.trim();
        let namespaces =
            self.upstreams.iter().enumerate().map(|(index, known)| (index, known.upstream.namespace.as_str()));
        let split = namespaces
            .filter_map(|(index, namespace)| {
                Some((index, namespace, target.strip_prefix(namespace)?.strip_prefix('.')?))
            })
            .max_by_key(|(_, namespace, _)| namespace.len());
        let Some((upstream, _, name)) = split else {
            self.unknown_namespace(context, call);
            return None;
        };
        let operations = &self.upstreams[upstream].upstream.operations;
        let Some(operation) = names::position(operations.iter().map(|operation| operation.name.as_str()), name) else {
            self.unknown_operation(context, call, upstream, name);
            return None;
        };
        if operations[operation].name != name {
            let exact = format!("{}.{}", self.upstreams[upstream].upstream.namespace, operations[operation].name);
            let message = format!("`{target}` is read as `{exact}`, ignoring case and punctuation");
            context.sink.report(Code::INEXACT_CALL, &call.place, message).help(format!("write `call: {exact}`"));
        }
        Some((upstream, operation))
    }

    fn unknown_namespace(&self, context: &mut Context<'_>, call: &Spanned<String>) {
        let (namespace, name) = call.value.split_once('.').unwrap_or((&call.value, ""));
        if self.is_lost(namespace) {
            return;
        }
        let known: Vec<&str> = self.upstreams.iter().map(|known| known.upstream.namespace.as_str()).collect();
        let mut owners = self
            .upstreams
            .iter()
            .filter(|known| known.upstream.operations.iter().any(|operation| operation.name == name));
        let owner = owners.next().filter(|_| owners.next().is_none()).map(|known| known.upstream.namespace.as_str());
        let help = match nearest(namespace, known.iter().copied()).or(owner) {
            _ if self.exposed.iter().any(|exposed| exposed == namespace) => {
                format!(
                    "`{namespace}` is a server of this document; `call` names a consumed namespace: {}",
                    list(&known)
                )
            }
            Some(near) => format!("did you mean `{near}.{name}`?"),
            None if known.is_empty() => "the document consumes nothing: add `consumes`".to_owned(),
            None => format!("the document consumes {}", list(&known)),
        };
        let message = format!("no consumed namespace is called `{namespace}`");
        context.sink.report(Code::UNKNOWN_NAMESPACE, &call.place, message).help(help);
    }

    fn unknown_operation(&self, context: &mut Context<'_>, call: &Spanned<String>, upstream: usize, name: &str) {
        if self.is_lost(name) {
            return;
        }
        let resolved = &self.upstreams[upstream];
        let namespace = &resolved.upstream.namespace;
        let known: Vec<&str> = resolved.upstream.operations.iter().map(|operation| operation.name.as_str()).collect();
        let message = format!("namespace `{namespace}` has no operation `{name}`");
        let report = context.sink.report(Code::UNKNOWN_OPERATION, &call.place, message);
        let near = nearest(name, known.iter().copied());
        match near.and_then(|near| known.iter().position(|name| *name == near)) {
            Some(index) => report
                .help(format!("did you mean `{namespace}.{}`?", known[index]))
                .related(&resolved.places[index], "defined here"),
            None => report.help(format!("it has {}", list(&known))),
        };
    }

    /// Whether a definition of that name stands in the document and could not be read: that was reported.
    fn is_lost(&self, name: &str) -> bool {
        self.lost.iter().any(|lost| lost == name)
    }
}

/// Up to five names, and how many more there are.
pub(super) fn list(names: &[&str]) -> String {
    if names.is_empty() {
        return "none at all".to_owned();
    }
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// An answer that no mapping touches is passed on; anything else is not built yet.
fn check_outputs(context: &mut Context<'_>, work: Work<'_>) {
    for output in work.outputs {
        if !is_identity(&output.definition.value) {
            later(
                context.sink,
                &output.definition.place,
                "an output that picks parts of the answer",
                "use `mapping: $.` alone to pass the answer on",
            );
        } else if let Some(mapping) = &output.mapping {
            let message = "the reference engine answers `{}` for an object without `properties`; Capwright passes the whole answer on";
            context
                .sink
                .report(Code::ENGINE_DIFFERS, &mapping.place, message)
                .help("nothing to do here; for the engine, declare `properties`");
        }
    }
}

fn is_identity(output: &Output) -> bool {
    let whole = output.mapping.as_ref().is_none_or(|mapping| matches!(mapping.value.trim(), "$." | "$"));
    whole
        && output.properties.is_empty()
        && output.items.is_none()
        && output.values.is_none()
        && output.value.is_none()
        && output.max_length.is_none()
}
