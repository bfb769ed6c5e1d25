//! What functions do: the bodies of the functions of `Proxy`, which are given the service.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::Paths;
use super::tokens::ident;
use super::values::Values;
use super::{docs, outputs, types};
use crate::model::{
    Arguments, Call, CallStep, Calls, Capability, Function, Lookup, Output, Stage, Steps, Target, Use, ValueSource,
    Work,
};

/// The body of a function; `methods` are the operations that are called by the service.
pub(super) fn body(capability: &Capability, methods: &BTreeSet<Target>, function: &Function) -> TokenStream {
    let (paths, answer) = outputs::answer(capability, function);
    let mut body = Body::new(capability, methods, function, paths);
    let (statements, tail) = match (&function.work, &function.output) {
        (Work::Call(call), Output::Reply) => {
            let Called { input, call } = body.call(call, "step ", "request");
            (input, quote!(#call.await))
        }
        (Work::Call(call), _) => {
            let Called { input, call } = body.call(call, "step ", "request");
            (quote!(#input let reply = #call.await?;), answer)
        }
        (Work::Steps(steps), _) => (body.steps(steps), answer),
        (Work::Nothing, _) => (quote!(), answer),
    };
    let statics = body.values.paths.statics();
    let mut calls = function.work.calls().into_iter();
    let uses_client = calls.any(|call| !methods.contains(&call.target)) || function.settings().next().is_some();
    let client = uses_client.then(|| quote!(let client = service.proxy().client();));
    quote!(#statics #client #statements #tail)
}

/// Whether a function needs what calls upstreams, itself or by the service.
pub(super) fn uses_client(function: &Function) -> bool {
    !function.work.calls().is_empty() || function.settings().next().is_some()
}

/// Whether the body of the method of a function looks at its input.
pub(super) fn uses_input(function: &Function) -> bool {
    let whole = function.work.calls().into_iter().any(Call::takes_whole_input);
    whole || function.uses().iter().any(|used| matches!(used, Use::Input(_)))
}

/// The order of the steps in words; nothing for other functions.
pub(super) fn in_words(function: &Function) -> String {
    let Work::Steps(steps) = &function.work else { return String::new() };
    let stages: Vec<String> = steps.stages.iter().map(stage_in_words).collect();
    stages.join(", then ")
}

fn stage_in_words(stage: &Stage) -> String {
    match stage {
        Stage::Lookup(lookup) => docs::code(&lookup.name),
        Stage::Calls(calls) => {
            let names: Vec<String> = calls.steps.iter().map(|step| docs::code(&step.name)).collect();
            match names.as_slice() {
                [names @ .., last] if !names.is_empty() => format!("{} and {last} at once", names.join(", ")),
                names => names.concat(),
            }
        }
    }
}

/// A step in words, with those before it that may have written: an input of it that can't be had is told so.
fn place(CallStep { name, after, .. }: &CallStep) -> String {
    match after.as_slice() {
        [] => format!("step {name}"),
        done => format!("step {name} (already carried out: {})", done.join(", ")),
    }
}

/// The body of one method while it is printed, top down.
struct Body<'a> {
    capability: &'a Capability,
    methods: &'a BTreeSet<Target>,
    values: Values<'a>,
    /// Whether the input is needed after the call that is given it as a whole.
    keeps_input: bool,
    /// The variables of the steps that something reads.
    read: BTreeSet<String>,
}

/// A call of an operation.
struct Called {
    /// The statement before it that puts its input together, if that takes one.
    input: TokenStream,
    call: TokenStream,
}

impl<'a> Body<'a> {
    fn new(capability: &'a Capability, methods: &'a BTreeSet<Target>, function: &'a Function, paths: Paths) -> Self {
        let mut uses = function.uses();
        let keeps_input = uses.iter().any(|used| used.input().is_some());
        let inputs = capability.inputs(function);
        // What is borrowed as a whole can't be moved in parts.
        if function.work.calls().into_iter().any(Call::takes_whole_input) {
            uses.extend((0..inputs.len()).map(Use::Input));
        }
        let read = uses.iter().filter_map(|used| used.step()).map(str::to_owned).collect();
        Self { capability, methods, values: Values::new(inputs, &uses, paths), keeps_input, read }
    }

    fn steps(&mut self, steps: &Steps) -> TokenStream {
        let passed_on = |step: &CallStep| steps.passed_on.as_ref() == Some(&step.ident);
        let stages = steps.stages.iter().map(|stage| match stage {
            Stage::Calls(Calls { steps, .. }) if steps.iter().any(passed_on) => {
                steps.iter().map(|step| self.last(step)).collect()
            }
            Stage::Calls(calls) => self.calls(calls),
            Stage::Lookup(lookup) => self.lookup(lookup),
        });
        stages.collect()
    }

    /// The call whose answer is that of the function: it fails as a call does that is no step, but says what was carried out.
    fn last(&mut self, step: &CallStep) -> TokenStream {
        let Called { input, mut call } = self.call(&step.call, &place(step), &step.input);
        if !step.after.is_empty() {
            let (name, done) = (&step.name, &step.after);
            call = quote!(ending(#name, &[#(#done),*], #call));
        }
        if !self.read.contains(&step.ident) {
            return quote!(#input let reply = #call.await?;);
        }
        let reply = quote!(#input let reply = readable(#call).await?;);
        let own = step.writes.then_some(&step.name);
        let (variable, name, done) = (ident(&step.ident), &step.name, step.after.iter().chain(own));
        let reshaped = step.is_reshaped().then(|| self.reshape(step));
        quote!(#reply let #variable = read(#name, &[#(#done),*], &reply)?; #reshaped)
    }

    fn calls(&mut self, Calls { steps, variable: together }: &Calls) -> TokenStream {
        let (mut inputs, mut calls) = (TokenStream::new(), Vec::new());
        for step in steps {
            let Called { input, call } = self.call(&step.call, &place(step), &step.input);
            inputs.extend(input);
            calls.push(self.run(step, &call));
        }
        let is_read: Vec<bool> = steps.iter().map(|step| self.read.contains(&step.ident)).collect();
        let variables = steps.iter().zip(&is_read).map(|(step, is_read)| {
            let name = ident(&step.ident);
            if *is_read { quote!(#name) } else { quote!(_) }
        });
        let variables: Vec<TokenStream> = variables.collect();
        let reshaped = steps.iter().zip(&is_read).filter(|(step, is_read)| **is_read && step.is_reshaped());
        let reshaped: Vec<TokenStream> = reshaped.map(|(step, _)| self.reshape(step)).collect();
        let has_readers = is_read.contains(&true);
        let Some(together) = together.as_deref().map(ident) else {
            let binding = has_readers.then(|| quote!(let #(#variables)* =));
            return quote!(#inputs #binding #(#calls)*.await?; #(#reshaped)*);
        };
        let binding = has_readers.then(|| quote!(let [#(#variables),*] =));
        quote!(#inputs let #together = [#(#calls),*]; #binding parallel(#together).await?; #(#reshaped)*)
    }

    /// What takes a step.
    fn run(&self, step: &CallStep, call: &TokenStream) -> TokenStream {
        let CallStep { name, after, .. } = step;
        let run = match (self.read.contains(&step.ident), step.writes) {
            (false, _) => quote!(sent(#name, #call)),
            (true, false) => quote!(step(#name, #call)),
            (true, true) => quote!(write(#name, #call)),
        };
        if after.is_empty() { run } else { quote!(after(&[#(#after),*], #run)) }
    }

    /// Puts the named outputs of the operation in place of its answer.
    fn reshape(&mut self, step: &CallStep) -> TokenStream {
        let variable = ident(&step.ident);
        let outputs = step.outputs.iter().map(|(name, place)| {
            let reference = self.values.paths.reference(place);
            // Of an array without items, Rust can't tell the type.
            let cast = place.is_whole().then(|| quote!(as &[&str; 0]));
            quote!((#name, #reference #cast))
        });
        let outputs: Vec<_> = outputs.collect();
        let reshape = ident(if step.picks_items() { "reshape_list" } else { "reshape" });
        quote!(let #variable = #variable.map(|answer| #reshape(&answer, &[#(#outputs),*])).transpose()?;)
    }

    fn lookup(&mut self, lookup: &Lookup) -> TokenStream {
        let Lookup { ident: variable, index, field, wanted, keep, .. } = lookup;
        let (variable, index, wanted) = (ident(variable), ident(index), self.values.wanted(wanted));
        quote!(let #variable = lookup(#index.as_ref(), #field, #wanted, &[#(#keep),*]);)
    }

    /// The call of an operation: by the step that `place` names if there are several, with its input in that variable.
    fn call(&mut self, call: &Call, place: &str, variable: &str) -> Called {
        let operation = self.capability.operation(call.target);
        let (name, is_method) = (ident(&operation.ident), self.methods.contains(&call.target));
        // What a service may have another mind of is called by it; it takes its input, and the client looks at it.
        let (callee, reference) = if is_method { (quote!(service), quote!()) } else { (quote!(client), quote!(&)) };
        if operation.inputs.is_empty() {
            return Called { input: quote!(), call: quote!(#callee.#name()) };
        }
        match &call.arguments {
            Arguments::Same => {
                let clone = (is_method && self.keeps_input).then(|| quote!(.clone()));
                Called { input: quote!(), call: quote!(#callee.#name(#reference input #clone)) }
            }
            Arguments::Each(arguments) => {
                let (variable, record) = (ident(variable), self.record(call, arguments, place));
                let names = self.values.renamed(call, operation);
                let call = quote!(#callee.#name(#reference #variable));
                let call = if names.is_empty() { call } else { quote!(renamed(#call, &[#(#names),*])) };
                Called { input: quote!(let #variable = #record;), call }
            }
        }
    }

    fn record(&mut self, call: &Call, arguments: &[(usize, ValueSource)], place: &str) -> TokenStream {
        let operation = self.capability.operation(call.target);
        let (record, has_default) = (ident(&operation.record), types::has_default(&operation.inputs));
        if arguments.is_empty() && has_default {
            return quote!(#record::default());
        }
        let mut fields = Vec::new();
        for (index, wanted) in operation.inputs.iter().enumerate() {
            let field = ident(&wanted.field);
            match arguments.iter().find(|(given, _)| *given == index) {
                Some((_, source)) => {
                    let place = format!("{place}: {}", wanted.name);
                    let value = self.values.argument(wanted, source, &place);
                    fields.push(quote!(#field: #value));
                }
                None if has_default => {}
                None => fields.push(quote!(#field: None)),
            }
        }
        let rest = (fields.len() < operation.inputs.len()).then(|| quote!(..Default::default()));
        quote!(#record { #(#fields,)* #rest })
    }
}
