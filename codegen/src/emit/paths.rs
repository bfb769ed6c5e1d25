//! Places in JSON values as the runtime takes them: by reference, so that a path is parsed once.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, selection};
use crate::model::Selection;
use crate::names::{self, Scope};

/// The paths of one method, which stand before its statements.
#[derive(Default)]
pub(super) struct Paths {
    names: Scope,
    statics: Vec<TokenStream>,
}

impl Paths {
    /// A reference to the place; a path is named after what it is for.
    pub(super) fn reference(&mut self, purpose: &str, place: &Selection) -> TokenStream {
        let path = selection(place);
        if let Selection::Keys(_) = place {
            return quote!(&#path);
        }
        let name = ident(&self.names.unique(names::snake(purpose).to_uppercase()));
        self.statics.push(quote!(static #name: Path = #path;));
        quote!(&#name)
    }

    /// The statics.
    pub(super) fn statics(&self) -> TokenStream {
        self.statics.iter().cloned().collect()
    }
}
