//! Names that documents write as a shell does: `$API_VERSION`. Nothing fills them.

use crate::diagnostic::Code;
use crate::resolve::context::Context;
use crate::source::Place;

/// The shortest name in capitals that is taken for one of the environment: currencies and the like are shorter.
const SHORTEST: usize = 4;

/// Warns of a text that is sent with `$NAME` in it, where `${NAME}` or `{{NAME}}` would be a setting. `place` is where the text
/// stands, or what it is a part of.
pub(crate) fn check(context: &mut Context<'_>, text: &str, place: &Place) {
    let Some(name) = names(text).find(|name| is_environment(name) || context.binds.is_bound(name)) else { return };
    let (whole, written) = (place, format!("${name}"));
    let place = context.within(whole, &written);
    let message = format!("`${name}` is sent as it stands: a variable has braces");
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
        for text in
            ["", "$", "$5.00", "US$ 10", "$USD", "$filter=a", "$$", "a$", "$top", "${API_VERSION}", "${{KEY_ID}}"]
        {
            check(text, &[]);
        }
    }
}
