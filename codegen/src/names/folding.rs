//! Names that differ only in case and punctuation.

/// Equal for names that differ only in case and punctuation: `connectionid`, `connectionId`, `connection-id`.
pub fn folded(name: &str) -> String {
    letters(name).collect()
}

/// The same without memory of its own: names are compared with all others.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Where `wanted` stands among names: as it is, else the first that differs only in case and punctuation. For names that are
/// looked up more than once, an [`Index`](super::Index) does the same.
pub fn position<'a>(names: impl Iterator<Item = &'a str> + Clone, wanted: &str) -> Option<usize> {
    names.clone().position(|name| name == wanted).or_else(|| {
        let wanted = folded(wanted);
        let is_it = |name| !wanted.is_empty() && is_folded(name, &wanted);
        names.clone().position(is_it)
    })
}

/// Whether a name folds to `wanted`; names of plain letters, which most are, are compared byte by byte.
fn is_folded(name: &str, wanted: &str) -> bool {
    if !name.is_ascii() {
        return letters(name).eq(wanted.chars());
    }
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).eq(wanted.bytes())
}
