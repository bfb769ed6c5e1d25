//! Which inputs an operation declares: its own and those of the levels around it, and what callers call them.

use crate::diagnostic::Code;
use crate::model::Location;
use crate::read::naftiko::{self as doc, ConsumedInput, Entry, Named, Spanned};
use crate::resolve::context::Context;

/// Adds the inputs of a level to those of the levels around it.
pub(crate) fn merge<'d>(
    context: &mut Context<'_>,
    operation: &str,
    declared: &mut Vec<&'d Declared>,
    level: &'d Named<ConsumedInput>,
) {
    let outer = declared.len();
    for parameter in level {
        if let Some(twin) = declared[..outer].iter().position(|known| is_same(known, parameter)) {
            declared[twin] = parameter;
        } else if is_sound(context, operation, declared, parameter) {
            declared.push(parameter);
        }
    }
}

/// Reports an input without a name, and one with the name of another.
fn is_sound(context: &mut Context<'_>, operation: &str, declared: &[&Declared], parameter: &Declared) -> bool {
    let (name, place) = (&parameter.name.value, &parameter.name.place);
    if name.trim().is_empty() {
        let message = format!("an input of `{operation}` has no name; it is not sent");
        context.sink.report(Code::UNKNOWN_KEY, place, message).help("give it a name, or remove it");
        return false;
    }
    if let Some(twin) = declared.iter().find(|known| is_same(known, parameter)) {
        let message = format!("`{operation}` has two inputs called `{name}`; they are read as one");
        let report = context.sink.report(Code::UNKNOWN_KEY, place, message);
        report.help("remove one of them").related(&twin.name.place, "this one is read");
        return false;
    }
    true
}

fn is_same(one: &Declared, other: &Declared) -> bool {
    let is_header = one.r#in.value == doc::Location::Header;
    let same_name = one.name.value == other.name.value || is_header && one.name.eq_ignore_ascii_case(&other.name.value);
    one.r#in.value == other.r#in.value && same_name
}

/// What callers call an input. Of several with one name, in different places, that of the path has it, else the first; the
/// others have their place before it: `query.name`.
pub(crate) fn called(parameter: &Declared, declared: &[&Declared]) -> String {
    let name = &parameter.name.value;
    let is_given = |input: &Declared| input.value.is_none() && input.r#in.value != doc::Location::Environment;
    let mut rivals = declared.iter().filter(|known| known.name.value == *name && is_given(known));
    let in_path = rivals.clone().find(|known| known.r#in.value == doc::Location::Path);
    let owner = in_path.or_else(|| rivals.next());
    match location(parameter.r#in.value) {
        Some(location) if is_given(parameter) && owner.is_some_and(|owner| !is_same(owner, parameter)) => {
            location.qualified(name)
        }
        _ => name.clone(),
    }
}

/// An input as it is declared.
pub(crate) type Declared = Entry<Spanned<String>, ConsumedInput>;

/// Where an input travels; nowhere if it comes from the environment.
pub(crate) fn location(location: doc::Location) -> Option<Location> {
    match location {
        doc::Location::Query => Some(Location::Query),
        doc::Location::Header => Some(Location::Header),
        doc::Location::Cookie => Some(Location::Cookie),
        doc::Location::Path => Some(Location::Path),
        doc::Location::Body => Some(Location::Body),
        doc::Location::Environment => None,
    }
}
