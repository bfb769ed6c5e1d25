//! The API that all measured servers pass on.

use std::io;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Request, Response};
use serde_json::json;

use crate::listen::{self, Answer};

/// Serves lists of `list_bytes`.
pub(crate) fn run(list_bytes: usize) -> io::Result<()> {
    let (list, record) = (list(list_bytes), Bytes::from(record(1)));
    let listener = listen::reserve(0)?;
    listen::announce(&listener)?;
    listen::serve(listener, move |request| answer(request, list.clone(), record.clone()))
}

async fn answer(request: Request<Incoming>, list: Bytes, record: Bytes) -> Answer {
    let body = if request.uri().path().ends_with("/conns") { list } else { record };
    let mut response = Response::new(Full::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// As many records as fit, and blanks.
fn list(bytes: usize) -> Bytes {
    let mut list = String::from("[");
    let mut record_at = (1..).map(record);
    let mut next = record_at.next().unwrap_or_default();
    while list.len() + next.len() + 2 < bytes {
        list.push_str(&next);
        next = record_at.next().unwrap_or_default();
        if list.len() + next.len() + 2 < bytes {
            list.push(',');
        }
    }
    let blanks = bytes.saturating_sub(list.len() + 1);
    Bytes::from(format!("{list}]{}", " ".repeat(blanks)))
}

/// About 170 bytes.
fn record(number: usize) -> String {
    let record = json!({
        "id": format!("c{number}"), "hostname": format!("host-{number}.example.com"), "ip": "10.0.0.7",
        "platform": "Linux", "status": "connected", "osVersion": "Debian 12", "createdAt": "2026-05-19T08:00:00Z",
    });
    record.to_string()
}
