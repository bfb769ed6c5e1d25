//! Legal Rust names, and names of environment variables, made of names on the wire.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A legal snake_case name, not necessarily unique.
pub fn snake(wire: &str) -> String {
    legal(ascii(wire).to_snake_case(), &SNAKE)
}

/// A legal UpperCamelCase name, not necessarily unique.
pub fn pascal(wire: &str) -> String {
    pascal_with(wire, "")
}

/// The same with a suffix.
pub fn pascal_with(wire: &str, suffix: &str) -> String {
    legal(ascii(wire).to_upper_camel_case() + suffix, &PASCAL)
}

/// An UpperCamelCase name to be appended to another one: no keyword by then.
pub fn pascal_part(wire: &str) -> String {
    let name = pascal(wire);
    name.strip_suffix('_').map(str::to_owned).unwrap_or(name)
}

/// What Rust code calls the library of a package.
pub fn library(package: &str) -> String {
    package.replace('-', "_")
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
