//! Formats of answers other than JSON.

use crate::diagnostic::phrases::later;
use crate::model::{Binary, Format};
use crate::read::naftiko::{ConsumedOperation, RawFormat};
use crate::resolve::context::Context;
use crate::resolve::naftiko::admit::format::limits;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::text::size::{media_type, size};

/// What an operation answers with. `max_binary` counts where it doesn't say how many bytes that may be.
pub(crate) fn format(context: &mut Context<'_>, operation: &ConsumedOperation, max_binary: Option<u64>) -> Format {
    let Some(format) = &operation.output_raw_format else { return Format::Json };
    match format.value {
        RawFormat::Json => Format::Json,
        RawFormat::Xml => Format::Xml,
        RawFormat::Csv => Format::Csv,
        RawFormat::Tsv => Format::Tsv,
        RawFormat::Psv => Format::Psv,
        RawFormat::Yaml => Format::Yaml,
        RawFormat::Text => Format::Text,
        RawFormat::Binary => Format::Binary(Binary {
            media_type: operation.output_media_type.as_ref().and_then(|text| media_type(context, text)),
            max_bytes: operation.max_binary_size.as_ref().and_then(|text| size(context, text)).or(max_binary),
        }),
        RawFormat::Html | RawFormat::Markdown | RawFormat::Protobuf | RawFormat::Avro => {
            let what = "an answer in this format";
            later(context.sink, &format.place, what, "drop `outputRawFormat`: the answer is passed on as it is");
            Format::Json
        }
    }
}

/// What servers allow for answers of bytes of operations that don't say: the most, as operations belong to all of them.
pub(crate) fn limit(context: &mut Context<'_>, survey: &Survey<'_>) -> Option<u64> {
    limits(survey).filter_map(|text| size(context, text)).max()
}
