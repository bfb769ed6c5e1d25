//! Rust names, decided once for the whole crate.
//!
//! A name is made from the wire name, then made legal (keywords, leading digits, foreign letters), then made unique in its
//! scope; a number that is appended for uniqueness is checked again, so a rename never collides with a third name.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A set of names that must differ.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which `reserved` are taken.
    pub fn with_reserved(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// A snake_case name for `wire`: fields, methods, modules.
    pub fn snake(&mut self, wire: &str) -> String {
        self.unique(snake(wire))
    }

    /// An UpperCamelCase name for `wire` with a suffix: types.
    pub fn pascal(&mut self, wire: &str, suffix: &str) -> String {
        self.unique(legal(ascii(wire).to_upper_camel_case() + suffix, &PASCAL))
    }

    /// Whether nothing has this name.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// `name`, or the first of `name_2`, `name_3`… that is free. Types take the number without underscore.
    pub fn unique(&mut self, name: String) -> String {
        let separator = if name.starts_with(char::is_uppercase) { "" } else { "_" };
        let mut free = name.clone();
        for number in 2.. {
            if self.is_free(&free) {
                break;
            }
            free = format!("{}{separator}{number}", name.trim_end_matches('_'));
        }
        self.taken.insert(free.clone());
        free
    }
}

/// A legal snake_case name, not necessarily unique.
pub fn snake(wire: &str) -> String {
    legal(ascii(wire).to_snake_case(), &SNAKE)
}

/// A legal UpperCamelCase name, not necessarily unique.
pub fn pascal(wire: &str) -> String {
    legal(ascii(wire).to_upper_camel_case(), &PASCAL)
}

/// The name of an environment variable: upper case, everything but letters and digits becomes `_`.
pub fn env(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len());
    for c in wire.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_uppercase()),
            c if c.is_alphanumeric() => name.push_str(&format!("X{:X}", u32::from(c))),
            _ => name.push('_'),
        }
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// Equal for names that differ only in case and punctuation: `connectionid`, `connectionId`, `connection-id`.
pub fn folded(name: &str) -> String {
    letters(name).collect()
}

/// Whether names are the same, or differ only in case and punctuation. Those without letters and digits, such as `$`, differ.
pub fn alike(one: &str, other: &str) -> bool {
    position(std::iter::once(one), other).is_some()
}

/// The same without memory of its own: names are compared with all others.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Where `wanted` stands among names: as it is, else the first that differs only in case and punctuation.
pub fn position<'a>(names: impl Iterator<Item = &'a str> + Clone, wanted: &str) -> Option<usize> {
    position_among(names, wanted, |_| true)
}

/// The same, where only some names, by index, may be written in another way.
pub fn position_among<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    wanted: &str,
    may_differ: impl Fn(usize) -> bool,
) -> Option<usize> {
    names.clone().position(|name| name == wanted).or_else(|| {
        let wanted = folded(wanted);
        let near = names.enumerate().filter(|(_, name)| !wanted.is_empty() && is_folded(name, &wanted));
        near.map(|(index, _)| index).find(|index| may_differ(*index))
    })
}

/// Whether a name folds to `wanted`; names of plain letters, which most are, are compared byte by byte.
fn is_folded(name: &str, wanted: &str) -> bool {
    if !name.is_ascii() {
        return letters(name).eq(wanted.chars());
    }
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).eq(wanted.bytes())
}

/// Foreign letters become `xHEX`, other characters spaces, so that two foreign names stay apart.
fn ascii(wire: &str) -> String {
    let mut text = String::new();
    for c in wire.chars().take(2 * LONGEST) {
        match c {
            c if c.is_ascii_alphanumeric() => text.push(c),
            c if c.is_alphanumeric() => text.push_str(&format!(" x{:x} ", u32::from(c))),
            _ => text.push(' '),
        }
    }
    text
}

/// What makes a name legal in one of the styles.
struct Style {
    unnamed: &'static str,
    before_digit: char,
}

const SNAKE: Style = Style { unnamed: "unnamed", before_digit: 'n' };
const PASCAL: Style = Style { unnamed: "Unnamed", before_digit: 'N' };

/// The longest name, in bytes: it stands in the code over and over, and in file names. Real ones have less.
const LONGEST: usize = 120;

fn legal(mut name: String, style: &Style) -> String {
    name.truncate(LONGEST); // ASCII by now
    if name.is_empty() {
        return style.unnamed.to_owned();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{}{name}", style.before_digit);
    }
    // Appending `_` reads better than `r#`, which four of the keywords do not allow anyway.
    if is_ident(&name) { name } else { format!("{name}_") }
}

/// Whether it is an identifier. `syn` knows the keywords of all editions but that of 2024.
pub fn is_ident(name: &str) -> bool {
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal() {
        let rows = [
            ("listconnections", "listconnections", "Listconnections"),
            ("connectionId", "connection_id", "ConnectionId"),
            ("get-product-price", "get_product_price", "GetProductPrice"),
            ("$filter", "filter", "Filter"),
            ("filter[status]", "filter_status", "FilterStatus"),
            ("type", "type_", "Type"),
            ("self", "self_", "Self_"),
            ("crate", "crate_", "Crate"),
            ("gen", "gen_", "Gen"),
            ("2fa", "n2fa", "N2fa"),
            ("日", "x65e5", "X65e5"),
            ("", "unnamed", "Unnamed"),
            ("../..", "unnamed", "Unnamed"),
        ];
        for (wire, snake_name, pascal_name) in rows {
            assert_eq!(snake(wire), snake_name, "{wire}");
            assert_eq!(pascal(wire), pascal_name, "{wire}");
        }
    }

    #[test]
    fn names_are_unique_even_after_a_rename() {
        let mut scope = Scope::with_reserved(&["builder"]);
        let names = ["NextToken", "next_token_2", "nextToken", "builder", "self", "Self"].map(|wire| scope.snake(wire));
        assert_eq!(names, ["next_token", "next_token_2", "next_token_3", "builder_2", "self_", "self_2"]);
    }

    #[test]
    fn variables_are_settable_from_a_shell() {
        let rows = [
            ("tanium_server", "TANIUM_SERVER"),
            ("1PASSWORD", "_1PASSWORD"),
            ("a.b-c", "A_B_C"),
            ("日本", "X65E5X672C"),
        ];
        for (wire, expected) in rows {
            assert_eq!(env(wire), expected);
        }
    }
}
