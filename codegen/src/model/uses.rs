//! What values are made of: the inputs, settings and steps that they use.

use super::{
    Arguments, Call, CallStep, Function, Input, Lookup, Origin, Output, Part, Pick, Shaped, Stage, Steps, Type,
    ValueSource, Work,
};

/// What a value uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use<'a> {
    /// The function's input with this index.
    Input(usize),
    /// The value of the setting with this environment variable.
    Setting(&'a str),
    /// What the step with this variable answered.
    Step(&'a str),
}

impl<'a> Use<'a> {
    /// The input, if it is one.
    pub fn input(self) -> Option<usize> {
        if let Self::Input(index) = self { Some(index) } else { None }
    }

    /// The variable of the step, if it is one.
    pub fn step(self) -> Option<&'a str> {
        if let Self::Step(ident) = self { Some(ident) } else { None }
    }
}

impl ValueSource {
    /// What it uses, in order.
    pub fn uses(&self) -> Vec<Use<'_>> {
        match self {
            Self::Input(index) => vec![Use::Input(*index)],
            Self::Member(member) => vec![Use::Input(member.input)],
            Self::Constant(_) => Vec::new(),
            Self::Text(parts) => of_parts(parts),
            Self::Step(pick) => vec![pick.uses()],
            Self::List(items) => items.iter().flat_map(Self::uses).collect(),
            Self::Object(members) => members.iter().flat_map(|(_, value)| value.uses()).collect(),
        }
    }
}

impl Call {
    /// What its arguments use, in order; nothing in particular if they are the function's input as it is.
    pub fn uses(&self) -> Vec<Use<'_>> {
        self.arguments.each().iter().flat_map(|(_, source)| source.uses()).collect()
    }

    /// Whether it is given the function's input as it is.
    pub fn takes_whole_input(&self) -> bool {
        self.arguments == Arguments::Same
    }
}

impl Stage {
    /// What its steps use, in order.
    pub fn uses(&self) -> Vec<Use<'_>> {
        match self {
            Self::Calls(calls) => calls.steps.iter().flat_map(|step| step.call.uses()).collect(),
            Self::Lookup(lookup) => lookup.uses(),
        }
    }
}

impl Lookup {
    /// What it uses: the entries, and what they are compared with.
    pub fn uses(&self) -> Vec<Use<'_>> {
        let mut uses = vec![Use::Step(self.index.as_str())];
        uses.extend(self.wanted.uses());
        uses
    }
}

impl Work {
    /// What its calls and lookups use, in order.
    pub fn uses(&self) -> Vec<Use<'_>> {
        match self {
            Self::Call(call) => call.uses(),
            Self::Steps(steps) => steps.stages.iter().flat_map(Stage::uses).collect(),
            Self::Nothing => Vec::new(),
        }
    }

    /// Whether its answer is that of a call, as it is or as outputs shape it.
    pub fn passes_on(&self) -> bool {
        match self {
            Self::Call(_) => true,
            Self::Steps(steps) => steps.passed_on.is_some(),
            Self::Nothing => false,
        }
    }

    /// Its calls, in order.
    pub fn calls(&self) -> Vec<&Call> {
        match self {
            Self::Call(call) => vec![call],
            Self::Steps(steps) => steps.calls().map(|step| &step.call).collect(),
            Self::Nothing => Vec::new(),
        }
    }
}

impl Steps {
    /// The variables of all steps.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.stages.iter().flat_map(|stage| match stage {
            Stage::Calls(calls) => calls.steps.iter().map(|step| step.ident.as_str()).collect(),
            Stage::Lookup(lookup) => vec![lookup.ident.as_str()],
        })
    }
}

impl<N> Output<N> {
    /// What it uses.
    pub fn uses(&self) -> Vec<Use<'_>> {
        self.values().into_iter().flat_map(of_value).collect()
    }
}

impl Shaped {
    /// Whether any of it stands in what holds it.
    pub fn reads_answer(&self) -> bool {
        match self.origin {
            Origin::At(_) => true,
            Origin::Parts => self.inner().into_iter().any(Self::reads_answer),
            Origin::Step(_) | Origin::Constant(_) | Origin::Text { .. } => false,
        }
    }
}

impl Function {
    /// What it uses, in order: its output comes last.
    pub fn uses(&self) -> Vec<Use<'_>> {
        let mut uses = self.work.uses();
        if let Work::Steps(Steps { passed_on: Some(step), .. }) = &self.work
            && self.output != Output::Reply
        {
            uses.push(Use::Step(step));
        }
        uses.extend(self.output.uses());
        uses
    }

    /// The settings that it uses itself, beside those of the requests; some may be there several times.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.uses().into_iter().filter_map(|used| if let Use::Setting(env) = used { Some(env) } else { None })
    }
}

impl Pick {
    fn uses(&self) -> Use<'_> {
        Use::Step(&self.step)
    }
}

impl Input {
    /// Whether its Rust type is copied rather than moved.
    pub fn is_copy(&self) -> bool {
        matches!(self.ty, Type::Integer | Type::Boolean)
    }
}

impl CallStep {
    /// Whether later steps see an object of named outputs in place of the answer.
    pub fn is_reshaped(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// Whether the named outputs say which items of a list they mean, so that they are read from all of it.
    pub fn picks_items(&self) -> bool {
        let mut paths = self.outputs.iter().map(|(_, selection)| selection).filter(|it| !it.is_whole()).peekable();
        paths.peek().is_some() && paths.all(|path| path.is_of_item())
    }
}

fn of_value<N>(value: &Shaped<N>) -> Vec<Use<'_>> {
    let mut uses = match &value.origin {
        Origin::Step(pick) => vec![pick.uses()],
        Origin::Text { parts } => of_parts(parts),
        Origin::At(_) | Origin::Constant(_) | Origin::Parts => Vec::new(),
    };
    uses.extend(value.inner().into_iter().flat_map(of_value));
    uses
}

fn of_parts(parts: &[Part]) -> Vec<Use<'_>> {
    let of_part = |part| match part {
        &Part::Text(_) => None,
        Part::Setting(env) => Some(Use::Setting(env.as_str())),
        Part::Input(index) => Some(Use::Input(*index)),
        Part::Member(member) => Some(Use::Input(member.input)),
        Part::Step(pick) => Some(pick.uses()),
    };
    parts.iter().filter_map(of_part).collect()
}
