//! What exposed units do: functions, the calls they make, and where values come from.

use std::collections::BTreeMap;

use super::{Constraints, Input, Output, Selection, ValueSource};

/// What is exposed, once: one method of the service trait.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// The method of the trait.
    pub ident: String,
    /// The flow that it is: it takes what that takes and answers what that answers.
    pub flow: Option<CalledFlow>,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// What callers give.
    pub input: FunctionInput,
    /// What it does.
    pub work: Work,
    /// What it answers.
    pub output: Output,
}

/// A flow that is a function.
#[derive(Debug, Clone, PartialEq)]
pub struct CalledFlow {
    /// Its name in the document.
    pub name: String,
    /// What it says beside their types of inputs of the function, by name.
    pub constraints: BTreeMap<String, Constraints>,
}

/// What a function takes.
#[derive(Debug, Clone, PartialEq)]
pub enum FunctionInput {
    /// The inputs of the operation that it calls; nothing if that has none.
    Operation(Target),
    /// Inputs of its own; nothing if there are none.
    Own(Record),
}

/// A struct of inputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// The struct; unused if it has no inputs.
    pub name: String,
    /// Its fields, in the order of their first use.
    pub inputs: Vec<Input>,
}

/// A consumed operation: indices of the upstream and of the operation in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "said above")]
pub struct Target {
    pub upstream: usize,
    pub operation: usize,
}

/// What a function does.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Calls one operation.
    Call(Call),
    /// Calls several, and puts their answers together.
    Steps(Steps),
    /// Calls nothing: its output is made of what the document fixes and of its inputs.
    Nothing,
}

/// A call of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What is called.
    pub target: Target,
    /// What it is given.
    pub arguments: Arguments,
}

/// What a call is given.
#[derive(Debug, Clone, PartialEq)]
pub enum Arguments {
    /// The input of the function as it is: both are [`FunctionInput::Operation`].
    Same,
    /// A value for each of these inputs of the operation, by index and in that order; others are absent.
    Each(Vec<(usize, ValueSource)>),
}

/// An orchestration.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// In the order they run.
    pub stages: Vec<Stage>,
    /// The step whose answer is that of the function, as it is or as its outputs shape it: [`CallStep::ident`] of the last call,
    /// which runs alone. None if mappings put the answer together.
    pub passed_on: Option<String>,
}

/// What runs at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Calls that need nothing of each other: in parallel if there are several.
    Calls(Calls),
    /// Finds entries in an earlier answer.
    Lookup(Lookup),
}

/// Calls that run at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Calls {
    /// At least one.
    pub steps: Vec<CallStep>,
    /// The variable that holds them if they are several.
    pub variable: Option<String>,
}

/// A step that calls.
#[derive(Debug, Clone, PartialEq)]
pub struct CallStep {
    /// Its name in the document.
    pub name: String,
    /// The variable that holds what it answers.
    pub ident: String,
    /// The variable that holds what it sends.
    pub input: String,
    /// The call.
    pub call: Call,
    /// What is read of the answer, by name, where the operation declares outputs; all of it if there are none.
    pub outputs: Vec<(String, Selection)>,
    /// Whether it may change something.
    pub writes: bool,
    /// The names of the steps before it that may have changed something, of many the last ones.
    pub after: Vec<String>,
}

/// A step that looks entries up.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// Its name in the document.
    pub name: String,
    /// The variable that holds what it finds.
    pub ident: String,
    /// The variable that holds the entries.
    pub index: String,
    /// The field of an entry that is compared.
    pub field: String,
    /// What it is compared with.
    pub wanted: ValueSource,
    /// The fields of an entry that are kept.
    pub keep: Vec<String>,
}

impl Record {
    /// The struct; none if it has no inputs.
    pub fn struct_name(&self) -> Option<&str> {
        (!self.inputs.is_empty()).then_some(self.name.as_str())
    }
}

impl CalledFlow {
    /// What an input must be beside its type: what the flow says of it, then what it feeds.
    pub fn constraints(&self, input: &Input) -> Constraints {
        let mut constraints = self.constraints.get(&input.name).cloned().unwrap_or_default();
        constraints.complete(&input.constraints);
        constraints
    }
}

impl Function {
    /// The operation that it is: it takes what that takes, gives its answer, and has its name.
    pub fn forwards_to(&self) -> Option<Target> {
        match (&self.work, &self.output) {
            (Work::Call(Call { target, arguments: Arguments::Same }), Output::Reply) => Some(*target),
            _ => None,
        }
    }

    /// The operations that it mentions, to be numbered anew.
    pub fn targets_mut(&mut self) -> Vec<&mut Target> {
        let mut targets = match &mut self.work {
            Work::Call(call) => vec![&mut call.target],
            Work::Steps(steps) => steps.targets_mut(),
            Work::Nothing => Vec::new(),
        };
        if let FunctionInput::Operation(target) = &mut self.input {
            targets.push(target);
        }
        targets
    }
}

impl Steps {
    /// The step whose answer is that of the function.
    pub fn passed_on(&self) -> Option<&CallStep> {
        self.calls().find(|step| self.passed_on.as_ref() == Some(&step.ident))
    }

    /// The steps that call, in order.
    pub fn calls(&self) -> impl Iterator<Item = &CallStep> {
        self.stages.iter().flat_map(|stage| match stage {
            Stage::Calls(calls) => calls.steps.as_slice(),
            Stage::Lookup(_) => &[],
        })
    }

    fn targets_mut(&mut self) -> Vec<&mut Target> {
        let calls = self.stages.iter_mut().flat_map(|stage| match stage {
            Stage::Calls(calls) => calls.steps.as_mut_slice(),
            Stage::Lookup(_) => &mut [],
        });
        calls.map(|step| &mut step.call.target).collect()
    }
}
