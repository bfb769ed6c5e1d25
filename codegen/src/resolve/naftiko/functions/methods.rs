//! What methods are called: by the operation, the flow or the unit that they are, whatever else a document exposes.

use crate::model::Operation;
use crate::names::{self, Scope};
use crate::resolve::naftiko::scopes;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::work::callees::Callees;

/// What a flow has appended that is called as an operation.
const FLOW: &str = "_flow";

/// What a unit has appended that is called as an operation or a flow, and is neither.
const ANSWER: &str = "_answer";

/// What a method is called, and its types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MethodName {
    /// The method.
    pub(crate) ident: String,
    /// What its types begin with, in snake_case.
    pub(crate) stem: String,
    /// The flow that the method is.
    pub(crate) flow: Option<String>,
}

/// The names that operations and flows have by right, exposed or not: no unit takes one, so that none has to give way once
/// another one exposes what they are.
pub(crate) struct Methods {
    flows: Vec<MethodName>,
    /// Those of all operations and flows, and what methods are never called.
    kept: Scope,
    /// What the types of flows begin with.
    stems: Scope,
}

impl Methods {
    /// Those of a document.
    pub(crate) fn of(callees: Callees<'_>) -> Self {
        let (mut kept, mut stems) = (scopes::methods(), Scope::default());
        for operation in callees.consumed.upstreams.iter().flat_map(|upstream| &upstream.operations) {
            kept.unique(operation.ident.clone());
        }
        let operations = kept.clone();
        let mut flow = |flow: &Flow<'_>| {
            let plain = names::snake(&flow.name.value);
            let ident = if operations.is_free(&plain) { plain.clone() } else { appended(&plain, FLOW) };
            MethodName { ident: kept.unique(ident), stem: stems.unique(plain), flow: Some(flow.name.value.clone()) }
        };
        let flows = callees.survey.flows.iter().map(&mut flow).collect();
        Self { flows, kept, stems }
    }

    /// That of an operation.
    pub(crate) fn operation(&self, operation: &Operation) -> MethodName {
        MethodName { ident: operation.ident.clone(), stem: operation.ident.clone(), flow: None }
    }

    /// That of a flow, by its index in the survey.
    pub(crate) fn flow(&self, flow: usize) -> MethodName {
        self.flows[flow].clone()
    }

    /// That of a unit that is neither.
    pub(crate) fn unit(&self, name: &str) -> MethodName {
        let plain = names::snake(name);
        MethodName { ident: free(&self.kept, plain.clone()), stem: free(&self.stems, plain), flow: None }
    }

    /// What no other method is called.
    pub(crate) fn into_kept(self) -> Scope {
        self.kept
    }
}

/// `name`, with what tells a unit from operations and flows until nothing in `kept` is called so.
fn free(kept: &Scope, mut name: String) -> String {
    while !kept.is_free(&name) {
        name = appended(&name, ANSWER);
    }
    name
}

/// `name` with a suffix.
pub(crate) fn appended(name: &str, suffix: &str) -> String {
    format!("{}{suffix}", name.trim_end_matches('_'))
}
