//! How a TAXII server meets its callers.

use crate::error::{ConfigError, Result};
use crate::server::ServerOptions;
use crate::variables::Variables;

const PUBLIC_URL: &str = "TAXII_PUBLIC_URL";
const PAGE_LIMIT: &str = "TAXII_PAGE_LIMIT";

/// How a TAXII server meets its callers. The default suits loopback.
#[derive(Debug, Clone)]
pub struct Options {
    /// Under which names the server may be asked.
    pub server: ServerOptions,
    pub(super) public_url: Option<String>,
    pub(super) page_limit: usize,
}

impl Default for Options {
    /// Loopback only, and at most 1000 objects a page.
    fn default() -> Self {
        Self { server: ServerOptions::default(), public_url: None, page_limit: 1000 }
    }
}

impl Options {
    /// What [`ServerOptions::from_env`] reads, `TAXII_PUBLIC_URL` and `TAXII_PAGE_LIMIT`.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the variable whose value can't be used.
    pub fn from_env() -> Result<Self> {
        let server = ServerOptions::from_env()?;
        Self { server, ..Self::default() }.variables(&Variables::of_process())
    }

    /// The URL that callers know this server by, such as `https://taxii.example.com`, whose host it may then be asked as.
    /// Discovery names it; without it discovery names the host that the request is for.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if `url` isn't http or https, or has a user, query or fragment.
    pub fn with_public_url(mut self, url: &str) -> Result<Self> {
        let invalid = || ConfigError::invalid(PUBLIC_URL, "must be a URL like https://taxii.example.com");
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).ok_or_else(invalid)?;
        if rest.contains(['?', '#', '@']) || url.parse::<http::Uri>().is_err() {
            return Err(invalid().into());
        }
        let host = rest.split('/').next().unwrap_or_default();
        self.server = self.server.allow_host(host).map_err(|_| invalid())?;
        self.public_url = Some(url.trim_end_matches('/').to_owned());
        Ok(self)
    }

    /// Pages hold at most this many objects or records, whatever callers ask for; at least 1.
    pub fn with_page_limit(mut self, limit: usize) -> Self {
        self.page_limit = limit.max(1);
        self
    }

    fn variables(mut self, variables: &Variables<'_>) -> Result<Self> {
        if let Some(url) = variables.text(PUBLIC_URL) {
            self = self.with_public_url(&url)?;
        }
        let limit = |text: &str| text.parse().ok().filter(|limit| *limit > 0);
        self.page_limit = variables.read(PAGE_LIMIT, self.page_limit, "must be an integer above 0", limit)?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn read(name: &str, value: &str) -> Result<Options> {
        Options::default().variables(&Variables::new(&|asked| (asked == name).then(|| value.to_owned())))
    }

    #[test]
    fn variables() {
        assert_eq!(read(PAGE_LIMIT, "7").unwrap().page_limit, 7);
        let url = read(PUBLIC_URL, "https://taxii.example.com/below/").unwrap().public_url;
        assert_eq!(url.as_deref(), Some("https://taxii.example.com/below"));
    }

    #[test]
    fn what_cant_be_used_is_named() {
        for (name, value) in [
            (PAGE_LIMIT, "0"),
            (PAGE_LIMIT, "many"),
            (PUBLIC_URL, "taxii.example.com"),
            (PUBLIC_URL, "https://"),
            (PUBLIC_URL, "https://u:p@a"),
            (PUBLIC_URL, "https://a/?b"),
            (PUBLIC_URL, "ftp://a"),
        ] {
            let error = read(name, value).unwrap_err().to_string();
            assert!(error.starts_with(name), "{error}");
        }
    }
}
