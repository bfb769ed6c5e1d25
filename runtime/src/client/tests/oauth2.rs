//! Tokens of an authorization server, which is the scripted upstream itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::Method;
use tokio::sync::mpsc;

use super::{Script, answer, scripted};
use crate::client::auth::Auth;
use crate::client::auth::oauth2::OAuth2;
use crate::client::options::HttpOptions;
use crate::client::upstream::Upstream;
use crate::error::{Error, Result};
use crate::reply::Reply;

/// Issues the tokens `t1`, `t2`, …, with `more` about each, and accepts those from `accepted` on.
fn server(more: &'static str, accepted: usize) -> impl Fn(&str) -> String + Send + Sync {
    let issued = AtomicUsize::new(0);
    move |request| {
        if request.starts_with("POST /token ") {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            return answer("200 OK", &format!(r#"{{"access_token":"t{number}","token_type":"Bearer"{more}}}"#));
        }
        let token = request.lines().find_map(|line| line.strip_prefix("authorization: Bearer t"));
        match token.and_then(|number| number.parse::<usize>().ok()) {
            Some(number) if number >= accepted => answer("200 OK", "in"),
            _ => answer("401 Unauthorized", ""),
        }
    }
}

async fn start(
    reply: impl Fn(&str) -> String + Send + Sync + 'static,
    client: impl FnOnce(&str) -> OAuth2,
) -> (Upstream, mpsc::UnboundedReceiver<String>) {
    let (url, seen) = scripted(Script::Reply(Arc::new(reply))).await;
    let auth = Auth::oauth2(client(&url));
    (Upstream::new("conns", &HttpOptions::default()).base_url(url).auth(auth).build().unwrap(), seen)
}

fn client(url: &str) -> OAuth2 {
    OAuth2::new(format!("{url}/token"), "id", "s3:cret").scope("read write").audience("api").resource("https://a/b")
}

async fn call(upstream: &Upstream) -> Result<Reply> {
    upstream.request(Method::GET, "list").path("/conns").header("authorization", "mine").send().await
}

/// The request lines that arrived.
fn lines(seen: &mut mpsc::UnboundedReceiver<String>) -> Vec<String> {
    let line = |request: String| request.split(" HTTP").next().unwrap_or_default().to_owned();
    std::iter::from_fn(|| seen.try_recv().ok()).map(line).collect()
}

#[tokio::test]
async fn a_token_is_asked_for_once() {
    let (upstream, mut seen) = start(server(r#","expires_in":3600"#, 1), client).await;
    let (first, second) = futures_util::join!(call(&upstream), call(&upstream));
    assert_eq!((first.unwrap().text().unwrap(), second.unwrap().text().unwrap()), ("in", "in"));
    call(&upstream).await.unwrap();
    let asked = seen.recv().await.unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("\r\nauthorization: Basic aWQ6czMlM0FjcmV0\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-type: application/x-www-form-urlencoded"), "{head}");
    let wanted = "grant_type=client_credentials&scope=read%20write&audience=api&resource=https%3A%2F%2Fa%2Fb";
    assert_eq!(body, wanted);
    assert_eq!(lines(&mut seen), ["GET /conns"; 3]);
}

#[tokio::test]
async fn a_token_is_replaced_before_its_end_and_after_a_401() {
    let (upstream, mut seen) = start(server(r#","expires_in":0"#, 1), client).await;
    call(&upstream).await.unwrap();
    call(&upstream).await.unwrap();
    assert_eq!(lines(&mut seen), ["POST /token", "GET /conns", "POST /token", "GET /conns"]);

    let (upstream, mut seen) = start(server("", 2), client).await;
    assert_eq!(call(&upstream).await.unwrap().text().unwrap(), "in");
    assert_eq!(lines(&mut seen), ["POST /token", "GET /conns", "POST /token", "GET /conns"]);

    let (upstream, mut seen) = start(server("", 99), client).await;
    let outcome = call(&upstream).await;
    assert!(matches!(outcome, Err(Error::Status(error)) if error.status == 401));
    assert_eq!(lines(&mut seen).len(), 4, "no third attempt");
}

#[tokio::test]
async fn some_servers_want_the_secret_in_the_form() {
    let reply = |request: &str| match request {
        request if request.contains("client_id=id&client_secret=s3%3Acret") => {
            answer("200 OK", r#"{"access_token":"t1","token_type":"bearer","expires_in":0}"#)
        }
        request if request.starts_with("POST /token") => answer("400 Bad Request", r#"{"error":"invalid_client"}"#),
        _ => answer("200 OK", "in"),
    };
    let (upstream, mut seen) = start(reply, client).await;
    call(&upstream).await.unwrap();
    assert_eq!(lines(&mut seen), ["POST /token", "POST /token", "GET /conns"]);
    call(&upstream).await.unwrap();
    assert_eq!(lines(&mut seen), ["POST /token", "GET /conns"], "and are remembered");
}

#[tokio::test]
async fn the_token_endpoint_may_be_published() {
    for place in ["/.well-known/oauth-authorization-server/tenant", "/tenant/.well-known/openid-configuration"] {
        let tokens = server(r#","expires_in":3600"#, 1);
        let reply = move |request: &str| {
            if !request.contains("well-known") {
                return tokens(request);
            }
            if !request.starts_with(&format!("GET {place} ")) {
                return answer("404 Not Found", "");
            }
            let host = request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
            let body = format!(r#"{{"issuer":"http://{host}/tenant","token_endpoint":"http://{host}/token"}}"#);
            answer("200 OK", &body)
        };
        let discover = |url: &str| OAuth2::discover(format!("{url}/tenant/"), "id", "s3cret");
        let (upstream, mut seen) = start(reply, discover).await;
        call(&upstream).await.unwrap();
        call(&upstream).await.unwrap();
        let lines = lines(&mut seen);
        assert!(lines.ends_with(&["POST /token", "GET /conns", "GET /conns"].map(str::to_owned)), "{lines:?}");
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for (answers, message) in [
        (answer("400 Bad Request", r#"{"error":"invalid_scope"}"#), "answered 400 Bad Request (invalid_scope)"),
        (answer("500 Oops", "s3cret"), "answered 500 Internal Server Error"),
        (answer("200 OK", "s3cret"), "answered is none"),
        (answer("200 OK", r#"{"access_token":"s3cret","token_type":"mac"}"#), "tokens of another type than bearer"),
    ] {
        let (upstream, mut seen) = start(move |_| answers.clone(), client).await;
        let error = call(&upstream).await.unwrap_err();
        assert!(matches!(&error, Error::Token { upstream, .. } if upstream == "conns"), "{error:?}");
        assert!(error.to_string().ends_with(message) && !format!("{error:?}").contains("s3cret"), "{error:?}");
        assert_eq!(lines(&mut seen), ["POST /token"]);
    }
    let other = |_: &str| answer("200 OK", r#"{"issuer":"https://evil.example","token_endpoint":"x"}"#);
    let (upstream, _seen) = start(other, |url| OAuth2::discover(url, "id", "s3cret")).await;
    let message = call(&upstream).await.unwrap_err().to_string();
    assert_eq!(message, "conns can't be called: the authorization server says that it is another one");
}
