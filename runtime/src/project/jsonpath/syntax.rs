//! What paths are made of. The compiler of a crate reads the text of a path; here are the values that it becomes.

pub use Operand::{Boolean, Count, Current, Digits, Length, List, Null, Root, Sole, Text};
pub use Segment::{Apply, Deep, Every, Filter, Index, Members, Name, Slice, Union};
pub use Test::{All, Any, Compare, Exists, Finds, Matches, Not};

/// A step: from each value that was found so far to others (RFC 9535 §2.3 and §2.5).
#[derive(Debug, Clone, Copy)]
pub enum Segment {
    /// `.name`, `['name']`: the member of this name.
    Name(&'static str),
    /// `[0]`, `[-1]`: the item at this index, from the end if it is negative.
    Index(i64),
    /// `[*]`: all items or members.
    Every,
    /// `[0:2]`: the items from `start` to before `end`, each `step` after the one before; backwards if that is negative.
    Slice {
        /// `None`: from the first, or from the last if `step` is negative.
        start: Option<i64>,
        /// `None`: to the last, or to the first.
        end: Option<i64>,
        /// Nothing is found if it is 0.
        step: i64,
    },
    /// `[?…]`: the items or members that pass.
    Filter(Test),
    /// `[0,2]`: what each selector finds, one after the other.
    Union(&'static [Segment]),
    /// `['a','b']` at the end of a path: an object of these members of an object.
    Members(&'static [&'static str]),
    /// `..`: what selectors find in a value and in all that it holds.
    Deep(&'static [Segment]),
    /// `.length()`: what a function makes of it.
    Apply(Function, &'static [Operand]),
}

/// A function at the end of a path. Where it can do nothing with a value, or has nothing to begin with, it gives `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// How many items or members there are.
    Length,
    /// The names of the members.
    Keys,
    /// The least of numbers, as a double.
    Min,
    /// The greatest of numbers, as a double.
    Max,
    /// The sum of numbers, as a double.
    Sum,
    /// The mean of numbers, as a double.
    Avg,
    /// The standard deviation of numbers, as that of a whole population.
    Stddev,
    /// The first item.
    First,
    /// The last item.
    Last,
    /// The item at an index.
    At,
    /// Texts, one after the other.
    Concat,
    /// The list with more items.
    Append,
}

/// What a filter wants of a value.
#[derive(Debug, Clone, Copy)]
pub enum Test {
    /// `&&`
    All(&'static [Test]),
    /// `||`
    Any(&'static [Test]),
    /// `!`
    Not(&'static Test),
    /// `@.a`: there is something, be it `null`.
    Exists(Operand),
    /// `@.a == 1`
    Compare(Operand, Comparison, Operand),
    /// `match(@.a, 'x')`, `@.a =~ /x/`: the pattern matches the whole text.
    Matches(Operand, &'static str),
    /// `search(@.a, 'x')`: the pattern matches somewhere.
    Finds(Operand, &'static str),
}

/// How two values stand to each other. A number equals a text that is that number: where all is text, as in CSV, numbers are too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Differs,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `in`: an item of the list.
    In,
    /// `nin`: none of them.
    NotIn,
    /// `subsetof`: all items are in the list.
    SubsetOf,
    /// `anyof`: one of them is.
    AnyOf,
    /// `noneof`: none of them is.
    NoneOf,
    /// `size`: a list or text of so many.
    Size,
    /// `empty`: whether a list or text is.
    Empty,
    /// `contains`: the list has the item, or the text the part.
    Contains,
}

/// A value that a filter looks at.
#[derive(Debug, Clone, Copy)]
pub enum Operand {
    /// `@…`: what a path finds in the value that is tested.
    Current(&'static [Segment]),
    /// `$…`: what a path finds in the whole.
    Root(&'static [Segment]),
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// A number of JSON.
    Digits(&'static str),
    /// A text.
    Text(&'static str),
    /// `[…]`
    List(&'static [Operand]),
    /// `length(…)`: of a text, a list or an object.
    Length(&'static Operand),
    /// `count(…)`: of how many values a path finds.
    Count(&'static Operand),
    /// `value(…)`: the one value that a path finds.
    Sole(&'static Operand),
}
