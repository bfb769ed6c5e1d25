//! Values that the document fixes, and texts that it puts together.

use serde_json::Value;

use crate::diagnostic::Code;
use crate::model::{Origin, Part, Shape, Shaped, Type, Unnamed};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::naftiko::work::outputs::fields::Fields;
use crate::resolve::naftiko::work::outputs::shape::{Holder, Shaping, engine_differs};
use crate::resolve::naftiko::work::outputs::site::{OutputSite, called};
use crate::resolve::text::constant;
use crate::source::Place;

impl Shaping<'_, '_> {
    /// An output with a value of its own.
    pub(crate) fn fixed(&mut self, site: OutputSite<'_>, value: &Spanned<Data>) -> Option<Shaped<Unnamed>> {
        let OutputSite { output, name, .. } = site;
        if let Some(mapping) = &output.mapping {
            self.resolver.context.sink.no_effect(&mapping.place, "`mapping`", "the output has a `value`");
        }
        let ty = output.r#type.as_ref().map_or_else(|| own_type(&value.value), |ty| value_type(ty.value));
        let length = output.max_length.as_ref().map(|length| length.value).filter(|_| ty == Type::String);
        match &value.value {
            Data::Text(text) if text.contains("{{") => {
                self.note_template(&value.place);
                Some(self.text(text, &value.place, ty, length))
            }
            data if holds_template(data) => self.structure(value, name),
            _ => {
                if site.member.is_some() && self.holder == Holder::Answer {
                    let message = "the reference engine answers `null` for a fixed value within an object; Capwright gives the value";
                    engine_differs(self.resolver.context, &value.place, message, "");
                }
                let name = if name.is_empty() { "the output" } else { name };
                let value = cut(constant::of_type(self.resolver.context, name, ty, value), length);
                Some(Shaped::new(Origin::Constant(value), Shape::Plain(ty)))
            }
        }
    }

    /// A text with variables; one that has none after all is fixed.
    pub(crate) fn text(&mut self, text: &str, place: &Place, ty: Type, length: Option<usize>) -> Shaped<Unnamed> {
        let parts = self.resolver.template(text, place);
        let shape = length.map_or(Shape::Plain(ty), Shape::Truncated);
        match parts.as_slice() {
            [Part::Step(pick)] => Shaped::new(Origin::Step(pick.clone()), shape),
            [Part::Text(text)] => {
                let value = cut(constant::coerced(ty, Value::from(text.as_str())), length);
                Shaped::new(Origin::Constant(value), Shape::Plain(ty))
            }
            _ => Shaped::new(Origin::Text { parts, variable: None }, shape),
        }
    }

    /// A mapping with templates in it.
    fn structure(&mut self, value: &Spanned<Data>, name: &str) -> Option<Shaped<Unnamed>> {
        match &value.value {
            Data::Map(members) => {
                let mut fields = Fields::default();
                for (key, value) in members {
                    let value = self.structure(value, &key.value)?;
                    fields.add(self.resolver.context, &key.value, &key.place, value);
                }
                Some(Shaped::new(Origin::Parts, Shape::Struct(fields.into_struct())))
            }
            Data::Text(text) if text.contains("{{") => Some(self.text(text, &value.place, Type::String, None)),
            data if holds_template(data) => {
                let message = format!("{} is a list with a template in it", called(name));
                let help = "declare `items` with a `value`, or name the values in a mapping";
                self.resolver.context.sink.report(Code::UNKNOWN_VALUE, &value.place, message).help(help);
                None
            }
            data => Some(Shaped::new(Origin::Constant(data.to_json()), Shape::Plain(own_type(data)))),
        }
    }

    /// The engine fills templates of outputs only where nothing is called.
    fn note_template(&mut self, place: &Place) {
        if self.holder == Holder::Answer && !self.is_mock {
            let message = "the reference engine answers the template as it is; Capwright fills it in";
            engine_differs(self.resolver.context, place, message, "");
        }
    }
}

/// The type of a value that nothing declares.
fn own_type(data: &Data) -> Type {
    match data {
        Data::Null => Type::Any,
        Data::Bool(_) => Type::Boolean,
        Data::Number(_) => Type::Number,
        Data::Text(_) => Type::String,
        Data::List(_) => Type::Array,
        Data::Map(_) => Type::Object,
    }
}

fn holds_template(data: &Data) -> bool {
    match data {
        Data::Text(text) => text.contains("{{"),
        Data::List(items) => items.iter().any(|item| holds_template(item)),
        Data::Map(members) => members.iter().any(|(_, value)| holds_template(value)),
        Data::Null | Data::Bool(_) | Data::Number(_) => false,
    }
}

/// The first characters of a text.
fn cut(value: Value, length: Option<usize>) -> Value {
    match (value, length) {
        (Value::String(text), Some(length)) => text.chars().take(length).collect::<String>().into(),
        (value, _) => value,
    }
}
