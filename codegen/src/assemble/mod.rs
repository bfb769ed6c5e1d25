//! A document made whole: what it imports in place, and upstreams of one namespace together.

mod imports;
mod missing;
mod namespaces;
mod section;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::mem::take;

use crate::diagnostic::Sink;
use crate::library::Library;
use crate::read::naftiko::Document;

/// The document with all that it imports: the steps behind see one document, whose places may lie in several files.
///
/// What can't be had is reported here, and its name is lost: that calls into it lead nowhere is no news.
pub(crate) fn whole<'a>(library: &Library, index: usize, document: &'a Document, sink: &mut Sink) -> Cow<'a, Document> {
    let mut whole = imports::resolved(library, index, document, sink);
    if namespaces::check(&whole.capability, sink) {
        let consumes = &mut whole.to_mut().capability.consumes;
        *consumes = namespaces::merged(take(consumes).into_iter().collect()).into_iter().collect();
    }
    whole
}
