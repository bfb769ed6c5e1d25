//! Addresses that secrets are sent to.

use crate::diagnostic::Code;
use crate::read::naftiko::Spanned;
use crate::resolve::context::Context;
use crate::resolve::text::url::{Destination, destination, is_loopback};

/// Warns of a URL that a secret is sent to and that others can listen to.
pub(crate) fn warn_of_secret(context: &mut Context<'_>, url: &Spanned<String>) {
    let Some(Destination { is_open: true, host }) = destination(url.trim()) else { return };
    if !is_loopback(&host) {
        let message = format!("a secret is sent to `{host}` without encryption: others may read it");
        let report = context.sink.report(Code::UNENCRYPTED_SECRET, &url.place, message);
        report.help("write `https://`; where there is none, let a proxy on the same machine encrypt");
    }
}
