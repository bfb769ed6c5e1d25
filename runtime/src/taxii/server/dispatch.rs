//! What happens to a request, in the order in which TAXII's own tests expect failures: who asks, then what can be
//! read, what exists, what is permitted, and only then whether the query makes sense.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use futures_util::FutureExt;
use http::header::HOST;
use http::request::Parts;
use http::{Method, StatusCode};
use serde::Serialize;

use super::accept::accepts;
use super::auth::{Caller, Credentials};
use super::call::Call;
use super::cursor::Walk;
use super::handlers::{Pages, Server};
use super::options::Options;
use super::page::PageRequest;
use super::path::Target;
use super::respond::{failure, not_found, refuse, refuse_caller, refuse_method, refuse_origin, resource};
use crate::error::{Error, Result};
use crate::metrics::{Meter, Served};
use crate::server::{guard_as, parameters};
use crate::taxii::media;
use crate::taxii::operation::Operation;
use crate::taxii::query::{Filter, Query};
use crate::taxii::types::Collection;

/// The kind of these servers, in counts.
const KIND: &str = "taxii";

/// A server and how it meets its callers.
struct Dispatch<S, E> {
    server: Server<S, E>,
    options: Options,
    /// One for each of [`Operation::ALL`].
    meters: Vec<Meter>,
}

impl<S, E> Server<S, E>
where
    S: Send + Sync + 'static,
    E: Serialize + Send + 'static,
{
    /// The finished router.
    pub fn into_router(self, options: &Options) -> Router {
        let served = |operation: &Operation| Served { server: KIND, operation: operation.name(), method: "GET" };
        let meters = Operation::ALL.iter().map(|operation| options.server.metrics().requests(served(operation)));
        let dispatch = Arc::new(Dispatch { server: self, options: options.clone(), meters: meters.collect() });
        let router = Router::new().fallback(handle::<S, E>).with_state(dispatch);
        guard_as(KIND, router, &options.server, refuse_origin)
    }
}

impl<S, E> Dispatch<S, E>
where
    S: Send + Sync + 'static,
    E: Serialize + Send + 'static,
{
    async fn answer(&self, request: &Parts) -> Result<Response> {
        let target = self.server.layout.find(request.uri.path()).filter(|target| self.server.offers(target.operation));
        let target = target.ok_or_else(|| not_found("path"))?;
        if request.method != Method::GET && request.method != Method::HEAD {
            return Ok(refuse_method());
        }
        let caller = match self.authenticate(request).await? {
            Ok(caller) => caller,
            Err(refusal) => return Ok(refusal),
        };
        let running = self.meters[target.operation as usize].begin();
        let answer = self.answer_to(caller, request, target).await;
        Ok(running.answers(answer.unwrap_or_else(|error| failure(&error))))
    }

    async fn answer_to(&self, caller: Caller, request: &Parts, target: Target) -> Result<Response> {
        if !accepts(&request.headers) {
            let wanted = format!("Accept must name {}", media::TAXII);
            return Ok(refuse(StatusCode::NOT_ACCEPTABLE, &wanted));
        }
        let call = Call { caller, root: target.root.clone(), origin: self.origin(request), layout: self.server.layout };
        self.read(call, target, request.uri.query().unwrap_or_default()).await
    }

    async fn authenticate(&self, request: &Parts) -> Result<Result<Caller, Response>> {
        let Some(authenticate) = &self.server.authenticate else { return Ok(Ok(Caller::default())) };
        let credentials = Credentials::from_headers(&request.headers);
        let caller = authenticate(Arc::clone(&self.server.service), (credentials,)).await?;
        Ok(caller.ok_or_else(|| refuse_caller(self.server.challenge.unwrap_or("Basic"))))
    }

    /// The guard has seen to it that the host is one of ours.
    fn origin(&self, request: &Parts) -> String {
        let host = || {
            let authority = request.uri.authority().map(|authority| authority.as_str());
            authority.or_else(|| request.headers.get(HOST)?.to_str().ok()).unwrap_or_default()
        };
        self.options.public_url.clone().unwrap_or_else(|| format!("http://{}", host()))
    }

    async fn read(&self, call: Call, target: Target, query: &str) -> Result<Response> {
        let server = &self.server;
        let service = Arc::clone(&server.service);
        match target.operation {
            Operation::Discovery => offered(&server.discovery)?(service, (call,)).await,
            Operation::ApiRoot => offered(&server.api_root)?(service, (call,)).await,
            Operation::Collections => offered(&server.collections)?(service, (call,)).await,
            Operation::Collection => resource(self.collection(&call, target.collection).await?),
            Operation::Manifest => self.page(offered(&server.manifest)?, call, target.collection, query).await,
            Operation::Objects => self.page(offered(&server.objects)?, call, target.collection, query).await,
        }
    }

    async fn collection(&self, call: &Call, key: String) -> Result<Collection<E>> {
        offered(&self.server.find)?(Arc::clone(&self.server.service), (call.clone(), key)).await
    }

    async fn page(&self, pages: &Pages<S, E>, call: Call, key: String, query: &str) -> Result<Response> {
        let collection = self.collection(&call, key).await?;
        if !collection.can_read {
            return Err(Error::rejected(StatusCode::FORBIDDEN, "this collection may not be read"));
        }
        let query = read_query(query, &pages.filters)?;
        let walk = Walk::new(&call.root, &collection.id, &query);
        let after = query.next.as_deref().map(|cursor| walk.resume(cursor)).transpose()?;
        let asked = query.limit.map_or(usize::MAX, |limit| limit.get() as usize);
        let wanted = PageRequest { query, after, limit: asked.min(self.options.page_limit) };
        (pages.handler)(Arc::clone(&self.server.service), (call, collection, wanted, walk)).await
    }
}

async fn handle<S, E>(State(dispatch): State<Arc<Dispatch<S, E>>>, request: Request) -> Response
where
    S: Send + Sync + 'static,
    E: Serialize + Send + 'static,
{
    let (request, _) = request.into_parts();
    let answer = AssertUnwindSafe(dispatch.answer(&request)).catch_unwind().await;
    let answer =
        answer.unwrap_or_else(|_| Err(Error::rejected(StatusCode::INTERNAL_SERVER_ERROR, "the server failed")));
    answer.unwrap_or_else(|error| failure(&error))
}

fn offered<H>(handler: &Option<H>) -> Result<&H> {
    handler.as_ref().ok_or_else(|| not_found("path"))
}

fn read_query(query: &str, known: &[Filter]) -> Result<Query> {
    let mut pairs = Vec::new();
    let is_known = |name: &str| Filter::from_name(name).is_some_and(|filter| known.contains(&filter));
    for (name, value) in parameters(query).filter(|(name, _)| is_known(name)) {
        let value = value.map_err(|fault| fault.of(&name))?;
        pairs.push((name, value));
    }
    Ok(Query::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), known)?)
}
