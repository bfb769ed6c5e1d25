//! Which inputs an operation declares: its own and those of the levels around it, and what callers call them.

use crate::diagnostic::Code;
use crate::model::{Auth, Location, Type};
use crate::read::naftiko::{self as doc, ConsumedInput, Entry, Named, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::terms;
use crate::resolve::text::header::OF_THE_CLIENT;

/// Headers that only a document can fix: callers know neither what is sent nor what can be read.
const FIXED_ONLY: [&str; 2] = ["accept", "content-type"];

/// An input of a consumed API as it is declared.
pub(crate) type ConsumedParameter = Entry<Spanned<String>, ConsumedInput>;

/// The inputs that an operation declares, at all levels.
pub(crate) struct Declarations<'d> {
    /// What is sent.
    pub(crate) kept: Vec<DeclaredInput<'d>>,
    /// What is dropped: the client fills it itself.
    pub(crate) owned: Vec<String>,
}

/// A declared input.
pub(crate) struct DeclaredInput<'d> {
    pub(crate) parameter: &'d ConsumedParameter,
    /// Where it travels; nowhere if it comes from the environment.
    pub(crate) location: Option<Location>,
    /// What callers call it.
    pub(crate) called: String,
}

impl<'d> Declarations<'d> {
    /// Those of the operation called `operation`; inputs of inner levels stand for those of outer ones with the same name and
    /// location. What is wrong with them is reported.
    pub(crate) fn of(
        context: &mut Context<'_>,
        auth: &Auth,
        operation: &str,
        levels: [&'d Named<ConsumedInput>; 3],
    ) -> Self {
        let mut all: Vec<&'d ConsumedParameter> = Vec::new();
        for level in levels {
            merge(context, operation, &mut all, level);
        }
        let (owned, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| is_owned(auth, it));
        owned.iter().for_each(|parameter| report_owned(context, parameter));
        let input = |parameter: &&'d ConsumedParameter| DeclaredInput {
            parameter,
            location: location(parameter.r#in.value),
            called: called(parameter, &kept),
        };
        Self {
            kept: kept.iter().map(input).collect(),
            owned: owned.into_iter().map(|parameter| parameter.name.value.clone()).collect(),
        }
    }
}

impl DeclaredInput<'_> {
    /// The type that is declared for it.
    pub(crate) fn ty(&self) -> Option<Type> {
        let items = self.parameter.items.as_ref().map(|_| Type::Array);
        self.parameter.r#type.as_ref().map(|ty| terms::value_type(ty.value)).or(items)
    }
}

/// Whether it is a header, or a credential, that is not a caller's to give.
fn is_owned(auth: &Auth, parameter: &ConsumedParameter) -> bool {
    let Some(location) = location(parameter.r#in.value) else { return false };
    let name = parameter.name.value.to_ascii_lowercase();
    let is_one_of = |names: &[&str]| location == Location::Header && names.contains(&name.as_str());
    is_one_of(&OF_THE_CLIENT)
        || is_one_of(&FIXED_ONLY) && parameter.value.is_none()
        || auth.owns(location, &parameter.name.value)
}

fn report_owned(context: &mut Context<'_>, parameter: &ConsumedParameter) {
    let message = format!("the client fills `{}` itself; callers need not give it", parameter.name.value);
    let report = context.sink.report(Code::OWNED_INPUT, &parameter.name.place, message);
    report.help("nothing to do here; or remove it");
}

/// Adds the inputs of a level to those of the levels around it.
fn merge<'d>(
    context: &mut Context<'_>,
    operation: &str,
    declared: &mut Vec<&'d ConsumedParameter>,
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
fn is_sound(
    context: &mut Context<'_>,
    operation: &str,
    declared: &[&ConsumedParameter],
    parameter: &ConsumedParameter,
) -> bool {
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

fn is_same(one: &ConsumedParameter, other: &ConsumedParameter) -> bool {
    let is_header = one.r#in.value == doc::Location::Header;
    let same_name = one.name.value == other.name.value || is_header && one.name.eq_ignore_ascii_case(&other.name.value);
    one.r#in.value == other.r#in.value && same_name
}

/// What callers call an input. Of several with one name, in different places, that of the path has it, else the first; the
/// others have their place before it: `query.name`.
fn called(parameter: &ConsumedParameter, declared: &[&ConsumedParameter]) -> String {
    let name = &parameter.name.value;
    let is_given = |input: &ConsumedParameter| input.value.is_none() && input.r#in.value != doc::Location::Environment;
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

/// Where an input travels; nowhere if it comes from the environment.
fn location(location: doc::Location) -> Option<Location> {
    match location {
        doc::Location::Query => Some(Location::Query),
        doc::Location::Header => Some(Location::Header),
        doc::Location::Cookie => Some(Location::Cookie),
        doc::Location::Path => Some(Location::Path),
        doc::Location::Body => Some(Location::Body),
        doc::Location::Environment => None,
    }
}
