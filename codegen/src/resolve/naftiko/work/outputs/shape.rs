//! What one output is, and where its value stands in what holds it.

use crate::diagnostic::Code;
use crate::model::{Absence, Origin, Selection, Shape, Shaped, Struct, Type, Unnamed};
use crate::read::naftiko::{self as doc, Loose, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::outputs::fields::Fields;
use crate::resolve::naftiko::work::outputs::site::{OutputSite, called};
use crate::resolve::text::jsonpath;
use crate::source::Place;

/// What outputs are resolved with.
pub(crate) struct Shaping<'s, 'c> {
    pub(crate) resolver: Resolver<'s, 'c>,
    pub(crate) holder: Holder,
    /// Whether nothing is called.
    pub(crate) is_mock: bool,
    /// Where the last mapping of steps stands, if there are any.
    pub(crate) last_mapping: Option<&'s Place>,
}

/// What holds an output that has no mapping of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// An answer that mappings pick from: objects are put together, and don't lead into the answer.
    Answer,
    /// An object that is declared as it is: each output is the member of its name.
    Item,
}

impl Holder {
    /// What a member of it is that finds nothing.
    fn absence(self) -> Absence {
        match self {
            Self::Answer => Absence::Null,
            Self::Item => Absence::LeftOut,
        }
    }
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
    /// An output; none if there is a problem, which is reported.
    pub(crate) fn value(&mut self, site: OutputSite<'_>) -> Option<Shaped<Unnamed>> {
        let shaped = match &site.output.value {
            Some(value) => {
                if let Some(text) = value.value.as_text().filter(|_| !self.is_mock) {
                    jsonpath::warn_of_text(self.resolver.context, text, &value.place);
                }
                self.fixed(site, value)
            }
            None => self.mapped(site),
        };
        Some(Shaped { description: site.output.description.clone().unwrap_or_default(), ..shaped? })
    }

    /// An object of the properties, each of which is a member of its own name unless a mapping says where it is.
    pub(crate) fn object(&mut self, properties: &Loose<doc::Output>) -> Struct<Unnamed> {
        let mut fields = Fields::new(self.holder.absence());
        for property in properties {
            let Some(name) = &property.name else {
                let sink = &mut self.resolver.context.sink;
                let report = sink.report(Code::MISSING_KEY, property.place(), "a property needs a `name`");
                report.help("write `properties` as a mapping from names to outputs");
                continue;
            };
            let site = OutputSite { member: Some(&name.value), ..OutputSite::of(property) };
            if let Some(value) = self.value(site) {
                fields.add(self.resolver.context, &name.value, &name.place, value);
            }
        }
        fields.into_struct()
    }

    fn mapped(&mut self, site: OutputSite<'_>) -> Option<Shaped<Unnamed>> {
        let selection = match &site.output.mapping {
            Some(mapping) => Some(jsonpath::select(self.resolver.context, &mapping.value, &mapping.place)?),
            None => None,
        };
        let is_list = matches!(selection, Some(Selection::Path { is_list: true, .. }));
        let shape = self.shape(site, is_list)?;
        let selection = selection.map(|selection| self.first_for(site, &shape, selection));
        self.note_mapping(site, &shape, selection.as_ref());
        let is_struct = matches!(shape, Shape::Struct(_));
        let selection = match (selection, site.member) {
            (Some(selection), _) => selection,
            (None, Some(_)) if is_struct && self.holder == Holder::Answer => Selection::whole(),
            (None, Some(member)) => Selection::Keys(vec![member.to_owned()]),
            (None, None) => Selection::whole(),
        };
        let origin = if is_struct && selection.is_whole() { Origin::Parts } else { Origin::At(selection) };
        Some(Shaped::new(origin, shape))
    }

    /// What an output is. `is_list`: what it comes from is a list of all that a path finds.
    pub(crate) fn shape(&mut self, site: OutputSite<'_>, is_list: bool) -> Option<Shape<Unnamed>> {
        let output = site.output;
        let declared = output.r#type.as_ref().map(|ty| value_type(ty.value));
        let ty = declared.unwrap_or(match output {
            _ if !output.properties.is_empty() || output.values.is_some() => Type::Object,
            _ if output.items.is_some() || is_list => Type::Array,
            _ if output.max_length.is_some() => Type::String,
            _ => Type::Any,
        });
        self.note_idle(site, ty);
        Some(match (ty, &output.values, &output.items, &output.max_length) {
            (Type::Object, _, _, _) if !output.properties.is_empty() => Shape::Struct(self.object(&output.properties)),
            (Type::Object, Some(values), _, _) => Shape::Map(self.inner(values, site.place)?),
            (Type::Array, _, Some(items), _) => Shape::List(self.inner(items, site.place)?),
            (Type::String, _, _, Some(length)) => Shape::Truncated(length.value),
            (ty, _, _, _) => Shape::Plain(ty),
        })
    }

    /// An item of a list or a value of a map. Where its properties have no mapping, they are read by their names.
    fn inner(&mut self, output: &doc::Output, place: &Place) -> Option<Box<Shaped<Unnamed>>> {
        self.value(OutputSite { output, place, name: "", member: None }).map(Shaped::or_null).map(Box::new)
    }

    /// What a path finds for an output that is one value: the first, where it may find any number.
    pub(crate) fn first_for(
        &mut self,
        site: OutputSite<'_>,
        shape: &Shape<Unnamed>,
        selection: Selection,
    ) -> Selection {
        let is_list = matches!(shape, Shape::List(_) | Shape::Plain(Type::Array | Type::Any));
        let Selection::Path { ident, text, segments, is_list: true } = selection else { return selection };
        if !is_list {
            let message = format!(
                "{} is one value, and `{text}` finds any number: it is the first of them; the reference engine answers the list",
                called(site.name)
            );
            engine_differs(self.resolver.context, site.mapping_place(), &message, "write `type: array`");
        }
        Selection::Path { ident, text, segments, is_list }
    }

    /// Notes what means nothing for an output of the type.
    fn note_idle(&mut self, site: OutputSite<'_>, ty: Type) {
        let OutputSite { output, place, .. } = site;
        let mut idle = |place: &Place, key: &str, why: &str| self.resolver.context.sink.no_effect(place, key, why);
        if let Some(unchecked) = &output.unchecked_const {
            idle(unchecked, "`const` of an output", "answers of the upstream are passed on, not checked");
        }
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
    fn note_mapping(&mut self, site: OutputSite<'_>, shape: &Shape<Unnamed>, selection: Option<&Selection>) {
        if self.holder == Holder::Item {
            return;
        }
        let (message, instead) = match (selection, shape, site.member) {
            (None, Shape::Plain(_) | Shape::Truncated(_) | Shape::List(_) | Shape::Map(_), Some(member)) => {
                let message = format!(
                    "the reference engine answers `null` for an output without mapping; Capwright reads the member `{member}`"
                );
                (message, format!("write `mapping: $.{member}`"))
            }
            (Some(selection), Shape::Struct(_), _) if !selection.is_whole() => {
                let mapping = site.mapping();
                let message = format!(
                    "the reference engine reads the properties from the whole answer; Capwright reads them from `{mapping}`"
                );
                (message, "write the mappings of the properties out".to_owned())
            }
            (Some(_), Shape::List(_) | Shape::Map(_), Some(_)) => {
                let message = "the reference engine answers this part as it is; Capwright shapes it as declared";
                (message.to_owned(), "shape lists at the top of the answer only".to_owned())
            }
            _ => return,
        };
        engine_differs(self.resolver.context, site.mapping_place(), &message, &instead);
    }
}
