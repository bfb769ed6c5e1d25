//! What tools, routes and flows give to consumed operations, found before these are resolved: types of inputs that an operation
//! leaves open, and keys of `with` that it may not know.

mod given;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Target, Type};
use crate::names;
use crate::read::naftiko::{Data, ExposedInput, Map, Named, Spanned, Step, Work};
pub(crate) use crate::resolve::naftiko::demand::given::Given;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::exposed::UnitKind;
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::text::dotted::rooted;
use crate::resolve::text::reference::{Reference, heads};
use crate::resolve::text::template::{self, LINE_BREAKS, Piece};

/// What is given, by called operation.
#[derive(Debug, Default)]
pub(crate) struct Demand {
    by_operation: BTreeMap<Target, Given>,
    /// What documents put before the names of callers' inputs.
    namespaces: Vec<String>,
}

/// What a unit gives.
enum Gift {
    /// A value of a type.
    Typed(Type),
    /// A constant.
    Constant,
    /// A part of what a step answers, or a member of an input.
    Part,
    /// What nothing tells the type of.
    Unknown,
}

/// The names of inputs where a unit can use them, and their types as far as they are declared.
type Types = BTreeMap<String, Option<Type>>;

impl Demand {
    /// What all units of a document give.
    pub(crate) fn of(survey: &Survey<'_>, links: &Links) -> Self {
        let namespaces = survey.prefixes.iter().map(|prefix| (*prefix).to_owned()).collect();
        let demand = Self { by_operation: BTreeMap::new(), namespaces };
        let mut walk = Walk { survey, links, variables: Vec::new(), steps: BTreeSet::new(), may_lack: false, demand };
        for unit in &survey.units {
            walk.variables = match &unit.kind {
                UnitKind::Route { path, .. } => variables(path),
                UnitKind::Tool => Vec::new(),
            };
            walk.may_lack = unit.levels.iter().any(|level| has_optional(level));
            walk.unit(&types(&unit.levels), unit.work);
        }
        walk.variables.clear();
        for flow in &survey.flows {
            walk.may_lack = has_optional(flow.declared());
            walk.calls(&types(&[flow.declared()]), flow.calls());
        }
        walk.demand
    }

    /// What is given to an operation.
    pub(crate) fn given(&self, operation: Target) -> Given {
        let given = self.by_operation.get(&operation).cloned().unwrap_or_default();
        Given { namespaces: self.namespaces.clone(), ..given }
    }
}

struct Walk<'s, 'd> {
    survey: &'s Survey<'d>,
    links: &'s Links,
    /// Those of the path of the route that is looked at.
    variables: Vec<String>,
    /// The names of the steps that are looked at.
    steps: BTreeSet<String>,
    /// Whether any input of the unit that is looked at is called optional.
    may_lack: bool,
    demand: Demand,
}

impl Walk<'_, '_> {
    /// A unit; within a flow that it refers to, names are the flow's, or what `with` gives.
    fn unit(&mut self, types: &Types, work: Work<'_>) {
        let Some(reference) = work.reference else { return self.calls(types, work) };
        let Some(flow) = self.links.flow(reference).map(|flow| self.survey.flows[flow]) else { return };
        self.steps.clear();
        let mut inner = self.merged(types, work.with);
        declare(&mut inner, flow.declared());
        self.may_lack |= has_optional(flow.declared());
        self.calls(&inner, flow.calls());
    }

    /// What names mean where `with` stands for some of them.
    fn merged(&self, types: &Types, with: &Map<Spanned<Data>>) -> Types {
        let mut inner = types.clone();
        for (key, value) in with {
            let ty = match (self.value(types, key, value), &value.value) {
                (Gift::Typed(ty), _) => Some(ty),
                (Gift::Constant, Data::List(_)) => Some(Type::Array),
                (Gift::Constant, Data::Map(_)) => Some(Type::Object),
                _ => None,
            };
            inner.insert(key.value.clone(), ty);
        }
        inner
    }

    fn calls(&mut self, types: &Types, work: Work<'_>) {
        self.steps = work.steps.iter().map(|step| step.name.value.clone()).collect();
        if let Some(call) = work.call {
            self.call(types, call, work.with);
        }
        if work.steps.is_empty() {
            return;
        }
        let inner = self.merged(types, work.with);
        for step in work.steps {
            if let Step::Call(step) = &**step {
                self.call(&inner, &step.call, &step.with);
            }
        }
    }

