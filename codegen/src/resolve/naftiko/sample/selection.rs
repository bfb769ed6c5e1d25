//! The steps that lead to a value.

use serde_json::Value;

use crate::model::Selection;
use crate::resolve::naftiko::sample::sketch::TEXT;
use crate::resolve::naftiko::sample::step::PathStep;
use crate::resolve::text::jsonpath::{self, PathSegment};

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
            Selection::Path { text, is_list, .. } => {
                for segment in jsonpath::parsed(text) {
                    route.add(segment);
                }
                route.steps.extend(is_list.then_some(PathStep::Collected));
            }
        }
        route
    }

    fn add(&mut self, segment: PathSegment) {
        let text = match &segment {
            PathSegment::Name(name) => return self.steps.push(PathStep::Key(name.clone())),
            PathSegment::Other { text, .. } => text.as_str(),
        };
        // What `..` finds anywhere, it finds here.
        let selector = text.strip_prefix("..").unwrap_or(text).trim_start_matches('.');
        let Some(inner) = selector.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) else {
            return self.steps.push(if selector == "*" {
                PathStep::Item(0)
            } else {
                PathStep::Key(selector.to_owned())
            });
        };
        match inner.trim().strip_prefix('?') {
            Some(filter) => {
                self.steps.push(PathStep::Item(0));
                self.satisfy(filter);
            }
            None => self.steps.push(first(inner)),
        }
    }

    /// Sees to what a filter wants of the item, as far as it is plain.
    fn satisfy(&mut self, filter: &str) {
        let one = filter.split("||").next().unwrap_or_default();
        for test in one.split("&&") {
            let Some((keys, value)) = wanted(test) else { continue };
            let steps = self.steps.iter().cloned().chain(keys.into_iter().map(PathStep::Key));
            self.conditions.push((steps.collect(), value));
        }
    }
}

/// The first of the selectors within brackets: `0`, `-1`, `*`, `0:2`, `'a','b'`.
fn first(selectors: &str) -> PathStep {
    let selector = selectors.trim();
    if let Some(quote) = selector.chars().next().filter(|c| "'\"".contains(*c)) {
        return PathStep::Key(selector[1..].split(quote).next().unwrap_or_default().to_owned());
    }
    let number = selector.split([',', ':']).next().unwrap_or_default().trim();
    match number.parse::<i32>() {
        Ok(index) if index < 0 => PathStep::Item(index.unsigned_abs() as usize - 1),
        Ok(index) => PathStep::Item(index.unsigned_abs() as usize),
        Err(_) => PathStep::Item(0),
    }
}

/// The member that a test such as `@.state == 'open'` is about, and a value that passes it.
fn wanted(test: &str) -> Option<(Vec<String>, Value)> {
    let test = test.trim().trim_start_matches('(').trim_end_matches(')').trim();
    let operator = ["==", "!=", "<=", ">=", "<", ">"].into_iter().find(|operator| test.contains(operator));
    let (member, value) = match operator {
        None => (test, Value::from(TEXT)),
        Some(operator) => {
            let (member, literal) = test.split_once(operator)?;
            (member, passing(operator, &literal_of(literal.trim())?)?)
        }
    };
    let path = member.trim().strip_prefix('@')?;
    let name = |segment| if let PathSegment::Name(name) = segment { Some(name) } else { None };
    let keys: Option<Vec<String>> = jsonpath::parsed(&format!("${path}")).into_iter().map(name).collect();
    Some((keys.filter(|keys| !keys.is_empty())?, value))
}

fn literal_of(text: &str) -> Option<Value> {
    let quoted = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    match quoted {
        Some(text) => Some(Value::from(text.replace("\\'", "'"))),
        None => serde_json::from_str(text).ok(),
    }
}

fn passing(operator: &str, literal: &Value) -> Option<Value> {
    match (operator, literal) {
        ("==" | "<=" | ">=", literal) => Some(literal.clone()),
        ("<", literal) => moved(literal, -1),
        (">", literal) | ("!=", literal @ Value::Number(_)) => moved(literal, 1),
        ("!=", Value::Bool(value)) => Some(Value::from(!value)),
        ("!=", Value::String(text)) if text == TEXT => Some(Value::from(format!("{TEXT} 2"))),
        ("!=", _) => Some(Value::from(TEXT)),
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
