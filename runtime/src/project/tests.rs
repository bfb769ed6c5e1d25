#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::value::{BOUNDED, Number, json};
use http::{HeaderMap, StatusCode};
use indexmap::IndexMap;

mod misfits;
mod steps;

use super::*;
use crate::error::{Error, StatusError};
use crate::value::Object;

fn read<T: Output + Into<Value>>(value: &str) -> String {
    match T::read(&Node::of_input(&serde_json::from_str(value).unwrap())) {
        Ok(output) => output.into().to_string(),
        Err(fault) => format!("not {}: {}", fault.wanted, fault.found),
    }
}

#[test]
fn scalars_become_each_other_where_nothing_is_lost() {
    let check = |value: &str, string: &str, number: &str, integer: &str, boolean: &str| {
        assert_eq!(read::<String>(value), string);
        assert_eq!(read::<Number>(value), number);
        assert_eq!(read::<i64>(value).replace(BOUNDED, "an integer"), integer);
        assert_eq!(read::<bool>(value), boolean);
    };
    let not = |found: &str| {
        ["a string", "a number", "an integer", "true or false"].map(|wanted| format!("not {wanted}: {found}"))
    };
    let table: &[(&str, [Option<&str>; 4])] = &[
        ("2015", [Some("\"2015\""), Some("2015"), Some("2015"), None]),
        ("5.0", [Some("\"5.0\""), Some("5.0"), Some("5"), None]),
        ("12.5", [Some("\"12.5\""), Some("12.5"), None, None]),
        ("-7", [Some("\"-7\""), Some("-7"), Some("-7"), None]),
        ("9007199254740993", [Some("\"9007199254740993\""), Some("9007199254740993"), Some("9007199254740993"), None]),
        ("18446744073709551615", [Some("\"18446744073709551615\""), Some("18446744073709551615"), None, None]),
        ("\"2015\"", [Some("\"2015\""), Some("2015"), Some("2015"), None]),
        ("\"1.50\"", [Some("\"1.50\""), Some("1.50"), None, None]),
        ("1e2", [Some("\"1e2\""), Some("1e2"), Some("100"), None]),
        ("\"123456789012345678901\"", [Some("\"123456789012345678901\""), Some("123456789012345678901"), None, None]),
        ("\"007\"", [Some("\"007\""), None, None, None]),
        ("\" 5\"", [Some("\" 5\""), None, None, None]),
        ("\"NaN\"", [Some("\"NaN\""), None, None, None]),
        ("\"1e400\"", [Some("\"1e400\""), Some("1e400"), None, None]),
        ("\"n/a\"", [Some("\"n/a\""), None, None, None]),
        ("\"\"", [Some("\"\""), None, None, None]),
        ("true", [Some("\"true\""), None, None, Some("true")]),
        ("\"false\"", [Some("\"false\""), None, None, Some("false")]),
    ];
    for (value, wanted) in table {
        let not = not(value);
        let [string, number, integer, boolean] = [0, 1, 2, 3].map(|index| wanted[index].unwrap_or(&not[index]));
        check(value, string, number, integer, boolean);
    }
    for (value, found) in [("null", "null"), ("[1]", "a list"), ("{\"a\":1}", "an object")] {
        let [string, number, integer, boolean] = not(found);
        check(value, &string, &number, &integer, &boolean);
    }
    assert_eq!(read::<i64>(&format!("\"{}\"", "x".repeat(41))), "not an integer: a long text");
}

