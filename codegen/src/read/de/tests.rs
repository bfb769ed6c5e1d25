#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde::Deserialize;

use super::*;
use crate::read::collection::{List, Loose, Map, Named, Unread};
use crate::read::data::Data;
use crate::read::idle::{Idle, reasons};
use crate::read::spanned::Spanned;
use crate::read::yaml;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shop {
    name: Spanned<String>,
    port: Option<u16>,
    open: Option<bool>,
    kind: Option<Kind>,
    #[serde(alias = "labels")]
    tags: Option<List<String>>,
    #[serde(default)]
    shelves: Named<Shelf>,
    #[serde(default)]
    boxes: Loose<Shelf>,
    #[serde(default)]
    prices: Map<f64>,
    payment: Option<Payment>,
    place: Option<Place>,
    source: Option<Source>,
    note: Option<Data>,
    #[serde(default, rename = "author")]
    _author: Unread,
    #[serde(default, rename = "motto")]
    _motto: Idle<Unheard>,
}

reasons! {
    Unheard "nobody hears it";
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    Food,
    #[serde(alias = "TOOLS")]
    Hardware,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Shelf {
    width: u32,
    height: Option<i64>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "$type", rename_all = "camelCase")]
enum Payment {
    Card(Card),
    Cash(Cash),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Card {
    issuer: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Cash {}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "$shape", rename_all = "camelCase")]
enum Place {
    Text(String),
    List(List<f64>),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "$has")]
