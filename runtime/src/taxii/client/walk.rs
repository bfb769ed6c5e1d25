//! From page to page. The rules are those that every server tried can follow, and none can lead astray.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::value::RawValue;

use super::answer;
use super::connection::Taxii;
use super::page::{Page, ResumeToken};
use crate::error::{Error, PagingError, Result};
use crate::taxii::envelope::Envelope;
use crate::taxii::headers::{DATE_ADDED_FIRST, DATE_ADDED_LAST};
use crate::taxii::query::Query;
use crate::taxii::timestamp::TaxiiTimestamp;

pub(super) type RawPage = Page<Box<RawValue>>;

/// A walk over the pages of one operation.
pub(super) struct Walk {
    taxii: Taxii,
    operation: &'static str,
    collection: String,
    next: Step,
    fetched: usize,
    max_pages: usize,
    /// The content of the page before, as a hash.
    before: Option<u64>,
    /// The latest date that any page gave.
    seen: Option<TaxiiTimestamp>,
}

enum Step {
    Fetch(Query),
    Fail(PagingError),
    End,
}

impl Walk {
    pub(super) fn new(taxii: Taxii, operation: &'static str, collection: String, max_pages: usize) -> Self {
        Self { taxii, operation, collection, next: Step::End, fetched: 0, max_pages, before: None, seen: None }
    }

    pub(super) fn start(self, query: Query) -> Self {
        Self { next: Step::Fetch(query), ..self }
    }

    /// The next page; `None` after the last.
    pub(super) async fn page(&mut self) -> Result<Option<RawPage>> {
        match std::mem::replace(&mut self.next, Step::End) {
            Step::Fetch(_) if self.fetched == self.max_pages => Err(self.lost(PagingError::PageLimit(self.max_pages))),
            Step::Fetch(query) => self.visit(query).await.map(Some),
            Step::Fail(reason) => Err(self.lost(reason)),
            Step::End => Ok(None),
        }
    }

    /// The page that `query` asks for; the walk goes on from there.
    pub(super) async fn visit(&mut self, query: Query) -> Result<RawPage> {
        let mut page = self.fetch(&query).await?;
        self.fetched += 1;
        // Not a repeated `next`: a server may give one for all pages and remember where it is.
        let content = content(&page.body);
        if self.before.replace(content) == Some(content) && !page.body.objects.is_empty() {
            return Err(self.lost(PagingError::Stuck));
        }
        self.seen = self.seen.max(page.date_added_last).max(query.added_after);
        page.resume = self.resume_token(&query, &page);
        self.next = self.after(query, &page);
        Ok(page)
    }

    async fn fetch(&self, query: &Query) -> Result<RawPage> {
        let request = self.taxii.below_collection(self.operation, &self.collection).path("/").path(self.operation);
        let request = query.pairs().fold(request, |request, (name, value)| request.query(name, &value));
        let reply = self.taxii.send(request).await?;
        Ok(Page {
            body: answer::decode(&reply)?,
            date_added_first: answer::date(reply.headers(), DATE_ADDED_FIRST),
            date_added_last: answer::date(reply.headers(), DATE_ADDED_LAST),
            resume: ResumeToken(Query::default()),
        })
    }

    /// Every parameter is sent again with each page, `limit` included: servers check that nothing has changed.
    fn after(&self, query: Query, page: &RawPage) -> Step {
        if !page.body.more {
            return Step::End;
        }
        if page.body.objects.is_empty() {
            tracing::warn!(operation = self.operation, "the server announces more after an empty page; stopping");
            return Step::End;
        }
        match (&page.body.next, page.date_added_last) {
            (Some(next), _) => Step::Fetch(Query { next: Some(next.clone()), ..query }),
            (None, None) => Step::Fail(PagingError::MissingCursor),
            (None, last) if last <= query.added_after => Step::Fail(PagingError::Stuck),
            (None, last) => Step::Fetch(Query { added_after: last, next: None, ..query }),
        }
    }

    fn resume_token(&self, query: &Query, page: &RawPage) -> ResumeToken {
        let next = page.body.next.clone().filter(|_| page.body.more && page.date_added_last.is_none());
        let added_after = if next.is_some() { query.added_after } else { self.seen };
        ResumeToken(Query { added_after, next, ..query.clone() })
    }

    fn lost(&self, reason: PagingError) -> Error {
        Error::Paging { upstream: self.taxii.namespace().to_owned(), reason }
    }
}

fn content(page: &Envelope<Box<RawValue>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    page.objects.iter().for_each(|object| object.get().hash(&mut hasher));
    hasher.finish()
}
