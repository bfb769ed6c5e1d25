//! Pages: by `next`, by date header, and by servers that lose their way.

use capwright_runtime::taxii::client::{Options, PageInput, PagingError, ResumeToken, StreamExt, TryStreamExt};
use capwright_runtime::taxii::{StixObject, Versions};
use capwright_runtime::{Error, Result};
use serde::Deserialize;

use super::server::{Answer, Server};
use super::{Objects, Records, client, client_with};

const LAST: &str = "x-taxii-date-added-last";

fn page(ids: &[&str], rest: &str) -> Answer {
    let objects: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    Answer::taxii(&format!(r#"{{"objects":[{}]{rest}}}"#, objects.join(",")))
}

fn dated(ids: &[&str], rest: &str, last: &str) -> Answer {
    page(ids, rest).header(LAST, last)
}

/// What a stream over the answers gives, and the queries that it sent.
async fn walk(answers: Vec<Answer>) -> (Vec<String>, Vec<String>) {
    let server = Server::start(answers).await;
    let objects = client(&server.url).list::<Objects>("c").limit(2).types(["t"]).max_pages(4).stream();
    let items = objects.map(outcome).collect().await;
    (items, server.paths().iter().map(|path| path.replace("/v1/root/collections/c/objects?", "")).collect())
}

fn outcome(object: Result<StixObject>) -> String {
    match object {
        Ok(object) => object.id().to_owned(),
        Err(Error::Paging { reason, .. }) => format!("{reason:?}"),
        Err(other) => other.to_string(),
    }
}

#[tokio::test]
async fn next_is_sent_verbatim_with_every_parameter() {
    let more = r#","more":true,"next":"a+/b=="#;
    let (items, queries) =
        walk(vec![page(&["1", "2"], &format!("{more}\"")), page(&["3"], &format!("{more}\"")), page(&["4"], "")]).await;
    assert_eq!(items, ["1", "2", "3", "4"]);
    assert_eq!(queries, ["limit=2&match[type]=t", NEXT, NEXT]);
    const NEXT: &str = "limit=2&next=a%2B%2Fb%3D%3D&match[type]=t";
}

#[tokio::test]
async fn dates_stand_in_for_next() {
    let (items, queries) = walk(vec![
        dated(&["1", "2"], r#","more":true"#, "2020-01-01T00:00:00Z"),
        dated(&["3"], r#","more":true,"next":"n""#, "2020-01-02T00:00:00.5Z"),
        dated(&["4"], r#","more":false,"next":"ignored""#, "2020-01-03T00:00:00Z"),
    ])
    .await;
    assert_eq!(items, ["1", "2", "3", "4"]);
    let after = "added_after=2020-01-01T00:00:00.000000Z&limit=2";
    let wanted = ["limit=2&match[type]=t", &format!("{after}&match[type]=t"), &format!("{after}&next=n&match[type]=t")];
    assert_eq!(queries, wanted);
}

#[tokio::test]
async fn no_server_can_keep_a_walk_going() {
    let day = "2020-01-01T00:00:00Z";
    let next = r#","more":true,"next":"n""#;
    let check = async |answers: Vec<Answer>, wanted: &[&str]| assert_eq!(walk(answers).await.0, wanted);
    check(vec![page(&["1"], r#","more":true"#)], &["1", "MissingCursor"]).await;
    check(vec![dated(&["1"], r#","more":true"#, "yesterday")], &["1", "MissingCursor"]).await;
    check(vec![page(&["1"], next), page(&["1"], next)], &["1", "Stuck"]).await;
    let more = || dated(&["1"], r#","more":true"#, day);
    check(vec![more(), more()], &["1", "Stuck"]).await;
    check(vec![more(), dated(&["2"], r#","more":true"#, day)], &["1", "2", "Stuck"]).await;
    check(vec![page(&["1"], next), page(&[], next)], &["1"]).await;
    let endless = ["1", "2", "1", "2"].map(|id| page(&[id], next)).into();
    check(endless, &["1", "2", "1", "2", "PageLimit(4)"]).await;
}

#[tokio::test]
async fn a_failure_ends_the_stream_and_a_bad_object_does_not() {
    let bad = Answer::taxii(r#"{"objects":[{"id":"1"},5,{"id":"2"}],"more":true,"next":"n"}"#);
    let (items, _) = walk(vec![bad, Answer::new(500, "text/html", "oops")]).await;
    assert_eq!(
        items,
        ["1", "an object of the page can't be decoded", "2", "feeds answered objects with 500 Internal Server Error"]
    );
}

#[tokio::test]
async fn a_page_is_read_whole_or_not() {
    let server = Server::start([Answer::taxii(r#"{"objects":[5]}"#)]).await;
    assert!(matches!(client(&server.url).list::<Objects>("c").send().await, Err(Error::Decode { .. })));
}

#[tokio::test]
async fn objects_can_be_read_as_another_type() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Named {
        id: String,
    }
    let server = Server::start([page(&["1"], "")]).await;
    let named: Vec<Named> = client(&server.url).list::<Objects>("c").stream_as().try_collect().await.unwrap();
    assert_eq!(named, [Named { id: "1".to_owned() }]);
}

#[tokio::test]
async fn a_token_resumes_where_a_walk_arrived() {
    let more = r#","more":true,"next":"n""#;
    for (answers, token) in [
        (
            vec![dated(&["1"], "", "2020-01-01T00:00:00Z")],
            r#"{"added_after":"2020-01-01T00:00:00.000000Z","limit":"1"}"#,
        ),
        (
            vec![dated(&["1"], more, "2020-01-01T00:00:00Z")],
            r#"{"added_after":"2020-01-01T00:00:00.000000Z","limit":"1"}"#,
        ),
        (vec![page(&["1"], more)], r#"{"limit":"1","next":"n"}"#),
        (vec![page(&[], "")], r#"{"limit":"1"}"#),
    ] {
        let server = Server::start(answers.into_iter().chain([page(&[], "")])).await;
        let request = || client(&server.url).list::<Objects>("c");
        let first = request().limit(1).pages().next().await.unwrap().unwrap();
        assert_eq!(serde_json::to_string(first.resume_token()).unwrap(), token);
        let stored: ResumeToken = serde_json::from_str(token).unwrap();
        let again = request().resume(&stored).send().await.unwrap();
        let dates = |token: &str| token.contains("added_after");
        assert_eq!(
            dates(&serde_json::to_string(again.resume_token()).unwrap()),
            dates(token),
            "an empty page keeps its place"
        );
    }
}

#[tokio::test]
async fn the_last_date_outlives_an_empty_page() {
    let first = dated(&["1"], r#","more":true,"next":"n""#, "2020-01-01T00:00:00Z");
    let server = Server::start([first, page(&[], "")]).await;
    let pages: Vec<_> = client(&server.url).list::<Objects>("c").pages().try_collect().await.unwrap();
    assert_eq!(pages[1].resume_token(), pages[0].resume_token());
}

#[tokio::test]
async fn what_an_operation_does_not_offer_is_not_sent() {
    let server = Server::start([]).await;
    let input =
        PageInput { collection: "c".into(), limit: Some(1), match_type: Some("t".into()), ..PageInput::default() };
    let taxii = client(&server.url);
    let check = |result: Result<_>, message: &str| assert_eq!(result.map(|_: ()| ()).unwrap_err().to_string(), message);
    let records = taxii.list::<Records>(&input.collection).query(input.query().unwrap());
    check(records.send().await.map(|_| ()), "match[type] is not a parameter of this operation");
    check(taxii.list::<Objects>("c").limit(0).send().await.map(|_| ()), "limit must be above 0");
    check(taxii.list::<Objects>("..").send().await.map(|_| ()), "collection must not be `.` or `..`");
    let unknown = Versions::Select(Vec::new());
    let message = "match[version] must be a list without empty items";
    check(taxii.list::<Objects>("c").versions(unknown).send().await.map(|_| ()), message);
    assert!(server.paths().is_empty());
}

#[tokio::test]
async fn the_limit_of_pages_is_an_option() {
    let server = Server::start([page(&["1"], r#","more":true,"next":"n""#)]).await;
    let taxii = client_with(&server.url, &Options::default().max_pages(1));
    let last = taxii.list::<Objects>("c").pages().skip(1).next().await.unwrap();
    assert!(matches!(last, Err(Error::Paging { reason: PagingError::PageLimit(1), .. })));
}
