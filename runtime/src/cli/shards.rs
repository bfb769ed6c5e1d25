//! A runtime for each core: what arrives on one stays there, and wakes no other.

use std::io;
use std::iter::once;
use std::net::TcpListener as Unserved;
use std::num::NonZero;
use std::thread::available_parallelism;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use super::failure::Failure;
use crate::server::bind;
use crate::variables::Variables;

/// How many threads tokio would have.
const THREADS: &str = "TOKIO_WORKER_THREADS";
/// How many connections wait to be taken, for each listener.
const BACKLOG: u32 = 1024;
/// Whether the system spreads connections over the listeners of a port.
const IS_SPREAD: bool = cfg!(target_os = "linux");

/// The runtime that it was made in, and one for each further core.
///
/// Each has one thread for tasks. It is none of tokio's `current_thread`, for those can't let another thread take over while they
/// decode what is long.
pub(super) struct Shards {
    first: Handle,
    others: Vec<Runtime>,
}

/// The first runtime.
pub(super) fn runtime() -> io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if IS_SPREAD {
        builder.worker_threads(1);
    }
    builder.enable_all().build()
}

impl Shards {
    /// One for each core where connections are spread, else one.
    pub(super) fn start() -> Result<Self, Failure> {
        let cores = available_parallelism().map_or(1, NonZero::get);
        let threads = Variables::of_process().count(THREADS, cores)?;
        let others = if IS_SPREAD { threads.saturating_sub(1) } else { 0 };
        let others = (0..others).map(|_| runtime()).collect::<io::Result<_>>()?;
        Ok(Self { first: Handle::current(), others })
    }

    /// A listener on `address` for each.
    pub(super) async fn bind(&self, address: &str) -> io::Result<Vec<Unserved>> {
        // By itself first: two processes that share their ports would be let in beside each other.
        let first = bind(address).await?;
        if self.others.is_empty() {
            return Ok(vec![first.into_std()?]);
        }
        let bound = first.local_addr()?;
        drop(first);
        let listen = |_| {
            let socket = if bound.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
            share(&socket)?;
            socket.bind(bound)?;
            socket.listen(BACKLOG)?.into_std()
        };
        let listeners: io::Result<_> = (0..=self.others.len()).map(listen).collect();
        listeners.map_err(|error| io::Error::new(error.kind(), format!("can't listen on {address}: {error}")))
    }

    /// Serves each listener where it belongs.
    pub(super) fn spawn<F: Future<Output = ()> + Send + 'static>(
        &self,
        listeners: Vec<Unserved>,
        serve: impl Fn(TcpListener) -> F,
    ) -> io::Result<Vec<JoinHandle<()>>> {
        let handles = once(&self.first).chain(self.others.iter().map(Runtime::handle));
        let spawn = |(listener, handle): (Unserved, &Handle)| {
            let _entered = handle.enter();
            Ok(handle.spawn(serve(TcpListener::from_std(listener)?)))
        };
        listeners.into_iter().zip(handles).map(spawn).collect()
    }
}

impl Drop for Shards {
    fn drop(&mut self) {
        self.others.drain(..).for_each(Runtime::shutdown_background);
    }
}

#[cfg(target_os = "linux")]
fn share(socket: &TcpSocket) -> io::Result<()> {
    socket.set_reuseaddr(true)?;
    socket.set_reuseport(true)
}

#[cfg(not(target_os = "linux"))]
fn share(_: &TcpSocket) -> io::Result<()> {
    Ok(())
}
