//! The TAXII client over real sockets, against answers that real servers give.
#![cfg(feature = "taxii-client")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod paging;
mod resources;
mod server;

use capwright_runtime::client::{Auth, HttpOptions};
use capwright_runtime::taxii::client::{Options, Taxii};
use capwright_runtime::taxii::{Filter, Listing, ManifestRecord, StixObject, filter};

#[derive(Debug)]
pub(crate) struct Objects;

impl Listing for Objects {
    type Item = StixObject;
    const NAME: &'static str = "objects";
    const FILTERS: &'static [Filter] = Filter::ALL;
}

impl filter::AddedAfter for Objects {}
impl filter::Limit for Objects {}
impl filter::Next for Objects {}
impl filter::MatchId for Objects {}
impl filter::MatchType for Objects {}
impl filter::MatchVersion for Objects {}
impl filter::MatchSpecVersion for Objects {}

#[derive(Debug)]
pub(crate) struct Records;

impl Listing for Records {
    type Item = ManifestRecord;
    const NAME: &'static str = "manifest";
    const FILTERS: &'static [Filter] = &[Filter::Limit];
}

impl filter::Limit for Records {}

pub(crate) fn client(base_url: &str) -> Taxii {
    client_with(base_url, &Options::default())
}

pub(crate) fn client_with(base_url: &str, options: &Options) -> Taxii {
    Taxii::builder("feeds", &HttpOptions::default())
        .base_url(format!("{base_url}/v1"))
        .api_root("/root")
        .trailing_slash(false)
        .auth(Auth::basic("user", "s3cret"))
        .options(options)
        .build()
        .unwrap()
}
