//! Secrets that stand in a document: found, and kept out of what is printed.

use crate::read::naftiko::{Authentication, Scheme, Spanned};
use crate::resolve::context::Context;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// Keeps secrets that stand in the document out of all diagnostics, whatever becomes of them.
pub(crate) fn hide_secrets(context: &mut Context<'_>, authentication: &Spanned<Authentication>) {
    for scheme in &authentication.schemes {
        let secrets = match scheme {
            Scheme::ApiKey(key) => vec![&key.value],
            Scheme::Bearer(token) => vec![token],
            // Without a password, the name is the secret.
            Scheme::Basic(login) | Scheme::Digest(login) if is_empty(login.password.as_ref()) => vec![&login.username],
            Scheme::Basic(login) | Scheme::Digest(login) => vec![&login.password],
            Scheme::Aws(key) => vec![&key.access_key_id, &key.secret_key, &key.session_token],
            Scheme::OAuth1(it) => {
                vec![&it.consumer_key, &it.consumer_secret, &it.signing_key, &it.token, &it.token_secret]
            }
            Scheme::Other(name) => {
                hide_others(context, &authentication.place, &name.place);
                vec![]
            }
            Scheme::OAuth2(_) => vec![],
        };
        for secret in secrets.into_iter().flatten().filter(|secret| is_literal(&secret.value)) {
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
pub(crate) fn is_literal(credential: &str) -> bool {
    template::parse(credential).iter().all(|piece| matches!(piece, Piece::Text(_)))
}

/// Whether a credential is written, and written as nothing.
pub(crate) fn is_empty(credential: Option<&Spanned<String>>) -> bool {
    credential.is_some_and(|credential| credential.value.is_empty())
}
