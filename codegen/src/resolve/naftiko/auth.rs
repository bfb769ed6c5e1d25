//! How an upstream wants requests to be authenticated. No request ever leaves unsigned: what isn't supported is refused.

use super::{Context, later};
use crate::diagnostic::Code;
use crate::model::{Auth, Template, TemplatePart};
use crate::read::naftiko::{self as doc, ApiKey, Authentication, Login, Placement, Scheme, Spanned};
use crate::resolve::template::{self, Piece};
use crate::resolve::{header, names};
use crate::source::Place;

/// The one credential that may stand in a document.
const USER_NAME: &str = "user name";

pub(super) fn auth(context: &mut Context<'_>, upstream: &doc::Upstream) -> Auth {
    let Some(authentication) = upstream.authentication() else { return Auth::None };
    let namespace = &upstream.namespace.value;
    hide_secrets(context, authentication);
    let place = &authentication.place;
    let mut secrets = Secrets { context, namespace, place, side: Side::Upstream };
    let mut all: Vec<Auth> = Vec::new();
    for scheme in &authentication.schemes {
        let auth = secrets.scheme(scheme, authentication.schemes.len() > 1);
        if all.iter().any(|known| known.clashes(&auth)) {
            let message = "two credentials for one place: only one of them could be sent";
            secrets.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message).help("keep one of them");
        }
        all.push(auth);
    }
    if all.len() == 1 { all.remove(0) } else { Auth::All(all) }
}

/// Keeps secrets that stand in the document out of all diagnostics, whatever becomes of them.
pub(super) fn hide_secrets(context: &mut Context<'_>, authentication: &Spanned<Authentication>) {
    for scheme in &authentication.schemes {
        let secret = match scheme {
            Scheme::ApiKey(key) => key.value.as_ref(),
            Scheme::Bearer(token) => token.as_ref(),
            Scheme::Basic(login) | Scheme::Digest(login) => login.password.as_ref(),
            Scheme::Other(name) => {
                hide_others(context, &authentication.place, &name.place);
                None
            }
            Scheme::OAuth2(_) => None,
        };
        if let Some(secret) = secret.filter(|secret| is_literal(&secret.value)) {
            context.sink.hide(&secret.place);
        }
    }
}

/// Which of its keys hold secrets is not known of a foreign scheme: all but its name is hidden.
fn hide_others(context: &mut Context<'_>, whole: &Place, name: &Place) {
    let text = &context.source(whole).text;
    let before = text.get(whole.span.start..name.span.start).unwrap_or_default();
    let after = text.get(name.span.end..).unwrap_or_default();
    let length = if before.starts_with('{') { end_of_flow(after) } else { end_of_block(after, whole.column - 1) };
    let rest = name.span.end..name.span.end + length.unwrap_or(after.len());
    if before.trim_matches(['{', '"', '\'', ' ']) != "type:" {
        let place = context.source(whole).place(whole.span.start..name.span.start);
        context.sink.hide(&place);
    }
    let rest = context.source(whole).place(rest);
    context.sink.hide(&rest);
}

/// Where the bracket is closed that stands before the text.
fn end_of_flow(text: &str) -> Option<usize> {
    let mut depth = 1;
    let mut braces = text.match_indices(['{', '}']);
    braces.find_map(|(at, brace)| {
        depth = if brace == "{" { depth + 1 } else { depth - 1 };
        (depth == 0).then_some(at)
    })
}

/// Where a block ends: at the first line that is indented by less.
fn end_of_block(text: &str, indent: usize) -> Option<usize> {
    let mut lines = text.match_indices('\n').map(|(at, _)| at);
    lines.find(|at| {
        let line = text[at + 1..].lines().next().unwrap_or_default();
        !line.trim().is_empty() && line.len() - line.trim_start().len() < indent
    })
}

/// Whether nothing in a credential comes from outside.
fn is_literal(credential: &str) -> bool {
    template::parse(credential).iter().all(|piece| matches!(piece, Piece::Text(_)))
}

/// Resolves the credentials of one upstream, or of the callers of one server.
pub(super) struct Secrets<'a, 'b> {
    pub(super) context: &'a mut Context<'b>,
    pub(super) namespace: &'a str,
    pub(super) place: &'a Place,
    pub(super) side: Side,
}

/// Who presents a credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// We, to an upstream.
    Upstream,
    /// Callers, to a server of ours.
    Callers,
}

impl Secrets<'_, '_> {
    /// `is_one` of several, whose settings must not be the same.
    fn scheme(&mut self, scheme: &Scheme, is_one: bool) -> Auth {
        match scheme {
            Scheme::ApiKey(key) => self.api_key(key, is_one),
            Scheme::Bearer(token) => self.bearer(token.as_ref()),
            Scheme::Basic(login) => {
                let (username, password) = self.login(login);
                Auth::Basic { username, password }
            }
            Scheme::Digest(login) => {
                let (username, password) = self.login(login);
                Auth::Digest { username, password }
            }
            Scheme::OAuth2(client) => self.oauth2(client),
            Scheme::Other(name) => self.unsupported(&name.value, &name.place),
        }
    }

