//! Who may call a server: all of it, under every path, before anything else reads a request.

mod admission;
mod callers;
mod credential;
#[cfg(feature = "digest")]
mod digest;
mod expected;

pub use self::admission::Authentication;
pub use self::callers::Callers;
