//! What steps find: RFC 9535 §2.3 and §2.5.

use std::borrow::Cow;

use super::function::{Call, Found, apply, position};
use super::syntax::Segment;
use super::tester::Tester;
use crate::value::{Object, Value};

/// What a path finds in `from`, a part of what `tester` knows as the whole; and whether that may be any number of values.
pub(super) fn find<'v>(tester: &Tester<'_>, path: &[Segment], from: &'v Value) -> (Found<'v>, bool) {
    let (mut found, mut is_many, mut is_deep) = (vec![Cow::Borrowed(from)], false, false);
    for segment in path {
        found = match segment {
            Segment::Apply(function, arguments) => {
                let arguments = arguments.iter().filter_map(|operand| tester.value(operand, tester.root));
                let arguments: Vec<Value> = arguments.map(|value| tester.effort.own(value)).collect();
                let is_of_all = is_many && (is_deep || function.gathers());
                (is_many, is_deep) = (is_many && !is_of_all, false);
                apply(&tester.effort, Call { name: *function, arguments: &arguments }, found, is_of_all)
            }
            Segment::Deep(selectors) => {
                (is_many, is_deep) = (true, true);
                each(tester, found, |value, into| deep(tester, selectors, value, into))
            }
            selector => {
                is_many |= !matches!(selector, Segment::Name(_) | Segment::Index(_) | Segment::Members(_));
                each(tester, found, |value, into| select(tester, selector, value, into))
            }
        };
    }
    (found, is_many)
}

/// What is found in each of the values.
fn each<'v>(tester: &Tester<'_>, values: Found<'v>, one: impl for<'a> Fn(&'a Value, &mut Found<'a>)) -> Found<'v> {
    let mut found = Vec::new();
    for value in values {
        match value {
            Cow::Borrowed(value) => one(value, &mut found),
            Cow::Owned(value) => {
                let mut parts = Vec::new();
                one(&value, &mut parts);
                found.extend(parts.into_iter().map(|part| Cow::Owned(tester.effort.own(part))));
            }
        }
    }
    found
}

/// The value itself, then all that it holds, in the order of the document.
fn deep<'v>(tester: &Tester<'_>, selectors: &[Segment], value: &'v Value, found: &mut Found<'v>) {
    if !tester.effort.take(1) {
        return;
    }
    for selector in selectors {
        match selector {
            // An object with none of the members is no object of these members.
            Segment::Members(names) if !names.iter().any(|name| value.get(*name).is_some()) => {}
            selector => select(tester, selector, value, found),
        }
    }
    children(value).for_each(|child| deep(tester, selectors, child, found));
}

fn select<'v>(tester: &Tester<'_>, selector: &Segment, value: &'v Value, found: &mut Found<'v>) {
    let effort = &tester.effort;
    if !effort.take(1) {
        return;
    }
    match (selector, value) {
        (Segment::Name(name), Value::Object(members)) => found.extend(members.get(*name).map(Cow::Borrowed)),
        (Segment::Index(index), Value::Array(items)) => {
            found.extend(position(*index, items.len()).and_then(|index| items.get(index)).map(Cow::Borrowed));
        }
        (Segment::Every, value) => found.extend(children(value).take_while(|_| effort.take(1)).map(Cow::Borrowed)),
        (Segment::Slice { start, end, step }, Value::Array(items)) => {
            let indices = slice(*start, *end, *step, items.len());
            let items = indices.filter_map(|index| items.get(index));
            found.extend(items.take_while(|_| effort.take(1)).map(Cow::Borrowed));
        }
        (Segment::Filter(test), value) => {
            let children = children(value).take_while(|_| effort.take(1));
            found.extend(children.filter(|child| tester.passes(test, child)).map(Cow::Borrowed));
        }
        (Segment::Union(selectors), value) => {
            selectors.iter().for_each(|selector| select(tester, selector, value, found));
        }
        (Segment::Members(names), Value::Object(members)) => {
            let member = |name: &&str| Some(((*name).to_owned(), effort.own(Cow::Borrowed(members.get(*name)?))));
            found.push(Cow::Owned(Value::Object(names.iter().filter_map(member).collect::<Object>())));
        }
        _ => {}
    }
}

/// The items or members of a value.
fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

/// The indices of a slice (RFC 9535 §2.3.4.2.2).
fn slice(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> impl Iterator<Item = usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let normal = |index: i64| if index < 0 { index.saturating_add(length) } else { index };
    let (low, high) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let first = start.map_or(if step < 0 { high } else { low }, |index| normal(index).clamp(low, high));
    let last = end.map_or(if step < 0 { low } else { high }, |index| normal(index).clamp(low, high));
    let next = move |index: &i64| index.checked_add(step);
    std::iter::successors((step != 0).then_some(first), next)
        .take_while(move |index| if step < 0 { *index > last } else { *index < last })
        .filter_map(|index| usize::try_from(index).ok())
}
