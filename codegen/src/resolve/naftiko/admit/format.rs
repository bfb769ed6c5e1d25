//! What is said of formats where it has no effect.

use crate::diagnostic::Sink;
use crate::read::naftiko::{ConsumedOperation, RawFormat, Spanned};
use crate::resolve::naftiko::survey;
use crate::resolve::naftiko::survey::Survey;

/// Reports what is said of bytes where there are none, and schemas of formats that need none.
pub(crate) fn report(survey: &Survey<'_>, sink: &mut Sink) {
    let why = "it is about binary answers";
    for operation in operations(survey) {
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
    if !operations(survey).any(is_binary) {
        limits(survey).for_each(|size| sink.no_effect(&size.place, "`maxBinarySize`", why));
    }
}

pub(crate) fn report_idle(sink: &mut Sink, key: Option<&Spanned<String>>, what: &str, why: &str) {
    if let Some(key) = key {
        sink.no_effect(&key.place, what, why);
    }
}

fn operations<'d>(survey: &Survey<'d>) -> impl Iterator<Item = &'d ConsumedOperation> {
    let upstreams = survey.upstreams.iter();
    upstreams.flat_map(|upstream| survey::operations(upstream).map(|(_, entry)| &entry.definition.value))
}

/// What servers say of the size of binary answers.
pub(crate) fn limits<'d>(survey: &Survey<'d>) -> impl Iterator<Item = &'d Spanned<String>> {
    survey.servers.iter().filter_map(|server| server.max_binary_size)
}
