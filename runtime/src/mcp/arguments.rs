//! The arguments that a tool declares.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::constraint::Constraint;
use crate::error::InputError;
use crate::value::{Number, Object, Value};
#[cfg(feature = "cli")]
use crate::values::Raw;
use crate::values::Values;

/// What the input schema of a tool says of its arguments, in the order of the schema.
#[derive(Debug)]
pub(super) struct Arguments {
    /// With the JSON type, if there is just one.
    names: Vec<(String, Option<String>)>,
    /// What values must be beside that, in the same order.
    constraints: Vec<Constraint>,
    required: Vec<String>,
}

impl Arguments {
    /// The arguments that an input schema declares.
    pub(super) fn new(schema: &Object) -> Self {
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        let kind = |property: &Value| property.get("type").and_then(Value::as_str).map(str::to_owned);
        Self {
            names: properties.into_iter().flatten().map(|(name, property)| (name.clone(), kind(property))).collect(),
            constraints: properties
                .into_iter()
                .flatten()
                .map(|(_, property)| property.as_object().map(Constraint::new).unwrap_or_default())
                .collect(),
            required: required.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        }
    }

    /// The arguments as the schema types them, whatever the function takes; `null` is absent.
    ///
    /// Refuses those that the tool doesn't have: a model that misspells one must learn of it.
    pub(super) fn read(&self, given: Object) -> Result<Object, InputError> {
        if let Some(unknown) = given.keys().find(|name| self.kind(name).is_none()) {
            return Err(InputError::new(unknown, "is not an argument"));
        }
        let is_given = |name: &str| given.get(name).is_some_and(|value| !value.is_null());
        if let Some(missing) = self.required.iter().find(|name| !is_given(name)) {
            return Err(InputError::new(missing, "is required"));
        }
        let present = given.into_iter().filter(|(_, value)| !value.is_null());
        let typed = present.map(|(name, value)| Ok((name.clone(), typed(&name, self.kind(&name).flatten(), value)?)));
        let typed = typed.collect::<Result<Object, InputError>>()?;
        let mut known = self.names.iter().zip(&self.constraints);
        known
            .try_for_each(|((name, _), constraint)| typed.get(name).map_or(Ok(()), |it| constraint.check(name, it)))?;
        Ok(typed)
    }

    /// Values that are given as texts, as JSON: one that comes again is a list, and where a list or an object is wanted, a
    /// text that is one in JSON is that.
    #[cfg(feature = "cli")]
    pub(super) fn read_texts(&self, given: &Values) -> Object {
        let mut object = Object::new();
        for (name, raw) in given.iter() {
            let value = match raw {
                Raw::Text(text) => self.read_text(name, text),
                Raw::Json(value) => value.clone(),
                Raw::Either(text) => self.read_either(name, text),
            };
            match object.get_mut(name) {
                None => drop(object.insert(name.to_owned(), value)),
                Some(Value::Array(list)) => match value {
                    Value::Array(more) => list.extend(more),
                    one => list.push(one),
                },
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        object
    }

    #[cfg(feature = "cli")]
    fn read_either(&self, name: &str, text: &str) -> Value {
        let is_text = self.kind(name).flatten() == Some("string");
        let parsed = serde_json::from_str::<Value>(text).ok().filter(|value| !is_text || value.is_string());
        parsed.unwrap_or_else(|| Value::from(text))
    }

    #[cfg(feature = "cli")]
    fn read_text(&self, name: &str, text: &str) -> Value {
        let parsed = || serde_json::from_str::<Value>(text).ok();
        let one = || Value::from(text);
        match self.kind(name).flatten() {
            Some("array") => parsed().filter(Value::is_array).unwrap_or_else(|| Value::Array(vec![one()])),
            Some("object") => parsed().filter(Value::is_object).unwrap_or_else(one),
            _ => one(),
        }
    }

    /// What the arguments are, as half a sentence.
    pub(super) fn known(&self) -> String {
        match self.names.as_slice() {
            [] => "the tool takes no arguments".to_owned(),
            names => {
                let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
                format!("the tool takes {}", names.join(", "))
            }
        }
    }

    /// The arguments that may be used to ask for less.
    pub(super) fn optional(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str()).filter(|name| !self.required.iter().any(|known| known == name))
    }

    /// The type of an argument, if there is such an argument, and one type.
    fn kind(&self, name: &str) -> Option<Option<&str>> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, kind)| kind.as_deref())
    }
}

/// `value` as the type `kind` of JSON Schema, where nothing is lost: `"5"` is the integer 5.
fn typed(name: &str, kind: Option<&str>, value: Value) -> Result<Value, InputError> {
    let value = as_meant(kind, value);
    match (kind, &value) {
        (Some("number"), _) => convert::<Number>(name, &value),
        (Some("integer"), Value::Number(number)) if number.is_u64() => Ok(value),
        (Some("integer"), _) => convert::<i64>(name, &value),
        (Some("boolean"), _) => convert::<bool>(name, &value),
        (Some("string"), _) => convert::<String>(name, &value),
        (Some("array"), _) => convert::<Vec<Value>>(name, &value),
        (Some("object"), _) => convert::<Object>(name, &value),
        _ => Ok(value),
    }
}

