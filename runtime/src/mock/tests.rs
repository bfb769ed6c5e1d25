//! A stand-in over real sockets, called with our client.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::value::{Value, json};
use http::Method;

use super::operation::{Input, Operation};
use super::{Mock, Running};
use crate::client::{Auth, Form, HttpOptions, Request, Template, Upstream};
use crate::error::Error;
use crate::settings::{Part, Settings};

const KEY: &[Part<'static>] = &[Part::Setting("KEY")];

async fn start(settings: &mut Settings) -> Running {
    Mock::new("conns", "BASE_URL")
        .header_key("session", KEY)
        .operation(Operation::get("list", "/conns").inputs(&[
            Input::integer("limit"),
            Input::number("ratio"),
            Input::boolean("live"),
            Input::string("status"),
            Input::array("tags"),
            Input::object("filter"),
            Input::string("x-trace").in_header(),
        ]))
        .get("get", "/conns/{id}")
        .operation(Operation::get("special", "/conns/special").answer("{\"count\":1}"))
        .operation(Operation::post("close", "/conns/{id}/close").body("why"))
        .start(settings)
        .await
        .unwrap()
}

/// What a stand-in answers to a request made by `build`.
async fn answer(method: Method, build: impl FnOnce(Request) -> Request) -> Result<Value, Error> {
    let mut settings = Settings::default();
    let running = start(&mut settings).await;
    let upstream = Upstream::new(running.namespace(), &HttpOptions::default())
        .base_url(settings.fill("BASE_URL", &[]))
        .auth(Auth::header("session", settings.get("KEY")))
        .build()
        .unwrap();
    build(upstream.request(method, "test")).send().await?.json()
}

#[tokio::test]
async fn an_echo_tells_what_arrived() {
    let check = async |build: fn(Request) -> Request, method: Method, wanted: Value| {
        let found = answer(method, build).await.unwrap();
        assert_eq!(found.to_string(), wanted.to_string());
    };
    let echo =
        |operation: &str, path: &str, inputs: Value| json!({"operation": operation, "path": path, "inputs": inputs});
    check(|r| r.path("/conns"), Method::GET, echo("list", "/conns", json!({}))).await;
    check(
        |r| {
            r.path("/conns")
                .query("limit", &9_007_199_254_740_993_i64)
                .query("ratio", &1.5)
                .query("live", &true)
                .query("status", "7")
                .query("tags", "a")
                .query("filter", "{\"b\":1}")
                .query("other", &["x", "y"][..])
                .header("x-trace", "on")
        },
        Method::GET,
        echo(
            "list",
            "/conns",
            json!({
                "limit": 9_007_199_254_740_993_i64, "ratio": 1.5, "live": true, "status": "7", "tags": ["a"],
                "filter": {"b": 1}, "other": ["x", "y"], "x-trace": "on"
            }),
        ),
    )
    .await;
    check(|r| r.path("/conns").query("limit", "x"), Method::GET, echo("list", "/conns", json!({"limit": "x"}))).await;
    check(|r| r.path("/conns/").variable("id", "a/b"), Method::GET, echo("get", "/conns/a%2Fb", json!({"id": "a/b"})))
        .await;
    check(|r| r.path("/conns/special"), Method::GET, json!({"count": 1})).await;
    check(
        |r| r.path("/conns/1/close").json(&json!({"note": "idle"})),
        Method::POST,
        echo("close", "/conns/1/close", json!({"id": "1", "why": {"note": "idle"}})),
    )
    .await;
}

#[tokio::test]
async fn wrong_paths_and_methods_are_refused() {
    let check = async |method: Method, path: &'static str, status: u16, allow: Option<&str>| {
        let Err(Error::Status(error)) = answer(method, |request| request.path(path)).await else {
            panic!("{path} is refused");
        };
        assert_eq!(error.status.as_u16(), status);
        assert_eq!(error.headers.get("allow").map(|value| value.to_str().unwrap()), allow);
    };
    check(Method::GET, "/nothing", 404, None).await;
    check(Method::DELETE, "/conns", 405, Some("GET")).await;
    check(Method::POST, "/conns/special", 405, Some("GET")).await;
}

