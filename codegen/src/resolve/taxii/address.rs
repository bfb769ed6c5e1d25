//! Where a described server is, and where its endpoints are.

use crate::diagnostic::{Code, Sink};
use crate::model::{BaseUrl, Template, TemplatePart};
use crate::names;
use crate::read::Spanned;
use crate::read::taxii::{Document, Server};
use crate::resolve::settings::Settings;
use crate::resolve::text::address;
use crate::resolve::text::url::{self, is_surely_loopback};

/// Where discovery is unless the description says otherwise.
const DISCOVERY: &str = "/taxii2";

/// What the paths are appended to, and the setting that replaces it.
pub(crate) fn base_url(package: &str, document: &Document, settings: &mut Settings, sink: &mut Sink) -> BaseUrl {
    let url = &document.server.base_url;
    let text = url.trim().trim_end_matches('/');
    check_base_url(url, text, sink);
    let env = format!("{}_BASE_URL", names::env(package));
    settings.optional(&env, &format!("replaces the base URL of {package}"));
    BaseUrl { env, template: Template(vec![TemplatePart::Text(text.to_owned())]) }
}

/// Plain HTTP is for this machine: credentials travel with every request.
fn check_base_url(url: &Spanned<String>, text: &str, sink: &mut Sink) {
    let (scheme, rest) = text.split_once("://").unwrap_or_default();
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.contains('@') {
        sink.hide(&url.place);
    }
    if !(scheme == "https" || scheme == "http" && is_surely_loopback(authority)) {
        let message = "`base_url` must begin with https://, or http:// for this machine";
        let report = sink.report(Code::UNSUPPORTED_SCHEME, &url.place, message);
        let has_none = !text.contains(':') && text.contains('.') && is_plain(text) && !text.starts_with('/');
        let meant = address::meant(text).or_else(|| has_none.then(|| format!("https://{text}")));
        match meant.filter(|meant| meant.starts_with("https://") && !meant.contains('@')) {
            Some(meant) => drop(report.help(format!("write `base_url: {meant}`")).write(&url.place, &meant)),
            None => drop(report.help("write `base_url: https://taxii.example.com`")),
        }
    } else if authority.is_empty() || !authority.chars().all(is_of_authority) || !is_plain(&rest[authority.len()..]) {
        let message = "`base_url` is scheme, host and path: no user, query, fragment or variable";
        sink.report(Code::UNKNOWN_VALUE, &url.place, message).help("write `base_url: https://taxii.example.com`");
    } else if url::fault(text).is_some() {
        let message = "`base_url` has a host or a port that can't be one";
        sink.report(Code::UNKNOWN_VALUE, &url.place, message).help("write `base_url: https://taxii.example.com`");
    }
}

fn is_of_authority(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._:[]".contains(c)
}

/// Whether it is a path that reaches the wire as it is written, or none.
fn is_plain(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    let climbs = path.split('/').any(|segment| matches!(segment, "." | ".."));
    path.chars().all(plain) && !path.contains("//") && !climbs
}

pub(crate) fn base_path(url: &str) -> String {
    let after_scheme = url.trim().split_once("://").map_or("", |(_, rest)| rest);
    after_scheme
        .split_once('/')
        .map(|(_, path)| format!("/{}", path.trim_matches('/')))
        .filter(|path| path != "/")
        .unwrap_or_default()
}

/// The paths of discovery and of the API root; what no request could tell apart is reported.
pub(crate) fn paths(server: &Server, sink: &mut Sink) -> (String, String) {
    let discovery = match &server.discovery {
        Some(written) => path("discovery", written, sink),
        None => DISCOVERY.to_owned(),
    };
    let api_root = path("api_root", &server.api_root, sink);
    if api_root.is_empty() {
        let message = "`api_root` has no name: the last segment of its path is that of the API root";
        let report = sink.report(Code::UNKNOWN_VALUE, &server.api_root.place, message);
        report.help("write its path as it stands in requests, `/feeds`");
    }
    let below = discovery.strip_prefix(&api_root).filter(|_| !api_root.is_empty());
    let clashes = |rest: &str| rest.is_empty() || rest == "/collections" || rest.starts_with("/collections/");
    if below.is_some_and(clashes) {
        let message = format!("`{discovery}` is the path of discovery, and one of the API root `{api_root}`");
        let report = sink.report(Code::DUPLICATE_NAME, &server.api_root.place, message);
        let report = report.help("give each the path that it has in requests, such as `/taxii2` and `/feeds`");
        if let Some(written) = &server.discovery {
            report.related(&written.place, "the path of discovery");
        }
    }
    (discovery, api_root)
}

fn path(key: &str, text: &Spanned<String>, sink: &mut Sink) -> String {
    if !text.starts_with('/') || !is_plain(text) {
        let slashed = format!("/{}", text.trim().trim_matches('/'));
        let sample = match key {
            _ if is_plain(&slashed) && slashed.len() > 1 => slashed,
            "discovery" => DISCOVERY.to_owned(),
            _ => "/feeds".to_owned(),
        };
        let message = format!("`{}` is no path below the base URL", text.value);
        let report = sink.report(Code::UNKNOWN_VALUE, &text.place, message);
        report.help(format!("write it as it stands in requests, `{key}: {sample}`")).write(&text.place, &sample);
    }
    text.trim_end_matches('/').to_owned()
}
