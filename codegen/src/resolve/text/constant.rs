//! Values that the document fixes in `with`: of the type that the input has, or a mistake of the document.

use crate::diagnostic::Code;
use crate::json::{Number, Value};
use crate::model::Type;
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::context::Context;
use crate::resolve::text::template;
use crate::source::Place;

/// A fixed value of a type for what is called `name`; one of another type is reported.
pub(crate) fn of_type(context: &mut Context<'_>, name: &str, ty: Type, value: &Spanned<Data>) -> Value {
    let spelling = context.source(&value.place).text.get(value.place.span.clone()).unwrap_or_default().trim();
    typed(ty, &value.value, spelling).unwrap_or_else(|| {
        report(context, name, ty, &value.place);
        Value::Null
    })
}

/// Whether a fixed value can have a type.
pub(crate) fn fits(ty: Type, value: &Data) -> bool {
    typed(ty, value, "").is_some()
}

/// A fixed value as one of another type, if it can be read as such.
pub(crate) fn coerced(ty: Type, value: &Value) -> Option<Value> {
    let data = match value {
        Value::String(text) => Data::Text(text.clone()),
        Value::Bool(value) => Data::Bool(*value),
        Value::Number(number) => Data::Number(number.clone()),
        Value::Array(_) => return matches!(ty, Type::Array | Type::Any).then(|| value.clone()),
        Value::Object(_) => return matches!(ty, Type::Object | Type::Any).then(|| value.clone()),
        Value::Null => return Some(Value::Null),
    };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    typed(ty, &data, &text)
}

/// Whether the spelling of a value of a type can hold a text that the document fixes, beside values that it does not know.
pub(crate) fn can_hold(ty: Type, text: &str) -> bool {
    match ty {
        Type::String | Type::Any => true,
        Type::Integer => text.chars().all(|c| c.is_ascii_digit() || "+-".contains(c)),
        Type::Number => text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c)),
        Type::Boolean => ["true", "false"].iter().any(|word| word.contains(text)),
        Type::Object | Type::Array => false,
    }
}

/// Whether a text of a fixed value has a variable in it.
pub(crate) fn holds_template(data: &Data) -> bool {
    match data {
        Data::Text(text) => template::is_template(text),
        Data::List(items) => items.iter().any(|item| holds_template(item)),
        Data::Map(members) => members.iter().any(|(_, value)| holds_template(value)),
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::Said(_) => false,
    }
}

/// What an integer is, for those that are too long.
const BOUNDED: &str = "an integer of 64 bits, from -9223372036854775808 to 9223372036854775807";

/// Reports a value at `place` that can't be what `name` takes.
pub(crate) fn report(context: &mut Context<'_>, name: &str, ty: Type, place: &Place) {
    let written = context.source(place).text.get(place.span.clone()).unwrap_or_default();
    if written.contains('.') && context.sink.has(Code::DUPLICATE_NAME) {
        return; // what its namespace means is not known
    }
    let bare = written.trim_matches(['"', '\'']);
    let is_long = ty == Type::Integer && Number::read(bare).is_some_and(|number| number.is_integer());
    let message = format!("`{name}` must be {}", if is_long { BOUNDED } else { wanted(ty) });
    let help = format!("write `{name}: {}`, or another value of that type", example(ty));
    context.sink.report(Code::UNKNOWN_VALUE, place, message).help(help);
}

fn typed(ty: Type, value: &Data, spelling: &str) -> Option<Value> {
    let text = value.as_text();
    match (ty, value) {
        (_, Data::Null) => Some(Value::Null),
        (Type::Any, _) => Some(value.to_json()),
        (_, Data::Said(text)) => typed(ty, &Data::Text(text.clone()), spelling),
        (Type::String, Data::Text(text)) => Some(text.as_str().into()),
        (Type::String, Data::Bool(_) | Data::Number(_)) => Some(spelling.into()),
        (Type::Integer, Data::Number(number)) => number.as_i64().map(Value::from),
        (Type::Integer, Data::Text(text)) => text.parse::<i64>().ok().map(Value::from),
        (Type::Number, Data::Number(number)) => Some(number.clone()).filter(Number::is_finite).map(Value::Number),
        (Type::Number, Data::Text(text)) => Number::read(text).filter(Number::is_finite).map(Value::Number),
        (Type::Boolean, Data::Bool(_)) => Some(value.to_json()),
        (Type::Boolean, Data::Text(text)) => text.parse::<bool>().ok().map(Value::from),
        (Type::Array, Data::List(_)) | (Type::Object, Data::Map(_)) => Some(value.to_json()),
        (Type::Array, Data::Text(text)) => {
            let list = Value::parse(text).filter(|value| value.as_array().is_some());
            list.or_else(|| Some(Value::Array(vec![value.to_json()])))
        }
        (Type::Array, Data::Bool(_) | Data::Number(_)) => Some(Value::Array(vec![value.to_json()])),
        (Type::Object, _) => Value::parse(text?).filter(|value| matches!(value, Value::Object(_))),
        _ => None,
    }
}

