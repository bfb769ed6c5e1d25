//! What holds for all names and paths, whatever strangers call things.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use capwright_codegen::names::{self, Scope};
use capwright_codegen::package::name::package_name;
use proptest::prelude::*;

proptest! {
    #[test]
    fn names_are_legal_and_stable(wire in "\\PC{0,40}|[a-zA-Z0-9_$.-]{0,20}|self|Self|crate|super|_|async|gen|try") {
        for name in [names::snake(&wire), names::pascal(&wire)] {
            prop_assert!(names::is_ident(&name) && name.is_ascii() && name.len() < 130, "{wire:?}: {name}");
        }
        prop_assert_eq!(names::snake(&wire), names::snake(&wire));
        let env = names::env(&wire);
        prop_assert!(env.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'), "{wire:?}: {env}");
        prop_assert!(!env.starts_with(|c: char| c.is_ascii_digit()), "{env}");
    }

    #[test]
    fn names_in_a_scope_differ(wires in prop::collection::vec("[aA_2-]{0,4}|type|Type|\\PC{0,3}", 0..40)) {
        let mut scope = Scope::with_reserved(&["builder", "a_2"]);
        let mut taken = BTreeSet::from(["builder".to_owned(), "a_2".to_owned()]);
        for (turn, wire) in wires.iter().enumerate() {
            let name = if turn % 2 == 0 { scope.snake(wire) } else { scope.pascal(wire, "Input") };
            prop_assert!(names::is_ident(&name), "{name}");
            prop_assert!(taken.insert(name.clone()), "{name} is there twice");
        }
    }

    #[test]
    fn packages_are_folders_of_their_own(path in "(\\PC|[./\\\\a-zA-Z0-9-]){0,300}(\\.ya?ml)?") {
        let name = package_name(&path);
        prop_assert!(name.starts_with(|c: char| c.is_ascii_lowercase()), "{path:?}: {name}");
        prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{path:?}: {name}");
        prop_assert!(!name.ends_with('-') && name.len() <= 205 && names::is_ident(&name.replace('-', "_")), "{path:?}: {name}");
        let is_stable = package_name(&name) == name;
        prop_assert!(is_stable, "{name}");
    }
}
