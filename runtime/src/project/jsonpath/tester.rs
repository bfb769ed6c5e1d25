//! What filters let through: RFC 9535 §2.3.5 and §2.4.

use std::borrow::Cow;
use std::cell::OnceCell;

use regex::Regex;

use super::compare::size;
use super::effort::Effort;
use super::find::find;
use super::function::Found;
use super::members::Members;
use super::prepared::Prepared;
use super::relation::{List, Side, stands};
use super::syntax::{Operand, Test};
use crate::value::Value;

/// Tests parts of a value.
pub(super) struct Tester<'v> {
    pub(super) root: &'v Value,
    pub(super) effort: Effort<'v>,
    prepared: &'v Prepared,
    /// What is the same whatever is tested, found when it is first asked for.
    operands: Vec<OnceCell<Known>>,
    tests: Vec<OnceCell<bool>>,
}

/// The value of an operand, which many others may be compared with.
struct Known {
    value: Option<Value>,
    members: OnceCell<Members>,
}

impl<'v> Tester<'v> {
    pub(super) fn new(root: &'v Value, prepared: &'v Prepared) -> Self {
        let (operands, tests) = prepared.fixed();
        let operands = (0..operands).map(|_| OnceCell::new()).collect();
        let tests = (0..tests).map(|_| OnceCell::new()).collect();
        Self { root, effort: Effort::new(root), prepared, operands, tests }
    }

    pub(super) fn passes(&self, test: &Test, value: &Value) -> bool {
        match self.prepared.test(test).and_then(|number| self.tests.get(number)) {
            Some(known) => *known.get_or_init(|| self.tried(test, value)),
            None => self.tried(test, value),
        }
    }

    fn tried(&self, test: &Test, value: &Value) -> bool {
        match test {
            Test::All(tests) => tests.iter().all(|test| self.passes(test, value)),
            Test::Any(tests) => tests.iter().any(|test| self.passes(test, value)),
            Test::Not(test) => !self.passes(test, value),
            Test::Exists(path) => !self.all(path, value).0.is_empty(),
            Test::Compare(left, comparison, right) => {
                let (of_left, of_right) = (self.value(left, value), self.value(right, value));
                let side = |operand, value| Side { value, list: self.list(operand, value) };
                stands(&self.effort, side(left, of_left.as_deref()), *comparison, side(right, of_right.as_deref()))
            }
            Test::Matches(path, pattern) => self.text_is(path, value, self.prepared.whole.get(pattern)),
            Test::Finds(path, pattern) => self.text_is(path, value, self.prepared.part.get(pattern)),
        }
    }

    /// The value of an operand, if it has one.
    pub(super) fn value<'a>(&'a self, operand: &Operand, value: &'a Value) -> Option<Cow<'a, Value>> {
        match self.known(operand) {
            Some(known) => known.value.as_ref().map(Cow::Borrowed),
            None => self.found(operand, value),
        }
    }

    fn known(&self, operand: &Operand) -> Option<&Known> {
        let known = self.operands.get(self.prepared.operand(operand)?)?;
        Some(known.get_or_init(|| {
            let value = self.found(operand, self.root).map(|value| self.effort.own(value));
            Known { value, members: OnceCell::new() }
        }))
    }

    fn found<'a>(&'a self, operand: &Operand, value: &'a Value) -> Option<Cow<'a, Value>> {
        let count = |count: usize| Value::from(count as u64);
        let made = match operand {
            Operand::Current(_) | Operand::Root(_) => {
                let (mut found, is_many) = self.all(operand, value);
                if !is_many {
                    return found.pop();
                }
                found.into_iter().map(|value| self.effort.own(value)).collect()
            }
            Operand::Null => Value::Null,
            Operand::Boolean(boolean) => Value::from(*boolean),
            Operand::Digits(digits) => Value::Number(digits.parse().ok()?),
            Operand::Text(text) => Value::from(*text),
            Operand::List(items) => {
                let items = items.iter().filter_map(|item| self.value(item, value));
                items.map(|value| self.effort.own(value)).collect()
            }
            Operand::Length(inner) => {
                let value = self.value(inner, value)?;
                count(size(&self.effort, value.as_ref())?)
            }
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

    /// The value of an operand as a list, of which the members are known if many ask for them.
    fn list<'a>(&'a self, operand: &Operand, value: Option<&'a Value>) -> Option<List<'a>> {
        let items = value?.as_array()?;
        Some(List { items, members: self.known(operand).map(|known| &known.members) })
    }

    /// Whether a pattern matches the text that a path finds, or one in the list that it finds.
    fn text_is(&self, path: &Operand, value: &Value, pattern: Option<&Regex>) -> bool {
        let Some(pattern) = pattern else { return false };
        let matches = |text: &str| self.effort.read(text) && pattern.is_match(text);
        match self.value(path, value).as_deref() {
            Some(Value::String(text)) => matches(text),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).any(matches),
            _ => false,
        }
    }
}
