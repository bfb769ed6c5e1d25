//! What units answer that call nothing.

use crate::json::Value;
use crate::model::{Absence, Origin, Shape, Shaped, Type, Unnamed};
use crate::read::naftiko::{self as doc, Loose, ValueType};
use crate::resolve::naftiko::work::outputs::fields::Fields;
use crate::resolve::naftiko::work::outputs::shape::Shaping;
use crate::resolve::naftiko::work::outputs::site::OutputSite;

/// An object of all outputs that have values; one without a name is called `value`.
pub(crate) fn object(shaping: &mut Shaping<'_, '_>, outputs: &Loose<doc::Output>) -> Shaped<Unnamed> {
    Shaped::new(Origin::Parts, Shape::Struct(fields(shaping, outputs).into_struct()))
}

fn fields(shaping: &mut Shaping<'_, '_>, outputs: &Loose<doc::Output>) -> Fields {
    let mut fields = Fields::new(Absence::Null);
    for output in outputs {
        let (name, place) = match &output.name {
            Some(name) => (name.value.as_str(), &name.place),
            None => ("value", output.place()),
        };
        let value = value(shaping, OutputSite { name, ..OutputSite::of(output) });
        let context = &mut *shaping.resolver.context;
        match value {
            Some(value) => fields.add(context, name, place, value),
            None => context.sink.no_effect(place, "an output without `value`", "nothing is called that has one"),
        }
    }
    fields
}

/// A fixed value, an object of those that are fixed, or a list of one item.
fn value(shaping: &mut Shaping<'_, '_>, site: OutputSite<'_>) -> Option<Shaped<Unnamed>> {
    let output = site.output;
    let shaped = match output.r#type.as_ref().map(|ty| ty.value) {
        _ if output.value.is_some() => return shaping.value(site),
        None | Some(ValueType::Object) if !output.properties.is_empty() => {
            let fields = fields(shaping, &output.properties);
            (!fields.is_empty()).then(|| Shaped::new(Origin::Parts, Shape::Struct(fields.into_struct())))?
        }
        Some(ValueType::Array) => {
            let item = output.items.as_ref().and_then(|item| value(shaping, OutputSite { output: item, ..site }));
            match item {
                Some(item) => Shaped::new(Origin::Parts, Shape::List(Box::new(item))),
                None => Shaped::new(Origin::Constant(Value::Array(Vec::new())), Shape::Plain(Type::Array)),
            }
        }
        _ => return None,
    };
    Some(Shaped { description: output.description.clone().unwrap_or_default(), ..shaped })
}
