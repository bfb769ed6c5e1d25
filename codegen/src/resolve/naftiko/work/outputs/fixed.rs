//! Values that the document fixes, and texts that it puts together.

use crate::diagnostic::Code;
use crate::json::Value;
use crate::model::{Absence, Origin, Part, Shape, Shaped, Type, Unnamed, ValueSource};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::naftiko::work::caller::meant::Site;
use crate::resolve::naftiko::work::caller::value::parts;
use crate::resolve::naftiko::work::outputs::fields::Fields;
use crate::resolve::naftiko::work::outputs::shape::{Holder, Shaping, engine_differs};
use crate::resolve::naftiko::work::outputs::site::{OutputSite, called};
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::constant::{self, holds_template};
use crate::resolve::text::template;
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
            Data::Text(text) if template::is_template(text) => {
                self.note_template(&value.place);
                let wanted = Wanted { ty, ..Wanted::text(called_here(name)) };
                Some(self.text(wanted, text, &value.place, length))
            }
            data if holds_template(data) => self.structure(value, name),
            _ => {
                if site.member.is_some() && self.holder == Holder::Answer {
                    let message = "the reference engine answers `null` for a fixed value within an object; Capwright gives the value";
                    engine_differs(self.resolver.context, &value.place, message, "");
                }
                self.resolver.astray_within(Wanted::text(""), value, Site::Output);
                let value = cut(constant::of_type(self.resolver.context, called_here(name), ty, value), length);
                Some(Shaped::new(Origin::Constant(value), Shape::Plain(ty)))
            }
        }
    }

    /// A text with variables for an output; one that has none after all is fixed.
    pub(crate) fn text(
        &mut self,
        wanted: Wanted<'_>,
        text: &str,
        place: &Place,
        length: Option<usize>,
    ) -> Shaped<Unnamed> {
        match origin(self.resolver.template(wanted, text, place)) {
            // As a text, whatever it is: a list or an object is its JSON.
            Origin::Step(pick) if wanted.ty == Type::String => {
                let origin = Origin::Text { parts: vec![Part::Step(pick)] };
                Shaped::new(origin, length.map_or(Shape::Plain(wanted.ty), Shape::Truncated))
            }
            Origin::Constant(value) => Shaped::new(Origin::Constant(cut(value, length)), Shape::Plain(wanted.ty)),
            origin => Shaped::new(origin, length.map_or(Shape::Plain(wanted.ty), Shape::Truncated)),
        }
    }

    /// What is put together for an output; what can never be of its type is reported.
    pub(crate) fn checked(&mut self, wanted: Wanted<'_>, given: Origin, place: &Place) -> Origin {
        let source = match given {
            Origin::Constant(value) => ValueSource::Constant(value),
            Origin::Text { parts } => ValueSource::Text(parts),
            other => return other,
        };
        origin(wanted.checked(self.resolver.context, source, place))
    }

    /// A mapping with templates in it.
    fn structure(&mut self, value: &Spanned<Data>, name: &str) -> Option<Shaped<Unnamed>> {
        match &value.value {
            Data::Map(members) => {
                let mut fields = Fields::new(Absence::Null);
                for (key, value) in members {
                    let value = self.structure(value, &key.value)?;
                    fields.add(self.resolver.context, &key.value, &key.place, value);
                }
                Some(Shaped::new(Origin::Parts, Shape::Struct(fields.into_struct())))
            }
            Data::Text(text) if template::is_template(text) => {
                Some(self.text(Wanted::text(name), text, &value.place, None))
            }
            data if holds_template(data) => {
                let message = format!("{} is a list with a template in it", called(name));
                let help = "declare `items` with a `value`, or name the values in a mapping";
                self.resolver.context.sink.report(Code::UNKNOWN_VALUE, &value.place, message).help(help);
                None
            }
            data => {
                self.resolver.astray_within(Wanted::text(""), value, Site::Output);
                Some(Shaped::new(Origin::Constant(data.to_json()), Shape::Plain(own_type(data))))
            }
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

fn origin(source: ValueSource) -> Origin {
    match source {
        ValueSource::Constant(value) => Origin::Constant(value),
        ValueSource::Step(pick) => Origin::Step(pick),
        other => Origin::Text { parts: parts(vec![other]) },
    }
}

/// What messages call an output.
fn called_here(name: &str) -> &str {
    if name.is_empty() { "the output" } else { name }
}

/// The type of a value that nothing declares.
fn own_type(data: &Data) -> Type {
    match data {
        Data::Null => Type::Any,
        Data::Bool(_) => Type::Boolean,
        Data::Number(_) => Type::Number,
        Data::Text(_) | Data::Said(_) => Type::String,
        Data::List(_) => Type::Array,
        Data::Map(_) => Type::Object,
    }
}

/// The first characters of a text.
fn cut(value: Value, length: Option<usize>) -> Value {
    match (value, length) {
        (Value::String(text), Some(length)) => text.chars().take(length).collect::<String>().into(),
        (value, _) => value,
    }
}
