//! Media types of routes that answer bytes.

use crate::model::{Binary, Format};
use crate::read::naftiko::{RestOperation, Spanned};
use crate::resolve::context::Context;
use crate::resolve::text::size::media_type;

/// The media type of a route that answers bytes, if the operation that it calls doesn't say.
pub(crate) fn of_route(
    context: &mut Context<'_>,
    operation: &RestOperation,
    called: Option<&Format>,
) -> Option<String> {
    let (key, said) = declared(operation)?;
    let why = match called {
        Some(Format::Binary(Binary { media_type: None, .. })) => return media_type(context, said),
        Some(Format::Binary(_)) => "the operation that it calls has an `outputMediaType`",
        _ => "the operation that it calls has no `outputRawFormat: binary`; answers pass as they are",
    };
    context.sink.no_effect(&said.place, key, why);
    None
}

/// The first media type that is said to be binary, and the key that says so.
fn declared(operation: &RestOperation) -> Option<(&'static str, &Spanned<String>)> {
    let media = operation.responses.iter().flat_map(|responses| responses.iter());
    let mut media = media.flat_map(|(_, response)| response.content.iter());
    let binary = media.find(|(_, media)| media.binary.as_ref().is_some_and(|binary| binary.value));
    let long = binary.map(|(name, _)| ("`responses`", name));
    long.or_else(|| Some(("`responseBinary`", &operation.response_binary.as_ref()?.media_type)))
}
