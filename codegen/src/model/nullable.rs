//! Which values of answers may be null.

use super::{Choice, Origin, Selection, Shape, Shaped};

impl<N> Choice<N> {
    /// Whether all of it may be null.
    pub fn may_be_null(&self) -> bool {
        self.variants.iter().all(|variant| variant.value.may_be_null_as_a_whole())
    }
}

impl<N> Shaped<N> {
    /// Whether it may be null as a part of an answer: it is missing where it comes from, or what is there doesn't fit.
    pub fn may_be_null(&self) -> bool {
        match &self.origin {
            Origin::Constant(value) => value.is_null(),
            Origin::Parts => false,
            Origin::At(_) | Origin::Step(_) | Origin::Text { .. } => true,
        }
    }

    /// The same as all of an answer: a list that is all that the upstream answers must be one.
    pub fn may_be_null_as_a_whole(&self) -> bool {
        let is_list = matches!(self.shape, Shape::List(_) | Shape::Map(_));
        self.may_be_null() && !(is_list && self.reads_itself())
    }

    /// The same as a part of what may be something else than an object: null, then, and no object without members.
    pub fn or_null(self) -> Self {
        match &self.shape {
            Shape::Struct(record) if self.origin == Origin::Parts && record.is_of_members() => {
                Self { origin: Origin::At(Selection::whole()), ..self }
            }
            _ => self,
        }
    }
}
