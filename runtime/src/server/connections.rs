//! All connections of a server: how many there are, and which has to make room.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::accept::Listener;
use super::connection::{Terms, Watch};
use super::limits::Limits;
use super::options::ServerOptions;
use crate::metrics::Metrics;

/// Where no connection may be dropped, one may become idle, and nobody tells.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The connections of one server, or of several that share their limits.
pub(crate) struct Connections {
    limits: Limits,
    terms: Terms,
    metrics: Metrics,
    start: Instant,
    open: Mutex<Open>,
    /// Told when one is closed.
    closed: Notify,
}

#[derive(Default)]
struct Open {
    next: u64,
    watches: BTreeMap<u64, Arc<Watch>>,
    addresses: BTreeMap<IpAddr, usize>,
    is_stopping: bool,
}

/// A place among the connections, until it is dropped.
struct Place {
    connections: Arc<Connections>,
    number: u64,
    address: IpAddr,
    watch: Arc<Watch>,
}

/// Closes all connections when it is dropped.
struct Hold(Arc<Connections>);

impl Connections {
    pub(crate) fn new(options: &ServerOptions) -> Self {
        let limits = options.limits().clone();
        let terms = Terms::new(&limits, options.max_body_bytes());
        let metrics = options.metrics().clone();
        Self { limits, terms, metrics, start: Instant::now(), open: Mutex::default(), closed: Notify::new() }
    }

    /// Answers the connections that `listener` takes by `router`, until `shutdown` is ready and they are closed or the time to
    /// drain is over.
    pub(crate) async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        router: Router,
        shutdown: impl Future<Output = ()>,
    ) {
        let hold = Hold(Arc::clone(&self));
        tokio::select! {
            () = shutdown => {}
            () = self.take(Listener::new(listener), &router) => {}
        }
        self.stop();
        if timeout(self.limits.drain, self.are_closed()).await.is_err() {
            let seconds = self.limits.drain.as_secs_f32();
            tracing::warn!("stopped with requests in flight: they took longer than {seconds} s");
        }
        drop(hold);
    }

    async fn take(self: &Arc<Self>, mut listener: Listener, router: &Router) {
        loop {
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(pause) => {
                    self.drop_idle(); // frees a descriptor, if that was it
                    let _ = timeout(pause, self.closed.notified()).await;
                    continue;
                }
            };
            self.make_room().await;
            if let Some(place) = self.admit(address.ip()) {
                tokio::spawn(place.attend(stream, router.clone()));
            } else {
                self.metrics.turned_away();
            }
        }
    }

    /// None where the address has all the connections that it may have.
    fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut open = self.open();
        let limit = self.limits.connections_per_address;
        if limit > 0 {
            let held = open.addresses.entry(address).or_default();
            if *held >= limit {
                return None;
            }
            *held += 1;
        }
        let (number, watch) = (open.next, Arc::new(Watch::new(self.start)));
        if open.is_stopping {
            watch.stop();
        }
        self.metrics.connected();
        open.next += 1;
        open.watches.insert(number, Arc::clone(&watch));
        Some(Place { connections: Arc::clone(self), number, address, watch })
    }

    /// Waits until there may be one more connection.
    async fn make_room(&self) {
        let limit = self.limits.connections;
        while limit > 0 && self.open().watches.len() >= limit {
            if !self.drop_idle() {
                let _ = timeout(LOOK_AGAIN, self.closed.notified()).await;
            }
        }
    }

    /// Drops the connection that is missed least. False if there is none.
    fn drop_idle(&self) -> bool {
        let mut open = self.open();
        let idle = open.watches.iter().filter_map(|(number, watch)| Some((watch.idle_since()?, *number)));
        let Some((idle, number)) = idle.min() else { return false };
        let is_dropped = open.watches.get(&number).is_some_and(|watch| watch.drop_idle(idle));
        if is_dropped {
            open.watches.remove(&number);
            self.metrics.turned_away();
        }
        is_dropped
    }

    fn stop(&self) {
        let mut open = self.open();
        open.is_stopping = true;
        open.watches.values().for_each(|watch| watch.stop());
    }

    async fn are_closed(&self) {
        loop {
            let mut closed = pin!(self.closed.notified());
            closed.as_mut().enable(); // first: one may be closed meanwhile
            if self.open().watches.is_empty() {
                return;
            }
            closed.await;
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    async fn attend(self, stream: TcpStream, router: Router) {
        // Answers are small and written whole: waiting to fill a packet only costs time. Failing costs nothing else.
        let _ = stream.set_nodelay(true);
        let terms = &self.connections.terms;
        if terms.wait_for_byte(&stream, &self.watch).await {
            Box::pin(terms.attend(stream, router, &self.watch)).await; // boxed: what only waits is small
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        open.watches.remove(&self.number);
        if let Some(held) = open.addresses.get_mut(&self.address) {
            *held -= 1;
            if *held == 0 {
                open.addresses.remove(&self.address);
            }
        }
        drop(open);
        self.connections.metrics.disconnected();
        self.connections.closed.notify_waiters();
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.open().watches.values().for_each(|watch| watch.cut());
    }
}
