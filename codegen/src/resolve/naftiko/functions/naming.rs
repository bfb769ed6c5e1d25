//! Names of the types of an answer, once the function has one.

use crate::model::{Output, Shape, Shaped};
use crate::names::{self, Scope};

/// The longest name that parts of an object are appended to.
const LONGEST: usize = 96;

/// Names the types of what the function `ident` answers: `GetShipOutput`, `GetShipOutputSpecs`, `GetShipOutputCrewItem`,
/// `ListShipsItem`.
pub(crate) fn name(output: &mut Output, records: &mut Scope, ident: &str) {
    match output {
        Output::Reply => {}
        Output::Typed(value) => {
            let suffix = suffix(value);
            name_value(value, records, names::pascal_with(ident, if suffix.is_empty() { "Output" } else { suffix }));
        }
        Output::FirstOf(choice) => {
            choice.name = records.pascal(ident, "Output");
            for variant in &mut choice.variants {
                let name = choice.name.clone() + variant.name.trim_end_matches('_') + suffix(&variant.value);
                name_value(&mut variant.value, records, name);
            }
        }
    }
}

/// What a struct is to the value that holds it.
fn suffix(value: &Shaped) -> &'static str {
    match &value.shape {
        Shape::List(_) => "Item",
        Shape::Map(_) => "Entry",
        Shape::Plain(_) | Shape::Truncated(_) | Shape::Struct(_) => "",
    }
}

fn name_value(value: &mut Shaped, records: &mut Scope, name: String) {
    match &mut value.shape {
        Shape::Plain(_) | Shape::Truncated(_) => {}
        Shape::List(inner) | Shape::Map(inner) => name_value(inner, records, name),
        Shape::Struct(record) => {
            record.name = records.unique(name.chars().take(LONGEST).collect());
            for field in &mut record.fields {
                let name = record.name.clone() + &names::pascal_part(&field.name) + suffix(&field.value);
                name_value(&mut field.value, records, name);
            }
        }
    }
}
