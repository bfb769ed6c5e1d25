//! Who may call a server. None is left open by mistake: what isn't supported is refused.

use crate::diagnostic::phrases::later;
use crate::diagnostic::{Code, nearest};
use crate::model::Callers;
use crate::read::naftiko::{ApiKey, Authentication, Placement, Scheme, Spanned};
use crate::resolve::auth::literals::hide_secrets;
use crate::resolve::auth::secrets::{Offered, Secrets, Side};
use crate::resolve::context::Context;
use crate::resolve::text::header;
use crate::source::Place;

/// The callers that a server of this name lets in.
pub(crate) fn callers(
    context: &mut Context<'_>,
    namespace: &str,
    authentication: Option<&Spanned<Authentication>>,
) -> Callers {
    let Some(authentication) = authentication else { return Callers::Anyone };
    hide_secrets(context, authentication);
    let place = &authentication.place;
    let [scheme] = authentication.schemes.as_slice() else {
        let message = "callers authenticate with several keys, which is not supported";
        context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message).help("keep one of them");
        return Callers::Anyone;
    };
    let mut secrets = Secrets { context, namespace, place, side: Side::Callers, offered: Offered::default() };
    match scheme {
        Scheme::Basic(login) => {
            secrets.check_user(login);
            let (username, password) = secrets.login(login);
            Callers::Basic { username, password }
        }
        Scheme::Digest(login) => {
            let (username, password) = secrets.login(login);
            Callers::Digest { username, password }
        }
        Scheme::Bearer(token) => Callers::Bearer { token: secrets.token(token.as_ref()) },
        Scheme::ApiKey(key) => api_key(&mut secrets, key),
        Scheme::OAuth2(_) => {
            later(context.sink, place, "OAuth 2 for callers", "use `bearer`, `basic`, `digest` or `apikey`");
            Callers::Anyone
        }
        Scheme::Aws(_) => unsupported(context, "aws-sig-v4", place),
        Scheme::OAuth1(_) => unsupported(context, "oauth1", place),
        Scheme::Other(name) => unsupported(context, &name.value, &name.place),
    }
}

fn unsupported(context: &mut Context<'_>, name: &str, place: &Place) -> Callers {
    let message = format!("authentication `{name}` is not supported; the server would be open");
    let help = "supported for callers are `apikey` in header or query, `bearer`, `basic` and `digest`";
    let report = context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message).help(help);
    if let Some(near) = nearest(name, ["apikey", "bearer", "basic", "digest"]) {
        report.help(format!("did you mean `{near}`?")).write(place, near);
    }
    Callers::Anyone
}

fn api_key(secrets: &mut Secrets<'_, '_>, key: &ApiKey) -> Callers {
    let name = secrets.name(key);
    let value = key.value.as_ref();
    match key.placement.as_ref().map_or(Placement::Header, |placement| placement.value) {
        Placement::Header => {
            let place = key.name.as_ref().map_or(secrets.place, |name| &name.place);
            header::check_credential(secrets.context.sink, &name, place);
            let key = secrets.template(value, "API_KEY", &format!("header {name}"));
            Callers::Header { name, key }
        }
        Placement::Query => {
            let key = secrets.template(value, "API_KEY", &format!("query parameter {name}"));
            Callers::Query { name, key }
        }
        Placement::Cookie | Placement::Body | Placement::Path => {
            let place = key.placement.as_ref().map_or(secrets.place, |placement| &placement.place);
            let message = "an API key of callers in a cookie, body or path is not supported; the server would be open";
            let report = secrets.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message);
            report.help("use `placement: header` or `placement: query`");
            Callers::Anyone
        }
    }
}
