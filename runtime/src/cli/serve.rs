//! `serve`: all servers of the crate until told to stop.

use std::io;
use std::net::{SocketAddr, TcpListener as Unserved};
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::app::App;
use super::arguments::Serve;
use super::callers::make_up;
use super::control::Port;
use super::failure::Failure;
use super::launch::Launch;
use super::server::{Server, Stdio};
use super::shards::Shards;
use super::stop::{self, Stop, Stopper};
use super::tell::{announce, tell, warn_if_open};
use crate::error::Error;
use crate::mock::Running;
use crate::server::{Callers, Connections};
use crate::settings::Settings;

impl<C: Clone + 'static> App<C> {
    pub(super) async fn serve(&self, order: Serve) -> Result<(), Failure> {
        #[cfg(feature = "mcp")]
        self.check_chosen(&order.chosen)?;
        let control = Port::open(self, order.control.as_deref()).await?; // first: it tells that the others aren't ready
        let started: Vec<_> = self.servers.iter().filter_map(|server| Some((server, order.address(server)?))).collect();
        let callers: Vec<_> = started.iter().filter_map(|(server, _)| server.callers).collect();
        let (settings, _stand_ins) = self.settings(order.mock, &callers).await?;
        let settings = self.check(settings, &callers)?;
        let chosen = Some(order.chosen.clone());
        let launch = self.launch(settings, order.flags.clone(), order.mock);
        let launch = Launch { docs: order.docs, chosen, metrics: control.metrics(), ..launch };
        let piped = self.piped(&launch, order.stdio)?;
        let connections = Arc::new(Connections::new(&launch.options()?)); // all servers share their limits
        let shards = Shards::start()?;
        started.iter().for_each(|(server, _)| control.expects(&server.name));
        let mut bound = Vec::new();
        for (server, address) in started {
            bound.push((server, (server.router)(&launch)?, shards.bind(address).await?));
        }
        let (stopper, stop) = stop::on_signals(control.notice()?)?; // first: who reads an address may send a signal at once
        let mut serving = Vec::new();
        for (server, router, listeners) in bound {
            let address = listeners.first().map(Unserved::local_addr).transpose()?;
            let serve = |listener| connections.clone().serve(listener, router.clone(), stop.clone().told());
            serving.extend(shards.spawn(listeners, serve)?);
            if let Some(address) = address {
                control.listens(&server.name, address);
                server.announce(address, order.stdio)?;
            }
        }
        control.is_ready(order.stdio)?;
        let result = run(join_all(serving), piped, stopper, stop).await;
        control.close().await;
        result
    }

    /// What the environment gives; with `--mock` also what running stand-ins give, and credentials for `callers`.
    pub(super) async fn settings(&self, mock: bool, callers: &[Callers]) -> Result<(Settings, Vec<Running>), Error> {
        let mut settings = Settings::from_env(self.settings);
        let mut running = Vec::new();
        if mock {
            make_up(&mut settings, callers)?; // first: a stand-in may ask for one of them, too
            for stand_in in &self.stand_ins {
                let stand_in = stand_in.clone().start(&mut settings).await?;
                tell(format_args!("stand-in for {}: {}", stand_in.namespace(), stand_in.url()));
                running.push(stand_in);
            }
            settings.make_up_all(self.settings);
        }
        Ok((settings, running))
    }

    fn piped(&self, launch: &Launch<'_, C>, wanted: bool) -> Result<Option<Stdio>, Error> {
        let stdio = self.servers.iter().find_map(|server| server.stdio.as_ref()).filter(|_| wanted);
        stdio.map(|stdio| stdio(launch)).transpose()
    }
}

impl Serve {
    /// Where a server is wanted, if at all.
    fn address<'a, C>(&'a self, server: &'a Server<C>) -> Option<&'a str> {
        let asked = self.addresses.get(&server.name).map(String::as_str);
        asked.or((!self.stdio).then_some(server.address))
    }
}

impl<C> Server<C> {
    fn announce(&self, bound: SocketAddr, piped: bool) -> io::Result<()> {
        announce(&format!("{} http://{bound}{}", self.name, self.path), piped)?;
        if !self.authenticated {
            warn_if_open(&self.name, bound);
        }
        Ok(())
    }
}

/// Serves until a signal or the end of standard input. Both kinds of servers stop then.
async fn run(serving: impl Future, piped: Option<Stdio>, stopper: Stopper, stop: Stop) -> Result<(), Failure> {
    let told = stop.clone().told().boxed();
    let piped = async {
        let result = match piped {
            Some(piped) => piped(told).await,
            None => {
                told.await;
                Ok(())
            }
        };
        stopper.stop();
        result
    };
    let (_, piped) = tokio::join!(serving, piped);
    Ok(piped?)
}
