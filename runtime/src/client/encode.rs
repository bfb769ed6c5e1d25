//! Values as they travel in paths, queries and headers.

use crate::value::{Number, Value};
use http::HeaderValue;
use http::header::InvalidHeaderValue;
use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::value::Object;
use crate::wire::{RESERVED, percent_encode};

/// All but what a path may hold as written: RFC 3986 §3.3, `/` and existing escapes.
const PATH: &AsciiSet = &RESERVED
    .remove(b'/')
    .remove(b'%')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A value that travels as text: in a path, a query or a header.
///
/// An absent [`Option`] has no text, a list has one for each item, an object is written as JSON.
pub trait WireValue {
    /// Appends the texts of this value.
    fn texts(&self, texts: &mut Vec<String>);

    /// Whether nothing in it is absent; paths take nothing else.
    fn is_complete(&self) -> bool {
        true
    }
}

/// The texts of a value.
pub(super) fn texts(value: &(impl WireValue + ?Sized)) -> Vec<String> {
    let mut texts = Vec::new();
    value.texts(&mut texts);
    texts
}

/// The text of a path value, or why it can't be one.
pub(super) fn one_text(value: &(impl WireValue + ?Sized)) -> Result<String, &'static str> {
    let mut texts = texts(value);
    match (texts.pop(), texts.is_empty()) {
        _ if !value.is_complete() => Err("is required"),
        (None, _) => Err("is required"),
        (Some(_), false) => Err("must be one value, not a list"),
        (Some(text), true) => match text.as_str() {
            "" => Err("must not be empty"),
            "." | ".." => Err("must not be `.` or `..`"),
            _ => Ok(text),
        },
    }
}

/// A path value, or a piece of a query.
pub(super) fn push_value(url: &mut String, value: &str) {
    url.extend(percent_encode(value));
}

/// A query parameter, after those that are there.
pub(super) fn push_pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    push_value(query, name);
    query.push('=');
    push_value(query, value);
}

/// A path as the document writes it.
pub(super) fn push_path(url: &mut String, path: &str) {
    url.extend(utf8_percent_encode(path, PATH));
}

/// A header value that nothing prints.
pub(super) fn sensitive(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}

macro_rules! displayed {
    ($($type:ty)*) => {
        $(impl WireValue for $type {
            fn texts(&self, texts: &mut Vec<String>) {
                texts.push(self.to_string());
            }
        })*
    };
}

displayed! { str String bool char i8 i16 i32 i64 u8 u16 u32 u64 isize usize f32 f64 Number }

impl<T: WireValue + ?Sized> WireValue for &T {
    fn texts(&self, texts: &mut Vec<String>) {
        (**self).texts(texts);
    }

    fn is_complete(&self) -> bool {
        (**self).is_complete()
    }
}

impl<T: WireValue> WireValue for Option<T> {
    fn texts(&self, texts: &mut Vec<String>) {
        self.iter().for_each(|value| value.texts(texts));
    }
}

impl<T: WireValue> WireValue for [T] {
    fn texts(&self, texts: &mut Vec<String>) {
        self.iter().for_each(|value| value.texts(texts));
    }
}

impl<T: WireValue> WireValue for Vec<T> {
    fn texts(&self, texts: &mut Vec<String>) {
        self.as_slice().texts(texts);
    }
}

impl WireValue for Object {
    fn texts(&self, texts: &mut Vec<String>) {
        texts.push(Value::Object(self.clone()).to_string());
    }
}

impl WireValue for Value {
    fn texts(&self, texts: &mut Vec<String>) {
        match self {
            Self::Null => {}
            Self::String(text) => text.texts(texts),
            Self::Array(items) => items.texts(texts),
            Self::Bool(_) | Self::Number(_) | Self::Object(_) => texts.push(self.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::value::json;

    use super::*;

    #[test]
    fn values_travel_as_text() {
        let check = |value: &dyn WireValue, wanted: &[&str]| {
            let mut texts = Vec::new();
            value.texts(&mut texts);
            assert_eq!(texts, wanted);
        };
        check(&None::<i64>, &[]);
        check(&Some(9_007_199_254_740_993_i64), &["9007199254740993"]);
        check(&u64::MAX, &["18446744073709551615"]);
        check(&1.5, &["1.5"]);
        check(&"a b", &["a b"]);
        check(&vec!["a", "b"], &["a", "b"]);
        check(&json!(["a", 1, null, true]), &["a", "1", "true"]);
        check(&json!({"a": "b"}), &[r#"{"a":"b"}"#]);
    }

    #[test]
    fn only_unreserved_characters_stay() {
        let check = |value: &str, wanted: &str| {
            let mut url = String::new();
            push_value(&mut url, value);
            assert_eq!(url, wanted);
        };
        check("aZ0-._~", "aZ0-._~");
        check("a/b?c#d&e=f+g h", "a%2Fb%3Fc%23d%26e%3Df%2Bg%20h");
        check("%2e%2e", "%252e%252e");
        check("é;'\\", "%C3%A9%3B%27%5C");
    }

    #[test]
    fn a_written_path_keeps_its_escapes() {
        let mut url = String::new();
        push_path(&mut url, "/a b/%20/c:d@e;v=1,2/\"x\"?y");
        assert_eq!(url, "/a%20b/%20/c:d@e;v=1,2/%22x%22%3Fy");
    }
}
