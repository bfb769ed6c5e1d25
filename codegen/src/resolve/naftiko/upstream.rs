//! Consumed APIs: base URL, authentication, operations.

use std::collections::BTreeMap;

use super::{Context, operation, refuse};
use crate::diagnostic::Code;
use crate::model::{Auth, BaseUrl, Operation, Template, TemplatePart, Upstream};
use crate::read::naftiko::{self as doc, ConsumedOperation, ConsumedOutput, ConsumedResource, Entry, Loose, Spanned};
use crate::resolve::names::{self, Scope};
use crate::resolve::template::{self, Piece};
use crate::source::Place;

/// The names of the whole crate that upstreams share.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) fields: Scope,
    pub(super) methods: Scope,
    pub(super) records: Scope,
}

/// A scope for methods of the client, of the service trait and of its proxy: it leaves out theirs, and those of the prelude
/// that are found before a method of ours with the same name.
pub(super) fn methods() -> Scope {
    Scope::with_reserved(&["builder", "clone", "from_env", "into", "new", "proxy", "try_into"])
}

impl Default for Names {
    fn default() -> Self {
        Self {
            // Fields of the client, which `build` holds in variables, and functions of the stand-ins.
            fields: Scope::with_reserved(&["settings", "upstreams"]),
            methods: methods(),
            records: Scope::with_reserved(&["NoInput"]),
        }
    }
}

/// What the operations of a consumed API have in common.
#[derive(Clone, Copy)]
pub(super) struct Consumed<'a> {
    pub(super) document: &'a doc::Upstream,
    pub(super) auth: &'a Auth,
    /// Whether the document says of any operation what it sends.
    pub(super) declares_bodies: bool,
    /// How many operations of the same name stand before it.
    pub(super) which: usize,
}

/// A consumed API, and where its operations are defined.
pub(super) struct Resolved {
    pub(super) upstream: Upstream,
    pub(super) places: Vec<Place>,
    /// What operations declare of their answers, for steps.
    pub(super) outputs: Vec<Loose<ConsumedOutput>>,
}

pub(super) fn upstream(context: &mut Context<'_>, names: &mut Names, document: &doc::Upstream) -> Resolved {
    if let Some(tunnel) = &document.tunnel {
        let help =
            "remove it; where the upstream is reached through a tunnel, run one beside the server and set its base URL";
        refuse(context.sink, &tunnel.place, "a tunnel", help);
    }
    let namespace = document.namespace.value.clone();
    // Nothing is asked of users for the sake of an upstream that is never called.
    let called = operations(document).next().is_some();
    let base_url = if called { base_url(context, document) } else { idle(&namespace) };
    let auth = if called { super::auth::auth(context, document) } else { Auth::None };
    let declares_bodies = operations(document).any(|(_, operation)| declares_body(operation));
    let (mut places, mut outputs) = (Vec::new(), Vec::new());
    let mut resolved: Vec<Operation> = Vec::new();
    let mut named: BTreeMap<&str, (usize, usize)> = BTreeMap::new(); // the first of a name, and how many there are
    for (resource, entry) in operations(document) {
        let (first, count) = named.entry(entry.name.value.as_str()).or_insert((resolved.len(), 0));
        let which = *count;
        *count += 1;
        if which > 0 && !context.choices.is_called(&namespace, &entry.name) {
            let message = format!("namespace `{namespace}` has two operations called `{}`", entry.name.value);
            let report = context.sink.report(Code::AMBIGUOUS_OPERATION, &entry.name.place, message);
            report.help("rename one of them: a call of that name fits both").related(&places[*first], "the first one");
        }
        let upstream = Consumed { document, auth: &auth, declares_bodies, which };
        resolved.push(operation::operation(context, names, upstream, resource, entry));
        places.push(entry.name.place.clone());
        outputs.push(entry.output_parameters.clone());
    }
    let field = names.fields.snake(&namespace);
    Resolved { upstream: Upstream { namespace, field, base_url, auth, operations: resolved }, places, outputs }
}

fn idle(namespace: &str) -> BaseUrl {
    BaseUrl { env: base_url_env(namespace), template: Template::default() }
}

fn operations(
    document: &doc::Upstream,
) -> impl Iterator<Item = (&ConsumedResource, &Entry<Spanned<String>, ConsumedOperation>)> {
    document
        .resources
        .iter()
        .flat_map(|resource| resource.operations.iter().map(move |operation| (&resource.definition.value, operation)))
}

