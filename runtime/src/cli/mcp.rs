//! `serve` for a crate with MCP servers.

use std::rc::Rc;

use futures_util::FutureExt;

use super::app::App;
use super::server::Server;
use crate::mcp;
use crate::server::{Authentication, Callers};

impl<C: Clone + 'static> App<C> {
    /// An MCP server that listens on `address` unless told otherwise, or serves the standard streams. It is open to all
    /// that reach it.
    pub fn mcp(self, address: &'static str, server: impl Fn(C) -> mcp::Server + 'static) -> Self {
        self.add_mcp(address, None, move |client, _| server(client))
    }

    /// An MCP server that listens on `address` unless told otherwise, and lets in `callers` there; or serves the standard
    /// streams of whoever started it.
    pub fn mcp_for(
        self,
        callers: Callers,
        address: &'static str,
        server: impl Fn(C, Authentication) -> mcp::Server + 'static,
    ) -> Self {
        self.add_mcp(address, Some(callers), server)
    }

    fn add_mcp(
        self,
        address: &'static str,
        callers: Option<Callers>,
        server: impl Fn(C, Authentication) -> mcp::Server + 'static,
    ) -> Self {
        let server = Rc::new(server);
        let (listed, piped, called) = (Rc::clone(&server), Rc::clone(&server), Rc::clone(&server));
        let row = |(name, description): (&str, &str)| vec![name.to_owned(), description.to_owned()];
        let server = Server::new("mcp", address, move |launch| {
            let server = server(launch.client()?, launch.authentication(callers)?);
            Ok(server.at_root().router(&launch.options()?))
        })
        .path("/mcp")
        .environment(&[("MAX_RESULT_BYTES", "longest answer of a tool; 1 MiB unless given")])
        .tools(move |launch| Ok(listed(launch.client()?, Authentication::nobody()).tools().map(row).collect()))
        .stdio(move |launch| {
            let options = launch.options()?;
            let server = piped(launch.client()?, Authentication::nobody())
                .with_max_result_bytes(options.max_result_bytes())
                .with_max_line_bytes(options.max_body_bytes());
            Ok(Box::new(|stop| server.serve_stdio_until(stop).boxed()))
        })
        .call(move |launch, tool, values| {
            let (server, tool) = (called(launch.client()?, Authentication::nobody()), tool.to_owned());
            let given = server.arguments(&tool, values);
            Ok(async move { server.answer(&tool, given).await }.boxed())
        });
        self.server(match callers {
            Some(callers) => server.callers(callers),
            None => server,
        })
    }
}
