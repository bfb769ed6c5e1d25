//! How an upstream wants requests to be authenticated. No request ever leaves unsigned: what isn't supported is refused.

use crate::diagnostic::{Code, nearest};
use crate::model::{Auth, Template};
use crate::names;
use crate::read::naftiko::{self as doc, ApiKey, Placement, Scheme, Spanned};
use crate::resolve::auth::literals::hide_secrets;
use crate::resolve::auth::secrets::{Offered, Secrets, Side};
use crate::resolve::context::Context;
use crate::resolve::text::header;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// The credentials of requests to an upstream, of which callers may give some.
pub(crate) fn auth(context: &mut Context<'_>, upstream: &doc::Upstream, offered: Offered<'_>) -> Auth {
    let Some(authentication) = upstream.authentication() else { return Auth::None };
    warn_of_unread(context, upstream);
    let namespace = &upstream.namespace.value;
    hide_secrets(context, authentication);
    let place = &authentication.place;
    let mut secrets = Secrets { context, namespace, place, side: Side::Upstream, offered };
    let mut all: Vec<Auth> = Vec::new();
    for scheme in &authentication.schemes {
        if is_in_base(upstream, scheme) {
            continue;
        }
        let auth = secrets.scheme(scheme, authentication.schemes.len() > 1);
        if all.iter().any(|known| known.clashes(&auth)) {
            let message = "two credentials for one place: only one of them could be sent";
            secrets.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message).help("keep one of them");
        }
        all.push(auth);
    }
    match all.len() {
        0 => Auth::None,
        1 => all.remove(0),
        _ => Auth::All(all),
    }
}

/// Reports what stands under a second key: requests are sent without it.
fn warn_of_unread(context: &mut Context<'_>, upstream: &doc::Upstream) {
    let Some(unread) = upstream.unread_authentication() else { return };
    hide_secrets(context, unread);
    let message = format!("`{}` has `auth` beside `authentication`; only the latter is read", upstream.namespace.value);
    let report = context.sink.report(Code::AUTHENTICATION_SPELLING, &unread.place, message);
    report.help("remove one of them; where requests need both, write the second as an input with a fixed value");
}

/// The API key that is `variable` of the base URL, if there is one.
pub(crate) fn key_in_base(context: &mut Context<'_>, upstream: &doc::Upstream, variable: &str) -> Option<Template> {
    let authentication = upstream.authentication()?;
    let key =
        authentication.schemes.iter().find_map(|scheme| key_in_path(scheme).filter(|key| is_named(key, variable)))?;
    hide_secrets(context, authentication);
    let (namespace, place) = (&upstream.namespace.value, &authentication.place);
    let mut secrets = Secrets { context, namespace, place, side: Side::Upstream, offered: Offered::default() };
    Some(secrets.template(key.value.as_ref(), "API_KEY", &format!("part {variable} of the base URL")))
}

/// Whether the base URL holds an API key.
pub(crate) fn has_key_in_base(upstream: &doc::Upstream) -> bool {
    upstream.authentication().is_some_and(|it| it.schemes.iter().any(|scheme| is_in_base(upstream, scheme)))
}

/// Whether a scheme is a part of the base URL, and nothing beside it.
fn is_in_base(upstream: &doc::Upstream, scheme: &Scheme) -> bool {
    let pieces = template::parse(&upstream.base_uri);
    key_in_path(scheme).is_some_and(|key| {
        pieces.iter().any(|piece| matches!(piece, Piece::Variable(variable, _) if is_named(key, variable)))
    })
}

fn key_in_path(scheme: &Scheme) -> Option<&ApiKey> {
    match scheme {
        Scheme::ApiKey(key) if key.placement.as_ref().is_some_and(|it| it.value == Placement::Path) => Some(key),
        _ => None,
    }
}

fn is_named(key: &ApiKey, name: &str) -> bool {
    key.name.as_ref().is_some_and(|own| own.value == name)
}

