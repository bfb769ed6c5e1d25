//! Paths as documents write them, consumed and exposed.

use super::{Context, later};
use crate::diagnostic::Code;
use crate::read::naftiko::Spanned;
use crate::resolve::template::{self, Piece};
use crate::source::Place;

/// The path of an operation, relative to that of its resource unless it begins with it, and where it stands.
pub(super) fn full<'a>(resource: &'a Spanned<String>, operation: Option<&'a Spanned<String>>) -> (String, &'a Place) {
    let base = resource.trim();
    match operation {
        None => (base.to_owned(), &resource.place),
        Some(own) if own.trim().starts_with(base) => (own.trim().to_owned(), &own.place),
        Some(own) => (format!("{}/{}", base.trim_end_matches('/'), own.trim().trim_start_matches('/')), &own.place),
    }
}

/// Reports what has no meaning in a path: a query, a fragment, a brace without its variable.
pub(super) fn check(context: &mut Context<'_>, path: &str, place: &Place) {
    if let Some(at) = path.find(['?', '#']) {
        let place = context.within(place, &path[at..]);
        let help = "declare the parameter under `inputParameters` with `in: query`";
        later(context.sink, &place, "a query or fragment in a path", help);
    }
    let texts = template::parse(path).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Variable(..) => None,
    });
    if let Some(text) = texts.into_iter().find(|text| text.contains(['{', '}'])) {
        let place = context.within(place, text.trim_matches('/'));
        let message = format!("`{text}` holds a brace, but no variable");
        let help = "write variables as `{name}`: a name has neither spaces nor slashes";
        context.sink.report(Code::UNKNOWN_VALUE, &place, message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_an_operation_is_relative_unless_it_repeats_that_of_its_resource() {
        let check = |resource: &str, operation: Option<&str>, expected: &str| {
            let spanned = |text: &str| Spanned::new(text.to_owned(), Place::default());
            let (resource, operation) = (spanned(resource), operation.map(spanned));
            assert_eq!(full(&resource, operation.as_ref()).0, expected);
        };
        check("/items", None, "/items");
        check("/items", Some("/items/{id}"), "/items/{id}");
        check("/items", Some("/{id}"), "/items/{id}");
        check("/items/", Some("{id}"), "/items/{id}");
        check("/", Some("/items"), "/items");
        check("items", Some("open"), "items/open");
    }
}