#[test]
fn values_are_picked_by_keys() {
    let root = json!({"a": {"b": [1, null]}, "n": null, "t": "x", "o": {"k": "1", "l": 2}});
    fn check<T: Output + PartialEq + std::fmt::Debug>(root: &Value, path: &impl Select, wanted: Result<T, &str>) {
        let picked: Result<T, _> = root.pick("out", path);
        assert_eq!(picked.map_err(|fault| fault.to_string()), wanted.map_err(str::to_owned));
    }
    check(&root, &["t"], Ok(Some("x".to_owned())));
    check(&root, &["t"], Ok("x".to_owned()));
    check(&root, &["n"], Ok(None::<String>));
    check(&root, &["gone", "b"], Ok(None::<String>));
    check(&root, &["t", "b"], Ok(None::<i64>));
    check(&root, &["a", "b", "0"], Ok(None::<i64>));
    check(&root, &["a", "b"], Ok(Some(vec![Some(1), None])));
    check(&root, &["a"], Ok(json!({"b": [1, null]})));
    check(&root, &["gone"], Ok(Value::Null));
    check(&root, &["a"], Ok(json!({"b": [1, null]}).as_object().cloned()));
    check(&root, &["o"], Ok(IndexMap::from([("k".to_owned(), 1), ("l".to_owned(), 2)])));
    check(&root, &[], Ok(root.clone()));
    check(&root, &["gone"], Err::<i64, _>("out must be an integer, but the upstream gave nothing"));
    check(&root, &["gone"], Err::<Vec<i64>, _>("out must be a list, but the upstream gave nothing"));
    check(&root, &["n"], Err::<i64, _>("out must be an integer, but the upstream gave null"));
    check(
        &json!({"n": 9_223_372_036_854_775_808_u64}),
        &["n"],
        Err::<i64, _>(
            "out must be an integer of 64 bits, from -9223372036854775808 to 9223372036854775807, but the upstream gave 9223372036854775808",
        ),
    );
    check(&root, &["t"], Err::<Option<i64>, _>("out must be an integer, but the upstream gave \"x\""));
    check(&root, &["t"], Err::<Object, _>("out must be an object, but the upstream gave \"x\""));
    check(&root, &["a", "b"], Err::<Vec<i64>, _>("out[1] must be an integer, but the upstream gave null"));
    check(&root, &["o"], Err::<IndexMap<String, bool>, _>("out.l must be true or false, but the upstream gave 2"));
}

#[test]
fn values_become_segments_of_paths() {
    let root = json!({"id": "a/b", "number": 7, "none": null, "list": ["a"], "empty": "", "here": ".", "up": ".."});
    let check = |key: &str, wanted: Result<Value, &str>| {
        let segment = root.segment::<Value>("step get: id", &[key]).map_err(|fault| fault.to_string());
        assert_eq!(
            segment,
            wanted.map_err(|found| format!("step get: id must be a segment of a path, but the upstream gave {found}"))
        );
    };
    check("id", Ok(json!("a/b")));
    check("number", Ok(json!(7)));
    for (key, found) in [("none", "null"), ("list", "a list"), ("empty", "\"\""), ("here", "\".\""), ("up", "\"..\"")] {
        check(key, Err(found));
    }
    let fault = root.segment::<String>("step get: id", &["gone"]).unwrap_err();
    assert_eq!(fault.to_string(), "step get: id must be a string, but the upstream gave nothing");
}

#[test]
fn items_and_members_have_mappings_of_their_own() {
    let root = json!({"rows": [{"cells": [{"v": 1}, {"v": "2"}]}, {}], "by": {"b": {"v": 1}, "a": {"v": "x"}}, "t": 1});
    let collector = Collector::new();
    let root = root.node(&collector);
    let rows = root.list("rows", &["rows"], |row| row.list("", &["cells"], |cell| cell.pick::<i64>("", &["v"])));
    assert_eq!(rows.unwrap(), Some(vec![Some(vec![1, 2]), None]));
    let by = root.members("by", &["by"], |member| member.pick::<String>("", &["v"])).unwrap().unwrap();
    assert_eq!(
        by.into_iter().collect::<Vec<_>>(),
        [("b".to_owned(), "1".to_owned()), ("a".to_owned(), "x".to_owned())]
    );
    assert_eq!(root.list("t", &["gone"], |item| item.pick::<i64>("", &[])).unwrap(), None);
    let whole = root.outermost();
    let fault = whole.list("t", &["t"], |item| item.pick::<i64>("", &[])).unwrap_err();
    assert_eq!(fault.to_string(), "t must be a list, but the upstream gave 1");
    let fault = whole.members("by", &["rows"], |member| member.pick::<i64>("", &["v"])).unwrap_err();
    assert_eq!(fault.to_string(), "by must be an object, but the upstream gave a list");
}

