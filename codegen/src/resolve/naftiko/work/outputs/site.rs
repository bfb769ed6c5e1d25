//! Outputs where they are written.

use crate::read::naftiko::{self as doc, Entry, Spanned};
use crate::source::Place;

/// An output with its name, if it has one.
pub(crate) type WrittenOutput = Entry<Option<Spanned<String>>, doc::Output>;

/// An output where it is written, and where its value stands unless it says so itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutputSite<'o> {
    /// The output.
    pub(crate) output: &'o doc::Output,
    /// Where it is written.
    pub(crate) place: &'o Place,
    /// What messages call it; may be empty.
    pub(crate) name: &'o str,
    /// The member of what holds it that it is without a mapping; none for all of that.
    pub(crate) member: Option<&'o str>,
}

impl<'o> OutputSite<'o> {
    /// One that is no member of anything.
    pub(crate) fn of(written: &'o WrittenOutput) -> Self {
        let name = written.name.as_ref().map_or("", |name| &name.value);
        Self { output: &written.definition.value, place: written.place(), name, member: None }
    }

    /// Where its mapping is written, else where it is.
    pub(crate) fn mapping_place(self) -> &'o Place {
        self.output.mapping.as_ref().map_or(self.place, |mapping| &mapping.place)
    }

    /// Its mapping as it is written; empty if it has none.
    pub(crate) fn mapping(self) -> &'o str {
        self.output.mapping.as_ref().map_or("", |mapping| mapping.value.trim())
    }
}

/// Whether an output says what it is made of.
pub(crate) fn has_parts(output: &doc::Output) -> bool {
    !output.properties.is_empty() || output.items.is_some() || output.values.is_some()
}

/// Whether an output or a part of it has a value of its own.
pub(crate) fn is_static(output: &doc::Output) -> bool {
    let inner = output.items.iter().chain(&output.values).any(|inner| is_static(inner));
    output.value.is_some() || inner || output.properties.iter().any(|property| is_static(property))
}

/// An output in a message.
pub(crate) fn called(name: &str) -> String {
    if name.is_empty() { "an output".to_owned() } else { format!("`{name}`") }
}
