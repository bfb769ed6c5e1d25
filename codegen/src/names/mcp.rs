//! Names that clients of MCP servers take.

use std::collections::{BTreeMap, BTreeSet};

/// What clients take as the name of a tool or argument; one name beyond that ends whole sessions.
const LONGEST: usize = 64;

/// Names that are taken.
#[derive(Debug, Default)]
pub struct Taken {
    names: BTreeSet<String>,
    /// The next number to try, by name: a document may have one name thousands of times.
    next: BTreeMap<String, usize>,
}

/// The names of the tools of a server as every client takes them, 1 to 64 of `A-Za-z0-9_-`. Those that are legal stay; the
/// others are made so, and unlike all others.
pub fn legal(written: &[&str]) -> Vec<String> {
    let names = written.iter().filter(|name| is_legal(name)).map(|name| (*name).to_owned()).collect();
    let mut taken = Taken { names, ..Taken::default() };
    let name = |name: &&str| if is_legal(name) { (*name).to_owned() } else { made_legal(&mut taken, name) };
    written.iter().map(name).collect()
}

fn is_legal(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(is_plain)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-".contains(&byte)
}

fn made_legal(taken: &mut Taken, name: &str) -> String {
    taken.trimmed(&replaced(name, |c| u8::try_from(c).is_ok_and(is_plain)), "tool")
}

/// A name that every client takes: 1 to 64 of `A-Za-z0-9_.-`, unlike those already taken.
pub fn argument(taken: &mut Taken, name: &str) -> String {
    let plain = replaced(name, |c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    if name == plain && !name.is_empty() { taken.free(name) } else { taken.trimmed(&plain, "argument") }
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

    /// The name, cut where it is too long, or the first of `name_2`, `name_3`… that is free. It is ASCII.
    fn free(&mut self, name: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_takes_the_names_of_arguments() {
        let mut taken = Taken::default();
        let rows = [
            ("limit", "limit"),
            ("$filter", "filter"),
            ("filter[name]", "filter_name"),
            ("filter", "filter_2"),
            ("日本", "argument"),
        ];
        for (name, expected) in rows {
            assert_eq!(argument(&mut taken, name), expected);
        }
        assert!(argument(&mut taken, &"x".repeat(100)).len() <= LONGEST);
    }

    #[test]
    fn every_client_takes_the_names_of_tools() {
        let long = "x".repeat(70);
        let rows = [
            ("list-orders", "list-orders"),
            ("list-openapi.yml", "list-openapi_yml_2"),
            ("list-openapi_yml", "list-openapi_yml"),
            ("list orders!", "list_orders"),
            ("list.orders", "list_orders_2"),
            ("日本", "tool"),
            (long.as_str(), &long[..64]),
        ];
        assert_eq!(legal(&rows.map(|(name, _)| name)), rows.map(|(_, expected)| expected));
    }
}
