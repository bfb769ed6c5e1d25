//! What each kind of credential is on the wire.

use http::Method;

use super::{ok, scripted};
use crate::client::auth::Auth;
use crate::client::options::HttpOptions;
use crate::client::upstream::Upstream;

async fn arrives(auths: Vec<Auth>) -> String {
    let (url, mut seen) = scripted(ok("")).await;
    let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(url);
    let upstream = auths.into_iter().fold(upstream, |upstream, auth| upstream.auth(auth)).build().unwrap();
    let request = upstream.request(Method::GET, "list").query("page", &1).cookie("a", "1");
    request.header("session", "from the caller").send().await.unwrap();
    seen.recv().await.unwrap()
}

#[tokio::test]
async fn credentials_arrive() {
    for (auth, wanted) in [
        (Auth::header("session", "s3cret"), "\r\nsession: s3cret\r\n"),
        (Auth::query("key", "a&b"), "?page=1&key=a%26b HTTP/1.1"),
        (Auth::bearer("s3cret"), "\r\nauthorization: Bearer s3cret\r\n"),
        (Auth::bearer("Bearer s3cret"), "\r\nauthorization: Bearer s3cret\r\n"),
        (Auth::bearer("bearer  s3cret"), "\r\nauthorization: Bearer s3cret\r\n"),
        (Auth::basic("me", "s3cret"), "\r\nauthorization: Basic bWU6czNjcmV0\r\n"),
        (Auth::cookie("key", "s3cret%3D"), "\r\ncookie: a=1; key=s3cret%3D\r\n"),
    ] {
        let seen = arrives(vec![auth]).await;
        assert!(seen.contains(wanted), "{wanted:?} in {seen:?}");
    }
}

#[tokio::test]
async fn several_credentials_go_together() {
    let auths = vec![Auth::header("dd-api-key", "one"), Auth::header("session", "two"), Auth::query("k", "3")];
    let seen = arrives(auths).await;
    for wanted in ["\r\ndd-api-key: one\r\n", "\r\nsession: two\r\n", "&k=3 HTTP/1.1"] {
        assert!(seen.contains(wanted), "{wanted:?} in {seen:?}");
    }
}
