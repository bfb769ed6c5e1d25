//! The control port of `serve`: open before all others, closed after them.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::app::App;
use super::failure::Failure;
use super::tell::{announce, warn_if_open};
use crate::control::Control;
use crate::error::Result;
use crate::metrics::Metrics;
use crate::server::{Limits, ServerOptions, bind, serve_with};
use crate::variables::Variables;

/// The variable that says where it is.
pub(super) const CONTROL: &str = "CONTROL";
/// How long the process goes on as before once it was told to stop.
pub(super) const SHUTDOWN_DELAY: &str = "SHUTDOWN_DELAY";
/// Its answers are short.
const DRAIN: Duration = Duration::from_secs(1);

/// The control port, if one is wanted.
pub(super) struct Port(Option<Open>);

struct Open {
    control: Control,
    address: SocketAddr,
    close: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Port {
    /// Answers where `asked`, or the environment, says; a port alone is one of loopback.
    pub(super) async fn open<C>(app: &App<C>, asked: Option<&str>) -> Result<Self, Failure> {
        let given = Variables::of_process().text(CONTROL);
        let Some(place) = asked.or(given.as_deref()) else { return Ok(Self(None)) };
        let place = if place.parse::<u16>().is_ok() { format!("localhost:{place}") } else { place.to_owned() };
        // It has limits of its own: connections of callers never take up those of probes.
        let options = ServerOptions::from_env()?.with_limits(Limits::default().with_drain_timeout(DRAIN));
        let listener = bind(&place).await?;
        let (address, control) = (listener.local_addr()?, Control::new(app.name, app.version));
        let (router, (close, closed)) = (control.router(&options), oneshot::channel::<()>());
        let serving = tokio::spawn(async move {
            let closed = async { drop(closed.await) };
            let _ = serve_with(listener, router, &options, closed).await; // never fails
        });
        Ok(Self(Some(Open { control, address, close, serving })))
    }

    pub(super) fn metrics(&self) -> Metrics {
        self.0.as_ref().map(|open| open.control.metrics()).unwrap_or_default()
    }

    pub(super) fn expects(&self, name: &str) {
        self.0.iter().for_each(|open| open.control.expects(name));
    }

    pub(super) fn listens(&self, name: &str, address: SocketAddr) {
        self.0.iter().for_each(|open| open.control.listens(name, address));
    }

    /// All is there. Says where the port is.
    pub(super) fn is_ready(&self, piped: bool) -> Result<(), Failure> {
        let Some(Open { control, address, .. }) = &self.0 else { return Ok(()) };
        control.listens("control", *address);
        control.ready();
        announce(&format!("control http://{address}"), piped)?;
        warn_if_open("control", *address);
        Ok(())
    }

    /// What comes between a signal and the end: the process isn't ready any more, and load balancers get time to see it.
    pub(super) fn notice(&self) -> Result<impl Future<Output = ()> + Send + use<>> {
        let delay = Variables::of_process().duration(SHUTDOWN_DELAY, Duration::ZERO)?;
        let control = self.0.as_ref().map(|open| open.control.clone());
        Ok(async move {
            control.iter().for_each(Control::stops);
            sleep(delay).await;
        })
    }

    /// The last of all.
    pub(super) async fn close(self) {
        if let Some(Open { close, serving, .. }) = self.0 {
            drop(close);
            let _ = serving.await; // a panic was told of
        }
    }
}
