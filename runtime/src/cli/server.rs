//! What the binary knows of a server.

use std::io;

use axum::Router;
use futures_util::future::BoxFuture;

use super::launch::Launch;
use crate::error::Result;
use crate::server::Callers;

/// A server that `serve` starts.
pub struct Server<C> {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) address: &'static str,
    pub(super) path: &'static str,
    pub(super) authenticated: bool,
    pub(super) callers: Option<Callers>,
    pub(super) flags: Vec<Flag>,
    pub(super) environment: &'static str,
    pub(super) router: Build<C, Router>,
    pub(super) routes: Option<Build<C, Vec<Row>>>,
    pub(super) tools: Option<Build<C, Vec<Row>>>,
    pub(super) stdio: Option<Build<C, Stdio>>,
}

/// An option of `serve` with a value.
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) value: &'static str,
    pub(super) help: &'static str,
}

/// A line of a table.
pub type Row = Vec<String>;

/// Serves standard input and output until the input ends, or the future given is ready.
pub type Stdio = Box<dyn FnOnce(BoxFuture<'static, ()>) -> BoxFuture<'static, io::Result<()>>>;

/// Makes a `T` of what is at hand.
pub(super) type Build<C, T> = Box<dyn Fn(&Launch<'_, C>) -> Result<T>>;

impl<C: 'static> Server<C> {
    /// A server that listens on `address` unless told otherwise. `kind` names its option and its line of output.
    pub fn new(
        kind: &'static str,
        address: &'static str,
        router: impl Fn(&Launch<'_, C>) -> Result<Router> + 'static,
    ) -> Self {
        Self {
            kind,
            name: kind.to_owned(),
            address,
            path: "",
            authenticated: false,
            callers: None,
            flags: Vec::new(),
            environment: "",
            router: Box::new(router),
            routes: None,
            tools: None,
            stdio: None,
        }
    }

    /// Where its endpoint is, such as `/mcp`.
    pub fn path(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    /// It knows its callers: listening beyond loopback needs no warning.
    pub fn authenticated(self) -> Self {
        Self { authenticated: true, ..self }
    }

    /// It lets in `callers` only: what they must know has to be given, or is made up with `--mock`.
    pub fn callers(self, callers: Callers) -> Self {
        Self { callers: Some(callers), authenticated: true, ..self }
    }

    /// Adds the option `--name VALUE` to `serve`.
    pub fn flag(mut self, name: &'static str, value: &'static str, help: &'static str) -> Self {
        self.flags.push(Flag { name, value, help });
        self
    }

    /// Lines for the variables that `serve --help` lists: each begins with a line break and two spaces.
    pub fn environment(self, lines: &'static str) -> Self {
        Self { environment: lines, ..self }
    }

    /// What `routes` prints: method, path and name of each route.
    pub fn routes(self, routes: impl Fn(&Launch<'_, C>) -> Result<Vec<Row>> + 'static) -> Self {
        Self { routes: Some(Box::new(routes)), ..self }
    }

    /// What `tools` prints: name and description of each tool.
    pub fn tools(self, tools: impl Fn(&Launch<'_, C>) -> Result<Vec<Row>> + 'static) -> Self {
        Self { tools: Some(Box::new(tools)), ..self }
    }

    /// Serves standard input and output too.
    pub fn stdio(self, serve: impl Fn(&Launch<'_, C>) -> Result<Stdio> + 'static) -> Self {
        Self { stdio: Some(Box::new(serve)), ..self }
    }
}
