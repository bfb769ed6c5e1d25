//! Functions that make several calls.

use super::*;
use crate::project::read;

#[test]
fn lookups() {
    let crew = json!([{"id": 1, "name": "Ada"}, {"id": "2", "name": "Bo", "role": "cook"}, {"id": 1, "name": "No"}, 5]);
    let check = |index: &Value, wanted: Value, found: Option<Value>| {
        assert_eq!(lookup(Some(index), "id", &wanted, &["name", "role"]), found, "{wanted}");
    };
    let (ada, bo) = (json!({"name": "Ada", "role": null}), json!({"name": "Bo", "role": "cook"}));
    check(&crew, json!("1"), Some(ada.clone()));
    check(&crew, json!(2), Some(bo.clone()));
    check(&crew, json!([2, "9", null, "1"]), Some(json!([bo, ada])));
    for nothing in [json!("9"), json!(null), json!([]), json!(["9"]), json!({"id": 1})] {
        check(&crew, nothing, None);
    }
    check(&crew[1], json!("2"), Some(bo));
    check(&json!("text"), json!("2"), None);
    check(&Value::Null, json!("2"), None);
    assert_eq!(lookup(None, "id", &json!("2"), &["name"]), None);
}

#[test]
fn named_outputs_of_consumed_operations() {
    let check = |answer: Value, wanted: Value| {
        assert_eq!(reshape(&answer, &[("id", &["data", "id"]), ("all", &[] as &[&str; 0])]), Ok(wanted));
    };
    let item = json!({"data": {"id": 7}});
    check(item.clone(), json!({"id": 7, "all": item}));
    check(json!([item, 5]), json!([{"data": {"id": 7}, "id": 7, "all": item}, {"id": null, "all": 5}]));
}

#[test]
fn named_outputs_that_are_items_of_a_list() {
    static ID: Path = Path::one("$[0].id", &[path::Index(0), path::Name("id")]);
    let check = |answer: Value, wanted: Value| {
        assert_eq!(reshape_list(&answer, &[("id", &ID), ("all", &[] as &[&str; 0])]), Ok(wanted));
    };
    check(json!([{"id": 7}, {"id": 8}]), json!({"id": 7, "all": [{"id": 7}, {"id": 8}]}));
    check(json!([]), json!({"id": null, "all": []}));
    check(json!({"id": 7}), json!({"id": null, "all": {"id": 7}}));
    let row = json!([{"id": 7}]);
    check(json!([row]), json!([{"id": 7, "all": row}]));
}

#[tokio::test]
async fn callers_know_inputs_by_their_own_names() {
    let names = &[("imo_number", "imo"), ("depth", "levels")];
    for (input, caller) in [("imo_number", "imo"), ("depth", "levels"), ("body", "body")] {
        let failing = async { Err(crate::InputError::new(input, "must not be empty").into()) };
        let error = step("ship", renamed(failing, names)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("step ship: {caller} must not be empty"));
    }
    assert_eq!(renamed(async { Ok(reply(200, "1")) }, names).await.unwrap().text().unwrap(), "1");
}

#[tokio::test]
async fn steps_run_together_and_say_which_failed() {
    let gate = tokio::sync::Barrier::new(2);
    let meet = async |body| {
        gate.wait().await;
        Ok(reply(200, body))
    };
    let answers = parallel([step("a", meet("1")), step("b", meet(""))]).await.unwrap();
    assert_eq!(answers, [Some(json!(1)), None]);

    let status = StatusError {
        upstream: "crew".into(),
        operation: "list".into(),
        status: StatusCode::NOT_FOUND,
        headers: HeaderMap::new(),
        body: crate::Bytes::new(),
        truncated: false,
        place: None,
    };
    let failing = async { Err(Error::Status(Box::new(status))) };
    let error = parallel([step("a", std::future::pending()), step("b", failing)]).await.unwrap_err();
    assert_eq!(error.to_string(), "step b: crew answered list with 404 Not Found");
    let error = step("c", async { Ok(reply(200, "<a/>")) }).await.unwrap_err();
    assert_eq!(error.to_string(), "step c: the answer of the upstream is no JSON: it is malformed (line 1, column 1)");
}

#[tokio::test]
async fn an_answer_is_decoded_only_where_something_reads_it() {
    let text = async || Ok(reply(200, "OK"));
    assert_eq!(sent("add", text()).await.unwrap(), None);
    let malformed = "the answer of the upstream is no JSON: it is malformed (line 1, column 1)";
    let check = |result: Result<Option<Value>>, place: &str| {
        assert_eq!(result.unwrap_err().to_string(), format!("{place}: {malformed}"));
    };
    check(step("get", text()).await, "step get");
    check(write("add", text()).await, "step add (already carried out: add)");
    check(after(&["book"], write("pay", text())).await, "step pay (already carried out: book, pay)");
    check(after(&["book"], step("get", text())).await, "step get (already carried out: book)");
    check(read("last", &["book", "last"], &reply(201, "OK")), "step last (already carried out: book, last)");
    assert_eq!(read("last", &[], &reply(204, "")).unwrap(), None);
    let refused = async || Err(crate::InputError::new("id", "is required").into());
    let told = |result: Result<Option<Value>>| result.unwrap_err().to_string();
    assert_eq!(
        told(after(&["book"], sent("pay", refused())).await),
        "step pay (already carried out: book): id is required"
    );
    assert_eq!(told(write("pay", refused()).await), "step pay: id is required");
    let long = async || Err(Error::TooLarge { upstream: "bank".to_owned(), limit: 5 });
    let too_long = "the answer of bank is longer than the 5 bytes allowed";
    assert_eq!(told(write("pay", long()).await), format!("step pay (already carried out: pay): {too_long}"));
}
