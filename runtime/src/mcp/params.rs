//! What is wrong with parameters that rmcp can't read.

use rmcp::ErrorData;
use rmcp::model::{
    CallToolRequestMethod, CallToolRequestParams, ConstString, CustomRequest, DiscoverRequestMethod, ErrorCode,
    InitializeRequestParams, InitializeResultMethod, ListToolsRequestMethod, PaginatedRequestParams, PingRequestMethod,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::excerpt::{NAME, excerpt};

/// The answer to a request that rmcp takes for none of those it knows: with a method that is served, its parameters are at
/// fault.
pub(super) fn misfit(request: CustomRequest) -> ErrorData {
    let CustomRequest { method, params, .. } = request;
    let params = params.unwrap_or_default();
    let reason = match method.as_str() {
        InitializeResultMethod::VALUE => reason::<InitializeRequestParams>(params),
        CallToolRequestMethod::VALUE => reason::<CallToolRequestParams>(params),
        ListToolsRequestMethod::VALUE => reason::<PaginatedRequestParams>(params),
        DiscoverRequestMethod::VALUE | PingRequestMethod::VALUE => None,
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
