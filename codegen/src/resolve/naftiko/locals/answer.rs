//! Names within what a function answers.

use crate::model::{Function, OUTERMOST, Origin, Output, Selection, Shape, Shaped, Struct, Work};
use crate::names::Scope;
use crate::resolve::naftiko::locals::work::in_parts;

/// Names the paths of an answer.
pub(super) fn name(function: &mut Function, statics: &mut Scope) {
    let (is_call, has_answer) = (function.work.passes_on(), function.work != Work::Nothing);
    let mut names = Names { statics };
    match &mut function.output {
        Output::Reply => {}
        Output::Typed(value) if is_call && value.reads_itself() => {}
        output => {
            for value in output.values_mut() {
                names.value(value, has_answer, value.outermost());
            }
        }
    }
    if has_answer {
        function.output.values_mut().into_iter().for_each(in_types);
    }
}

/// Names the paths of types that read themselves, each for itself.
fn in_types(value: &mut Shaped) {
    if let Shape::Struct(record) = &mut value.shape
        && record.is_self_contained()
    {
        Names { statics: &mut Scope::default() }.fields(record, true, "");
    }
    value.inner_mut().into_iter().for_each(in_types);
}

/// The names of one method, or of one type.
struct Names<'a> {
    statics: &'a mut Scope,
}

impl Names<'_> {
    /// Names what reads a value, which errors call `name`; `is_held` if it stands in another one or in an answer.
    fn value(&mut self, value: &mut Shaped, is_held: bool, name: &str) {
        let reads_answer = value.reads_answer();
        match (&mut value.origin, &mut value.shape) {
            (Origin::Text { parts }, _) => in_parts(parts, self.statics),
            (Origin::At(selection), shape) if is_held => self.part(selection, shape, name),
            (Origin::Step(pick), shape) => self.part(&mut pick.selection, shape, name),
            (Origin::Constant(_), _) => {}
            (Origin::Parts, Shape::Struct(record)) if is_held && reads_answer && record.is_self_contained() => {}
            (_, Shape::Struct(record)) => self.fields(record, is_held, name),
            (_, Shape::List(item)) => self.value(item, is_held, name),
            (_, Shape::Plain(_) | Shape::Truncated(_) | Shape::Map(_)) => {}
        }
    }

    fn fields(&mut self, record: &mut Struct, is_held: bool, within: &str) {
        for field in &mut record.fields {
            let joint = if within.is_empty() { "" } else { "." };
            self.value(&mut field.value, is_held, &format!("{within}{joint}{}", field.name));
        }
    }

    fn part(&mut self, selection: &mut Selection, shape: &mut Shape, name: &str) {
        selection.name(self.statics, if matches!(name, "" | OUTERMOST) { "path" } else { name });
        if shape.reads_itself() {
            return;
        }
        match shape {
            Shape::List(item) | Shape::Map(item) => self.value(item, true, ""),
            Shape::Struct(record) => self.fields(record, true, ""),
            Shape::Plain(_) | Shape::Truncated(_) => {}
        }
    }
}
