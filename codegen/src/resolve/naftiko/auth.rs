//! How an upstream wants requests to be authenticated. No request ever leaves unsigned: what isn't supported is refused.

use super::{Context, later};
use crate::diagnostic::Code;
use crate::model::{Auth, Template, TemplatePart};
use crate::read::naftiko::{self as doc, ApiKey, Login, Placement, Scheme, Spanned};
use crate::resolve::names;
use crate::resolve::template::{self, Piece};
use crate::source::Place;

/// The one credential that may stand in a document.
const USER_NAME: &str = "user name";

pub(super) fn auth(context: &mut Context<'_>, upstream: &doc::Upstream) -> Auth {
    let Some(authentication) = upstream.authentication() else { return Auth::None };
    let namespace = &upstream.namespace.value;
    let [scheme] = authentication.schemes.as_slice() else {
        later(context.sink, &authentication.place, "authentication with several keys", "keep one of them");
        return Auth::None;
    };
    let mut secrets = Secrets { context, namespace, place: &authentication.place };
    match scheme {
        Scheme::ApiKey(key) => secrets.api_key(key),
        Scheme::Bearer(token) => Auth::Bearer { token: secrets.template(token.as_ref(), "TOKEN", "bearer token") },
        Scheme::Basic(login) => secrets.basic(login),
        Scheme::Digest(_) => secrets.unsupported("digest"),
        Scheme::OAuth2(_) => secrets.unsupported("oauth2"),
        Scheme::Other(name) => secrets.unsupported(&name.value),
    }
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
                let value = self.template(key.value.as_ref(), "API_KEY", &format!("header {name}"));
                Auth::Header { name, value }
            }
            Placement::Query => {
                let value = self.template(key.value.as_ref(), "API_KEY", &format!("query parameter {name}"));
                Auth::Query { name, value }
            }
            Placement::Cookie | Placement::Body | Placement::Path => {
                self.unsupported("apikey outside header and query")
            }
        }
    }

    fn basic(&mut self, login: &Login) -> Auth {
        Auth::Basic {
            username: self.template(login.username.as_ref(), "USERNAME", USER_NAME),
            password: self.template(login.password.as_ref(), "PASSWORD", "password"),
        }
    }

    /// A credential: what it holds of variables becomes secret settings; one that is absent becomes a setting of its own.
    fn template(&mut self, value: Option<&Spanned<String>>, word: &str, what: &str) -> Template {
        let Some(value) = value else {
            let env = format!("{}_{word}", names::env(self.namespace));
            let message = format!("the {what} is not given: it becomes the start-up setting {env}");
            let help = format!("write `'{{{{env.{env}}}}}'` and bind {env}");
            self.context.sink.report(Code::UNBOUND_VARIABLE, self.place, message).help(help);
            return self.setting(env, what);
        };
        let pieces = template::parse(&value.value);
        let literal = pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
        if literal && !value.value.is_empty() && what != USER_NAME {
            return self.literal(word, what);
        }
        let parts = pieces.into_iter().map(|piece| match piece {
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

    /// A secret in a document must not be generated, nor printed: not even the line that it stands in.
    fn literal(&mut self, word: &str, what: &str) -> Template {
        let env = format!("{}_{word}", names::env(self.namespace));
        let start = self.place.span.start;
        let place = self.context.source.place(start..start + 1);
        let message =
            format!("the {what} stands in the document; it is not generated, and becomes the start-up setting {env}");
        let help = format!("write `'{{{{env.{env}}}}}'`, bind {env}, and revoke what was written");
        self.context.sink.report(Code::LITERAL_SECRET, &place, message).help(help);
        self.setting(env, what)
    }

    fn setting(&mut self, env: String, what: &str) -> Template {
        self.context.settings.secret(&env, &format!("{what} of {}", self.namespace));
        Template(vec![TemplatePart::Setting(env)])
    }

    fn unsupported(&mut self, name: &str) -> Auth {
        let message = format!("authentication `{name}` is not supported; requests would be rejected upstream");
        self.context
            .sink
            .report(Code::UNSUPPORTED_AUTHENTICATION, self.place, message)
            .help("supported are `apikey` in header or query, `bearer` and `basic`");
        Auth::None
    }
}
