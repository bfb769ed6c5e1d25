//! Parts of the answers of steps that are known not to be there.

use crate::diagnostic::Code;
use crate::diagnostic::phrases::list;
use crate::names;
use crate::resolve::context::Context;
use crate::source::Place;

/// Warns of a member that the answer of `step` does not have: it has `fields`, if any are known, and no others. `path` is what
/// follows the name of the step; an item of a list may have more.
pub(crate) fn check(context: &mut Context<'_>, step: &str, fields: &[String], path: &str, place: &Place) {
    let Some(name) = first_member(path).filter(|name| !fields.is_empty() && fields.iter().all(|field| field != name))
    else {
        return;
    };
    let message = format!("step `{step}` declares what it answers, and `{name}` is not in it: nothing is found");
    let spot = context.within(place, name);
    let report = context.sink.report(Code::UNKNOWN_FIELD, &spot, message);
    if !report.is_shown() {
        return;
    }
    let known: Vec<&str> = fields.iter().map(String::as_str).collect();
    let near = names::position(known.iter().copied(), name).map(|at| known[at]);
    match near.or_else(|| crate::diagnostic::nearest(name, known.iter().copied())) {
        Some(near) => drop(report.help(format!("did you mean `{near}`?")).replace(&spot, near)),
        None => drop(report.help(format!("there are {}; declare it where the answer is declared", list(&known)))),
    }
}

/// The member that a path begins with: `.a.b[0]` with `a`.
fn first_member(path: &str) -> Option<&str> {
    let path = path.strip_prefix('.')?;
    let name = &path[..path.find(['.', '[']).unwrap_or(path.len())];
    // What follows the name in a call, or stands for all, is no name.
    name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)).then_some(name).filter(|name| !name.is_empty())
}
