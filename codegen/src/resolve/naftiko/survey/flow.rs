//! Reusable flows, and what the units that refer to them inherit.

use crate::diagnostic::{Code, nearest};
use crate::model::{Hints, Input, Location, Source, Type};
use crate::names;
use crate::read::naftiko::{self as doc, Aggregate, Data, Entry, ExposedInput, Loose, Map, Named, Output, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::terms;
use crate::resolve::naftiko::terms::text;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;

/// A flow that a unit refers to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flow<'a> {
    /// The namespace of its aggregate; empty if it has none.
    pub(crate) namespace: &'a str,
    /// What that is where it is imported from, if that is something else.
    former: Option<&'a str>,
    /// Its name.
    pub(crate) name: &'a Spanned<String>,
    definition: &'a doc::Flow,
}

impl<'a> Flow<'a> {
    /// Those of an aggregate.
    pub(crate) fn all(aggregate: &'a Aggregate) -> impl Iterator<Item = Self> {
        aggregate.flows.iter().map(|flow| Self::new(aggregate, flow))
    }

    fn new(aggregate: &'a Aggregate, flow: &'a Entry<Spanned<String>, doc::Flow>) -> Self {
        let namespace = aggregate.namespace.as_ref().map_or("", |namespace| namespace.value.trim());
        let former = aggregate.former.as_deref();
        Self { namespace, former, name: &flow.name, definition: &flow.definition.value }
    }

    /// `namespace.flow`
    pub(crate) fn path(&self) -> String {
        if self.namespace.is_empty() {
            self.name.value.clone()
        } else {
            format!("{}.{}", self.namespace, self.name.value)
        }
    }

