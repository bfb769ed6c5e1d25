//! What becomes of values that don't fit, and where they are.

use serde::Serialize;

use super::*;
use crate::error::OutputError;

/// What is read of `value`, and the places of what didn't fit.
fn answered<T: Serialize>(value: &Value, read: impl FnOnce(&Node<'_>) -> Result<T, OutputError>) -> (String, String) {
    match Answer::picked(StatusCode::OK, Some(value), read) {
        Ok(Answer { body, misfits, .. }) => (serde_json::to_string(&body).unwrap(), misfits.to_string()),
        Err(error) => (error.to_string(), "an error".to_owned()),
    }
}

#[test]
fn texts_of_answers_are_read_as_they_are_meant() {
    fn check<T: Output + Serialize>(value: &Value, wanted: Option<&str>) {
        let found = answered(&json!({"v": value.clone()}), |root| root.pick::<Option<T>>("v", &["v"]));
        let wanted = (wanted.unwrap_or("null"), if wanted.is_some() { "" } else { "v" });
        assert_eq!((found.0.as_str(), found.1.as_str()), wanted, "{value} as {}", std::any::type_name::<T>());
    }
    for (value, string, number, integer, boolean) in [
        (json!(" 5 "), Some("\" 5 \""), Some("5"), Some("5"), None),
        (json!("\u{a0}1.50\n"), Some("\"\u{a0}1.50\\n\""), Some("1.50"), None, None),
        (json!("1"), Some("\"1\""), Some("1"), Some("1"), Some("true")),
        (json!(0), Some("\"0\""), Some("0"), Some("0"), Some("false")),
        (json!(2), Some("\"2\""), Some("2"), Some("2"), None),
        (json!(" True"), Some("\" True\""), None, None, Some("true")),
        (json!("TRUE"), Some("\"TRUE\""), None, None, Some("true")),
        (json!("False "), Some("\"False \""), None, None, Some("false")),
        (json!("FALSE"), Some("\"FALSE\""), None, None, Some("false")),
        (json!("yes"), Some("\"yes\""), None, None, None),
        (json!("n/a"), Some("\"n/a\""), None, None, None),
        (json!("1 000"), Some("\"1 000\""), None, None, None),
        (json!(""), Some("\"\""), Some("null"), Some("null"), Some("null")),
        (json!(" \t\r\n"), Some("\" \\t\\r\\n\""), Some("null"), Some("null"), Some("null")),
        (json!([]), None, None, None, None),
        (json!({}), None, None, None, None),
    ] {
        check::<String>(&value, string);
        check::<Number>(&value, number);
        check::<i64>(&value, integer);
        check::<bool>(&value, boolean);
    }
    for (value, list, object) in [
        (json!("  "), Some("null"), Some("null")),
        (json!("x"), None, None),
        (json!([]), Some("[]"), None),
        (json!({}), None, Some("{}")),
    ] {
        check::<Vec<Value>>(&value, list);
        check::<Object>(&value, object);
        check::<IndexMap<String, Option<i64>>>(&value, object);
        assert_eq!(answered(&value, Value::read).1, "");
    }
}

#[test]
fn one_value_that_does_not_fit_leaves_the_rest() {
    let value = json!({
        "rows": [{"p": 1}, {"p": "n/a"}, "x", null, {"p": [3]}],
        "by": {"a b": "x", "c": 2},
        "deep": [[1, "y"], "z", []],
    });
    let check = |found: (String, String), wanted: &str, misfits: &str| {
        assert_eq!((found.0.as_str(), found.1.as_str()), (wanted, misfits));
    };
    let row = |item: &Node<'_>| {
        item.object("", &[], |item| {
            item.record("")?;
            item.pick::<Option<i64>>("p", &["p"])
        })
    };
    let rows = |root: &Node<'_>| root.list("rows", &["rows"], row);
    check(answered(&value, rows), "[1,null,null,null,null]", "rows[1].p, rows[2], rows[4].p");
    let outermost = |root: &Node<'_>| root.outermost().list("answer", &["rows"], row);
    check(answered(&value, outermost), "[1,null,null,null,null]", "[1].p, [2], [4].p");
    type Deep = Option<Vec<Option<Vec<Option<i64>>>>>;
    let deep = |root: &Node<'_>| root.pick::<Deep>("deep", &["deep"]);
    check(answered(&value, deep), "[[1,null],null,[]]", "deep[0][1], deep[1]");
    let by = |root: &Node<'_>| root.pick::<Option<IndexMap<String, Option<i64>>>>("by", &["by"]);
    check(answered(&value, by), r#"{"a b":null,"c":2}"#, "by.a b");
    let members = |root: &Node<'_>| root.members("by", &["by"], |item| item.pick::<Option<i64>>("", &[]));
    check(answered(&value, members), r#"{"a b":null,"c":2}"#, "by.a b");
    let found = |root: &Node<'_>| root.find::<Option<i64>>("a.deep", &["deep"]);
    check(answered(&value, found), "null", "a.deep");
    let given = |root: &Node<'_>| root.convert::<Option<i64>>("year", &"abc");
    check(answered(&value, given), "null", "year");
    let blank = |root: &Node<'_>| root.convert::<Option<i64>>("year", &Some(" "));
    check(answered(&value, blank), "null", "");
}

#[test]
fn all_of_an_answer_must_fit() {
    let check = |value: Value, wanted: &str| {
        let found = answered(&value, |root| root.outermost().pick::<Option<Number>>("answer", &["v"]));
        assert_eq!(found.0, wanted);
        let found = answered(&value, |root| root.outermost().object("answer", &["v"], Number::read));
        assert_eq!(found.0, wanted);
    };
    check(json!({"v": " 5"}), "5");
    check(json!({"v": " "}), "null");
    check(json!({"v": "n/a"}), "answer must be a number, but the upstream gave \"n/a\"");
    check(json!({"v": []}), "answer must be a number, but the upstream gave a list");
    let found = answered(&json!({}), Vec::<Option<i64>>::read);
    assert_eq!(found.0, "the answer must be a list, but the upstream gave an object");
}

#[test]
fn inputs_of_later_calls_must_fit_too() {
    let value = json!({"n": " 5", "blank": " ", "bad": "n/a", "list": [1, "x"], "flag": "TRUE"});
    assert_eq!(value.pick::<Option<i64>>("step b: n", &["n"]), Ok(Some(5)));
    assert_eq!(value.pick::<Option<i64>>("step b: n", &["blank"]), Ok(None));
    assert_eq!(value.pick::<Option<bool>>("step b: n", &["flag"]), Ok(Some(true)));
    let told = |key: &str| value.pick::<Option<Vec<Option<i64>>>>("step b: n", &[key]).unwrap_err().to_string();
    assert_eq!(told("bad"), "step b: n must be a list, but the upstream gave \"n/a\"");
    assert_eq!(told("list"), "step b: n[1] must be an integer, but the upstream gave \"x\"");
}

#[test]
fn a_million_misfits_are_counted() {
    let value: Value = std::iter::repeat_n(Value::from("x"), 1_000_000).collect();
    let answer = Answer::picked(StatusCode::OK, Some(&value), Vec::<Option<i64>>::read).unwrap();
    assert_eq!((answer.misfits.paths().len(), answer.misfits.more()), (10, 999_990));
    assert_eq!(answer.misfits.paths()[9], "[9]");
}
