//! Places in JSON values as the runtime takes them: by reference, so that a path is parsed once.

use proc_macro2::TokenStream;
use quote::quote;

use super::json_path;
use super::tokens::ident;
use crate::model::Selection;

/// The paths of one method, which stand before its statements.
#[derive(Default)]
pub(super) struct Paths(Vec<TokenStream>);

impl Paths {
    /// A reference to the place.
    pub(super) fn reference(&mut self, place: &Selection) -> TokenStream {
        let path = selection(place);
        let Selection::Path { ident: Some(name), .. } = place else { return quote!(&#path) };
        let name = ident(name);
        self.0.push(quote!(static #name: Path = #path;));
        quote!(&#name)
    }

    /// The same for a place that has been referred to before.
    pub(super) fn again(place: &Selection) -> TokenStream {
        Self::default().reference(place)
    }

    /// The statics.
    pub(super) fn statics(&self) -> TokenStream {
        self.0.iter().cloned().collect()
    }
}

/// A place in a JSON value, as the runtime takes it: an array of keys, or a `Path`.
pub(super) fn selection(selection: &Selection) -> TokenStream {
    match selection {
        Selection::Keys(keys) => quote!([#(#keys),*]),
        Selection::Path { text, segments, is_list, .. } => json_path::path(text, segments, *is_list),
    }
}
