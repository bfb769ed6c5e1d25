//! Where a route reads its inputs from.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, nearest};
use crate::model::{Location, Method, RouteBody, Selection, Type};
use crate::names::Index;
use crate::read::naftiko as doc;
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::exposed::BoundInput;
use crate::resolve::naftiko::serve::rest::{clashes, route_path};
use crate::resolve::naftiko::work::caller::input::{InputOrigin, UnitInput};
use crate::resolve::naftiko::work::caller::taken::Feed;
use crate::source::Place;

/// A route whose inputs need places.
pub(crate) struct Site<'r> {
    pub(crate) method: Method,
    /// As written.
    pub(crate) path: &'r str,
    /// Where the route is written.
    pub(crate) place: &'r Place,
    /// Where its path is written, or the end of it.
    pub(crate) path_place: &'r Place,
}

/// Where a route reads its inputs from.
pub(crate) struct Placement {
    /// What each input is called there.
    pub(crate) names: Vec<String>,
    pub(crate) query: Vec<String>,
    pub(crate) headers: Vec<String>,
    pub(crate) cookies: Vec<String>,
    /// Those that must be given, a body that is one input aside.
    pub(crate) required: Vec<String>,
    pub(crate) body: RouteBody,
}

/// An input, what it is called, and where it is.
struct Placed<'i> {
    bound: &'i BoundInput,
    name: String,
    spot: Spot,
}

/// Where an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Path,
    Query,
    Header,
    Cookie,
    /// A part of the body, by name or path.
    Body,
    /// All of it, as the consumed operation has it.
    WholeBody,
}

/// How many variables are compared with the names of inputs: what is misspelt more often is no slip.
const MOST_COMPARED: usize = 20;

/// Finds a place for each input of a route with these variables in its path.
pub(crate) fn place(
    context: &mut Context<'_>,
    site: &Site<'_>,
    variables: Vec<String>,
    inputs: &[BoundInput],
) -> Placement {
    let placed = placed(context, site, variables, inputs);
    let at = |spot: Spot| {
        let there = placed.iter().filter(move |placed| placed.spot == spot);
        there.map(|placed| placed.name.clone()).collect::<Vec<String>>()
    };
    let is_needed =
        |placed: &&Placed<'_>| placed.bound.required && !matches!(placed.spot, Spot::Path | Spot::WholeBody);
    let mut required: Vec<String> = placed.iter().filter(is_needed).map(|placed| placed.name.clone()).collect();
    let body = body(&placed, &mut required);
    clashes::report(context, &body, &placed.iter().map(|placed| placed.bound).collect::<Vec<_>>());
    let (query, headers, cookies) = (at(Spot::Query), at(Spot::Header), at(Spot::Cookie));
    Placement { query, headers, cookies, required, body, names: placed.into_iter().map(|placed| placed.name).collect() }
}

/// The inputs with their places, in their own order.
fn placed<'i>(
    context: &mut Context<'_>,
    site: &Site<'_>,
    variables: Vec<String>,
    inputs: &'i [BoundInput],
) -> Vec<Placed<'i>> {
    // Exact names first, so that no other input takes their variables.
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    let mut free = FreeVariables::of(variables);
    order.sort_by_cached_key(|index| free.index.exact(&inputs[*index].input.name).is_empty());
    let placed = order.into_iter().map(|index| {
        let bound = &inputs[index];
        let placed = match free.take(bound) {
            Some(variable) => {
                note_spelling(context, bound, &variable);
                Placed { bound, name: variable, spot: Spot::Path }
            }
            None => {
                warn_without_place(context, site, bound);
                if bound.input.location == Some(doc::Location::Path) {
                    let strays =
                        inputs.iter().filter(|it| it.input.origin == InputOrigin::Variable).take(MOST_COMPARED);
                    let strays = strays.map(|it| it.input.name.clone());
                    warn_unplaced(context, site, &bound.input, &strays.collect::<BTreeSet<String>>());
                }
                Placed { bound, name: bound.input.name.clone(), spot: elsewhere(site, bound) }
            }
        };
        (index, placed)
    });
    placed.collect::<BTreeMap<usize, Placed<'i>>>().into_values().collect()
}

/// Variables of a path that no input fills yet.
struct FreeVariables {
    names: Vec<String>,
    index: Index,
    taken: BTreeSet<usize>,
}

impl FreeVariables {
    fn of(names: Vec<String>) -> Self {
        Self { index: Index::of(names.iter().map(String::as_str)), names, taken: BTreeSet::new() }
    }

    /// The variable of that name, else one that differs only in case and punctuation.
    fn take(&mut self, bound: &BoundInput) -> Option<String> {
        if bound.input.location.is_some_and(|location| location != doc::Location::Path) {
            return None;
        }
        let name = &bound.input.name;
        let mut all = self.index.exact(name).iter().chain(self.index.alike(name));
        let at = *all.find(|at| !self.taken.contains(at))?;
        self.taken.insert(at);
        self.names.get(at).cloned()
    }
}

fn note_spelling(context: &mut Context<'_>, bound: &BoundInput, variable: &str) {
    if variable != bound.input.name {
        let message = format!("`{}` is matched to path variable `{{{variable}}}`", bound.input.name);
        context
            .sink
            .report(Code::VARIABLE_SPELLING, &bound.input.place, message)
            .help(format!("spell the variable `{{{}}}`", bound.input.name));
    }
}

