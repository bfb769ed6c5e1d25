//! What says who may call.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The newtype name by which [`super::de`] knows that nothing of a value may be left empty.
pub(super) const GUARD: &str = "$guard";

/// Reads what says who may call, for `deserialize_with`: a key of it without a value is an error, as anybody could call.
pub(super) fn guard<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(GUARD, Guarded(PhantomData))
}

struct Guarded<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Guarded<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what says who may call")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}
