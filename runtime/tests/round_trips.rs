//! What a client writes into a request, a server reads out of it, whatever the text.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use capwright_runtime::client::{HttpOptions, Upstream};
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::ServerOptions;
use capwright_runtime::{Method, Reply, Result};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use support::{Running, start};
use tokio::runtime::Builder;

/// Answers with the inputs that it was given.
struct Echo;

/// One input for each place of a request that holds any text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Texts {
    id: String,
    part: String,
    q: Option<String>,
    #[serde(rename = "tag[]")]
    tags: Option<Vec<String>>,
    sid: Option<String>,
}

impl Echo {
    async fn echo(&self, texts: Texts) -> Result<Reply> {
        Reply::from_json(&texts)
    }
}

async fn both() -> (Running, Upstream) {
    let route = Route::get("/a/{id}/b/x-{part}.json").query(&["q", "tag[]"]).cookies(&["sid"]);
    let server = start(Rest::new(Echo).route(route, Echo::echo).into_router(&ServerOptions::default())).await;
    let upstream = Upstream::new("echo", &HttpOptions::default()).base_url(format!("http://{}", server.address));
    (server, upstream.build().unwrap())
}

async fn sent(upstream: &Upstream, texts: &Texts) -> Texts {
    let request = upstream.request(Method::GET, "echo").path("/a/{id}/b/x-{part}.json");
    let request = request.variable("id", &texts.id).variable("part", &texts.part);
    let request = request.query("q", &texts.q).query("tag[]", &texts.tags).cookie("sid", &texts.sid);
    request.send().await.unwrap().json().unwrap()
}

/// Any text at all, and often one of characters that mean something in a URL.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a %/?#&=+;:.,\"'\\\\\u{0}\u{7f}\u{80}éﬀ\u{1f600}\r\n-]{0,8}"]
}

/// No encoding protects the others: a client refuses them.
fn segment() -> impl Strategy<Value = String> {
    text().prop_filter("no segment", |text| !matches!(text.as_str(), "" | "." | ".."))
}

fn texts() -> impl Strategy<Value = Texts> {
    let several = prop::option::of(vec(text(), 1..4));
    let all = (segment(), segment(), prop::option::of(text()), several, prop::option::of(text()));
    all.prop_map(|(id, part, q, tags, sid)| Texts { id, part, q, tags, sid })
}

#[test]
fn any_text_arrives() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (_server, upstream) = runtime.block_on(both());
    proptest!(|(texts in texts())| prop_assert_eq!(runtime.block_on(sent(&upstream, &texts)), texts));
}
