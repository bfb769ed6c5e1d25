//! Reads the steps of a path, whatever dialect it is written in.

use crate::model::json_path::{Function, Segment};
use crate::resolve::text::jsonpath::cursor::{Cursor, Fault, closing};
use crate::resolve::text::jsonpath::filter;

/// Where a name ends that stands after a dot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// At the next dot, bracket or parenthesis: names with blanks, hyphens and dollars need no quotes.
    Loose,
    /// At a blank and at what is an operator, too.
    Strict,
}

/// All steps of a path. `$.` stands for all of the value; `a.b`, `.a.b` and `@.a.b` begin at the root as `$.a.b` does.
pub(super) fn path(text: &str) -> Result<Vec<Segment>, Fault> {
    let end = text.trim_end().len();
    let mut at = text.len() - text.trim_start().len();
    if at >= end {
        return Err(Fault::new(0..text.len(), "it is empty", "write `$` for the whole answer, or `$.name`"));
    }
    let mut cursor = Cursor { text: &text[..end], at };
    let mut found = Vec::new();
    let rest = cursor.rest();
    if rest.starts_with(['$', '@']) && rest[1..].chars().next().is_none_or(|c| ".[ ".contains(c)) {
        at += 1;
        cursor.at = at;
        if cursor.rest().trim() == "." {
            return Ok(found);
        }
    } else if !rest.starts_with(['.', '[']) {
        found.push(name(&mut cursor, Names::Loose)?);
    }
    while !cursor.rest().is_empty() {
        found.push(segment(&mut cursor, Names::Loose)?);
    }
    Ok(projected(found))
}

/// The steps that stand here in a filter: up to what is no step.
pub(super) fn steps(cursor: &mut Cursor<'_>) -> Result<Vec<Segment>, Fault> {
    let mut found = Vec::new();
    while cursor.rest().starts_with(['.', '[']) {
        found.push(segment(cursor, Names::Strict)?);
    }
    Ok(found)
}

/// Several names at the end are an object of these members; anywhere else, they are one step for each.
fn projected(mut path: Vec<Segment>) -> Vec<Segment> {
    let last = path.iter_mut().rev().find(|segment| !matches!(segment, Segment::Apply(..)));
    let selector = match last {
        Some(Segment::Deep(selectors)) if selectors.len() == 1 => selectors.first_mut(),
        other => other,
    };
    if let Some(segment) = selector {
        let name = |one: &Segment| if let Segment::Name(name) = one { Some(name.clone()) } else { None };
        let names = if let Segment::Union(all) = &*segment { all.iter().map(name).collect() } else { None };
        if let Some(names) = names {
            *segment = Segment::Members(names);
        }
    }
    path
}

fn segment(cursor: &mut Cursor<'_>, names: Names) -> Result<Segment, Fault> {
    let start = cursor.at;
    if names == Names::Loose {
        cursor.skip_blanks();
    }
    if cursor.rest().starts_with("..") {
        cursor.at += 2;
        return match after_dots(cursor, start, names)? {
            Segment::Apply(..) => {
                Err(Fault::new(start..cursor.at, "nothing stands between `..` and a function", "name it"))
            }
            selector => Ok(Segment::Deep(vec![selector])),
        };
    }
    if cursor.rest().starts_with('[') {
        return bracket(cursor);
    }
    // What follows a bracket without a dot is a mistake; `$.['k']` is one that every engine forgives.
    if !cursor.rest().starts_with('.') {
        let at = start..cursor.text.len();
        return Err(Fault::new(at, "a dot is missing", "put a dot before the name of a member"));
    }
    cursor.at += 1;
    after_dots(cursor, start, names)
}

/// A name, `*` or a bracket.
fn after_dots(cursor: &mut Cursor<'_>, start: usize, names: Names) -> Result<Segment, Fault> {
    let rest = cursor.rest();
    if rest.trim().is_empty() {
        let mended = cursor.text[..start].trim_end_matches('.').to_owned();
        let fault = Fault::new(start..cursor.text.len(), "nothing follows the dot", format!("write `{mended}`"));
        return Err(Fault { mended: Some(mended), ..fault });
    }
    if rest.starts_with('[') {
        return bracket(cursor);
    }
    if rest.starts_with('*') {
        cursor.at += 1;
        return Ok(Segment::Every);
    }
    name(cursor, names)
}

fn name(cursor: &mut Cursor<'_>, names: Names) -> Result<Segment, Fault> {
    let (start, end) = (cursor.at, cursor.text.len());
    let is_end = |c: char| match names {
        Names::Loose => ".[(])'\"".contains(c),
        Names::Strict => c.is_whitespace() || ".[(])'\",=!<>&|~/*?".contains(c),
    };
    let name = cursor.take(|c| !is_end(c)).trim();
    match cursor.peek() {
        Some('(') => apply(cursor, name, start),
        Some(c @ (']' | ')' | '\'' | '"')) if names == Names::Loose => {
            let help = "put the name into quotes and brackets: `$['name']`";
            Err(Fault::new(cursor.at..end, format!("`{c}` can't stand in a name"), help))
        }
        _ if name.contains("{{") => {
            let help = "write the path itself, such as `$.order.id`; a `value` takes templates";
            Err(Fault::new(start..end, "it is a template", help))
        }
        _ if name.is_empty() => {
            let at = start.saturating_sub(1)..end;
            Err(Fault::new(at, "a name is missing", "write the name of a member after each dot"))
        }
        _ => Ok(Segment::Name(name.to_owned())),
    }
}

