//! Functions that have no names yet.

use std::collections::BTreeMap;

use crate::model::{
    Arguments, Call, CalledFlow, Constraints, Function, FunctionInput, Input, Location, Operation, Output, Record,
    Target, Type, Unnamed, Work,
};
use crate::names::{self, Scope, reserved};
use crate::resolve::naftiko::functions::methods::MethodName;
use crate::resolve::naftiko::functions::naming;
use crate::resolve::naftiko::survey::unit::{Unit, Written};
use crate::resolve::naftiko::work::callees::Callees;
use crate::source::Place;

/// What is known of a function before all functions are: names come last.
pub(crate) struct Draft {
    /// What its method is called, unless a unit of that name does something else.
    pub(crate) name: MethodName,
    /// The unit that it is of.
    pub(crate) unit: DraftUnit,
    /// One line or paragraphs; may be empty.
    pub(crate) description: String,
    /// What callers give.
    pub(crate) input: DraftInput,
    /// What it does.
    pub(crate) work: Work,
    /// What it answers.
    pub(crate) output: Output<Unnamed>,
    /// What the flow that it refers to says beside their types of its inputs, by name.
    pub(crate) said: BTreeMap<String, Constraints>,
}

/// The unit of a function: a tool, if it is of any.
#[derive(Debug, Clone)]
pub(crate) struct DraftUnit {
    pub(crate) is_tool: bool,
    /// The namespace of its server.
    pub(crate) server: String,
    /// What messages call it.
    pub(crate) label: String,
    pub(crate) place: Place,
}

/// What a function takes.
#[derive(Debug, PartialEq)]
pub(crate) enum DraftInput {
    /// The inputs of the operation that it calls.
    Operation(Target),
    /// Inputs of its own.
    Own(OwnInputs),
}

/// Inputs of a function's own, in the order of their first use.
#[derive(Debug, PartialEq)]
pub(crate) struct OwnInputs {
    /// Those that it uses, then those that are there because callers may give them.
    pub(crate) all: Vec<OwnInput>,
    /// How many it uses.
    pub(crate) used: usize,
}

/// An input of a function's own.
#[derive(Debug, PartialEq)]
pub(crate) struct OwnInput {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) description: String,
    /// Whether it authenticates.
    pub(crate) is_secret: bool,
}

impl Draft {
    /// A function that is an operation: it passes on what it is given, and what that answers.
    pub(crate) fn of_operation(target: Target, operation: &Operation, name: MethodName, unit: DraftUnit) -> Self {
        Self {
            name,
            unit,
            description: operation.description.clone(),
            input: DraftInput::Operation(target),
            work: Work::Call(Call { target, arguments: Arguments::Same }),
            output: Output::Reply,
            said: BTreeMap::new(),
        }
    }

    /// Whether it is an operation.
    pub(crate) fn is_operation(&self) -> bool {
        matches!((&self.input, &self.output), (DraftInput::Operation(_), Output::Reply))
    }

    /// The operations that it calls.
    pub(crate) fn called(&self) -> Vec<Target> {
        self.work.calls().into_iter().map(|call| call.target).collect()
    }

    /// Whether another takes, does and answers the same, and is called the same: else it would depend on the one what the method
    /// of the other is called.
    pub(crate) fn does_the_same(&self, other: &Self) -> bool {
        let inputs = match (&self.input, &other.input) {
            (DraftInput::Own(one), DraftInput::Own(another)) => one.uses_the_same(another),
            (one, another) => one == another,
        };
        inputs && self.name == other.name && self.work == other.work && self.output == other.output
    }

    /// Makes it serve another unit too, which does the same.
    pub(crate) fn merge(&mut self, other: Self) {
        if let (DraftInput::Own(known), DraftInput::Own(inputs)) = (&mut self.input, other.input) {
            known.merge(inputs);
        }
        for (name, constraints) in &other.said {
            self.said.entry(name.clone()).or_default().complete(constraints);
        }
        if other.unit.is_tool && !self.unit.is_tool {
            self.unit = other.unit;
        }
    }

    /// The function by the name that it gets; its types have names that are unique in `records`.
    pub(crate) fn finish(self, name: MethodName, records: &mut Scope) -> Function {
        let Self { description, input, work, output, said, .. } = self;
        let MethodName { ident, stem, flow } = name;
        let input = match input {
            DraftInput::Operation(target) => FunctionInput::Operation(target),
            DraftInput::Own(inputs) => FunctionInput::Own(inputs.finish(&stem, records)),
        };
        let output = naming::named(output, records, &stem);
        let flow = flow.map(|name| CalledFlow { name, constraints: said });
        Function { ident, flow, description, input, work, output }
    }
}

impl DraftUnit {
    /// A unit as it is written.
    pub(crate) fn of(written: &Written<'_>) -> Self {
        let Unit { kind, name, place } = written.unit;
        let server = written.prefixes.last().copied().unwrap_or_default().to_owned();
        Self { is_tool: written.unit.is_tool(), server, label: format!("{kind} `{name}`"), place: place.clone() }
    }

