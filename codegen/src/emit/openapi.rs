//! `openapi.json`: a REST server as OpenAPI describes it.

use super::file::File;
use super::json::plain;
use super::markdown::code;
use crate::json::{Object, Value};
use crate::model::OpenApi;

/// What a level adds to the left of a line.
const INDENT: &str = "  ";

pub(super) fn file(openapi: &OpenApi) -> File {
    File::Json { path: openapi.path.clone(), text: members(&openapi.members, INDENT) }
}

/// What README says of it.
pub(super) fn sentence(openapi: &OpenApi) -> String {
    format!(
        "{} describes it (OpenAPI 3.1). With `--docs` it is served under `/openapi.json`, and with the feature `docs` of this crate as a page under `/docs`, to read and to try.",
        code(&openapi.path)
    )
}

/// Members, a line each, without the braces around them.
fn members(members: &Object, indent: &str) -> String {
    let member = |(name, member): (&String, &Value)| format!("{indent}{}: {}", plain_text(name), value(member, indent));
    members.iter().map(member).collect::<Vec<_>>().join(",\n")
}

fn value(value: &Value, indent: &str) -> String {
    let deeper = format!("{indent}{INDENT}");
    match value {
        Value::Object(inner) if !inner.is_empty() => format!("{{\n{}\n{indent}}}", members(inner, &deeper)),
        Value::Array(items) if items.iter().any(is_nested) => {
            let items = items.iter().map(|item| format!("{deeper}{}", self::value(item, &deeper)));
            format!("[\n{}\n{indent}]", items.collect::<Vec<_>>().join(",\n"))
        }
        scalars => plain(scalars),
    }
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

fn plain_text(text: &str) -> String {
    plain(&Value::from(text))
}
