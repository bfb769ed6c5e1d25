//! `src/types.rs`: the inputs of the operations; the inputs and outputs of the functions.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::casing::Casing;
use super::file::{File, rust};
use super::imports::Mentioned;
use super::tokens::{ident, rust_type};
use super::{docs, outputs};
use crate::model::{Capability, Function, FunctionInput, Input, Record};
use crate::names::reserved;

pub(super) fn file(capability: &Capability) -> File {
    let items = items(capability);
    let mentioned = Mentioned::by(&items);
    let project = mentioned.of(reserved::PROJECT);
    // `Output` has the `Result` of the prelude.
    let runtime = mentioned.of_all_but(reserved::RUNTIME, &["Result"]);
    let serde = mentioned.from(&quote!(serde), &["Deserialize", "Serialize"]);
    rust("src/types.rs", contents(capability), quote!(#project #runtime #serde #items))
}

/// All types of a crate.
fn items(capability: &Capability) -> TokenStream {
    let operations = capability
        .upstreams
        .iter()
        .flat_map(|upstream| upstream.operations.iter().map(move |operation| (&upstream.namespace, operation)))
        .filter(|(_, operation)| !operation.inputs.is_empty())
        .map(|(namespace, it)| record(&it.record, &format!("{namespace}.{}", it.name), &it.inputs));
    let own = capability.functions.iter().filter_map(own_record);
    let own = own.map(|(function, it)| record(&it.name, &function.ident, &it.inputs));
    let outputs = outputs::items(capability);
    quote!(#(#operations)* #(#own)* #(#outputs)*)
}

/// Whether the struct of these inputs is `Default`: one that needs an input must be filled in.
pub(super) fn has_default(inputs: &[Input]) -> bool {
    inputs.iter().all(|input| !input.required)
}

fn contents(capability: &Capability) -> &'static str {
    let is_own = |function: &Function| own_record(function).is_some() || !function.output.types().is_empty();
    let has_own = capability.functions.iter().any(is_own);
    let has_operations = capability.upstreams.iter().flat_map(|it| &it.operations).any(|it| !it.inputs.is_empty());
    match (has_operations, has_own) {
        (_, false) => "Inputs of the operations.",
        (false, true) => "Inputs and outputs of the functions.",
        (true, true) => "Inputs of the operations; inputs and outputs of the functions.",
    }
}

fn own_record(function: &Function) -> Option<(&Function, &Record)> {
    match &function.input {
        FunctionInput::Own(record) if !record.inputs.is_empty() => Some((function, record)),
        FunctionInput::Own(_) | FunctionInput::Operation(_) => None,
    }
}

fn record(name: &str, of: &str, inputs: &[Input]) -> TokenStream {
    let docs = docs::attributes(&format!("Inputs of {}.", docs::code(of)));
    let name = ident(name);
    let casing = Casing::of(inputs.iter().map(|it| (it.field.as_str(), it.name.as_str())), 0);
    let (fields, rule) = (inputs.iter().map(|input| field(input, casing)), casing.rule().into_iter());
    let default = has_default(inputs).then(|| quote!(Default,));
    let setters = setters(&name, inputs);
    let has_secrets = inputs.iter().any(|input| input.is_secret);
    let (derived, debug) = if has_secrets { (quote!(), debug(&name, inputs)) } else { (quote!(Debug,), quote!()) };
    quote! {
        #docs
        #[derive(#derived Clone, #default PartialEq, Deserialize, Serialize)]
        #[serde(deny_unknown_fields #(, #rule)*)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
        #debug
        #setters
    }
}

/// `Debug` of inputs of which some are secrets: those it only names.
fn debug(name: &Ident, inputs: &[Input]) -> TokenStream {
    let wire = name.to_string();
    let fields = inputs.iter().map(|input| {
        let (field, called) = (ident(&input.field), &input.field);
        let value = if input.is_secret { quote!(&format_args!("…")) } else { quote!(&self.#field) };
        quote!(.field(#called, #value))
    });
    quote! {
        /// Shows no secret.
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#wire) #(#fields)* .finish()
            }
        }
    }
}

/// `new` with what is required, and a method for each of the other inputs.
fn setters(name: &Ident, inputs: &[Input]) -> TokenStream {
    let typed = |input: &Input| {
        let (field, ty) = (ident(&input.field), rust_type(input.ty));
        quote!(#field: #ty)
    };
    let required = inputs.iter().filter(|input| input.required).map(typed);
    let optional = inputs.iter().filter(|input| !input.required).map(typed);
    quote!(capwright_runtime::setters!(#name(#(#required),*) #(, #optional)*);)
}

fn field(input: &Input, casing: Casing) -> TokenStream {
    let said = [docs::foreign(&input.description), input.constraints.sentences(&docs::code)];
    let docs = docs::attributes(&docs::paragraphs(said));
    let (name, ty) = (ident(&input.field), field_type(input));
    let rename = casing.attribute(&input.field, &input.name);
    quote!(#docs #rename pub #name: #ty,)
}

fn field_type(input: &Input) -> TokenStream {
    let ty = rust_type(input.ty);
    if input.required { ty } else { quote!(Option<#ty>) }
}
