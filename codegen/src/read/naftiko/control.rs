//! The control server: the engine's management plane.

use serde::Deserialize;

use super::authentication::Authentication;
use super::{List, Spanned, Unread};

/// The management plane.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ControlServer {
    /// TCP port.
    pub port: Option<Spanned<u16>>,
    /// Host or address to listen on; `localhost` if absent.
    pub address: Option<Spanned<String>>,
    /// How callers authenticate.
    pub authentication: Option<Spanned<Authentication>>,
    /// Its endpoints.
    pub management: Option<Management>,
    /// Metrics and traces.
    pub observability: Option<Observability>,
    /// A control server needs no name.
    #[serde(default)]
    _namespace: Unread,
    /// Documentation.
    #[serde(default)]
    _description: Unread,
}

/// Endpoints of the management plane.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Management {
    /// `/health`; on if absent.
    pub health: Option<Spanned<bool>>,
    /// `/status`.
    pub info: Option<Spanned<bool>>,
    /// `/reload`.
    pub reload: Option<Spanned<bool>>,
    /// `/validate`.
    pub validate: Option<Spanned<bool>>,
    /// `/logs`.
    pub logs: Option<Spanned<Logs>>,
    /// Scripts.
    pub scripting: Option<Spanned<Scripting>>,
}

/// The log endpoint: off, or how.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$shape")]
pub enum Logs {
    /// `true` or `false`.
    #[serde(rename = "text")]
    Switch(bool),
    /// Switched on.
    #[serde(rename = "mapping")]
    Settings(LogSettings),
}

/// How the log endpoint works.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LogSettings {
    /// Levels can be changed; they can if absent.
    pub level_control: Option<bool>,
    /// Lines can be followed.
    pub stream: Option<bool>,
    /// How many may follow: 1 to 20, 5 if absent.
    pub max_subscribers: Option<Spanned<u32>>,
}

/// Limits of script steps.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scripting {
    /// Whether they may run.
    pub enabled: Option<bool>,
    /// The folder of scripts without one.
    pub default_location: Option<Spanned<String>>,
    /// The language of scripts without one.
    pub default_language: Option<Spanned<String>>,
    /// In milliseconds; 60000 if absent.
    pub timeout: Option<Spanned<u64>>,
    /// 100000 if absent.
    pub statement_limit: Option<Spanned<u64>>,
    /// All if absent.
    #[serde(default)]
    pub allowed_languages: List<Spanned<String>>,
}

/// Metrics and traces.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observability {
    /// On if absent.
    pub enabled: Option<bool>,
    /// Metrics.
    pub metrics: Option<Metrics>,
    /// Traces.
    pub traces: Option<Traces>,
    /// Where they go.
    pub exporters: Option<Exporters>,
}

/// Metrics.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Metrics {
    /// The endpoint.
    pub local: Option<LocalEndpoint>,
}

/// Traces.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Traces {
    /// The share of traces that are kept, 0 to 1; all if absent.
    pub sampling: Option<Spanned<f64>>,
    /// How they travel.
    pub propagation: Option<Spanned<Propagation>>,
    /// The endpoint.
    pub local: Option<LocalEndpoint>,
}

/// How trace contexts travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Propagation {
    /// W3C Trace Context.
    W3c,
    /// Zipkin's B3.
    B3,
}

/// An endpoint of the control server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LocalEndpoint {
    /// On if absent.
    pub enabled: Option<bool>,
    /// How many it keeps: 10 to 10000, 100 if absent.
    pub buffer_size: Option<Spanned<u32>>,
}

/// Where metrics and traces go.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Exporters {
    /// OpenTelemetry.
    pub otlp: Option<Otlp>,
}

/// An OpenTelemetry collector.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Otlp {
    /// Its URL.
    pub endpoint: Option<Spanned<String>>,
}
