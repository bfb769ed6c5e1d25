//! Where a route reads its inputs from.

use crate::diagnostic::Code;
use crate::model::{Location, Method, Route, RouteBody, Selection, Type};
use crate::read::naftiko as doc;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::unwritten::WHOLE;
use crate::resolve::naftiko::functions::exposed::Bound;
use crate::resolve::naftiko::work::caller::input::InputOrigin;
use crate::resolve::naftiko::work::caller::taken::Feed;
use crate::{names, source};

/// Where an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A part of the body, by name or path.
    Body,
    /// All of it, as the consumed operation has it.
    WholeBody,
}

/// Finds a place for each input of the route at `unit`, and returns the names that they have there.
pub(crate) fn place(
    context: &mut Context<'_>,
    (route, unit): (&mut Route, &source::Place),
    mut variables: Vec<String>,
    inputs: &[Bound],
) -> Vec<String> {
    let mut names: Vec<String> = inputs.iter().map(|bound| bound.input.name.clone()).collect();
    let mut body: Vec<&Bound> = Vec::new();
    // Exact names first, so that no other input takes their variables.
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_key(|index| !variables.contains(&names[*index]));
    let mut places = vec![Place::Path; inputs.len()];
    for index in order {
        let bound = &inputs[index];
        match take_variable(&mut variables, bound) {
            Some(variable) => note_spelling(context, bound, &variable, &mut names[index]),
            None => {
                warn_without_place(context, bound, unit, &route.path);
                places[index] = elsewhere(context, route.method, bound, &route.path);
            }
        }
    }
    for ((bound, name), place) in inputs.iter().zip(&names).zip(places) {
        let is_whole = place == Place::WholeBody;
        match place {
            Place::Path => continue,
            Place::Query => route.query.push(name.clone()),
            Place::Header => route.headers.push(name.clone()),
            Place::Cookie => route.cookies.push(name.clone()),
            Place::WholeBody => route.body = RouteBody::Json { name: name.clone(), required: bound.required },
            Place::Body => body.push(bound),
        }
        if bound.required && !is_whole {
            route.required.push(name.clone());
        }
    }
    place_body(route, &body);
    names
}

/// The path variable of that name, else one that differs only in case and punctuation.
fn take_variable(free: &mut Vec<String>, bound: &Bound) -> Option<String> {
    if bound.input.location.is_some_and(|location| location != doc::Location::Path) {
        return None;
    }
    let index = names::position(free.iter().map(String::as_str), &bound.input.name)?;
    Some(free.remove(index))
}

fn note_spelling(context: &mut Context<'_>, bound: &Bound, variable: &str, name: &mut String) {
    if variable != bound.input.name {
        let message = format!("`{}` is matched to path variable `{{{variable}}}`", bound.input.name);
        context
            .sink
            .report(Code::VARIABLE_SPELLING, &bound.input.place, message)
            .help(format!("spell the variable `{{{}}}`", bound.input.name));
        variable.clone_into(name);
    }
}

/// Reports a variable of the called operation's path that the document says nothing of: neither the path of the route nor
/// its `with`.
fn warn_without_place(context: &mut Context<'_>, bound: &Bound, unit: &source::Place, path: &str) {
    let input = &bound.input;
    if input.origin == InputOrigin::Added
        && input.place == *unit
        && matches!(bound.feeds, Some(Feed { location: Location::Path, .. }))
    {
        let name = &input.name;
        let message = format!(
            "the called operation has `{name}` in its path, and `{path}` has no place for it; it is read from the query"
        );
        let help = format!("if it belongs there: `path: {}/{{{name}}}`", path.trim_end_matches('/'));
        context.sink.report(Code::UNPLACED_PATH_PARAMETER, &input.place, message).help(help);
    }
}

/// Where an input is that is no path variable: where the document says, else where what it feeds travels.
fn elsewhere(context: &mut Context<'_>, method: Method, bound: &Bound, path: &str) -> Place {
    let without_body = matches!(method, Method::Get | Method::Head);
    let input = &bound.input;
    match input.location {
        Some(doc::Location::Header) => Place::Header,
        Some(doc::Location::Cookie) => Place::Cookie,
        Some(doc::Location::Body) => Place::Body,
        Some(doc::Location::Query | doc::Location::Environment) => Place::Query,
        Some(doc::Location::Path) => {
            let message =
                format!("path parameter `{}` has no place in `{path}`; it is read from the query", input.name);
            let help = format!("if it belongs there: `path: {}/{{{}}}`", path.trim_end_matches('/'), input.name);
            context.sink.report(Code::UNPLACED_PATH_PARAMETER, &input.place, message).help(help);
            Place::Query
        }
        None if input.selection.is_some() => Place::Body,
        None => match bound.feeds {
            Some(Feed { location: Location::Header, .. }) => Place::Header,
            Some(Feed { location: Location::Body, is_whole_body: true }) => Place::WholeBody,
            Some(Feed { location: Location::Body, .. }) if !without_body => Place::Body,
            None if method.takes_body() => Place::Body,
            _ => Place::Query,
        },
    }
}

/// What is read from the body: all of it, members by name, or parts by path.
fn place_body(route: &mut Route, inputs: &[&Bound]) {
    if let (RouteBody::Json { name, required }, [_, ..]) = (&route.body, inputs) {
        route.required.extend(required.then(|| name.clone()));
        let whole = (name.clone(), Selection::whole());
        let RouteBody::Parts { fields, mut paths } = parts(inputs) else { return };
        paths.push(whole);
        route.body = RouteBody::Parts { fields, paths };
        return;
    }
    let is_whole = |bound: &Bound| bound.input.selection.is_none() && WHOLE.contains(&bound.input.name.as_str());
    let named = |bound: &Bound| bound.input.name.clone();
    route.body = match inputs {
        [] => return,
        [only] if only.input.location.is_none() || only.input.selection.is_some() => parts(inputs),
        [only] if is_whole(only) => RouteBody::Json { name: named(only), required: only.required },
        [only] if matches!(only.ty, Type::Object | Type::Array | Type::Any) => RouteBody::MemberOrWhole(named(only)),
        _ => parts(inputs),
    };
    if let RouteBody::Json { name, .. } = &route.body {
        route.required.retain(|known| known != name);
    }
}

/// Parts of the body; a whole one beside others is one too.
fn parts(inputs: &[&Bound]) -> RouteBody {
    let path = |bound: &&&Bound| -> Option<Selection> {
        let is_whole = bound.input.location.is_some() && WHOLE.contains(&bound.input.name.as_str());
        bound.input.selection.clone().or_else(|| is_whole.then(Selection::whole))
    };
    let paths = inputs.iter().filter_map(|bound| Some((bound.input.name.clone(), path(&bound)?)));
    let fields = inputs.iter().filter(|bound| path(bound).is_none()).map(|bound| bound.input.name.clone());
    RouteBody::Parts { paths: paths.collect(), fields: fields.collect() }
}
