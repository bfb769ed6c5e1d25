//! What a capability's functions call, take and pass on.

use super::{Arguments, Capability, Function, FunctionInput, Input, Operation, Output, Server, Target, Work};

impl Capability {
    /// Whether any function is exposed: without, there is no service to implement.
    pub fn is_served(&self) -> bool {
        self.servers.iter().any(Server::calls)
    }

    /// The structs and enums of the crate: inputs of operations and of functions, and what functions answer.
    pub fn types(&self) -> Vec<&str> {
        let operations = self.upstreams.iter().flat_map(|upstream| &upstream.operations);
        let mut types: Vec<&str> = operations.filter_map(Operation::struct_name).collect();
        for function in &self.functions {
            if let FunctionInput::Own(record) = &function.input {
                types.extend(record.struct_name());
            }
            types.extend(function.output.types());
        }
        types
    }

    /// A consumed operation.
    pub fn operation(&self, target: Target) -> &Operation {
        &self.upstreams[target.upstream].operations[target.operation]
    }

    /// What a function takes.
    pub fn inputs<'a>(&'a self, function: &'a Function) -> &'a [Input] {
        match &function.input {
            FunctionInput::Operation(target) => &self.operation(*target).inputs,
            FunctionInput::Own(record) => &record.inputs,
        }
    }

    /// The struct that a function takes, if it takes anything.
    pub fn record<'a>(&'a self, function: &'a Function) -> Option<&'a str> {
        match &function.input {
            FunctionInput::Operation(target) => self.operation(*target).struct_name(),
            FunctionInput::Own(record) => record.struct_name(),
        }
    }

    /// The operation whose input a function takes and whose answer it gives, both as they are.
    pub fn forwards_to(&self, function: &Function) -> Option<&Operation> {
        let (Work::Call(call), Output::Reply) = (&function.work, &function.output) else { return None };
        let operation = self.operation(call.target);
        let takes_same = match &call.arguments {
            Arguments::Same => true,
            Arguments::Each(_) => operation.inputs.is_empty() && self.inputs(function).is_empty(),
        };
        takes_same.then_some(operation)
    }
}
