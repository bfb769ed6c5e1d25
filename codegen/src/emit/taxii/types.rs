//! `src/types.rs`: resources with what the description adds, and what pages can be asked for.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{own_types, pages};
use crate::emit::docs;
use crate::emit::file::{File, rust};
use crate::emit::imports::Mentioned;
use crate::emit::tokens::{ident, rust_type};
use crate::model::taxii::{Endpoint, Extension, Property, PropertyType, Resource, Taxii, TaxiiOperation};
use crate::names::reserved;

pub(super) fn file(taxii: &Taxii) -> File {
    let resources = taxii.resources.iter().map(resource);
    let listings = taxii.operations.iter().filter(|endpoint| endpoint.operation.is_paged()).map(listing);
    let items = quote!(#(#resources)* #(#listings)*);
    let mentioned = Mentioned::by(&items);
    let runtime = mentioned.of(reserved::RUNTIME_OF_TAXII);
    let standard = mentioned.of_all_but(reserved::TAXII, &own_types(taxii));
    let serde = mentioned.from(&quote!(serde), &["Deserialize", "Serialize"]);
    let docs = "Resources with what the description adds, and what pages can be asked for.";
    rust("src/types.rs", docs, quote!(#runtime #standard #serde #items))
}

/// The alias of the extended type, the struct of its properties, and their enums.
fn resource(extension: &Extension) -> TokenStream {
    let (name, fields) = (ident(extension.resource.type_name()), ident(extension.resource.fields_name()));
    let word = extension.resource.as_str().replace('_', " ");
    let alias_docs = docs::attributes(&format!("A {word}, with [`{fields}`] in `extra`."));
    let struct_docs = docs::attributes(&format!("What the description adds to a {word}."));
    let properties = extension.properties.iter().map(field);
    let enums = extension.properties.iter().filter_map(|property| open_enum(&word, property));
    let collections = (extension.resource == Resource::Collection).then(|| {
        quote! {
            /// All collections of an API root.
            pub type Collections = taxii::Collections<Collection>;
        }
    });
    let derive = derives(extension);
    quote! {
        #alias_docs
        pub type #name = taxii::#name<#fields>;
        #collections

        #struct_docs
        #derive
        pub struct #fields {
            #(#properties)*
            /// Further properties.
            #[serde(flatten)]
            pub extra: Object,
        }

        #(#enums)*
    }
}

/// An enum has no default, so a struct that requires one has none either.
fn derives(extension: &Extension) -> TokenStream {
    let default = !extension
        .properties
        .iter()
        .any(|property| property.required && matches!(property.ty, PropertyType::Open { .. }));
    let default = default.then(|| quote!(Default,));
    quote!(#[derive(Debug, Clone, #default PartialEq, Serialize, Deserialize)])
}

fn field(property: &Property) -> TokenStream {
    let docs = docs::attributes(&docs::foreign(&property.description));
    let (field, wire) = (ident(&property.field), &property.name);
    let ty = match &property.ty {
        PropertyType::Open { name, .. } => {
            let name = ident(name);
            quote!(#name)
        }
        PropertyType::Plain(ty) => rust_type(*ty),
    };
    let rename = (property.field != property.name).then(|| quote!(rename = #wire,));
    let (ty, skip) = if property.required {
        (ty, quote!())
    } else {
        (quote!(Option<#ty>), quote!(skip_serializing_if = "Option::is_none",))
    };
    let serde = (rename.is_some() || !property.required).then(|| quote!(#[serde(#rename #skip)]));
    quote!(#docs #serde pub #field: #ty,)
}

fn open_enum(resource: &str, property: &Property) -> Option<TokenStream> {
    let PropertyType::Open { name, variants } = &property.ty else { return None };
    let name = ident(name);
    let docs = docs::attributes(&format!("Values of {} in a {resource}.", docs::code(&property.name)));
    let variants = variants.iter().map(|(wire, variant)| {
        let docs = docs::attributes(&docs::code(wire));
        let variant = ident(variant);
        quote!(#docs #[serde(rename = #wire)] #variant,)
    });
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the description doesn't list.
            #[serde(untagged)]
            Other(String),
        }
    })
}

/// The marker of the requests of a paged operation, and the filters that it offers.
fn listing(endpoint: &Endpoint) -> TokenStream {
    let (marker, name) = (pages(endpoint.operation).map(ident), endpoint.operation.as_str());
    let docs = docs::attributes(&format!("Marks requests for pages of `{name}`."));
    let item = if endpoint.operation == TaxiiOperation::Manifest { quote!(ManifestRecord) } else { quote!(StixObject) };
    let filters: Vec<_> = endpoint.filters.iter().map(|filter| ident(filter.type_name())).collect();
    quote! {
        #docs
        #[derive(Debug, Clone, Copy)]
        pub enum #marker {}

        impl Listing for #marker {
            type Item = #item;
            const NAME: &'static str = #name;
            const FILTERS: &'static [Filter] = &[#(Filter::#filters),*];
        }

        #(impl filter::#filters for #marker {})*
    }
}
