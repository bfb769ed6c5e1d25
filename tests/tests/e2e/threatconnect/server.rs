//! The server: negotiation, permissions, and failures in the form that TAXII wants.

use capwright_runtime::taxii::server::{Caller, Credentials, Options};
use capwright_runtime::taxii::store::StoreService;
use capwright_tests::{Answer, serve};
use secrecy::ExposeSecret;
use threatconnect_taxii::taxii;

use super::{ACCEPT, BASE, TAXII, authorization, data, examples, served};

/// The requests of the documentation, to the byte.
const PRINTED: [(&str, &str); 6] = [
    (
        "curl --location --request GET 'https://app.threatconnect.com/api/services/taxii2/v1/tc_taxii' --header 'Accept: application/taxii+json;version=2.1' --header 'Authorization: Basic {REPLACE THIS WITH BASIC AUTH}'",
        "max_content_length",
    ),
    (
        "curl --location --request GET 'https://app.threatconnect.com/api/services/taxii2/v1/tc_taxii/collections' --header 'Accept: application/taxii+json;version=2.1' --header 'Authorization: Basic {REPLACE THIS WITH BASIC AUTH}'",
        "collections",
    ),
    (
        "curl --location --request GET 'https://app.threatconnect.com/api/services/taxii2/v1/tc_taxii/collections/Example%20Organization' --header 'Accept: application/taxii+json;version=2.1' --header 'Authorization: Basic {REPLACE THIS WITH BASIC AUTH}'",
        "alias",
    ),
    (
        "curl --location --request GET 'https://app.threatconnect.com/api/services/taxii2/v1/tc_taxii/collections/Example%20Organization/manifest' --header 'Accept: application/taxii+json;version=2.1' --header 'Authorization: Basic {REPLACE THIS WITH BASIC AUTH}'",
        "objects",
    ),
    (
        "curl --location --request GET 'https://app.threatconnect.com/api/services/taxii2/v1/tc_taxii/collections/Example%20Organization/objects?limit=10' --header 'Accept: application/taxii+json;version=2.1' --header 'Authorization: Basic {REPLACE THIS WITH BASIC AUTH}'",
        "objects",
    ),
    (
        "curl --location --request GET 'https://app.threatconnect.com/api/services/taxii2/v1/taxii2' --header 'Accept: application/taxii+json;version=2.1' --header 'Authorization: Basic {REPLACE THIS WITH BASIC AUTH}'",
        "api_roots",
    ),
];

/// A failure in the form of TAXII §3.6.
fn check_error(answer: &Answer, status: u16, description: &str) {
    assert_eq!((answer.status, answer.header("content-type")), (status, Some(TAXII)), "{answer:?}");
    let error = answer.json();
    assert!(error["title"].is_string());
    assert_eq!(error["http_status"], status.to_string());
    assert!(error["description"].as_str().unwrap().contains(description), "{error} says {description:?}");
}

#[tokio::test]
async fn requests_of_the_documentation_work_as_printed_and_with_a_slash() {
    let server = served(examples()).await;
    for (printed, key) in PRINTED {
        let mut quoted = printed.split('\'').skip(1).step_by(2);
        let path = quoted.next().unwrap().strip_prefix("https://app.threatconnect.com").unwrap();
        let headers = quoted.map(|header| header.replace("Basic {REPLACE THIS WITH BASIC AUTH}", "BASIC"));
        let basic = authorization();
        let headers: Vec<_> =
            headers.map(|header| header.replace("BASIC", basic.strip_prefix("authorization: ").unwrap())).collect();
        let headers: Vec<_> = headers.iter().map(String::as_str).collect();
        let answer = server.send(&format!("GET {path}"), &headers, b"").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(TAXII)), "{printed} {answer:?}");
        assert!(!answer.json()[key].is_null(), "{printed} {answer:?}");
        let slashed = path.split_once('?').map_or(format!("{path}/"), |(path, query)| format!("{path}/?{query}"));
        let same = server.send(&format!("GET {slashed}"), &headers, b"").await;
        assert_eq!((same.status, same.body), (200, answer.body), "{slashed}");
    }
}

