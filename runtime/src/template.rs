//! Texts that documents compose of inputs.

use crate::value::Value;
use serde::Serialize;

/// `value` as part of a text, for `format!`: nothing for an absent one, a string as it is, lists and objects as JSON.
pub fn text(value: &(impl Serialize + ?Sized)) -> String {
    match Value::of(value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) | Err(_) => String::new(), // no input is without a JSON form: their types are read from JSON
        Ok(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::value::json;

    use super::*;

    #[test]
    fn texts() {
        let check = |value: Value, wanted: &str| assert_eq!(text(&value), wanted);
        check(json!(null), "");
        check(json!("a \"b\""), "a \"b\"");
        check(json!(9_007_199_254_740_993_i64), "9007199254740993");
        check(json!(1.5), "1.5");
        check(json!(true), "true");
        check(json!(["a", 1]), "[\"a\",1]");
        check(json!({"b": {}, "a": null}), "{\"b\":{},\"a\":null}");
        assert_eq!((text(&Some("a")), text(&None::<i64>), text("a")), ("a".into(), String::new(), "a".into()));
    }
}
