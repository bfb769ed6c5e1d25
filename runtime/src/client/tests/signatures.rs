//! Signatures of AWS and OAuth 1.0a, and keys in bodies, as they arrive over a socket.

use crate::value::json;
use http::Method;

use super::{ok, scripted};
use crate::client::auth::Auth;
use crate::client::body::form::Form;
use crate::client::body::multipart::Multipart;
use crate::client::options::HttpOptions;
use crate::client::request::Request;
use crate::client::upstream::Upstream;
use crate::error::Error;

/// What arrives of a request made by `build`.
async fn arrives(auth: Auth, build: impl FnOnce(Request) -> Request) -> String {
    let (url, mut seen) = scripted(ok("")).await;
    let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(format!("{url}/api")).auth(auth);
    build(upstream.build().unwrap().request(Method::POST, "test")).send().await.unwrap();
    seen.recv().await.unwrap()
}

/// Why there is no upstream with `auth`.
fn refused(auth: Auth) -> String {
    let upstream = Upstream::new("conns", &HttpOptions::default()).base_url("http://localhost").auth(auth);
    let error = upstream.build().unwrap_err();
    assert!(matches!(error, Error::Config(_)) && !format!("{error:?}").contains("s3cret"), "{error:?}");
    error.to_string()
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    let mut values = request.lines().filter_map(|line| line.strip_prefix(&start));
    let value = values.next().unwrap_or_else(|| panic!("{name} in {request}"));
    assert!(values.next().is_none(), "one {name} in {request}");
    value
}

#[cfg(feature = "aws")]
#[tokio::test]
async fn aws_signs_what_is_sent() {
    use crate::aws::{Key, Signed};
    use crate::client::auth::aws::Aws;

    for (service, token) in [("execute-api", None), ("s3", Some("t0ken"))] {
        let key = Aws::new(service, "eu-north-1", "AKID", "s3cret").session_token(token.map(Into::into));
        let request = arrives(Auth::aws(key), |request| {
            request
                .path("/a b/")
                .variable("id", "x/y:z")
                .query("q", "1 2")
                .query("a", "é")
                .header("x-amz-target", "Shop.List")
                .header("x-amz-date", "from the caller")
                .header("authorization", "from the caller")
                .json(&json!({"a": 1}))
        })
        .await;
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let target = "/api/a%20b/x%2Fy%3Az?q=1%202&a=%C3%A9";
        assert!(head.starts_with(&format!("POST {target} HTTP/1.1\r\n")), "{head}");
        let names =
            ["content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-target"];
        let names = names.into_iter().filter(|name| head.contains(&format!("\r\n{name}: ")));
        let covered: Vec<String> = names.map(str::to_owned).collect();
        assert_eq!(covered.len(), if token.is_some() { 6 } else { 4 }, "{head}");
        let headers = covered.iter().map(|name| (name.parse().unwrap(), header(head, name).parse().unwrap())).collect();
        let (path, query) = target.split_once('?').unwrap();
        let signed = Signed { method: "POST", path, query, headers: &headers, body: body.as_bytes() };
        let [service, region, id, secret] = [service, "eu-north-1", "AKID", "s3cret"].map(Into::into);
        let key = Key { service, region, id, secret, token: token.map(Into::into) };
        let time: jiff::Timestamp = header(head, "x-amz-date").parse().unwrap();
        for (name, wanted) in key.sign(&signed, time.into()).unwrap() {
            assert_eq!(header(head, name.unwrap().as_str()), wanted);
        }
        let names = format!(" SignedHeaders={}, ", covered.join(";"));
        assert!(header(head, "authorization").contains(&names), "{head}");
        assert!(!request.contains("s3cret"));
    }
}

#[cfg(feature = "aws")]
#[test]
fn an_aws_key_that_no_header_can_name_is_refused() {
    use crate::client::auth::aws::Aws;

    let check = |service: &str, region: &str, id: &str, what: &str| {
        let message = refused(Auth::aws(Aws::new(service, region, id, "s3cret")));
        assert_eq!(message, format!("{what} is empty, or holds a character that it can't have"));
    };
    check("", "r", "AKID", "the AWS service");
    check("s3", "eu/north", "AKID", "the AWS region");
    check("s3", "r", "s3cret\n", "the AWS access key ID");
    let message = refused(Auth::aws(Aws::new("s3", "r", "AKID", "k").session_token(Some("s3cret\n".into()))));
    assert_eq!(message, "the AWS session token holds a character that no header can carry");
}

