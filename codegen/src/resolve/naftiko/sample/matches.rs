//! Lookups find something: the field that is compared holds the very value that is looked up.

use serde_json::Value;

use crate::model::{Lookup, Part, Selection, Type, ValueSource};
use crate::resolve::naftiko::sample::place::{AnswerPlace, Places};
use crate::resolve::naftiko::sample::sketch::{Sketch, Sketches};
use crate::resolve::naftiko::sample::step::PathStep;

/// Makes both sides of each lookup of a function hold the same. Whether that changes anything.
pub(crate) fn settle(places: &Places<'_>, sketches: &mut Sketches) -> bool {
    let mut is_changed = false;
    for lookup in places.lookups() {
        is_changed |= one(places, sketches, lookup);
    }
    is_changed
}

fn one<'a>(places: &Places<'a>, sketches: &mut Sketches, lookup: &'a Lookup) -> bool {
    let field = AnswerPlace::of(&lookup.ident).then(PathStep::Key(lookup.field.clone()));
    let wanted = match &lookup.wanted {
        // What callers will ask for, nobody knows.
        ValueSource::Input(_) | ValueSource::Member(_) | ValueSource::List(_) | ValueSource::Object(_) => None,
        ValueSource::Constant(value) => Some(value.rounded()),
        ValueSource::Text(parts) => text(places, sketches, parts),
        ValueSource::Step(pick) => {
            let whole = places.pick(sketches, pick);
            let item = whole.then(PathStep::Item(0));
            // Of a list, each item is looked up; one that is made of what a path finds is known by its items.
            let is_list = places.is_listed(lookup)
                || matches!(places.known(sketches, &whole), Some(Sketch::List { .. }))
                || matches!(pick.selection, Selection::Path { is_list: true, .. });
            return same(places, sketches, &field, if is_list { &item } else { &whole });
        }
    };
    let Some(sketch) = places.sketch(sketches, &field) else { return false };
    match wanted {
        Some(value) if !value.is_array() && !value.is_object() => sketch.hold(&value),
        _ => sketch.be(Type::String),
    }
}

/// Two places hold the same.
fn same<'a>(places: &Places<'a>, sketches: &mut Sketches, one: &AnswerPlace<'a>, other: &AnswerPlace<'a>) -> bool {
    let mut is_changed = false;
    for place in [one, other] {
        is_changed |= places.sketch(sketches, place).is_some_and(|sketch| sketch.be(Type::String));
    }
    for (from, to) in [(one, other), (other, one)] {
        let Some(Sketch::Scalar(value)) = places.known(sketches, from).cloned() else { continue };
        is_changed |= places.sketch(sketches, to).is_some_and(|sketch| sketch.hold(&value));
    }
    is_changed
}

/// A text put together, if nothing in it is the caller's.
fn text<'a>(places: &Places<'a>, sketches: &mut Sketches, parts: &'a [Part]) -> Option<Value> {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Step(pick) => {
                let place = places.pick(sketches, pick);
                places.sketch(sketches, &place)?.be(Type::String);
                match places.known(sketches, &place)? {
                    Sketch::Scalar(Value::String(part)) => text.push_str(part),
                    Sketch::Scalar(value) => text.push_str(&value.to_string()),
                    Sketch::Unknown | Sketch::List { .. } | Sketch::Object(_) => return None,
                }
            }
            Part::Setting(_) | Part::Input(_) | Part::Member(_) => return None,
        }
    }
    Some(Value::from(text))
}
