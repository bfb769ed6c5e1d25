//! The names of fields on the wire, in as few attributes as serde allows.

use proc_macro2::TokenStream;
use quote::quote;

/// How the fields of a struct get their names on the wire, unless they say so themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Casing {
    Same,
    Camel,
    Pascal,
    Kebab,
}

impl Casing {
    const ALL: [Self; 4] = [Self::Same, Self::Camel, Self::Pascal, Self::Kebab];

    /// The one that takes the fewest lines for `fields`, each with its name on the wire. To say one takes `lines` of its own.
    pub(super) fn of<'a>(fields: impl Iterator<Item = (&'a str, &'a str)> + Clone, lines: usize) -> Self {
        let taken = |casing: &Self| {
            let others = fields.clone().filter(|(field, wire)| casing.wire(field) != *wire).count();
            others + if *casing == Self::Same { 0 } else { lines }
        };
        Self::ALL.into_iter().min_by_key(taken).unwrap_or(Self::Same)
    }

    /// As `rename_all` has it, if it has to.
    pub(super) fn rule(self) -> Option<TokenStream> {
        let name = match self {
            Self::Same => return None,
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
        };
        Some(quote!(rename_all = #name))
    }

    /// The attribute of a field, if it needs one.
    pub(super) fn attribute(self, field: &str, wire: &str) -> Option<TokenStream> {
        (self.wire(field) != wire).then(|| quote!(#[serde(rename = #wire)]))
    }

    /// What serde makes of the name of a field.
    fn wire(self, field: &str) -> String {
        match self {
            Self::Same => field.to_owned(),
            Self::Kebab => field.replace('_', "-"),
            Self::Pascal => field.split('_').map(|word| with_first(word, char::to_ascii_uppercase)).collect(),
            Self::Camel => with_first(&Self::Pascal.wire(field), char::to_ascii_lowercase),
        }
    }
}

/// A word with its first letter in another case.
fn with_first(word: &str, case: impl Fn(&char) -> char) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| case(&first)).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde::Serialize;

    use super::*;

    /// Fields of every shape that names may have, as serde names them.
    macro_rules! named {
        ($($rule:literal)?) => {{
            #[derive(Default, Serialize)]
            $(#[serde(rename_all = $rule)])?
            struct Fields {
                id: (),
                account_id: (),
                type_: (),
                n2fa_code: (),
                page_2: (),
                a_b_c: (),
            }
            serde_json::to_value(Fields::default()).unwrap().as_object().unwrap().keys().cloned().collect::<Vec<_>>()
        }};
    }

    #[test]
    fn names_are_those_of_serde() {
        let fields = named!();
        let check = |casing: Casing, wanted: Vec<String>| {
            let found: Vec<String> = fields.iter().map(|field| casing.wire(field)).collect();
            assert_eq!(found, wanted);
        };
        check(Casing::Same, named!());
        check(Casing::Camel, named!("camelCase"));
        check(Casing::Pascal, named!("PascalCase"));
        check(Casing::Kebab, named!("kebab-case"));
    }

    #[test]
    fn the_fewest_lines_are_taken() {
        let check = |wires: &[&str], lines: usize, wanted: Casing| {
            let fields: Vec<String> = wires.iter().map(|wire| crate::names::snake(wire)).collect();
            let pairs = fields.iter().map(String::as_str).zip(wires.iter().copied());
            assert_eq!(Casing::of(pairs, lines), wanted, "{wires:?}");
        };
        check(&[], 0, Casing::Same);
        check(&["id", "limit"], 0, Casing::Same);
        check(&["accountId", "limit"], 0, Casing::Camel);
        check(&["accountId", "limit"], 1, Casing::Same);
        check(&["accountId", "pageSize"], 1, Casing::Camel);
        check(&["accountId", "page_size"], 0, Casing::Same);
        check(&["accountId", "pageSize", "sort_by"], 0, Casing::Camel);
        check(&["Id", "DisplayName"], 0, Casing::Pascal);
        check(&["account-id"], 0, Casing::Kebab);
        check(&["type"], 0, Casing::Camel);
    }
}
