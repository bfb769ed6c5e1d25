//! What the words between two values say: those of the reference engine's library.

use std::cell::OnceCell;

use super::compare::{compare, equal, size};
use super::effort::Effort;
use super::members::Members;
use super::syntax::Comparison;
use crate::value::Value;

/// One of two values that stand to each other; `None` is one that isn't there.
pub(super) struct Side<'a> {
    pub(super) value: Option<&'a Value>,
    pub(super) list: Option<List<'a>>,
}

/// A list, with its members if others will ask for them.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    pub(super) items: &'a [Value],
    pub(super) members: Option<&'a OnceCell<Members>>,
}

pub(super) fn stands(effort: &Effort<'_>, left: Side<'_>, comparison: Comparison, right: Side<'_>) -> bool {
    let is_in = || right.list.zip(left.value).is_some_and(|(list, item)| list.has(effort, item));
    match comparison {
        Comparison::In => is_in(),
        Comparison::NotIn => !is_in(),
        Comparison::SubsetOf => of_lists(effort, &left, &right, |some, has| some.iter().all(has)),
        Comparison::AnyOf => of_lists(effort, &left, &right, |some, has| some.iter().any(has)),
        Comparison::NoneOf => of_lists(effort, &left, &right, |some, has| !some.iter().any(has)),
        Comparison::Size => {
            let wanted = right.value.and_then(Value::as_u64).and_then(|wanted| usize::try_from(wanted).ok());
            wanted.is_some() && left.value.and_then(|value| size(effort, value)) == wanted
        }
        Comparison::Empty => {
            let is_empty = left.value.and_then(|value| size(effort, value)).map(|size| size == 0);
            is_empty.is_some() && is_empty == right.value.and_then(Value::as_bool)
        }
        Comparison::Contains => match (left.value, right.value) {
            (Some(Value::String(text)), Some(Value::String(part))) => effort.read(text) && text.contains(part.as_str()),
            (_, Some(item)) => left.list.is_some_and(|list| list.has(effort, item)),
            _ => false,
        },
        other => compare(effort, left.value, other, right.value),
    }
}

impl List<'_> {
    fn has(&self, effort: &Effort<'_>, item: &Value) -> bool {
        match self.members {
            Some(members) => members.get_or_init(|| Members::of(self.items, effort)).have(self.items, item, effort),
            None => self.items.iter().any(|other| equal(effort, Some(other), Some(item))),
        }
    }
}

/// Whether it is so of two lists: `is_so` gets the items of the left and what the right has.
fn of_lists(
    effort: &Effort<'_>,
    left: &Side<'_>,
    right: &Side<'_>,
    is_so: impl Fn(&[Value], &dyn Fn(&Value) -> bool) -> bool,
) -> bool {
    let Some((left, right)) = left.list.zip(right.list) else { return false };
    let own = OnceCell::new();
    let right = List { members: right.members.or(Some(&own)), ..right };
    is_so(left.items, &|item| right.has(effort, item))
}
