//! JSON values.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// A JSON object or list. What is absent leaves no trace in it.
///
/// ```
/// use capwright_runtime::client::{Json, Template};
///
/// let (imo, tags) = (Some(9), None::<Vec<String>>);
/// let body = Json::object()
///     .member("imo", &imo)
///     .member("tags", &tags)
///     .member("label", &Template::new().raw("ship ").value(&imo));
/// assert_eq!(serde_json::to_string(&body)?, r#"{"imo":9,"label":"ship 9"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Json(Parts);

#[derive(Debug, Clone)]
enum Parts {
    Object(IndexMap<String, Box<RawValue>>),
    List(Vec<Box<RawValue>>),
}

impl Json {
    /// An object without members.
    pub fn object() -> Self {
        Self(Parts::Object(IndexMap::new()))
    }

    /// A list without items.
    pub fn list() -> Self {
        Self(Parts::List(Vec::new()))
    }

    /// Adds a member, unless `value` is absent.
    pub fn member(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        if let (Parts::Object(members), Some(value)) = (&mut self.0, present(value)) {
            members.insert(name.to_owned(), value);
        }
        self
    }

    /// Adds a member that is `null`.
    pub fn null(mut self, name: &str) -> Self {
        if let Parts::Object(members) = &mut self.0 {
            members.insert(name.to_owned(), RawValue::NULL.to_owned());
        }
        self
    }

    /// Adds a member, which is `null` if `value` is absent.
    pub fn member_or_null(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        if present(value).is_some() { self.member(name, value) } else { self.null(name) }
    }

    /// Adds an item, unless `value` is absent.
    pub fn item(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        if let Parts::List(items) = &mut self.0 {
            items.extend(present(value));
        }
        self
    }

    /// Adds an item, which is `null` if `value` is absent.
    pub fn item_or_null(self, value: &(impl Serialize + ?Sized)) -> Self {
        if present(value).is_some() { self.item(value) } else { self.null_item() }
    }

    /// Adds an item that is `null`.
    pub fn null_item(mut self) -> Self {
        if let Parts::List(items) = &mut self.0 {
            items.push(RawValue::NULL.to_owned());
        }
        self
    }

    /// Nothing if there is nothing in it: for bodies that callers give field by field.
    pub fn unless_empty(self) -> Option<Self> {
        let is_empty = match &self.0 {
            Parts::Object(members) => members.is_empty(),
            Parts::List(items) => items.is_empty(),
        };
        (!is_empty).then_some(self)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Parts::Object(members) => members.serialize(serializer),
            Parts::List(items) => items.serialize(serializer),
        }
    }
}

/// Equal if they are written alike.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        present(self).map(|json| json.get().to_owned()) == present(other).map(|json| json.get().to_owned())
    }
}

/// A value as JSON, unless it is absent.
pub(super) fn present(value: &(impl Serialize + ?Sized)) -> Option<Box<RawValue>> {
    // What generated code passes are inputs, texts and literals: none of them can fail.
    to_raw_value(value).ok().filter(|value| value.get() != "null")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;
    use crate::client::body::template::Template;

    #[test]
    fn values_keep_their_types_and_absent_ones_leave_no_trace() {
        let body = Json::object()
            .member("text", "a \"quoted\"\nline")
            .member("number", &Some(9_007_199_254_740_993_i64))
            .member("absent", &None::<i64>)
            .member("any", &json!({"a": [1, null]}))
            .null("null")
            .member("list", &Json::list().item("x").item(&None::<String>).item(&Json::object()).null_item())
            .member_or_null("or", &None::<i64>)
            .member_or_null("and", &Some(1))
            .member("ors", &Json::list().item_or_null(&None::<i64>).item_or_null(&2))
            .member("label", &Template::new().raw("ship ").value(&None::<String>))
            .member("alone", &Template::new().value(&None::<String>));
        assert_eq!(
            serde_json::to_string(&body).unwrap(),
            r#"{"text":"a \"quoted\"\nline","number":9007199254740993,"any":{"a":[1,null]},"null":null,"list":["x",{},null],"or":null,"and":1,"ors":[null,2],"label":"ship "}"#
        );
        assert_eq!(Json::object().member("a", &None::<i64>).unless_empty(), None);
        assert!(Json::list().item(&1).unless_empty().is_some());
    }
}
