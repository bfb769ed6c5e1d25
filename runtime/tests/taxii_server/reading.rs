//! What can be read, and which rows a query means.

use capwright_runtime::taxii::server::Options;

use crate::bench::Expect::{Body, Header, Holds, Json, No, NoHeader, Rows};
use crate::bench::{Bench, Row, get};

const RESOURCES: &[Row] = &[
    get("GET /v1/taxii2", 200, &[Json("/title", "\"Peer server\""), Json("/contact", "\"nobody@example.invalid\"")]),
    get("GET /v1/taxii2/", 200, &[Json("/default", "\"http://localhost/v1/tc_taxii/\"")]),
    get(
        "GET /v1/taxii2/",
        200,
        &[Json("/api_roots", r#"["http://localhost/v1/bare/","http://localhost/v1/tc_taxii/"]"#)],
    ),
    get("GET {root}", 200, &[Json("/title", "\"Peer root\""), Json("/max_content_length", "104857600")]),
    get("GET {root}/", 200, &[Json("/versions", r#"["application/taxii+json;version=2.1"]"#)]),
    get("GET /v1/bare", 200, &[Json("/title", "\"No collections\""), No("/description")]),
    get(
        "GET {root}/collections",
        200,
        &[Json("/collections/0/alias", "\"Example Organization\""), No("/collections/3")],
    ),
    get("GET {root}/collections/", 200, &[Json("/collections/1/title", "\"Empty\""), No("/collections/0/objects")]),
    get("GET {root}/collections/", 200, &[Json("/collections/2/can_read", "false"), No("/collections/0/manifest")]),
    get("GET /v1/bare/collections/", 200, &[Body("{}")]),
    get("GET {full}", 200, &[Json("/type", "\"Organization\""), Json("/can_read", "true"), No("/objects")]),
    get("GET {full}/", 200, &[Json("/id", "\"000000c1-0000-4000-8000-0000000000c1\"")]),
    get("GET {root}/collections/Example%20Organization", 200, &[Json("/alias", "\"Example Organization\"")]),
    get("GET {root}/collections/Example%20Organization/", 200, &[Json("/title", "\"Example Organization\"")]),
    get("GET {root}/collections/a%2Fb", 200, &[Json("/title", "\"Empty\"")]),
    get("GET {root}/collections/a%2fb/objects", 200, &[Body("{}"), NoHeader("x-taxii-date-added-first")]),
    get("GET {root}/collections/a%2Fb/manifest/", 200, &[Body("{}"), NoHeader("x-taxii-date-added-last")]),
    get("GET {root}/collections/000000c3-0000-4000-8000-0000000000c3", 200, &[Json("/can_read", "false")]),
];

const LATEST: &str = "ma1@2017-01 in2@2020-02 in1@2020-03 ip1 x-1@2020-04 in3@2022-04 in4@2022-04 in5@2022-04 in6@2022-04 \
                      in7@2022-04 in8@2022-04 in9@2022-04 in10@2022-04 ma1@2022-06";

const PAGES: &[Row] = &[
    get("GET {full}/objects", 200, &[Rows(LATEST), Json("/more", "false"), No("/next")]),
    get("GET {full}/objects/", 200, &[Header("x-taxii-date-added-first", "2020-01-01T00:00:00.000000Z")]),
    get("GET {full}/objects/", 200, &[Header("x-taxii-date-added-last", "2022-06-02T00:00:00.000000Z")]),
    get("GET {root}/collections/Example%20Organization/objects?limit=2", 200, &[Rows("ma1@2017-01 in2@2020-02")]),
    get("GET {full}/objects?limit=14", 200, &[Json("/more", "false"), No("/next"), Rows(LATEST)]),
    get("GET {full}/objects?limit=13", 200, &[Json("/more", "true"), Holds("\"next\":\"")]),
    get("GET {full}/objects?limit=99999999999999999999", 200, &[Json("/more", "false")]),
    get("GET {full}/objects?limit=2", 200, &[Header("x-taxii-date-added-last", "2020-02-04T00:00:00.000000Z")]),
    get(
        "GET {full}/objects?match[type]=x-sensor",
        200,
        &[Holds("\"x_reading\": 2.50, \"x_serial\": 12345678901234567890123")],
    ),
    get("GET {full}/objects?match[type]=x-sensor", 200, &[Holds("\"Z\\u00fcrich \\u2603\"")]),
    get(
        "GET {full}/manifest?limit=2",
        200,
        &[Rows("ma1@2017-01 in2@2020-02"), Json("/more", "true"), Holds("\"next\":\"")],
    ),
    get("GET {full}/manifest/", 200, &[Json("/more", "false"), No("/next"), No("/objects/0/name")]),
    get("GET {full}/manifest", 200, &[Json("/objects/0/date_added", "\"2020-01-01T00:00:00.000000Z\"")]),
    get("GET {full}/manifest", 200, &[Json("/objects/0/version", "\"2017-01-20T00:00:00.000Z\"")]),
    get("GET {full}/manifest", 200, &[Json("/objects/0/media_type", "\"application/stix+json;version=2.1\"")]),
    get(
        "GET {full}/manifest?match[type]=ipv4-addr",
        200,
        &[Json("/objects/0/version", "\"2020-03-03T00:00:00.000000Z\"")],
    ),
    get("GET {full}/manifest?limit=2", 200, &[Header("x-taxii-date-added-last", "2020-02-04T00:00:00.000000Z")]),
];

const FILTERS: &[Row] = &[
    get("GET {full}/objects?match[type]=malware,ipv4-addr", 200, &[Rows("ip1 ma1@2022-06")]),
    get("GET {full}/objects?match%5Btype%5D=malware%2Cipv4-addr", 200, &[Rows("ip1 ma1@2022-06")]),
    get("GET {full}/objects?match[type]=campaign", 200, &[Body("{}")]),
    get("GET {full}/objects?match[id]=malware--00000001-0000-4000-8000-000000000001", 200, &[Rows("ma1@2022-06")]),
    get(
        "GET {full}/objects?match[id]=malware--00000001-0000-4000-8000-000000000001,indicator--00000002-0000-4000-8000-000000000002",
        200,
        &[Rows("in2@2020-02 ma1@2022-06")],
    ),
    get(
        "GET {full}/objects?match[id]=malware--00000001-0000-4000-8000-000000000001&match[type]=indicator",
        200,
        &[Body("{}"), NoHeader("x-taxii-date-added-first")],
    ),
    get("GET {full}/objects?added_after=2022-05-01T00:00:00.000007Z", 200, &[Rows("ma1@2022-06")]),
    get("GET {full}/objects?added_after=2022-05-01T00:00:00.000006Z", 200, &[Rows("in10@2022-04 ma1@2022-06")]),
    get("GET {full}/objects?added_after=2022-05-01T00:00:00Z&limit=1", 200, &[Rows("in4@2022-04")]),
    get("GET {full}/objects?added_after=2022-06-02T00:00:00.5Z", 200, &[Body("{}")]),
    get(
        "GET {full}/objects?added_after=2020-02-02T00:00:00Z&match[version]=first&limit=2",
        200,
        &[Rows("in2@2020-02 in1@2020-03")],
    ),
    get("GET {full}/manifest?match[version]=last&limit=3", 200, &[Rows("ma1@2017-01 in2@2020-02 in1@2020-03")]),
    get("GET {full}/manifest?match[version]=first&limit=3", 200, &[Rows("ma1@2017-01 in1@2020-01 in2@2020-02")]),
    get(
        "GET {full}/manifest?match[version]=first,last&limit=4",
        200,
        &[Rows("ma1@2017-01 in1@2020-01 in2@2020-02 in1@2020-03")],
    ),
    get(
        "GET {full}/manifest?match[version]=all&limit=5",
        200,
        &[Rows("ma1@2017-01 in1@2020-01 in1@2020-02 in2@2020-02 in1@2020-03")],
    ),
    get("GET {full}/manifest?match[version]=2020-02-01T00:00:00.000Z", 200, &[Rows("in1@2020-02 in2@2020-02")]),
    get(
        "GET {full}/manifest?match[version]=2020-02-01T00:00:00Z,last&limit=3",
        200,
        &[Rows("ma1@2017-01 in1@2020-02 in2@2020-02")],
    ),
    get("GET {full}/objects?match[version]=1999-01-01T00:00:00Z", 200, &[Body("{}")]),
    get("GET {full}/objects?match[spec_version]=2.0", 200, &[Rows("in2@2020-01"), No("/objects/0/spec_version")]),
    get(
        "GET {full}/manifest?match[spec_version]=2.0,2.1&match[version]=first&match[type]=indicator&limit=2",
        200,
        &[Rows("in1@2020-01 in2@2020-01"), Json("/objects/1/media_type", "\"application/stix+json;version=2.0\"")],
    ),
    get("GET {full}/objects?match[spec_version]=1.0", 200, &[Body("{}")]),
    get("GET {full}/objects?match[colour]=red&other=1&limit=1", 200, &[Rows("ma1@2017-01")]),
    get("GET {full}/objects?", 200, &[Json("/more", "false")]),
];

#[tokio::test]
async fn resources() {
    Bench::start(Options::default()).await.check(RESOURCES).await;
}

#[tokio::test]
async fn pages() {
    Bench::start(Options::default()).await.check(PAGES).await;
}

#[tokio::test]
async fn filters() {
    Bench::start(Options::default()).await.check(FILTERS).await;
}
