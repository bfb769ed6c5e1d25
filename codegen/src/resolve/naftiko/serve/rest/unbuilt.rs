//! What REST servers have and Capwright doesn't compile, and what of them changes nothing.

use crate::diagnostic::Sink;
use crate::diagnostic::phrases::later;
use crate::read::naftiko::{RestOperation, RestServer};

/// Reports every such part of a server.
pub(crate) fn report(server: &RestServer, sink: &mut Sink) {
    for resource in &server.resources {
        resource.operations.iter().for_each(|operation| responses(operation, sink));
        if let Some(forward) = &resource.forward {
            later(sink, &forward.place, "`forward`", "write the operations out");
        }
    }
}

/// Documented answers; those that are binary have a media type, which routes may need.
fn responses(operation: &RestOperation, sink: &mut Sink) {
    let Some(responses) = &operation.responses else { return };
    let mut media = responses.iter().flat_map(|(_, response)| &response.content);
    if !media.any(|(_, media)| media.binary.as_ref().is_some_and(|binary| binary.value)) {
        sink.no_effect(&responses.place, "`responses`", "routes answer with the status of the upstream");
    }
}