    fn api_key(&mut self, key: &ApiKey, is_one: bool) -> Auth {
        let placement = key.placement.as_ref().map_or(Placement::Header, |placement| placement.value);
        let name = key.name.as_ref().map_or("Authorization", |name| name.value.as_str()).to_owned();
        let word = if is_one { names::env(&name) } else { "API_KEY".to_owned() };
        match placement {
            Placement::Header => {
                let place = key.name.as_ref().map_or(self.place, |name| &name.place);
                header::check(self.context.sink, &name, place);
                let value = self.template(key.value.as_ref(), &word, &format!("header {name}"));
                Auth::Header { name, value }
            }
            Placement::Query => {
                let value = self.template(key.value.as_ref(), &word, &format!("query parameter {name}"));
                Auth::Query { name, value }
            }
            Placement::Cookie => {
                let value = self.template(key.value.as_ref(), &word, &format!("cookie {name}"));
                Auth::Cookie { name, value }
            }
            Placement::Body | Placement::Path => {
                let place = key.placement.as_ref().map_or(self.place, |placement| &placement.place);
                let help = "use `placement: header`, `query` or `cookie` if the upstream takes the key there";
                later(self.context.sink, place, "an API key in a body or path", help);
                Auth::None
            }
        }
    }

    fn bearer(&mut self, token: Option<&Spanned<String>>) -> Auth {
        Auth::Bearer { token: self.token(token) }
    }

    /// A document may write the token as it stands in the header.
    pub(super) fn token(&mut self, token: Option<&Spanned<String>>) -> Template {
        let Template(mut parts) = self.template(token, "TOKEN", "bearer token");
        if let Some(TemplatePart::Text(text)) = parts.first_mut() {
            let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer "));
            let rest = scheme.and(text.get(7..)).map(|rest| rest.trim_start().to_owned());
            *text = rest.unwrap_or_else(|| text.clone());
        }
        parts.retain(|part| *part != TemplatePart::Text(String::new()));
        Template(parts)
    }

    /// User name and password.
    pub(super) fn login(&mut self, login: &Login) -> (Template, Template) {
        let username = self.template(login.username.as_ref(), "USERNAME", USER_NAME);
        (username, self.template(login.password.as_ref(), "PASSWORD", "password"))
    }

    /// A credential: what it holds of variables becomes secret settings; one that is absent becomes a setting of its own.
    pub(super) fn template(&mut self, value: Option<&Spanned<String>>, word: &str, what: &str) -> Template {
        let Some(value) = value.filter(|value| !value.value.trim().is_empty()) else {
            let env = self.env(word);
            let message = format!("no {what} is given: it becomes the start-up setting {env}");
            let help = format!("write `'{{{{env.{env}}}}}'` and bind {env}");
            self.context.sink.report(Code::UNBOUND_VARIABLE, self.place, message).help(help);
            return self.setting(env, what);
        };
        if is_literal(&value.value) && what != USER_NAME {
            return self.literal(&value.place, word, what);
        }
        let parts = template::parse(&value.value).into_iter().map(|piece| match piece {
            Piece::Text(text) => TemplatePart::Text(text),
            Piece::Variable(variable, range) => {
                let place = self.context.within(&value.place, &value.value[range]);
                let env = self.context.variable(&variable, &place, "");
                self.need(&env, what);
                TemplatePart::Setting(env)
            }
        });
        Template(parts.collect())
    }

    /// A secret in a document is not generated, and [hidden](hide_secrets) in what is printed.
    fn literal(&mut self, place: &Place, word: &str, what: &str) -> Template {
        let env = self.env(word);
        let message = format!("a secret stands in the document ({what}); it is not generated, {env} takes its place");
        let help = format!("write `'{{{{env.{env}}}}}'`, give {env} at start-up, and revoke what was written");
        self.context.sink.report(Code::LITERAL_SECRET, place, message).help(help);
        self.setting(env, what)
    }

    fn setting(&mut self, env: String, what: &str) -> Template {
        self.need(&env, what);
        Template(vec![TemplatePart::Setting(env)])
    }

    fn need(&mut self, env: &str, what: &str) {
        let namespace = self.namespace;
        match self.side {
            Side::Upstream => self.context.settings.secret(env, &format!("{what} of {namespace}")),
            Side::Callers => self.context.settings.credential(env, &format!("{what} of callers of {namespace}")),
        }
    }

    /// The variable of a credential that has none. A server may be called like an upstream.
    fn env(&self, word: &str) -> String {
        let namespace = names::env(self.namespace);
        match self.side {
            Side::Upstream => format!("{namespace}_{word}"),
            Side::Callers => format!("{namespace}_CALLER_{word}"),
        }
    }

    fn unsupported(&mut self, name: &str, place: &Place) -> Auth {
        let message = format!("authentication `{name}` is not supported; requests would be rejected upstream");
        self.context
            .sink
            .report(Code::UNSUPPORTED_AUTHENTICATION, place, message)
            .help("supported are `apikey` in header, query or cookie, `bearer`, `basic`, `digest` and `oauth2`");
        Auth::None
    }
}
