//! `src/types.rs`: the inputs of the operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Mentioned;
use super::{File, docs, ident, rust, rust_type};
use crate::model::{Capability, Input, Operation, Upstream};

pub(super) fn file(capability: &Capability) -> File {
    let operations = capability
        .upstreams
        .iter()
        .flat_map(|upstream| upstream.operations.iter().map(move |operation| (upstream, operation)));
    let records = operations
        .filter(|(_, operation)| !operation.inputs.is_empty())
        .map(|(upstream, operation)| record(upstream, operation));
    let items = quote!(#(#records)*);
    let mentioned = Mentioned::by(&items);
    let runtime = mentioned.from(&quote!(capwright_runtime), &["Object", "Value"]);
    let serde = mentioned.from(&quote!(serde), &["Deserialize"]);
    rust("src/types.rs", "Inputs of the operations.", quote!(#runtime #serde #items))
}

fn record(upstream: &Upstream, operation: &Operation) -> TokenStream {
    let docs =
        docs::attributes(&format!("Inputs of {}.", docs::code(&format!("{}.{}", upstream.namespace, operation.name))));
    let name = ident(&operation.record);
    let fields = operation.inputs.iter().map(field);
    // A struct that needs no input is `Default`; one that does must be filled in.
    let derive = if operation.inputs.iter().any(|input| input.required) {
        quote!(#[derive(Debug, Clone, PartialEq, Deserialize)])
    } else {
        quote!(#[derive(Debug, Clone, Default, PartialEq, Deserialize)])
    };
    quote! {
        #docs
        #derive
        #[serde(deny_unknown_fields)]
        pub struct #name {
            #(#fields)*
        }
    }
}

fn field(input: &Input) -> TokenStream {
    let docs = docs::attributes(&docs::foreign(&input.description));
    let (name, ty) = (ident(&input.field), field_type(input));
    let rename = (input.field != input.name).then(|| {
        let wire = &input.name;
        quote!(#[serde(rename = #wire)])
    });
    quote!(#docs #rename pub #name: #ty,)
}

fn field_type(input: &Input) -> TokenStream {
    let ty = rust_type(input.ty);
    if input.required { ty } else { quote!(Option<#ty>) }
}
