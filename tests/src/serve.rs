//! Servers in this process.

use std::net::SocketAddr;

use axum::Router;
use capwright_runtime::server;
use tokio::task::JoinHandle;

use crate::http::{Answer, send};

/// A server that answers until it is dropped.
pub struct Served {
    /// Where it listens.
    pub address: SocketAddr,
    task: JoinHandle<std::io::Result<()>>,
}

/// Serves `router` on a free port of loopback.
///
/// # Panics
/// If no port is free.
pub async fn serve(router: Router) -> Served {
    let listener = server::bind("localhost:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    Served { address, task: tokio::spawn(server::serve(listener, router, std::future::pending())) }
}

impl Served {
    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends a request under its own host name; `line` is such as `GET /path`.
    pub async fn send(&self, line: &str, headers: &[&str], body: &[u8]) -> Answer {
        send(self.address, line, headers, body).await
    }

    /// Sends a request without headers of its own, and without body.
    pub async fn ask(&self, line: &str) -> Answer {
        self.send(line, &[], b"").await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
