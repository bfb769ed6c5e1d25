//! Our own client against our own server.

use capwright_runtime::client::{Auth, HttpOptions};
use capwright_runtime::taxii::client::{Options as ClientOptions, Taxii, TryStreamExt};
use capwright_runtime::taxii::server::Options;
use capwright_runtime::taxii::{
    Collection, Collections, Discovery, Filter, Listing, ManifestRecord, StixObject, Versions, filter,
};

use crate::bench::Bench;

#[derive(Debug, Clone, Copy)]
enum Objects {}

impl Listing for Objects {
    type Item = StixObject;
    const NAME: &'static str = "objects";
    const FILTERS: &'static [Filter] = Filter::ALL;
}

impl filter::Limit for Objects {}
impl filter::MatchVersion for Objects {}
impl filter::MatchSpecVersion for Objects {}

#[derive(Debug, Clone, Copy)]
enum Manifest {}

impl Listing for Manifest {
    type Item = ManifestRecord;
    const NAME: &'static str = "manifest";
    const FILTERS: &'static [Filter] = Filter::ALL;
}

impl filter::Limit for Manifest {}

fn client(bench: &Bench, slash: bool) -> Taxii {
    Taxii::builder("peer", &HttpOptions::default())
        .base_url(format!("http://localhost:{}/v1", bench.port))
        .discovery("/taxii2")
        .api_root("/tc_taxii")
        .auth(Auth::basic("u", "p"))
        .options(&ClientOptions::default().trailing_slash(slash))
        .build()
        .unwrap()
}

#[tokio::test]
async fn resources_are_read_in_both_slash_forms() {
    let bench = Bench::start(Options::default()).await;
    for slash in [true, false] {
        let client = client(&bench, slash);
        let discovery: Discovery = client.discovery().await.unwrap();
        let root = client.with_api_root(discovery.default.as_deref().unwrap()).unwrap();
        let collections: Collections = root.collections().await.unwrap();
        assert_eq!(collections.collections.len(), 3);
        let collection: Collection = root.collection("a/b").await.unwrap();
        assert_eq!(collection.title, "Empty");
    }
}

#[tokio::test]
async fn streams_end_with_every_row() {
    let bench = Bench::start(Options::default()).await;
    let client = client(&bench, false);
    for limit in [1, 2, 5, 100] {
        let objects = client.list::<Objects>("Example Organization").limit(limit);
        assert_eq!(objects.clone().stream().try_collect::<Vec<_>>().await.unwrap().len(), 14, "{limit}");
        let all = objects.versions(Versions::All).spec_versions(["2.0", "2.1"]);
        assert_eq!(all.stream().try_collect::<Vec<_>>().await.unwrap().len(), 17, "{limit}");
        let manifest = client.list::<Manifest>("Example Organization").limit(limit);
        assert_eq!(manifest.stream().try_collect::<Vec<_>>().await.unwrap().len(), 14, "{limit}");
    }
}

/// A reader that stopped after a page goes on later from its token, and gets the rest.
#[tokio::test]
async fn a_walk_can_be_resumed() {
    let bench = Bench::start(Options::default()).await;
    let objects = || client(&bench, true).list::<Objects>("Example Organization").limit(5);
    let page = objects().send().await.unwrap();
    let rest = objects().resume(page.resume_token()).stream().try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(page.body.objects.len() + rest.len(), 14);
    assert!(rest.iter().all(|object| !page.body.objects.contains(object)));
}
