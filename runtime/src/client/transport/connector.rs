//! Makes connections.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio_rustls::TlsConnector;
use tower_service::Service;
use url::Url;

use super::connection::{Connection, Form};
use super::limits::Policy;
use super::origin::{Origin, server_name};
use super::proxy::{Kind, Proxy};
use super::stream::{Cause, Stream};

/// Whom connections are made to, and on what way.
pub(in crate::client) struct Reach {
    pub(in crate::client) tls: ClientConfig,
    pub(in crate::client) proxies: Matcher,
}

/// Makes connections: by TCP, through proxies, over TLS.
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: TlsConnector,
    proxies: Matcher,
    timeout: Duration,
    idle: Duration,
}

impl Connector {
    pub(super) fn new(policy: &Policy, reach: Reach) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(policy.connect)); // shared among the addresses of a host
        let tls = TlsConnector::from(Arc::new(reach.tls));
        Self { tcp, tls, proxies: reach.proxies, timeout: policy.connect, idle: policy.idle }
    }

    /// How long making one may take.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// A connection to where `url` is.
    ///
    /// # Errors
    /// There is none: nothing was sent.
    pub(super) async fn open(&self, url: &Url) -> Result<Connection, Cause> {
        let origin = Origin::of(url).ok_or("the URL has no host")?;
        let proxy = Proxy::towards(&self.proxies, &origin)?;
        let stream = match &proxy {
            None => self.reach(origin.uri()?).await?,
            Some(proxy) => self.reach_through(proxy, &origin).await?,
        };
        let stream = if origin.is_tls() { self.secure(url.host_str(), stream).await? } else { stream };
        let form = match proxy {
            Some(proxy) if proxy.kind == Kind::Forward => Form::ForProxy(proxy.authorization()),
            _ => Form::ForUpstream,
        };
        Connection::start(stream, origin, form, self.idle).await
    }

    async fn reach_through(&self, proxy: &Proxy, origin: &Origin) -> Result<Stream, Cause> {
        let stream = self.reach(proxy.uri().clone()).await?;
        let stream = if proxy.is_tls() { self.secure(proxy.uri().host(), stream).await? } else { stream };
        proxy.through(stream, origin.uri()?).await
    }

    async fn reach(&self, place: Uri) -> Result<Stream, Cause> {
        Ok(Box::new(self.tcp.clone().call(place).await?))
    }

    async fn secure(&self, host: Option<&str>, stream: Stream) -> Result<Stream, Cause> {
        let name = server_name(host.ok_or("the URL has no host")?)?;
        Ok(Box::new(TokioIo::new(self.tls.connect(name, TokioIo::new(stream)).await?)))
    }
}
