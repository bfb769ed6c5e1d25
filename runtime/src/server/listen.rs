//! Listens, answers, and stops without dropping what is in flight.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

use super::connections::Connections;
use super::options::ServerOptions;

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

/// [`serve_with`] the default options.
///
/// # Errors
/// None as yet: what fails is logged, and tried again.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_with(listener, router, &ServerOptions::default(), shutdown).await
}

/// Answers requests by HTTP/1.1 until `shutdown` is ready, with the [`Limits`](super::Limits) of `options`. Then it takes no
/// more, closes what is idle or half sent, and waits for the requests in flight, as long as the limits say.
///
/// An answer that comes before the end of the request, such as 413, reaches its caller: up to twice `max_body_bytes`, or 8 MiB, are
/// read on for up to 5 s. Dropping the future closes all connections.
///
/// # Errors
/// None as yet: what fails is logged, and tried again.
pub async fn serve_with(
    listener: TcpListener,
    router: Router,
    options: &ServerOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    Arc::new(Connections::new(options)).serve(listener, router, shutdown).await;
    Ok(())
}
