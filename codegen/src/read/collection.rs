//! The collections of the grammar. A bad element is reported and left out; its siblings stay.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::spanned::Spanned;
use crate::source::Place;

/// The newtype name by which [`super::de`] knows that a failure is an answer.
pub(super) const ATTEMPT: &str = "$attempt";
/// The newtype name by which [`super::de`] knows a collection of named things.
pub(super) const NAMED: &str = "$named";
/// The newtype name by which [`super::de`] knows a key whose value nobody reads.
pub(super) const UNREAD: &str = "$unread";

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List<T>(Vec<T>);

/// Named things in document order: a sequence of mappings with `name`, or a mapping from name to definition.
pub type Named<T> = Entries<Spanned<String>, T>;

/// Like [`Named`], where a name may be missing.
pub type Loose<T> = Entries<Option<Spanned<String>>, T>;

/// What [`Named`] and [`Loose`] are.
#[derive(Debug, Clone, PartialEq)]
pub struct Entries<N, T>(Vec<Entry<N, T>>);

/// One named thing; it reads as its definition (`Deref`).
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<N, T> {
    /// Its name, at the place of the name.
    pub name: N,
    /// What it is, at the place of the whole.
    pub definition: Spanned<T>,
}

/// A mapping whose keys the author chose, in document order.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<T>(Vec<(Spanned<String>, T)>);

/// A key whose value nobody reads, as another part of the document says the same or is refused with it. A key that the author
/// may expect something of is [`Idle`](super::idle::Idle) instead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread;

/// A value, or nothing if it could not be read; then the deserializer has reported why.
pub(super) struct Attempt<T>(pub(super) Option<T>);

impl<N, T> Entry<N, T> {
    /// The place of the whole element.
    pub fn place(&self) -> &Place {
        &self.definition.place
    }
}

impl<N, T> Deref for Entry<N, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.definition.value
    }
}

impl<T> Map<T> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }
}

macro_rules! collection {
    ($(<$($p:ident),+> $name:ident<$($a:ident),+> of $item:ty;)*) => {$(
        impl<$($p),+> Default for $name<$($a),+> {
            fn default() -> Self {
                Self(Vec::new())
            }
        }

        impl<$($p),+> Deref for $name<$($a),+> {
            type Target = [$item];

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<$($p),+> FromIterator<$item> for $name<$($a),+> {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> Self {
                Self(items.into_iter().collect())
            }
        }

        impl<$($p),+> Extend<$item> for $name<$($a),+> {
            fn extend<I: IntoIterator<Item = $item>>(&mut self, items: I) {
                self.0.extend(items);
            }
        }

        impl<'a, $($p),+> IntoIterator for &'a $name<$($a),+> {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.0.iter()
            }
        }

        impl<$($p),+> IntoIterator for $name<$($a),+> {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;

            fn into_iter(self) -> Self::IntoIter {
                self.0.into_iter()
            }
        }
    )*};
}

collection! {
    <T> List<T> of T;
    <N, T> Entries<N, T> of Entry<N, T>;
    <T> Map<T> of (Spanned<String>, T);
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Collect(PhantomData::<T>)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CollectPairs(PhantomData::<(Spanned<String>, T)>)).map(Self)
    }
}

impl<'de, N: Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for Entries<N, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = deserializer.deserialize_newtype_struct(NAMED, CollectPairs(PhantomData::<(N, Spanned<T>)>))?;
        Ok(Self(pairs.into_iter().map(|(name, definition)| Entry { name, definition }).collect()))
    }
}

impl<'de> Deserialize<'de> for Unread {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Nothing;
        impl Visitor<'_> for Nothing {
            type Value = Unread;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_unit<E>(self) -> Result<Unread, E> {
                Ok(Unread)
            }
        }
        deserializer.deserialize_newtype_struct(UNREAD, Nothing)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Attempt<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ATTEMPT, Attempts(PhantomData))
    }
}

/// Tries until the deserializer has nothing more to leave out; every failure but the last names one more bad key.
struct Attempts<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Attempts<T> {
    type Value = Attempt<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut attempts: A) -> Result<Attempt<T>, A::Error> {
        const MOST_KEYS: usize = 256; // of any mapping in any grammar
        for _ in 0..MOST_KEYS {
            if let Ok(answer) = attempts.next_element() {
                return Ok(Attempt(answer));
            }
        }
        Ok(Attempt(None))
    }
}

/// Gathers what can be read of a sequence.
struct Collect<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0));
        while let Some(Attempt(item)) = items.next_element()? {
            list.extend(item);
        }
        Ok(list)
    }
}

/// Gathers what can be read of a mapping.
struct CollectPairs<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for CollectPairs<K, V> {
    type Value = Vec<(K, V)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::with_capacity(entries.size_hint().unwrap_or(0));
        while let Some(Attempt(key)) = entries.next_key()? {
            let Attempt(value) = entries.next_value()?;
            pairs.extend(key.zip(value));
        }
        Ok(pairs)
    }
}
