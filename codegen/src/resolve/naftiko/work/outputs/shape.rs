//! What one output is, and where its value stands in what holds it.

use crate::diagnostic::Code;
use crate::model::{Origin, Selection, Shape, Shaped, Type};
use crate::read::naftiko::{self as doc, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::text::jsonpath;
use crate::source::Place;

/// What outputs are resolved with.
pub(crate) struct Shaping<'s, 'c> {
    pub(crate) context: &'s mut Context<'c>,
    pub(crate) caller: &'s mut Caller,
    pub(crate) earlier: &'s Earlier,
    pub(crate) holder: Holder,
    /// Whether nothing is called.
    pub(crate) is_mock: bool,
}

/// What holds an output that has no mapping of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// An answer that mappings pick from: objects are put together, and don't lead into the answer.
    Answer,
    /// An object that is declared as it is: each output is the member of its name.
    Item,
}

/// Whether an output says what it is made of.
pub(crate) fn has_parts(output: &doc::Output) -> bool {
    !output.properties.is_empty() || output.items.is_some() || output.values.is_some()
}

/// Notes that the reference engine would do something else; `instead` is what to write for it, if there is anything.
pub(crate) fn engine_differs(context: &mut Context<'_>, place: &Place, message: &str, instead: &str) {
    let help = match instead {
        "" => "nothing to do here".to_owned(),
        instead => format!("nothing to do here; for the engine, {instead}"),
    };
    context.sink.report(Code::ENGINE_DIFFERS, place, message).help(help);
}

impl Shaping<'_, '_> {
    /// An output; without a mapping, it is the `member` of what holds it, or all of that. None if there is a problem, which
    /// is reported.
    pub(crate) fn value(
        &mut self,
        output: &doc::Output,
        place: &Place,
        name: &str,
        member: Option<&str>,
    ) -> Option<Shaped> {
        let shaped = match &output.value {
            Some(value) => self.fixed(output, value, name, member.is_some()),
            None => self.mapped(output, place, name, member),
        };
        Some(Shaped { description: output.description.clone().unwrap_or_default(), ..shaped? })
    }

    fn mapped(&mut self, output: &doc::Output, place: &Place, name: &str, member: Option<&str>) -> Option<Shaped> {
        let selection = match &output.mapping {
            Some(mapping) => Some(jsonpath::select(self.context, &mapping.value, &mapping.place)?),
            None => None,
        };
        let is_list = matches!(selection, Some(Selection::Path { is_list: true, .. }));
        let shape = self.shape(output, place, name, is_list)?;
        self.note_mapping(output, place, &shape, selection.as_ref(), member);
        let is_struct = matches!(shape, Shape::Struct(_));
        let selection = match (selection, member) {
            (Some(selection), _) => selection,
            (None, Some(_)) if is_struct && self.holder == Holder::Answer => Selection::whole(),
            (None, Some(member)) => Selection::Keys(vec![member.to_owned()]),
            (None, None) => Selection::whole(),
        };
        let origin = if is_struct && selection.is_whole() { Origin::Parts } else { Origin::At(selection) };
        Some(Shaped::new(origin, shape))
    }

    /// What an output is. `is_list`: what it comes from is a list of all that a path finds.
    pub(crate) fn shape(&mut self, output: &doc::Output, place: &Place, name: &str, is_list: bool) -> Option<Shape> {
        let declared = output.r#type.as_ref().map(|ty| value_type(ty.value));
        let ty = declared.unwrap_or(match output {
            _ if !output.properties.is_empty() || output.values.is_some() => Type::Object,
            _ if output.items.is_some() || is_list => Type::Array,
            _ if output.max_length.is_some() => Type::String,
            _ => Type::Any,
        });
        if is_list && !matches!(ty, Type::Array | Type::Any) {
            self.refuse_list(output, place, name);
            return None;
        }
        self.note_idle(output, place, ty);
        Some(match (ty, &output.values, &output.items, &output.max_length) {
            (Type::Object, _, _, _) if !output.properties.is_empty() => Shape::Struct(self.fields(&output.properties)),
            (Type::Object, Some(values), _, _) => Shape::Map(self.inner(values, place)?),
            (Type::Array, _, Some(items), _) => Shape::List(self.inner(items, place)?),
            (Type::String, _, _, Some(length)) => Shape::Truncated(length.value),
            (ty, _, _, _) => Shape::Plain(ty),
        })
    }

