//! The functions of a crate: units that do the same share one.

use serde_json::Value;

use crate::model::{
    self, Arguments, Binding, Call, Format, Function, FunctionInput, Input, Location, Operation, Output, Record, Route,
    Server, Source, Type,
};
use crate::names::{self, Scope};
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::{Functions, renumber};
use crate::resolve::naftiko::scopes;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::caller::input::CallerInput;
use crate::resolve::naftiko::work::outputs;
use crate::resolve::text::constant;

/// A function, and what is left to decide about it once all are known.
pub(crate) struct Registered {
    pub(crate) function: Function,
    /// What it is called if it has no name by right.
    hint: String,
    /// How many of its own inputs are used; the others are there because callers may give them.
    used: usize,
}

impl Registered {
    /// The operations that it calls, each as its place in the model.
    fn called(&self) -> Vec<(usize, usize)> {
        let calls = self.function.work.calls().into_iter();
        calls.map(|call| (call.target.upstream, call.target.operation)).collect()
    }

    /// Whether another takes, does and answers the same.
    fn does_the_same(&self, other: &Self) -> bool {
        let inputs = match (&self.function.input, &other.function.input) {
            (FunctionInput::Own(one), FunctionInput::Own(another)) => {
                self.used == other.used
                    && one.inputs.iter().zip(&another.inputs).take(self.used).all(|(one, other)| is_same(one, other))
            }
            (one, another) => one == another,
        };
        inputs && self.function.work == other.function.work && self.function.output == other.function.output
    }
}

/// A unit, once what it does is a function.
pub(crate) struct Exposed {
    /// The function.
    pub(crate) function: usize,
    /// What callers give: declared inputs in document order, then the others in the order of their first use.
    pub(crate) inputs: Vec<Bound>,
    /// Names and JSON texts of the function's inputs that the document fixes.
    pub(crate) constants: Vec<(String, String)>,
}

/// What callers give, and what becomes of it.
pub(crate) struct Bound {
    pub(crate) input: CallerInput,
    pub(crate) ty: Type,
    /// Whether they must give it.
    pub(crate) required: bool,
    /// What it is if they don't.
    pub(crate) default: Option<Value>,
    /// The inputs of the function that it is.
    pub(crate) targets: Vec<String>,
}

/// How the inputs of a unit become those of a function.
struct Matching {
    function: FunctionInput,
    arguments: Option<Arguments>,
    /// By input of the unit: the inputs of the function.
    targets: Vec<Vec<usize>>,
    constants: Vec<(String, String)>,
    used: usize,
}

impl Exposed {
    /// The binding of a caller that calls each input as `names` says.
    pub(crate) fn binding(&self, names: &[String]) -> Binding {
        let mut binding = Binding { constants: self.constants.clone(), ..Binding::default() };
        for (name, bound) in names.iter().zip(&self.inputs) {
            if bound.targets.iter().any(|target| target != name) {
                binding.renames.extend(bound.targets.iter().map(|target| (name.clone(), target.clone())));
            }
            if let Some(default) = &bound.default {
                binding.defaults.extend(bound.targets.iter().map(|target| (target.clone(), default.to_string())));
            }
        }
        binding
    }
}