#[cfg(feature = "jsonpath")]
#[test]
fn values_are_picked_by_jsonpath() {
    use super::path::{Boolean, Compare, Comparison, Current, Deep, Filter, Index, Name};
    static FIRST: Path = Path::one("$.tags[0]", &[Name("tags"), Index(0)]);
    static LAST: Path = Path::one("$['tags'][-1]", &[Name("tags"), Index(-1)]);
    static OPEN: Path = Path::all(
        "$.items[?@.open == true].id",
        &[Name("items"), Filter(Compare(Current(&[Name("open")]), Comparison::Equal, Boolean(true))), Name("id")],
    );
    static DEEP: Path = Path::all("$..id", &[Deep(&[Name("id")])]);
    let root = json!({"tags": ["a", "b"], "items": [{"id": 1, "open": true}, {"id": "2"}]});
    let check = |path: &Path, wanted: Value| assert_eq!(root.pick::<Value>("out", path).unwrap(), wanted);
    check(&FIRST, json!("a"));
    check(&LAST, json!("b"));
    check(&OPEN, json!([1]));
    check(&DEEP, json!([1, "2"]));
    assert_eq!(root.pick::<Option<Vec<i64>>>("out", &DEEP).unwrap(), Some(vec![1, 2]));
    let other = json!([]);
    assert_eq!(other.pick::<Option<String>>("out", &FIRST).unwrap(), None);
    assert_eq!(other.pick::<Vec<i64>>("out", &DEEP).unwrap(), Vec::<i64>::new());
}

#[test]
fn inputs_become_those_of_an_operation() {
    fn check<T: Output + PartialEq + std::fmt::Debug>(given: Value, wanted: Result<T, &str>) {
        let converted = convert::<T>("limit", &given).map_err(|error| match error {
            Error::Input(error) => error.to_string(),
            other => format!("not about an input: {other}"),
        });
        assert_eq!(converted, wanted.map_err(str::to_owned), "{given}");
    }
    check(json!("5"), Ok(5_i64));
    check(json!(5), Ok("5".to_owned()));
    check(json!(true), Ok("true".to_owned()));
    check(json!("5"), Ok(Some(5_i64)));
    check(json!(null), Ok(None::<i64>));
    check(json!(null), Ok(Value::Null));
    check(json!([1, "2"]), Ok(vec!["1".to_owned(), "2".to_owned()]));
    check(json!({"a": 1}), Ok(json!({"a": 1}).as_object().cloned().unwrap()));
    check::<i64>(json!("x"), Err("limit must be an integer, not \"x\""));
    check::<i64>(json!(1.5), Err("limit must be an integer, not 1.5"));
    check::<i64>(json!(null), Err("limit is required"));
    check::<String>(json!([]), Err("limit must be a string, not a list"));
    check::<Option<Vec<i64>>>(json!([1, "x"]), Err("limit must be an integer at [1], not \"x\""));
    assert_eq!(convert::<Option<String>>("limit", &Some(5)).unwrap().as_deref(), Some("5"));
    assert_eq!(convert::<Option<String>>("limit", &None::<i64>).unwrap(), None);
}

