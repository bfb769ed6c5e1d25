//! What the binary knows of a server.

use std::io;

use axum::Router;
use futures_util::future::BoxFuture;

use super::launch::Launch;
use crate::error::Result;
use crate::reply::Reply;
use crate::server::Callers;
use crate::values::Values;

/// A server that `serve` starts.
pub struct Server<C> {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) address: &'static str,
    pub(super) path: &'static str,
    pub(super) authenticated: bool,
    pub(super) documented: bool,
    pub(super) callers: Option<Callers>,
    pub(super) flags: Vec<Flag>,
    pub(super) environment: &'static [Variable],
    pub(super) router: Build<C, Router>,
    pub(super) routes: Option<Build<C, Vec<Row>>>,
    pub(super) tools: Option<Build<C, Vec<Row>>>,
    pub(super) stdio: Option<Build<C, Stdio>>,
    pub(super) call: Option<Answer<C>>,
}

/// An option of `serve` with a value.
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) value: &'static str,
    pub(super) help: &'static str,
}

/// A variable of the environment, and what it does.
pub(super) type Variable = (&'static str, &'static str);

/// A line of a table.
pub type Row = Vec<String>;

/// Serves standard input and output until the input ends, or the future given is ready.
pub type Stdio = Box<dyn FnOnce(BoxFuture<'static, ()>) -> BoxFuture<'static, io::Result<()>>>;

/// Answers the tool or the route of this name, given the values of its inputs.
pub(super) type Answer<C> = Box<dyn Fn(&Launch<'_, C>, &str, &Values) -> Result<BoxFuture<'static, Result<Reply>>>>;

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
            documented: false,
            callers: None,
            flags: Vec::new(),
            environment: &[],
            router: Box::new(router),
            routes: None,
            tools: None,
            stdio: None,
            call: None,
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

    /// It can say what it is: `--docs` asks for that.
    #[cfg(feature = "rest")]
    pub(super) fn documented(self) -> Self {
        Self { documented: true, ..self }
    }

    /// Adds the option `--name VALUE` to `serve`.
    pub fn flag(mut self, name: &'static str, value: &'static str, help: &'static str) -> Self {
        self.flags.push(Flag { name, value, help });
        self
    }

    /// Variables that it reads beside those of all servers, each with what it does: help lists them.
    pub fn environment(self, environment: &'static [(&'static str, &'static str)]) -> Self {
        Self { environment, ..self }
    }

    /// What `routes` prints: method, path and name of each route.
    pub fn routes(self, routes: impl Fn(&Launch<'_, C>) -> Result<Vec<Row>> + 'static) -> Self {
        Self { routes: Some(Box::new(routes)), ..self }
    }

    /// What `tools` prints: name and description of each tool.
    pub fn tools(self, tools: impl Fn(&Launch<'_, C>) -> Result<Vec<Row>> + 'static) -> Self {
        Self { tools: Some(Box::new(tools)), ..self }
    }

    /// Answers its tools and routes for `call`, by the names that the listings give.
    #[cfg(any(feature = "mcp", feature = "rest"))]
    pub(super) fn call(
        self,
        answer: impl Fn(&Launch<'_, C>, &str, &Values) -> Result<BoxFuture<'static, Result<Reply>>> + 'static,
    ) -> Self {
        Self { call: Some(Box::new(answer)), ..self }
    }

    /// Serves standard input and output too.
    pub fn stdio(self, serve: impl Fn(&Launch<'_, C>) -> Result<Stdio> + 'static) -> Self {
        Self { stdio: Some(Box::new(serve)), ..self }
    }
}
