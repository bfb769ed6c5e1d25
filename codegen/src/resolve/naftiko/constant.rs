//! Values that the document fixes in `with`: of the type that the input has, or a mistake of the document.

use serde_json::{Value, json};

use super::Context;
use crate::diagnostic::Code;
use crate::model::{Input, Type};
use crate::read::naftiko::{Data, Spanned};

/// The JSON text of a fixed value; a value of another type than its input is reported.
pub(super) fn json_text(context: &mut Context<'_>, input: &Input, value: &Spanned<Data>) -> String {
    let spelling = context.source(&value.place).text.get(value.place.span.clone()).unwrap_or_default().trim();
    if let Some(json) = typed(input.ty, &value.value, spelling) {
        return json.to_string();
    }
    let message = format!("`{}` must be {}", input.name, wanted(input.ty));
    let help = format!("write `{}: {}`, or another value of that type", input.name, example(input.ty));
    context.sink.report(Code::UNKNOWN_VALUE, &value.place, message).help(help);
    Value::Null.to_string()
}

fn typed(ty: Type, value: &Data, spelling: &str) -> Option<Value> {
    let text = value.as_text();
    match (ty, value) {
        (_, Data::Null) => Some(Value::Null),
        (Type::Any, _) => Some(value.to_json()),
        (Type::String, Data::Text(text)) => Some(json!(text)),
        (Type::String, Data::Bool(_) | Data::Number(_)) => Some(json!(spelling)),
        (Type::Integer, Data::Number(number)) => number.as_i64().map(Value::from),
        (Type::Integer, Data::Text(text)) => text.parse::<i64>().ok().map(Value::from),
        (Type::Number, Data::Number(_)) | (Type::Boolean, Data::Bool(_)) => Some(value.to_json()),
        (Type::Number, Data::Text(text)) => {
            text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from)
        }
        (Type::Boolean, Data::Text(text)) => text.parse::<bool>().ok().map(Value::from),
        (Type::Array, Data::List(_)) | (Type::Object, Data::Map(_)) => Some(value.to_json()),
        (Type::Array, Data::Text(_) | Data::Bool(_) | Data::Number(_)) => Some(json!([value.to_json()])),
        (Type::Object, _) => serde_json::from_str(text?).ok().filter(Value::is_object),
        _ => None,
    }
}

fn wanted(ty: Type) -> &'static str {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::Number;

    use super::*;

    #[test]
    fn a_fixed_value_has_the_type_of_its_input() {
        let text = |text: &str| Data::Text(text.to_owned());
        let number = |number: f64| Data::Number(Number::from_f64(number).unwrap());
        let check = |ty, value: Data, spelling: &str, expected: Option<Value>| {
            assert_eq!(typed(ty, &value, spelling), expected, "{ty:?} {value:?}");
        };
        check(Type::String, text("a"), "a", Some(json!("a")));
        check(Type::String, number(1.5), "1.50", Some(json!("1.50")));
        check(Type::String, Data::Bool(true), "yes", Some(json!("yes")));
        check(Type::String, Data::List(Default::default()), "[]", None);
        check(Type::Integer, Data::Number(3.into()), "3", Some(json!(3)));
        check(Type::Integer, text("3"), "'3'", Some(json!(3)));
        check(Type::Integer, number(1.5), "1.5", None);
        check(Type::Integer, text("many"), "many", None);
        check(Type::Number, Data::Number(3.into()), "3", Some(json!(3)));
        check(Type::Number, text("inf"), "inf", None);
        check(Type::Boolean, text("true"), "'true'", Some(json!(true)));
        check(Type::Boolean, text("yes"), "yes", None);
        check(Type::Array, text("a"), "a", Some(json!(["a"])));
        check(Type::Object, text(r#"{"a":1}"#), "", Some(json!({"a": 1})));
        check(Type::Object, text("a"), "a", None);
        check(Type::Integer, Data::Null, "", Some(Value::Null));
    }
}
