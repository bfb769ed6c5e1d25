//! Names of the types of an answer, once the function has one.

use crate::model::{Choice, Output, OutputField, Shape, Shaped, Struct, Unnamed, Variant};
use crate::names::{self, Scope};

/// The longest name that parts of an object are appended to.
const LONGEST: usize = 96;

/// What the function `ident` answers, its types with names that are unique in `records`: `GetShipOutput`, `GetShipOutputSpecs`,
/// `GetShipOutputCrewItem`, `ListShipsItem`.
pub(crate) fn named(output: Output<Unnamed>, records: &mut Scope, ident: &str) -> Output {
    match output {
        Output::Reply => Output::Reply,
        Output::Typed(value) => {
            let suffix = suffix(&value);
            let name = names::pascal_with(ident, if suffix.is_empty() { "Output" } else { suffix });
            Output::Typed(named_value(value, records, name))
        }
        Output::FirstOf(Choice { variants, .. }) => {
            let name = records.pascal(ident, "Output");
            let variant = |Variant { name: own, value }: Variant<Unnamed>| {
                let within = name.clone() + own.trim_end_matches('_') + suffix(&value);
                Variant { name: own, value: named_value(value, records, within) }
            };
            Output::FirstOf(Choice { variants: variants.into_iter().map(variant).collect(), name })
        }
    }
}

/// What a struct is to the value that holds it.
fn suffix<N>(value: &Shaped<N>) -> &'static str {
    match &value.shape {
        Shape::List(_) => "Item",
        Shape::Map(_) => "Entry",
        Shape::Plain(_) | Shape::Truncated(_) | Shape::Struct(_) => "",
    }
}

fn named_value(value: Shaped<Unnamed>, records: &mut Scope, name: String) -> Shaped {
    let Shaped { origin, shape, description } = value;
    let shape = match shape {
        Shape::Plain(ty) => Shape::Plain(ty),
        Shape::Truncated(length) => Shape::Truncated(length),
        Shape::List(item) => Shape::List(Box::new(named_value(*item, records, name))),
        Shape::Map(value) => Shape::Map(Box::new(named_value(*value, records, name))),
        Shape::Struct(Struct { fields, .. }) => {
            let name = records.unique(name.chars().take(LONGEST).collect());
            let field = |OutputField { name: own, field, value, absence }: OutputField<Unnamed>| {
                let within = name.clone() + &names::pascal_part(&own) + suffix(&value);
                OutputField { name: own, field, value: named_value(value, records, within), absence }
            };
            Shape::Struct(Struct { fields: fields.into_iter().map(field).collect(), name })
        }
    };
    Shaped { origin, shape, description }
}
