//! Hosts that are worth a word: this machine, stand-ins for real ones, and those that are reached without encryption.

use crate::diagnostic::Code;
use crate::model::Auth;
use crate::read::naftiko::Upstream;
use crate::resolve::auth::upstream::has_key_in_base;
use crate::resolve::auth::url::warn_of_secret;
use crate::resolve::context::Context;
use crate::resolve::text::url::{Destination, destination, is_loopback, is_placeholder};

/// Says what is worth knowing of where an upstream is; `env` replaces its base URL.
pub(crate) fn note(context: &mut Context<'_>, document: &Upstream, env: &str, auth: &Auth) {
    let base_uri = &document.base_uri;
    if context.sink.has_within(Code::UNKNOWN_VALUE, &base_uri.place) {
        return; // it leads nowhere
    }
    let Some(Destination { is_open, host }) = destination(base_uri.trim()) else { return };
    let place = context.within(&base_uri.place, &host);
    if is_loopback(&host) {
        let message = format!("`{host}` is the machine that the crate runs on");
        let help = format!("set {env} at start-up where the upstream runs elsewhere, as from within a container");
        context.sink.report(Code::LOCAL_HOST, &place, message).help(help);
        return;
    }
    if is_placeholder(&host) {
        let message = format!("`{host}` seems to stand for a host of your own");
        let help = format!("write its name, or set {env} at start-up");
        context.sink.report(Code::PLACEHOLDER_HOST, &place, message).help(help);
    }
    if is_open && (sends_secret(auth) || has_key_in_base(document)) {
        warn_of_secret(context, base_uri);
    } else if is_open {
        let message = format!("`{host}` is called without encryption: others may read and change what is sent");
        let report = context.sink.report(Code::PLAIN_HTTP, &base_uri.place, message);
        report.help("write `https://` if the upstream answers there");
    }
}

/// Whether requests hold a secret as it is; signatures only prove that there is one.
fn sends_secret(auth: &Auth) -> bool {
    match auth {
        Auth::None | Auth::Digest { .. } | Auth::Aws(_) | Auth::OAuth1(_) => false,
        Auth::Header { .. }
        | Auth::Query { .. }
        | Auth::Cookie { .. }
        | Auth::Body { .. }
        | Auth::Bearer { .. }
        | Auth::Basic { .. }
        | Auth::OAuth2(_) => true,
        Auth::All(all) => all.iter().any(sends_secret),
    }
}
