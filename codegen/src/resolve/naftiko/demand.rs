//! What tools, routes and flows give to consumed operations, found before these are resolved: types of inputs that an operation
//! leaves open, and keys of `with` that it may not know.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Target;
use crate::model::{Location, Type};
use crate::names;
use crate::read::naftiko::{Data, ExposedInput, Map, Named, Spanned, Step, Work};
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::exposed::UnitKind;
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::text::constant;
use crate::resolve::text::reference::Reference;
use crate::resolve::text::template::{self, LINE_BREAKS, Piece};

/// What is given, by called operation.
#[derive(Debug, Default)]
pub(crate) struct Demand {
    by_operation: BTreeMap<Target, Given>,
    /// What documents put before the names of callers' inputs.
    namespaces: Vec<String>,
}

/// What units give to one operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    /// What units say of inputs, by name, without case and punctuation.
    said: BTreeMap<String, Said>,
    /// The keys of `with`.
    pub(crate) keys: Vec<Spanned<String>>,
    /// The names that a calling unit declares, or gives by `with`: no setting stands for these.
    names: BTreeSet<String>,
    /// Whether any unit calls it.
    pub(crate) is_called: bool,
    /// The keys without case and punctuation.
    folded_keys: BTreeSet<String>,
    /// What stands before the names of inputs where texts refer to them.
    pub(crate) namespaces: Vec<String>,
    /// Variables of the paths of routes, without case and punctuation.
    variables: BTreeSet<String>,
    /// Whether any unit has inputs that it calls optional.
    pub(crate) may_lack: bool,
}

/// What units say of an input.
#[derive(Debug, Clone, Default)]
struct Said {
    /// The types that they declare, each once.
    types: Vec<Type>,
    /// The types that a constant of theirs can't have.
    refused: Vec<Type>,
    /// Whether any of it is a list or mapping.
    has_parts: bool,
    /// Whether any of it comes from a step, and so is of any type.
    is_of_step: bool,
}

/// What a unit gives.
enum Gift {
    /// A value of a type.
    Typed(Type),
    /// A constant.
    Constant,
    /// A part of what a step answers.
    Step,
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

impl Given {
    /// The type that units declare for an input; where they disagree, one that takes what each of them gives.
    pub(crate) fn ty(&self, name: &str, location: Location) -> Option<Type> {
        let Said { types, refused, has_parts, is_of_step } = self.said.get(&names::folded(name))?;
        match types.as_slice() {
            _ if *is_of_step => Some(if location == Location::Path { Type::String } else { Type::Any }),
            [] => (*has_parts && location == Location::Body).then_some(Type::Any),
            [only] if !refused.contains(only) => Some(*only),
            _ if location == Location::Body || *has_parts && location != Location::Path => Some(Type::Any),
            _ => Some(Type::String),
        }
    }

    /// The same if it is a list, a mapping or any: what stands alone can be one, but in a path.
    pub(crate) fn parts(&self, name: &str, location: Location) -> Option<Type> {
        let ty = self.ty(name, location).filter(|_| location != Location::Path)?;
        matches!(ty, Type::Array | Type::Object | Type::Any).then_some(ty)
    }

    /// The names that units declare, or give by `with`.
    pub(crate) fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Whether any unit declares exactly that name, or gives it by `with`.
    pub(crate) fn offers(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether any unit gives a part of what a step answers, which is of any type.
    pub(crate) fn is_of_step(&self, name: &str) -> bool {
        self.said.get(&names::folded(name)).is_some_and(|said| said.is_of_step)
    }

    /// Whether any unit gives a list or mapping.
    pub(crate) fn has_parts(&self, name: &str) -> bool {
        self.said.get(&names::folded(name)).is_some_and(|said| said.has_parts)
    }

    /// Whether any unit gives something by exactly that name.
    pub(crate) fn has_key(&self, name: &str) -> bool {
        self.folded_keys.contains(&names::folded(name)) && self.keys.iter().any(|key| key.value == name)
    }

    /// Whether any unit gives a value for a variable of a path.
    pub(crate) fn gives(&self, variable: &str) -> bool {
        let folded = names::folded(variable);
        self.variables.contains(&folded) || self.folded_keys.contains(&folded)
    }

    fn add(&mut self, name: &str, ty: Type) {
        let said = self.said.entry(names::folded(name)).or_default();
        if !said.types.contains(&ty) {
            said.types.push(ty);
        }
        said.has_parts |= matches!(ty, Type::Array | Type::Object);
    }

    fn add_constant(&mut self, name: &str, value: &Data) {
        let said = self.said.entry(names::folded(name)).or_default();
        let all = [Type::String, Type::Integer, Type::Number, Type::Boolean, Type::Array, Type::Object];
        let refused = all.into_iter().filter(|ty| !said.refused.contains(ty) && !constant::fits(*ty, value));
        let refused: Vec<Type> = refused.collect();
        said.refused.extend(refused);
        said.has_parts |= matches!(value, Data::List(_) | Data::Map(_));
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
            let ty = if let Gift::Typed(ty) = self.value(types, key, value) { Some(ty) } else { None };
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
                Gift::Step => given.said.entry(names::folded(key)).or_default().is_of_step = true,
                Gift::Unknown => {}
            }
            given.folded_keys.insert(names::folded(key));
            given.keys.push(key.clone());
        }
        given.is_called = true;
        given.names.extend(types.keys().chain(with.iter().map(|(key, _)| &key.value)).cloned());
        given.may_lack |= self.may_lack;
        given.variables.extend(self.variables.iter().cloned());
    }

    /// What a value is: an input if it is one and nothing else, a text if it is put together.
    fn value(&self, types: &Types, key: &str, value: &Spanned<Data>) -> Gift {
        let Some(text) = value.as_text().map(|text| text.trim_matches(LINE_BREAKS)) else { return Gift::Constant };
        let (name, is_reference) = match template::parse_value(text).as_slice() {
            [Piece::Variable(name, _)] => (name.clone(), true),
            [Piece::Text(text)] if text.contains('.') => {
                let text = text.trim();
                (text.to_owned(), text.starts_with("$.") || text.starts_with("env."))
            }
            _ if template::is_template(text) => return Gift::Typed(Type::String),
            _ => return Gift::Constant,
        };
        let is_name = |name: &str| name == key || types.contains_key(name);
        let reference = Reference::parse(&name, self.survey.prefixes.iter().copied(), is_name);
        let meant = reference.map_or(name.as_str(), |reference| reference.name);
        match types.get(meant).copied().flatten() {
            Some(ty) => Gift::Typed(ty),
            None if is_reference && !types.contains_key(meant) && self.is_of_step(&name) => Gift::Step,
            None if is_reference || reference.is_some() => Gift::Unknown,
            None => Gift::Constant,
        }
    }

    /// Whether a reference begins with the name of a step.
    fn is_of_step(&self, name: &str) -> bool {
        let name = name.strip_prefix("$.").unwrap_or(name);
        let step = name.split(['.', '[']).next().unwrap_or_default();
        self.steps.contains(step)
    }
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
