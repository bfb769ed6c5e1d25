//! A TAXII 2.1 server: what the description lists is answered by a service, the protocol is seen to here.
//!
//! A service answers with values. The [`Server`] around it finds the way, authenticates, negotiates, resolves and guards
//! collections, reads queries, makes cursors and headers, and words every failure as TAXII wants.

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

pub use accept::Accept;
pub use axum::Router;

pub use auth::{Authenticate, BasicAuth, Caller, Credentials};
pub use call::Call;
pub use handlers::Server;
pub use method::Method;
pub use options::Options;
pub use page::{Page, PageRequest, Record, RowKey};
pub use path::{Layout, Operation};
pub use respond::not_found;
