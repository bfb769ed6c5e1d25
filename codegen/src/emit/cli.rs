//! `src/cli.rs`: the command line, for any implementation of the service.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::servers::emitted;
use super::tokens::ident;
use crate::json::Value;
use crate::model::{Capability, Constraints, Function, Input, Target};
use crate::names::reserved;

pub(super) fn file(capability: &Capability) -> File {
    let app = app(capability);
    let items = quote! {
        /// Serves and calls what `service` makes of the client, as the arguments of the process
        /// say: `run(Proxy::new)` is the binary of this crate.
        pub fn run<S: Service>(service: impl Fn(Client) -> S + Copy + 'static) -> ExitCode {
            #app
        }
    };
    let mentioned = Mentioned::by(&items);
    let (runtime, server) = (mentioned.of(reserved::RUNTIME), mentioned.of(reserved::SERVER));
    let cli = mentioned.from(&quote!(capwright_runtime::cli), &["App", "CallInputs"]);
    let modules = capability.servers.iter().map(|server| ident(server.module()));
    let imports = quote! {
        use std::process::ExitCode;

        #runtime
        #cli
        #server

        use crate::{Client, SETTINGS, Service, #(#modules,)* mock};
    };
    rust("src/cli.rs", "The command line.", quote!(#imports #items))
}

/// What runs; `service` makes a service of a client, if anything is one.
pub(super) fn app(capability: &Capability) -> TokenStream {
    let methods = capability.methods();
    let servers = capability.servers.iter().map(|server| emitted(server).start());
    let commands = capability.commands().into_iter();
    let calls = commands.map(|(command, target)| call(capability, &methods, &command, target));
    let flows = capability.functions.iter().filter_map(|function| flow(capability, function));
    let client = if capability.upstreams.is_empty() {
        quote!(|settings, _| Client::builder().settings(settings).build())
    } else {
        quote!(|settings, http| Client::builder().settings(settings).http(http).build())
    };
    quote! {
        App::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"), SETTINGS)
            .client(#client)
            .mock(mock::upstreams)
            #(#servers)*
            #(#calls)*
            #(#flows)*
            .run()
    }
}

/// What `call` does with an operation: it asks the service, if that has a method for it.
fn call(capability: &Capability, methods: &BTreeSet<Target>, command: &str, target: Target) -> TokenStream {
    let operation = capability.operation(target);
    let name = ident(&operation.ident);
    let inputs = inputs(operation.inputs.iter().map(|input| (input, input.constraints.clone())));
    let call = match (methods.contains(&target), operation.inputs.is_empty()) {
        (true, false) => quote!(.function(#command, service, S::#name)),
        (true, true) => quote!(.function(#command, service, no_input(S::#name))),
        (false, false) => quote!(.operation(#command, Client::#name)),
        (false, true) => quote!(.operation(#command, async |client: &Client, _: &NoInput| client.#name().await)),
    };
    quote!(#call #inputs)
}

/// What is said of the inputs of a call beside their types.
fn inputs<'a>(inputs: impl Iterator<Item = (&'a Input, Constraints)>) -> Option<TokenStream> {
    let mut code = TokenStream::new();
    for (Input { name, ty, .. }, constraints) in inputs {
        let schema = Value::Object(constraints.schema(*ty)).to_string();
        let check = constraints.binds().then(|| quote!(.check(#name, #schema)));
        let default = constraints.fallback().map(ToString::to_string).map(|json| quote!(.default(#name, #json)));
        code.extend(quote!(#check #default));
    }
    (!code.is_empty()).then(|| quote!(.inputs(CallInputs::new() #code)))
}

/// What `call` does with a flow; none if the function is none.
fn flow(capability: &Capability, function: &Function) -> Option<TokenStream> {
    let flow = function.flow.as_ref()?;
    let command = format!("flow:{}", flow.name);
    let name = ident(&function.ident);
    let taken = capability.inputs(function);
    let inputs = inputs(taken.iter().map(|input| (input, flow.constraints(input))));
    Some(if taken.is_empty() {
        quote!(.function(#command, service, no_input(S::#name)))
    } else {
        quote!(.function(#command, service, S::#name) #inputs)
    })
}