/// A function, with what stands in its parentheses.
fn apply(cursor: &mut Cursor<'_>, name: &str, start: usize) -> Result<Segment, Fault> {
    let Some(function) = function(name) else {
        let what = format!("`{name}()` is no function of paths");
        let help = "those are `length()`, `size()`, `keys()`, `min()`, `max()`, `sum()`, `avg()`, `stddev()`, `first()`, `last()`, \
                    `index(0)`, `concat()` and `append(1)`";
        return Err(Fault::new(start..cursor.text.len(), what, help));
    };
    cursor.at += 1;
    let mut arguments = Vec::new();
    while !cursor.eat(")") {
        if !arguments.is_empty() && !cursor.eat(",") {
            let help = "close it with `)`, and put commas between what it takes";
            return Err(Fault::new(start..cursor.text.len(), format!("`{name}(` is not closed"), help));
        }
        arguments.push(filter::operand(cursor)?);
    }
    Ok(Segment::Apply(function, arguments))
}

fn function(name: &str) -> Option<Function> {
    Some(match name {
        "length" | "size" => Function::Length,
        "keys" => Function::Keys,
        "min" => Function::Min,
        "max" => Function::Max,
        "sum" => Function::Sum,
        "avg" => Function::Avg,
        "stddev" => Function::Stddev,
        "first" => Function::First,
        "last" => Function::Last,
        "index" => Function::At,
        "concat" => Function::Concat,
        "append" => Function::Append,
        _ => return None,
    })
}

/// `['name']`, or any other selectors.
fn bracket(cursor: &mut Cursor<'_>) -> Result<Segment, Fault> {
    let (start, rest) = (cursor.at, cursor.rest());
    let Some(length) = closing(rest) else {
        let is_empty = rest.trim() == "[";
        let mended = if is_empty { cursor.text[..start].to_owned() } else { format!("{}]", cursor.text) };
        let help = format!("{} it: `{mended}`", if is_empty { "remove" } else { "close" });
        let fault = Fault::new(start..cursor.text.len(), "the bracket is not closed", help);
        return Err(Fault { mended: Some(mended), ..fault });
    };
    let end = start + length;
    if rest[1..].trim_start().starts_with('(') {
        return Err(Fault::new(start..end, "scripts are not part of it", "count from the end: `[-1]` is the last"));
    }
    let mut within = Cursor { text: &cursor.text[..end - 1], at: start + 1 };
    let mut found = vec![selector(&mut within, start)?];
    while within.eat(",") {
        found.push(selector(&mut within, start)?);
    }
    within.skip_blanks();
    if !within.rest().is_empty() {
        return Err(no_selector(&within, start));
    }
    cursor.at = end;
    Ok(if found.len() == 1 { found.remove(0) } else { Segment::Union(found) })
}

fn selector(cursor: &mut Cursor<'_>, start: usize) -> Result<Segment, Fault> {
    cursor.skip_blanks();
    match cursor.peek() {
        Some('\'' | '"') => cursor.quoted().map(Segment::Name).ok_or_else(|| no_selector(cursor, start)),
        Some('*') => {
            cursor.at += 1;
            Ok(Segment::Every)
        }
        Some('?') => {
            cursor.at += 1;
            filter::test(cursor).map(Segment::Filter)
        }
        _ => numbers(cursor).ok_or_else(|| no_selector(cursor, start)),
    }
}

/// `1`, `1:2`, `::2`. Zeros may stand before a number, and do nothing.
fn numbers(cursor: &mut Cursor<'_>) -> Option<Segment> {
    let start = number(cursor)?;
    if !cursor.eat(":") {
        return start.map(Segment::Index);
    }
    let end = number(cursor)?;
    let step = if cursor.eat(":") { number(cursor)? } else { None };
    Some(Segment::Slice { start, end, step: step.unwrap_or(1) })
}

/// An integer that RFC 9535 §2.1 lets in, if one stands here; none if it is too large.
fn number(cursor: &mut Cursor<'_>) -> Option<Option<i64>> {
    const LARGEST: i64 = (1 << 53) - 1;
    cursor.skip_blanks();
    let digits = cursor.take(|c| c.is_ascii_digit() || c == '-');
    if digits.is_empty() {
        return Some(None);
    }
    digits.parse().ok().filter(|number| (-LARGEST..=LARGEST).contains(number)).map(Some)
}

/// A selector that can't be read; `start` is where its bracket is.
fn no_selector(cursor: &Cursor<'_>, start: usize) -> Fault {
    let end = cursor.text.len();
    let what = format!("`{}]` is no selector", &cursor.text[start..end]);
    let help =
        "write a selector such as `[0]`, `[*]`, `[0:2]`, `['a','b']`, `[?@.open == true]` or `[?@.size > 1 && @.tag]`";
    Fault::new(start..end + 1, what, help)
}
