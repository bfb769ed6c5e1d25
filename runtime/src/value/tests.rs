#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IntoDeserializer;

use super::{Number, Value, json};

/// Numbers that serde_json would change.
const EXACT: &str = r#"{"id":12345678901234567890123,"e":[1e2,1E400,-0,1.10],"n":{"a":0.10},"s":"a\né","t":null}"#;

#[test]
fn numbers_keep_their_digits() {
    let value: Value = serde_json::from_str(EXACT).unwrap();
    assert_eq!(value.to_string(), EXACT);
    assert_eq!(serde_json::to_string(&value).unwrap(), EXACT);
    assert_eq!(
        serde_json::from_slice::<BTreeMap<String, Value>>(EXACT.as_bytes()).unwrap()["e"][3].to_string(),
        "1.10"
    );
    // Through a value, as through the text.
    let again = Value::deserialize((&value).into_deserializer()).unwrap();
    assert_eq!(again, value);
    let spaced: Value = serde_json::from_str(" { \"a\" : [ 1 , \"\\\"}\" ] , \"b\" : { } } ").unwrap();
    assert_eq!(spaced.to_string(), r#"{"a":[1,"\"}"],"b":{}}"#);
}

#[test]
fn surrogates_that_stand_alone_are_replaced() {
    let check = |text: &str, wanted: &str| {
        assert_eq!(serde_json::from_str::<Value>(&format!("{{{text}:[{text}]}}")).unwrap(), json!({wanted: [wanted]}));
    };
    check(r#""a\ud83d\ude00b""#, "a\u{1f600}b");
    check(r#""a\ud83db""#, "a\u{fffd}b");
    check(r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}");
    check(r#""\ud83d\n\u00e9é""#, "\u{fffd}\n\u{e9}\u{e9}");
    check(r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}");
}

#[test]
fn numbers_have_values() {
    let check = |text: &str, integer: Option<i64>, double: Option<f64>| {
        let number: Number = text.parse().unwrap();
        assert_eq!((number.as_i64(), number.as_f64(), number.to_string()), (integer, double, text.to_owned()));
    };
    check("5", Some(5), Some(5.0));
    check("-9223372036854775808", Some(i64::MIN), Some(-9.223_372_036_854_776e18));
    check("1.10", None, Some(1.1));
    check("1e2", None, Some(100.0));
    check("1e400", None, None);
    for text in ["", "x", "+1", "01", "1.", " 1", "\"1\"", "NaN", "[1]", "-"] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
}

#[test]
fn numbers_are_equal_however_they_are_written() {
    let check = |one: &str, other: &str, wanted: bool| {
        let numbers = [one, other].map(|text| text.parse::<Number>().unwrap());
        assert_eq!(numbers[0] == numbers[1], wanted, "{one} {other}");
    };
    check("1", "1.0", true);
    check("2.50", "2.5", true);
    check("1e2", "100", true);
    check("-0", "0.0", true);
    check("-1", "1", false);
    check("12345678901234567890123", "12345678901234567890124", false);
    check("1e99999999999999999999", "1e99999999999999999999", true);
    check("0.001", "1E-3", true);
    check("10", "1", false);
}

#[test]
fn values_are_read_as_types() {
    let value = json!({"a": 1, "b": [true, null], "c": "x"});
    #[derive(Debug, PartialEq, Deserialize)]
    struct Read {
        a: f64,
        b: Vec<Option<bool>>,
        c: String,
    }
    let read = Read::deserialize((&value).into_deserializer()).unwrap();
    assert_eq!(read, Read { a: 1.0, b: vec![Some(true), None], c: "x".to_owned() });
    assert!(Vec::<String>::deserialize((&value["b"]).into_deserializer()).is_err());
    assert_eq!(serde_json::from_str::<Number>("1.10").unwrap().to_string(), "1.10");
    assert!(serde_json::from_str::<Number>("\"1\"").is_err());
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| serde_json::from_str::<Value>(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
    assert!(nested(128).is_ok());
    assert!(nested(129).is_err());
    assert!(nested(100_000).is_err());
}
