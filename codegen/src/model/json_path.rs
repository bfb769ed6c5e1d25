//! Paths into JSON: RFC 9535, with the projections, functions and operators that the reference engine's library has besides.

/// A step of a path: from each value that was found so far to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// The member of this name.
    Name(String),
    /// The item at this index; from the end if it is negative.
    Index(i64),
    /// All items or members.
    Every,
    /// The items from one index to before another, each so many after the one before.
    Slice {
        /// The first; where the list begins, or ends if the step is negative, if there is none.
        start: Option<i64>,
        /// The one after the last.
        end: Option<i64>,
        /// From one to the next.
        step: i64,
    },
    /// The items or members that pass.
    Filter(Test),
    /// What each of several selectors finds, one after the other.
    Union(Vec<Segment>),
    /// An object of these members.
    Members(Vec<String>),
    /// What selectors find in the value and in all that it holds.
    Deep(Vec<Segment>),
    /// What a function makes of it.
    Apply(Function, Vec<Operand>),
}

/// A function at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// How many items or members there are.
    Length,
    /// The names of the members.
    Keys,
    /// The least of numbers.
    Min,
    /// The greatest of numbers.
    Max,
    /// The sum of numbers.
    Sum,
    /// Their mean.
    Avg,
    /// Their standard deviation, as of a whole population.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Each of them.
    All(Vec<Test>),
    /// One of them.
    Any(Vec<Test>),
    /// The opposite.
    Not(Box<Test>),
    /// That there is something.
    Exists(Operand),
    /// How two values stand to each other.
    Compare(Operand, Comparison, Operand),
    /// That a pattern matches a whole text.
    Matches(Operand, String),
    /// That a pattern matches somewhere in a text.
    Finds(Operand, String),
}

/// How two values stand to each other.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// What a path finds in the value that is tested.
    Current(Vec<Segment>),
    /// What a path finds in the whole.
    Root(Vec<Segment>),
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Operand>),
    /// `length(…)`: of a text, a list or an object.
    Length(Box<Operand>),
    /// `count(…)`: of how many values a path finds.
    Count(Box<Operand>),
    /// `value(…)`: the one value that a path finds.
    Value(Box<Operand>),
}

impl Function {
    /// What the runtime calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Length => "Length",
            Self::Keys => "Keys",
            Self::Min => "Min",
            Self::Max => "Max",
            Self::Sum => "Sum",
            Self::Avg => "Avg",
            Self::Stddev => "Stddev",
            Self::First => "First",
            Self::Last => "Last",
            Self::At => "At",
            Self::Concat => "Concat",
            Self::Append => "Append",
        }
    }
}

impl Comparison {
    /// What the runtime calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equal => "Equal",
            Self::Differs => "Differs",
            Self::Less => "Less",
            Self::AtMost => "AtMost",
            Self::More => "More",
            Self::AtLeast => "AtLeast",
            Self::In => "In",
            Self::NotIn => "NotIn",
            Self::SubsetOf => "SubsetOf",
            Self::AnyOf => "AnyOf",
            Self::NoneOf => "NoneOf",
            Self::Size => "Size",
            Self::Empty => "Empty",
            Self::Contains => "Contains",
        }
    }
}

impl Segment {
    /// Whether it finds one value at most.
    pub fn is_single(&self) -> bool {
        matches!(self, Self::Name(_) | Self::Index(_) | Self::Members(_))
    }

    /// Whether it finds items of a list: an object may have members that it finds, but no path begins with those.
    pub fn is_of_item(&self) -> bool {
        match self {
            Self::Index(_) | Self::Every | Self::Slice { .. } | Self::Filter(_) => true,
            Self::Union(selectors) => selectors.iter().all(Self::is_of_item),
            Self::Name(_) | Self::Members(_) | Self::Deep(_) | Self::Apply(..) => false,
        }
    }

    /// Whether it makes one value of all that was found, however much it is.
    pub fn gathers(&self) -> bool {
        use Function::{Avg, Concat, Max, Min, Stddev, Sum};
        matches!(self, Self::Apply(Min | Max | Sum | Avg | Stddev | Concat, _))
    }
}

/// Whether what a path finds is a list of any number of values. A function takes each value by itself, unless it makes one of all of
/// them, or they come from anywhere in the value (`..`).
pub fn finds_many(segments: &[Segment]) -> bool {
    let (mut is_many, mut is_deep) = (false, false);
    for segment in segments {
        match segment {
            Segment::Apply(..) => {
                is_many &= !is_deep && !segment.gathers();
                is_deep = false;
            }
            Segment::Deep(_) => (is_many, is_deep) = (true, true),
            _ => is_many |= !segment.is_single(),
        }
    }
    is_many
}
