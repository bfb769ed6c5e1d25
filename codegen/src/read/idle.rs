//! Keys that are part of the language and mean nothing to a compiled crate. Reading one reports it, with the reason.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The beginning of the newtype names by which [`super::de`] knows that a key has no effect; the reason follows.
pub(super) const IDLE: &str = "$idle ";

/// Why a key has no effect.
pub trait Reason {
    /// `IDLE` and the reason, as half a sentence.
    const NAME: &'static str;
}

/// A key that is accepted, and reported as having no effect for this reason.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Idle<R>(PhantomData<R>);

impl<R> fmt::Debug for Idle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Idle")
    }
}

impl<'de, R: Reason> Deserialize<'de> for Idle<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(R::NAME, Nothing(PhantomData))
    }
}

struct Nothing<R>(PhantomData<R>);

impl<R> Visitor<'_> for Nothing<R> {
    type Value = Idle<R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Idle(PhantomData))
    }
}

/// Names reasons.
macro_rules! reasons {
    ($($name:ident $why:literal;)*) => {$(
        #[doc = $why]
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub(in crate::read) struct $name;

        impl $crate::read::idle::Reason for $name {
            const NAME: &'static str = concat!("$idle ", $why);
        }
    )*};
}
pub(super) use reasons;
