//! `serve` for a crate with MCP servers.

use std::rc::Rc;

use futures_util::FutureExt;

use super::app::App;
use super::chosen::Chosen;
use super::launch::Launch;
use super::server::Server;
use crate::error::{ConfigError, Result};
use crate::mcp::{self, READ_ONLY, Selection, TOOLS};
use crate::server::{Authentication, Callers};
use crate::variables::Variables;

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
        // What is served, listed and called has the tools that were chosen.
        let server = Rc::new(move |launch: &Launch<'_, C>, authentication: Authentication| {
            launch.offered(server(launch.client()?, authentication))
        });
        let (listed, piped, called) = (Rc::clone(&server), Rc::clone(&server), Rc::clone(&server));
        let row = |(name, description): (&str, &str)| vec![name.to_owned(), description.to_owned()];
        let server = Server::new("mcp", address, move |launch| {
            let server = server(launch, launch.authentication(callers)?)?;
            Ok(server.at_root().router(&launch.options()?))
        })
        .path("/mcp")
        .environment(&[
            ("MAX_RESULT_BYTES", "longest answer of a tool; 1 MiB unless given"),
            ("PROGRESS_INTERVAL", "how often clients that ask for it hear that a call still runs; 5s unless given"),
            (TOOLS, "tools to offer, by patterns such as get-*; separated by commas"),
            (READ_ONLY, "true to offer only tools that change nothing"),
        ])
        .tools(move |launch| Ok(listed(launch, Authentication::nobody())?.tools().map(row).collect()))
        .stdio(move |launch| {
            let server = piped(launch, Authentication::nobody())?.with_options(&launch.options()?);
            Ok(Box::new(|stop| server.serve_stdio_until(stop).boxed()))
        })
        .call(move |launch, tool, values| {
            let (server, tool) = (called(launch, Authentication::nobody())?, tool.to_owned());
            let given = server.arguments(&tool, values);
            Ok(async move { server.answer(&tool, given).await }.boxed())
        });
        self.server(match callers {
            Some(callers) => server.callers(callers),
            None => server,
        })
    }
}

impl<C: Clone + 'static> App<C> {
    /// Checks that there are the tools which were chosen, by whichever server they are.
    pub(super) fn check_chosen(&self, chosen: &Chosen) -> Result<()> {
        let selection = chosen.selection()?;
        if selection.is_all() || self.servers.iter().all(|server| server.tools.is_none()) {
            return Ok(());
        }
        let all = self.listed(None, |server| server.tools.as_ref())?;
        selection.check(&all.iter().map(|row| row[0].as_str()).collect::<Vec<_>>())?;
        if !all.is_empty() && self.listed(Some(chosen.clone()), |server| server.tools.as_ref())?.is_empty() {
            return Err(ConfigError::invalid(READ_ONLY, "can't be: no tool is left").into());
        }
        Ok(())
    }
}

impl<C> Launch<'_, C> {
    fn offered(&self, server: mcp::Server) -> Result<mcp::Server> {
        match &self.chosen {
            Some(chosen) => Ok(server.offering(&chosen.selection()?)),
            None => Ok(server),
        }
    }
}

impl Chosen {
    /// What was said, by the environment where the command line says nothing.
    fn selection(&self) -> Result<Selection> {
        let variables = Variables::of_process();
        let patterns = if self.patterns.is_empty() { variables.list(TOOLS) } else { self.patterns.clone() };
        let all = Selection::all();
        let all = if self.read_only || variables.flag(READ_ONLY)? == Some(true) { all.read_only() } else { all };
        patterns.iter().try_fold(all, |selection, pattern| selection.named(pattern))
    }
}
