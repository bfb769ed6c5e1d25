//! Media types of bodies.

/// How what a document writes becomes a body of a media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Xml,
    Sparql,
    Form,
    Multipart,
    Yaml,
    Text,
    /// Nothing that a document can write; callers give it in base64.
    Bytes,
}

impl Kind {
    /// That of a media type, whose parameters don't count.
    pub(crate) fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (family, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
        let suffix = subtype.rsplit_once('+').map_or(subtype, |(_, suffix)| suffix);
        match (family, suffix) {
            (_, "json") => Self::Json,
            (_, "xml") => Self::Xml,
            (_, "yaml" | "x-yaml") => Self::Yaml,
            (_, "sparql-query" | "sparql-update") => Self::Sparql,
            ("application", "x-www-form-urlencoded") => Self::Form,
            ("multipart", "form-data") => Self::Multipart,
            ("text", _) => Self::Text,
            _ => Self::Bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_kinds() {
        let rows = [
            ("application/json; charset=utf-8", Kind::Json),
            ("application/merge-patch+json", Kind::Json),
            ("Text/XML", Kind::Xml),
            ("application/soap+xml", Kind::Xml),
            ("application/openapi+yaml", Kind::Yaml),
            ("application/sparql-update", Kind::Sparql),
            ("application/x-www-form-urlencoded", Kind::Form),
            ("multipart/form-data", Kind::Multipart),
            ("text/csv", Kind::Text),
            ("application/cbor", Kind::Bytes),
            ("image/png", Kind::Bytes),
            ("/", Kind::Bytes),
        ];
        for (media_type, expected) in rows {
            assert_eq!(Kind::of(media_type), expected, "{media_type}");
        }
    }
}
