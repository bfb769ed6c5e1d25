//! Lists and mappings that generated code puts together, from values that it takes by reference.

use proc_macro2::TokenStream;
use quote::quote;

/// A member or an item.
pub(super) enum Entry {
    /// Left out if it is absent.
    Value(TokenStream),
    /// `null` if it is absent.
    OrNull(TokenStream),
    Null,
}

pub(super) fn list(items: impl Iterator<Item = Entry>) -> TokenStream {
    let items = items.map(|item| match item {
        Entry::Value(item) => quote!(.item(#item)),
        Entry::OrNull(item) => quote!(.item_or_null(#item)),
        Entry::Null => quote!(.null_item()),
    });
    quote!(Json::list() #(#items)*)
}

pub(super) fn object<'a>(members: impl Iterator<Item = (&'a str, Entry)>) -> TokenStream {
    let members = members.map(|(name, value)| match value {
        Entry::Value(value) => quote!(.member(#name, #value)),
        Entry::OrNull(value) => quote!(.member_or_null(#name, #value)),
        Entry::Null => quote!(.null(#name)),
    });
    quote!(Json::object() #(#members)*)
}