/// What clients mean that write numbers for texts, or texts for lists and objects. What else doesn't fit stays as it is.
fn as_meant(kind: Option<&str>, value: Value) -> Value {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let meant = match (kind, &value) {
        (Some("string"), Value::Number(number)) => Some(Value::from(number.to_string())),
        (Some("string"), Value::Bool(truth)) => Some(Value::from(truth.to_string())),
        (Some("boolean"), Value::String(text)) => read(&text.to_ascii_lowercase()).filter(Value::is_boolean),
        (Some("array"), Value::String(text)) => read(text).filter(Value::is_array),
        (Some("object"), Value::String(text)) => read(text).filter(Value::is_object),
        _ => None,
    };
    meant.unwrap_or(value)
}

/// Reads `value` as any function reads its inputs.
fn convert<T: DeserializeOwned + Into<Value>>(name: &str, value: &Value) -> Result<Value, InputError> {
    let mut values = Values::new();
    values.json(name, value.clone());
    let read: BTreeMap<String, T> = values.read()?;
    Ok(read.into_values().next().map(Into::into).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use crate::value::json;

    use super::*;

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn names_are_checked() {
        let check = |schema: &Value, given: Value, wanted: Result<Value, &str>, known: &str| {
            let arguments = Arguments::new(&object(schema.clone()));
            let read = arguments.read(object(given)).map(Value::from).map_err(|error| error.to_string());
            assert_eq!((read, arguments.known().as_str()), (wanted.map_err(str::to_owned), known));
        };
        let schema = json!({"properties": {"limit": {}, "status": {}}, "required": ["limit"]});
        let known = "the tool takes limit, status";
        check(&schema, json!({"limit": 1}), Ok(json!({"limit": 1})), known);
        check(&schema, json!({"limit": 1, "status": null}), Ok(json!({"limit": 1})), known);
        check(&schema, json!({"limt": 1}), Err("limt is not an argument"), known);
        check(&schema, json!({"status": 1}), Err("limit is required"), known);
        check(&schema, json!({"limit": null}), Err("limit is required"), known);
        check(&json!({}), json!({"x": null}), Err("x is not an argument"), "the tool takes no arguments");
    }

    #[cfg(feature = "cli")]
    #[test]
    fn texts_become_what_the_schema_wants() {
        let schema = json!({"properties": {"list": {"type": "array"}, "map": {"type": "object"}, "any": {}}});
        let arguments = Arguments::new(&object(schema));
        let check = |given: &[(&str, &str)], wanted: Value| {
            let mut values = Values::new();
            given.iter().for_each(|(name, text)| values.text(*name, *text));
            assert_eq!(Value::from(arguments.read_texts(&values)), wanted, "{given:?}");
        };
        check(&[("list", "a")], json!({"list": ["a"]}));
        check(&[("list", "a"), ("list", "b")], json!({"list": ["a", "b"]}));
        check(&[("list", "[1,2]"), ("list", "3")], json!({"list": [1, 2, "3"]}));
        check(&[("map", r#"{"a":1}"#), ("any", "[1]")], json!({"map": {"a": 1}, "any": "[1]"}));
        check(&[("any", "1"), ("any", "2"), ("other", "x")], json!({"any": ["1", "2"], "other": "x"}));
    }

    #[test]
    fn values_are_of_the_type_declared() {
        let check = |kind: Value, given: Value, wanted: Result<Value, &str>| {
            let arguments = Arguments::new(&object(json!({"properties": {"x": {"type": kind}}})));
            let read = arguments.read(object(json!({"x": given}))).map_err(|error| error.to_string());
            assert_eq!(read.map(|mut read| read["x"].take()), wanted.map_err(str::to_owned), "{kind} {given}");
        };
        let same = |kind: &str, given: Value| check(kind.into(), given.clone(), Ok(given));
        same("string", json!("5"));
        same("integer", json!(-5));
        same("integer", json!(u64::MAX));
        same("number", json!(1.5));
        same("number", json!(u64::MAX));
        same("boolean", json!(false));
        same("array", json!([1, "a", null]));
        same("object", json!({"b": 1, "a": null}));
        same("null", json!(5));
        check(json!(["string", "null"]), json!(5), Ok(json!(5)));
        check(json!("integer"), json!("5"), Ok(json!(5)));
        check(json!("integer"), json!(5.0), Ok(json!(5)));
        check(json!("number"), json!("9007199254740993"), Ok(json!(9_007_199_254_740_993_i64)));
        check(json!("number"), json!("1.5"), Ok(json!(1.5)));
        check(json!("boolean"), json!("true"), Ok(json!(true)));
        check(json!("boolean"), json!("True"), Ok(json!(true)));
        check(json!("string"), json!(5), Ok(json!("5")));
        check(json!("string"), json!(false), Ok(json!("false")));
        check(json!("array"), json!("[1, \"a\"]"), Ok(json!([1, "a"])));
        check(json!("array"), json!("{}"), Err("x must be a list, not \"{}\""));
        check(json!("object"), json!(" {\"k\": [1]}"), Ok(json!({"k": [1]})));
        check(json!("object"), json!("null"), Err("x must be an object, not \"null\""));
        check(json!("string"), json!([5]), Err("x must be a string, not a list"));
        check(json!("integer"), json!(1.5), Err("x must be an integer, not 1.5"));
        check(json!("number"), json!("x"), Err("x must be a number, not \"x\""));
        check(json!("boolean"), json!("yes"), Err("x must be true or false, not \"yes\""));
        check(json!("array"), json!("a"), Err("x must be a list, not \"a\""));
        check(json!("object"), json!([]), Err("x must be an object, not a list"));
    }
}
