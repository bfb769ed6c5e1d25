#![allow(clippy::unwrap_used)]

use super::syntax::{Every, Name};
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
    assert_eq!(PATH.select(&many).unwrap().as_array().unwrap().len(), MANY);
    assert_eq!(std::thread::spawn(|| aside(|| 1)).join().unwrap(), 1);
}