    /// What tells it from another unit of its name: what it is, else its server.
    pub(crate) fn apart_from(&self, other: &Self) -> String {
        match (self.is_tool, other.is_tool) {
            (false, true) => "_route".to_owned(),
            (true, false) => "_tool".to_owned(),
            _ => format!("_{}", names::snake(&self.server)),
        }
    }
}

impl DraftInput {
    /// The names of the inputs.
    pub(crate) fn names(&self, callees: Callees<'_>) -> Vec<String> {
        match self {
            Self::Operation(target) => {
                callees.operation(*target).inputs.iter().map(|input| input.name.clone()).collect()
            }
            Self::Own(inputs) => inputs.all.iter().map(|input| input.name.clone()).collect(),
        }
    }

    /// Whether it needs an input of that name.
    pub(crate) fn needs(&self, callees: Callees<'_>, name: &str) -> bool {
        match self {
            Self::Operation(target) => {
                callees.operation(*target).inputs.iter().any(|input| input.name == name && input.required)
            }
            Self::Own(inputs) => inputs.all.iter().any(|input| input.name == name && input.required),
        }
    }
}

impl OwnInputs {
    fn uses_the_same(&self, other: &Self) -> bool {
        let mut pairs = self.all.iter().zip(&other.all).take(self.used);
        self.used == other.used && pairs.all(|(one, another)| one.name == another.name && one.ty == another.ty)
    }

    /// What another unit doesn't need is not required, what it may be given is there. Nothing uses what has another type.
    fn merge(&mut self, other: Self) {
        for known in &mut self.all {
            let twin = other.all.iter().find(|input| input.name == known.name);
            known.required &= twin.is_some_and(|twin| twin.required);
            known.is_secret |= twin.is_some_and(|twin| twin.is_secret);
            if twin.is_some_and(|twin| twin.ty != known.ty) {
                known.ty = Type::Any;
            }
        }
        for input in other.all {
            if !self.all.iter().any(|known| known.name == input.name) {
                self.all.push(OwnInput { required: false, ..input });
            }
        }
    }

    /// The record. Where an operation has inputs of that name, the function has arguments.
    fn finish(self, ident: &str, records: &mut Scope) -> Record {
        if self.all.is_empty() {
            return Record::default();
        }
        let plain = names::pascal_with(ident, "Input");
        let name = records.pascal(ident, if records.is_free(&plain) { "Input" } else { "Arguments" });
        let mut fields = Scope::with_reserved(&reserved::INPUT_FIELDS);
        let inputs = self.all.into_iter().map(|input| {
            let OwnInput { name, location, ty, required, description, is_secret } = input;
            let (field, constraints, or_setting) = (fields.snake(&name), Constraints::default(), false);
            Input { field, name, location, ty, required, description, constraints, or_setting, is_secret }
        });
        Record { name, inputs: inputs.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::reserved;

    /// Inputs as `name` or `name!` where it is required, `|` before those that are not used.
    fn draft(written: &str) -> Draft {
        let (used, other) = written.split_once('|').unwrap_or((written, ""));
        let input = |name: &str| OwnInput {
            name: name.trim_end_matches('!').to_owned(),
            location: Location::Query,
            ty: Type::String,
            required: name.ends_with('!'),
            description: String::new(),
            is_secret: false,
        };
        let all = [used, other].iter().flat_map(|names| names.split_whitespace()).map(input).collect();
        let input = DraftInput::Own(OwnInputs { all, used: used.split_whitespace().count() });
        let name = MethodName { ident: "ship".to_owned(), stem: "ship".to_owned(), flow: None };
        let place = Place { file: 0, line: 1, column: 1, span: 0..0 };
        let unit = DraftUnit { is_tool: true, server: String::new(), label: String::new(), place };
        Draft {
            name,
            unit,
            description: String::new(),
            input,
            work: Work::Nothing,
            output: Output::Reply,
            said: BTreeMap::new(),
        }
    }

    fn finished(draft: Draft) -> String {
        let name = draft.name.clone();
        let record = draft.finish(name, &mut Scope::with_reserved(&reserved::types())).input;
        let FunctionInput::Own(Record { name, inputs }) = record else { return String::new() };
        let inputs: Vec<String> =
            inputs.iter().map(|input| input.field.clone() + if input.required { "!" } else { "" }).collect();
        format!("{name}: {}", inputs.join(" "))
    }

    #[test]
    fn units_share_a_function_that_use_the_same_inputs() {
        let check = |one: &str, other: &str, expected: &str| {
            let (mut known, new) = (draft(one), draft(other));
            let shared = known.does_the_same(&new).then(|| {
                known.merge(new);
                finished(known)
            });
            assert_eq!(shared.as_deref().unwrap_or("two"), expected, "{one} and {other}");
        };
        check("a b", "a b", "ShipInput: a b");
        check("a! b!", "a! b", "ShipInput: a! b");
        check("a b", "b a", "two");
        check("a", "a b", "two");
        check("a | b!", "a!", "ShipInput: a b");
        check("a | b", "a | C!", "ShipInput: a b c");
        check("", "", ": ");
    }
}
