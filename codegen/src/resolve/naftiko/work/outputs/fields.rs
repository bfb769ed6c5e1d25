//! Fields of objects.

use crate::diagnostic::Code;
use crate::model::{OutputField, Shaped, Struct};
use crate::names::Scope;
use crate::read::naftiko::{self as doc, Loose};
use crate::resolve::naftiko::work::outputs::shape::Shaping;
use crate::source::Place;

/// The fields of an object while they are found.
#[derive(Default)]
pub(crate) struct Fields {
    scope: Scope,
    found: Vec<OutputField>,
}

impl Fields {
    /// Adds a field; one whose name is taken is reported.
    pub(crate) fn add(&mut self, shaping: &mut Shaping<'_, '_>, name: &str, place: &Place, value: Shaped) {
        if self.found.iter().any(|known| known.name == name) {
            let message = format!("two outputs are called `{name}`");
            shaping
                .context
                .sink
                .report(Code::DUPLICATE_NAME, place, message)
                .help("give each output a `name` of its own");
            return;
        }
        self.found.push(OutputField { name: name.to_owned(), field: self.scope.snake(name), value });
    }

    /// The object, which has no name yet.
    pub(crate) fn into_struct(self) -> Struct {
        Struct { name: String::new(), fields: self.found }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl Shaping<'_, '_> {
    /// An object of the properties, each of which is a member of its own name unless a mapping says where it is.
    pub(crate) fn fields(&mut self, properties: &Loose<doc::Output>) -> Struct {
        let mut fields = Fields::default();
        for property in properties {
            let Some(name) = &property.name else {
                let report = self.context.sink.report(Code::MISSING_KEY, property.place(), "a property needs a `name`");
                report.help("write `properties` as a mapping from names to outputs");
                continue;
            };
            if let Some(value) = self.value(property, property.place(), &name.value, Some(&name.value)) {
                fields.add(self, &name.value, &name.place, value);
            }
        }
        fields.into_struct()
    }
}
