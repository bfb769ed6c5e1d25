//! What is known of a path before it searches: its patterns, and what is the same wherever a filter asks it.

use std::collections::BTreeMap;

use regex::Regex;

use super::syntax::{Operand, Segment, Test};

/// The patterns of a path, each compiled once, and the numbers of its parts that don't depend on what is tested.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// Patterns that match whole texts.
    pub(super) whole: BTreeMap<&'static str, Regex>,
    /// Patterns that match somewhere.
    pub(super) part: BTreeMap<&'static str, Regex>,
    /// By where they are: paths stay in their places.
    operands: BTreeMap<usize, usize>,
    tests: BTreeMap<usize, usize>,
}

impl Prepared {
    /// Those of all filters.
    ///
    /// # Panics
    /// If one is no pattern, which is a mistake of the program.
    pub(super) fn of(path: &[Segment]) -> Self {
        let mut prepared = Self::default();
        path.iter().for_each(|segment| prepared.add_of(segment));
        prepared
    }

    /// The number of an operand that has the same value whatever is tested.
    pub(super) fn operand(&self, operand: &Operand) -> Option<usize> {
        self.operands.get(&std::ptr::from_ref(operand).addr()).copied()
    }

    /// The number of a test that everything or nothing passes.
    pub(super) fn test(&self, test: &Test) -> Option<usize> {
        self.tests.get(&std::ptr::from_ref(test).addr()).copied()
    }

    /// How many such operands and tests there are.
    pub(super) fn fixed(&self) -> (usize, usize) {
        (self.operands.len(), self.tests.len())
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
        if is_fixed(test) {
            let next = self.tests.len();
            self.tests.entry(std::ptr::from_ref(test).addr()).or_insert(next);
        }
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
        if is_same(operand) {
            let next = self.operands.len();
            self.operands.entry(std::ptr::from_ref(operand).addr()).or_insert(next);
        }
        match operand {
            Operand::Current(path) | Operand::Root(path) => path.iter().for_each(|segment| self.add_of(segment)),
            Operand::List(items) => items.iter().for_each(|item| self.add_of_operand(item)),
            Operand::Length(inner) | Operand::Count(inner) | Operand::Sole(inner) => self.add_of_operand(inner),
            _ => {}
        }
    }
}

/// Whether all that it asks is the same whatever is tested.
fn is_fixed(test: &Test) -> bool {
    match test {
        Test::All(_) | Test::Any(_) | Test::Not(_) => false, // what they hold may be
        Test::Exists(operand) | Test::Matches(operand, _) | Test::Finds(operand, _) => is_same(operand),
        Test::Compare(left, _, right) => is_same(left) && is_same(right),
    }
}

fn is_same(operand: &Operand) -> bool {
    match operand {
        Operand::Current(_) => false,
        Operand::List(items) => items.iter().all(is_same),
        Operand::Length(inner) | Operand::Count(inner) | Operand::Sole(inner) => is_same(inner),
        Operand::Root(_) | Operand::Null | Operand::Boolean(_) | Operand::Digits(_) | Operand::Text(_) => true,
    }
}

fn compiled(pattern: &str) -> Regex {
    #[allow(clippy::expect_used, reason = "checked by the compiler of the crate, never written by a user")]
    Regex::new(pattern).expect("a pattern is a regular expression")
}
