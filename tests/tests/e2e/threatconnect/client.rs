//! The client: what reaches the wire, what it reads, and how it pages.

use capwright_runtime::taxii::client::{ResumeToken, StreamExt, TryStreamExt};
use capwright_runtime::taxii::{StixObject, TaxiiTimestamp, Versions};
use capwright_runtime::{Error, PagingError, Result, Value};
use capwright_tests::{Script, Upstream};
use serde_json::json;
use serde_json::value::RawValue;
use threatconnect_taxii::{Client, CollectionType, taxii};

use super::{BASE, EXAMPLE, TAXII, authorization, client, data, examples, served};

fn ids(objects: &[StixObject]) -> Vec<String> {
    objects.iter().map(|object| object.id().to_owned()).collect()
}

fn reply(body: &str) -> Script {
    Script::http("200 OK", &format!("content-type: {TAXII}\r\n"), body)
}

#[tokio::test]
async fn operations_reach_the_wire() {
    let upstream = Upstream::start(reply("{}")).await;
    let client = client(&upstream.url());
    let check = |path: &str| {
        let [seen] = &upstream.take()[..] else { panic!("{path}: one request") };
        assert_eq!(seen.line, format!("GET {BASE}{path}"));
        assert_eq!(seen.header("accept"), Some(TAXII));
        let authorization = authorization();
        assert_eq!(seen.header("authorization"), authorization.strip_prefix("authorization: "));
    };
    let _ = client.discovery().await;
    check("/taxii2");
    let _ = client.api_root().await;
    check("/tc_taxii");
    let _ = client.collections().await;
    check("/tc_taxii/collections");
    let _ = client.collection(EXAMPLE).await;
    check("/tc_taxii/collections/Example%20Organization");
    let _ = client.collection("a/b").await;
    check("/tc_taxii/collections/a%2Fb");
    client.manifest(EXAMPLE).send().await.unwrap();
    check("/tc_taxii/collections/Example%20Organization/manifest");
    client.objects(EXAMPLE).limit(10).send().await.unwrap();
    check("/tc_taxii/collections/Example%20Organization/objects?limit=10");
    let after: TaxiiTimestamp = "2021-12-13T20:37:44Z".parse().unwrap();
    let all = client.objects("id").added_after(after).limit(3).next("c&d").ids(["a", "b"]).types(["indicator"]);
    all.versions(Versions::All).spec_versions(["2.0", "2.1"]).send().await.unwrap();
    check(
        "/tc_taxii/collections/id/objects?added_after=2021-12-13T20%3A37%3A44.000000Z&limit=3&next=c%26d\
         &match%5Bid%5D=a%2Cb&match%5Btype%5D=indicator&match%5Bversion%5D=all&match%5Bspec_version%5D=2.0%2C2.1",
    );
    for request in [client.objects("id").limit(0), client.objects(""), client.objects("..")] {
        assert!(matches!(request.send().await, Err(Error::Input(_))));
    }
    assert_eq!(upstream.seen(), []);
}

/// The responses in the documentation, quirks included: `media_types` as text, spaces in times, `next` before `objects`.
#[tokio::test]
async fn documented_responses_are_read_and_objects_keep_their_text() {
    let examples: Vec<Value> = serde_json::from_str(taxii::EXAMPLES).unwrap();
    assert_eq!(examples.len(), 6);
    for example in &examples {
        let response = &example["response"];
        let upstream = Upstream::start(reply(&response.to_string())).await;
        let client = client(&upstream.url());
        match example["operation"].as_str().unwrap() {
            "discovery" => assert_eq!(client.discovery().await.unwrap().api_roots.len(), 1),
            "api_root" => assert_eq!(client.api_root().await.unwrap().max_content_length, 100),
            "collections" => {
                let types: Vec<_> =
                    client.collections().await.unwrap().collections.into_iter().map(|c| c.extra.type_).collect();
                assert_eq!(types, [Some(CollectionType::Organization), Some(CollectionType::Community)]);
            }
            "collection" => {
                let collection = client.collection(EXAMPLE).await.unwrap();
                assert_eq!(*response, serde_json::to_value(&collection).unwrap());
            }
            "manifest" => {
                let page = client.manifest(EXAMPLE).send().await.unwrap();
                let record = &page.body.objects[0];
                assert_eq!(record.media_type.as_deref(), Some(TAXII));
                assert_eq!(record.date_added.to_string(), "2021-12-13T20:37:44.000000Z");
            }
            "objects" => {
                let page = client.objects(EXAMPLE).send().await.unwrap();
                assert_eq!((page.body.more, page.body.next.as_deref()), (true, Some("10")));
                let texts: Vec<_> = page.body.objects.iter().map(|object| object.json().into_owned()).collect();
                let wanted: Vec<_> = response["objects"].as_array().unwrap().iter().map(Value::to_string).collect();
                assert_eq!(texts, wanted);
                assert!(page.body.objects[1].created().is_some());
            }
            other => panic!("{other} is new"),
        }
    }
}

