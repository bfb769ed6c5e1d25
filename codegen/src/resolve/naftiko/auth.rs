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
    let [scheme] = authentication.schemes.as_slice() else {
        later(context.sink, &authentication.place, "authentication with several keys", "keep one of them");
        return Auth::None;
    };
    let mut secrets = Secrets { context, namespace, place: &authentication.place };
    match scheme {
        Scheme::ApiKey(key) => secrets.api_key(key),
        Scheme::Bearer(token) => secrets.bearer(token.as_ref()),
        Scheme::Basic(login) => secrets.basic(login),
        Scheme::Digest(_) => secrets.unsupported("digest", &authentication.place),
        Scheme::OAuth2(_) => secrets.unsupported("oauth2", &authentication.place),
        Scheme::Other(name) => secrets.unsupported(&name.value, &name.place),
    }
}

/// Keeps secrets that stand in the document out of all diagnostics, whatever becomes of them.
fn hide_secrets(context: &mut Context<'_>, authentication: &Spanned<Authentication>) {
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
    let text = &context.source.text;
    let before = text.get(whole.span.start..name.span.start).unwrap_or_default();
    let after = text.get(name.span.end..).unwrap_or_default();
    let length = if before.starts_with('{') { end_of_flow(after) } else { end_of_block(after, whole.column - 1) };
    let rest = name.span.end..name.span.end + length.unwrap_or(after.len());
    if before.trim_matches(['{', '"', '\'', ' ']) != "type:" {
        let place = context.source.place(whole.span.start..name.span.start);
        context.sink.hide(&place);
    }
    let rest = context.source.place(rest);
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

/// Resolves the credentials of one upstream.
struct Secrets<'a, 'b> {
    context: &'a mut Context<'b>,
    namespace: &'a str,
    place: &'a Place,
}

impl Secrets<'_, '_> {
    fn api_key(&mut self, key: &ApiKey) -> Auth {
        let placement = key.placement.as_ref().map_or(Placement::Header, |placement| placement.value);
        let name = key.name.as_ref().map_or("Authorization", |name| name.value.as_str()).to_owned();
        match placement {
            Placement::Header => {
                let place = key.name.as_ref().map_or(self.place, |name| &name.place);
                header::check(self.context.sink, &name, place);
                let value = self.template(key.value.as_ref(), "API_KEY", &format!("header {name}"));
                Auth::Header { name, value }
            }
            Placement::Query => {
                let value = self.template(key.value.as_ref(), "API_KEY", &format!("query parameter {name}"));
                Auth::Query { name, value }
            }
            Placement::Cookie | Placement::Body | Placement::Path => {
                let place = key.placement.as_ref().map_or(self.place, |placement| &placement.place);
                let help = "use `placement: header` or `placement: query` if the upstream takes the key there";
                later(self.context.sink, place, "an API key in a cookie, body or path", help);
                Auth::None
            }
        }
    }

    /// A document may write the token as it stands in the header.
    fn bearer(&mut self, token: Option<&Spanned<String>>) -> Auth {
        let Template(mut parts) = self.template(token, "TOKEN", "bearer token");
        if let Some(TemplatePart::Text(text)) = parts.first_mut() {
            let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer "));
            let rest = scheme.and(text.get(7..)).map(|rest| rest.trim_start().to_owned());
            *text = rest.unwrap_or_else(|| text.clone());
        }
        parts.retain(|part| *part != TemplatePart::Text(String::new()));
        Auth::Bearer { token: Template(parts) }
    }

    fn basic(&mut self, login: &Login) -> Auth {
        Auth::Basic {
            username: self.template(login.username.as_ref(), "USERNAME", USER_NAME),
            password: self.template(login.password.as_ref(), "PASSWORD", "password"),
        }
    }

    /// A credential: what it holds of variables becomes secret settings; one that is absent becomes a setting of its own.
    fn template(&mut self, value: Option<&Spanned<String>>, word: &str, what: &str) -> Template {
        let Some(value) = value.filter(|value| !value.value.trim().is_empty()) else {
            let env = format!("{}_{word}", names::env(self.namespace));
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
                self.context.settings.secret(&env, &format!("{what} of {}", self.namespace));
                TemplatePart::Setting(env)
            }
        });
        Template(parts.collect())
    }

    /// A secret in a document is not generated, and [hidden](hide_secrets) in what is printed.
    fn literal(&mut self, place: &Place, word: &str, what: &str) -> Template {
        let env = format!("{}_{word}", names::env(self.namespace));
        let message = format!("a secret stands in the document ({what}); it is not generated, {env} takes its place");
        let help = format!("write `'{{{{env.{env}}}}}'`, give {env} at start-up, and revoke what was written");
        self.context.sink.report(Code::LITERAL_SECRET, place, message).help(help);
        self.setting(env, what)
    }

    fn setting(&mut self, env: String, what: &str) -> Template {
        self.context.settings.secret(&env, &format!("{what} of {}", self.namespace));
        Template(vec![TemplatePart::Setting(env)])
    }

    fn unsupported(&mut self, name: &str, place: &Place) -> Auth {
        let message = format!("authentication `{name}` is not supported; requests would be rejected upstream");
        self.context
            .sink
            .report(Code::UNSUPPORTED_AUTHENTICATION, place, message)
            .help("supported are `apikey` in header or query, `bearer` and `basic`");
        Auth::None
    }
}
