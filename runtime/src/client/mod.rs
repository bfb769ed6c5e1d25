//! Calls upstreams: encoding, authentication, time and size limits, typed errors.
//!
//! ```no_run
//! use capwright_runtime::client::{Auth, HttpOptions, Upstream};
//! use capwright_runtime::{Method, Reply, Result};
//!
//! # async fn example() -> Result<Reply> {
//! let upstream = Upstream::new("conns", &HttpOptions::default())
//!     .base_url("https://tanium.example/api")
//!     .auth(Auth::header("session", "the key"))
//!     .build()?;
//! upstream.request(Method::GET, "getconnection").path("/conns/{id}").variable("id", "a/b").await
//! # }
//! ```

mod answers;
mod auth;
#[cfg(feature = "aws")]
mod aws;
mod body;
mod cookie;
#[cfg(feature = "digest")]
mod digest;
mod encode;
#[cfg(feature = "oauth1")]
mod oauth1;
#[cfg(feature = "oauth2")]
mod oauth2;
mod options;
mod request;
mod send;
mod signer;
#[cfg(test)]
mod tests;
mod tls;
#[cfg(feature = "oauth2")]
mod tokens;
mod upstream;

pub use auth::Auth;
#[cfg(feature = "aws")]
pub use aws::Aws;
pub use body::{Form, Json, Multipart, Template};
pub use encode::WireValue;
#[cfg(feature = "oauth1")]
pub use oauth1::OAuth1;
#[cfg(feature = "oauth2")]
pub use oauth2::OAuth2;
pub use options::HttpOptions;
pub use request::Request;
pub use upstream::{Upstream, UpstreamBuilder};
#[cfg(feature = "taxii-client")]
pub(crate) use upstream::{base_url, is_loopback};
