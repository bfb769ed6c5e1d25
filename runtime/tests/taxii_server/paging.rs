//! Whatever the limit, following pages yields each row once, in order.

use capwright_runtime::taxii::server::Options;
use capwright_runtime::taxii::store::MemoryStore;

use crate::bench::{Answer, Bench, FULL, server};

const QUERIES: [&str; 6] = [
    "",
    "&match[version]=all&match[spec_version]=2.0,2.1",
    "&match[type]=indicator",
    "&added_after=2020-02-03T00:00:00Z",
    "&match[version]=first,last&added_after=2020-01-01T00:00:00Z",
    "&match[id]=indicator--00000001-0000-4000-8000-000000000001&match[version]=all",
];

#[tokio::test]
async fn every_limit_yields_every_row_once() {
    let bench = Bench::start(Options::default()).await;
    for part in ["objects", "manifest/"] {
        for query in QUERIES {
            let whole = bench.get(&format!("{FULL}/{part}?limit=1000{query}")).await.rows();
            assert!(!whole.is_empty());
            for limit in 1..=whole.len() + 1 {
                let pages = follow(&bench, part, limit, query).await;
                assert_eq!(pages.concat(), whole, "{part} {limit} {query}");
                assert_eq!(pages.len(), whole.len().div_ceil(limit), "{part} {limit} {query}");
            }
        }
    }
}

/// As clients do that know nothing of `next`: eight rows were added at one time, and none is lost.
#[tokio::test]
async fn paging_by_time_loses_nothing() {
    let bench = Bench::start(Options::default()).await;
    let query = "match[version]=all&match[spec_version]=2.0,2.1";
    let whole = bench.get(&format!("{FULL}/manifest?{query}")).await.rows();
    let mut rows = Vec::new();
    let mut after = "1970-01-01T00:00:00Z".to_owned();
    loop {
        let page = bench.get(&format!("{FULL}/manifest?limit=3&{query}&added_after={after}")).await;
        rows.extend(page.rows());
        let Some(last) = page.header("x-taxii-date-added-last") else { break };
        last.clone_into(&mut after);
    }
    assert_eq!(rows, whole);
}

#[tokio::test]
async fn the_server_caps_pages_silently() {
    let bench = Bench::start(Options::default().with_page_limit(5)).await;
    for limit in ["", "limit=5000"] {
        let page = bench.get(&format!("{FULL}/objects?{limit}")).await;
        assert_eq!((page.status, page.rows().len()), (200, 5));
        assert!(page.json()["next"].is_string());
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_query() {
    let bench = Bench::start(Options::default()).await;
    let next = next(&bench.get(&format!("{FULL}/objects?limit=2&match[type]=indicator")).await).unwrap();
    for (rest, status) in [
        ("objects?limit=2&match[type]=indicator", 200),
        ("objects?limit=7&match[type]=indicator", 200),
        ("objects?match%5Btype%5D=indicator", 200),
        ("objects?limit=2", 400),
        ("objects?limit=2&match[type]=malware", 400),
        ("objects?limit=2&match[type]=indicator&match[version]=all", 400),
        ("objects?limit=2&match[type]=indicator&added_after=2020-01-01T00:00:00Z", 400),
    ] {
        let answer = bench.get(&format!("{FULL}/{rest}&next={next}")).await;
        assert_eq!(answer.status, status, "{rest} {}", answer.body);
    }
}

/// Whoever changes a cursor gets a page or a refusal, never a failure.
#[tokio::test]
async fn a_changed_cursor_does_no_harm() {
    let bench = Bench::start(Options::default()).await;
    let cursor = next(&bench.get(&format!("{FULL}/objects?limit=2")).await).unwrap();
    for place in 0..cursor.len() {
        for letter in ["A", "_", "7", "%00"] {
            let changed = format!("{}{letter}{}", &cursor[..place], &cursor[place + 1..]);
            let answer = bench.get(&format!("{FULL}/objects?limit=2&next={changed}")).await;
            assert!(matches!(answer.status, 200 | 400), "{changed} {}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_large_collection_is_read_whole() {
    let objects: Vec<String> = (0..2500).map(|n| indicator(n, n / 5)).collect();
    let data = format!(
        r#"{{"/discovery":{{"title":"t"}},"tc_taxii":{{"information":{{"title":"t","versions":[],"max_content_length":1}},
        "collections":[{{"id":"000000c1-0000-4000-8000-0000000000c1","title":"t","can_read":true,"can_write":false,
        "objects":[{}]}}]}}}}"#,
        objects.join(",")
    );
    let bench = Bench::start_with(server(MemoryStore::from_json(&data).unwrap()), Options::default()).await;
    let pages = follow(&bench, "objects", 100_000, "").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [1000, 1000, 500]);
    let numbers: Vec<String> = (0..2500).map(|n| format!("in{n}@2022-01")).collect();
    assert_eq!(pages.concat(), numbers);
}

fn indicator(number: usize, second: usize) -> String {
    let (minute, second) = (second / 60, second % 60);
    format!(
        r#"{{"type":"indicator","spec_version":"2.1","id":"indicator--{number:012x}","modified":"2022-01-01T00:{minute:02}:{second:02}.000Z"}}"#
    )
}

async fn follow(bench: &Bench, part: &str, limit: usize, query: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = bench.get(&format!("{FULL}/{part}?limit={limit}{query}{cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        pages.push(page.rows());
        assert_eq!(next(&page).is_some(), page.json()["more"] == true);
        let Some(next) = next(&page) else { return pages };
        cursor = format!("&next={next}");
    }
}

fn next(page: &Answer) -> Option<String> {
    page.json()["next"].as_str().map(str::to_owned)
}
