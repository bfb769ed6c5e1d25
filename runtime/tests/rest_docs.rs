//! What a REST server says of itself, where it is asked to: the document, and the page.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use capwright_runtime::rest::{Rest, Route, Router};
use capwright_runtime::server::{Callers, ServerOptions};
use capwright_runtime::{Part, Setting, Settings};
use support::{Answer, Api, Running, start};

const HOST: &str = "host: localhost";
const DOCUMENT: &str = "{\"openapi\": \"3.1.1\"}";

fn rest() -> Rest<Api> {
    Rest::new(Api::default()).openapi(DOCUMENT).route(Route::get("/v1/wait").name("wait"), Api::wait)
}

fn documented(rest: Rest<Api>) -> Router {
    rest.into_router(&ServerOptions::default().with_docs(true))
}

async fn get(server: &Running, path: &str) -> Answer {
    server.send(&format!("GET {path}"), &[HOST], b"").await
}

async fn statuses(server: &Running) -> Vec<u16> {
    let mut statuses = Vec::new();
    for path in ["/openapi.json", "/docs", "/docs/page.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js"] {
        statuses.push(get(server, path).await.status);
    }
    statuses
}

#[tokio::test]
async fn nothing_is_said_unless_it_is_asked_for() {
    let server = start(rest().into_router(&ServerOptions::default())).await;
    assert_eq!(statuses(&server).await, [404; 5]);
    let server = start(documented(rest())).await;
    assert_eq!(statuses(&server).await, [200; 5]);
    let bare = Rest::new(Api::default()).route(Route::get("/v1/wait").name("wait"), Api::wait);
    assert_eq!(statuses(&start(documented(bare)).await).await, [404; 5]);
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let server = start(documented(rest())).await;
    let answer = get(&server, "/openapi.json").await;
    assert_eq!((answer.header("content-type"), answer.body.as_str()), (Some("application/json"), DOCUMENT));
    let page = get(&server, "/docs").await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!page.body.contains("//"), "{}", page.body);
    assert!(page.body.contains(r#"<script src="docs/page.js"></script>"#), "{}", page.body);
    let script = get(&server, "/docs/swagger-ui-bundle.js").await;
    assert!(script.header("content-type") == Some("text/javascript") && script.body.len() > 1_000_000);
    let other = server.send("POST /docs", &[HOST], b"").await;
    assert_eq!((other.status, other.header("allow")), (405, Some("GET, HEAD")));
    assert_eq!(server.send("HEAD /docs", &[HOST], b"").await.status, 200);
}

#[tokio::test]
async fn what_it_loads_is_asked_for_as_the_page_is() {
    let server = start(documented(rest())).await;
    let page = get(&server, "/docs?key=a%20b&x='{'").await.body;
    assert!(page.contains(r#"src="docs/page.js?key=a%20b&#38;x=&#39;&#123;&#39;""#), "{page}");
}

#[tokio::test]
async fn routes_of_the_api_come_first() {
    let of = |path: &'static str| documented(rest().route(Route::get(path).name("own"), Api::wait));
    assert_eq!(statuses(&start(of("/openapi.json/{id}")).await).await, [200; 5]);
    let posts = documented(rest().route(Route::post("/docs").name("own"), Api::wait));
    assert_eq!(statuses(&start(posts).await).await, [200, 405, 404, 404, 404]);
    let posts = documented(rest().route(Route::post("/openapi.json").name("own"), Api::wait));
    assert_eq!(statuses(&start(posts).await).await, [405, 404, 404, 404, 404]);
}

#[tokio::test]
async fn only_callers_and_known_hosts_read_it() {
    const SETTINGS: &[Setting] = &[Setting::credential("KEY")];
    let callers = Callers::query_key("api", "key", &[Part::Setting("KEY")]);
    let mut settings = Settings::default();
    settings.set("KEY", "k-1");
    let authentication = callers.authentication(&settings, SETTINGS).unwrap();
    let server = start(documented(rest().with_authentication(authentication))).await;
    assert_eq!(statuses(&server).await, [401; 5]);
    assert_eq!(get(&server, "/docs?key=k-1").await.status, 200);
    assert_eq!(get(&server, "/openapi.json?key=k-1").await.status, 200);
    assert_eq!(server.send("GET /docs", &["host: evil.test"], b"").await.status, 403);
    let nested = start(Router::new().nest("/api", documented(rest()))).await;
    assert_eq!(get(&nested, "/api/docs").await.status, 200);
    assert_eq!(get(&nested, "/api/openapi.json").await.status, 200);
}
