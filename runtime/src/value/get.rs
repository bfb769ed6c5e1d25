//! What is in a value.

use std::ops::{Index, IndexMut};

use super::{Number, Object, Value};

/// What is found where there is nothing.
static NULL: Value = Value::Null;

/// A member by its name, or an item by its place.
pub trait Key {
    /// What it finds.
    fn find(self, value: &Value) -> Option<&Value>;
    /// The same, to be changed.
    fn find_mut(self, value: &mut Value) -> Option<&mut Value>;
}

impl Key for &str {
    fn find(self, value: &Value) -> Option<&Value> {
        value.as_object()?.get(self)
    }

    fn find_mut(self, value: &mut Value) -> Option<&mut Value> {
        value.as_object_mut()?.get_mut(self)
    }
}

impl Key for &String {
    fn find(self, value: &Value) -> Option<&Value> {
        Key::find(self.as_str(), value)
    }

    fn find_mut(self, value: &mut Value) -> Option<&mut Value> {
        Key::find_mut(self.as_str(), value)
    }
}

impl Key for usize {
    fn find(self, value: &Value) -> Option<&Value> {
        value.as_array()?.get(self)
    }

    fn find_mut(self, value: &mut Value) -> Option<&mut Value> {
        value.as_array_mut()?.get_mut(self)
    }
}

impl Value {
    /// A member or item, if it is there.
    pub fn get(&self, key: impl Key) -> Option<&Self> {
        Key::find(key, self)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: impl Key) -> Option<&mut Self> {
        Key::find_mut(key, self)
    }

    /// The value, of which `null` is left.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is a text.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Whether it is `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        matches!(self, Self::Bool(_))
    }

    /// Whether it is an integer of 64 bits.
    pub fn is_i64(&self) -> bool {
        self.as_i64().is_some()
    }

    /// Whether it is one without sign.
    pub fn is_u64(&self) -> bool {
        self.as_u64().is_some()
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether it is a list.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The integer of 64 bits, if it is one.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The same without sign.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The nearest double, if it is a number that has one.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The items, if it is a list.
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The same, to be changed.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The same, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// What it is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// `null` where there is nothing.
impl<K: Key> Index<K> for Value {
    type Output = Self;

    fn index(&self, key: K) -> &Self {
        self.get(key).unwrap_or(&NULL)
    }
}

/// Makes `null` an object, and adds the member.
///
/// # Panics
/// If it is neither.
impl IndexMut<&str> for Value {
    fn index_mut(&mut self, name: &str) -> &mut Self {
        if self.is_null() {
            *self = Self::Object(Object::new());
        }
        #[allow(clippy::expect_used, reason = "as with a list that is too short, a mistake of the program")]
        self.as_object_mut().expect("an object has members").entry(name.to_owned()).or_default()
    }
}
