//! Who may ask: hosts and origins, and what web pages need beside.

use capwright_runtime::Settings;
use capwright_runtime::server::{Authentication, ServerOptions};
use capwright_runtime::skill::Skills;
use capwright_runtime::taxii::server::{BasicAuth, Options};
use capwright_runtime::taxii::store::{MemoryStore, StoreService};
use capwright_tests::{Answer, Script, Served, Upstream, serve};
use examples_incident_triage::{Proxy as Triage, mcp as closed_mcp, rest as closed_rest};
use serde_json::json;
use tanium_threat_response_connections::{Client, Proxy, mcp, rest};
use threatconnect_taxii::taxii;

const HOST: &str = "host: api.example.com";
const PAGE: &str = "origin: https://app.example.com";
const LOCAL_PAGE: &str = "origin: http://localhost:5173";
const FOREIGN_PAGE: &str = "origin: https://evil.test";
const JSON: &str = "content-type: application/json";
const CONNS: &str = "/v1/plugin/products/threat-response/api/v1/conns";

fn options() -> ServerOptions {
    let options = ServerOptions::default().allow_host("api.example.com").unwrap();
    options.allow_origin("https://app.example.com").unwrap()
}

fn client(url: &str) -> Client {
    Client::builder().threat_response_connections_base_url(url).tanium_api_key("k3y").build().unwrap()
}

/// A server of each kind, with a path that it serves by GET.
async fn servers(url: &str) -> Vec<(String, Served)> {
    let mut taxii_options = Options::default();
    taxii_options.server = options();
    let store = StoreService::new(MemoryStore::from_examples(taxii::LAYOUT.root(), taxii::EXAMPLES).unwrap(), auth());
    vec![
        (CONNS.to_owned(), serve(rest::router(Proxy::new(client(url)), &options())).await),
        ("/mcp".to_owned(), serve(mcp::router(Proxy::new(client(url)), &options())).await),
        ("/mcp".to_owned(), serve(mcp::server(Proxy::new(client(url))).router(&options())).await),
        ("/skills".to_owned(), serve(Skills::new(&[]).into_router(&options())).await),
        ("/api/services/taxii2/v1/taxii2".to_owned(), serve(taxii::router(store, &taxii_options)).await),
    ]
}

fn auth() -> BasicAuth {
    BasicAuth::new("user", "password")
}

/// Servers that let nobody in.
async fn closed_servers() -> Vec<(&'static str, Served)> {
    let triage = || {
        let mut settings = Settings::default();
        settings.make_up_all(examples_incident_triage::SETTINGS);
        Triage::new(examples_incident_triage::Client::builder().settings(settings).build().unwrap())
    };
    vec![
        ("/policy", serve(closed_rest::router(triage(), Authentication::nobody(), &options())).await),
        ("/mcp", serve(closed_mcp::router(triage(), Authentication::nobody(), &options())).await),
        (
            "/skills",
            serve(Skills::new(&[]).with_authentication(Authentication::nobody()).into_router(&options())).await,
        ),
    ]
}

/// What stands in `name`, from all headers of that name, in lower case.
fn listed(answer: &Answer, name: &str) -> Vec<String> {
    let values = answer.headers.iter().filter(|(known, _)| known == name);
    values.flat_map(|(_, value)| value.split(',')).map(|item| item.trim().to_lowercase()).collect()
}

