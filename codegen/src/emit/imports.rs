//! Imports: what the items of a file mention, and nothing else.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::ident;

/// The names that the items of a file mention.
pub(super) struct Mentioned(BTreeSet<String>);

impl Mentioned {
    /// All identifiers of `items`.
    pub(super) fn by(items: &TokenStream) -> Self {
        let mut names = BTreeSet::new();
        collect(items, &mut names);
        Self(names)
    }

    /// `use path::{…};` with those of `names` that are mentioned.
    pub(super) fn from(&self, path: &TokenStream, names: &[&str]) -> TokenStream {
        let names: Vec<_> = names.iter().filter(|name| self.0.contains(**name)).map(|name| ident(name)).collect();
        match names.as_slice() {
            [] => quote!(),
            [name] => quote!(use #path::#name;),
            names => quote!(use #path::{#(#names),*};),
        }
    }

    /// `use path::*;` if any of `names` is mentioned.
    pub(super) fn all_from<'a>(&self, path: &TokenStream, mut names: impl Iterator<Item = &'a str>) -> TokenStream {
        if names.any(|name| self.0.contains(name)) { quote!(use #path::*;) } else { quote!() }
    }
}

fn collect(tokens: &TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => collect(&group.stream(), names),
            TokenTree::Ident(name) => {
                names.insert(name.to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_mentioned_is_imported() {
        let mentioned = Mentioned::by(&quote!(
            fn a(b: Vec<Object>) -> Result<Reply> {
                c("Value")
            }
        ));
        let check = |names: &[&str], expected: &str| {
            assert_eq!(mentioned.from(&quote!(runtime), names).to_string(), expected);
        };
        check(&["Value", "Method"], "");
        check(&["Object", "Value"], "use runtime :: Object ;");
        check(&["Object", "Reply", "Value"], "use runtime :: { Object , Reply } ;");
        let all = |names: &[&str]| mentioned.all_from(&quote!(types), names.iter().copied()).to_string();
        assert_eq!((all(&["X", "Reply"]).as_str(), all(&["X"]).as_str()), ("use types :: * ;", ""));
    }
}
