//! Authentication as other people's programs meet it: what `tests/peers` runs them against.
//!
//! - `authentication call JSON` calls `url` with the credential `auth`, once for each of `requests`, and prints the status of each.
//! - `authentication mock JSON` stands in for an API that wants the credential `auth`, and prints where.
//! - `authentication serve JSON` is a server that lets in callers with the credential `auth`, and prints where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

use std::future::pending;

use axum::Router;
use capwright_runtime::client::{Auth, Aws, Form, HttpOptions, OAuth1, Request, Upstream};
use capwright_runtime::mock::Mock;
use capwright_runtime::server::{Callers, bind, serve};
use capwright_runtime::{Error, Method, Part, Settings, SignatureMethod};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [order, json] = arguments.as_slice() else { panic!("usage: authentication call|mock|serve JSON") };
    let given: Value = serde_json::from_str(json).expect("JSON");
    match order.as_str() {
        "call" => call(&given).await,
        "mock" => stand_in(&given["auth"]).await,
        "serve" => server(&given["auth"]).await,
        other => panic!("{other} is no order"),
    }
}

async fn call(given: &Value) {
    let upstream =
        Upstream::new("peer", &HttpOptions::default()).base_url(text(&given["url"])).auth(auth(&given["auth"]));
    let upstream = upstream.build().expect("an upstream");
    for wanted in given["requests"].as_array().expect("requests") {
        let status = match request(&upstream, wanted).send().await {
            Ok(reply) => reply.status(),
            Err(Error::Status(error)) => error.status,
            Err(error) => panic!("{error:?}"),
        };
        println!("{}", status.as_u16());
    }
}

/// `{"method", "segments", "query", "headers", "json" or "form"}`: pairs are lists of two texts.
fn request(upstream: &Upstream, wanted: &Value) -> Request {
    let method: Method = wanted["method"].as_str().unwrap_or("GET").parse().expect("a method");
    let mut request = upstream.request(method, "test");
    for segment in wanted["segments"].as_array().into_iter().flatten() {
        request = request.path("/").variable("segment", text(segment));
    }
    for (name, value) in pairs(&wanted["query"]) {
        request = request.query(name, value);
    }
    for (name, value) in pairs(&wanted["headers"]) {
        request = request.header(name, value);
    }
    match (&wanted["json"], &wanted["form"]) {
        (Value::Null, Value::Null) => request,
        (Value::Null, form) => {
            request.form(pairs(form).into_iter().fold(Form::new(), |form, (name, value)| form.field(name, value)))
        }
        (json, _) => request.json(json),
    }
}

async fn stand_in(auth: &Value) {
    const ID: &[Part<'static>] = &[Part::Setting("ID")];
    const SECRET: &[Part<'static>] = &[Part::Setting("SECRET")];
    const SERVICE: [&[Part<'static>]; 2] = [&[Part::Setting("SERVICE")], &[Part::Setting("REGION")]];
    const TOKEN: [&[Part<'static>]; 2] = [&[Part::Setting("TOKEN")], &[Part::Setting("TOKEN_SECRET")]];

    let mut settings = Settings::default();
    let mut set = |name: &str, value: &Value| settings.set(name, value.as_str().unwrap_or_default());
    let api = Mock::new("peer", "URL");
    let api = match text(&auth["scheme"]) {
        "digest" => {
            set("ID", &auth["username"]);
            set("SECRET", &auth["password"]);
            api.digest(ID, SECRET)
        }
        "aws" => {
            for name in ["service", "region", "id", "secret", "token"] {
                set(&name.to_uppercase(), &auth[name]);
            }
            api.aws(SERVICE, [ID, SECRET], "TOKEN")
        }
        "oauth1" => {
            set("ID", &auth["key"]);
            set("SECRET", &auth["secret"]);
            set("TOKEN", &auth["token"][0]);
            set("TOKEN_SECRET", &auth["token"][1]);
            let token = auth["token"].is_array().then_some(TOKEN);
            api.oauth1(method(&auth["method"]), [ID, SECRET], token)
        }
        other => panic!("{other} is no scheme"),
    };
    let running = api.get("read", "/{a}/{b}").post("write", "/{a}/{b}").start(&mut settings).await.expect("a stand-in");
    println!("ready {}", running.url());
    pending::<()>().await;
}

async fn server(auth: &Value) {
    const CALLERS: Callers = Callers::digest("peers", &[Part::Setting("ID")], &[Part::Setting("SECRET")]);

    let mut settings = Settings::default();
    settings.set("ID", text(&auth["username"]));
    settings.set("SECRET", text(&auth["password"]));
    let authentication = CALLERS.authentication(&settings, &[]).expect("credentials");
    let router = authentication.protect(Router::new().fallback(async || "let in"));
    let listener = bind("localhost:0").await.expect("a port");
    println!("ready http://{}", listener.local_addr().unwrap());
    serve(listener, router, pending()).await.expect("a server");
}

fn auth(given: &Value) -> Auth {
    let given_text = |name: &str| text(&given[name]).to_owned();
    match text(&given["scheme"]) {
        "digest" => Auth::digest(given_text("username"), given_text("password")),
        "aws" => {
            let key = Aws::new(given_text("service"), given_text("region"), given_text("id"), given_text("secret"));
            Auth::aws(key.session_token(given["token"].as_str().map(Into::into)))
        }
        "oauth1" => {
            let consumer = OAuth1::new(method(&given["method"]), given_text("key"), given_text("secret"));
            Auth::oauth1(match &given["token"] {
                Value::Null => consumer,
                pair => consumer.token(text(&pair[0]), text(&pair[1])),
            })
        }
        other => panic!("{other} is no scheme"),
    }
}

fn method(name: &Value) -> SignatureMethod {
    match text(name) {
        "HMAC-SHA1" => SignatureMethod::HmacSha1,
        "HMAC-SHA256" => SignatureMethod::HmacSha256,
        "RSA-SHA256" => SignatureMethod::RsaSha256,
        other => panic!("{other} is no method"),
    }
}

fn pairs(list: &Value) -> Vec<(&str, &str)> {
    list.as_array().into_iter().flatten().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
