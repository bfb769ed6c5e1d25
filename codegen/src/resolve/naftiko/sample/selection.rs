//! The steps that lead to a value.

use serde_json::Value;

use crate::model::Selection;
use crate::model::json_path::{Comparison, Function, Operand, Segment, Test};
use crate::resolve::naftiko::sample::sketch::TEXT;
use crate::resolve::naftiko::sample::step::PathStep;

/// The steps to what a selection finds.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct PathTo {
    pub(crate) steps: Vec<PathStep>,
    /// What other places hold, so that filters let it through.
    pub(crate) conditions: Vec<(Vec<PathStep>, Value)>,
}

impl PathTo {
    pub(crate) fn to(selection: &Selection) -> Self {
        let mut route = Self::default();
        match selection {
            Selection::Keys(keys) => route.steps.extend(keys.iter().cloned().map(PathStep::Key)),
            Selection::Path { segments, is_list, .. } => {
                segments.iter().for_each(|segment| route.add(segment));
                route.steps.extend(is_list.then_some(PathStep::Collected));
            }
        }
        route
    }

    fn add(&mut self, segment: &Segment) {
        let step = match segment {
            Segment::Name(name) => PathStep::Key(name.clone()),
            Segment::Index(index) if *index < 0 => PathStep::Item(count(*index) - 1),
            Segment::Index(index) => PathStep::Item(count(*index)),
            Segment::Slice { start: Some(start), .. } => return self.add(&Segment::Index(*start)),
            Segment::Every | Segment::Slice { start: None, .. } => PathStep::Item(0),
            Segment::Filter(test) => {
                self.steps.push(PathStep::Item(0));
                return self.satisfy(test);
            }
            Segment::Members(names) => return self.add_members(names),
            // What `..` finds anywhere, it finds here.
            Segment::Union(selectors) | Segment::Deep(selectors) => {
                return selectors.iter().take(1).for_each(|selector| self.add(selector));
            }
            Segment::Apply(Function::First | Function::Last | Function::At, _) => PathStep::Item(0),
            Segment::Apply(_, _) if matches!(self.steps.last(), Some(PathStep::Item(_))) => return,
            Segment::Apply(..) => PathStep::Item(0),
        };
        self.steps.push(step);
    }

    /// The object with the members, each of which is there.
    fn add_members(&mut self, names: &[String]) {
        for name in names {
            let steps = self.steps.iter().cloned().chain([PathStep::Key(name.clone())]);
            self.conditions.push((steps.collect(), Value::from(TEXT)));
        }
    }

    /// Sees to what a filter wants of the item, as far as it is plain.
    fn satisfy(&mut self, test: &Test) {
        match test {
            Test::All(tests) => tests.iter().for_each(|test| self.satisfy(test)),
            Test::Any(tests) => tests.iter().take(1).for_each(|test| self.satisfy(test)),
            Test::Exists(Operand::Current(path)) => self.hold(path, Value::from(TEXT)),
            Test::Compare(Operand::Current(path), comparison, wanted) => {
                if let Some(value) = literal(wanted).and_then(|literal| passing(*comparison, &literal)) {
                    self.hold(path, value);
                }
            }
            Test::Compare(
                literal @ (Operand::Text(_) | Operand::Number(_)),
                Comparison::In,
                Operand::Current(path),
            ) => {
                if let Some(value) = self::literal(literal) {
                    self.hold(path, Value::from(vec![value]));
                }
            }
            _ => {}
        }
    }

    /// A member of the item, at keys alone, holds a value.
    fn hold(&mut self, path: &[Segment], value: Value) {
        let key = |segment: &Segment| {
            if let Segment::Name(name) = segment { Some(PathStep::Key(name.clone())) } else { None }
        };
        let keys: Option<Vec<PathStep>> = path.iter().map(key).collect();
        if let Some(keys) = keys.filter(|keys| !keys.is_empty()) {
            self.conditions.push(([self.steps.as_slice(), &keys].concat(), value));
        }
    }
}

fn count(index: i64) -> usize {
    usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX)
}

fn literal(operand: &Operand) -> Option<Value> {
    match operand {
        Operand::Null => Some(Value::Null),
        Operand::Boolean(value) => Some(Value::from(*value)),
        Operand::Number(digits) => serde_json::from_str(digits).ok(),
        Operand::Text(text) => Some(Value::from(text.as_str())),
        Operand::List(items) => items.iter().map(literal).collect(),
        _ => None,
    }
}

/// A value that stands so to a literal.
fn passing(comparison: Comparison, literal: &Value) -> Option<Value> {
    match (comparison, literal) {
        (Comparison::Equal | Comparison::AtMost | Comparison::AtLeast, literal) => Some(literal.clone()),
        (Comparison::Less, literal) => moved(literal, -1),
        (Comparison::More, literal) | (Comparison::Differs, literal @ Value::Number(_)) => moved(literal, 1),
        (Comparison::Differs, Value::Bool(value)) => Some(Value::from(!value)),
        (Comparison::Differs, Value::String(text)) if text == TEXT => Some(Value::from(format!("{TEXT} 2"))),
        (Comparison::Differs, _) => Some(Value::from(TEXT)),
        (Comparison::In, Value::Array(items)) => items.first().cloned(),
        (Comparison::SubsetOf | Comparison::AnyOf, Value::Array(items)) => Some(Value::from(items.clone())),
        (Comparison::Contains, item) => Some(Value::from(vec![item.clone()])),
        _ => None,
    }
}

/// A number that is larger by so much.
fn moved(number: &Value, by: i32) -> Option<Value> {
    match number.as_i64() {
        Some(integer) => integer.checked_add(by.into()).map(Value::from),
        None => number.as_f64().map(|number| Value::from(number + f64::from(by))),
    }
}
