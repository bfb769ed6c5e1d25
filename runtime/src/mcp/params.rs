//! What is wrong with parameters that rmcp can't read.

use rmcp::ErrorData;
use rmcp::model::{
    CallToolRequestMethod, CallToolRequestParams, ConstString, CustomRequest, DiscoverRequestMethod, ErrorCode,
    InitializeRequestParams, InitializeResultMethod, ListToolsRequestMethod, PaginatedRequestParams, PingRequestMethod,
    ProtocolVersion,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::excerpt::{NAME, excerpt};

/// The answer to a request that rmcp takes for none of those it knows: with a method that is served, its parameters are at
/// fault. `version` is that which the request names; since 2026-07-28 there is no handshake.
pub(super) fn misfit(request: CustomRequest, version: Option<&ProtocolVersion>) -> ErrorData {
    let CustomRequest { method, params, .. } = request;
    let params = params.unwrap_or_default();
    let has_initialize = version.is_none_or(ProtocolVersion::has_initialize);
    let reason = match method.as_str() {
        InitializeResultMethod::VALUE if has_initialize => reason::<InitializeRequestParams>(params),
        CallToolRequestMethod::VALUE => reason::<CallToolRequestParams>(params),
        ListToolsRequestMethod::VALUE => reason::<PaginatedRequestParams>(params),
        PingRequestMethod::VALUE if has_initialize => None,
        DiscoverRequestMethod::VALUE => None,
        unknown => {
            let reason = format!("there is no method {}", excerpt(unknown, NAME));
            return ErrorData::new(ErrorCode::METHOD_NOT_FOUND, reason, None);
        }
    };
    let reason = reason.map(|reason| format!(": {}", excerpt(&reason, NAME))).unwrap_or_default();
    ErrorData::invalid_params(format!("the parameters don't fit {method}{reason}"), None)
}

/// Why parameters are no `T`, if it is to be seen from them.
fn reason<T: DeserializeOwned>(params: Value) -> Option<String> {
    if !params.is_object() {
        return Some("they must be an object".to_owned());
    }
    serde_json::from_value::<T>(params).err().map(|error| error.to_string())
}
