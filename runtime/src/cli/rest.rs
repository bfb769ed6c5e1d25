//! `serve` for a crate with REST servers.

use std::rc::Rc;

use super::app::App;
use super::server::Server;
use crate::rest::{Rest, Served};
use crate::server::{Authentication, Callers};

/// What REST servers read beside what all do.
const VARIABLES: &[(&str, &str)] =
    &[("DOCS", "true serves /openapi.json, and a page of it under /docs, as --docs does")];

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
        let (listed, called) = (Rc::clone(&api), Rc::clone(&api));
        let row = |route: &Served| vec![route.method.to_string(), route.path.to_owned(), route.name.to_owned()];
        let server = Server::new("rest", address, move |launch| {
            let api = api(launch.client()?, launch.authentication(callers)?);
            Ok(api.into_router(&launch.options()?))
        })
        .routes(move |launch| Ok(listed(launch.client()?, Authentication::nobody()).routes().iter().map(row).collect()))
        .call(move |launch, route, values| called(launch.client()?, Authentication::nobody()).answer(route, values));
        let server = server.documented().environment(VARIABLES);
        self.server(match callers {
            Some(callers) => server.callers(callers),
            None => server,
        })
    }
}
