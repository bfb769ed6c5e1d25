//! The sections that entries can be imported into, alike.

use crate::read::naftiko::{Aggregation, Binding, Consume, Document, Expose, Import, Spanned};

/// An entry of a section.
pub(crate) trait Section: Clone {
    /// The key of the section.
    const KEY: &'static str;

    /// The section of a document.
    fn of(document: &Document) -> &[Self];

    /// What the entry imports, if that is all it does.
    fn import(&self) -> Option<&Import>;

    /// Its name, unless it imports or has none.
    fn namespace(&self) -> Option<&Spanned<String>>;

    /// Gives it another name.
    fn rename(&mut self, name: Spanned<String>);
}

impl Section for Consume {
    const KEY: &'static str = "consumes";

    fn of(document: &Document) -> &[Self] {
        &document.capability.consumes
    }

    fn import(&self) -> Option<&Import> {
        if let Self::Import(import) = self { Some(import) } else { None }
    }

    fn namespace(&self) -> Option<&Spanned<String>> {
        if let Self::Upstream(upstream) = self { Some(&upstream.namespace) } else { None }
    }

    fn rename(&mut self, name: Spanned<String>) {
        if let Self::Upstream(upstream) = self {
            upstream.namespace = name;
        }
    }
}

impl Section for Aggregation {
    const KEY: &'static str = "aggregates";

    fn of(document: &Document) -> &[Self] {
        &document.capability.aggregates
    }

    fn import(&self) -> Option<&Import> {
        if let Self::Import(import) = self { Some(import) } else { None }
    }

    fn namespace(&self) -> Option<&Spanned<String>> {
        if let Self::Aggregate(aggregate) = self { aggregate.namespace.as_ref() } else { None }
    }

    fn rename(&mut self, name: Spanned<String>) {
        if let Self::Aggregate(aggregate) = self {
            aggregate.former = aggregate.namespace.replace(name).map(|former| former.value);
        }
    }
}

impl Section for Expose {
    const KEY: &'static str = "exposes";

    fn of(document: &Document) -> &[Self] {
        &document.capability.exposes
    }

    fn import(&self) -> Option<&Import> {
        if let Self::Import(import) = self { Some(import) } else { None }
    }

    fn namespace(&self) -> Option<&Spanned<String>> {
        self.namespace()
    }

    fn rename(&mut self, name: Spanned<String>) {
        self.rename(name);
    }
}

impl Section for Binding {
    const KEY: &'static str = "binds";

    fn of(document: &Document) -> &[Self] {
        &document.binds
    }

    fn import(&self) -> Option<&Import> {
        if let Self::Import(import) = self { Some(import) } else { None }
    }

    fn namespace(&self) -> Option<&Spanned<String>> {
        if let Self::Bind(bind) = self { Some(&bind.namespace) } else { None }
    }

    fn rename(&mut self, name: Spanned<String>) {
        if let Self::Bind(bind) = self {
            bind.namespace = name;
        }
    }
}
