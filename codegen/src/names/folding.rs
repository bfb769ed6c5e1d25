//! Names that differ only in case and punctuation.

/// Equal for names that differ only in case and punctuation: `connectionid`, `connectionId`, `connection-id`.
pub fn folded(name: &str) -> String {
    letters(name).collect()
}

/// Whether names are the same, or differ only in case and punctuation. Those without letters and digits, such as `$`, differ.
pub fn alike(one: &str, other: &str) -> bool {
    position(std::iter::once(one), other).is_some()
}

/// The same without memory of its own: names are compared with all others.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Where `wanted` stands among names: as it is, else the first that differs only in case and punctuation.
pub fn position<'a>(names: impl Iterator<Item = &'a str> + Clone, wanted: &str) -> Option<usize> {
    position_among(names, wanted, |_| true)
}

/// The same, where only some names, by index, may be written in another way.
pub fn position_among<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    wanted: &str,
    may_differ: impl Fn(usize) -> bool,
) -> Option<usize> {
    names.clone().position(|name| name == wanted).or_else(|| {
        let wanted = folded(wanted);
        let near = names.enumerate().filter(|(_, name)| !wanted.is_empty() && is_folded(name, &wanted));
        near.map(|(index, _)| index).find(|index| may_differ(*index))
    })
}

/// Whether a name folds to `wanted`; names of plain letters, which most are, are compared byte by byte.
fn is_folded(name: &str, wanted: &str) -> bool {
    if !name.is_ascii() {
        return letters(name).eq(wanted.chars());
    }
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).eq(wanted.bytes())
}
