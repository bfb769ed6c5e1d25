//! What a user may want otherwise than the description says.

use crate::error::Result;
use crate::variables::Variables;

const ALLOW_HTTP: &str = "TAXII_ALLOW_HTTP";
const TRAILING_SLASH: &str = "TAXII_TRAILING_SLASH";

/// How a TAXII server is called.
#[derive(Debug, Clone)]
pub struct Options {
    pub(super) allow_http: bool,
    pub(super) trailing_slash: Option<bool>,
    pub(super) max_pages: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { allow_http: false, trailing_slash: None, max_pages: 10_000 }
    }
}

impl Options {
    /// From `TAXII_ALLOW_HTTP` and `TAXII_TRAILING_SLASH`, each `true` or `false`.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the variable whose value can't be used.
    pub fn from_env() -> Result<Self> {
        let variables = Variables::of_process();
        let allow_http = variables.flag(ALLOW_HTTP)?.unwrap_or_default();
        Ok(Self { allow_http, trailing_slash: variables.flag(TRAILING_SLASH)?, ..Self::default() })
    }

    /// Whether credentials may travel in the clear; only to this machine unless given. TAXII wants HTTPS (§8.2.2).
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Whether paths end in a slash; as the description says unless given.
    pub fn trailing_slash(mut self, slash: bool) -> Self {
        self.trailing_slash = Some(slash);
        self
    }

    /// The most pages that one walk fetches before it fails; 10 000 unless given.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.max_pages = pages;
        self
    }
}
