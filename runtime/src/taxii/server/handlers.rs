//! Binds the methods of a service to the operations of TAXII.

use std::sync::Arc;

use axum::response::Response;
use futures_util::FutureExt;
use serde::Serialize;

use super::auth::{Caller, Credentials};
use super::call::Call;
use super::cursor::Walk;
use super::method::{Handler, Method, bind};
use super::page::{Page, PageRequest};
use super::path::Layout;
use super::respond::{page, resource};
use crate::taxii::operation::Operation;
use crate::taxii::query::Filter;
use crate::taxii::types::{Collection, Collections};
use crate::value::Object;

type PageHandler<S, E> = Handler<S, (Call, Collection<E>, PageRequest, Walk), Response>;

/// Makes a router of a service. Operations that no handler is given for don't exist: 404.
///
/// `E` is what collections have beyond the standard.
pub struct Server<S, E = Object> {
    pub(super) service: Arc<S>,
    pub(super) layout: Layout,
    pub(super) challenge: Option<&'static str>,
    pub(super) authenticate: Option<Handler<S, (Credentials,), Option<Caller>>>,
    pub(super) discovery: Option<Handler<S, (Call,), Response>>,
    pub(super) api_root: Option<Handler<S, (Call,), Response>>,
    pub(super) collections: Option<Handler<S, (Call,), Response>>,
    pub(super) find: Option<Handler<S, (Call, String), Collection<E>>>,
    shows_collection: bool,
    pub(super) manifest: Option<Pages<S, E>>,
    pub(super) objects: Option<Pages<S, E>>,
}

/// An operation that answers with pages.
pub(super) struct Pages<S, E> {
    /// The parameters that it knows.
    pub(super) filters: Vec<Filter>,
    pub(super) handler: PageHandler<S, E>,
}

impl<S, E> Server<S, E>
where
    S: Send + Sync + 'static,
    E: Serialize + Send + 'static,
{
    /// Serves `service` where `layout` says. Everyone may call until [`authenticate`](Self::authenticate) is given.
    pub fn new(layout: Layout, service: S) -> Self {
        Self {
            service: Arc::new(service),
            layout,
            challenge: None,
            authenticate: None,
            discovery: None,
            api_root: None,
            collections: None,
            find: None,
            shows_collection: false,
            manifest: None,
            objects: None,
        }
    }

    /// Decides over callers. Whom `method` refuses gets 401 with `challenge` (RFC 9110 section 11.6.1), such as
    /// `Basic realm="taxii"`.
    pub fn authenticate<M>(mut self, challenge: &'static str, method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Credentials,), Answer = Option<Caller>> + 'static,
    {
        self.challenge = Some(challenge);
        self.authenticate = Some(bind(method, Ok));
        self
    }

    /// Information about the server.
    pub fn discovery<T, M>(mut self, method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call,), Answer = T> + 'static,
        T: Serialize + 'static,
    {
        self.discovery = Some(bind(method, resource));
        self
    }

    /// Information about an API root.
    pub fn api_root<T, M>(mut self, method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call,), Answer = T> + 'static,
        T: Serialize + 'static,
    {
        self.api_root = Some(bind(method, resource));
        self
    }

    /// All collections of an API root.
    pub fn collections<M>(mut self, method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call,), Answer = Vec<Collection<E>>> + 'static,
    {
        let all = |collections| resource(Collections { collections, extra: Object::new() });
        self.collections = Some(bind(method, all));
        self
    }

    /// The collection with an id or alias. [`find_collection`](Self::find_collection) is implied.
    pub fn collection<M>(mut self, method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call, String), Answer = Collection<E>> + 'static,
    {
        self.shows_collection = true;
        self.find_collection(method)
    }

    /// Finds the collections of [`manifest`](Self::manifest) and [`objects`](Self::objects), without which these can't
    /// be. The collection itself is not shown.
    pub fn find_collection<M>(mut self, method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call, String), Answer = Collection<E>> + 'static,
    {
        self.find = Some(bind(method, Ok));
        self
    }

    /// What is known about the objects of a collection that may be read. Of the parameters only `filters`, `limit` and
    /// `next` mean anything.
    pub fn manifest<T, M>(mut self, filters: &[Filter], method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call, Collection<E>, PageRequest), Answer = Page<T>> + 'static,
        T: Serialize + 'static,
    {
        self.manifest = Some(Pages::new(filters, method));
        self
    }

    /// The objects of a collection that may be read. Of the parameters only `filters`, `limit` and `next` mean anything.
    pub fn objects<T, M>(mut self, filters: &[Filter], method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call, Collection<E>, PageRequest), Answer = Page<T>> + 'static,
        T: Serialize + 'static,
    {
        self.objects = Some(Pages::new(filters, method));
        self
    }

    /// Method, path and name of every operation that is offered.
    pub fn routes(&self) -> impl Iterator<Item = (&'static str, String, &'static str)> {
        let offered = Operation::ALL.iter().filter(|operation| self.offers(**operation));
        offered.map(|operation| ("GET", self.layout.path(*operation), operation.name()))
    }

    pub(super) fn offers(&self, operation: Operation) -> bool {
        match operation {
            Operation::Discovery => self.discovery.is_some(),
            Operation::ApiRoot => self.api_root.is_some(),
            Operation::Collections => self.collections.is_some(),
            Operation::Collection => self.shows_collection,
            Operation::Manifest => self.manifest.is_some() && self.find.is_some(),
            Operation::Objects => self.objects.is_some() && self.find.is_some(),
        }
    }
}

impl<S, E> Pages<S, E>
where
    S: Send + Sync + 'static,
    E: Send + 'static,
{
    fn new<T, M>(filters: &[Filter], method: M) -> Self
    where
        M: for<'s> Method<'s, S, (Call, Collection<E>, PageRequest), Answer = Page<T>> + 'static,
        T: Serialize + 'static,
    {
        let method = Arc::new(method);
        let handler: PageHandler<S, E> = Box::new(move |service, (call, collection, wanted, walk)| {
            let method = Arc::clone(&method);
            async move { page(method.call(&service, (call, collection, wanted)).await?, walk) }.boxed()
        });
        Self { filters: [filters, &[Filter::Limit, Filter::Next]].concat(), handler }
    }
}