impl Functions<'_> {
    /// What is said of a function.
    pub(crate) fn description(&self, function: usize) -> &str {
        &self.found[function].function.description
    }

    /// What a function answers.
    pub(crate) fn output(&self, function: usize) -> &Output {
        &self.found[function].function.output
    }

    /// The operations that a function calls.
    pub(crate) fn calls(&self, function: usize) -> Vec<&Operation> {
        let calls = self.found[function].function.work.calls().into_iter();
        calls.map(|call| self.operation(call.target)).collect()
    }

    /// The format of what a function passes on, if it makes one call.
    pub(crate) fn format(&self, function: usize) -> Option<&Format> {
        match &self.found[function].function.work {
            model::Work::Call(call) => Some(&self.operation(call.target).format),
            model::Work::Steps(_) | model::Work::Nothing => None,
        }
    }

    /// The function that does `work` and answers `output`, and how the inputs of the unit become those of it.
    pub(crate) fn add(
        &mut self,
        context: &mut Context<'_>,
        unit: Unit<'_>,
        caller: &Caller,
        mut work: model::Work,
        mut output: Output,
        (hint, description): (&str, &str),
    ) -> Exposed {
        let is_tool = unit.is_tool();
        let matching = self.same(caller, &work, &mut output).unwrap_or_else(|| own(caller, is_tool));
        let is_plain = output == Output::Reply && matching.arguments.is_some();
        let called = if let model::Work::Call(call) = &work { &self.operation(call.target).description } else { "" };
        let description = if is_plain || description.is_empty() { called } else { description };
        let mut renumber = |index: &mut usize| *index = matching.targets[*index].first().copied().unwrap_or(*index);
        match (&mut work, matching.arguments) {
            (model::Work::Call(call), Some(arguments)) => call.arguments = arguments,
            (work, _) => renumber::in_work(work, &mut renumber),
        }
        renumber::in_output(&mut output, &mut renumber);
        let function = Function {
            ident: String::new(),
            description: description.to_owned(),
            input: matching.function,
            work,
            output,
        };
        let index = self.share(Registered { function, hint: hint.to_owned(), used: matching.used });
        let inputs = self.inputs(&self.found[index].function);
        let names: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
        let bound = caller.shown().into_iter().map(|at| {
            let input = caller.inputs[at].clone();
            let targets = matching.targets[at].iter().map(|target| names[*target].clone()).collect();
            let ty = input.ty();
            let default = input.default.as_ref().map(|default| constant::of_type(context, &input.name, ty, default));
            Bound { ty, required: input.is_required(is_tool), default, targets, input }
        });
        Exposed { function: index, inputs: bound.collect(), constants: matching.constants }
    }

    /// The inputs of a function.
    pub(crate) fn inputs<'f>(&'f self, function: &'f Function) -> &'f [Input] {
        match &function.input {
            FunctionInput::Operation(target) => &self.operation(*target).inputs,
            FunctionInput::Own(record) => &record.inputs,
        }
    }

    /// Leaves out the names that a route requires where its function does.
    pub(crate) fn prune(&self, server: &mut Server) {
        let Server::Rest(rest) = server else { return };
        for Route { required, function, binding, .. } in &mut rest.routes {
            let inputs = self.inputs(&self.found[*function].function);
            let needs = |input: &str| inputs.iter().any(|known| known.name == input && known.required);
            required.retain(|name| {
                let mut targets = binding.renames.iter().filter(|(caller, _)| caller == name).map(|(_, input)| input);
                !targets.clone().any(|input| needs(input)) && (targets.next().is_some() || !needs(name))
            });
        }
    }

    /// All functions, with names that are unique among them and in `records`.
    pub(crate) fn finish(self, records: &mut Scope) -> Vec<Function> {
        let upstreams = self.upstreams;
        let mut methods = scopes::methods();
        let mut found = self.found;
        for Registered { function, .. } in &mut found {
            if let (FunctionInput::Operation(target), Output::Reply) = (&function.input, &function.output) {
                let operation: &Operation = &upstreams[target.upstream].upstream.operations[target.operation];
                function.ident = methods.unique(operation.ident.clone());
            }
        }
        for Registered { function, hint, .. } in &mut found {
            if function.ident.is_empty() {
                function.ident = methods.snake(hint);
            }
            if let FunctionInput::Own(record) = &mut function.input {
                name(record, &function.ident, records);
            }
            outputs::name(&mut function.output, records, &function.ident);
        }
        found.into_iter().map(|registered| registered.function).collect()
    }

    /// How a call takes what the operation takes, if each of its inputs is one of the caller's of the same type, or fixed.
    fn same(&self, caller: &Caller, work: &model::Work, output: &mut Output) -> Option<Matching> {
        let model::Work::Call(Call { target, arguments: Arguments::Each(sources) }) = work else { return None };
        if caller.hides_call {
            return None;
        }
        let operation = self.operation(*target);
        let mut targets = vec![Vec::new(); caller.inputs.len()];
        let mut constants = Vec::new();
        for (index, source) in sources {
            let input = &operation.inputs[*index];
            match source {
                Source::Input(at) if caller.inputs[*at].ty() == input.ty => targets[*at].push(*index),
                Source::Constant(value) => constants.push((input.name.clone(), value.to_string())),
                Source::Input(_) | Source::Text(_) | Source::Step(_) | Source::List(_) | Source::Object(_) => {
                    return None;
                }
            }
        }
        let mut is_whole = caller.in_order().into_iter().all(|at| !targets[at].is_empty());
        renumber::in_output(output, &mut |at| is_whole &= !targets[*at].is_empty());
        let function = FunctionInput::Operation(*target);
        is_whole.then_some(Matching { function, arguments: Some(Arguments::Same), targets, constants, used: 0 })
    }

    /// Adds a function, unless there is one that does the same with the same inputs.
    fn share(&mut self, new: Registered) -> usize {
        let called = new.called();
        let rivals = self.by_calls.entry(called).or_default();
        let Some(index) = rivals.iter().copied().find(|rival| self.found[*rival].does_the_same(&new)) else {
            rivals.push(self.found.len());
            self.found.push(new);
            return self.found.len() - 1;
        };
        if let (FunctionInput::Own(known), FunctionInput::Own(record)) =
            (&mut self.found[index].function.input, new.function.input)
        {
            merge(known, record);
        }
        index
    }
}

fn is_same(one: &Input, other: &Input) -> bool {
    one.name == other.name && one.ty == other.ty
}

/// A record for another unit too: what it doesn't need is not required, what it may be given is there.
fn merge(known: &mut Record, other: Record) {
    for input in &mut known.inputs {
        input.required &= other.inputs.iter().any(|other| other.name == input.name && other.required);
    }
    for mut input in other.inputs {
        if !known.inputs.iter().any(|known| known.name == input.name) {
            input.required = false;
            known.inputs.push(input);
        }
    }
}

/// A record of the unit's own inputs.
fn own(caller: &Caller, is_tool: bool) -> Matching {
    let order = caller.in_order();
    let mut targets = vec![Vec::new(); caller.inputs.len()];
    order.iter().enumerate().for_each(|(index, at)| targets[*at].push(index));
    let inputs = order.iter().map(|at| {
        let input = &caller.inputs[*at];
        Input {
            name: input.name.clone(),
            field: String::new(),
            location: input.feeds.map_or(Location::Query, |(location, _)| location),
            ty: input.ty(),
            required: input.default.is_some() || input.is_required(is_tool),
            description: input.description.clone(),
        }
    });
    let record = Record { name: String::new(), inputs: inputs.collect() };
    let used = order.iter().filter(|at| caller.is_used(**at)).count();
    Matching { function: FunctionInput::Own(record), arguments: None, targets, constants: Vec::new(), used }
}

/// Names a record and its fields. Where an operation has inputs of that name, the function has arguments.
fn name(record: &mut Record, ident: &str, records: &mut Scope) {
    if record.inputs.is_empty() {
        return;
    }
    let plain = names::pascal_with(ident, "Input");
    record.name = records.pascal(ident, if records.is_free(&plain) { "Input" } else { "Arguments" });
    let mut fields = Scope::default();
    for input in &mut record.inputs {
        input.field = fields.snake(&input.name);
    }
}
