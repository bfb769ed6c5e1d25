//! Names that clients of MCP servers take.

use std::collections::{BTreeMap, BTreeSet};

/// What clients take as the name of a tool or argument; one name beyond that ends whole sessions.
const LONGEST: usize = 64;
/// How long the end of a name is that was cut: an underscore, and a hash.
const HASH: usize = 9;

/// Names that are taken.
#[derive(Debug, Default)]
struct Taken {
    names: BTreeSet<String>,
    /// The next number to try, by name: a document may have one name thousands of times.
    next: BTreeMap<String, usize>,
}

/// The names of the tools of a server as every client takes them, 1 to 64 of `A-Za-z0-9_-`. Those that are legal stay; the
/// others are made so, and unlike all others.
pub fn legal(written: &[&str]) -> Vec<String> {
    made_legal(written, "tool", |c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

/// The names of the arguments of a tool in the same way: 1 to 64 of `A-Za-z0-9_.-`.
pub fn arguments(written: &[&str]) -> Vec<String> {
    made_legal(written, "argument", |c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

/// Names of these letters; one that has none of them is called `otherwise`.
fn made_legal(written: &[&str], otherwise: &str, is_plain: impl Fn(char) -> bool) -> Vec<String> {
    let is_legal = |name: &&str| (1..=LONGEST).contains(&name.len()) && name.chars().all(&is_plain);
    let names = written.iter().copied().filter(is_legal).map(str::to_owned).collect();
    let mut taken = Taken { names, ..Taken::default() };
    let mut name = |name: &&str| match is_legal(name) {
        true => (*name).to_owned(),
        false => taken.trimmed(&replaced(name, &is_plain), otherwise),
    };
    written.iter().map(&mut name).collect()
}

/// The name with an underscore in the place of every letter that is not legal.
fn replaced(name: &str, is_legal: impl Fn(char) -> bool) -> String {
    name.chars().map(|c| if is_legal(c) { c } else { '_' }).collect()
}

impl Taken {
    /// A free name without the underscores at both ends; `otherwise`, if there was nothing else.
    fn trimmed(&mut self, plain: &str, otherwise: &str) -> String {
        let trimmed = plain.trim_matches('_');
        self.free(if trimmed.is_empty() { otherwise } else { trimmed })
    }

    /// The name, or the first of `name_2`, `name_3`… that is free. It is ASCII. One that is too long is cut, and ends in a hash
    /// of all of it: it stays the same whatever stands beside it.
    fn free(&mut self, name: &str) -> String {
        let name = match name.len() > LONGEST {
            true => format!("{}_{:08x}", &name[..LONGEST - HASH], hash(name)),
            false => name.to_owned(),
        };
        let cut = |ending: &str| format!("{}{ending}", &name[..name.len().min(LONGEST - ending.len())]);
        let mut free = cut("");
        let number = self.next.entry(free.clone()).or_insert(2);
        while self.names.contains(&free) {
            free = cut(&format!("_{number}"));
            *number += 1;
        }
        self.names.insert(free.clone());
        free
    }
}

/// FNV-1a, of 32 bits.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_takes_the_names_of_arguments() {
        let rows = [
            ("limit", "limit"),
            ("$filter", "filter_2"),
            ("filter[name]", "filter_name"),
            ("a b", "a_b_2"),
            ("filter", "filter"),
            ("a_b", "a_b"),
            ("page.size", "page.size"),
            ("日本", "argument"),
            ("", "argument_2"),
        ];
        assert_eq!(arguments(&rows.map(|(name, _)| name)), rows.map(|(_, expected)| expected));
    }

    #[test]
    fn names_that_are_cut_differ_by_what_is_cut() {
        let names = ["a", "b"].map(|end| format!("{}{end}", "x".repeat(70)));
        let made = legal(&names.each_ref().map(String::as_str));
        assert_ne!(made[0], made[1]);
        assert!(made.iter().all(|name| name.len() == LONGEST && name.starts_with(&"x".repeat(55))), "{made:?}");
        assert_eq!(legal(&[names[1].as_str()])[0], made[1], "whatever stands beside it");
    }

    #[test]
    fn every_client_takes_the_names_of_tools() {
        let long = "x".repeat(70);
        let cut = format!("{}_{:08x}", &long[..55], hash(&long));
        let rows = [
            ("list-orders", "list-orders"),
            ("list-openapi.yml", "list-openapi_yml_2"),
            ("list-openapi_yml", "list-openapi_yml"),
            ("list orders!", "list_orders"),
            ("list.orders", "list_orders_2"),
            ("日本", "tool"),
            (long.as_str(), cut.as_str()),
        ];
        assert_eq!(legal(&rows.map(|(name, _)| name)), rows.map(|(_, expected)| expected));
    }
}
