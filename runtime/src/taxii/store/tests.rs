//! The store in memory against the plain meaning of queries, and what it can be loaded from.

use crate::value::Value;

use super::memory::MemoryStore;
use super::{ObjectStore, Row, select};
use crate::taxii::query::{Filter, Query};
use crate::taxii::server::{Caller, PageRequest, RowKey};

const DATA: &str = include_str!("../../../../tests/peers/taxii.json");
const FULL: &str = "000000c1-0000-4000-8000-0000000000c1";

fn query(pairs: &[(&str, &str)]) -> Query {
    Query::parse(pairs.iter().copied(), Filter::ALL).unwrap()
}

async fn scan(store: &MemoryStore, query: Query, after: Option<RowKey>, limit: usize) -> Vec<Row> {
    store.scan("tc_taxii", FULL, &PageRequest { query, after, limit }).await.unwrap()
}

#[tokio::test]
async fn a_scan_finds_what_is_selected() {
    let store = MemoryStore::from_json(DATA).unwrap();
    let everything = [("match[version]", "all"), ("match[spec_version]", "2.0,2.1")];
    let rows = scan(&store, query(&everything), None, usize::MAX).await;
    assert_eq!(rows.len(), 17);
    let instants =
        ["2020-02-01T00:00:00Z", "2020-02-02T00:00:00Z", "2020-02-03T00:00:00Z", "2022-05-01T00:00:00.000003Z"];
    for versions in ["last", "first", "all", "first,last", "2020-02-01T00:00:00Z", "2020-02-01T00:00:00.000Z,last"] {
        for spec_versions in ["", "2.0", "2.1", "2.0,2.1"] {
            for added_after in instants.iter().copied().chain([""]) {
                let pairs = [
                    ("match[version]", versions),
                    ("match[spec_version]", spec_versions),
                    ("added_after", added_after),
                ];
                let given: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
                let query = query(&given);
                let selected: Vec<Row> = select(&query, &rows).into_iter().cloned().collect();
                for (index, row) in selected.iter().enumerate() {
                    let rest = scan(&store, query.clone(), Some(row.key), 2).await;
                    assert_eq!(rest, selected[index + 1..selected.len().min(index + 3)], "{given:?}");
                }
                assert_eq!(scan(&store, query, None, usize::MAX).await, selected, "{given:?}");
            }
        }
    }
}

#[tokio::test]
async fn keys_rise_and_records_describe() {
    let store = MemoryStore::from_json(DATA).unwrap();
    let rows = scan(&store, query(&[("match[version]", "all")]), None, usize::MAX).await;
    assert!(rows.windows(2).all(|pair| pair[0].key.date_added < pair[1].key.date_added));
    let ties: Vec<String> = rows.iter().map(|row| row.key.date_added.to_string()).collect();
    assert!(
        ties.contains(&"2022-05-01T00:00:00.000000Z".to_owned())
            && ties.contains(&"2022-05-01T00:00:00.000007Z".to_owned())
    );
    let address = rows.iter().find(|row| row.object.type_name() == "ipv4-addr").unwrap();
    assert_eq!(address.version, "2020-03-03T00:00:00.000000Z");
}

#[tokio::test]
async fn ids_come_before_aliases() {
    let json = r#"{"/discovery":{"title":"t"},"r":{"information":{"title":"t","versions":[],"max_content_length":1},
        "collections":[{"id":"a","alias":"b","title":"first","can_read":true,"can_write":false},
                       {"id":"b","alias":"c","title":"second","can_read":true,"can_write":false}]}}"#;
    let store = MemoryStore::from_json(json).unwrap();
    let mut titles = Vec::new();
    for key in ["a", "b", "c", "d"] {
        let found = store.collection(&Caller::default(), "r", key).await.unwrap();
        titles.push(found.map_or_else(String::new, |collection| collection.title));
    }
    assert_eq!(titles, ["first", "second", "second", ""]);
}

