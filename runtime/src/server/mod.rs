//! What the REST, MCP and TAXII servers share: who may ask, what errors look like, how a server stops.

mod accept;
mod authentication;
mod authority;
#[cfg(any(feature = "rest", feature = "mcp"))]
mod body;
mod calls;
mod connection;
mod connections;
mod cors;
#[cfg(any(feature = "rest", feature = "mcp"))]
mod function;
mod guard;
#[cfg(any(feature = "cli", feature = "rest", feature = "mcp"))]
mod handler;
mod limits;
mod listen;
#[cfg(any(feature = "rest", feature = "mcp"))]
mod naming;
mod options;
#[cfg(any(feature = "rest", feature = "skill"))]
mod path;
mod problem;
mod query;
mod respond;

pub use authentication::{Authentication, Callers};
pub use guard::{Refusal, guard};
pub use limits::{DRAIN, Limits};
pub use listen::{bind, serve, serve_with};
pub use options::ServerOptions;
pub use problem::Problem;
pub use respond::respond;

#[cfg(any(feature = "rest", feature = "mcp"))]
pub(crate) use body::read_body;
#[cfg(feature = "rest")]
pub(crate) use body::{BodyError, check_length, skip_body};
#[cfg(feature = "cli")]
pub(crate) use connections::Connections;
#[cfg(any(feature = "rest", feature = "mcp"))]
pub(crate) use function::{Function, bind_function};
#[cfg(any(feature = "mcp", feature = "rest", feature = "skill", feature = "taxii-server"))]
pub(crate) use guard::guard_as;
#[cfg(any(feature = "cli", feature = "rest", feature = "mcp"))]
pub use handler::{Handler, WithoutInput, no_input};
#[cfg(any(feature = "rest", feature = "mcp"))]
pub(crate) use naming::Naming;
#[cfg(feature = "rest")]
pub(crate) use path::segments;
#[cfg(any(feature = "rest", feature = "skill"))]
pub(crate) use path::{decode_path, other_methods};
#[cfg(feature = "rest")]
pub(crate) use query::NotUtf8;
#[cfg(any(feature = "rest", feature = "taxii-server"))]
pub(crate) use query::parameters;
