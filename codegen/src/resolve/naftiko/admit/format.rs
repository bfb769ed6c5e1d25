//! What is said of formats where it has no effect.

use crate::diagnostic::Sink;
use crate::read::naftiko::{Capability, Consume, ConsumedOperation, Expose, RawFormat, Spanned};

/// Reports what is said of bytes where there are none, and schemas of formats that need none.
pub(crate) fn report(capability: &Capability, sink: &mut Sink) {
    let why = "it is about binary answers";
    for operation in operations(capability) {
        let format = operation.output_raw_format.as_ref().map_or(RawFormat::Json, |format| format.value);
        if format != RawFormat::Binary {
            report_idle(sink, operation.output_media_type.as_ref(), "`outputMediaType`", why);
            report_idle(sink, operation.max_binary_size.as_ref(), "`maxBinarySize`", why);
        }
        let needs_one = matches!(format, RawFormat::Avro | RawFormat::Protobuf | RawFormat::Html | RawFormat::Markdown);
        if !needs_one {
            let why = if format == RawFormat::Json {
                "JSON is read without a schema"
            } else {
                "this format is read without a schema"
            };
            report_idle(sink, operation.output_schema.as_ref(), "`outputSchema`", why);
        }
    }
    let is_binary = |operation: &ConsumedOperation| {
        operation.output_raw_format.as_ref().is_some_and(|format| format.value == RawFormat::Binary)
    };
    if !operations(capability).any(is_binary) {
        limits(capability).for_each(|size| sink.no_effect(&size.place, "`maxBinarySize`", why));
    }
}

pub(crate) fn report_idle(sink: &mut Sink, key: Option<&Spanned<String>>, what: &str, why: &str) {
    if let Some(key) = key {
        sink.no_effect(&key.place, what, why);
    }
}

pub(crate) fn operations(capability: &Capability) -> impl Iterator<Item = &ConsumedOperation> {
    let upstreams = capability.consumes.iter().filter_map(|consume| match consume {
        Consume::Upstream(upstream) => Some(upstream),
        Consume::Import(_) => None,
    });
    let resources = upstreams.flat_map(|upstream| &upstream.resources);
    resources.flat_map(|resource| resource.operations.iter().map(|operation| &operation.definition.value))
}

pub(crate) fn limits(capability: &Capability) -> impl Iterator<Item = &Spanned<String>> {
    capability.exposes.iter().filter_map(|expose| match expose {
        Expose::Rest(server) => server.max_binary_size.as_ref(),
        Expose::Mcp(server) => server.max_binary_size.as_ref(),
        Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => None,
    })
}
