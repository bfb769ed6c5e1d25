//! What a value is wanted for.

use crate::diagnostic::Code;
use crate::json::Value;
use crate::model::{Constraints, Input, Location, Part, Type, ValueSource};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::context::Context;
use crate::resolve::text::{constant, constraint, header};
use crate::source::Place;

/// What a value is wanted for: an input of an operation, one of a flow, or a text that is put together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Its name, as messages and references have it.
    pub(crate) name: &'a str,
    /// Its type.
    pub(crate) ty: Type,
    /// Where it travels, and so where callers give an input for it that the document places nowhere.
    pub(crate) location: Location,
    /// Whether nothing else does in its stead.
    pub(crate) required: bool,
    /// What it says of itself; may be empty.
    pub(crate) description: &'a str,
    /// What its values must be, and what it is if nothing gives it.
    pub(crate) constraints: &'a Constraints,
    /// Whether it authenticates.
    pub(crate) is_secret: bool,
}

impl<'a> Wanted<'a> {
    /// An input of an operation.
    pub(crate) fn input(input: &'a Input) -> Self {
        let Input { name, ty, location, required, description, constraints, is_secret, .. } = input;
        let (ty, location, required, is_secret) = (*ty, *location, *required, *is_secret);
        Self { name, ty, location, required, description, constraints, is_secret }
    }

    /// A text that is put together: it travels nowhere, and callers give its parts in the query.
    pub(crate) fn text(name: &'a str) -> Self {
        let (ty, location, constraints) = (Type::String, Location::Query, Constraints::none());
        Self { name, ty, location, required: false, description: "", constraints, is_secret: false }
    }

    /// A text that is given for it, with the white space around it only where that is a part of the value.
    pub(crate) fn spaced<'t>(&self, text: &'t str) -> &'t str {
        if matches!(self.ty, Type::String | Type::Any) { text } else { text.trim() }
    }

    /// A fixed value for it; one of another type, or nothing where something is required, is reported.
    pub(crate) fn constant(self, context: &mut Context<'_>, value: &Spanned<Data>) -> Value {
        if value.value == Data::Null && self.required {
            constant::report(context, self.name, self.ty, &value.place);
        }
        if self.location == Location::Path && value.value.as_text() == Some("") {
            let message = format!("`{}` is a part of the path, which can't be empty", self.name);
            let help = "write a value; for the path without it, call another operation";
            context.sink.report(Code::UNKNOWN_VALUE, &value.place, message).help(help);
        }
        if let (Location::Path, Some(dots @ ("." | ".."))) = (self.location, value.value.as_text()) {
            let message = format!("`{}` is a part of the path, where `{dots}` stands for another path", self.name);
            let help = "write another value: neither `.` nor `..` is ever sent";
            context.sink.report(Code::UNKNOWN_VALUE, &value.place, message).help(help);
        }
        if let (Location::Header, Some(text)) = (self.location, value.value.as_text()) {
            header::check_text(context.sink, self.name, text, &value.place);
        }
        let constant = constant::of_type(context, self.name, self.ty, value);
        constraint::check(context, self.name, self.constraints, &constant, value);
        constant
    }

    /// What is given for it at `place`, of its type; what can never be of that is reported.
    pub(crate) fn checked(self, context: &mut Context<'_>, source: ValueSource, place: &Place) -> ValueSource {
        self.check_header(context, &source, place);
        let checked = match source {
            ValueSource::Constant(value) => constant::coerced(self.ty, &value).map(ValueSource::Constant),
            other => self.can_be(&other).then_some(other),
        };
        checked.unwrap_or_else(|| {
            constant::report(context, self.name, self.ty, place);
            ValueSource::Constant(Value::Null)
        })
    }

    /// Reports what no header can hold, as far as it is written out.
    fn check_header(self, context: &mut Context<'_>, source: &ValueSource, place: &Place) {
        let ValueSource::Text(parts) = source else { return };
        for part in parts.iter().filter(|_| self.location == Location::Header) {
            if let Part::Text(text) = part {
                header::check_text(context.sink, self.name, text, place);
            }
        }
    }

    /// Whether what is put together can be of its type. What comes from a step is of any: a text around it is a list, too.
    fn can_be(self, source: &ValueSource) -> bool {
        match source {
            ValueSource::Text(parts)
                if self.ty == Type::Array && parts.iter().any(|part| matches!(part, Part::Step(_))) =>
            {
                true
            }
            ValueSource::Text(parts) => {
                let mut words =
                    parts.iter().filter_map(|part| if let Part::Text(text) = part { Some(text) } else { None });
                words.all(|text| constant::can_hold(self.ty, text))
            }
            ValueSource::List(_) => matches!(self.ty, Type::Array | Type::Any),
            ValueSource::Object(_) => matches!(self.ty, Type::Object | Type::Any),
            ValueSource::Input(_) | ValueSource::Member(_) | ValueSource::Constant(_) | ValueSource::Step(_) => true,
        }
    }
}
