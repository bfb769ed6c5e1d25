//! Imports: what the items of a file mention, and nothing else.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use super::tokens::ident;
use crate::names::reserved::Imports;

/// Traits whose methods are called on variables, and those methods.
const TRAITS: [(&str, &[&str]); 1] = [("Pick", &["at", "has", "node", "pick", "segment"])];

/// Variables with methods of their own, or that a document names.
const HOLDERS: [&str; 6] = ["client", "collector", "item", "root", "self", "service"];

/// The names that the items of a file take from elsewhere, as far as that can be told from where they stand.
#[derive(Default)]
pub(super) struct Mentioned(BTreeSet<String>);

impl Mentioned {
    /// The identifiers of `items` that may be imported: none that is a method, a field or a part of a path.
    pub(super) fn by(items: &TokenStream) -> Self {
        let mut mentioned = Self::default();
        mentioned.collect(items);
        mentioned
    }

    /// `use capwright_runtime::…;` with what is mentioned of a module of the runtime.
    pub(super) fn of(&self, imports: Imports) -> TokenStream {
        self.of_all_but(imports, &[])
    }

    /// The same without what is mentioned but means something else.
    pub(super) fn of_all_but(&self, imports: Imports, others: &[&str]) -> TokenStream {
        let modules = imports.module.split("::").filter(|module| !module.is_empty()).map(ident);
        let names: Vec<&str> = imports.names.iter().filter(|name| !others.contains(name)).copied().collect();
        self.from(&quote!(capwright_runtime #(::#modules)*), &names)
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
    pub(super) fn all_from(&self, path: &TokenStream, names: &[&str]) -> TokenStream {
        if names.iter().any(|name| self.0.contains(*name)) { quote!(use #path::*;) } else { quote!() }
    }

    /// What variants hold; their own names are no mentions.
    fn collect_variants(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            if let TokenTree::Group(group) = token {
                self.collect(&group.stream());
            }
        }
    }

    fn collect(&mut self, tokens: &TokenStream) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) if is_enum(&tokens[..at]) => self.collect_variants(&group.stream()),
                TokenTree::Group(group) => self.collect(&group.stream()),
                TokenTree::Ident(name) => {
                    let (before, after) = (&tokens[..at], &tokens[at + 1..]);
                    if is_import(before, after) {
                        self.0.insert(name.to_string());
                    }
                    if is_called_on_variable(before, after) {
                        let name = name.to_string();
                        let traits = TRAITS.iter().filter(|(_, methods)| methods.contains(&name.as_str()));
                        self.0.extend(traits.map(|(name, _)| (*name).to_owned()));
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// Whether what follows are the variants of an enum.
fn is_enum(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(word), TokenTree::Ident(_)] if word == "enum")
}

/// Whether a name between these tokens is looked up in the file: no method, no rest of a path, nothing that is defined or
/// filled in there.
fn is_import(before: &[TokenTree], after: &[TokenTree]) -> bool {
    let is_member = match before {
        [.., TokenTree::Punct(dot)] => dot.as_char() == '.' && !is_punct(before, 1, '.'),
        _ => false,
    };
    let is_rest_of_path = is_punct(before, 0, ':') && is_punct(before, 1, ':');
    let is_defined = matches!(before, [.., TokenTree::Ident(word)] if word == "fn");
    let starts = |at: usize, c: char| matches!(after.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    let is_field = starts(0, ':') && !starts(1, ':');
    let is_associated = (is_punct(before, 0, '<') || is_punct(before, 0, ',')) && starts(0, '=') && !starts(1, '=');
    !(is_member || is_rest_of_path || is_defined || is_field || is_associated)
}

/// Whether the name is a method that is called on a variable: `name.method(…)`.
fn is_called_on_variable(before: &[TokenTree], after: &[TokenTree]) -> bool {
    let is_called = matches!(after, [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Parenthesis)
        || (matches!(after, [TokenTree::Punct(first), TokenTree::Punct(_), ..] if first.as_char() == ':'));
    match before {
        [rest @ .., TokenTree::Ident(variable), TokenTree::Punct(dot)] => {
            let is_holder = HOLDERS.iter().any(|holder| variable == holder);
            is_called && dot.as_char() == '.' && !is_holder && !is_punct(rest, 0, '.')
        }
        _ => false,
    }
}

/// Whether the token so many before the end is this one.
fn is_punct(tokens: &[TokenTree], from_end: usize, wanted: char) -> bool {
    let token = tokens.iter().rev().nth(from_end);
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &TokenStream, names: &[&str], expected: &str) {
        assert_eq!(Mentioned::by(items).from(&quote!(runtime), names).to_string(), expected, "{items}");
    }

    #[test]
    fn only_what_is_mentioned_is_imported() {
        let items = quote!(
            fn a(b: Vec<Object>) -> Result<Reply> {
                c("Value")
            }
        );
        check(&items, &["Value", "Method"], "");
        check(&items, &["Object", "Value"], "use runtime :: Object ;");
        check(&items, &["Object", "Reply", "Value"], "use runtime :: { Object , Reply } ;");
        let mentioned = Mentioned::by(&items);
        let all = |names: &[&str]| mentioned.all_from(&quote!(types), names).to_string();
        assert_eq!((all(&["X", "Reply"]).as_str(), all(&["X"]).as_str()), ("use types :: * ;", ""));
    }

    #[test]
    fn names_of_the_document_import_nothing() {
        let names = ["Output", "lookup", "step"];
        check(
            &quote!(
                fn step(&self) -> impl Future<Output = Result<Reply>> + Send {
                    self.client.lookup(&input.step)
                }
            ),
            &names,
            "",
        );
        check(&quote!(S::step, X { step: 1, lookup: 2, ..y }, r.step()), &names, "");
        check(
            &quote!(let a = [step("a", b)]; Answer::project(&a, Output::read)),
            &names,
            "use runtime :: { Output , step } ;",
        );
        check(&quote!(impl Output for X {}), &names, "use runtime :: Output ;");
        check(
            &quote!(
                enum X {
                    Output(step),
                    Other,
                }
            ),
            &names,
            "use runtime :: step ;",
        );
        check(&quote!(a..lookup(b)), &names, "use runtime :: lookup ;");
    }

    #[test]
    fn traits_are_imported_for_their_methods() {
        let names = ["Pick"];
        check(&quote!(ship.pick("a", &[])?), &names, "use runtime :: Pick ;");
        check(&quote!(ship.node(&collector).find("a", &[])?), &names, "use runtime :: Pick ;");
        check(&quote!(root.pick("a", &[])?, item.outermost().pick("a", &[])), &names, "");
        check(&quote!(X { a: step.at(&["a"]) }), &names, "use runtime :: Pick ;");
        check(&quote!(client.list(&input), service.pick(input)), &names, "");
        check(&quote!(self.client.pick(&input), self.pick(), input.pick, Json::list(), f(x).list()), &names, "");
    }
}