#[tokio::test]
async fn unknown_properties_survive_a_round_trip() {
    let text =
        r#"{"id":"x--1", "type":"x",  "n": 2.50,"deep":{"b":[1.0,null],"a":12345678901234567890123},"é":"\u00e9"}"#;
    let upstream = Upstream::start(reply(&format!("{{\"objects\":[{text}],\"x_more\":1}}"))).await;
    let page = client(&upstream.url()).objects("id").send().await.unwrap();
    assert_eq!(page.body.objects[0].json(), text);
    assert_eq!(serde_json::to_string(&page.body.objects[0]).unwrap(), text);
    assert_eq!(page.body.extra["x_more"], 1);
    let collection = json!({"id": "i", "title": "t", "can_read": true, "can_write": false, "type": "Feed", "x": [1]});
    let upstream = Upstream::start(reply(&collection.to_string())).await;
    let read = client(&upstream.url()).collection("i").await.unwrap();
    assert_eq!(read.extra.type_, Some(CollectionType::Other("Feed".to_owned())));
    assert_eq!(serde_json::to_value(read).unwrap(), collection);
}

#[tokio::test]
async fn what_is_no_taxii_is_said() {
    for (reply, wanted) in [
        (Script::http("200 OK", "content-type: text/html\r\n", "<html>"), "the reply can't be decoded"),
        (reply("{broken"), "the answer of threatconnect-taxii can't be decoded"),
        (reply("{}"), "the answer of threatconnect-taxii can't be decoded"),
        (Script::http("401 Unauthorized", "", "{}"), "threatconnect-taxii answered discovery with 401 Unauthorized"),
        (
            Script::http("302 Found", "location: https://b.test/x\r\n", ""),
            "threatconnect-taxii redirects discovery to https://b.test/x (302 Found), which is not followed: it leads to \
             another origin",
        ),
        (
            Script::Reset,
            "threatconnect-taxii closed the connection before it answered: the request was sent, and may have been carried \
             out",
        ),
    ] {
        let upstream = Upstream::start(reply).await;
        assert_eq!(client(&upstream.url()).discovery().await.unwrap_err().to_string(), wanted);
        assert_eq!(upstream.seen().len(), usize::from(!matches!(wanted, "")), "nothing is tried again");
    }
    let error = json!({"title": "No", "http_status": 404, "x": 1}).to_string();
    let upstream = Upstream::start(Script::http("404 Not Found", "content-type: application/json\r\n", error)).await;
    let Err(Error::Status(error)) = client(&upstream.url()).collection("x").await else { panic!("404") };
    assert_eq!(error.taxii().unwrap().title, "No");
}

#[tokio::test]
async fn our_client_reads_our_server() {
    let server = served(examples()).await;
    let client = client(&server.url());
    let discovery = client.discovery().await.unwrap();
    assert_eq!(discovery.title, "ThreatConnect TAXII 2.1 Server");
    let root = format!("{}{BASE}/tc_taxii/", server.url());
    assert_eq!((discovery.default.as_ref(), &discovery.api_roots), (Some(&root), &vec![root.clone()]));
    let client = client.with_api_root(&root).unwrap();
    assert_eq!(client.api_root().await.unwrap().title, "ThreatConnect TAXII 2.1 Server API Root");
    assert!(matches!(client.with_api_root("https://elsewhere.test/tc_taxii/"), Err(Error::Input(_))));
    let collections = client.collections().await.unwrap().collections;
    assert_eq!(collections.len(), 2);
    let by_name = client.collection(EXAMPLE).await.unwrap();
    assert_eq!(by_name, client.collection(&by_name.id).await.unwrap());
    assert_eq!(by_name, collections[0]);

    let objects = check_pages(&client, EXAMPLE).await.unwrap();
    assert_eq!(objects.len(), 2);
    assert_eq!(objects[1].get("pattern").unwrap(), "[domain-name:value = 'badguy.com']");
    assert!(check_pages(&client, "Example Community").await.unwrap().is_empty());
    assert!(matches!(client.objects("Nobody").send().await, Err(Error::Status(error)) if error.status == 404));
}

/// All objects of a collection: the same whatever the size of the pages.
async fn check_pages(client: &Client, collection: &str) -> Result<Vec<StixObject>> {
    let whole: Vec<_> = client.objects(collection).stream().try_collect().await?;
    for limit in [1, 2, 5, 1000] {
        let objects: Vec<_> = client.objects(collection).limit(limit).stream().try_collect().await?;
        assert_eq!(ids(&objects), ids(&whole), "limit {limit}");
        let records: Vec<_> = client.manifest(collection).limit(limit).stream().try_collect().await?;
        assert_eq!(records.into_iter().map(|record| record.id).collect::<Vec<_>>(), ids(&whole), "limit {limit}");
        let pages: Vec<_> = client.objects(collection).limit(limit).pages().try_collect().await?;
        assert_eq!(pages.len(), whole.len().div_ceil(limit as usize).max(1));
        for page in pages.iter().filter(|page| !page.body.objects.is_empty()) {
            assert!(page.date_added_first.is_some() && page.date_added_first <= page.date_added_last);
        }
    }
    Ok(whole)
}

