//! TAXII descriptions.

mod examples;
mod resources;
mod words;

use crate::diagnostic::{Code, Sink};
use crate::model::taxii::{Endpoint, Filter, MEDIA_TYPE, Taxii, TaxiiOperation};
use crate::model::{Auth, BaseUrl, Model, Surface, Template, TemplatePart};
use crate::names;
use crate::prose::title;
use crate::read::Spanned;
use crate::read::taxii::{self as doc, Credential, Document};
use crate::resolve::settings::Settings;
use crate::resolve::taxii::words::unknown;
use crate::resolve::text::header;
use crate::resolve::text::url::is_surely_loopback;
use crate::source::Source;

pub(crate) fn model(package: &str, source: &Source, document: &Document, sink: &mut Sink) -> Option<Model> {
    let mut settings = Settings::default();
    let auth = auth(document, &mut settings, sink);
    let base_url = base_url(package, document, &mut settings, sink);
    let resources = resources::extensions(document, sink);
    let operations = operations(document, sink);
    let examples = examples::check(document, &resources, sink);
    let taxii = Taxii {
        base_path: base_path(&document.server.base_url),
        base_url,
        discovery: document.server.discovery.as_ref().map_or_else(|| "/taxii2".to_owned(), |text| path(text, sink)),
        api_root: path(&document.server.api_root, sink),
        trailing_slash: document.server.trailing_slash.unwrap_or(true),
        headers: headers(document, sink),
        auth,
        resources,
        operations,
        examples,
    };
    Some(Model {
        package: package.to_owned(),
        library: names::library(package),
        spec: source.path.clone(),
        title: title(Some(&document.info.title), package),
        description: document.info.description.clone().unwrap_or_default(),
        settings: settings.finish(|_| None),
        surface: Surface::Taxii(Box::new(taxii)),
    })
}

fn auth(document: &Document, settings: &mut Settings, sink: &mut Sink) -> Auth {
    let Some(auth) = &document.auth else { return Auth::None };
    let given = [auth.basic.is_some(), auth.bearer.is_some(), auth.header.is_some()];
    if given.iter().filter(|given| **given).count() != 1 {
        sink.report(
            Code::UNSUPPORTED_AUTHENTICATION,
            &auth.place,
            "`auth` holds one of `basic`, `bearer` and `header`",
        )
        .help("`basic: {username: {env: NAME}, password: {env: NAME}}`");
    }
    if let Some(basic) = &auth.basic {
        let username = name(&basic.username, sink);
        settings.mandatory(&username, basic.username.purpose.as_deref().unwrap_or("user name"));
        let password = credential(&basic.password, "password", settings, sink);
        return Auth::Basic { username: Template(vec![TemplatePart::Setting(username)]), password };
    }
    if let Some(token) = &auth.bearer {
        return Auth::Bearer { token: credential(token, "bearer token", settings, sink) };
    }
    match &auth.header {
        Some(header) => {
            header::check(sink, &header.name, &header.name.place);
            let value = credential(&header.value, &format!("header {}", header.name.value), settings, sink);
            Auth::Header { name: header.name.value.clone(), value }
        }
        None => Auth::None,
    }
}

fn credential(credential: &Credential, purpose: &str, settings: &mut Settings, sink: &mut Sink) -> Template {
    let env = name(credential, sink);
    settings.secret(&env, credential.purpose.as_deref().unwrap_or(purpose));
    Template(vec![TemplatePart::Setting(env)])
}

/// The environment variable of a credential. What stands there instead may be the secret itself: it is not repeated.
fn name(credential: &Credential, sink: &mut Sink) -> String {
    let env = names::env(&credential.env);
    if env != credential.env.value || env.is_empty() {
        sink.hide(&credential.env.place);
        let message = "an environment variable is wanted here: capital letters, digits and `_`";
        let help = "write its name, `env: TAXII_PASSWORD`; the value is given at start-up";
        sink.report(Code::UNKNOWN_VALUE, &credential.env.place, message).help(help);
    }
    env
}

