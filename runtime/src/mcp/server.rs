//! The MCP side of a service, whatever the transport.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestMethod, CompleteRequestParams,
    CompleteResult, CustomRequest, CustomResult, ListPromptsRequestMethod, ListPromptsResult,
    ListResourceTemplatesRequestMethod, ListResourceTemplatesResult, ListResourcesRequestMethod, ListResourcesResult,
    ListToolsResult, PaginatedRequestParams, ProgressNotificationParam, ServerConfig, Tool as Description,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use tokio::time::{Instant, interval_at};

use super::digits;
use super::params;
use super::results;
use super::tool::Entry;
use crate::aside::aside_if_long;
#[cfg(feature = "cli")]
use crate::error::{Error, InputError};
use crate::excerpt::{NAME, excerpt};
use crate::metrics::Metrics;
#[cfg(feature = "cli")]
use crate::reply::Reply;
use crate::server::{Authentication, ServerOptions};
#[cfg(feature = "cli")]
use crate::value::Object;
#[cfg(feature = "cli")]
use crate::values::Values;

/// How long clients may keep the list of tools: it changes with the program only.
const LIST_TTL: Duration = Duration::from_secs(3600);

/// How often a client that asked for progress hears that a call still runs.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// An MCP server over a service. Cheap to clone; made by [`Mcp`](super::Mcp).
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
    max_result_bytes: usize,
    heartbeat: Duration,
    /// Whether what it answers is [unmarked](digits::unmarked).
    keeps_digits: bool,
    pub(super) max_line_bytes: usize,
    pub(super) at_root: bool,
    pub(super) authentication: Option<Authentication>,
}

struct Shared {
    info: ServerConfig,
    descriptions: Vec<Description>,
    entries: BTreeMap<&'static str, Arc<Entry>>,
}

impl Server {
    pub(super) fn new(
        info: ServerConfig,
        descriptions: Vec<Description>,
        entries: BTreeMap<&'static str, Arc<Entry>>,
    ) -> Self {
        let shared = Arc::new(Shared { info, descriptions, entries });
        let options = ServerOptions::default();
        Self {
            shared,
            max_result_bytes: options.max_result_bytes(),
            heartbeat: HEARTBEAT,
            keeps_digits: false,
            max_line_bytes: options.max_body_bytes(),
            at_root: false,
            authentication: None,
        }
    }

    /// Over HTTP, lets in only whom `authentication` does. Over the standard streams there is one caller, which has
    /// started the server, and nobody to let in.
    pub fn with_authentication(self, authentication: Authentication) -> Self {
        Self { authentication: Some(authentication), ..self }
    }

    /// Longer answers become an error that asks the model to narrow its request. In bytes; 1 MiB unless given.
    pub fn with_max_result_bytes(mut self, bytes: usize) -> Self {
        self.max_result_bytes = bytes;
        self
    }

    /// Over the standard streams, longer messages become an error. In bytes; 1 MiB unless given. Over HTTP the options of
    /// [`router`](Self::router) say how long one may be.
    pub fn with_max_line_bytes(self, bytes: usize) -> Self {
        Self { max_line_bytes: bytes, ..self }
    }

    /// Where calls of its tools are counted: nowhere unless given. Over HTTP the options of [`router`](Self::router) say it.
    pub fn with_metrics(self, metrics: &Metrics) -> Self {
        self.shared.entries.values().for_each(|entry| entry.count_in(metrics));
        self
    }

    /// How often a client that asked for progress hears that a call still runs: every 5 s unless given.
    pub fn with_heartbeat(mut self, period: Duration) -> Self {
        self.heartbeat = period.max(Duration::from_millis(1));
        self
    }

    /// With the longest result and line, the interval of progress and the counts that `options` say.
    pub(crate) fn with_options(self, options: &ServerOptions) -> Self {
        let heartbeat = options.progress_interval().unwrap_or(self.heartbeat);
        let server = self.with_metrics(options.metrics()).with_max_result_bytes(options.max_result_bytes());
        server.with_max_line_bytes(options.max_body_bytes()).with_heartbeat(heartbeat)
    }

    /// Marks numbers that rmcp would round, for a transport that unmarks what it sends.
    pub(super) fn keeping_digits(mut self) -> Self {
        self.keeps_digits = true;
        self
    }

    /// Has those tools only that `keeps` says: the others are as if there were none.
    pub(super) fn keeping(self, keeps: impl Fn(&Description) -> bool) -> Self {
        let descriptions: Vec<_> = self.shared.descriptions.iter().filter(|tool| keeps(tool)).cloned().collect();
        let kept: BTreeSet<&str> = descriptions.iter().map(|tool| tool.name.as_ref()).collect();
        let entries = self.shared.entries.iter().filter(|(name, _)| kept.contains(*name));
        let entries = entries.map(|(name, entry)| (*name, Arc::clone(entry))).collect();
        let shared = Shared { info: self.shared.info.clone(), descriptions, entries };
        Self { shared: Arc::new(shared), ..self }
    }

