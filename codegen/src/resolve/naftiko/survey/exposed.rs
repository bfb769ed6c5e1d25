//! Routes and tools of all servers, as far as they are alike.

use crate::read::naftiko::{
    Entry, ExposedInput, Method, Named, RestOperation, RestResource, RestServer, Spanned, Step, Tool, Work,
};
use crate::resolve::naftiko::survey::server::ServerKind;
use crate::resolve::naftiko::terms::text;
use crate::resolve::text::path;

/// A route or tool, as far as both are alike.
#[derive(Debug, Clone)]
pub(crate) struct ExposedUnit<'d> {
    /// Which of the servers has it.
    pub(crate) server: usize,
    /// What it is.
    pub(crate) kind: UnitKind,
    /// Its name, if it has one of its own.
    pub(crate) name: Option<&'d Spanned<String>>,
    /// What it says of itself; may be empty.
    pub(crate) description: String,
    /// Declared inputs, outermost first.
    pub(crate) levels: Vec<&'d Named<ExposedInput>>,
    /// What it does.
    pub(crate) work: Work<'d>,
}

/// A unit of each kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// A method and a path of a REST server.
    Route {
        /// The method.
        method: Method,
        /// The path, that of its resource included.
        path: String,
    },
    /// A tool of an MCP server.
    Tool,
}

/// The units of a server, which is the `server`th.
pub(crate) fn units<'d>(server: usize, kind: ServerKind<'d>) -> Vec<ExposedUnit<'d>> {
    match kind {
        ServerKind::Rest(document) => {
            let operations = document.resources.iter().flat_map(|resource| {
                let resource = &resource.definition.value;
                resource.operations.iter().map(move |operation| route(server, document, resource, operation))
            });
            operations.collect()
        }
        ServerKind::Mcp(document) => document.tools.iter().map(|tool| self::tool(server, tool)).collect(),
        ServerKind::Skill(_) | ServerKind::Control(_) => Vec::new(),
    }
}

fn route<'d>(
    server: usize,
    document: &'d RestServer,
    resource: &'d RestResource,
    operation: &'d Entry<Option<Spanned<String>>, RestOperation>,
) -> ExposedUnit<'d> {
    let path = path::full(&resource.path, operation.path.as_ref()).0;
    ExposedUnit {
        server,
        kind: UnitKind::Route { method: operation.method.value, path },
        name: operation.name.as_ref(),
        description: text(&operation.description, &operation.label),
        levels: vec![&document.input_parameters, &resource.input_parameters, &operation.input_parameters],
        work: operation.work(),
    }
}

fn tool<'d>(server: usize, tool: &'d Entry<Option<Spanned<String>>, Tool>) -> ExposedUnit<'d> {
    ExposedUnit {
        server,
        kind: UnitKind::Tool,
        name: tool.name.as_ref(),
        description: text(&tool.description, &tool.label),
        levels: vec![&tool.input_parameters],
        work: tool.work(),
    }
}

impl<'d> ExposedUnit<'d> {
    /// How many inputs it declares, at all levels.
    pub(crate) fn inputs(&self) -> usize {
        self.levels.iter().map(|level| level.len()).sum()
    }

    /// Whether it calls if it says that it calls and orchestrates: routes do, tools orchestrate, as in the reference engine.
    pub(crate) fn calls_first(&self) -> bool {
        matches!(self.kind, UnitKind::Route { .. })
    }
}

/// Every call that is written in `work`: its own, then those of its steps.
pub(crate) fn calls<'d>(work: Work<'d>) -> impl Iterator<Item = &'d Spanned<String>> {
    let steps = work.steps.iter().filter_map(|step| match &step.definition.value {
        Step::Call(step) => Some(&step.call),
        Step::Lookup(_) | Step::Script(_) => None,
    });
    work.call.into_iter().chain(steps)
}

/// The calls of `work` that are made: where both a call and steps are written, `calls_first` tells which of them count.
pub(crate) fn made<'d>(work: Work<'d>, calls_first: bool) -> Vec<&'d Spanned<String>> {
    if work.reference.is_some() {
        return Vec::new();
    }
    match own_call(work, calls_first) {
        Some(call) => vec![call],
        None => calls(Work { call: None, ..work }).collect(),
    }
}

/// The call of `work` itself, unless its steps stand in its stead: see [`made`].
pub(crate) fn own_call<'d>(work: Work<'d>, calls_first: bool) -> Option<&'d Spanned<String>> {
    work.call.filter(|_| work.steps.is_empty() || calls_first)
}
