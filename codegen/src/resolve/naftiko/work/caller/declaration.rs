//! The declaration of an input that lacks one, as an edit of the document.

use crate::diagnostic::Report;
use crate::model::Type;
use crate::resolve::naftiko::work::caller::input::InputOrigin;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::source::Place;

/// The declaration of an input, beside those that the unit declares.
pub(crate) enum Declaration {
    /// An item behind another one.
    Next(Place, String),
    /// An entry before another one.
    Entry(Place, String),
    /// There is nothing beside which it could stand.
    Nowhere,
}

impl Declaration {
    /// That of an input of a type.
    pub(crate) fn of(resolver: &Resolver<'_, '_>, name: &str, ty: Type) -> Self {
        let declared = resolver.taken.inputs.iter().map(|taken| &taken.input);
        let mut declared = declared.filter(|input| input.origin == InputOrigin::Declared).map(|input| &input.place);
        let Some(first) = declared.next() else { return Self::Nowhere };
        let last = declared.next_back().unwrap_or(first);
        let text = &resolver.context.source(last).text;
        let line = text.get(..last.span.start).and_then(|text| text.rsplit('\n').next()).unwrap_or_default();
        match line.trim_start().starts_with("- ") {
            true => Self::Next(last.clone(), format!("{{name: {name}, type: {}}}", ty.as_str())),
            false => Self::Entry(first.clone(), format!("{name}: {{type: {}}}", ty.as_str())),
        }
    }

    /// Makes it an edit of a report.
    pub(crate) fn add(self, report: Report<'_>) -> Report<'_> {
        match self {
            Self::Next(last, text) => report.next(&last, text),
            Self::Entry(first, text) => report.entry(&first, text),
            Self::Nowhere => report,
        }
    }
}
