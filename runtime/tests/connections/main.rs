//! How servers meet connections that are slow, many or half sent, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod caller;
mod chunks;
mod limits;
mod refusals;
mod stop;
mod timeouts;

use std::sync::Arc;
use std::time::Duration;

use capwright_runtime::rest::{Rest, Route, Router};
use capwright_runtime::server::{Limits, ServerOptions};

use crate::support::mcp::mcp;
use crate::support::{Api, Running, start_with};

/// Long enough to be told from nothing on a busy machine, and short enough to wait for.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

/// REST and MCP beside each other, as in an app.
pub(crate) fn router(service: &Arc<Api>, options: &ServerOptions) -> Router {
    let rest = Rest::shared(Arc::clone(service))
        .route(Route::get("/conns").name("list").query(&["limit"]), Api::list)
        .route(Route::post("/conns").name("create").body("body"), Api::create)
        .route(Route::get("/wait").name("wait"), Api::wait)
        .into_router(options);
    mcp(Arc::clone(service)).endpoint(options).merge(rest)
}

pub(crate) async fn start(limits: Limits) -> (Running, Arc<Api>) {
    let options = ServerOptions::default().with_limits(limits);
    let service = Arc::new(Api::default());
    (start_with(router(&service, &options), options).await, service)
}
