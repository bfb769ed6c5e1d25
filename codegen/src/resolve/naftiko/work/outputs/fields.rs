//! Fields of objects.

use crate::diagnostic::Code;
use crate::model::{Absence, OutputField, Shaped, Struct, Unnamed};
use crate::names::Scope;
use crate::resolve::context::Context;
use crate::source::Place;

/// The fields of an object while they are found.
pub(crate) struct Fields {
    /// What those are that find nothing.
    absence: Absence,
    scope: Scope,
    found: Vec<OutputField<Unnamed>>,
}

impl Fields {
    /// None yet.
    pub(crate) fn new(absence: Absence) -> Self {
        Self { absence, scope: Scope::default(), found: Vec::new() }
    }

    /// Adds a field; one whose name is taken is reported.
    pub(crate) fn add(&mut self, context: &mut Context<'_>, name: &str, place: &Place, value: Shaped<Unnamed>) {
        if self.found.iter().any(|known| known.name == name) {
            let message = format!("two outputs are called `{name}`");
            let report = context.sink.report(Code::DUPLICATE_NAME, place, message);
            report.help("give each output a `name` of its own");
            return;
        }
        self.found.push(OutputField {
            name: name.to_owned(),
            field: self.scope.snake(name),
            value,
            absence: self.absence,
        });
    }

    /// The object, which has no name yet.
    pub(crate) fn into_struct(self) -> Struct<Unnamed> {
        let record = Struct { name: Unnamed, fields: self.found };
        if record.is_of_members() {
            return record;
        }
        // What it is read from need not be an object: those in it are told apart.
        let or_null = |field: OutputField<Unnamed>| OutputField { value: field.value.or_null(), ..field };
        Struct { fields: record.fields.into_iter().map(or_null).collect(), ..record }
    }

    /// Whether there are none yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}
