//! What the end-to-end tests share: an upstream that does as it is told, an HTTP caller that sends exact bytes, and
//! the binaries of the generated crates as child processes. All over real sockets, on ports that the system picks.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't be set up has failed")]

mod http;
mod process;
mod serve;
mod upstream;

use std::time::Duration;

pub use http::{Answer, send, send_raw};
pub use process::{Finished, Process, command, run, shell};
pub use serve::{Served, serve};
pub use upstream::{Refusing, Script, Seen, Upstream};

/// Longer than anything takes that works: tests wait for conditions, and this only ends those that fail.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until `condition` holds.
///
/// # Panics
/// If it doesn't for as long as [`PATIENCE`].
pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}