    /// What stands before names of inputs in its `with`.
    pub(crate) fn prefixes(&self) -> Vec<&'a str> {
        self.former.into_iter().chain([self.namespace]).filter(|prefix| !prefix.is_empty()).collect()
    }

    /// What it does for a unit that answers `outputs`: those count where the flow says nothing of its answer.
    pub(crate) fn work(&self, outputs: &'a Loose<Output>) -> doc::Work<'a> {
        let work = doc::Work { reference: None, ..self.definition.work() };
        let is_silent = work.outputs.is_empty() && work.mappings.is_empty();
        if is_silent { doc::Work { outputs, ..work } } else { work }
    }

    /// Whether it refers to another flow, which is reported.
    pub(crate) fn is_nested(&self) -> bool {
        self.reference().is_some()
    }

    /// The flow that it refers to, which the language does not allow.
    pub(crate) fn reference(&self) -> Option<&'a Spanned<String>> {
        self.definition.r#ref.as_ref()
    }

    /// What it takes.
    pub(crate) fn declared(&self) -> &'a Named<ExposedInput> {
        &self.definition.input_parameters
    }

    /// What it calls.
    pub(crate) fn calls(&self) -> doc::Work<'a> {
        self.definition.work()
    }

    /// It, for messages.
    pub(crate) fn unit(&self) -> Unit<'a> {
        Unit { kind: "flow", name: &self.name.value, place: &self.name.place }
    }

    /// Whether it gives its call anything but what it takes: values that its callers have no say in.
    pub(crate) fn fixes_values(&self) -> bool {
        let is_fixed = |value: &Data| value.as_text().is_none_or(|text| !text.contains(['.', '{']));
        self.definition.with.iter().any(|(_, value)| is_fixed(&value.value))
    }

    /// Its description, else its title.
    pub(crate) fn description(&self) -> String {
        text(&self.definition.description, &self.definition.label)
    }

    /// What a unit inherits that declares no inputs at any level: those of the flow but for what `with` gives.
    pub(crate) fn inputs(
        &self,
        levels: &[&Named<ExposedInput>],
        with: &Map<Spanned<Data>>,
    ) -> Option<Named<ExposedInput>> {
        let is_free = |input: &&Entry<Spanned<String>, ExposedInput>| with.get(&input.name.value).is_none();
        let inputs = || self.definition.input_parameters.iter().filter(is_free).cloned().collect();
        levels.iter().all(|level| level.is_empty()).then(inputs)
    }

    /// What a tool that refers to it does to the world: what the tool says, else what the semantics of the flow imply.
    pub(crate) fn hints(&self, own: Hints) -> Hints {
        let semantics = self.definition.semantics;
        let safe = semantics.and_then(|semantics| semantics.safe);
        Hints {
            read_only: own.read_only.or(safe),
            destructive: own.destructive.or(safe.filter(|safe| *safe).map(|_| false)),
            idempotent: own.idempotent.or(semantics.and_then(|semantics| semantics.idempotent)),
            open_world: own.open_world,
        }
    }

    /// From here on, names are those inside of the flow: what `with` of a unit gives stands for them. What the flow must be
    /// given, the callers of the unit must give.
    pub(crate) fn enter(&self, context: &mut Context<'_>, caller: &mut Caller, with: &Map<Spanned<Data>>) {
        let mut names: Vec<(String, Source)> = Vec::new();
        for (key, value) in with {
            let wanted = self.wanted(&key.value);
            let source = caller.value(context, &Earlier::default(), &wanted, value);
            names.extend(source.map(|source| (wanted.name, source)));
        }
        caller.enter(&self.prefixes(), names);
        let is_needed = |input: &&Entry<Spanned<String>, ExposedInput>| {
            input.required.as_ref().is_none_or(|required| required.value)
        };
        for input in self.definition.input_parameters.iter().filter(is_needed) {
            caller.need(&input.name.value);
        }
    }

    /// Reports what `with` of a unit gives and the flow does not read.
    pub(crate) fn report_unread(&self, context: &mut Context<'_>, caller: &Caller, with: &Map<Spanned<Data>>) {
        for (key, _) in with {
            if caller.has_read(&self.wanted(&key.value).name) {
                continue;
            }
            let message = format!("flow `{}` does not read `{}`; it is not sent", self.path(), key.value);
            let report = context.sink.report(Code::UNKNOWN_WITH_KEY, &key.place, message);
            let known = || self.definition.input_parameters.iter().map(|input| &input.name);
            let near = nearest(&key.value, known().map(|name| name.value.as_str()));
            match known().find(|name| Some(name.value.as_str()) == near) {
                Some(near) => {
                    report.help(format!("did you mean `{}`?", near.value)).related(&near.place, "defined here")
                }
                None => report.help("remove it, or read it in the flow"),
            };
        }
    }

    /// Notes what a unit says beside `ref`, and the flow says for it.
    pub(crate) fn report_idle(&self, context: &mut Context<'_>, unit: doc::Work<'_>) {
        let is_silent = self.definition.output_parameters.is_empty() && self.definition.mappings.is_empty();
        let outputs = unit.outputs.iter().map(Entry::place).filter(|_| !is_silent);
        let keys = [
            ("`call` beside `ref`", unit.call.map(|call| &call.place)),
            ("`steps` beside `ref`", unit.steps.first().map(|step| &step.name.place)),
            ("`mappings` beside `ref`", unit.mappings.first().map(|mapping| &mapping.target.place)),
            ("`outputParameters` beside `ref`", { outputs }.next()),
        ];
        for (key, place) in keys {
            if let Some(place) = place {
                context.sink.no_effect(place, key, "the flow says what is called and answered");
            }
        }
    }

    /// What the flow says of an input.
    fn wanted(&self, name: &str) -> Input {
        let inputs = &self.definition.input_parameters;
        let declared =
            names::position(inputs.iter().map(|input| input.name.value.as_str()), name).map(|at| &inputs[at]);
        let ty = declared.and_then(|input| input.r#type.as_ref());
        Input {
            name: declared.map_or(name, |input| &input.name.value).to_owned(),
            field: String::new(),
            location: Location::Query,
            ty: ty.map_or(Type::Any, |ty| terms::value_type(ty.value)),
            required: declared.and_then(|input| input.required.as_ref()).is_some_and(|required| required.value),
            description: declared.and_then(|input| input.description.clone()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn hints_follow_from_semantics() {
        let check = |semantics: &str, own: Hints, expected: [Option<bool>; 4]| {
            let definition: doc::Flow = serde_json::from_str(&format!(r#"{{"semantics": {semantics}}}"#)).unwrap();
            let name = Spanned::new(String::new(), crate::source::Place { file: 0, line: 1, column: 1, span: 0..0 });
            let flow = Flow { namespace: "", former: None, name: &name, definition: &definition };
            let hints = flow.hints(own);
            assert_eq!([hints.read_only, hints.destructive, hints.idempotent, hints.open_world], expected);
        };
        let none = Hints::default();
        check("null", none, [None; 4]);
        check(r#"{"safe": true}"#, none, [Some(true), Some(false), None, None]);
        check(r#"{"safe": false, "idempotent": true}"#, none, [Some(false), None, Some(true), None]);
        let own = Hints { destructive: Some(true), open_world: Some(true), ..none };
        check(r#"{"safe": true, "idempotent": false}"#, own, [Some(true), Some(true), Some(false), Some(true)]);
    }
}
