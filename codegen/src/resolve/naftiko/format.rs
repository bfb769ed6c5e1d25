//! Formats of answers other than JSON.

use super::{Context, later};
use crate::diagnostic::{Code, Sink};
use crate::model::{Binary, Format};
use crate::read::naftiko::{Capability, Consume, ConsumedOperation, Expose, RawFormat, RestOperation, Spanned};
use crate::source::Place;

/// What an operation answers with.
pub(super) fn format(context: &mut Context<'_>, operation: &ConsumedOperation) -> Format {
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
            max_bytes: operation.max_binary_size.as_ref().and_then(|text| size(context, text)).or(context.max_binary),
        }),
        RawFormat::Html | RawFormat::Markdown | RawFormat::Protobuf | RawFormat::Avro => {
            let what = "an answer in this format";
            later(context.sink, &format.place, what, "drop `outputRawFormat`: the answer is passed on as it is");
            Format::Json
        }
    }
}

/// What servers allow for answers of bytes of operations that don't say: the most, as operations belong to all of them.
pub(super) fn limit(context: &mut Context<'_>, capability: &Capability) -> Option<u64> {
    limits(capability).filter_map(|text| size(context, text)).max()
}

/// The media type of a route that answers bytes, if the operation that it calls doesn't say.
pub(super) fn of_route(
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

/// Reports what is said of bytes where there are none, and schemas of formats that need none.
pub(super) fn report(capability: &Capability, sink: &mut Sink) {
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

fn report_idle(sink: &mut Sink, key: Option<&Spanned<String>>, what: &str, why: &str) {
    if let Some(key) = key {
        sink.no_effect(&key.place, what, why);
    }
}

fn operations(capability: &Capability) -> impl Iterator<Item = &ConsumedOperation> {
    let upstreams = capability.consumes.iter().filter_map(|consume| match consume {
        Consume::Upstream(upstream) => Some(upstream),
        Consume::Import(_) => None,
    });
    let resources = upstreams.flat_map(|upstream| &upstream.resources);
    resources.flat_map(|resource| resource.operations.iter().map(|operation| &operation.definition.value))
}

fn limits(capability: &Capability) -> impl Iterator<Item = &Spanned<String>> {
    capability.exposes.iter().filter_map(|expose| match expose {
        Expose::Rest(server) => server.max_binary_size.as_ref(),
        Expose::Mcp(server) => server.max_binary_size.as_ref(),
        Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => None,
    })
}

/// The first media type that is said to be binary, and the key that says so.
fn declared(operation: &RestOperation) -> Option<(&'static str, &Spanned<String>)> {
    let media = operation.responses.iter().flat_map(|responses| responses.iter());
    let mut media = media.flat_map(|(_, response)| response.content.iter());
    let binary = media.find(|(_, media)| media.binary.as_ref().is_some_and(|binary| binary.value));
    let long = binary.map(|(name, _)| ("`responses`", name));
    long.or_else(|| Some(("`responseBinary`", &operation.response_binary.as_ref()?.media_type)))
}

fn media_type(context: &mut Context<'_>, text: &Spanned<String>) -> Option<String> {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    let is_whole = essence.split_once('/').is_some_and(|(ty, subtype)| is_name(ty) && is_name(subtype));
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_whole && is_printable {
        return Some(text.trim().to_owned());
    }
    unknown(context, &text.place, "this is no media type", "write `type/subtype`, such as `image/png`");
    None
}

/// Bytes of a size such as `1.5MiB`; without a unit, it is bytes.
fn size(context: &mut Context<'_>, text: &Spanned<String>) -> Option<u64> {
    let bytes = bytes(text.trim());
    if bytes.is_none() {
        unknown(
            context,
            &text.place,
            "this is no size",
            "write a number and its unit, such as `10MiB`, at most `3GiB`",
        );
    }
    bytes
}

fn bytes(text: &str) -> Option<u64> {
    const UNITS: [(&str, f64); 4] = [("GiB", 1_073_741_824.0), ("MiB", 1_048_576.0), ("KiB", 1024.0), ("B", 1.0)];
    let known = UNITS.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor)));
    let (number, factor) = known.unwrap_or((text, 1.0));
    let is_plain = number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let bytes = number.parse::<f64>().ok().filter(|_| is_plain)? * factor;
    (1.0..=3.0 * UNITS[0].1).contains(&bytes).then_some(bytes as u64)
}

fn unknown(context: &mut Context<'_>, place: &Place, message: &str, help: &str) {
    context.sink.report(Code::UNKNOWN_VALUE, place, message).help(help);
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes() {
        for (text, expected) in [
            ("10MiB", Some(10 * 1024 * 1024)),
            ("1.5KiB", Some(1536)),
            ("512B", Some(512)),
            ("512", Some(512)),
            ("2GiB", Some(2 * 1024 * 1024 * 1024)),
            ("0", None),
            ("9GiB", None),
            ("10MB", None),
            (".5KiB", None),
            ("1e3", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }
}
