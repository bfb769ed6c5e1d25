//! What values of an input must be, beside their type.

use std::sync::LazyLock;

use super::Type;
use crate::json::{Object, Value};

/// Keywords of JSON Schema that bind values (Validation, draft 2020-12, §6 and §7), in the order in which schemas show them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constraints {
    keywords: Object,
    fallback: Option<Value>,
}

/// Formats that take a reader of dates.
const OF_DATES: [&str; 3] = ["date", "date-time", "time"];

impl Constraints {
    /// No constraints.
    pub fn none() -> &'static Self {
        static NONE: LazyLock<Constraints> = LazyLock::new(Constraints::default);
        &NONE
    }

    /// Adds a keyword.
    pub fn add(&mut self, keyword: &str, value: Value) {
        self.keywords.insert(keyword.to_owned(), value);
    }

    /// Takes from others what it doesn't say itself.
    pub fn complete(&mut self, others: &Self) {
        for (keyword, value) in &others.keywords {
            self.keywords.entry(keyword.clone()).or_insert_with(|| value.clone());
        }
        self.fallback = self.fallback.take().or_else(|| others.fallback.clone());
    }

    /// What an input is if callers don't give it.
    pub fn fallback(&self) -> Option<&Value> {
        self.fallback.as_ref()
    }

    /// The same with that.
    #[must_use]
    pub fn with_fallback(self, fallback: Option<Value>) -> Self {
        Self { fallback, ..self }
    }

    /// Whether not every value of the type will do.
    pub fn binds(&self) -> bool {
        !self.keywords.is_empty()
    }

    /// The values that it may have; none if any of the type will do.
    pub fn allowed(&self) -> &[Value] {
        self.keywords.get("enum").and_then(Value::as_array).unwrap_or_default()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.keywords.is_empty() && self.fallback.is_none()
    }

    /// The schema of values of a type, without what they are if callers don't give them.
    pub fn schema(&self, ty: Type) -> Object {
        let mut schema = Object::new();
        if ty != Type::Any {
            schema.insert("type".to_owned(), ty.as_str().into());
        }
        if ty == Type::Array {
            schema.insert("items".to_owned(), Value::Object(Object::new()));
        }
        schema.extend(self.keywords.iter().map(|(keyword, value)| (keyword.clone(), value.clone())));
        schema
    }

    /// Whether values are checked that only a reader of dates can check.
    pub fn is_of_dates(&self) -> bool {
        is_of_dates(&self.keywords)
    }

    /// What a value must be, in words, if it is something else.
    pub fn fault(&self, value: &Value) -> Option<String> {
        fault(&self.keywords, value)
    }

    /// What values must be, as sentences; `quote` draws those that stand in them.
    pub fn sentences(&self, quote: &dyn Fn(&str) -> String) -> String {
        let words = words(&self.keywords, quote);
        words.into_iter().map(|sentence| format!("{}.", capital(&sentence))).collect::<Vec<_>>().join(" ")
    }
}

/// Whether the schema of values, or of what they hold, has a format of dates.
pub fn is_of_dates(schema: &Object) -> bool {
    let is_date = schema.get("format").and_then(Value::as_str).is_some_and(|format| OF_DATES.contains(&format));
    is_date || schema.values().filter_map(Value::as_object).any(is_of_dates)
}

fn fault(schema: &Object, value: &Value) -> Option<String> {
    let number = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let (amount, length) = (value.as_f64(), value.as_str().map(|text| text.chars().count() as f64));
    let is_below = |keyword: &str, found: Option<f64>| found.zip(number(keyword)).is_some_and(|(it, least)| it < least);
    let is_above = |keyword: &str, found: Option<f64>| found.zip(number(keyword)).is_some_and(|(it, most)| it > most);
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items").and_then(Value::as_object)) {
        return items
            .iter()
            .find_map(|item| fault(schema, item))
            .map(|fault| format!("a list whose items are {fault}"));
    }
    let rounded = value.rounded();
    let is_it = |allowed: &Value| allowed.rounded() == rounded; // in whatever digits
    let is_allowed = schema.get("enum").and_then(Value::as_array).is_none_or(|values| values.iter().any(is_it));
    let is_bad = !is_allowed
        || is_below("minimum", amount)
        || is_above("maximum", amount)
        || is_below("minLength", length)
        || is_above("maxLength", length);
    is_bad.then(|| words(schema, &quoted).join(", "))
}

/// What values of a schema are, a phrase for each keyword; `quote` draws values.
fn words(schema: &Object, quote: &dyn Fn(&str) -> String) -> Vec<String> {
    let one = |value: &Value| value.as_str().map_or_else(|| quote(&value.to_string()), quote);
    let phrase = |(keyword, value): (&String, &Value)| match (keyword.as_str(), value) {
        ("enum", Value::Array(values)) => match values.as_slice() {
            [only] => Some(one(only)),
            values => Some(format!("one of {}", values.iter().map(one).collect::<Vec<_>>().join(", "))),
        },
        ("minimum", _) => Some(format!("at least {}", one(value))),
        ("maximum", _) => Some(format!("at most {}", one(value))),
        ("minLength", _) => Some(format!("no shorter than {} characters", one(value))),
        ("maxLength", _) => Some(format!("no longer than {} characters", one(value))),
        ("format", _) => Some(format!("of the format {}", one(value))),
        ("items", Value::Object(items)) => {
            let inner = words(items, quote).join(", ");
            (!inner.is_empty()).then(|| format!("each item {inner}"))
        }
        _ => None,
    };
    schema.iter().filter_map(phrase).collect()
}

fn quoted(value: &str) -> String {
    format!("`{value}`")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn constraints(schema: &serde_json::Value) -> Constraints {
        let keywords = Value::from(schema.clone()).as_object().cloned().unwrap_or_default();
        Constraints { keywords, fallback: None }
    }

    #[test]
    fn values_fit_or_are_told_why_not() {
        let check = |schema: serde_json::Value, value: serde_json::Value, expected: Option<&str>| {
            assert_eq!(constraints(&schema).fault(&value.clone().into()).as_deref(), expected, "{schema} {value}");
        };
        let states = json!({"enum": ["open", "closed"]});
        check(states.clone(), json!("open"), None);
        check(states, json!("shut"), Some("one of `open`, `closed`"));
        let limit = json!({"minimum": 1, "maximum": 100});
        check(limit.clone(), json!(100), None);
        check(limit.clone(), json!(0), Some("at least `1`, at most `100`"));
        check(limit, json!(100.5), Some("at least `1`, at most `100`"));
        let name = json!({"minLength": 2, "maxLength": 3});
        check(name.clone(), json!("äöü"), None);
        check(name, json!("a"), Some("no shorter than `2` characters, no longer than `3` characters"));
        let tags = json!({"items": {"type": "string", "enum": ["a"]}});
        check(tags.clone(), json!(["a", "a"]), None);
        check(tags, json!(["a", "b"]), Some("a list whose items are `a`"));
        check(json!({"format": "date"}), json!("x"), None);
        check(json!({}), json!([1]), None);
    }

    #[test]
    fn documentation_says_what_values_are() {
        let check =
            |schema: serde_json::Value, expected: &str| assert_eq!(constraints(&schema).sentences(&quoted), expected);
        check(json!({"enum": ["a", "b"]}), "One of `a`, `b`.");
        check(json!({"minimum": 1, "format": "int32"}), "At least `1`. Of the format `int32`.");
        check(json!({"items": {"type": "string", "enum": ["a"]}}), "Each item `a`.");
        check(json!({"items": {"type": "string"}}), "");
        check(json!({}), "");
    }
}
