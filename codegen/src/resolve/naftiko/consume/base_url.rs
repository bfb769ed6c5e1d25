//! Base URLs of consumed APIs: what documents write, and what is made of it.

use std::borrow::Cow;

use crate::diagnostic::Code;
use crate::model::{BaseUrl, Template, TemplatePart};
use crate::read::naftiko::{self as doc, Spanned};
use crate::resolve::auth::upstream::key_in_base;
use crate::resolve::context::Context;
use crate::resolve::text::address;
use crate::resolve::text::dollar;
use crate::resolve::text::path;
use crate::resolve::text::template::{self, Piece};
use crate::resolve::text::url;

/// The base URL of an upstream; `env` replaces it.
pub(crate) fn of(context: &mut Context<'_>, env: String, document: &doc::Upstream) -> BaseUrl {
    let namespace = &document.namespace.value;
    let purpose = format!("replaces the base URL of {namespace}");
    if let Some(login) = login(&document.base_uri) {
        refuse_login(context, &document.base_uri, login);
        return BaseUrl { env, template: Template::default() };
    }
    let text = path::PathParts::of(&document.base_uri).path.trim_end_matches('/');
    check_query(context, &document.base_uri);
    if !has_host(document.base_uri.trim()) {
        if let Some(fault) = url::fault(document.base_uri.trim()) {
            address::report(context.sink, "baseUri", &document.base_uri, fault);
            return BaseUrl { env, template: Template::default() };
        }
        let what = if text.is_empty() { "is empty" } else { "has no host" };
        let message = format!("`baseUri` of `{namespace}` {what}: {env} must be given at start-up");
        context
            .sink
            .report(Code::UNBOUND_VARIABLE, &document.base_uri.place, message)
            .help("write the URL, `baseUri: https://api.example.com`");
        context.settings.mandatory(&env, &format!("the base URL of {namespace}"));
        return BaseUrl { env, template: Template::default() };
    }
    let text = with_scheme(context, &document.base_uri, text);
    address::check(context.sink, "baseUri", &document.base_uri, &text);
    let template = base_template(context, document, &text, &env);
    context.settings.optional(&env, &purpose);
    BaseUrl { env, template }
}

/// What a base URI holds behind a `?`: it is sent with every request.
pub(crate) fn query(base_uri: &Spanned<String>) -> &str {
    path::PathParts::of(base_uri).query
}

/// Reports a query, and a fragment, of a base URI.
fn check_query(context: &mut Context<'_>, base_uri: &Spanned<String>) {
    let path::PathParts { query, fragment, .. } = path::PathParts::of(base_uri);
    let help = "declare it under `inputParameters` of the API: `- {name: …, in: query, value: …}`";
    if !query.is_empty() {
        let place = context.within(&base_uri.place, query);
        let message = format!("`{query}` is no part of the base URL: it is sent as query with every request");
        context.sink.report(Code::URL_SPELLING, &place, message).help(help);
    }
    if !fragment.is_empty() {
        let place = context.within(&base_uri.place, fragment);
        let message = format!("`{fragment}` is not sent: no request holds what follows `#`");
        context.sink.report(Code::URL_SPELLING, &place, message).help("remove it").replace(&place, "");
    }
}

/// A base URI that begins with a host is read as one of https.
fn with_scheme<'a>(context: &mut Context<'_>, base_uri: &Spanned<String>, text: &'a str) -> Cow<'a, str> {
    let Some(rest) = without_scheme(text) else { return Cow::Borrowed(text) };
    let secure = format!("https://{rest}");
    let message = format!("`{text}` has no scheme; it is read as `{secure}`");
    let report = context.sink.report(Code::URL_SPELLING, &base_uri.place, message);
    report.help(format!("write `baseUri: {secure}`")).write(&base_uri.place, &secure);
    Cow::Owned(secure)
}

/// Whether anything stands where a host does; in front of a scheme, and in variables, anything may.
fn has_host(text: &str) -> bool {
    let rest = ["https://", "http://", "//"].iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text);
    !rest.is_empty() && !rest.starts_with(['/', ':', '?', '#'])
}

/// What should stand behind a scheme, and begins with a host.
fn without_scheme(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("//") {
        return Some(rest);
    }
    let authority = url::authority(text);
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric()) && !host.contains([' ', '@', ',']);
    let is_known = is_host && (host.contains('.') || host == "localhost");
    (is_known && port.chars().all(|c| c.is_ascii_digit())).then_some(text)
}

/// What stands before the host, whether or not there is a scheme.
fn login(base_uri: &str) -> Option<&str> {
    let rest = base_uri.split_once("//").map_or(base_uri, |(_, rest)| rest);
    url::authority(rest).rsplit_once('@').map(|(login, _)| login)
}

/// A user name is refused when the client is built, so it is here. Nothing else is said of such a URL: it would be quoted.
fn refuse_login(context: &mut Context<'_>, base_uri: &Spanned<String>, login: &str) {
    let place = context.within(&base_uri.place, login);
    context.sink.hide(&place);
    context
        .sink
        .report(Code::UNKNOWN_VALUE, &place, "`baseUri` holds a user name or password")
        .help("remove it, and declare `authentication: {type: basic, username: '{{USER}}', password: '{{PASSWORD}}'}`");
}

fn base_template(context: &mut Context<'_>, document: &doc::Upstream, text: &str, override_env: &str) -> Template {
    let namespace = &document.namespace.value;
    let parts = template::parse(text).into_iter().flat_map(|piece| match piece {
        Piece::Text(text) => {
            dollar::check(context, &text, &document.base_uri.place);
            vec![TemplatePart::Text(text)]
        }
        Piece::Variable(variable, range) => {
            let written = &text[range];
            let place = context.within(&document.base_uri.place, written);
            context.engine_differs_in_braces(&place, written);
            if let Some(key) = key_in_base(context, document, &variable) {
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

#[cfg(test)]
mod tests {
    use crate::resolve::naftiko::consume::base_url::{has_host, login, without_scheme};

    #[test]
    fn a_base_uri_has_a_host_or_none() {
        let check = |text: &str, expected: bool| assert_eq!(has_host(text), expected, "{text}");
        check("https://shop.test/v1", true);
        check("//shop.test", true);
        check("{{BASE}}/v1", true);
        check("tcp://shop.test", true);
        check("/v1", false);
        check("https://", false);
        check("http:///v1", false);
        check("https://:8080", false);
        check("//", false);
    }

    #[test]
    fn a_login_is_found_with_and_without_a_scheme() {
        let rows = [
            ("https://me:x@shop.test/v1", Some("me:x")),
            ("//me:x@shop.test", Some("me:x")),
            ("me:x@shop.test/v1", Some("me:x")),
            ("https://me@x@shop.test?y", Some("me@x")),
            ("https://shop.test/@me", None),
            ("shop.test?by=me@shop.test", None),
        ];
        for (text, expected) in rows {
            assert_eq!(login(text), expected, "{text}");
        }
    }

    #[test]
    fn a_scheme_may_be_left_out_before_a_host() {
        let rows = [
            ("//shop.test/api", Some("shop.test/api")),
            ("shop.test/api", Some("shop.test/api")),
            ("shop.{{REGION}}.test", Some("shop.{{REGION}}.test")),
            ("localhost:3000", Some("localhost:3000")),
            ("https://shop.test", None),
            ("tcp://shop.test:8194", None),
            ("mailto:orders@shop.test", None),
            ("{{BASE}}/v1", None),
            ("./openapi.yaml", None),
            ("shop", None),
        ];
        for (text, expected) in rows {
            assert_eq!(without_scheme(text), expected, "{text}");
        }
    }
}
