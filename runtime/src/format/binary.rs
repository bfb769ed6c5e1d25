//! Bytes, as a value.

use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::body::{Body, FormatError};

pub(super) fn read(body: &Body<'_>) -> Result<Value, FormatError> {
    Ok(Value::String(STANDARD.encode(body.bytes)))
}
