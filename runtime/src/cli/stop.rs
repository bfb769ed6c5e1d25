//! When to stop.

use std::io;

use tokio::sync::watch;

/// Becomes true when the process is told to stop. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

/// Tells all clones of a [`Stop`].
pub(super) struct Stopper(watch::Sender<bool>);

/// A pair for a process that SIGINT and SIGTERM stop too, once `notice` is over.
pub(super) fn on_signals(notice: impl Future<Output = ()> + Send + 'static) -> io::Result<(Stopper, Stop)> {
    let (sender, receiver) = watch::channel(false);
    let signalled = sender.clone();
    let signals = signals()?;
    tokio::spawn(async move {
        signals.await;
        notice.await;
        signalled.send_replace(true);
    });
    Ok((Stopper(sender), Stop(receiver)))
}

impl Stopper {
    pub(super) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Ready when it is time.
    pub(super) async fn told(mut self) {
        let _ = self.0.wait_for(|stop| *stop).await; // nobody left to tell is also a reason
    }
}

/// Listens at once: a signal that comes before the future is polled counts.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = ()> + Send> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