    /// A tool as the transport at hand needs it.
    fn described(&self, tool: &Description) -> Description {
        if self.keeps_digits { tool.clone() } else { digits::rounded(tool.clone()) }
    }

    /// Name and description of each tool, in document order.
    pub fn tools(&self) -> impl Iterator<Item = (&str, &str)> {
        self.shared
            .descriptions
            .iter()
            .map(|tool| (tool.name.as_ref(), tool.description.as_deref().unwrap_or_default()))
    }

    /// What is given to `tool` by names alone, such as on a command line, as JSON.
    #[cfg(feature = "cli")]
    pub(crate) fn arguments(&self, tool: &str, given: &Values) -> Object {
        self.shared.entries.get(tool).map(|entry| entry.arguments.read_texts(given)).unwrap_or_default()
    }

    /// What `tool` answers, whatever a model could read of it.
    ///
    /// # Errors
    /// As its function gives them; [`Error::Input`] if there is no such tool.
    #[cfg(feature = "cli")]
    pub(crate) async fn answer(&self, tool: &str, given: Object) -> crate::Result<Reply> {
        match self.shared.entries.get(tool) {
            Some(entry) => entry.call(given).await.map_err(|error| match error {
                Error::Input(InputError { name, reason }) => {
                    InputError { name, reason: format!("{reason}; {}", entry.arguments.known()) }.into()
                }
                other => other,
            }),
            None => Err(InputError::new(tool, "is no tool").into()),
        }
    }

    async fn call(&self, entry: &Entry, request: CallToolRequestParams) -> CallToolResult {
        match entry.call(digits::arguments(request.arguments.unwrap_or_default())).await {
            Ok(reply) if reply.bytes().len() > self.max_result_bytes => {
                results::too_long(&entry.arguments, reply.bytes().len(), self.max_result_bytes)
            }
            Ok(reply) => {
                let as_json = if self.keeps_digits { digits::marked } else { serde_json::Value::from };
                let has_schema = entry.output_schema.is_some();
                let result = || entry.fitted(results::success(entry.tool.name, has_schema, &reply, as_json));
                aside_if_long(reply.bytes().len(), result)
            }
            Err(error) => results::unmodified(entry.output_schema.is_some(), &error)
                .unwrap_or_else(|| results::failure(&entry.arguments, &error)),
        }
    }

    /// Tells the client every so often that the call still runs, if it asked to be told. Never ends.
    async fn report_progress(&self, context: &RequestContext<RoleServer>) -> std::convert::Infallible {
        let Some(token) = context.meta.get_progress_token() else {
            return std::future::pending().await;
        };
        let mut ticks = interval_at(Instant::now() + self.heartbeat, self.heartbeat);
        for beat in 1_u32.. {
            ticks.tick().await;
            let progress = ProgressNotificationParam::new(token.clone(), f64::from(beat));
            if context.peer.notify_progress(progress).await.is_err() {
                break;
            }
        }
        std::future::pending().await
    }
}

/// All but tools is left undeclared, and answered as such: rmcp's own answer would be an empty list.
impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        self.shared.info.clone()
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor).unwrap_or_default();
        if !cursor.is_empty() {
            let reason = format!("there is no cursor {}: the list is one page", excerpt(&cursor, NAME));
            return Err(ErrorData::invalid_params(reason, None));
        }
        let tools =
            ListToolsResult::with_all_items(self.shared.descriptions.iter().map(|tool| self.described(tool)).collect());
        // What only some may see, no cache may share.
        let scope = if self.authentication.is_some() { CacheScope::Private } else { CacheScope::Public };
        Ok(tools.with_ttl_ms(LIST_TTL.as_secs() * 1000).with_cache_scope(scope))
    }

    /// rmcp compares headers that repeat arguments with the schema.
    fn get_tool(&self, name: &str) -> Option<Description> {
        self.shared.descriptions.iter().find(|tool| tool.name == name).map(|tool| self.described(tool))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(entry) = self.shared.entries.get(request.name.as_ref()) else {
            let name = excerpt(&request.name, NAME);
            return Err(ErrorData::invalid_params(format!("there is no tool {name}; see tools/list"), None));
        };
        // Dropping the call drops its request to the upstream.
        tokio::select! {
            result = self.call(entry, request) => Ok(result.into()),
            () = context.ct.cancelled() => Err(ErrorData::internal_error("the call was cancelled", None)),
            never = self.report_progress(&context) => match never {},
        }
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListPromptsRequestMethod>())
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListResourcesRequestMethod>())
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListResourceTemplatesRequestMethod>())
    }

    async fn complete(
        &self,
        _request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Err(ErrorData::method_not_found::<CompleteRequestMethod>())
    }

    /// Requests that rmcp can't read arrive here too.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(params::misfit(request, context.meta.protocol_version().as_ref()))
    }
}
