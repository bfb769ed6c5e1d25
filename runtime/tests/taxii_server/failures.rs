//! What can't be answered, and what a service gets wrong.

use capwright_runtime::taxii::server::{Call, Layout, Options, Server, not_found};
use capwright_runtime::taxii::{ApiRoot, Discovery};
use capwright_runtime::{ConfigError, Error, Result};

use crate::bench::Expect::{Header, Holds, Json, NoHeader};
use crate::bench::{Bench, Row, USUAL, get};

const UNKNOWN: &[Row] = &[
    get("GET /", 404, &[NoHeader("www-authenticate")]),
    get("GET /taxii2/", 404, &[]),
    get("GET /v1/unknown/", 404, &[Holds("API root")]),
    get("GET /v1/unknown/collections/", 404, &[Holds("API root")]),
    get("GET /v1/unknown/collections/c/objects/", 404, &[]),
    get("GET /v1/taxii2/collections/", 404, &[]),
    get("GET {root}/status/1/", 404, &[]),
    get("GET {root}//", 404, &[]),
    get("GET {root}/collections//", 404, &[]),
    get("GET {root}/collections/unknown", 404, &[Holds("collection")]),
    get("GET {root}/collections/Example+Organization", 404, &[]),
    get("GET {root}/collections/a/b", 404, &[]),
    get("GET {root}/collections/%ff", 404, &[]),
    get("GET {root}/collections/unknown/objects?limit=0", 404, &[]),
    get("GET {full}/objects/indicator--1/", 404, &[]),
    get("GET {full}/versions/", 404, &[]),
    get("GET {root}/collections/000000c3-0000-4000-8000-0000000000c3/objects", 403, &[Holds("may not be read")]),
    get("GET {root}/collections/000000c3-0000-4000-8000-0000000000c3/manifest/?limit=0", 403, &[]),
];

const METHODS: &[Row] = &[
    get("POST {full}/objects", 405, &[Header("allow", "GET, HEAD")]),
    get("PUT /v1/taxii2/", 405, &[Header("allow", "GET, HEAD")]),
    get("DELETE {root}/collections/unknown", 405, &[Header("allow", "GET, HEAD")]),
    get("POST {root}/status/1/", 404, &[NoHeader("allow")]),
];

const QUERIES: &[Row] = &[
    get("GET {full}/objects?limit=0", 400, &[Holds("limit must be")]),
    get("GET {full}/objects?limit=-1", 400, &[]),
    get("GET {full}/objects?limit=x", 400, &[]),
    get("GET {full}/objects?limit=", 400, &[]),
    get("GET {full}/objects?limit=1.5", 400, &[]),
    get("GET {full}/objects?limit=1&limit=1", 400, &[Holds("once")]),
    get("GET {full}/objects?added_after=yesterday", 400, &[Holds("added_after")]),
    get("GET {full}/manifest?added_after=2020-01-01", 400, &[]),
    get("GET {full}/objects?match[version]=all,last", 400, &[Holds("alone")]),
    get("GET {full}/objects?match[version]=last,last", 400, &[]),
    get("GET {full}/objects?match[version]=newest", 400, &[Json("/title", "\"Bad Request\"")]),
    get("GET {full}/manifest?match[type]=indicator,,malware", 400, &[]),
    get("GET {full}/objects?next=10", 400, &[Holds("next")]),
    get("GET {full}/objects?next=", 400, &[]),
    get("GET {full}/objects?next=%00%ff", 400, &[]),
    get("GET {full}/objects?match[id]=%ff", 400, &[]),
];

#[tokio::test]
async fn what_is_not_there() {
    Bench::start(Options::default()).await.check(UNKNOWN).await;
}

#[tokio::test]
async fn methods() {
    Bench::start(Options::default()).await.check(METHODS).await;
}

#[tokio::test]
async fn malformed_queries() {
    Bench::start(Options::default()).await.check(QUERIES).await;
}

struct Faulty;

impl Faulty {
    async fn discovery(&self, call: Call) -> Result<Discovery> {
        Ok(Discovery { title: call.caller.name, ..Discovery::default() })
    }

    async fn api_root(&self, call: Call) -> Result<ApiRoot> {
        match call.root.as_str() {
            "panics" => panic!("s3cret"),
            "slow" => Err(Error::Timeout {
                upstream: "feed".to_owned(),
                awaited: capwright_runtime::Awaited::Connection,
                allowed: std::time::Duration::from_secs(10),
            }),
            "broken" => Err(ConfigError::invalid("KEY", "is s3cret").into()),
            "teapot" => Err(Error::rejected(capwright_runtime::StatusCode::IM_A_TEAPOT, "no tea")),
            _ => Err(not_found("API root")),
        }
    }
}

/// An operation that isn't offered doesn't exist, and a service that fails tells callers no more than it means to.
#[tokio::test]
async fn services_may_fail() {
    let server: Server<_> = Server::new(Layout::new("/taxii2", "/root"), Faulty);
    let server = server.discovery(Faulty::discovery).api_root(Faulty::api_root);
    let bench = Bench::start_with(server, Options::default()).await;
    let rows = [
        get("GET /taxii2", 200, &[Json("/title", "\"\"")]),
        get("GET /panics/", 500, &[Json("/http_status", "\"500\"")]),
        get("GET /slow/", 504, &[Holds("feed can't be reached: no connection within 10 s")]),
        get("GET /broken/", 500, &[]),
        get("GET /teapot/", 418, &[Holds("no tea")]),
        get("GET /root/collections/", 404, &[]),
        get("GET /root/collections/c/objects/", 404, &[]),
    ];
    bench.check(&rows).await;
    for path in ["/panics/", "/broken/"] {
        assert!(!bench.send(&format!("GET {path}"), USUAL).await.body.contains("s3cret"), "{path}");
    }
}
