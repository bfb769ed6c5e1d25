//! A request for pages, with the parameters that its operation lists.

use std::marker::PhantomData;

use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::connection::Taxii;
use super::page::{Page, ResumeToken, read};
use super::walk::{RawPage, Walk};
use crate::error::{InputError, Result};
use crate::taxii::filter;
use crate::taxii::listing::Listing;
use crate::taxii::query::{Filter, Query};
use crate::taxii::timestamp::TaxiiTimestamp;
use crate::taxii::versions::Versions;

/// A request for pages of a collection. Sends nothing before [`send`](Self::send), [`pages`](Self::pages) or
/// [`stream`](Self::stream).
#[derive(Debug, Clone)]
pub struct Request<L> {
    taxii: Taxii,
    collection: String,
    query: Query,
    max_pages: usize,
    fault: Option<InputError>,
    listing: PhantomData<fn() -> L>,
}

/// All inputs of an operation that answers in pages, as text: what a command line gives.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageInput {
    /// Identifier or alias of the collection.
    pub collection: String,
    /// Only what was added later than this timestamp.
    pub added_after: Option<String>,
    /// At most so many objects or records.
    pub limit: Option<u64>,
    /// Where the page starts, verbatim from the page before.
    pub next: Option<String>,
    /// Identifiers, separated by commas.
    #[serde(rename = "match[id]")]
    pub match_id: Option<String>,
    /// Types, separated by commas.
    #[serde(rename = "match[type]")]
    pub match_type: Option<String>,
    /// `last`, `first`, `all`, or timestamps separated by commas.
    #[serde(rename = "match[version]")]
    pub match_version: Option<String>,
    /// STIX versions, separated by commas.
    #[serde(rename = "match[spec_version]")]
    pub match_spec_version: Option<String>,
}

impl Taxii {
    /// Starts a request for pages of a collection, given by identifier or alias (§5.3, §5.4).
    pub fn list<L: Listing>(&self, collection: &str) -> Request<L> {
        Request::new(self.clone(), collection)
    }
}

impl<L: Listing> Request<L> {
    fn new(taxii: Taxii, collection: &str) -> Self {
        Self {
            max_pages: taxii.max_pages,
            taxii,
            collection: collection.to_owned(),
            query: Query::default(),
            fault: None,
            listing: PhantomData,
        }
    }

    /// Goes on from where a walk has arrived, in place of all parameters given so far.
    pub fn resume(self, token: &ResumeToken) -> Self {
        self.query(token.0.clone())
    }

    /// All parameters at once, in place of those given so far. Those that the operation doesn't list are refused when
    /// the request is sent.
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    /// The most pages that one walk fetches before it fails.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.max_pages = pages;
        self
    }

    /// One page, the first unless `next` says otherwise.
    ///
    /// # Errors
    /// An input that can't be sent, no answer, a status outside 2xx, or an answer that isn't a page of such objects.
    pub async fn send(self) -> Result<Page<L::Item>> {
        self.send_as().await
    }

    /// One page of a type of your own.
    ///
    /// # Errors
    /// As for [`send`](Self::send).
    pub async fn send_as<T: DeserializeOwned>(self) -> Result<Page<T>> {
        let (mut walk, query) = self.walk()?;
        walk.visit(query).await?.read()
    }

    /// All pages, each as it is asked for. After an error there are no more.
    pub fn pages(self) -> BoxStream<'static, Result<Page<L::Item>>> {
        self.raw_pages().map(|page| page?.read()).boxed()
    }

    /// All objects or records. One that can't be read is an error that doesn't end the stream; any other error does.
    pub fn stream(self) -> BoxStream<'static, Result<L::Item>> {
        self.stream_as()
    }

    /// All objects or records as a type of your own.
    pub fn stream_as<T: DeserializeOwned + Send + 'static>(self) -> BoxStream<'static, Result<T>> {
        let items = |page: RawPage| stream::iter(page.body.objects).map(|text| read(&text));
        self.raw_pages().map_ok(items).try_flatten().boxed()
    }

    fn raw_pages(self) -> BoxStream<'static, Result<RawPage>> {
        let pages = |mut walk: Walk| async move { Ok(walk.page().await?.map(|page| (page, walk))) };
        match self.walk() {
            Ok((walk, query)) => stream::try_unfold(walk.start(query), pages).boxed(),
            Err(error) => stream::iter([Err(error)]).boxed(),
        }
    }

    fn walk(self) -> Result<(Walk, Query)> {
        if let Some(fault) = self.fault {
            return Err(fault.into());
        }
        self.query.check(L::FILTERS)?;
        Ok((Walk::new(self.taxii, L::NAME, self.collection, self.max_pages), self.query))
    }
}

impl<L: filter::AddedAfter> Request<L> {
    /// Only what was added to the collection later than this. Not about the times that objects state themselves.
    pub fn added_after(mut self, instant: impl Into<TaxiiTimestamp>) -> Self {
        self.query.added_after = Some(instant.into());
        self
    }
}

impl<L: filter::Limit> Request<L> {
    /// At most so many objects or records in a page; above 0. The server may give fewer.
    pub fn limit(mut self, limit: u32) -> Self {
        self.query.limit = limit.try_into().ok();
        if limit == 0 {
            self.fault = Some(InputError::new(Filter::Limit.name(), "must be above 0"));
        }
        self
    }
}

impl<L: filter::Next> Request<L> {
    /// Starts with the page that an answer announced with this text. All else must be as it was.
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.query.next = Some(next.into());
        self
    }
}

impl<L: filter::MatchId> Request<L> {
    /// Only objects with one of these identifiers; none for any.
    pub fn ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.query.ids = texts(ids);
        self
    }
}

impl<L: filter::MatchType> Request<L> {
    /// Only objects of one of these types; none for any.
    pub fn types(mut self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.query.types = texts(types);
        self
    }
}

impl<L: filter::MatchVersion> Request<L> {
    /// Which versions of each object; the last unless given.
    pub fn versions(mut self, versions: Versions) -> Self {
        self.query.versions = versions;
        self
    }
}

impl<L: filter::MatchSpecVersion> Request<L> {
    /// Only objects in one of these STIX versions, such as `2.1`; none for the newest of each object.
    pub fn spec_versions(mut self, versions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.query.spec_versions = texts(versions);
        self
    }
}

impl PageInput {
    /// What the inputs ask for.
    ///
    /// # Errors
    /// Names the input that is malformed.
    pub fn query(&self) -> Result<Query, InputError> {
        let limit = self.limit.map(|limit| limit.to_string());
        let values = [
            (Filter::AddedAfter, &self.added_after),
            (Filter::Limit, &limit),
            (Filter::Next, &self.next),
            (Filter::MatchId, &self.match_id),
            (Filter::MatchType, &self.match_type),
            (Filter::MatchVersion, &self.match_version),
            (Filter::MatchSpecVersion, &self.match_spec_version),
        ];
        Query::parse(values.iter().filter_map(|(name, value)| Some((name.name(), value.as_deref()?))), Filter::ALL)
    }
}

fn texts(items: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}