#[tokio::test]
async fn every_failure_has_the_body_of_a_taxii_error() {
    let server = served(data()).await;
    let basic = authorization();
    let check = async |line: &str, headers: &[&str], status: u16, description: &str| {
        let line = line.replacen(' ', &format!(" {BASE}"), 1);
        let answer = server.send(&line, headers, b"").await;
        check_error(&answer, status, description);
        let challenge = (status == 401).then_some("Basic realm=\"threatconnect-taxii\"");
        assert_eq!(answer.header("www-authenticate"), challenge);
        assert_eq!(answer.header("allow"), (status == 405).then_some("GET, HEAD"));
    };
    let ours = [ACCEPT, basic.as_str()];
    let wrong = "credentials are missing or wrong";
    check("GET /taxii2", &[ACCEPT], 401, wrong).await;
    check("GET /taxii2", &[ACCEPT, "authorization: Basic dXNlcjp3cm9uZw=="], 401, wrong).await;
    check("GET /taxii2", &[ACCEPT, "authorization: Basic ???"], 401, wrong).await;
    check("GET /taxii2", &[ACCEPT, "authorization: Bearer x"], 401, wrong).await;
    for accept in ["accept: */*", "accept: application/json", "accept: application/taxii+json;version=2.0", "accept;"] {
        check("GET /tc_taxii", &[accept, &basic], 406, TAXII).await;
    }
    check("POST /tc_taxii", &ours, 405, "GET or HEAD").await;
    check("DELETE /tc_taxii/collections/x/objects", &ours, 405, "GET or HEAD").await;
    check("GET /nothing", &ours, 404, "no such").await;
    check("GET /tc_taxii/nothing", &ours, 404, "no such path").await;
    check("GET /other_root", &ours, 404, "no such").await;
    check("GET /tc_taxii/collections/Nobody", &ours, 404, "no such collection").await;
    check("GET /tc_taxii/collections/Nobody/objects?limit=x", &ours, 404, "no such collection").await;
    check("GET /tc_taxii/collections/Write%20only/objects", &ours, 404, "no such collection").await; // no alias
    let closed = "GET /tc_taxii/collections/000000c3-0000-4000-8000-0000000000c3";
    check(&format!("{closed}/objects"), &ours, 403, "may not be read").await;
    check(&format!("{closed}/manifest?limit=x"), &ours, 403, "may not be read").await;
    let objects = "GET /tc_taxii/collections/Example%20Organization/objects";
    for (query, description) in [
        ("limit=0", "limit must be"),
        ("limit=x", "limit must be"),
        ("limit=1&limit=1", "limit must be given once"),
        ("added_after=yesterday", "added_after must be a timestamp"),
        ("match[version]=newest", "match[version] must"),
        ("match[id]=", "match[id] must"),
        ("next=1", "next is not one that this server gave"),
        ("match[type]=%ff", "UTF-8"),
    ] {
        check(&format!("{objects}?{query}"), &ours, 400, description).await;
    }
    check("GET /taxii2", &[ACCEPT, &basic, "host: rebound.example.net"], 403, "host name").await;
    check("GET /taxii2", &[ACCEPT, &basic, "origin: https://evil.test"], 403, "origin").await;
}

#[tokio::test]
async fn cursors_are_bound_to_their_filters() {
    let server = served(data()).await;
    let basic = authorization();
    let get = async |query: &str| {
        let line = format!("GET {BASE}/tc_taxii/collections/Example%20Organization/objects?{query}");
        server.send(&line, &[ACCEPT, &basic], b"").await
    };
    let first = get("limit=1&match[type]=indicator").await;
    assert!(first.header("x-taxii-date-added-first").is_some_and(|date| date.ends_with('Z') && date.len() == 27));
    assert_eq!(first.header("x-taxii-date-added-first"), first.header("x-taxii-date-added-last"));
    let next = first.json()["next"].as_str().unwrap().to_owned();
    assert_eq!(get(&format!("limit=2&match[type]=indicator&next={next}")).await.status, 200);
    for other in ["", "match[type]=malware&", "match[type]=indicator&added_after=2020-01-01T00:00:00Z&"] {
        check_error(&get(&format!("{other}next={next}")).await, 400, "belongs to a request with other parameters");
    }
}

#[tokio::test]
async fn discovery_names_the_origin_that_callers_know() {
    let roots = |answer: Answer| answer.json()["api_roots"][0].as_str().unwrap().to_owned();
    let basic = authorization();
    let server = served(examples()).await;
    let line = format!("GET {BASE}/taxii2");
    for host in ["localhost", "127.0.0.1:1", "[::1]:8080"] {
        let host_line = format!("host: {host}");
        let answer = server.send(&line, &[ACCEPT, &basic, &host_line], b"").await;
        assert_eq!(roots(answer), format!("http://{host}{BASE}/tc_taxii/"));
    }
    let options = Options::default().with_public_url("https://taxii.example.com/").unwrap();
    let lets_all_in = async |_: Credentials| Ok(Some(Caller::default()));
    let server = serve(taxii::router(StoreService::new(examples(), lets_all_in), &options)).await;
    let answer = server.send(&line, &[ACCEPT], b"").await;
    assert_eq!(roots(answer), format!("https://taxii.example.com{BASE}/tc_taxii/"));
}

#[tokio::test]
async fn a_callback_decides_over_callers() {
    let by_token = async |credentials: Credentials| match credentials {
        Credentials::Bearer(token) if token.expose_secret() == "t0ken" => Ok(Some(Caller::new("agent"))),
        _ => Ok(None),
    };
    let server = serve(taxii::router(StoreService::new(examples(), by_token), &Options::default())).await;
    for (authorization, status) in [("authorization: Bearer t0ken", 200), ("authorization: Bearer x", 401)] {
        let answer = server.send(&format!("GET {BASE}/tc_taxii"), &[ACCEPT, authorization], b"").await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn head_answers_without_body() {
    let server = served(examples()).await;
    let answer = server.send(&format!("HEAD {BASE}/tc_taxii"), &[ACCEPT, &authorization()], b"").await;
    assert_eq!((answer.status, answer.header("content-type"), answer.body.len()), (200, Some(TAXII), 0));
}