/// Reports a variable of the called operation's path that the document says nothing of: neither the path of the route nor
/// its `with`.
fn warn_without_place(context: &mut Context<'_>, site: &Site<'_>, bound: &BoundInput) {
    let (input, path) = (&bound.input, site.path);
    if context.sink.has_lost(&input.name) {
        return; // it is called otherwise
    }
    let is_in_path = matches!(bound.feeds, Some(Feed { location: Location::Path, .. }));
    if input.origin == InputOrigin::Added && input.place == *site.place && is_in_path {
        let name = &input.name;
        let message = format!(
            "the called operation has `{name}` in its path, and `{path}` has no place for it; it is read from the query"
        );
        let help = format!("if it belongs there: `path: {}/{{{name}}}`", path.trim_end_matches('/'));
        context.sink.report(Code::UNPLACED_PATH_PARAMETER, &input.place, message).help(help);
    }
}

/// Reports an input that says that it is in the path, which has no variable for it; `free` are those that no input has.
fn warn_unplaced(context: &mut Context<'_>, site: &Site<'_>, input: &UnitInput, free: &BTreeSet<String>) {
    if context.sink.has_within(Code::UNKNOWN_VALUE, site.path_place) {
        return; // perhaps of its variable
    }
    let (name, path) = (&input.name, site.path);
    let message = format!("path parameter `{name}` has no place in `{path}`; it is read from the query");
    let only = free.first().filter(|_| free.len() == 1).map(String::as_str);
    if let Some(near) = nearest(name, free.iter().map(String::as_str)).or(only) {
        let spot = context.variable_within(site.path_place, near);
        let report = context.sink.report(Code::UNPLACED_PATH_PARAMETER, &spot, message);
        report
            .help(format!("did you mean `{name}`?"))
            .replace(&spot, name.as_str())
            .related(&input.place, "declared here");
        return;
    }
    if let Some(segment) = path.split('/').find(|segment| route_path::foreign(segment) == Some(name)) {
        let spot = context.within(site.path_place, segment);
        let report = context.sink.report(Code::UNPLACED_PATH_PARAMETER, &spot, message);
        let meant = format!("{{{{{name}}}}}");
        report.help(format!("write `{meant}`")).replace(&spot, meant).related(&input.place, "declared here");
        return;
    }
    let end = context.end(site.path_place);
    let report = context.sink.report(Code::UNPLACED_PATH_PARAMETER, site.path_place, message);
    let (slash, missing) = if path.ends_with('/') { ("", path) } else { ("/", path) };
    let report = report.help(format!("if it belongs there: `path: {missing}{slash}{{{{{name}}}}}`"));
    report.replace(&end, format!("{slash}{{{{{name}}}}}")).related(&input.place, "declared here");
}

/// Where an input is that is no path variable: where the document says, else where what it feeds travels.
fn elsewhere(site: &Site<'_>, bound: &BoundInput) -> Spot {
    let method = site.method;
    let without_body = matches!(method, Method::Get | Method::Head);
    let input = &bound.input;
    match input.location {
        Some(doc::Location::Header) => Spot::Header,
        Some(doc::Location::Cookie) => Spot::Cookie,
        Some(doc::Location::Body) => Spot::Body,
        Some(doc::Location::Query | doc::Location::Environment | doc::Location::Path) => Spot::Query,
        None if input.selection.is_some() => Spot::Body,
        None => match bound.feeds {
            Some(Feed { location: Location::Header, .. }) => Spot::Header,
            Some(Feed { location: Location::Body, is_whole_body: true }) if !input.is_declared() => Spot::WholeBody,
            Some(Feed { location: Location::Body, .. }) if !without_body => Spot::Body,
            None if method.takes_body() => Spot::Body,
            _ => Spot::Query,
        },
    }
}

/// What is read from the body: all of it, members by name, or parts by path.
fn body(placed: &[Placed<'_>], required: &mut Vec<String>) -> RouteBody {
    let whole = placed.iter().rev().find(|placed| placed.spot == Spot::WholeBody);
    let members = placed.iter().filter(|placed| placed.spot == Spot::Body).map(|placed| placed.bound);
    let members: Vec<&BoundInput> = members.collect();
    match (whole, members.as_slice()) {
        (None, []) => RouteBody::None,
        (Some(whole), []) => RouteBody::Json { name: whole.name.clone(), required: whole.bound.required },
        (Some(whole), members) => {
            required.extend(whole.bound.required.then(|| whole.name.clone()));
            let BodyParts { mut fields, mut paths } = parts(members);
            if may_have_members(whole.bound) {
                paths.push((whole.name.clone(), Selection::whole()));
            } else {
                fields.push(whole.name.clone());
            }
            RouteBody::Parts { fields, paths }
        }
        (None, members) => of_members(members),
    }
}

/// What is read from the body where no input is all of it for the called operation: members, whatever they are called. One that
/// the document declares alone may be all of it for callers.
fn of_members(inputs: &[&BoundInput]) -> RouteBody {
    match inputs {
        [only] if only.input.selection.is_none() && only.input.is_declared() => {
            RouteBody::MemberOrWhole { name: only.input.name.clone(), ty: only.ty }
        }
        _ => {
            let BodyParts { fields, paths } = parts(inputs);
            RouteBody::Parts { fields, paths }
        }
    }
}

/// Members of the body by name, and parts of it by path.
struct BodyParts {
    fields: Vec<String>,
    paths: Vec<(String, Selection)>,
}

fn parts(inputs: &[&BoundInput]) -> BodyParts {
    let path = |bound: &&BoundInput| Some((bound.input.name.clone(), bound.input.selection.clone()?));
    let fields = inputs.iter().filter(|bound| bound.input.selection.is_none()).map(|bound| bound.input.name.clone());
    BodyParts { paths: inputs.iter().filter_map(path).collect(), fields: fields.collect() }
}

fn may_have_members(bound: &BoundInput) -> bool {
    matches!(bound.ty, Type::Object | Type::Any)
}