    /// An item of a list or a value of a map. Where its properties have no mapping, they are read by their names.
    fn inner(&mut self, output: &doc::Output, place: &Place) -> Option<Box<Shaped>> {
        self.value(output, place, "", None).map(Box::new)
    }

    fn refuse_list(&mut self, output: &doc::Output, place: &Place, name: &str) {
        let mapping = output.mapping.as_ref();
        let path = mapping.map_or("", |mapping| mapping.value.trim());
        let message = format!("{} is one value, and `{path}` finds any number of them", called(name));
        let help = "write `type: array`, or pick one of them, such as the first: `[0]`";
        self.context.sink.report(Code::WRONG_TYPE, mapping.map_or(place, |mapping| &mapping.place), message).help(help);
    }

    /// Notes what means nothing for an output of the type.
    fn note_idle(&mut self, output: &doc::Output, place: &Place, ty: Type) {
        let mut idle = |place: &Place, key: &str, why: &str| self.context.sink.no_effect(place, key, why);
        if let Some(property) = output.properties.first().filter(|_| ty != Type::Object) {
            idle(property.place(), "`properties` of an output", "it is no object");
        }
        if output.items.is_some() && ty != Type::Array {
            idle(place, "`items` of an output", "it is no array");
        }
        if output.values.is_some() && (ty != Type::Object || !output.properties.is_empty()) {
            idle(place, "`values` of an output", "it is no object with free keys");
        }
        if let Some(Spanned { place, .. }) = output.max_length.as_ref().filter(|_| ty != Type::String) {
            idle(place, "`maxLength`", "the output is no text");
        }
    }

    /// Notes what the engine makes of an output that is mapped.
    fn note_mapping(
        &mut self,
        output: &doc::Output,
        place: &Place,
        shape: &Shape,
        selection: Option<&Selection>,
        member: Option<&str>,
    ) {
        let is_sketch = self.holder == Holder::Item;
        let place = output.mapping.as_ref().map_or(place, |mapping| &mapping.place);
        match (selection, shape) {
            _ if is_sketch => {}
            (None, Shape::Plain(_) | Shape::Truncated(_) | Shape::List(_) | Shape::Map(_)) => {
                let Some(member) = member else { return };
                let message = format!(
                    "the reference engine answers `null` for an output without mapping; Capwright reads the member `{member}`"
                );
                engine_differs(self.context, place, &message, &format!("write `mapping: $.{member}`"));
            }
            (Some(selection), Shape::Struct(_)) if !selection.is_whole() => {
                let mapping = output.mapping.as_ref().map_or("", |mapping| mapping.value.trim());
                let message = format!(
                    "the reference engine reads the properties from the whole answer; Capwright reads them from `{mapping}`"
                );
                engine_differs(self.context, place, &message, "write the mappings of the properties out");
            }
            (Some(_), Shape::List(_) | Shape::Map(_)) if member.is_some() => {
                let message = "the reference engine answers this part as it is; Capwright shapes it as declared";
                engine_differs(self.context, place, message, "shape lists at the top of the answer only");
            }
            _ => {}
        }
    }
}

/// An output in a message.
pub(crate) fn called(name: &str) -> String {
    if name.is_empty() { "an output".to_owned() } else { format!("`{name}`") }
}

/// Whether an output or a part of it has a value of its own.
pub(crate) fn any_part(output: &doc::Output, is: fn(&doc::Output) -> bool) -> bool {
    let inner = output.items.iter().chain(&output.values).any(|inner| any_part(inner, is));
    is(output) || inner || output.properties.iter().any(|property| any_part(property, is))
}
