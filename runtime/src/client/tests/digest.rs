//! Digest authentication against a server that checks each proof.

use std::sync::Arc;

use http::Method;
use tokio::sync::mpsc;

use super::{Script, answer, scripted};
use crate::client::auth::Auth;
use crate::client::options::HttpOptions;
use crate::client::request::Request;
use crate::client::upstream::Upstream;
use crate::digest::{Algorithm, Proof, Quality, Scheme};
use crate::error::Error;

/// Challenges what has no good proof.
fn guarded(challenge: &'static str, is_good: fn(&Scheme, &str) -> bool) -> Script {
    Script::Reply(Arc::new(move |request| {
        let line = request.lines().find_map(|line| line.strip_prefix("authorization: "));
        match line.map(Scheme::parse).as_deref() {
            Some([proof]) if is_good(proof, request) => answer("200 OK", "in"),
            _ => answer(&format!("401 Unauthorized\r\nwww-authenticate: {challenge}"), ""),
        }
    }))
}

/// Whether the response of a request is the one that its own parameters make.
fn is_proven(proof: &Scheme, request: &str) -> bool {
    let get = |name: &str| proof.get(name).unwrap_or_default();
    let (method, rest) = request.split_once(' ').unwrap();
    let expected = Proof {
        algorithm: Algorithm::named(proof.get("algorithm")).unwrap(),
        username: "me",
        realm: "r",
        password: "s3cret",
        nonce: get("nonce"),
        method,
        uri: rest.split_once(' ').unwrap().0,
        quality: proof.get("qop").map(|_| Quality { count: get("nc") }),
        cnonce: get("cnonce"),
    };
    get("response") == expected.response() && get("uri") == expected.uri && get("opaque") == "o"
}

async fn start(script: Script) -> (Upstream, mpsc::UnboundedReceiver<String>) {
    let (url, seen) = scripted(script).await;
    let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(url).auth(Auth::digest("me", "s3cret"));
    (upstream.build().unwrap(), seen)
}

fn post(upstream: &Upstream) -> Request {
    upstream.request(Method::POST, "open").path("/a/").variable("id", "x/y").query("q", "1 2").json("body")
}

#[tokio::test]
async fn a_challenge_is_answered_then_remembered() {
    for challenge in [
        r#"Digest realm="r", nonce="n1", opaque="o", qop="auth,auth-int", algorithm=SHA-256"#,
        r#"Digest realm="r", nonce="n1", opaque="o", qop="auth", algorithm=MD5-sess"#,
        r#"Basic realm="r", Digest realm="r", nonce="n1", opaque="o""#,
    ] {
        let (upstream, mut seen) = start(guarded(challenge, is_proven)).await;
        for _ in 0..2 {
            assert_eq!(post(&upstream).send().await.unwrap().text().unwrap(), "in", "{challenge}");
        }
        let attempts: Vec<_> = std::iter::from_fn(|| seen.try_recv().ok()).collect();
        assert_eq!(attempts.len(), 3, "one without, then each with a proof");
        assert!(attempts.iter().all(|request| request.ends_with("\"body\"") && !request.contains("s3cret")));
        if challenge.contains("qop") {
            assert!(attempts[1].contains("nc=00000001") && attempts[2].contains("nc=00000002"), "{attempts:?}");
        }
    }
}

#[tokio::test]
async fn wrong_credentials_and_unknown_challenges_are_final() {
    for (challenge, attempts) in [
        (r#"Digest realm="r", nonce="n1", qop="auth""#, [2, 1]),
        (r#"Digest realm="r", nonce="n1", qop="auth", stale=true"#, [2, 2]),
        (r#"Digest realm="r", nonce="n1", algorithm=other"#, [1, 1]),
        (r#"Basic realm="r""#, [1, 1]),
    ] {
        let (upstream, mut seen) = start(guarded(challenge, |_, _| false)).await;
        for wanted in attempts {
            let outcome = post(&upstream).send().await;
            assert!(matches!(outcome, Err(Error::Status(error)) if error.status == 401), "{challenge}");
            assert_eq!(std::iter::from_fn(|| seen.try_recv().ok()).count(), wanted, "{challenge}");
        }
    }
}