enum Source {
    #[serde(rename = "file|folder")]
    Disk(Disk),
    #[serde(rename = "url")]
    Web(Web),
    #[serde(rename = "_")]
    Free(Map<String>),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Disk {
    file: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Web {
    url: String,
}

/// What is read, what is left out, and the diagnostics as `code line:column message`.
fn shop(text: &str) -> (Option<Shop>, Vec<String>, Vec<String>) {
    let source = crate::source::Source::new("a.yaml", "a.yaml", text);
    let mut sink = Sink::new();
    let root = yaml::parse(&source, &mut sink).expect("YAML");
    let Outcome { value, lost } = read::<Shop>(&root, &mut sink);
    let lines = sink.into_sorted().into_iter().flat_map(|diagnostic| {
        let place = |p: &crate::source::Place| format!("{}:{}", p.line, p.column);
        let places = diagnostic.all_places().into_iter().map(place).collect::<Vec<_>>().join(",");
        let help = diagnostic.help.map(|help| format!(" [{help}]")).unwrap_or_default();
        [format!("{} {places} {}{help}", diagnostic.code, diagnostic.message)]
    });
    (value, lost, lines.collect())
}

#[track_caller]
fn good(text: &str) -> Shop {
    let (value, _, lines) = shop(&format!("name: x\n{text}"));
    assert_eq!(lines, [""; 0]);
    value.unwrap()
}

#[track_caller]
fn bad(text: &str, expected: &[&str]) -> Option<Shop> {
    let (value, _, lines) = shop(text);
    assert_eq!(lines, expected);
    value
}

#[test]
fn scalars_are_what_the_type_wants() {
    assert_eq!(good("").name.value, "x");
    assert_eq!(good("port: 0x50").port, Some(80));
    assert_eq!(good("port: '80'").port, Some(80));
    assert_eq!(good("open: True").open, Some(true));
    assert_eq!(good("kind: FOOD").kind, Some(Kind::Food));
    assert_eq!(good("kind: TOOLS").kind, Some(Kind::Hardware));
    let tags: Vec<_> = good("tags: [n, 1.0, 2015-02-01, true, '~', 1_0]").tags.unwrap().into_iter().collect();
    assert_eq!(tags, ["n", "1.0", "2015-02-01", "true", "~", "1_0"]);
    assert_eq!(good("author: {any: [thing]}\nx-mine: 1").port, None);
}

#[test]
fn words_in_another_case_are_read_and_reported() {
    let line = "word-spelling 2:7 `kind` is read as `FOOD`, not `food` [write `FOOD`: case counts in the language]";
    assert_eq!(bad("name: x\nkind: food", &[line]).unwrap().kind, Some(Kind::Food));
}

#[test]
fn keys_without_a_value_are_reported_once_and_read_as_absent() {
    let line = |place: &str, keys: &str| {
        format!(
            "no-value {place} {keys} has no value: it is read as if it were not there [write the value after the `:`, or remove the key]"
        )
    };
    let check = |text: &str, expected: &[(&str, &str)]| {
        let expected: Vec<_> = expected.iter().map(|(place, keys)| line(place, keys)).collect();
        bad(&format!("name: x\n{text}"), &expected.iter().map(String::as_str).collect::<Vec<_>>())
    };
    for empty in ["", "~", "null"] {
        assert_eq!(check(&format!("port: {empty}"), &[("2:1", "`port`")]).unwrap().port, None);
        assert!(check(&format!("shelves: {empty}"), &[("2:1", "`shelves`")]).unwrap().shelves.is_empty());
        check(&format!("prices: {empty}"), &[("2:1", "`prices`")]);
        check(&format!("tags: {empty}"), &[("2:1", "`tags`")]);
    }
    check("note: {a: , b: [null]}", &[]);
    check("prices: {}\nshelves: []\ntags: []", &[]);
}

#[test]
fn named_things_come_as_lists_and_as_mappings() {
    let list = good("shelves:\n- name: a\n  width: 1\n- {name: b, width: 2}\n");
    let mapping = good("shelves:\n  a:\n    width: 1\n  b: {name: b, width: 2}\n");
    assert_eq!(list.shelves, mapping.shelves);
    assert_eq!(list.shelves[1].name.value, "b");
    assert_eq!(list.shelves[1].width, 2);
    assert_eq!(list.shelves[1].place().line, 5);
    let by_id =
        bad("name: x\nshelves:\n- {id: b, width: 2}\n", &["key-spelling 3:4 `id` is read as `name` [write `name`]"]);
    assert_eq!(by_id.unwrap().shelves[..], list.shelves[1..]);
    let loose = good("boxes:\n- width: 1\n- name: b\n  width: 2\n- name:\n  width: 3\n").boxes;
    let names: Vec<_> = loose.iter().map(|entry| entry.name.as_ref().map(|name| name.value.as_str())).collect();
    assert_eq!(names, [None, Some("b"), None]);
    assert_eq!(good("prices: {b: 2, a: 1.5}").prices.iter().map(|(key, _)| key.as_str()).collect::<String>(), "ba");
}

#[test]
fn enums_go_by_type_shape_and_keys() {
    assert_eq!(good("payment: {type: cash}").payment, Some(Payment::Cash(Cash {})));
    assert_eq!(good("payment: {issuer: v, type: card}").payment, Some(Payment::Card(Card { issuer: "v".into() })));
    assert_eq!(good("place: Rome").place, Some(Place::Text("Rome".into())));
    assert!(matches!(good("place: [1, 2.5]").place, Some(Place::List(list)) if *list == [1.0, 2.5]));
    assert_eq!(good("source: {url: u}").source, Some(Source::Web(Web { url: "u".into() })));
    assert!(matches!(good("source: {a: b}").source, Some(Source::Free(map)) if map.get("a").is_some()));
}

#[test]
fn data_keeps_everything() {
    let note = good("note: {a: [1, -2, 1.50, 1e2, 0x1F, true, null, n, '1', .inf], b: {c: }}").note.unwrap();
    let json = r#"{"a":[1,-2,1.50,1e2,31,true,null,"n","1",".inf"],"b":{"c":null}}"#;
    assert_eq!(note.to_json().to_string(), json);
}

#[test]
fn a_bad_value_says_what_is_wanted() {
    bad("name: [x]", &["wrong-type 1:7 `name` must be text, not a list [quote a text that begins with a bracket]"]);
    bad(
        "name:\nport: 80\n",
        &["missing-key 1:1 `name` has no value [write the value after the `:`, `\"\"` for an empty text]"],
    );
    bad("name: x\nport: eighty", &["wrong-type 2:7 `port` must be a whole number from 0 to 65535, not `eighty`"]);
    bad("name: x\nport: 65536", &["wrong-type 2:7 `port` must be a whole number from 0 to 65535, not `65536`"]);
    bad("name: x\nopen: yes", &["wrong-type 2:7 `open` must be true or false, not `yes` [write `true`]"]);
    bad(
        "name: x\nshelves: many",
        &[
            "wrong-type 2:10 `shelves` must be a list or a mapping, not `many` [start each item on a line of its own, with `- `]",
        ],
    );
    bad("name: x\nplace: {a: b}", &["wrong-type 2:8 `place` must be text or a list, not a mapping"]);
    bad(
        "name: x\nkind: foods",
        &["unknown-value 2:7 `kind` cannot be `foods` [did you mean `FOOD`? it can be `FOOD`, `HARDWARE`, `TOOLS`]"],
    );
    bad("name: x\npayment: {issuer: y}", &["missing-key 2:10 `type` is missing in `payment` [add `type: …`]"]);
    bad("name: x\npayment: {type: gold}", &["unknown-value 2:17 `type` cannot be `gold` [it can be `card`, `cash`]"]);
    bad("- a", &["wrong-type 1:1 the document must be a mapping, not a list [write `key: value` lines, indented]"]);
}

#[test]
fn unknown_keys_are_warnings_with_a_suggestion() {
    let shop = bad("name: x\nprot: 80", &["unknown-key 2:1 unknown key `prot` [did you mean `port`?]"]);
    assert!(shop.is_some());
    bad(
        "name: x\npayment: {type: cash, change: 1}",
        &["unknown-key 2:23 unknown key `change` [remove it, it has no effect; no other keys can stand here]"],
    );
    bad(
        "name: x\ntags: [a]\nlabels: [b]",
        &["unknown-key 3:1 `labels` is not read: `tags` was given by another name [remove one of them]"],
    );
}

#[test]
fn keys_without_effect_say_why() {
    let help = "[nothing to do here: other tools may read it]";
    let shop = bad("name: x\nmotto: [y]", &[&format!("no-effect 2:1 `motto` has no effect: nobody hears it {help}")]);
    assert!(shop.is_some());
    bad(
        "name: x\nmotto: y\nport: eighty",
        &[
            "wrong-type 3:7 `port` must be a whole number from 0 to 65535, not `eighty`",
            &format!("no-effect 2:1 `motto` has no effect: nobody hears it {help}"),
        ],
    );
}

#[test]
fn a_missing_key_names_the_near_miss() {
    let lines = ["missing-key 1:1 `name` is missing in the document [write `name` for `nmae`]"];
    assert_eq!(bad("nmae: x\n", &lines), None);
    bad(
        "name: x\nshelves:\n- name: a\n  height: 1\n",
        &["missing-key 3:3 `width` is missing in this item of `shelves` [add `width: …`]"],
    );
    bad(
        "name: x\nshelves:\n- width: 1\n",
        &["missing-key 3:3 `name` is missing in this item of `shelves` [add `name: …`]"],
    );
}

#[test]
fn one_mistake_hides_no_other() {
    let text = "
name: x
port: eighty
open: 5
tags: [a, [b], c]
prices: {a: 1, b: two, c: 3}
shelves:
- name: good
  width: 1
- name: fair
  width: 2
  height: tall
- name: poor
  width: wide
- text
author: me
";
    let (value, lost, lines) = shop(text);
    let shop = value.unwrap();
    assert_eq!((shop.port, shop.open), (None, None));
    assert_eq!(**shop.tags.as_ref().unwrap(), ["a".to_owned(), "c".to_owned()]);
    assert_eq!(shop.prices.iter().map(|(_, price)| *price).collect::<Vec<_>>(), [1.0, 3.0]);
    let shelves: Vec<_> = shop.shelves.iter().map(|shelf| (shelf.name.as_str(), shelf.height)).collect();
    assert_eq!(shelves, [("good", None), ("fair", None)]);
    assert!(lost.contains(&"poor".to_owned()) && !lost.contains(&"fair".to_owned()), "{lost:?}");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("wrong-type 3:7,4:7,5:11,6:19,12:11,14:10,15:3 `port`"), "{lines:?}");
}