/// The variable that replaces the base URL of an upstream.
pub(super) fn base_url_env(namespace: &str) -> String {
    format!("{}_BASE_URL", names::env(namespace))
}

fn base_url(context: &mut Context<'_>, document: &doc::Upstream) -> BaseUrl {
    let namespace = &document.namespace.value;
    let env = base_url_env(namespace);
    let purpose = format!("replaces the base URL of {namespace}");
    let text = document.base_uri.trim().trim_end_matches('/');
    let is_relative = text.starts_with('/') && !text.starts_with("//");
    if text.is_empty() || is_relative {
        let what = if is_relative { "has no host" } else { "is empty" };
        let message = format!("`baseUri` of `{namespace}` {what}: {env} must be given at start-up");
        context
            .sink
            .report(Code::UNBOUND_VARIABLE, &document.base_uri.place, message)
            .help("write the URL, `baseUri: https://api.example.com`");
        context.settings.mandatory(&env, &format!("the base URL of {namespace}"));
        return BaseUrl { env, template: Template::default() };
    }
    let secure = format!("https:{text}");
    let text = if text.starts_with("//") {
        let message = format!("`{text}` has no scheme; it is read as `{secure}`");
        let report = context.sink.report(Code::URL_SPELLING, &document.base_uri.place, message);
        report.help(format!("write `baseUri: {secure}`"));
        secure.as_str()
    } else {
        text
    };
    check_scheme(context, &document.base_uri, text);
    check_parts(context, &document.base_uri, text);
    let template = base_template(context, document, text, &env);
    context.settings.optional(&env, &purpose);
    BaseUrl { env, template }
}

fn check_scheme(context: &mut Context<'_>, base_uri: &Spanned<String>, text: &str) {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let known = match scheme {
        Some(scheme) => matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") || scheme.contains('{'),
        None => text.starts_with(['{', '$']),
    };
    if !known {
        let found = scheme.map_or_else(|| "no scheme".to_owned(), |scheme| format!("scheme `{scheme}`"));
        let message = format!("`baseUri` has {found}; only http and https can be called");
        let help = match scheme {
            None => "begin it with `https://`",
            Some(_) => "give the address of an HTTP API, `https://…`, or remove this part of `consumes`",
        };
        context.sink.report(Code::UNSUPPORTED_SCHEME, &base_uri.place, message).help(help);
    }
}

/// What follows the scheme is host and path: anything else is refused when the client is built, so it is here.
fn check_parts(context: &mut Context<'_>, base_uri: &Spanned<String>, text: &str) {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some((login, _)) = authority.rsplit_once('@') {
        let place = context.within(&base_uri.place, login);
        context.sink.hide(&place);
        context.sink.report(Code::UNKNOWN_VALUE, &place, "`baseUri` holds a user name or password").help(
            "remove it, and declare `authentication: {type: basic, username: '{{USER}}', password: '{{PASSWORD}}'}`",
        );
    } else if let Some(at) = text.find(['?', '#']) {
        let place = context.within(&base_uri.place, &text[at..]);
        context
            .sink
            .report(Code::UNKNOWN_VALUE, &place, "`baseUri` holds a query or fragment")
            .help("declare the parameter under `inputParameters` of each operation, with `in: query`");
    }
}

fn base_template(context: &mut Context<'_>, document: &doc::Upstream, text: &str, override_env: &str) -> Template {
    let namespace = &document.namespace.value;
    let parts = template::parse(text).into_iter().flat_map(|piece| match piece {
        Piece::Text(text) => vec![TemplatePart::Text(text)],
        Piece::Variable(variable, range) => {
            let written = &text[range];
            let place = context.within(&document.base_uri.place, written);
            context.engine_differs_in_braces(&place, written);
            if let Some(key) = super::auth::key_in_base(context, document, &variable) {
                return key.0;
            }
            let purpose = format!("fills {{{variable}}} in the base URL of {namespace}");
            let env = context.variable(&variable, &place, &format!("or {override_env} to replace the whole URL"));
            context.settings.required(&env, &purpose, override_env);
            vec![TemplatePart::Setting(env)]
        }
    });
    Template(parts.collect())
}

fn declares_body(operation: &ConsumedOperation) -> bool {
    operation.body.is_some() || operation.input_parameters.iter().any(|input| input.r#in.value == doc::Location::Body)
}
