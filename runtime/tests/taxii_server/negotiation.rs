//! Who may ask, under which name, and in which media type.

use capwright_runtime::taxii::server::Options;

use crate::bench::Expect::{Body, Header, Json, NoHeader};
use crate::bench::{Bench, Row, USUAL};

const fn head(request: &'static str, head: &'static [&'static str], status: u16) -> Row {
    Row { request, head, status, expected: &[] }
}

const HOST: &str = "Host: localhost";
const BASIC: &str = "Authorization: Basic dTpw";
const ACCEPT: &str = "Accept: application/taxii+json;version=2.1";

const CALLERS: &[Row] = &[
    Row {
        expected: &[Header("www-authenticate", "Basic realm=\"taxii\"")],
        ..head("GET {root}", &[HOST, ACCEPT], 401)
    },
    Row { expected: &[Header("www-authenticate", "Basic realm=\"taxii\"")], ..head("GET /v1/taxii2/", &[HOST], 401) },
    head("GET {full}/objects", &[HOST, ACCEPT, "Authorization: Basic dTpx"], 401),
    head("GET {full}/objects", &[HOST, ACCEPT, "Authorization: Basic %%%"], 401),
    head("GET {full}/objects", &[HOST, ACCEPT, "Authorization: Bearer dTpw"], 401),
    head("GET {root}/collections/unknown", &[HOST, ACCEPT], 401),
    head("GET /v1/unknown/collections/", &[HOST, ACCEPT], 401),
    head("GET {root}", &[HOST, ACCEPT, "Authorization: basic dTpw"], 200),
    head("GET {root}/collections/", &["Host: localhost:1234", ACCEPT, BASIC], 200),
    head("GET {root}/collections/", &["Host: 127.0.0.1", ACCEPT, BASIC], 200),
    head("GET {root}/collections/", &["Host: evil.test", ACCEPT, BASIC], 403),
    head("GET {root}/collections/", &["Host: evil.test"], 403),
    head("GET {root}/collections/", &[ACCEPT, BASIC], 400),
    head("GET {root}", &[HOST, ACCEPT, BASIC, "Origin: https://evil.test"], 403),
    head("GET {root}", &[HOST, ACCEPT, BASIC, "Origin: http://localhost:5173"], 200),
    Row {
        expected: &[Json("/default", "\"http://127.0.0.1:8081/v1/tc_taxii/\"")],
        ..head("GET /v1/taxii2/", &["Host: 127.0.0.1:8081", ACCEPT, BASIC], 200)
    },
    Row {
        expected: &[Json("/default", "\"http://localhost:99/v1/tc_taxii/\"")],
        ..head("GET http://localhost:99/v1/taxii2/", &["Host: localhost:99", ACCEPT, BASIC], 200)
    },
];

const MEDIA_TYPES: &[Row] = &[
    head("GET {root}", &[HOST, BASIC], 406),
    head("GET {root}", &[HOST, BASIC, "Accept: application/json"], 406),
    head("GET {root}", &[HOST, BASIC, "Accept: */*"], 406),
    head("GET {root}", &[HOST, BASIC, "Accept: application/taxii+json;version=2.0"], 406),
    head("GET {root}", &[HOST, BASIC, "Accept: application/vnd.oasis.taxii+json; version=2.0"], 406),
    head("GET {root}", &[HOST, BASIC, "Accept: application/taxii+json;version=2.1;q=0"], 406),
    head("GET /v1/unknown/", &[HOST, BASIC, "Accept: text/html"], 406),
    head("GET {root}/collections/unknown", &[HOST, BASIC, "Accept: text/html"], 406),
    head("GET {root}", &[HOST, BASIC, "Accept: application/taxii+json"], 200),
    head("GET {root}", &[HOST, BASIC, "Accept: application/taxii+json; version=2.1"], 200),
    head(
        "GET {full}/manifest",
        &[HOST, BASIC, "Accept: application/taxii+json;version=2.1,application/stix+json;version=2.1"],
        200,
    ),
    head("GET {root}", &[HOST, BASIC, "Accept: text/html", ACCEPT], 200),
];

const HEADS: &[Row] = &[
    Row {
        expected: &[Body(""), Header("x-taxii-date-added-first", "2020-01-01T00:00:00.000000Z")],
        ..head("HEAD {full}/objects?limit=1", USUAL, 200)
    },
    Row { expected: &[Body("")], ..head("HEAD {root}/", USUAL, 200) },
    Row { expected: &[Body(""), NoHeader("allow")], ..head("HEAD {root}/collections/unknown/", USUAL, 404) },
    Row {
        expected: &[Body(""), Header("www-authenticate", "Basic realm=\"taxii\"")],
        ..head("HEAD {root}", &[HOST], 401)
    },
];

#[tokio::test]
async fn callers_hosts_and_origins() {
    Bench::start(Options::default()).await.check(CALLERS).await;
}

#[tokio::test]
async fn media_types() {
    Bench::start(Options::default()).await.check(MEDIA_TYPES).await;
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    Bench::start(Options::default()).await.check(HEADS).await;
}

#[tokio::test]
async fn discovery_names_the_public_url() {
    let options = Options::default().with_public_url("https://taxii.example.com/feeds").unwrap();
    let bench = Bench::start(options).await;
    let discovery = bench.get("/v1/taxii2/").await.json();
    assert_eq!(discovery["default"], "https://taxii.example.com/feeds/v1/tc_taxii/");
    assert_eq!(discovery["api_roots"][0], "https://taxii.example.com/feeds/v1/bare/");
    bench.check(&[head("GET /v1/taxii2/", &["Host: taxii.example.com", ACCEPT, BASIC], 200)]).await;
}
