//! A secret among the fields of a body.

use bytes::Bytes;
use http::HeaderMap;
use indexmap::IndexMap;
use serde_json::value::RawValue;

use crate::client::encode::push_pair;
use crate::content_type::{FORM, essence};

/// `body` with `secret` as the field `name`, in place of any that it has; a body of its own if there is none. The error says
/// what body can't hold it.
pub(in crate::client) fn put(
    headers: &HeaderMap,
    body: Option<&Bytes>,
    name: &str,
    secret: &str,
) -> Result<Bytes, &'static str> {
    let media_type = essence(headers);
    match body {
        Some(form) if media_type == FORM => Ok(in_form(form, name, secret)),
        None => in_object(b"{}", name, secret),
        Some(json) if media_type.is_empty() || media_type.ends_with("json") => in_object(json, name, secret),
        Some(_) => Err("is neither a form nor JSON"),
    }
}

fn in_form(form: &[u8], name: &str, secret: &str) -> Bytes {
    let form = String::from_utf8_lossy(form);
    let mut own = String::new();
    push_pair(&mut own, name, "");
    // What callers wrote is encoded the same way, so that one name has one form.
    let others = form.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&own));
    let mut form = others.collect::<Vec<_>>().join("&");
    push_pair(&mut form, name, secret);
    form.into()
}

/// The other members stay as they are written.
fn in_object(json: &[u8], name: &str, secret: &str) -> Result<Bytes, &'static str> {
    let invalid = |_| "is no object";
    let mut members: IndexMap<String, Box<RawValue>> = serde_json::from_slice(json).map_err(invalid)?;
    members.shift_remove(name);
    members.insert(name.to_owned(), serde_json::value::to_raw_value(secret).map_err(invalid)?);
    serde_json::to_vec(&members).map(Bytes::from).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::CONTENT_TYPE;

    use super::*;

    #[test]
    fn a_secret_joins_the_fields() {
        let check = |media_type: Option<&'static str>, body: Option<&'static str>, wanted: Result<&str, &str>| {
            let headers = media_type.map(|text| (CONTENT_TYPE, HeaderValue::from_static(text))).into_iter().collect();
            let body = body.map(|text| Bytes::from_static(text.as_bytes()));
            let found = put(&headers, body.as_ref(), "the key", "a\"&b");
            assert_eq!(found.as_deref(), wanted.map(str::as_bytes).as_ref().copied());
        };
        const FIELDS: Option<&str> = Some(FORM);
        check(None, None, Ok(r#"{"the key":"a\"&b"}"#));
        check(
            Some("application/json; charset=utf-8"),
            Some(r#"{"the key":1,"n":18446744073709551616.10}"#),
            Ok(r#"{"n":18446744073709551616.10,"the key":"a\"&b"}"#),
        );
        check(Some("application/merge-patch+json"), Some("{}"), Ok(r#"{"the key":"a\"&b"}"#));
        check(FIELDS, Some("a=1&the%20key=mine&b="), Ok("a=1&b=&the%20key=a%22%26b"));
        check(FIELDS, Some(""), Ok("the%20key=a%22%26b"));
        check(Some("application/json"), Some("[1]"), Err("is no object"));
        check(Some("application/xml"), Some("<a/>"), Err("is neither a form nor JSON"));
    }
}
