#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::value::{Number, Value, json};
use serde::Deserialize;

use crate::value::Object;
use crate::values::{NoInput, Raw, Values};

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Inputs {
    limit: Option<i64>,
    offset: Option<u64>,
    small: Option<u8>,
    ratio: Option<f64>,
    exact: Option<bool>,
    status: Option<String>,
    ids: Option<Vec<i64>>,
    names: Vec<String>,
    filter: Option<Object>,
    anything: Option<Value>,
    exactly: Option<Number>,
    order: Option<Order>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Up,
    Down,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Required {
    #[serde(rename = "connectionId")]
    connection_id: String,
}

fn raw(json: &str) -> Raw {
    Raw::Json(serde_json::from_str(json).unwrap())
}

fn text(value: &str) -> Raw {
    Raw::Text(value.to_owned())
}

fn values(entries: &[(&str, Raw)]) -> Values {
    Values { entries: entries.iter().map(|(name, raw)| ((*name).to_owned(), raw.clone())).collect() }
}

#[test]
fn the_wanted_type_decides() {
    let check = |entries: &[(&str, Raw)], wanted: Inputs| {
        assert_eq!(values(entries).read::<Inputs>(), Ok(wanted), "{entries:?}");
    };
    let none = Inputs::default;
    check(&[], none());
    check(&[("limit", text("2"))], Inputs { limit: Some(2), ..none() });
    check(&[("limit", Raw::Json(json!("5")))], Inputs { limit: Some(5), ..none() });
    check(&[("limit", Raw::Json(json!(5.0)))], Inputs { limit: Some(5), ..none() });
    check(&[("limit", Raw::Json(json!(null)))], none());
    check(&[("limit", Raw::Json(json!(i64::MIN)))], Inputs { limit: Some(i64::MIN), ..none() });
    check(&[("limit", text("9007199254740993"))], Inputs { limit: Some(9_007_199_254_740_993), ..none() });
    check(&[("offset", Raw::Json(json!(u64::MAX)))], Inputs { offset: Some(u64::MAX), ..none() });
    check(&[("ratio", text("1.5"))], Inputs { ratio: Some(1.5), ..none() });
    check(&[("ratio", Raw::Json(json!(2)))], Inputs { ratio: Some(2.0), ..none() });
    check(&[("exact", text("true"))], Inputs { exact: Some(true), ..none() });
    check(&[("exact", Raw::Json(json!(false)))], Inputs { exact: Some(false), ..none() });
    check(&[("status", text(""))], Inputs { status: Some(String::new()), ..none() });
    check(&[("status", text("5"))], Inputs { status: Some("5".into()), ..none() });
    check(&[("ids", text("1"))], Inputs { ids: Some(vec![1]), ..none() });
    check(&[("ids", text("1")), ("ids", text("2"))], Inputs { ids: Some(vec![1, 2]), ..none() });
    check(&[("ids", Raw::Json(json!(["1", 2])))], Inputs { ids: Some(vec![1, 2]), ..none() });
    check(
        &[("names", text("a")), ("limit", text("1")), ("names", text("b"))],
        Inputs { names: vec!["a".into(), "b".into()], limit: Some(1), ..none() },
    );
    let object = json!({"b": 1, "a": [null]});
    let filter = object.as_object().cloned();
    check(&[("filter", Raw::Json(object.clone()))], Inputs { filter: filter.clone(), ..none() });
    check(&[("filter", text("{\"b\":1,\"a\":[null]}"))], Inputs { filter, ..none() });
    check(&[("anything", Raw::Json(object.clone()))], Inputs { anything: Some(object), ..none() });
    check(&[("anything", text("1"))], Inputs { anything: Some(json!("1")), ..none() });
    check(&[("anything", text("[1,{}]"))], Inputs { anything: Some(json!([1, {}])), ..none() });
    check(&[("anything", text("{name}"))], Inputs { anything: Some(json!("{name}")), ..none() });
    check(&[("order", text("down"))], Inputs { order: Some(Order::Down), ..none() });
    check(&[("order", Raw::Json(json!("up")))], Inputs { order: Some(Order::Up), ..none() });
}

#[test]
fn numbers_keep_their_digits() {
    let check = |given: Raw, wanted: &str| {
        let read: Inputs = values(&[("exactly", given.clone()), ("anything", given)]).read().unwrap();
        assert_eq!(
            (read.exactly.unwrap().to_string().as_str(), read.anything.unwrap().to_string().as_str()),
            (wanted, wanted)
        );
    };
    check(raw("12345678901234567890123"), "12345678901234567890123");
    check(raw("1.10"), "1.10");
    check(Raw::Either("1e2".to_owned()), "1e2");
    let nested = r#"{"a":[1.10,{"b":1e2}]}"#;
    for given in [raw(nested), text(nested), Raw::Either(nested.to_owned())] {
        let read: Inputs = values(&[("filter", given)]).read().unwrap();
        assert_eq!(serde_json::to_string(&read.filter).unwrap(), nested);
    }
}

#[test]
fn the_command_line_takes_json_and_texts() {
    let check = |given: &str, wanted: &str| {
        let read: Inputs = values(&[("status", Raw::Either(given.to_owned()))]).read().unwrap();
        assert_eq!(read.status.as_deref(), Some(wanted), "{given}");
    };
    check("a text", "a text");
    check("5", "5");
    check("\"5\"", "5");
    let list: Inputs = values(&[("ids", Raw::Either("[1, 2]".to_owned()))]).read().unwrap();
    assert_eq!(list.ids, Some(vec![1, 2]));
}

#[test]
fn a_bad_value_is_named_with_the_wanted_type() {
    let check = |name: &str, raw: Raw, message: &str| {
        let error = values(&[(name, raw)]).read::<Inputs>().unwrap_err();
        assert_eq!((error.name.as_str(), error.to_string().as_str()), (name, message));
    };
    check("limit", text("x"), "limit must be an integer, not \"x\"");
    check("limit", text(""), "limit must be an integer, not \"\"");
    check("limit", text("1.5"), "limit must be an integer, not \"1.5\"");
    check("limit", text("1e400"), "limit must be an integer, not \"1e400\"");
    check("limit", text("5.0"), "limit must be an integer, not \"5.0\"");
    check("limit", Raw::Json(json!("1.5")), "limit must be an integer, not \"1.5\"");
    check("limit", Raw::Json(json!("x")), "limit must be an integer, not \"x\"");
    check("limit", Raw::Json(json!(true)), "limit must be an integer, not true");
    check("limit", Raw::Json(json!(1.5)), "limit must be an integer, not 1.5");
    check("limit", Raw::Json(json!(1e300)), "limit must be an integer, not 1e+300");
    check("limit", Raw::Json(json!([1])), "limit must be an integer, not a list");
    let long = "limit must be an integer of 64 bits, from -9223372036854775808 to 9223372036854775807, not";
    check("limit", Raw::Json(json!(u64::MAX)), &format!("{long} 18446744073709551615"));
    check("limit", raw("12345678901234567890123"), &format!("{long} 12345678901234567890123"));
    check("limit", text("99999999999999999999"), &format!("{long} \"99999999999999999999\""));
    check("small", text("300"), "small must be an integer of 8 bits without sign, not 300");
    let double = "exactly must be a number of at most 1.7976931348623157e308, not";
    check("exactly", raw("1e400"), &format!("{double} 1e400"));
    check("exactly", text("-1e400"), &format!("{double} \"-1e400\""));
    check("exactly", text("x"), "exactly must be a number, not \"x\"");
    check("ratio", text("1e400"), "ratio must be a number, not \"1e400\"");
    check("ratio", text("NaN"), "ratio must be a number, not \"NaN\"");
    check("exact", text("yes"), "exact must be true or false, not \"yes\"");
    check("status", Raw::Json(json!(5)), "status must be a string, not 5");
    check("ids", text("x"), "ids must be an integer, not \"x\"");
    check("ids", Raw::Json(json!(1)), "ids must be a list, not 1");
    check("filter", text("[]"), "filter must be a JSON object, not \"[]\"");
    check("filter", Raw::Json(json!([])), "filter must be an object, not a list");
    check("order", text("left"), "order must be one of up, down, not \"left\"");
    check("status", Raw::Json(json!({"a": "x".repeat(100)})), "status must be a string, not an object");
    check("limit", text(&"x".repeat(61)), &format!("limit must be an integer, not \"{}\"…", "x".repeat(60)));
}

#[test]
fn names_are_checked() {
    let check = |entries: &[(&str, Raw)], message: &str| {
        assert_eq!(values(entries).read::<Required>().unwrap_err().to_string(), message);
    };
    check(&[], "connectionId is required");
    check(&[("connectionId", Raw::Json(json!(null)))], "connectionId is required");
    check(&[("id", text("1"))], "id is not an input; known are connectionId");
    check(&[("connectionId", text("1")), ("connectionId", text("2"))], "connectionId must be given once");
    assert_eq!(
        values(&[("id", text("1"))]).read::<NoInput>().unwrap_err().to_string(),
        "id is not an input; there are no inputs"
    );
    assert_eq!(values(&[]).read::<NoInput>(), Ok(NoInput {}));
}
