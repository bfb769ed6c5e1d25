//! Names that documents write as a shell does: `$API_VERSION`, and in bodies and outputs `${API_VERSION}`. Nothing fills them.

use crate::diagnostic::Code;
use crate::resolve::context::Context;
use crate::source::Place;

/// The shortest name in capitals that is taken for one of the environment: currencies and the like are shorter.
const SHORTEST: usize = 4;

/// Warns of a text that is sent with `$NAME` or `${NAME}` in it, where `{{NAME}}` would be a setting. `place` is where the text
/// stands, or what it is a part of.
pub(crate) fn check(context: &mut Context<'_>, text: &str, place: &Place) {
    let Some(name) = names(text).find(|name| is_environment(name) || context.binds.is_bound(name)) else { return };
    let in_braces = format!("${{{name}}}");
    let is_braced = text.contains(&in_braces);
    let (whole, written) = (place, if is_braced { in_braces } else { format!("${name}") });
    let place = context.within(whole, &written);
    let lacks = if is_braced { "double braces" } else { "braces" };
    let message = format!("`{written}` is sent as it stands: a variable has {lacks}");
    let help = format!("write `{{{{{name}}}}}` for the setting {name}");
    let report = context.sink.report(Code::UNBRACED_VARIABLE, &place, message).help(help);
    if text == written {
        report.write(whole, &format!("{{{{{name}}}}}"));
    }
}

/// The names behind the dollar signs of a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let behind = text.split('$').skip(1);
    behind.filter_map(|rest| {
        let rest = rest.strip_prefix('{').filter(|rest| !rest.starts_with('{')).unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let name = &rest[..end];
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(name)
    })
}

fn is_environment(name: &str) -> bool {
    name.len() >= SHORTEST && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_environment_are_found() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = names(text).filter(|name| is_environment(name)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("$API_VERSION", &["API_VERSION"]);
        check("v$API_VERSION.$MINOR-x", &["API_VERSION", "MINOR"]);
        check("${API_VERSION}", &["API_VERSION"]);
        for text in ["", "$", "$5.00", "US$ 10", "$USD", "$filter=a", "$$", "a$", "$top", "${id}", "${{KEY_ID}}"] {
            check(text, &[]);
        }
    }
}
