//! Rust names, decided once for the whole crate.
//!
//! A name is made from the wire name, then made legal (keywords, leading digits, foreign letters), then made unique in its
//! scope; a number that is appended for uniqueness is checked again, so a rename never collides with a third name.

mod casing;
mod folding;
mod index;
pub mod mcp;
pub mod reserved;

use std::collections::{BTreeMap, BTreeSet};

pub use casing::{env, is_ident, library, pascal, pascal_part, pascal_with, snake};
pub use folding::{folded, position};
pub use index::Index;

/// A set of names that must differ.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
    /// The next number to try, by name: a document may have one name thousands of times.
    next: BTreeMap<String, usize>,
}

impl Scope {
    /// A scope in which `reserved` are taken.
    pub fn with_reserved(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect(), next: BTreeMap::new() }
    }

    /// A snake_case name for `wire`: fields, methods, modules.
    pub fn snake(&mut self, wire: &str) -> String {
        self.unique(snake(wire))
    }

    /// An upper case name for `wire`: statics.
    pub fn upper(&mut self, wire: &str) -> String {
        self.unique(snake(wire).to_uppercase())
    }

    /// An UpperCamelCase name for `wire` with a suffix: types.
    pub fn pascal(&mut self, wire: &str, suffix: &str) -> String {
        self.unique(pascal_with(wire, suffix))
    }

    /// Whether nothing has this name.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// `name`, or the first of `name_2`, `name_3`… that is free. Types take the number without underscore.
    pub fn unique(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let separator = if name.starts_with(char::is_uppercase) { "" } else { "_" };
        let base = name.trim_end_matches('_');
        let number = self.next.entry(base.to_owned()).or_insert(2);
        loop {
            let free = format!("{base}{separator}{number}");
            *number += 1;
            if self.taken.insert(free.clone()) {
                return free;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_even_after_a_rename() {
        let mut scope = Scope::with_reserved(&["builder"]);
        let names = ["NextToken", "next_token_2", "nextToken", "builder", "self", "Self"].map(|wire| scope.snake(wire));
        assert_eq!(names, ["next_token", "next_token_2", "next_token_3", "builder_2", "self_", "self_2"]);
    }
}