/// A value that is the beginning of a signature, which no document can hold.
fn signature(value: Option<&Spanned<String>>) -> Option<&Spanned<String>> {
    value.filter(|value| value.trim_start().starts_with("AWS4-HMAC-SHA256"))
}

impl Secrets<'_, '_> {
    /// `is_one` of several, whose settings must not be the same.
    fn scheme(&mut self, scheme: &Scheme, is_one: bool) -> Auth {
        match scheme {
            Scheme::ApiKey(key) => self.api_key(key, is_one),
            Scheme::Bearer(token) => match signature(token.as_ref()) {
                Some(signature) => self.signature(&signature.place),
                None => Auth::Bearer { token: self.token(token.as_ref()) },
            },
            Scheme::Basic(login) => {
                self.check_user(login);
                let (username, password) = self.login(login);
                Auth::Basic { username, password }
            }
            Scheme::Digest(login) => {
                let (username, password) = self.login(login);
                Auth::Digest { username, password }
            }
            Scheme::OAuth2(client) => self.oauth2(client),
            Scheme::Aws(key) => self.aws(key),
            Scheme::OAuth1(consumer) => self.oauth1(consumer),
            Scheme::Other(name) => self.unsupported(&name.value, &name.place),
        }
    }

    fn api_key(&mut self, key: &ApiKey, is_one: bool) -> Auth {
        let placement = key.placement.as_ref().map_or(Placement::Header, |placement| placement.value);
        let name = self.name(key);
        let word = if is_one { names::env(&name) } else { "API_KEY".to_owned() };
        if let Some(signature) = signature(key.value.as_ref()) {
            return self.signature(&signature.place);
        }
        match placement {
            Placement::Header => {
                let place = key.name.as_ref().map_or(self.place, |name| &name.place);
                header::check_credential(self.context.sink, &name, place);
                let value = self.template(key.value.as_ref(), &word, &format!("header {name}"));
                Auth::Header { name, value }
            }
            Placement::Query => {
                let value = self.template(key.value.as_ref(), &word, &format!("query parameter {name}"));
                Auth::Query { name, value }
            }
            Placement::Cookie => {
                let place = key.name.as_ref().map_or(self.place, |name| &name.place);
                header::check_cookie(self.context.sink, &name, place);
                let value = self.template(key.value.as_ref(), &word, &format!("cookie {name}"));
                Auth::Cookie { name, value }
            }
            Placement::Body => {
                let value = self.template(key.value.as_ref(), &word, &format!("field {name} of bodies"));
                Auth::Body { name, value }
            }
            Placement::Path => {
                let place = key.placement.as_ref().map_or(self.place, |placement| &placement.place);
                let message = "an API key in a path that does not hold it; requests would be rejected upstream";
                let report = self.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message);
                report.help(format!("write the key as a variable of the base URL, `baseUri: https://…/{{{name}}}`"));
                Auth::None
            }
        }
    }

    fn signature(&mut self, place: &Place) -> Auth {
        let message = "a signature of AWS is another for each request: this value can't authenticate any";
        let report = self.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message);
        report.help(
            "write `{type: aws-sig-v4, service: ec2, region: '{{AWS_REGION}}', accessKeyId: '{{AWS_ACCESS_KEY_ID}}', \
             secretKey: '{{AWS_SECRET_ACCESS_KEY}}'}`",
        );
        Auth::None
    }

    fn unsupported(&mut self, name: &str, place: &Place) -> Auth {
        let message = format!("authentication `{name}` is not supported; requests would be rejected upstream");
        let near = nearest(name, ["apikey", "bearer", "basic", "digest", "oauth1", "oauth2", "aws-sig-v4"]);
        let report = self
            .context
            .sink
            .report(Code::UNSUPPORTED_AUTHENTICATION, place, message)
            .help("supported are `apikey`, `bearer`, `basic`, `digest`, `oauth1`, `oauth2` and `aws-sig-v4`");
        if let Some(near) = near {
            report.help(format!("did you mean `{near}`?")).write(place, near);
        }
        Auth::None
    }
}
