//! Digest authentication (RFC 7616), as a client computes it.

use std::sync::Arc;

use capwright_runtime::rest::{Rest, Route, Router};
use capwright_runtime::server::ServerOptions;
use md5::Md5;
use sha2::{Digest, Sha256};

use super::support::mcp::mcp;
use super::support::{Answer, Api, start};
use super::{DIGEST, HOST, authentication, servers};

/// A value of the first challenge that offers `algorithm`.
fn parameter<'a>(answer: &'a Answer, algorithm: &str, name: &str) -> &'a str {
    let offers = |challenge: &str| challenge.contains(&format!("algorithm={algorithm},"));
    let (_, challenge) =
        answer.headers.iter().find(|(header, value)| header == "www-authenticate" && offers(value)).unwrap();
    let (_, value) = challenge.split_once(&format!("{name}=")).unwrap();
    value.strip_prefix('"').unwrap_or(value).split(['"', ',']).next().unwrap()
}

/// What a client sends, computed as RFC 7616 section 3.4.1 says it, and not by the code under test.
fn proof(algorithm: &str, user: &str, password: &str, method: &str, uri: &str, nonce: &str) -> String {
    let hash = |text: String| -> String {
        let bytes = if algorithm == "MD5" { Md5::digest(text).to_vec() } else { Sha256::digest(text).to_vec() };
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let (secret, request) = (hash(format!("{user}:conns:{password}")), hash(format!("{method}:{uri}")));
    let response = hash(format!("{secret}:{nonce}:00000001:c1ient:auth:{request}"));
    format!(
        "authorization: Digest username=\"{user}\", realm=\"conns\", uri=\"{uri}\", algorithm={algorithm}, \
         nonce=\"{nonce}\", nc=00000001, cnonce=\"c1ient\", qop=auth, response=\"{response}\""
    )
}

#[tokio::test]
async fn digest() {
    for (line, server) in servers(authentication(DIGEST, "s3cret")).await {
        let (_, path) = line.split_once(' ').unwrap();
        let ask = async |header: &str| server.send(line, &[HOST, header], b"").await;
        let asked = ask("accept: */*").await;
        let offered: Vec<_> = asked.headers.iter().filter(|(name, _)| name == "www-authenticate").collect();
        assert!(
            offered.len() == 2 && offered[0].1.starts_with("Digest realm=\"conns\", qop=\"auth\", algorithm=SHA-256")
        );
        for algorithm in ["SHA-256", "MD5"] {
            let nonce = parameter(&asked, algorithm, "nonce");
            let proof = |user, password, method, uri| proof(algorithm, user, password, method, uri, nonce);
            let right = proof("ann", "s3cret", "GET", path);
            assert_ne!(ask(&right).await.status, 401, "{algorithm}");
            assert_ne!(ask(&right.replace("qop=auth", "qop=\"auth\"")).await.status, 401, "curl quotes it");
            for wrong in [
                proof("ann", "s3cre", "GET", path),
                proof("bob", "s3cret", "GET", path),
                proof("ann", "s3cret", "POST", path),
                proof("ann", "s3cret", "GET", "/other"),
                proof("ann", "", "GET", path),
                right.replace("qop=auth", "qop=auth-int"),
                right.replace("qop=auth, ", ""),
                right.replace("Digest", "Basic"),
                right.replace("nc=00000001", "nc=00000002"),
                right.replace("algorithm=", "algorithm=X-"),
                format!("{right}, username=\"ann\""),
                "authorization: Digest".to_owned(),
                "authorization: Digest \"".to_owned(),
            ] {
                let answer = ask(&wrong).await;
                assert_eq!(answer.status, 401, "{algorithm} {wrong}");
                assert!(!format!("{answer:?}").contains("stale"), "{wrong} {answer:?}");
            }
        }
    }
    // Who knows the password and has a nonce of before is told to take another one.
    for (_, server) in servers(authentication(DIGEST, "s3cret")).await {
        let old = proof("SHA-256", "ann", "s3cret", "GET", "/conns", "dcd98b7102dd2f0e8b11d0f600bfb0c0");
        let answer = server.send("GET /conns", &[HOST, &old], b"").await;
        assert_eq!((answer.status, parameter(&answer, "SHA-256", "stale")), (401, "true"));
    }
    for blank in [" ", "\t"] {
        for (line, server) in servers(authentication(DIGEST, blank)).await {
            let asked = server.send(line, &[HOST], b"").await;
            for password in [blank, ""] {
                let uri = line.strip_prefix("GET ").unwrap();
                let proof = proof("MD5", "ann", password, "GET", uri, parameter(&asked, "MD5", "nonce"));
                assert_eq!(server.send(line, &[HOST, &proof], b"").await.status, 401);
            }
        }
    }
}

#[tokio::test]
async fn below_a_path_of_an_app_proofs_are_about_the_whole_path() {
    let options = ServerOptions::default();
    let admission = authentication(DIGEST, "s3cret");
    let tools = mcp(Arc::default()).with_authentication(admission.clone()).endpoint(&options);
    let rest = Rest::new(Api::default()).route(Route::get("/conns").name("list"), Api::list);
    let rest = rest.with_authentication(admission).into_router(&options);
    let server = start(Router::new().nest("/tools", tools).nest("/v1", rest)).await;
    for (path, within) in [("/v1/conns", "/conns"), ("/tools/mcp", "/mcp")] {
        let line = format!("GET {path}");
        let asked = server.send(&line, &[HOST], b"").await;
        assert_eq!(asked.status, 401);
        let nonce = parameter(&asked, "SHA-256", "nonce");
        let status = async |uri| {
            let proof = proof("SHA-256", "ann", "s3cret", "GET", uri, nonce);
            server.send(&line, &[HOST, &proof], b"").await.status
        };
        assert_ne!(status(path).await, 401, "{path}");
        assert_eq!(status(within).await, 401, "{within}");
    }
}
