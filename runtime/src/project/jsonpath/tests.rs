#![allow(clippy::unwrap_used)]

use super::effort::Effort;
use super::members::Members;
use super::syntax::{Compare, Comparison, Current, Deep, Every, Exists, Filter, Name, Root};
use super::{MANY, Path, Select, holds_many};
use crate::aside::aside;
use crate::value::{Value, json};

#[test]
fn values_are_counted_as_far_as_needed() {
    let check = |value: Value, expected: bool| assert_eq!(holds_many(&value), expected);
    check(json!({"a": [1, {"b": 2}]}), false);
    check(json!(vec![0; MANY - 2]), false);
    check(json!(vec![0; MANY - 1]), true);
    check(json!(vec![serde_json::json!({"a": [1, 2]}); MANY / 4]), true);
}

/// The only thread of tasks is taken by a search, which ends when another task has run.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_long_search_holds_up_no_task() {
    let (told, heard) = std::sync::mpsc::channel();
    let search = tokio::spawn(async move {
        tokio::spawn(async move { told.send("another").unwrap() });
        aside(move || heard.recv().unwrap())
    });
    assert_eq!(search.await.unwrap(), "another");
}

#[tokio::test]
async fn there_may_be_no_other_thread() {
    static PATH: Path = Path::all("$[*].a", &[Every, Name("a")]);
    let many = json!(vec![serde_json::json!({"a": 1}); MANY]);
    assert_eq!(PATH.select(&many).unwrap().unwrap().as_array().unwrap().len(), MANY);
    assert_eq!(std::thread::spawn(|| aside(|| 1)).join().unwrap(), 1);
}

/// `$.l[?(@.id in $.refs)].id`, `$.l[?(@.tags subsetof $.refs)].id`, `$..[?($..[?(@.a)] == $..[?(@.b)])]`
static MEMBERSHIP: Path = Path::all(
    "$.l[?(@.id in $.refs)].id",
    &[Name("l"), Filter(Compare(Current(&[Name("id")]), Comparison::In, Root(&[Name("refs")]))), Name("id")],
);
static SUBSETS: Path = Path::all(
    "$.l[?(@.tags subsetof $.refs)].id",
    &[Name("l"), Filter(Compare(Current(&[Name("tags")]), Comparison::SubsetOf, Root(&[Name("refs")]))), Name("id")],
);
static WHOLES: Path = Path::all(
    "$..[?($..[?(@.a)] == $..[?(@.b)])]",
    &[Deep(&[Filter(Compare(
        Root(&[Deep(&[Filter(Exists(Current(&[Name("a")])))])]),
        Comparison::Equal,
        Root(&[Deep(&[Filter(Exists(Current(&[Name("b")])))])]),
    ))])],
);

/// Each with each would be 25 million pairs.
#[test]
fn what_is_asked_of_the_root_is_found_once() {
    let item = |id: usize| serde_json::json!({"id": id, "tags": [id, id + 1], "a": 1});
    let items: Vec<_> = (0..5_000).map(item).collect();
    let refs: Vec<_> =
        (2_500..5_000).map(|id| format!("{id}.0")).chain((0..2_500).map(|id| format!("x{id}"))).collect();
    let root: Value = json!({"l": items, "refs": refs});
    let check = |path: &Path, wanted: usize| {
        let tester = super::Tester::new(&root, path.prepared.get_or_init(|| super::Prepared::of(path.segments)));
        assert_eq!(super::find(&tester, path.segments, &root).0.len(), wanted, "{path}");
        assert!(tester.effort.taken() < 500_000, "{path}: {}", tester.effort.taken());
        assert!(path.select(&root).is_ok(), "{path}");
    };
    check(&MEMBERSHIP, 2_500);
    check(&SUBSETS, 2_499);
    check(&WHOLES, 0);
}

#[test]
fn a_member_equals_as_values_do() {
    let list =
        [json!("1.0"), json!(2), json!("x"), json!([3, "4"]), json!({"a": 5, "b": "6"}), json!(0.1), json!(null)];
    let (effort, members) = (Effort::new(&Value::Null), Members::of(&list, &Effort::new(&Value::Null)));
    let check = |item: Value, wanted: bool| {
        assert_eq!(members.have(&list, &item, &effort), wanted, "{item}");
        let one_by_one = list.iter().any(|other| super::compare::equal(&effort, Some(other), Some(&item)));
        assert_eq!(one_by_one, wanted, "{item}");
    };
    check(json!(1), true);
    check(json!("1"), false);
    check(json!("2e0"), true);
    check(json!(["3", 4.0]), true);
    check(json!({"b": 6, "a": "5"}), true);
    check(json!({"b": 6}), false);
    check(json!("x"), true);
    check(json!("0.10"), true);
    check(json!(null), true);
    check(json!(false), false);
    check("0.10000000000000000001".into(), true);
}

/// `$..*..*..*..*`: the number of ways to a value, not of values.
#[test]
fn a_search_that_would_not_end_names_its_path() {
    static WAYS: Path = Path::all("$..*..*..*..*", &[Deep(&[Every]), Deep(&[Every]), Deep(&[Every]), Deep(&[Every])]);
    static EACH: Path = Path::one(
        "$..[?(@..* subsetof @..*)]",
        &[Deep(&[Filter(Compare(Current(&[Deep(&[Every])]), Comparison::SubsetOf, Current(&[Deep(&[Every])])))])],
    );
    let deep = (0..100).fold(json!(vec![1; 2_000]), |inner, _| json!([inner]));
    for path in [&WAYS, &EACH] {
        assert!(path.select(&json!([1, [2, {"a": 3}]])).is_ok());
        let fault = path.select(&deep).unwrap_err().at("v").to_string();
        let wanted = "v must be what a bounded search finds, but the upstream gave more than `";
        assert_eq!(fault, format!("{wanted}{path}` may look through"));
    }
}
