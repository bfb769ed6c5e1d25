//! Reusable flows, and what the units that refer to them inherit.

use crate::model::Hints;
use crate::read::naftiko::{self as doc, Aggregate, Data, Entry, ExposedInput, Loose, Map, Named, Output, Spanned};
use crate::resolve::naftiko::survey::unit::{Unit, UnitWord};
use crate::resolve::naftiko::terms::text;

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
        if self.answers() { work } else { doc::Work { outputs, ..work } }
    }

    /// Whether it says what it answers.
    pub(crate) fn answers(&self) -> bool {
        let work = self.calls();
        !work.outputs.is_empty() || !work.mappings.is_empty()
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
        Unit { kind: UnitWord::Flow, name: &self.name.value, place: &self.name.place }
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