#[test]
fn what_is_wrong_with_the_data_is_said() {
    let root = |collections: &str| {
        format!(
            r#"{{"/discovery":{{"title":"t"}},"r":{{"information":{{"title":"t","max_content_length":1}},"collections":[{collections}]}}}}"#
        )
    };
    let collection = |objects: &str| {
        root(&format!(r#"{{"id":"c","title":"t","can_read":true,"can_write":true,"objects":[{objects}]}}"#))
    };
    for (json, message) in [
        ("[".to_owned(), "file: invalid type"),
        ("{}".to_owned(), "file: `/discovery` is missing"),
        (r#"{"/discovery":{}}"#.to_owned(), "/discovery: missing field `title`"),
        (r#"{"/discovery":{"title":"t"},"r":{}}"#.to_owned(), "r: missing field `information`"),
        (root("{}"), "collection 0 of r: missing field `id`"),
        (collection("{}"), "collection 0 of r: object 0 lacks `id` or `type`"),
        (collection("1"), "collection 0 of r: invalid type"),
        (collection("").replace("\"r\"", "\"a/b\""), "file: the name of an API root must be one segment of a path"),
    ] {
        let error = MemoryStore::from_json(&json).unwrap_err().to_string();
        assert!(error.starts_with(&format!("the data can't be used: {message}")), "{error}");
    }
    assert!(MemoryStore::load("/nowhere").unwrap_err().to_string().starts_with("the data can't be used: /nowhere: "));
}

const EXAMPLES: &str = r#"[
    {"operation":"discovery","response":{"title":"D","default":"https://a.example/v1/root"}},
    {"operation":"api_root","response":{"title":"R","versions":["application/taxii+json;version=2.1"],"max_content_length":100}},
    {"operation":"collections","response":{"collections":[
        {"id":"c1","alias":"One","title":"One","can_read":true,"can_write":false},
        {"id":"c2","title":"Two","can_read":true,"can_write":false}]}},
    {"operation":"collection","request":{"collection":"One"},
     "response":{"id":"c1","alias":"One","title":"One","can_read":true,"can_write":false}},
    {"operation":"manifest","request":{"collection":"One"},"response":{"objects":[
        {"id":"indicator--1","date_added":"2021-12-13T20:37:44.000Z","version":"2020-01-01T00:00:00.000Z","media_types":"m"},
        {"id":"indicator--3","date_added":"2021-12-13T20:37:44.000Z","version":"2021-12-13T20:37:44.000Z"}]}},
    {"operation":"objects","request":{"collection":"One","limit":10},"response":{"more":true,"next":"10","objects":[
        {"type":"indicator","id":"indicator--1","modified":"2020-01-01T00:00:00.000Z","x_score":2.50},
        {"type":"indicator","id":"indicator--2","created":"2020-01-02T00:00:00.000Z "}]}}
]"#;

#[tokio::test]
async fn examples_become_a_store() {
    let store = MemoryStore::from_examples("root", EXAMPLES).unwrap();
    let caller = Caller::default();
    let discovery = store.discovery(&caller).await.unwrap();
    assert_eq!((discovery.default.as_deref(), discovery.api_roots), (Some("root"), vec!["root".to_owned()]));
    assert_eq!(store.api_root(&caller, "root").await.unwrap().unwrap().title, "R");
    assert_eq!(store.collections(&caller, "root").await.unwrap().len(), 2);
    assert_eq!(store.roots().collect::<Vec<_>>(), [("root", 2)]);
    let wanted = PageRequest { query: Query::default(), after: None, limit: 10 };
    let rows = store.scan("root", "c1", &wanted).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.object.id(), row.key.date_added.to_string())).collect();
    let added = ["2020-01-02T00:00:00.000000Z".to_owned(), "2021-12-13T20:37:44.000000Z".to_owned()];
    let [first, second] = added;
    assert_eq!(rows, [("indicator--2", first), ("indicator--1", second)]);
    assert!(store.scan("root", "c2", &wanted).await.unwrap().is_empty());
}

#[test]
fn examples_must_fit_together() {
    let mut examples: Vec<Value> = serde_json::from_str(EXAMPLES).unwrap();
    examples.retain(|example| example["operation"] != "collections" && example["operation"] != "collection");
    let error = MemoryStore::from_examples("root", &Value::from(examples).to_string()).unwrap_err().to_string();
    assert_eq!(error, "the examples show objects of the collection \"One\", which no example shows");
}