fn base_url(package: &str, document: &Document, settings: &mut Settings, sink: &mut Sink) -> BaseUrl {
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
        sink.report(Code::UNSUPPORTED_SCHEME, &url.place, message).help("write `base_url: https://taxii.example.com`");
    } else if authority.is_empty() || !authority.chars().all(is_of_authority) || !is_plain(&rest[authority.len()..]) {
        let message = "`base_url` is scheme, host and path: no user, query, fragment or variable";
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

fn base_path(url: &str) -> String {
    let after_scheme = url.trim().split_once("://").map_or("", |(_, rest)| rest);
    after_scheme
        .split_once('/')
        .map(|(_, path)| format!("/{}", path.trim_matches('/')))
        .filter(|path| path != "/")
        .unwrap_or_default()
}

fn path(text: &Spanned<String>, sink: &mut Sink) -> String {
    if !text.starts_with('/') || !is_plain(text) {
        sink.report(Code::UNKNOWN_VALUE, &text.place, format!("`{}` is no path below the base URL", text.value))
            .help("write it as it stands in requests, `/taxii2`");
    }
    text.trim_end_matches('/').to_owned()
}

fn headers(document: &Document, sink: &mut Sink) -> Vec<(String, String)> {
    // What clients accept unless told otherwise.
    let mut headers = vec![("Accept".to_owned(), MEDIA_TYPE.to_owned())];
    for (name, value) in &document.headers {
        header::check(sink, name, &name.place);
        if !value.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
            let message = format!("the value of `{}` holds a character that no header can carry", name.value);
            sink.report(Code::UNKNOWN_VALUE, &value.place, message).help("use printable ASCII characters");
        } else if name.eq_ignore_ascii_case("authorization") {
            sink.hide(&value.place);
            sink.report(Code::UNKNOWN_VALUE, &name.place, "`Authorization` is sent as `auth` says")
                .help("remove it here, and write `auth`");
        } else if name.eq_ignore_ascii_case("accept") {
            check_accept(value, sink);
            headers[0].1.clone_from(&value.value);
        } else {
            headers.push((name.value.clone(), value.value.clone()));
        }
    }
    headers
}

fn check_accept(value: &Spanned<String>, sink: &mut Sink) {
    if !value.contains("application/taxii+json") {
        sink.report(Code::UNKNOWN_VALUE, &value.place, "`Accept` must name TAXII: servers refuse anything else")
            .help(format!("write `Accept: {MEDIA_TYPE}`"));
    }
}

fn operations(document: &Document, sink: &mut Sink) -> Vec<Endpoint> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for (name, written) in &document.operations.value {
        match TaxiiOperation::ALL.into_iter().find(|operation| operation.as_str() == name.value) {
            Some(operation) => endpoints.push(endpoint(operation, written, sink)),
            None => unknown(sink, "operation", name, TaxiiOperation::ALL.map(TaxiiOperation::as_str).as_slice()),
        }
    }
    if document.operations.value.is_empty() {
        sink.report(Code::MISSING_KEY, &document.operations.place, "`operations` lists none")
            .help("list at least one, `objects: {}`");
    }
    endpoints
}

fn endpoint(operation: TaxiiOperation, written: &doc::Operation, sink: &mut Sink) -> Endpoint {
    Endpoint {
        operation,
        summary: written.summary.clone().unwrap_or_default(),
        filters: filters(operation, written, sink),
        example: written
            .example
            .iter()
            .flat_map(|example| &example.request)
            .map(|(name, value)| (name.value.clone(), examples::text(value)))
            .collect(),
    }
}

fn filters(operation: TaxiiOperation, written: &doc::Operation, sink: &mut Sink) -> Vec<Filter> {
    let Some(parameters) = &written.parameters else {
        return if operation.is_paged() { Filter::ALL.to_vec() } else { Vec::new() };
    };
    let mut filters = Vec::new();
    for parameter in parameters {
        match Filter::ALL.into_iter().find(|filter| filter.as_str() == parameter.value) {
            Some(_) if !operation.is_paged() => {
                let message = format!("`{}` takes no parameters", operation.as_str());
                sink.report(Code::UNKNOWN_VALUE, &parameter.place, message)
                    .help("parameters belong to `manifest` and `objects`");
            }
            Some(filter) if filters.contains(&filter) => {
                sink.report(Code::DUPLICATE_NAME, &parameter.place, format!("`{}` is listed twice", parameter.value))
                    .help("remove one of them");
            }
            Some(filter) => filters.push(filter),
            None => unknown(sink, "parameter", parameter, Filter::ALL.map(Filter::as_str).as_slice()),
        }
    }
    filters
}