#[tokio::test]
async fn item_11_hosts_and_origins() {
    let upstream = Upstream::start(Script::json("[]")).await;
    for (path, server) in servers(&upstream.url()).await {
        let line = format!("GET {path}");
        for (headers, is_refused) in [
            (&[][..], false),
            (&[HOST], false),
            (&[PAGE], false),
            (&[LOCAL_PAGE], false),
            (&["origin: http://127.0.0.1:6274"], false),
            (&["host: evil.test"], true),
            (&[FOREIGN_PAGE], true),
            (&["origin: http://app.example.com"], true),
            (&["origin: null"], true),
        ] {
            let answer = server.send(&line, headers, b"").await;
            assert_eq!(answer.status == 403, is_refused, "{line} {headers:?} {answer:?}");
            assert!(listed(&answer, "vary").contains(&"origin".to_owned()), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn preflights_are_answered_before_anything_else() {
    let upstream = Upstream::start(Script::json("[]")).await;
    let asked = [
        "authorization",
        "content-type",
        "mcp-session-id",
        "mcp-protocol-version",
        "mcp-method",
        "mcp-name",
        "last-event-id",
        "x-triage-key",
    ];
    let headers = format!("access-control-request-headers: {}", asked.join(","));
    let preflight = ["access-control-request-method: POST", headers.as_str()];
    let mut served = servers(&upstream.url()).await;
    served.extend(closed_servers().await.into_iter().map(|(path, server)| (path.to_owned(), server)));
    for (path, server) in served {
        let ask =
            async |more: &[&str]| server.send(&format!("OPTIONS {path}"), &[&preflight, more].concat(), b"").await;
        for page in [PAGE, LOCAL_PAGE] {
            let answer = ask(&[page]).await;
            assert_eq!((answer.status, answer.body.len()), (204, 0), "{path} {answer:?}");
            assert_eq!(answer.header("access-control-allow-origin"), page.strip_prefix("origin: "), "{path}");
            assert!(listed(&answer, "access-control-allow-methods").contains(&"post".to_owned()), "{answer:?}");
            assert_eq!(listed(&answer, "access-control-allow-headers"), asked, "{path}");
            assert!(listed(&answer, "vary").contains(&"access-control-request-headers".to_owned()), "{answer:?}");
            assert_eq!(answer.header("access-control-allow-credentials"), None);
            assert_eq!(answer.header("access-control-allow-private-network"), None);
        }
        let near = ask(&[PAGE, "access-control-request-private-network: true"]).await;
        assert_eq!(near.header("access-control-allow-private-network"), Some("true"), "{near:?}");
        for refused in [&[FOREIGN_PAGE][..], &[PAGE, "host: evil.test"]] {
            assert_eq!(ask(refused).await.status, 403, "{path} {refused:?}");
        }
        // Without a page, it is a method like any other.
        let answer = ask(&[]).await;
        assert!([401, 405].contains(&answer.status), "{path} {answer:?}");
        assert_eq!(answer.header("access-control-allow-methods"), None);
    }
    assert_eq!(upstream.seen(), []);
}

#[tokio::test]
async fn pages_read_answers_and_refusals() {
    let limited =
        "content-type: application/json\r\nretry-after: 7\r\nratelimit-limit: 5\r\nx-ratelimit-remaining: 0\r\n";
    let upstream = Upstream::start(Script::http("429 Too Many Requests", limited, "[]")).await;
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    let (post, conns) = (("POST /mcp", list.as_str()), format!("GET {CONNS}"));
    let open = serve(rest::router(Proxy::new(client(&upstream.url())), &options())).await;
    let tools = serve(mcp::router(Proxy::new(client(&upstream.url())), &options())).await;
    let mut closed = closed_servers().await;
    let check = async |server: &Served, (line, body): (&str, &str), more: &[&str], status: u16, exposed: &[&str]| {
        let answer = server.send(line, &[&[PAGE, JSON], more].concat(), body.as_bytes()).await;
        assert_eq!(answer.status, status, "{line} {answer:?}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"), "{line} {answer:?}");
        let found = listed(&answer, "access-control-expose-headers");
        assert!(exposed.iter().all(|name| found.contains(&(*name).to_owned())), "{line} {found:?}");
        let answer = server.send(line, &[&[FOREIGN_PAGE, JSON], more].concat(), body.as_bytes()).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (403, None), "{line} {answer:?}");
    };
    check(&open, (&conns, ""), &[], 429, &["retry-after", "ratelimit-limit", "x-ratelimit-remaining"]).await;
    check(&open, ("GET /nowhere", ""), &[], 404, &[]).await;
    check(&open, (&conns.replace("GET", "PATCH"), ""), &[], 405, &["allow"]).await;
    check(&open, (&conns, ""), &["host: evil.test"], 403, &[]).await;
    check(&tools, post, &[], 200, &[]).await;
    check(&tools, ("POST /mcp", "{"), &[], 400, &[]).await;
    check(&tools, ("POST /mcp", ""), &["content-length: 9999999"], 413, &[]).await;
    check(&tools, ("GET /mcp", ""), &[], 405, &["allow"]).await;
    for (path, server) in closed.drain(..) {
        check(&server, (&format!("GET {path}"), ""), &[], 401, &["www-authenticate"]).await;
    }
}
