//! A value with its place, as outputs are read from it.

use std::cell::RefCell;
use std::fmt;

use crate::answer::Answer;
use crate::error::OutputError;
use crate::misfits::Misfits;
use crate::value::Value;

/// A value of an upstream, or the lack of one, and where it goes in the answer (the node of RFC 9535, seen from the outputs).
///
/// Where a value in it doesn't fit the output that is read from it, and that output may be `null`, it is, and its place is noted.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    value: Option<&'a Value>,
    place: Place<'a>,
    reading: Reading<'a>,
}

/// What is read, and so what becomes of what doesn't fit.
#[derive(Clone, Copy)]
enum Reading<'a> {
    /// What a caller gives for an input: an error.
    Input,
    /// What an upstream answered for an input of a later call: an error.
    Step,
    /// What an upstream answered, for all of an answer: an error.
    Answer(&'a Collector),
    /// The same for a part of one: `null`, and noted.
    Part(&'a Collector),
}

/// Where a value goes in the answer.
#[derive(Clone, Copy)]
enum Place<'a> {
    Root,
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

/// Notes what doesn't fit while the outputs of an answer are read.
#[derive(Debug, Default)]
pub struct Collector(RefCell<Misfits>);

impl Collector {
    /// Nothing is noted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// 200 with these outputs, and what of them didn't fit.
    pub fn answer<T>(self, body: T) -> Answer<T> {
        Answer { misfits: self.0.into_inner(), ..Answer::from(body) }
    }

    /// Where an answer of which no call is a part is read as a whole: it is an error if it doesn't fit.
    pub fn outermost(&self) -> Node<'_> {
        self.root(None).outermost()
    }

    /// All that a call answered, of which parts become outputs.
    pub(super) fn root<'a>(&'a self, value: Option<&'a Value>) -> Node<'a> {
        Node { value, place: Place::Root, reading: Reading::Part(self) }
    }
}

impl<'a> Node<'a> {
    /// What a caller gives for an input.
    pub(super) fn of_input(value: &'a Value) -> Self {
        Self { value: Some(value), place: Place::Root, reading: Reading::Input }
    }

    /// What an upstream answered, or a part of it, for an input of a later call.
    pub(super) fn of_step(value: Option<&'a Value>) -> Self {
        Self { value, place: Place::Root, reading: Reading::Step }
    }

    /// The same where the next value that is read from it is all of the answer: it is an error if it doesn't fit.
    pub fn outermost(&self) -> Self {
        match self.reading {
            Reading::Part(collector) => Self { reading: Reading::Answer(collector), ..*self },
            _ => *self,
        }
    }

    /// The value; `null` if there is none.
    pub fn value(&self) -> &'a Value {
        const NULL: &Value = &Value::Null;
        self.value.unwrap_or(NULL)
    }

    /// The value, if there is one.
    pub(super) fn get(&self) -> Option<&'a Value> {
        self.value
    }

    /// Whether an upstream has said it: texts mean more there, since some formats have nothing else.
    pub(super) fn is_answered(&self) -> bool {
        !matches!(self.reading, Reading::Input)
    }

    /// Whether it is `null`, or stands for it: CSV and XML have nothing but a blank text to say so.
    pub(super) fn is_nothing(&self) -> bool {
        let is_blank = |text: &str| self.is_answered() && text.trim().is_empty();
        self.value().is_null() || self.value().as_str().is_some_and(is_blank)
    }

    /// Another value in its place: a member or what is picked from it. All of an answer has no name in it.
    pub(super) fn member<'b>(&'b self, name: &'b str, value: Option<&'b Value>) -> Node<'b> {
        let place = match self.reading {
            Reading::Answer(_) => self.place,
            _ if name.is_empty() => self.place,
            _ => Place::Member(&self.place, name),
        };
        Node { value, place, reading: self.reading.within() }
    }

    /// An item of it.
    pub(super) fn item<'b>(&'b self, index: usize, value: &'b Value) -> Node<'b> {
        Node { value: Some(value), place: Place::Item(&self.place, index), reading: self.reading.within() }
    }

    /// What was `read` of `part`; where it doesn't fit and something else may be there, that, and it is noted.
    pub(super) fn settle<T>(
        &self,
        part: &Node<'_>,
        read: Result<T, OutputError>,
        absent: impl FnOnce() -> Option<T>,
    ) -> Result<T, OutputError> {
        let Reading::Part(collector) = self.reading else { return read };
        read.or_else(|fault| match absent() {
            Some(absent) => {
                collector.0.borrow_mut().add(part.place);
                Ok(absent)
            }
            None => Err(fault),
        })
    }
}

impl Reading<'_> {
    /// What is read of a part of it.
    fn within(self) -> Self {
        if let Self::Answer(collector) = self { Self::Part(collector) } else { self }
    }
}

/// Where it goes: what upstreams answer is for their callers, not for logs.
impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({})", self.place)
    }
}

/// As `crew[2].fullName`.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(Self::Root, name) => f.write_str(name),
            Self::Member(outer, name) => write!(f, "{outer}.{name}"),
            Self::Item(outer, index) => write!(f, "{outer}[{index}]"),
        }
    }
}
