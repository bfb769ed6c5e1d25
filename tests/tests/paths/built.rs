//! Paths of a model as those that a crate has.

use capwright_codegen::model::json_path as model;
use capwright_runtime::project::Path;
use capwright_runtime::project::path::{Comparison, Function, Operand, Segment, Test};

/// Gives the twin of each variant, which has the same name: neither side compiles with one that the other hasn't.
macro_rules! twins {
    ($of:ident, $there:ident, $back:ident, $test:ident: $($variant:ident)*) => {
        fn $there(of: model::$of) -> $of {
            let found = match of { $(model::$of::$variant => $of::$variant,)* };
            assert_eq!((format!("{found:?}").as_str(), $back(found)), (of.name(), of), "what is emitted is what is meant");
            found
        }

        fn $back(of: $of) -> model::$of {
            match of { $($of::$variant => model::$of::$variant,)* }
        }

        #[test]
        fn $test() {
            assert_eq!([$(model::$of::$variant),*].map(|variant| $back($there(variant))), [$(model::$of::$variant),*]);
        }
    };
}

twins!(Function, function, model_function, functions_have_twins: Length Keys Min Max Sum Avg Stddev First Last At Concat Append);
twins!(Comparison, comparison, model_comparison, comparisons_have_twins:
    Equal Differs Less AtMost More AtLeast In NotIn SubsetOf AnyOf NoneOf Size Empty Contains);

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

/// Whatever the runtime has, the compiler makes: a variant that is new there is missing here, and in what follows.
#[test]
fn nothing_is_without_its_twin() {
    let segment = |of: Segment| match of {
        Segment::Name(_) | Segment::Index(_) | Segment::Every | Segment::Slice { .. } | Segment::Filter(_) => {}
        Segment::Union(_) | Segment::Members(_) | Segment::Deep(_) | Segment::Apply(..) => {}
    };
    let test = |of: Test| match of {
        Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Exists(_) => {}
        Test::Compare(..) | Test::Matches(..) | Test::Finds(..) => {}
    };
    let operand = |of: Operand| match of {
        Operand::Current(_) | Operand::Root(_) | Operand::Null | Operand::Boolean(_) | Operand::Digits(_) => {}
        Operand::Text(_) | Operand::List(_) | Operand::Length(_) | Operand::Count(_) | Operand::Sole(_) => {}
    };
    segment(Segment::Every);
    test(Test::Exists(Operand::Null));
    operand(Operand::Null);
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
