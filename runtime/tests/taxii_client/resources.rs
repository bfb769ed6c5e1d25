//! Single resources, headers, errors, origins.

use capwright_runtime::client::HttpOptions;
use capwright_runtime::taxii::client::{Options, Taxii};
use capwright_runtime::taxii::{ApiRoot, Collection, Collections, Discovery, ManifestRecord, StixObject};
use capwright_runtime::{Error, Result};

use super::server::{Answer, Server};
use super::{Objects, Records, client, client_with};

const COLLECTION: &str = r#"{"id":"a1","title":"Example Organization","can_read":true,"can_write":false,"type":"Organization","media_types":["application/taxii+json; version=2.1"]}"#;

#[tokio::test]
async fn every_operation_has_its_path_and_headers() {
    let server = Server::start([
        Answer::taxii(r#"{"title":"t","default":"/v1/root"}"#),
        Answer::taxii(r#"{"title":"t","versions":["application/taxii+json;version=2.1"],"max_content_length":100}"#),
        Answer::taxii(&format!(r#"{{"collections":[{COLLECTION}]}}"#)),
        Answer::taxii(COLLECTION),
        Answer::taxii("{}"),
        Answer::taxii("{}"),
    ])
    .await;
    let taxii = client(&server.url);
    assert_eq!(taxii.discovery::<Discovery>().await.unwrap().default.unwrap(), "/v1/root");
    assert_eq!(taxii.api_root::<ApiRoot>().await.unwrap().max_content_length, 100);
    let collections: Collections = taxii.collections().await.unwrap();
    assert_eq!(collections.collections[0].extra["type"], "Organization");
    assert_eq!(taxii.collection::<Collection>("Example Organization").await.unwrap(), collections.collections[0]);
    assert!(taxii.list::<Records>("Example Organization").send().await.unwrap().body.objects.is_empty());
    assert!(taxii.list::<Objects>("a/b?c").limit(10).send().await.unwrap().body.objects.is_empty());
    let paths = [
        "/v1/taxii2",
        "/v1/root",
        "/v1/root/collections",
        "/v1/root/collections/Example%20Organization",
        "/v1/root/collections/Example%20Organization/manifest",
        "/v1/root/collections/a%2Fb%3Fc/objects?limit=10",
    ];
    assert_eq!(server.paths(), paths);
    for head in server.heads() {
        assert!(head.contains("accept: application/taxii+json;version=2.1\r\n"), "{head}");
        assert!(head.contains("authorization: Basic dXNlcjpzM2NyZXQ=\r\n"), "{head}");
        assert!(head.contains("user-agent: "), "{head}");
        assert_eq!(head.matches("accept:").count(), 1, "{head}");
    }
}

#[tokio::test]
async fn a_trailing_slash_comes_before_the_query() {
    let server = Server::start([Answer::taxii("{}")]).await;
    let taxii = client_with(&server.url, &Options::default().trailing_slash(true));
    taxii.list::<Objects>("c").limit(1).send().await.unwrap();
    assert_eq!(server.paths(), ["/v1/root/collections/c/objects/?limit=1"]);
}

#[tokio::test]
async fn what_the_server_says_of_an_error_is_read() {
    let medallion = r#"{"title":"EmptyCollection","http_status":"404","x_more":1}"#;
    for (answer, title, status) in [
        (Answer::new(404, "application/taxii+json;version=2.1", medallion), Some("EmptyCollection"), 404),
        (Answer::new(400, "application/json", r#"{"code":400,"name":"n","http_status":400}"#), Some(""), 400),
        (Answer::new(401, "text/html", "Unauthorized Access"), None, 401),
        (Answer::new(500, "text/html", ""), None, 500),
    ] {
        let server = Server::start([answer]).await;
        let Err(Error::Status(error)) = client(&server.url).discovery::<Discovery>().await else { panic!("{title:?}") };
        assert_eq!(error.status.as_u16(), status);
        assert_eq!(error.taxii().map(|body| body.title).as_deref(), title);
    }
}

#[tokio::test]
async fn a_redirect_elsewhere_is_named() {
    let moved = Answer::new(308, "text/html", "<html>").header("location", "https://elsewhere.invalid/taxii2/");
    let server = Server::start([moved]).await;
    let Err(error) = client(&server.url).discovery::<Discovery>().await else { panic!("it leads elsewhere") };
    let told = "discovery to https://elsewhere.invalid/taxii2/ (308 Permanent Redirect), which is not followed";
    assert!(error.to_string().contains(told), "{error}");
}

#[tokio::test]
async fn content_types_are_read_leniently() {
    for (content_type, good) in [
        ("application/taxii+json; version=2.1; charset=utf-8", true),
        ("application/taxii+json", true),
        ("application/json", true),
        ("text/html; charset=utf-8", false),
    ] {
        let server = Server::start([Answer::new(200, content_type, r#"{"title":"t"}"#)]).await;
        let result: Result<Discovery> = client(&server.url).discovery().await;
        assert_eq!(result.is_ok(), good, "{content_type}: {result:?}");
    }
}

#[tokio::test]
async fn quirks_of_threatconnect_are_read() {
    let record = r#"{"version":"2021-12-13T20:37:44.000Z","media_types":"application/taxii+json;version=2.1","id":"indicator--a8","date_added":"2021-12-13T20:37:44.000Z"}"#;
    let object = r#"{"created":"2018-09-18T17:46:56.000Z ","type":"indicator", "x_threat_rating": 4.0}"#;
    let date = ("x-taxii-date-added-first", "Mon Dec 13 2021 20:37:44 GMT+0000");
    let server = Server::start([
        Answer::taxii(&format!(r#"{{"objects":[{record}]}}"#)),
        Answer::taxii(&format!(r#"{{"next":"10","objects":[{object}],"more":true}}"#)).header(date.0, date.1),
    ])
    .await;
    let taxii = client(&server.url);
    let records: Vec<ManifestRecord> = taxii.list::<Records>("c").send().await.unwrap().body.objects;
    assert_eq!(records[0].media_type.as_deref(), Some("application/taxii+json;version=2.1"));
    assert_eq!(records[0].date_added.to_string(), "2021-12-13T20:37:44.000000Z");
    let page = taxii.list::<Objects>("c").limit(10).send().await.unwrap();
    assert_eq!((page.date_added_first, page.body.next.as_deref()), (None, Some("10")));
    let indicator: &StixObject = &page.body.objects[0];
    assert_eq!(indicator.created().unwrap().to_string(), "2018-09-18T17:46:56.000000Z");
    assert_eq!(indicator.json(), object);
}

#[tokio::test]
async fn credentials_stay_at_their_origin() {
    let server = Server::start([Answer::taxii("{}"), Answer::taxii("{}")]).await;
    let taxii = client(&server.url);
    for root in [format!("{}/other/", server.url), "/third/".to_owned()] {
        taxii.with_api_root(&root).unwrap().collections::<Collection>().await.unwrap();
    }
    assert_eq!(server.paths(), ["/other/collections", "/third/collections"]);
    for root in
        ["https://elsewhere.invalid/root/", "//elsewhere.invalid/root/", "http://127.0.0.1:1/", "../up/", "", "/r?a"]
    {
        let error = taxii.with_api_root(root).unwrap_err();
        assert!(matches!(&error, Error::Input(input) if input.name == "api_root"), "{root}: {error}");
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let build = |url: &str, options: Options| {
        Taxii::builder("feeds", &HttpOptions::default()).base_url(url).options(&options).build().map(|_| ())
    };
    let plain = Options::default;
    for url in ["https://taxii.example", "http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"] {
        build(url, plain()).unwrap();
    }
    let error = build("http://taxii.example", plain()).unwrap_err();
    assert_eq!(error.to_string(), "the base URL of feeds must start with https:// unless plain HTTP is allowed");
    build("http://taxii.example", plain().allow_http(true)).unwrap();
}

#[test]
fn debug_shows_neither_secret_nor_host() {
    let shown = format!("{:?}", client("https://taxii.example").list::<Objects>("c").limit(1));
    assert!(!shown.contains("s3cret") && !shown.contains("taxii.example"), "{shown}");
}
