//! Places and values; what whole documents get is in the snapshots of stand-ins.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use crate::model::{Selection, Type};
use crate::resolve::naftiko::sample::selection::PathTo;
use crate::resolve::naftiko::sample::sketch::Sketch;
use crate::resolve::naftiko::sample::step::PathStep;
use crate::resolve::text::jsonpath;

/// A sketch of what is read at each path, as the type.
fn sketch(read: &[(&str, Type)]) -> Sketch {
    let mut sketch = Sketch::default();
    for (path, ty) in read {
        let text = path.trim_end_matches('!').to_owned();
        let segments = jsonpath::segments(&text).unwrap();
        let route = PathTo::to(&Selection::Path { ident: None, is_list: text != *path, text, segments });
        for (steps, value) in &route.conditions {
            sketch.at(steps).map(|sketch| sketch.hold(value));
        }
        sketch.at(&route.steps).map(|sketch| sketch.be(*ty));
    }
    sketch
}

#[test]
fn all_that_is_read_is_there() {
    let check = |read: &[(&str, Type)], expected: Value| assert_eq!(sketch(read).render(1), expected, "{read:?}");
    check(&[("$.a.b", Type::Integer), ("$.a.c", Type::Number)], json!({"a": {"b": 1, "c": 1.5}}));
    check(
        &[("$[0].id", Type::String), ("$[1].ok", Type::Boolean)],
        json!(vec![json!({"id": "sample", "ok": true}); 2]),
    );
    check(&[("$.tags", Type::Array), ("$.more", Type::Object)], json!({"tags": ["sample"], "more": {}}));
    check(&[("$['a b','c'].d", Type::Any)], json!({"a b": {"d": "sample"}}));
    check(
        &[("$.items[*].id!", Type::Array), ("$.items[-1].n", Type::Integer)],
        json!({"items": [{"id": "sample", "n": 1}]}),
    );
    check(&[("$..id", Type::Integer), ("$.*", Type::Any)], json!({"id": 1}));
    check(&[("$.a[1:3]", Type::Any)], json!({"a": ["sample", "sample"]}));
}

#[test]
fn the_first_reader_wins_unless_both_can() {
    let check = |read: [Type; 2], expected: Value| {
        let read = read.map(|ty| ("$", ty));
        assert_eq!(sketch(&read).render(1), expected, "{read:?}");
    };
    check([Type::String, Type::Integer], json!(1));
    check([Type::Integer, Type::String], json!(1));
    check([Type::Number, Type::Integer], json!(1));
    check([Type::String, Type::Boolean], json!(true));
    check([Type::Number, Type::Boolean], json!(1.5));
    check([Type::Integer, Type::Boolean], json!(1));
    check([Type::String, Type::Array], json!("sample"));
    check([Type::Array, Type::Object], json!(["sample"]));
    check([Type::Any, Type::Object], json!({}));
}

#[test]
fn filters_let_the_item_through() {
    let check = |filter: &str, expected: Value| {
        let path = format!("$.items[?{filter}].id");
        assert_eq!(sketch(&[(&path, Type::Integer)]).render(1)["items"][0], expected, "{filter}");
    };
    check("@.state == 'open'", json!({"state": "open", "id": 1}));
    check("(@.state == 'open')", json!({"state": "open", "id": 1}));
    check("@.size > 4 && @.kind.name", json!({"size": 5, "kind": {"name": "sample"}, "id": 1}));
    check("@.size <= 2.5 || @.other", json!({"size": 2.5, "id": 1}));
    check("@.state != 'open'", json!({"state": "sample", "id": 1}));
    check("@.ok != true", json!({"ok": false, "id": 1}));
    check("match(@.name, 'a.*')", json!({"id": 1}));
}

#[test]
fn lists_in_lists_stay_small() {
    let deep = sketch(&[(&format!("$[7]{}", "[15]".repeat(90)), Type::Integer)]);
    for least in [1, 2] {
        assert!(deep.render(least).to_string().len() < 5_000);
    }
}

#[test]
fn lists_that_paths_make_have_no_place_of_their_own() {
    let mut sketch = Sketch::default();
    let segments = jsonpath::segments("$.a[*]").unwrap();
    let all = PathTo::to(&Selection::Path { ident: None, text: String::new(), segments, is_list: true }).steps;
    assert_eq!(sketch.at(&all), None);
    let item = [all.as_slice(), &[PathStep::Item(0), PathStep::Key("b".to_owned())]].concat();
    sketch.at(&item).map(|sketch| sketch.be(Type::Integer));
    assert_eq!(sketch.render(2), json!({"a": [{"b": 1}, {"b": 1}]}));
    assert_eq!(sketch.get(&item), Some(&Sketch::Scalar(json!(1))));
}