#[tokio::test]
async fn a_feed_is_filtered_and_resumed() {
    let server = served(data()).await;
    let client = client(&server.url());
    let whole = check_pages(&client, EXAMPLE).await.unwrap();
    assert_eq!(whole.len(), 14);
    let typed: Vec<_> = client.objects(EXAMPLE).types(["indicator"]).limit(1).stream().try_collect().await.unwrap();
    assert!(!typed.is_empty() && typed.iter().all(|object| object.type_name() == "indicator"));
    let (first, second) = (whole[0].id(), whole[1].id());
    let some: Vec<_> = client.objects(EXAMPLE).ids([second, first]).stream().try_collect().await.unwrap();
    assert_eq!(ids(&some), [first, second]);
    let every = client.manifest(EXAMPLE).versions(Versions::All).spec_versions(["2.0", "2.1"]).limit(2);
    assert_eq!(every.stream().try_collect::<Vec<_>>().await.unwrap().len(), 17);

    // Half of it now, the rest with a token that was stored in between.
    let mut pages = client.objects(EXAMPLE).limit(7).pages();
    let page = pages.next().await.unwrap().unwrap();
    let token = serde_json::to_string(page.resume_token()).unwrap();
    let token: ResumeToken = serde_json::from_str(&token).unwrap();
    let rest: Vec<_> = client.objects(EXAMPLE).resume(&token).stream().try_collect().await.unwrap();
    assert_eq!([ids(&page.body.objects), ids(&rest)].concat(), ids(&whole));
    let last = client.objects(EXAMPLE).limit(1000).send().await.unwrap();
    assert!(client.objects(EXAMPLE).resume(last.resume_token()).send().await.unwrap().body.objects.is_empty());
}

#[tokio::test]
async fn every_parameter_is_sent_again_with_each_page() {
    let upstream = Upstream::with(|seen| match seen.line.contains("next=") {
        false => reply(r#"{"more":true,"next":"n 2","objects":[{"id":"a--1"}]}"#),
        true => reply(r#"{"more":false,"objects":[{"id":"a--2"}]}"#),
    })
    .await;
    let request = client(&upstream.url()).objects("id").limit(1).types(["a"]);
    assert_eq!(request.stream().try_collect::<Vec<_>>().await.unwrap().len(), 2);
    let lines: Vec<_> = upstream.seen().into_iter().map(|seen| seen.line).collect();
    let path = format!("GET {BASE}/tc_taxii/collections/id/objects");
    let wanted = ["?limit=1&match%5Btype%5D=a", "?limit=1&next=n%202&match%5Btype%5D=a"];
    assert_eq!(lines, wanted.map(|query| format!("{path}{query}")));
}

#[tokio::test]
async fn no_server_can_lead_a_walk_in_circles() {
    let check = async |body: &str, wanted: PagingError, requests: usize| {
        let upstream = Upstream::start(reply(body)).await;
        let items: Vec<_> = client(&upstream.url()).objects("id").max_pages(5).stream().collect().await;
        let Some(Err(Error::Paging { reason, .. })) = items.last() else { panic!("{body}: {items:?}") };
        assert_eq!((*reason, upstream.seen().len()), (wanted, requests), "{body}");
    };
    check(r#"{"more":true,"next":"n","objects":[{"id":"a--1"}]}"#, PagingError::Stuck, 2).await;
    check(r#"{"more":true,"objects":[{"id":"a--1"}]}"#, PagingError::MissingCursor, 1).await;
    let endless = Upstream::with({
        let count = std::sync::atomic::AtomicU32::new(0);
        move |_| {
            let page = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            reply(&format!(r#"{{"more":true,"next":"{page}","objects":[{{"id":"a--{page}"}}]}}"#))
        }
    })
    .await;
    let items: Vec<_> = client(&endless.url()).objects("id").max_pages(5).stream().collect().await;
    assert!(matches!(items[5], Err(Error::Paging { reason: PagingError::PageLimit(5), .. })), "{items:?}");
    assert_eq!((items.len(), endless.seen().len()), (6, 5));
    let empty = Upstream::start(reply(r#"{"more":true,"next":"n"}"#)).await;
    assert!(client(&empty.url()).objects("id").stream().next().await.is_none());
}

#[tokio::test]
async fn one_bad_object_does_not_end_the_stream() {
    let upstream = Upstream::start(reply(r#"{"objects":[{"id":"a--1"},5,{"id":"a--3"}]}"#)).await;
    let objects: Vec<_> = client(&upstream.url()).objects("id").stream().collect().await;
    assert!(matches!(&objects[..], [Ok(_), Err(Error::Decode { .. }), Ok(_)]), "{objects:?}");
    let untyped = client(&upstream.url()).objects("id").stream_as::<Box<RawValue>>();
    let texts: Vec<_> = untyped.map_ok(|text| text.get().to_owned()).try_collect().await.unwrap();
    assert_eq!(texts, [r#"{"id":"a--1"}"#, "5", r#"{"id":"a--3"}"#]);
}
