//! Lists and mappings that generated code puts together, from values that it takes by reference; none is `null`.

use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn list(items: impl Iterator<Item = Option<TokenStream>>) -> TokenStream {
    let items = items.map(|item| match item {
        Some(item) => quote!(.item(#item)),
        None => quote!(.null_item()),
    });
    quote!(Json::list() #(#items)*)
}

pub(super) fn object<'a>(members: impl Iterator<Item = (&'a str, Option<TokenStream>)>) -> TokenStream {
    let members = members.map(|(name, value)| match value {
        Some(value) => quote!(.member(#name, #value)),
        None => quote!(.null(#name)),
    });
    quote!(Json::object() #(#members)*)
}
