//! Listens, answers, and stops without dropping what is in flight.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// How long a server that was told to stop waits for the requests in flight.
pub const DRAIN: Duration = Duration::from_secs(10);

/// Listens on `address`, such as `localhost:8080`; port 0 takes a free one. `localhost` is 127.0.0.1, on every machine.
///
/// # Errors
/// Says which address can't be listened on, and why.
pub async fn bind(address: &str) -> io::Result<TcpListener> {
    let bound = match address.strip_prefix("localhost:").map(str::parse) {
        Some(Ok(port)) => TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await,
        _ => TcpListener::bind(address).await,
    };
    bound.map_err(|error| io::Error::new(error.kind(), format!("can't listen on {address}: {error}")))
}

/// Answers requests until `shutdown` is ready; then takes no more, and waits up to [`DRAIN`] for those in flight.
///
/// # Errors
/// If the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Answers are small and written whole: waiting to fill a packet only costs time. Failing costs nothing else.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let (stopping, stopped) = oneshot::channel();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        shutdown.await;
        let _ = stopping.send(());
    });
    tokio::select! {
        result = server.into_future() => result,
        () = drained(stopped) => {
            tracing::warn!("stopped with requests in flight: they took longer than {} s", DRAIN.as_secs());
            Ok(())
        }
    }
}

async fn drained(stopped: oneshot::Receiver<()>) {
    if stopped.await.is_err() {
        return std::future::pending().await;
    }
    sleep(DRAIN).await;
}