#[cfg(feature = "oauth1")]
#[tokio::test]
async fn oauth1_signs_queries_and_forms() {
    use percent_encoding::percent_decode_str;

    use crate::client::auth::oauth1::OAuth1;
    use crate::oauth1::{Key, SignatureMethod, base_string};

    for method in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
        let consumer = OAuth1::new(method, "me", "s3cret&1").token("t/1", "s3cret2").realm("Shop");
        let request = arrives(Auth::oauth1(consumer), |request| {
            let form = Form::new().field("note", "é +");
            request.path("/a/").variable("id", "x/y").query("q", "1 2").header("authorization", "mine").form(form)
        })
        .await;
        let credentials = header(&request, "authorization");
        let pairs = credentials.strip_prefix("OAuth ").unwrap().split(", ").map(|pair| pair.split_once('=').unwrap());
        let decode = |text: &str| percent_decode_str(text.trim_matches('"')).decode_utf8().unwrap().into_owned();
        let pairs: Vec<(&str, String)> = pairs.map(|(name, value)| (name, decode(value))).collect();
        let (own, rest): (Vec<_>, Vec<_>) =
            pairs.iter().partition(|(name, _)| !["realm", "oauth_signature"].contains(name));
        assert_eq!(own.iter().filter(|(name, value)| *name == "oauth_token" && value == "t/1").count(), 1);
        assert_eq!(rest[0], &("realm", "Shop".to_owned()));
        let all = own.iter().map(|(name, value)| (*name, value.as_str())).chain([("q", "1 2"), ("note", "é +")]);
        let url = format!("http://{}/api/a/x%2Fy", header(&request, "host"));
        let text = base_string("POST", &url, all);
        let wanted = Key::new(method, "s3cret&1", "s3cret2").unwrap().sign(&text).unwrap();
        assert_eq!(rest[1], &("oauth_signature", wanted), "{text}");
        assert!(!request.contains("s3cret"));
    }
}

#[cfg(feature = "oauth1")]
#[test]
fn what_is_no_private_key_is_refused() {
    use crate::client::auth::oauth1::OAuth1;
    use crate::oauth1::SignatureMethod;

    for (key, reason) in [
        ("s3cret!", "is no private key in PEM"),
        ("czNjcmV0", "is no private RSA key of 2048 to 4096 bits, unencrypted in PEM"),
    ] {
        let message = refused(Auth::oauth1(OAuth1::new(SignatureMethod::RsaSha256, "me", key)));
        assert_eq!(message, format!("the key that signs as OAuth 1.0a wants it {reason}"));
    }
}

#[tokio::test]
async fn a_key_joins_the_body() {
    let key = || Auth::body("key", "s3cret");
    for (request, media_type, body) in [
        (arrives(key(), |request| request).await, "application/json", r#"{"key":"s3cret"}"#),
        (
            arrives(key(), |request| request.json(&json!({"key": "mine", "a": 1}))).await,
            "application/json",
            r#"{"a":1,"key":"s3cret"}"#,
        ),
        (
            arrives(key(), |request| request.form(Form::new().field("a", "1"))).await,
            "application/x-www-form-urlencoded",
            "a=1&key=s3cret",
        ),
    ] {
        assert_eq!(header(&request, "content-type"), media_type);
        assert_eq!(request.split_once("\r\n\r\n").unwrap().1, body);
    }
}

#[tokio::test]
async fn nothing_goes_out_without_its_key() {
    let (url, mut seen) = scripted(ok("")).await;
    let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(url).auth(Auth::body("key", "s3cret"));
    let upstream = upstream.build().unwrap();
    let request = || upstream.request(Method::POST, "test");
    for (request, reason) in [
        (request().json(&["a"]), "is no object"),
        (request().multipart(Multipart::new()), "is neither a form nor JSON"),
    ] {
        let error = request.send().await.unwrap_err();
        assert!(!format!("{error:?}").contains("s3cret"));
        assert_eq!(error.to_string(), format!("body {reason}: it can't hold `key`, which authenticates"));
    }
    assert!(seen.try_recv().is_err(), "nothing was sent");
}
