use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use examples_incident_triage::runtime::server::ServerOptions;
use examples_incident_triage::runtime::{Result, Settings};
use examples_incident_triage::{Client, Proxy, SETTINGS, mcp, rest};

/// State of our own.
type Requests = Arc<AtomicU64>;

/// A route of our own.
async fn requests(State(requests): State<Requests>) -> String {
    format!("{} so far\n", requests.load(Ordering::Relaxed))
}

/// A layer of our own.
async fn count(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    requests.fetch_add(1, Ordering::Relaxed);
    next.run(request).await
}

fn app() -> Result<Router> {
    let (settings, options) = (Settings::from_env(SETTINGS), ServerOptions::from_env()?);
    let service = Proxy::new(Client::builder().settings(settings.clone()).build()?);
    let tools = mcp::router(service.clone(), mcp::CALLERS.authentication(&settings, SETTINGS)?, &options);
    let routes = rest::router(service, rest::CALLERS.authentication(&settings, SETTINGS)?, &options);
    let state = Requests::default();
    let own = Router::new().route("/requests", get(requests)).with_state(state.clone());
    Ok(own.merge(tools).merge(routes).layer(from_fn_with_state(state, count)))
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or("localhost:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("app http://{}", listener.local_addr()?);
    axum::serve(listener, app()?).await?;
    Ok(())
}
