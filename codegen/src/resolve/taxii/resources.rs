//! Properties that a server adds to the resources of the standard.

use crate::diagnostic::phrases::refuse;
use crate::diagnostic::{Code, Sink};
use crate::model::Type;
use crate::model::taxii::{Extension, Property, PropertyType, Resource};
use crate::names::{self, Scope, reserved};
use crate::read::Spanned;
use crate::read::collection::Map;
use crate::read::taxii::{self as doc, Document};
use crate::resolve::taxii::words::unknown;

/// Properties and their known values: each becomes lines of code. Real descriptions have a dozen.
const MOST: usize = 10_000;

pub(crate) fn extensions(document: &Document, sink: &mut Sink) -> Vec<Extension> {
    let all = document.resources.iter().flat_map(|(_, properties)| properties);
    let size: usize = all.map(|(_, property)| 1 + property.values.len()).sum();
    if let Some((name, _)) = document.resources.iter().next().filter(|_| size > MOST) {
        let what = format!("a description of {size} properties and values (more than {MOST})");
        refuse(sink, &name.place, &what, "leave out `values` that need no name in Rust: all other texts are taken too");
        return Vec::new();
    }
    // Types that a crate has, or takes from the standard; an enum begins with the name of its resource.
    let mut scope = Scope::with_reserved(&reserved::TAXII_TYPES);
    let mut extensions = Vec::new();
    for (name, properties) in &document.resources {
        match Resource::ALL.into_iter().find(|resource| resource.as_str() == name.value) {
            Some(resource) if !properties.is_empty() => {
                let properties = properties_of(resource, properties, &mut scope, sink);
                extensions.push(Extension { resource, properties });
            }
            Some(_) => {}
            None => unknown(sink, "resource", name, Resource::ALL.map(Resource::as_str).as_slice()),
        }
    }
    extensions
}

fn properties_of(
    resource: Resource,
    written: &Map<doc::Property>,
    types: &mut Scope,
    sink: &mut Sink,
) -> Vec<Property> {
    let mut fields = Scope::with_reserved(&reserved::TAXII_FIELDS);
    let mut properties = Vec::new();
    for (name, property) in written {
        if resource.standard().iter().any(|known| known.name == name.value) {
            let message = format!("`{}` is a property of the standard", name.value);
            sink.report(Code::DUPLICATE_NAME, &name.place, message)
                .help("remove it: the standard's properties need no declaration");
            continue;
        }
        properties.push(Property {
            name: name.value.clone(),
            field: fields.snake(&name.value),
            ty: property_type(resource, name, property, types, sink),
            required: property.required,
            description: property.description.clone().unwrap_or_default(),
        });
    }
    properties
}

fn property_type(
    resource: Resource,
    name: &Spanned<String>,
    property: &doc::Property,
    types: &mut Scope,
    sink: &mut Sink,
) -> PropertyType {
    let plain = match property.r#type {
        doc::PropertyType::String => Type::String,
        doc::PropertyType::Integer => Type::Integer,
        doc::PropertyType::Number => Type::Number,
        doc::PropertyType::Boolean => Type::Boolean,
        doc::PropertyType::Array => Type::Array,
        doc::PropertyType::Object => Type::Object,
    };
    if property.values.is_empty() {
        return PropertyType::Plain(plain);
    }
    if plain != Type::String {
        sink.report(Code::UNKNOWN_VALUE, &name.place, "only a string can list its `values`")
            .help("write `type: string`, or remove `values`");
    }
    let mut scope = Scope::with_reserved(&reserved::TAXII_VARIANTS);
    let variants = property.values.iter().map(|value| (value.value.clone(), scope.pascal(&value.value, ""))).collect();
    PropertyType::Open {
        name: types.unique(format!("{}{}", resource.type_name(), names::pascal(&name.value))),
        variants,
    }
}