/// A type in words.
pub(crate) fn wanted(ty: Type) -> &'static str {
    match ty {
        Type::String => "a text",
        Type::Integer => "an integer",
        Type::Number => "a number",
        Type::Boolean => "true or false",
        Type::Object => "a mapping",
        Type::Array => "a list",
        Type::Any => "a value",
    }
}

fn example(ty: Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Integer => "10",
        Type::Number => "0.5",
        Type::Boolean => "true",
        Type::Object => "{key: value}",
        Type::Array => "[one, two]",
        Type::Any => "text",
    }
}

/// A scalar as it is spelled, anything else as JSON.
pub(crate) fn plain(value: &Data, place: &Place, context: &Context<'_>) -> String {
    match value {
        Data::Number(_) => {
            let spelled = context.source(place).text.get(place.span.clone()).unwrap_or_default();
            let is_plain = spelled.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
            if is_plain { spelled.to_owned() } else { value.to_json().to_string() }
        }
        Data::Text(text) | Data::Said(text) => text.clone(),
        other => other.to_json().to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_fixed_value_has_the_type_of_its_input() {
        let text = |text: &str| Data::Text(text.to_owned());
        let number = |written: &str| Data::Number(Number::read(written).unwrap());
        let check = |ty, value: Data, spelling: &str, expected: Option<serde_json::Value>| {
            assert_eq!(typed(ty, &value, spelling), expected.map(Value::from), "{ty:?} {value:?}");
        };
        check(Type::String, text("a"), "a", Some(json!("a")));
        check(Type::String, number("1.50"), "1.50", Some(json!("1.50")));
        check(Type::String, Data::Bool(true), "yes", Some(json!("yes")));
        check(Type::String, Data::List(Default::default()), "[]", None);
        check(Type::Integer, Data::Number(3.into()), "3", Some(json!(3)));
        check(Type::Integer, text("3"), "'3'", Some(json!(3)));
        check(Type::Integer, number("1.5"), "1.5", None);
        check(Type::Integer, text("many"), "many", None);
        check(Type::Number, Data::Number(3.into()), "3", Some(json!(3)));
        check(Type::Number, text("inf"), "inf", None);
        check(Type::Boolean, text("true"), "'true'", Some(json!(true)));
        check(Type::Boolean, text("yes"), "yes", None);
        check(Type::Array, text("a"), "a", Some(json!(["a"])));
        check(Type::Array, text("[]"), "'[]'", Some(json!([])));
        check(Type::Array, text(r#"["a", 1.5]"#), "", Some(json!(["a", 1.5])));
        check(Type::Array, text("[a]"), "'[a]'", Some(json!(["[a]"])));
        check(Type::Object, text(r#"{"a":1}"#), "", Some(json!({"a": 1})));
        check(Type::Object, text("a"), "a", None);
        check(Type::Integer, Data::Null, "", Some(json!(null)));
        check(Type::Number, number("1e400"), "1e400", None);
    }

    #[test]
    fn numbers_keep_their_digits() {
        for written in ["1.10", "1e2", "12345678901234567890123"] {
            let number = || Number::read(written).unwrap();
            for (ty, value) in [
                (Type::Number, Data::Number(number())),
                (Type::Number, Data::Text(written.to_owned())),
                (Type::Any, Data::Number(number())),
            ] {
                assert_eq!(typed(ty, &value, ""), Some(Value::Number(number())), "{ty:?} {value:?}");
            }
            assert_eq!(typed(Type::Integer, &Data::Number(number()), written), None, "{written}");
        }
    }
}