#[tokio::test]
async fn the_credential_is_checked() {
    let mut settings = Settings::default();
    settings.set("KEY", "s3cret");
    let running = start(&mut settings).await;
    for (key, accepted) in [("s3cret", true), ("other", false)] {
        let upstream = Upstream::new("conns", &HttpOptions::default())
            .base_url(running.url())
            .auth(Auth::header("session", key))
            .build()
            .unwrap();
        let outcome = upstream.request(Method::GET, "list").path("/conns").send().await;
        match outcome {
            Ok(reply) => assert!(accepted && !reply.text().unwrap().contains("s3cret")),
            Err(Error::Status(error)) => assert!(!accepted && error.status == 401),
            Err(other) => panic!("{other}"),
        }
    }
}

/// Calls `mock` at `url` with `auth`, and without.
async fn check_credential(mock: Mock, auth: impl FnOnce(&Settings) -> Auth) {
    let mut settings = Settings::default();
    settings.set("USER", "me");
    settings.set("KEY", "s&cret");
    let running = mock.get("list", "/conns").start(&mut settings).await.unwrap();
    let build = |auth: Option<Auth>| {
        let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(running.url());
        auth.into_iter().fold(upstream, |upstream, auth| upstream.auth(auth)).build().unwrap()
    };
    let list = |upstream: Upstream| async move { upstream.request(Method::GET, "list").path("/conns").send().await };
    let reply = list(build(Some(auth(&settings)))).await.unwrap();
    assert_eq!(reply.text().unwrap(), r#"{"operation":"list","path":"/conns","inputs":{}}"#);
    let outcome = list(build(None)).await;
    assert!(matches!(outcome, Err(Error::Status(error)) if error.status == 401));
}

#[tokio::test]
async fn every_kind_of_credential() {
    const USER: &[Part<'static>] = &[Part::Setting("USER")];
    let mock = || Mock::new("conns", "URL");
    check_credential(mock().query_key("key", KEY), |_| Auth::query("key", "s&cret")).await;
    check_credential(mock().cookie_key("key", KEY), |_| Auth::cookie("key", "s&cret")).await;
    check_credential(mock().bearer(KEY), |_| Auth::bearer("s&cret")).await;
    check_credential(mock().basic(USER, KEY), |_| Auth::basic("me", "s&cret")).await;
    #[cfg(feature = "digest")]
    check_credential(mock().digest(USER, KEY), |_| Auth::digest("me", "s&cret")).await;
    check_credential(mock().body_key("key", KEY), |_| Auth::body("key", "s&cret")).await;
    #[cfg(feature = "oauth2")]
    check_credential(mock().oauth2("TOKEN", USER, KEY), |settings| {
        Auth::oauth2(crate::client::OAuth2::new(settings.expose("TOKEN"), "me", "s&cret"))
    })
    .await;
    #[cfg(feature = "oauth2")]
    check_credential(mock().oauth2_discovered("SERVER", USER, KEY), |settings| {
        Auth::oauth2(crate::client::OAuth2::discover(settings.expose("SERVER"), "me", "s&cret"))
    })
    .await;
}

#[tokio::test]
async fn every_form_of_body_is_echoed_and_secrets_are_named() {
    let mut settings = Settings::default();
    settings.set("VERSION", "2");
    let mock = Mock::new("conns", "URL").settings(&["VERSION", "TENANT"]);
    let open = Operation::post("open", "/conns").inputs(&[Input::string("a").in_cookie()]);
    let running = mock.operation(open).start(&mut settings).await.unwrap();
    let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(running.url()).build().unwrap();
    let request = || upstream.request(Method::POST, "open").path("/conns");
    let form = Form::new().field("tenant", settings.expose("TENANT")).field("note", "é 2");
    let xml = Template::xml().raw("<a>").value(settings.expose("TENANT")).raw("</a>");
    for (request, inputs) in [
        (request().form(form), json!({"body": {"tenant": "{{TENANT}}", "note": "é 2"}})),
        (request().text("application/xml", xml), json!({"body": "<a>{{TENANT}}</a>"})),
        (request().query("v", "2").cookie("a", "x y"), json!({"v": "{{VERSION}}", "a": "x y"})),
    ] {
        let echo: Value = request.send().await.unwrap().json().unwrap();
        assert_eq!(echo["inputs"], inputs);
    }
}

#[cfg(feature = "aws")]
#[tokio::test]
async fn signatures_of_aws_are_checked() {
    use crate::client::Aws;

    const SERVICE: [&[Part<'static>]; 2] = [&[Part::Text("execute-api")], &[Part::Setting("REGION")]];
    const ID: &[Part<'static>] = &[Part::Setting("USER")];
    let mock = || Mock::new("conns", "URL").aws(SERVICE, [ID, KEY], "TOKEN");
    let key = |secret: &'static str| {
        move |settings: &Settings| {
            let (service, region, id) = ("execute-api", settings.get("REGION"), settings.get("USER"));
            Auth::aws(Aws::new(service, region, id, secret).session_token(settings.find("TOKEN")))
        }
    };
    check_credential(mock(), key("s&cret")).await;
    check_signatures(mock(), key("s&cret"), key("other")).await;
}

#[cfg(feature = "oauth1")]
#[tokio::test]
async fn signatures_of_oauth1_are_checked() {
    use crate::client::OAuth1;
    use crate::oauth1::SignatureMethod::{HmacSha1, HmacSha256, RsaSha256};

    const ID: &[Part<'static>] = &[Part::Setting("USER")];
    const PRIVATE: &[Part<'static>] = &[Part::Setting("PRIVATE")];
    for method in [HmacSha1, HmacSha256] {
        let signed = |secret: &'static str| move |_: &Settings| Auth::oauth1(OAuth1::new(method, "me", secret));
        check_credential(Mock::new("conns", "URL").oauth1(method, [ID, KEY], None), signed("s&cret")).await;
        let mock = Mock::new("conns", "URL").oauth1(method, [ID, KEY], None);
        check_signatures(mock, signed("s&cret"), signed("other")).await;
        let mock = Mock::new("conns", "URL").oauth1(method, [ID, KEY], Some([ID, KEY]));
        let with_token = |_: &Settings| Auth::oauth1(OAuth1::new(method, "me", "s&cret").token("me", "s&cret"));
        check_signatures(mock, with_token, signed("s&cret")).await;
    }
    // The private key is made up, and one that signs.
    let mock = Mock::new("conns", "URL").oauth1(RsaSha256, [ID, PRIVATE], None);
    let signed = |settings: &Settings| Auth::oauth1(OAuth1::new(RsaSha256, "me", settings.get("PRIVATE")));
    let other = |settings: &Settings| Auth::oauth1(OAuth1::new(RsaSha256, "you", settings.get("PRIVATE")));
    check_signatures(mock, signed, other).await;
}

/// Calls `mock` with a path, query and body that have to be encoded: `right` is let in, `wrong` is not.
#[cfg(any(feature = "aws", feature = "oauth1"))]
async fn check_signatures(mock: Mock, right: impl Fn(&Settings) -> Auth, wrong: impl Fn(&Settings) -> Auth) {
    let mut settings = Settings::default();
    settings.set("USER", "me");
    settings.set("KEY", "s&cret");
    settings.set("TOKEN", "t0ken");
    let running = mock.post("close", "/conns/{id}/close").start(&mut settings).await.unwrap();
    let call = async |auth: Auth, form: bool| {
        let upstream = Upstream::new("conns", &HttpOptions::default()).base_url(running.url()).auth(auth);
        let request = upstream.build().unwrap().request(Method::POST, "close").path("/conns/").variable("id", "a/b c");
        let request = request.path("/close").query("q", "1 +").query("a", "&");
        let request =
            if form { request.form(Form::new().field("why", "é +")) } else { request.json(&json!({"a": 1})) };
        request.send().await
    };
    for form in [true, false] {
        let reply = call(right(&settings), form).await.unwrap();
        assert!(!reply.text().unwrap().contains("s&cret"));
        let outcome = call(wrong(&settings), form).await;
        assert!(matches!(outcome, Err(Error::Status(error)) if error.status == 401));
    }
}
