//! What servers are built from.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::chosen::Chosen;
use crate::client::HttpOptions;
use crate::error::Result;
use crate::metrics::Metrics;
use crate::server::{Authentication, Callers, ServerOptions};
use crate::setting::Setting;
use crate::settings::Settings;

/// How the client of the crate is built.
pub(super) type Connect<C> = Box<dyn Fn(Settings, HttpOptions) -> Result<C>>;

/// What a server is built from.
pub struct Launch<'a, C> {
    pub(super) connect: &'a Connect<C>,
    /// What the settings are for.
    pub(super) known: &'static [Setting],
    pub(super) settings: Settings,
    pub(super) flags: BTreeMap<&'static str, String>,
    pub(super) mock: bool,
    /// Whether servers say what they are, whatever the environment says.
    pub(super) docs: bool,
    /// Which tools are offered; none for all, whatever the environment says.
    #[cfg_attr(not(feature = "mcp"), allow(dead_code, reason = "there are no tools"))]
    pub(super) chosen: Option<Chosen>,
    pub(super) metrics: Metrics,
    /// Built when the first server wants it.
    pub(super) client: OnceCell<C>,
}

impl<C> Launch<'_, C> {
    /// Who may ask, from the environment, and where that is counted; with `--docs`, what a server says of itself as well.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the variable whose value can't be used.
    pub fn options(&self) -> Result<ServerOptions> {
        let options = ServerOptions::from_env()?.with_metrics(self.metrics.clone());
        Ok(if self.docs { options.with_docs(true) } else { options })
    }

    /// Lets in `callers`; nobody, where there are none to let in.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names what is missing or can't be used.
    pub fn authentication(&self, callers: Option<Callers>) -> Result<Authentication> {
        let made = callers.map(|callers| callers.authentication(&self.settings, self.known));
        made.unwrap_or_else(|| Ok(Authentication::nobody()))
    }

    /// The value of an option that [`Server::flag`](super::Server::flag) added.
    pub fn flag(&self, name: &str) -> Option<&str> {
        self.flags.get(name).map(String::as_str)
    }

    /// Whether the server must run without anything else.
    pub fn is_mock(&self) -> bool {
        self.mock
    }
}

impl<C: Clone> Launch<'_, C> {
    /// The client, the same for all servers.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names what is missing.
    pub fn client(&self) -> Result<C> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let http = HttpOptions::from_env()?.metrics(self.metrics.clone());
        let client = (self.connect)(self.settings.clone(), http)?;
        Ok(self.client.get_or_init(|| client).clone())
    }
}
