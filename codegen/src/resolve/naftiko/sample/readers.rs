//! What functions read of answers: outputs first, since they declare what they want, then the arguments of steps.

use crate::model::{Arguments, CallStep, Capability, Function, Origin, Part, Shape, Shaped, Type, ValueSource, Work};
use crate::resolve::naftiko::sample::place::{AnswerPlace, Places};
use crate::resolve::naftiko::sample::sketch::{Sketches, TEXT};
use crate::resolve::naftiko::sample::step::PathStep;

/// Notes what a function reads.
pub(crate) fn read<'a>(
    capability: &Capability,
    function: &'a Function,
    places: &mut Places<'a>,
    sketches: &mut Sketches,
) {
    let root = Places::root(function);
    let mut reader = Reader { places, sketches };
    for value in function.output.values() {
        reader.value(value, root.as_ref());
    }
    if let Work::Steps(steps) = &function.work {
        for step in steps.calls() {
            reader.arguments(capability, step);
        }
    }
}

struct Reader<'r, 'a> {
    places: &'r mut Places<'a>,
    sketches: &'r mut Sketches,
}

impl<'a> Reader<'_, 'a> {
    /// A value of an answer; `holder` is what holds it.
    fn value(&mut self, value: &'a Shaped, holder: Option<&AnswerPlace<'a>>) {
        match (&value.origin, &value.shape, holder) {
            (Origin::At(selection), shape, Some(holder)) => {
                let place = self.places.select(self.sketches, holder, selection);
                self.shape(shape, &place);
            }
            (Origin::Step(pick), shape, _) => {
                let place = self.places.pick(self.sketches, pick);
                self.shape(shape, &place);
            }
            (Origin::Text { parts }, _, _) => self.text(parts),
            (Origin::Parts, _, holder) => {
                for inner in value.inner() {
                    self.value(inner, holder);
                }
            }
            (Origin::At(_) | Origin::Constant(_), _, _) => {}
        }
    }

    fn shape(&mut self, shape: &'a Shape, place: &AnswerPlace<'a>) {
        match shape {
            Shape::Plain(ty) => self.be(place, *ty),
            Shape::Truncated(_) => self.be(place, Type::String),
            Shape::List(item) => {
                self.be(place, Type::Array);
                self.value(item, Some(&place.then(PathStep::Item(0))));
            }
            Shape::Map(value) => {
                self.be(place, Type::Object);
                self.value(value, Some(&place.then(PathStep::Key(TEXT.to_owned()))));
            }
            Shape::Struct(record) => {
                self.be(place, Type::Object);
                for field in &record.fields {
                    self.value(&field.value, Some(place));
                }
            }
        }
    }

    /// What a step is given.
    fn arguments(&mut self, capability: &Capability, step: &'a CallStep) {
        let Arguments::Each(arguments) = &step.call.arguments else { return };
        let inputs = &capability.operation(step.call.target).inputs;
        for (index, source) in arguments {
            self.source(source, inputs[*index].ty);
        }
    }

    /// What becomes a value of a type; within a list or mapping, of any.
    fn source(&mut self, source: &'a ValueSource, ty: Type) {
        match source {
            ValueSource::Step(pick) => {
                let place = self.places.pick(self.sketches, pick);
                self.be(&place, ty);
            }
            ValueSource::Text(parts) => self.text(parts),
            ValueSource::List(items) => items.iter().for_each(|item| self.source(item, Type::Any)),
            ValueSource::Object(members) => members.iter().for_each(|(_, value)| self.source(value, Type::Any)),
            ValueSource::Input(_) | ValueSource::Member(_) | ValueSource::Constant(_) => {}
        }
    }

    fn text(&mut self, parts: &'a [Part]) {
        for part in parts {
            if let Part::Step(pick) = part {
                let place = self.places.pick(self.sketches, pick);
                self.be(&place, Type::String);
            }
        }
    }

    fn be(&mut self, place: &AnswerPlace<'a>, ty: Type) {
        self.places.be(self.sketches, place, ty);
    }
}
