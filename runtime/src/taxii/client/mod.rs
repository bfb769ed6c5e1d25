//! A client of any TAXII 2.1 server.
//!
//! ```no_run
//! use capwright_runtime::client::{Auth, HttpOptions};
//! use capwright_runtime::taxii::client::Taxii;
//! use capwright_runtime::taxii::{Collections, Discovery};
//!
//! # async fn example() -> capwright_runtime::Result<()> {
//! let taxii = Taxii::builder("feeds", &HttpOptions::default())
//!     .base_url("https://taxii.example")
//!     .discovery("/taxii2")
//!     .api_root("/feeds")
//!     .auth(Auth::basic("user", "password"))
//!     .build()?;
//! let server: Discovery = taxii.discovery().await?;
//! let lists: Collections = taxii.collections().await?;
//! # Ok(())
//! # }
//! ```

mod answer;
mod connection;
mod options;
mod page;
mod request;
mod walk;

pub use connection::{Builder, Taxii};
pub use futures_util::{Stream, StreamExt, TryStreamExt};
pub use options::Options;
pub use page::{Page, ResumeToken};
pub use request::{PageInput, Request};

pub use crate::PagingError;
