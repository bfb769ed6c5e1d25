//! A TAXII 2.1 server: what the description lists is answered by a service, the protocol is seen to here.
//!
//! A service answers with values. The [`Server`] around it finds the way, authenticates, negotiates, resolves and guards
//! collections, reads queries, makes cursors and headers, and words every failure as TAXII wants.
//!
//! ```no_run
//! use capwright_runtime::taxii::server::{BasicAuth, Layout, Options, Server};
//! use capwright_runtime::taxii::store::{MemoryStore, StoreService};
//!
//! # fn example() -> capwright_runtime::Result<()> {
//! type Service = StoreService<MemoryStore, BasicAuth>;
//! let service = Service::new(MemoryStore::load("objects.json")?, BasicAuth::new("user", "password"));
//! let server: Server<_> = Server::new(Layout::new("/taxii2", "/feeds"), service)
//!     .authenticate("Basic realm=\"feeds\"", Service::authenticate)
//!     .collections(Service::collections)
//!     .collection(Service::collection)
//!     .objects(&[], Service::objects);
//! let router = server.into_router(&Options::from_env()?);
//! # Ok(())
//! # }
//! ```

mod accept;
mod auth;
mod call;
mod cursor;
mod dispatch;
mod handlers;
mod method;
mod options;
mod page;
mod path;
mod respond;

pub use axum::Router;

pub use auth::{Authenticate, BasicAuth, Caller, Credentials};
pub use call::Call;
pub use handlers::Server;
pub use method::Method;
pub use options::Options;
pub use page::{Page, PageRequest, Record, RowKey};
pub use path::Layout;
pub use respond::not_found;

pub use crate::taxii::operation::Operation;