#[test]
fn texts_become_lists() {
    let check = |text: Option<&str>, wanted: Option<Value>| assert_eq!(listed(text.map(str::to_owned)), wanted);
    check(Some("m 42 [1]"), Some(json!(["m 42 [1]"])));
    check(Some(r#"["a", 1.10]"#), Some(serde_json::from_str(r#"["a",1.10]"#).unwrap()));
    check(Some("[a]"), Some(json!(["[a]"])));
    check(Some("{}"), Some(json!(["{}"])));
    check(Some(""), Some(json!([""])));
    check(None, None);
}

#[test]
fn texts_are_cut_between_characters() {
    let check = |text: Option<&str>, length: usize, wanted: Option<&str>| {
        assert_eq!(truncate(text.map(str::to_owned), length).as_deref(), wanted);
    };
    check(Some("äöü€x"), 4, Some("äöü€"));
    check(Some("äöü"), 3, Some("äöü"));
    check(Some("a"), 0, Some(""));
    check(None, 5, None);
}

fn reply(status: u16, body: &'static str) -> Reply {
    Reply::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body)
}

#[test]
fn answers_keep_the_status() {
    let check = |reply: Reply, wanted: Result<(u16, Option<i64>), &str>| {
        let answer = Answer::project(&reply, |root| root.pick("id", &["id"]));
        let answer = answer.map(|answer| (answer.status.as_u16(), answer.body)).map_err(|error| error.to_string());
        assert_eq!(answer, wanted.map_err(str::to_owned));
    };
    check(reply(201, r#"{"id":1}"#), Ok((201, Some(1))));
    check(reply(200, ""), Ok((200, None)));
    check(reply(200, " \r\n\t"), Ok((200, None)));
    check(reply(200, "\u{feff}\n"), Ok((200, None)));
    check(reply(202, ""), Ok((202, None)));
    check(reply(200, "<a/>"), Err("the answer of the upstream is no JSON: it is malformed (line 1, column 1)"));
    check(reply(200, r#"{"id":"x"}"#), Err("id must be an integer, but the upstream gave \"x\""));

    let picked = |status: u16, value: Option<Value>| {
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer::<Option<i64>>::picked(status, value.as_ref(), |root| root.pick("id", &["id"])).unwrap();
        (answer.status.as_u16(), answer.body)
    };
    assert_eq!(picked(206, Some(json!({"id": 1}))), (206, Some(Some(1))));
    assert_eq!(picked(200, None), (200, None));
}

#[test]
fn what_is_left_out_is_not_null() {
    let (root, collector) = (json!({"a": 5, "n": null}), Collector::new());
    let value = root.node(&collector);
    let check = |key: &str, wanted: Option<Option<i64>>| {
        assert_eq!(value.find::<Option<i64>>("x", &[key]).unwrap(), wanted);
        assert_eq!(value.has(&[key]), wanted.is_some());
        assert_eq!(value.find::<Value>("x", &[key]).unwrap().is_some(), wanted.is_some());
    };
    check("a", Some(Some(5)));
    check("n", Some(None));
    check("x", None);
    assert_eq!(None::<Value>.node(&collector).find::<Value>("x", &[]).unwrap(), None);
    assert_eq!(Some(Value::Null).node(&collector).find::<Value>("x", &[]).unwrap(), Some(Value::Null));
    assert_eq!(
        value.find::<i64>("x", &["n"]).unwrap_err().to_string(),
        "x must be an integer, but the upstream gave null"
    );
}

#[test]
fn properties_are_picked_from_an_object() {
    for (value, found) in [
        (json!([{"a": 1}]), "a list"),
        (json!(5), "5"),
        (json!("x"), "\"x\""),
        (json!(true), "true"),
        (Value::Null, "null"),
    ] {
        let collector = Collector::new();
        let told = |name: &str| value.node(&collector).record(name).unwrap_err().to_string();
        assert_eq!(told(""), format!("the answer must be an object, but the upstream gave {found}"));
        assert_eq!(told("owner"), format!("owner must be an object, but the upstream gave {found}"));
    }
    let collector = Collector::new();
    assert_eq!(json!({}).node(&collector).record(""), Ok(()));
    assert!(None::<Value>.node(&collector).record("").is_err());
}
