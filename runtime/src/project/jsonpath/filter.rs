//! What filters let through: RFC 9535 §2.3.5 and §2.4.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex::Regex;

use super::compare::{compare, equal, size};
use super::find::find;
use super::function::Found;
use super::syntax::{Comparison, Operand, Segment, Test};
use crate::value::Value;

/// Tests parts of a value.
pub(super) struct Tester<'v> {
    pub(super) root: &'v Value,
    pub(super) patterns: &'v Patterns,
}

impl Tester<'_> {
    pub(super) fn passes(&self, test: &Test, value: &Value) -> bool {
        match test {
            Test::All(tests) => tests.iter().all(|test| self.passes(test, value)),
            Test::Any(tests) => tests.iter().any(|test| self.passes(test, value)),
            Test::Not(test) => !self.passes(test, value),
            Test::Exists(path) => !self.all(path, value).0.is_empty(),
            Test::Compare(left, comparison, right) => {
                stands(self.value(left, value).as_deref(), *comparison, self.value(right, value).as_deref())
            }
            Test::Matches(path, pattern) => self.text_is(path, value, self.patterns.whole.get(pattern)),
            Test::Finds(path, pattern) => self.text_is(path, value, self.patterns.part.get(pattern)),
        }
    }

    /// The value of an operand, if it has one.
    pub(super) fn value<'a>(&'a self, operand: &Operand, value: &'a Value) -> Option<Cow<'a, Value>> {
        let count = |count: usize| Value::from(count as u64);
        let made = match operand {
            Operand::Current(_) | Operand::Root(_) => {
                let (mut found, is_many) = self.all(operand, value);
                if !is_many {
                    return found.pop();
                }
                found.into_iter().map(Cow::into_owned).collect()
            }
            Operand::Null => Value::Null,
            Operand::Boolean(boolean) => Value::from(*boolean),
            Operand::Digits(digits) => Value::Number(digits.parse().ok()?),
            Operand::Text(text) => Value::from(*text),
            Operand::List(items) => {
                items.iter().filter_map(|item| self.value(item, value)).map(Cow::into_owned).collect()
            }
            Operand::Length(inner) => count(size(self.value(inner, value)?.as_ref())?),
            Operand::Count(inner) => count(self.all(inner, value).0.len()),
            Operand::Sole(inner) => {
                let (mut found, _) = self.all(inner, value);
                return found.pop().filter(|_| found.is_empty());
            }
        };
        Some(Cow::Owned(made))
    }

    /// All that the path of an operand finds, and whether that may be any number of values.
    fn all<'a>(&'a self, operand: &Operand, value: &'a Value) -> (Found<'a>, bool) {
        match operand {
            Operand::Current(path) => find(self, path, value),
            Operand::Root(path) => find(self, path, self.root),
            other => (self.value(other, value).into_iter().collect(), false),
        }
    }

    /// Whether a pattern matches the text that a path finds, or one in the list that it finds.
    fn text_is(&self, path: &Operand, value: &Value, pattern: Option<&Regex>) -> bool {
        let Some(pattern) = pattern else { return false };
        match self.value(path, value).as_deref() {
            Some(Value::String(text)) => pattern.is_match(text),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).any(|text| pattern.is_match(text)),
            _ => false,
        }
    }
}

fn stands(left: Option<&Value>, comparison: Comparison, right: Option<&Value>) -> bool {
    match comparison {
        Comparison::In => is_in(left, right),
        Comparison::NotIn => !is_in(left, right),
        Comparison::SubsetOf => of_lists(left, right, |some, all| some.iter().all(|item| has(all, item))),
        Comparison::AnyOf => of_lists(left, right, |some, all| some.iter().any(|item| has(all, item))),
        Comparison::NoneOf => of_lists(left, right, |some, all| !some.iter().any(|item| has(all, item))),
        Comparison::Size => {
            let wanted = right.and_then(Value::as_u64).and_then(|wanted| usize::try_from(wanted).ok());
            wanted.is_some() && left.and_then(size) == wanted
        }
        Comparison::Empty => {
            let is_empty = left.and_then(size).map(|size| size == 0);
            is_empty.is_some() && is_empty == right.and_then(Value::as_bool)
        }
        Comparison::Contains => match (left, right) {
            (Some(Value::String(text)), Some(Value::String(part))) => text.contains(part.as_str()),
            (Some(Value::Array(list)), Some(item)) => has(list, item),
            _ => false,
        },
        other => compare(left, other, right),
    }
}

fn is_in(item: Option<&Value>, list: Option<&Value>) -> bool {
    list.and_then(Value::as_array).zip(item).is_some_and(|(list, item)| has(list, item))
}

fn has(list: &[Value], item: &Value) -> bool {
    list.iter().any(|other| equal(Some(other), Some(item)))
}

fn of_lists(left: Option<&Value>, right: Option<&Value>, is_so: impl Fn(&[Value], &[Value]) -> bool) -> bool {
    let lists = left.and_then(Value::as_array).zip(right.and_then(Value::as_array));
    lists.is_some_and(|(left, right)| is_so(left, right))
}

/// The patterns of a path, each compiled once.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// Those that match whole texts.
    whole: BTreeMap<&'static str, Regex>,
    /// Those that match somewhere.
    part: BTreeMap<&'static str, Regex>,
}

impl Patterns {
    /// Those of all filters.
    ///
    /// # Panics
    /// If one is no pattern, which is a mistake of the program.
    pub(super) fn of(path: &[Segment]) -> Self {
        let mut patterns = Self::default();
        path.iter().for_each(|segment| patterns.add_of(segment));
        patterns
    }

    fn add_of(&mut self, segment: &Segment) {
        match segment {
            Segment::Filter(test) => self.add_of_test(test),
            Segment::Union(selectors) | Segment::Deep(selectors) => {
                selectors.iter().for_each(|selector| self.add_of(selector));
            }
            Segment::Apply(_, arguments) => arguments.iter().for_each(|argument| self.add_of_operand(argument)),
            _ => {}
        }
    }

    fn add_of_test(&mut self, test: &Test) {
        match test {
            Test::All(tests) | Test::Any(tests) => tests.iter().for_each(|test| self.add_of_test(test)),
            Test::Not(test) => self.add_of_test(test),
            Test::Exists(operand) => self.add_of_operand(operand),
            Test::Compare(left, _, right) => [left, right].into_iter().for_each(|operand| self.add_of_operand(operand)),
            Test::Matches(operand, pattern) => {
                self.add_of_operand(operand);
                self.whole.entry(pattern).or_insert_with(|| compiled(&format!("^(?:{pattern})$")));
            }
            Test::Finds(operand, pattern) => {
                self.add_of_operand(operand);
                self.part.entry(pattern).or_insert_with(|| compiled(pattern));
            }
        }
    }

    fn add_of_operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Current(path) | Operand::Root(path) => path.iter().for_each(|segment| self.add_of(segment)),
            Operand::List(items) => items.iter().for_each(|item| self.add_of_operand(item)),
            Operand::Length(inner) | Operand::Count(inner) | Operand::Sole(inner) => self.add_of_operand(inner),
            _ => {}
        }
    }
}

fn compiled(pattern: &str) -> Regex {
    #[allow(clippy::expect_used, reason = "checked by the compiler of the crate, never written by a user")]
    Regex::new(pattern).expect("a pattern is a regular expression")
}
