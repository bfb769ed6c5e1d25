//! The version that a header names.

use http::HeaderMap;
use rmcp::model::ProtocolVersion;

use crate::excerpt::{NAME, excerpt};
use crate::mcp::jsonrpc::Fault;

const VERSION: &str = "mcp-protocol-version";

/// A version that the header names must be known; a client that names none speaks 2025-03-26.
///
/// # Errors
/// Names the versions that are known.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Fault> {
    let Some(version) = headers.get(VERSION) else { return Ok(()) };
    let named = String::from_utf8_lossy(version.as_bytes());
    let is_known = ProtocolVersion::KNOWN_VERSIONS.iter().any(|known| known.as_str() == named);
    if is_known { Ok(()) } else { Err(Fault::version(&excerpt(&named, NAME))) }
}
