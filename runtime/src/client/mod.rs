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
pub(crate) mod base_url;
mod body;
mod call;
mod cookie;
mod encode;
mod environment;
mod gather;
mod length;
mod options;
mod redirect;
#[cfg(feature = "rest")]
mod relay;
mod request;
mod send;
mod shared;
#[cfg(test)]
mod tests;
mod tls;
mod transport;
mod upstream;

pub use auth::Auth;
#[cfg(feature = "aws")]
pub use auth::aws::Aws;
#[cfg(feature = "oauth1")]
pub use auth::oauth1::OAuth1;
#[cfg(feature = "oauth2")]
pub use auth::oauth2::OAuth2;
pub use body::form::Form;
pub use body::json::Json;
pub use body::multipart::Multipart;
pub use body::template::Template;
pub use encode::WireValue;
pub use options::HttpOptions;
pub use request::Request;
pub use upstream::{Upstream, UpstreamBuilder};
