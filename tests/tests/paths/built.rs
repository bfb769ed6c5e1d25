//! Paths of a model as those that a crate has.

use capwright_codegen::model::json_path as model;
use capwright_runtime::project::Path;
use capwright_runtime::project::path::{Comparison, Function, Operand, Segment, Test};

/// The path. It lives as long as the test.
pub(crate) fn path(text: &str, segments: &[model::Segment], is_list: bool) -> &'static Path {
    let (text, segments) = (kept(text), all(segments, segment));
    Box::leak(Box::new(if is_list { Path::all(text, segments) } else { Path::one(text, segments) }))
}

fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn all<T, U>(all: &[T], one: impl Fn(&T) -> U) -> &'static [U] {
    Vec::leak(all.iter().map(one).collect())
}

fn one<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn segment(of: &model::Segment) -> Segment {
    match of {
        model::Segment::Name(name) => Segment::Name(kept(name)),
        model::Segment::Index(index) => Segment::Index(*index),
        model::Segment::Every => Segment::Every,
        model::Segment::Slice { start, end, step } => Segment::Slice { start: *start, end: *end, step: *step },
        model::Segment::Filter(filter) => Segment::Filter(test(filter)),
        model::Segment::Union(selectors) => Segment::Union(all(selectors, segment)),
        model::Segment::Members(names) => Segment::Members(all(names, |name| kept(name))),
        model::Segment::Deep(selectors) => Segment::Deep(all(selectors, segment)),
        model::Segment::Apply(name, arguments) => Segment::Apply(function(*name), all(arguments, operand)),
    }
}

fn function(of: model::Function) -> Function {
    match of {
        model::Function::Length => Function::Length,
        model::Function::Keys => Function::Keys,
        model::Function::Min => Function::Min,
        model::Function::Max => Function::Max,
        model::Function::Sum => Function::Sum,
        model::Function::Avg => Function::Avg,
        model::Function::Stddev => Function::Stddev,
        model::Function::First => Function::First,
        model::Function::Last => Function::Last,
        model::Function::At => Function::At,
        model::Function::Concat => Function::Concat,
        model::Function::Append => Function::Append,
    }
}

fn test(of: &model::Test) -> Test {
    match of {
        model::Test::All(tests) => Test::All(all(tests, test)),
        model::Test::Any(tests) => Test::Any(all(tests, test)),
        model::Test::Not(inner) => Test::Not(one(test(inner))),
        model::Test::Exists(path) => Test::Exists(operand(path)),
        model::Test::Compare(left, how, right) => Test::Compare(operand(left), comparison(*how), operand(right)),
        model::Test::Matches(value, pattern) => Test::Matches(operand(value), kept(pattern)),
        model::Test::Finds(value, pattern) => Test::Finds(operand(value), kept(pattern)),
    }
}

fn comparison(of: model::Comparison) -> Comparison {
    match of {
        model::Comparison::Equal => Comparison::Equal,
        model::Comparison::Differs => Comparison::Differs,
        model::Comparison::Less => Comparison::Less,
        model::Comparison::AtMost => Comparison::AtMost,
        model::Comparison::More => Comparison::More,
        model::Comparison::AtLeast => Comparison::AtLeast,
        model::Comparison::In => Comparison::In,
        model::Comparison::NotIn => Comparison::NotIn,
        model::Comparison::SubsetOf => Comparison::SubsetOf,
        model::Comparison::AnyOf => Comparison::AnyOf,
        model::Comparison::NoneOf => Comparison::NoneOf,
        model::Comparison::Size => Comparison::Size,
        model::Comparison::Empty => Comparison::Empty,
        model::Comparison::Contains => Comparison::Contains,
    }
}

fn operand(of: &model::Operand) -> Operand {
    match of {
        model::Operand::Current(path) => Operand::Current(all(path, segment)),
        model::Operand::Root(path) => Operand::Root(all(path, segment)),
        model::Operand::Null => Operand::Null,
        model::Operand::Boolean(value) => Operand::Boolean(*value),
        model::Operand::Number(digits) => Operand::Digits(kept(digits)),
        model::Operand::Text(text) => Operand::Text(kept(text)),
        model::Operand::List(items) => Operand::List(all(items, operand)),
        model::Operand::Length(inner) => Operand::Length(one(operand(inner))),
        model::Operand::Count(inner) => Operand::Count(one(operand(inner))),
        model::Operand::Value(inner) => Operand::Sole(one(operand(inner))),
    }
}
