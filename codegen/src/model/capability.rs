//! What a capability's functions call, take and pass on.

use std::collections::BTreeSet;

use super::{Capability, Function, FunctionInput, Input, Operation, Server, Target};

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

    /// The operations that are functions: whatever calls one of them calls the function.
    pub fn methods(&self) -> BTreeSet<Target> {
        self.functions.iter().filter_map(Function::forwards_to).collect()
    }
}
