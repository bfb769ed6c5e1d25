//! Connections of one thread.

use std::future::Future;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Builder;
use tokio::task::{LocalSet, spawn_local};

/// What peers answer with.
pub(crate) type Answer = hyper::Result<Response<Full<Bytes>>>;

/// Takes the address to serve on; port 0 is a free one.
pub(crate) fn reserve(port: u16) -> io::Result<std::net::TcpListener> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseport(true)?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        socket.listen(1024)?.into_std()
    })
}

/// Says where a peer listens.
pub(crate) fn announce(listener: &std::net::TcpListener) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "http://{}", listener.local_addr()?)?;
    out.flush()
}

/// Serves on this thread, for good.
pub(crate) fn serve<S, F>(listener: std::net::TcpListener, service: S) -> io::Result<()>
where
    S: Fn(Request<Incoming>) -> F + Clone + 'static,
    F: Future<Output = Answer> + 'static,
{
    let runtime = Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, async {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(service.clone()));
            spawn_local(connection);
        }
    })
}
