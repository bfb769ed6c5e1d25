//! What is refused, and what is idle.

pub(crate) mod format;
pub(crate) mod size;
pub(crate) mod unbuilt;

use crate::diagnostic::Sink;
use crate::resolve::naftiko::survey::Survey;

/// Whether a document can be compiled, as far as its size goes; what has no effect in it is told too.
pub(crate) fn admits(survey: &Survey<'_>, sink: &mut Sink) -> bool {
    if !size::check(survey, sink) {
        return false;
    }
    unbuilt::report(survey, sink);
    format::report(survey, sink);
    true
}
