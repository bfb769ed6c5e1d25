//! What the binary knows of a server.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io;
#[cfg(any(feature = "rest", feature = "mcp"))]
use std::rc::Rc;

use axum::Router;
#[cfg(feature = "mcp")]
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::App;
use crate::client::HttpOptions;
#[cfg(feature = "mcp")]
use crate::mcp;
#[cfg(feature = "rest")]
use crate::rest::{Rest, Served};
use crate::server::{Authentication, Callers, ServerOptions};
use crate::{Result, Settings};

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

/// What a server is built from.
pub struct Launch<'a, C> {
    app: &'a App<C>,
    settings: Settings,
    flags: BTreeMap<&'static str, String>,
    mock: bool,
    client: OnceCell<C>,
}

impl<'a, C> Launch<'a, C> {
    pub(super) fn new(app: &'a App<C>, settings: Settings, flags: BTreeMap<&'static str, String>, mock: bool) -> Self {
        Self { app, settings, flags, mock, client: OnceCell::new() }
    }

    /// Who may ask, from the environment.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the variable whose value can't be used.
    pub fn options(&self) -> Result<ServerOptions> {
        ServerOptions::from_env()
    }

    /// Lets in `callers`; nobody, where there are none to let in.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names what is missing or can't be used.
    pub fn authentication(&self, callers: Option<Callers>) -> Result<Authentication> {
        let made = callers.map(|callers| callers.authentication(&self.settings, self.app.settings));
        made.unwrap_or_else(|| Ok(Authentication::nobody()))
    }

    /// The value of an option that [`Server::flag`] added.
    pub fn flag(&self, name: &str) -> Option<&str> {
        self.flags.get(name).map(String::as_str)
    }

    /// Whether the server must run without anything else.
    pub fn is_mock(&self) -> bool {
        self.mock
    }
}

impl<C: Clone> Launch<'_, C> {
    /// The client, the same for all servers.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names what is missing.
    pub fn client(&self) -> Result<C> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let client = (self.app.connect)(self.settings.clone(), HttpOptions::default())?;
        Ok(self.client.get_or_init(|| client).clone())
    }
}

#[cfg(feature = "rest")]
impl<C: Clone + 'static> App<C> {
    /// A REST server that listens on `address` unless told otherwise, and is open to all that reach it.
    pub fn rest<S>(self, address: &'static str, api: impl Fn(C) -> Rest<S> + 'static) -> Self
    where
        S: Send + Sync + 'static,
    {
        self.add_rest(address, None, move |client, _| api(client))
    }

    /// A REST server that listens on `address` unless told otherwise, and lets in `callers`.
    pub fn rest_for<S>(
        self,
        callers: Callers,
        address: &'static str,
        api: impl Fn(C, Authentication) -> Rest<S> + 'static,
    ) -> Self
    where
        S: Send + Sync + 'static,
    {
        self.add_rest(address, Some(callers), api)
    }

    fn add_rest<S>(
        self,
        address: &'static str,
        callers: Option<Callers>,
        api: impl Fn(C, Authentication) -> Rest<S> + 'static,
    ) -> Self
    where
        S: Send + Sync + 'static,
    {
        let api = Rc::new(api);
        let listed = Rc::clone(&api);
        let row = |route: &Served| vec![route.method.to_string(), route.path.to_owned(), route.name.to_owned()];
        let server = Server::new("rest", address, move |launch| {
            let api = api(launch.client()?, launch.authentication(callers)?);
            Ok(api.into_router(&launch.options()?))
        })
        .routes(move |launch| {
            Ok(listed(launch.client()?, Authentication::nobody()).routes().iter().map(row).collect())
        });
        self.server(match callers {
            Some(callers) => server.callers(callers),
            None => server,
        })
    }
}

#[cfg(feature = "mcp")]
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
        let (listed, piped) = (Rc::clone(&server), Rc::clone(&server));
        let row = |(name, description): (&str, &str)| vec![name.to_owned(), description.to_owned()];
        let server = Server::new("mcp", address, move |launch| {
            let server = server(launch.client()?, launch.authentication(callers)?);
            Ok(server.router(&launch.options()?))
        })
        .path("/mcp")
        .tools(move |launch| Ok(listed(launch.client()?, Authentication::nobody()).tools().map(row).collect()))
        .stdio(move |launch| {
            let limit = launch.options()?.max_result_bytes();
            let server = piped(launch.client()?, Authentication::nobody()).with_max_result_bytes(limit);
            Ok(Box::new(|stop| server.serve_stdio_until(stop).boxed()))
        });
        self.server(match callers {
            Some(callers) => server.callers(callers),
            None => server,
        })
    }
}
