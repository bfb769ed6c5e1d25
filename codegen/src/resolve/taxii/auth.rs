//! How the client of a described server authenticates.

use crate::diagnostic::{Code, Sink};
use crate::model::{Auth, Template, TemplatePart};
use crate::names;
use crate::read::Spanned;
use crate::read::taxii::{Credential, Document, Header};
use crate::resolve::settings::Settings;
use crate::resolve::text::header;

/// What `auth` says; nothing is sent without it.
pub(crate) fn auth(document: &Document, settings: &mut Settings, sink: &mut Sink) -> Auth {
    let Some(auth) = &document.auth else { return Auth::None };
    let given = [auth.basic.is_some(), auth.bearer.is_some(), auth.header.is_some()];
    let count = given.iter().filter(|given| **given).count();
    let is_lost = count == 0 && sink.has(Code::MISSING_KEY); // a key of it, which was reported
    if count != 1 && !is_lost {
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
            check_name(header, sink);
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
        let help = "write its name, `env: FEED_PASSWORD`; the value is given at start-up";
        sink.report(Code::UNKNOWN_VALUE, &credential.env.place, message).help(help);
    }
    env
}

/// Reports a header that can hold no credential: the message or the protocol needs it.
fn check_name(header: &Header, sink: &mut Sink) {
    header::check_credential(sink, &header.name, &header.name.place);
    if header.name.eq_ignore_ascii_case("accept") {
        let message = "`Accept` names TAXII, and can hold no credential";
        sink.report(Code::UNKNOWN_VALUE, &header.name.place, message)
            .help("use a header of the API, such as `X-Api-Key`");
    }
}

/// Reports a variable that is to hold two values; `base_url` is the one that replaces the address.
pub(crate) fn check_variables(document: &Document, base_url: &str, sink: &mut Sink) {
    let Some(auth) = &document.auth else { return };
    let basic = auth.basic.iter().flat_map(|basic| [&basic.username, &basic.password]);
    let credentials = basic.chain(&auth.bearer).chain(auth.header.iter().map(|header| &header.value));
    let mut seen: Vec<&Spanned<String>> = Vec::new();
    for Credential { env, .. } in credentials {
        let report = |sink: &mut Sink| {
            let message = format!("the variable `{}` would hold two values", env.value);
            sink.report(Code::DUPLICATE_NAME, &env.place, message).help("give each its own: `{env: FEED_PASSWORD}`");
        };
        if sink.hides(&env.place) {
            continue; // it may be the secret itself
        }
        if env.value == base_url || seen.iter().any(|known| known.value == env.value) {
            report(sink);
        }
        seen.push(env);
    }
}
