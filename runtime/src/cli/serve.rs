//! `serve`: all servers of the crate until told to stop.

use std::io::{self, Write};
use std::net::SocketAddr;

use axum::Router;
use futures_util::FutureExt;
use futures_util::future::try_join_all;
use tokio::net::TcpListener;

use super::app::App;
use super::arguments::Serve;
use super::callers::make_up;
use super::failure::Failure;
use super::launch::Launch;
use super::server::{Server, Stdio};
use super::stop::{self, Stop, Stopper};
use super::tell::tell;
use crate::error::Error;
use crate::mock::Running;
use crate::server::{Callers, bind, serve};
use crate::settings::Settings;

impl<C: Clone + 'static> App<C> {
    pub(super) async fn serve(&self, order: Serve) -> Result<(), Failure> {
        let started: Vec<_> = self.servers.iter().filter_map(|server| Some((server, order.address(server)?))).collect();
        let callers: Vec<_> = started.iter().filter_map(|(server, _)| server.callers).collect();
        let (settings, _stand_ins) = self.settings(order.mock, &callers).await?;
        let settings = self.check(settings, &callers)?;
        let launch = self.launch(settings, order.flags.clone(), order.mock);
        let piped = self.piped(&launch, order.stdio)?;
        let mut bound = Vec::new();
        for (server, address) in started {
            bound.push((server, (server.router)(&launch)?, bind(address).await?));
        }
        let (stopper, stop) = stop::on_signals()?; // first: who reads an address may send a signal at once
        for (server, _, listener) in &bound {
            announce(server, listener.local_addr()?, order.stdio)?;
        }
        run(bound.into_iter().map(|(_, router, listener)| (router, listener)), piped, stopper, stop).await
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

/// Says where a server listens: on standard output unless that belongs to the client.
fn announce<C>(server: &Server<C>, bound: SocketAddr, piped: bool) -> io::Result<()> {
    let line = format!("{} http://{bound}{}", server.name, server.path);
    if piped {
        tell(&line);
    } else {
        writeln!(io::stdout().lock(), "{line}")?;
    }
    if !bound.ip().is_loopback() && !server.authenticated {
        tell(format_args!("warning: {} is open to other machines, and asks callers for no credentials", server.name));
    }
    Ok(())
}

/// Serves until a signal, the end of standard input, or the failure of a server. All others stop then, too.
async fn run(
    servers: impl Iterator<Item = (Router, TcpListener)>,
    piped: Option<Stdio>,
    stopper: Stopper,
    stop: Stop,
) -> Result<(), Failure> {
    let serving = servers.map(|(router, listener)| serve(listener, router, stop.clone().told()));
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
    tokio::try_join!(try_join_all(serving), piped)?;
    Ok(())
}