    fn call(&mut self, types: &Types, call: &Spanned<String>, with: &Map<Spanned<Data>>) {
        let Some(operation) = self.links.call(call) else { return };
        let found: Vec<_> = with.iter().map(|(key, value)| (key, value, self.value(types, key, value))).collect();
        let given = self.demand.by_operation.entry(operation).or_default();
        let passed = types.iter().filter(|(name, _)| with.get(name).is_none());
        for (name, ty) in passed.filter_map(|(name, ty)| Some((name, (*ty)?))) {
            given.add(name, ty);
        }
        for (key, value, gift) in found {
            match gift {
                Gift::Typed(ty) => given.add(&key.value, ty),
                Gift::Constant => given.add_constant(&key.value, &value.value),
                Gift::Part => given.said.entry(names::folded(key)).or_default().is_open = true,
                Gift::Unknown => {}
            }
            given.folded_keys.insert(names::folded(key));
            given.keys.push(key.clone());
        }
        given.is_called = true;
        let is_object = |(name, ty): (&String, &Option<Type>)| (*ty == Some(Type::Object)).then(|| name.clone());
        given.objects.extend(types.iter().filter_map(is_object));
        given.names.extend(types.keys().chain(with.iter().map(|(key, _)| &key.value)).cloned());
        given.may_lack |= self.may_lack;
        given.variables.extend(self.variables.iter().cloned());
    }

    /// What a value is: an input if it is one and nothing else, a text if it is put together.
    fn value(&self, types: &Types, key: &str, value: &Spanned<Data>) -> Gift {
        let Some(text) = value.as_text().map(|text| text.trim_matches(LINE_BREAKS)) else { return Gift::Constant };
        let (name, is_reference) = match template::parse_value(text).as_slice() {
            [Piece::Variable(name, _)] => (name.clone(), true),
            [Piece::Text(text)] if text.contains('.') || text.starts_with("$[") => {
                let text = text.trim();
                (text.to_owned(), rooted(text).is_some() || text.starts_with("env."))
            }
            _ if template::is_template(text) => return Gift::Typed(Type::String),
            _ => return Gift::Constant,
        };
        let is_name = |name: &str| name == key || types.contains_key(name);
        let reference = Reference::parse(&name, self.survey.prefixes.iter().copied(), is_name);
        let meant = reference.map_or(name.as_str(), |reference| reference.name);
        match types.get(meant).copied().flatten() {
            Some(ty) => Gift::Typed(ty),
            None if is_reference && !types.contains_key(meant) && self.is_of_step(&name) => Gift::Part,
            None if (is_reference || reference.is_some()) && is_member(types, meant) => Gift::Part,
            None if is_reference || reference.is_some() => Gift::Unknown,
            None => Gift::Constant,
        }
    }

    /// Whether a reference begins with the name of a step.
    fn is_of_step(&self, name: &str) -> bool {
        let name = rooted(name).unwrap_or_else(|| name.into());
        let step = name.split(['.', '[']).next().unwrap_or_default();
        self.steps.contains(step)
    }
}

/// Whether a name is that of a member of an object.
fn is_member(types: &Types, name: &str) -> bool {
    heads(name).any(|(head, _)| types.get(head) == Some(&Some(Type::Object)))
}

/// The names of the variables of a path, without case and punctuation.
fn variables(path: &str) -> Vec<String> {
    let pieces = template::parse(path).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name, _) => Some(names::folded(&name)),
        Piece::Text(_) => None,
    });
    pieces.collect()
}

/// The declared inputs; inner levels count.
fn types(levels: &[&Named<ExposedInput>]) -> Types {
    let mut types = Types::new();
    levels.iter().for_each(|level| declare(&mut types, level));
    types
}

fn has_optional(level: &Named<ExposedInput>) -> bool {
    let is_optional = |input: &ExposedInput| {
        input.required.as_ref().is_some_and(|required| !required.value) || input.default.is_some()
    };
    level.iter().any(|input| is_optional(input))
}

/// Takes up declared inputs: a type that one of an outer level has stays where nothing else is said.
fn declare(types: &mut Types, level: &Named<ExposedInput>) {
    for input in level {
        let ty = input.r#type.as_ref().map(|ty| value_type(ty.value));
        let known = types.entry(input.name.value.clone()).or_default();
        *known = ty.or(*known);
    }
}
