//! Steps into a value.

/// A step from a value to one in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PathStep {
    /// The member of this name.
    Key(String),
    /// An item of a list: the first ones are that long.
    Item(usize),
    /// The list of all values that stand at the place so far.
    Collected,
}
