//! What tools, routes and flows give to consumed operations, found before these are resolved: types of inputs that an operation
//! leaves open, and keys of `with` that it may not know.

use std::collections::BTreeMap;

use super::ambiguous::Choices;
use super::caller::PREFIXES;
use super::{aggregate, value_type};
use crate::model::Type;
use crate::read::naftiko::{Data, Document, Expose, ExposedInput, Map, Named, Spanned, Step, Work};
use crate::resolve::names;
use crate::resolve::template::{self, Piece};

/// What is given, by called operation.
#[derive(Debug, Default)]
pub(super) struct Demand(BTreeMap<String, Given>);

/// What units give to one operation.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// Types by name, without case and punctuation; none where units disagree.
    types: BTreeMap<String, Option<Type>>,
    /// The keys of `with`.
    pub(super) keys: Vec<Spanned<String>>,
}

/// The types of names, where a unit can use them.
type Types = BTreeMap<String, Type>;

impl Demand {
    /// What all units of a document give.
    pub(super) fn of(document: &Document, namespaces: &[String], choices: &Choices) -> Self {
        let mut walk = Walk { document, namespaces, choices, demand: Self::default() };
        for expose in &document.capability.exposes {
            match expose {
                Expose::Rest(server) => {
                    for resource in &server.resources {
                        for operation in &resource.operations {
                            let levels =
                                [&server.input_parameters, &resource.input_parameters, &operation.input_parameters];
                            walk.unit(&types(&levels), operation.work());
                        }
                    }
                }
                Expose::Mcp(server) => {
                    server.tools.iter().for_each(|tool| walk.unit(&types(&[&tool.input_parameters]), tool.work()));
                }
                Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => {}
            }
        }
        for flow in aggregate::flows(document) {
            walk.calls(&types(&[flow.declared()]), flow.calls());
        }
        walk.demand
    }

    /// What is given to an operation; `which` of those with its name it is.
    pub(super) fn given(&self, namespace: &str, operation: &str, which: usize) -> Given {
        self.0.get(&key(&format!("{namespace}{operation}"), which)).cloned().unwrap_or_default()
    }
}

impl Given {
    /// The type that all units agree on for an input.
    pub(super) fn ty(&self, name: &str) -> Option<Type> {
        self.types.get(&names::folded(name)).copied().flatten()
    }

    fn add(&mut self, name: &str, ty: Type) {
        let known = self.types.entry(names::folded(name)).or_insert(Some(ty));
        *known = known.filter(|known| *known == ty);
    }
}

struct Walk<'a> {
    document: &'a Document,
    /// What stands before names of inputs.
    namespaces: &'a [String],
    choices: &'a Choices,
    demand: Demand,
}

impl Walk<'_> {
    /// A unit; within a flow that it refers to, names are the flow's, or what `with` gives.
    fn unit(&mut self, types: &Types, work: Work<'_>) {
        let Some(reference) = work.reference else { return self.calls(types, work) };
        let wanted = names::folded(&reference.value);
        let document = self.document;
        let Some(flow) = aggregate::flows(document).find(|flow| names::folded(&flow.path()) == wanted) else { return };
        let mut inner = types.clone();
        for (key, value) in work.with {
            inner.remove(&key.value);
            inner.extend(self.value(types, value).map(|ty| (key.value.clone(), ty)));
        }
        inner.extend(self::types(&[flow.declared()]));
        self.calls(&inner, flow.calls());
    }

    fn calls(&mut self, types: &Types, work: Work<'_>) {
        if let Some(call) = work.call {
            self.call(types, call, work.with);
        }
        for step in work.steps {
            if let Step::Call(step) = &**step {
                self.call(types, &step.call, &step.with);
            }
        }
    }

    fn call(&mut self, types: &Types, call: &Spanned<String>, with: &Map<Spanned<Data>>) {
        let found: Vec<_> = with.iter().map(|(key, value)| (key.clone(), self.value(types, value))).collect();
        let given = self.demand.0.entry(key(&call.value, self.choices.which(&call.place))).or_default();
        for (name, ty) in types.iter().filter(|(name, _)| with.get(name).is_none()) {
            given.add(name, *ty);
        }
        for (key, ty) in found {
            if let Some(ty) = ty {
                given.add(&key.value, ty);
            }
            given.keys.push(key);
        }
    }

    /// The type of a value: that of an input if it is one and nothing else, a text if it is put together.
    fn value(&self, types: &Types, value: &Spanned<Data>) -> Option<Type> {
        let text = value.as_text()?.trim();
        let name = match template::parse(text).as_slice() {
            [Piece::Variable(name, _)] => name.clone(),
            [Piece::Text(text)] if text.contains('.') => text.clone(),
            _ if text.contains("{{") => return Some(Type::String),
            _ => return None,
        };
        let prefixes = self.namespaces.iter().map(String::as_str).chain(PREFIXES);
        let plain =
            prefixes.filter_map(|prefix| name.strip_prefix(prefix)?.strip_prefix('.')).min_by_key(|name| name.len());
        types.get(plain.unwrap_or(&name)).copied()
    }
}

/// What an operation is called here: without case and punctuation, and with its number among those of its name.
fn key(call: &str, which: usize) -> String {
    let name = names::folded(call);
    if which == 0 { name } else { format!("{name}#{which}") }
}

/// The declared types; inner levels count.
fn types(levels: &[&Named<ExposedInput>]) -> Types {
    let inputs = levels.iter().flat_map(|level| level.iter());
    inputs.filter_map(|input| Some((input.name.value.clone(), value_type(input.r#type.as_ref()?.value)))).collect()
}
