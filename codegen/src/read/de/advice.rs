//! What to do about a bad value: words for helps, and what is certain enough to be written for the author.

use crate::diagnostic::{Report, nearest};
use crate::read::yaml::{Key, Node};

/// The value of a missing key, where what stands beside it leaves no doubt, or where another one is rare.
pub(super) fn certain(key: &str, owner: &Node<'_>) -> Option<&'static str> {
    let has = |key: &str| owner.get(key).is_some();
    match key {
        "in" => Some("query"),
        "method" => Some("GET"),
        "type" if has("baseUri") => Some("http"),
        "type" if has("tools") => Some("mcp"),
        "type" if has("resources") || has("operations") => Some("rest"),
        "type" if has("skills") => Some("skill"),
        _ => None,
    }
}

/// What other languages write for `true` and `false`.
pub(super) fn truth(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "1" => Some("true"),
        "no" | "off" | "n" | "0" => Some("false"),
        word => nearest(word, ["true", "false"]),
    }
}

/// The only word that is allowed.
pub(super) fn only<'a>(allowed: &[&'a str]) -> Option<&'a str> {
    if let [only] = allowed { Some(*only) } else { None }
}

/// What a key may look like.
pub(super) fn sample(key: &str) -> &'static str {
    match key {
        "baseUri" => "https://api.example.com",
        "path" => "/orders",
        _ => "…",
    }
}

/// What other formats call a key of the language.
const SYNONYMS: [(&str, &str); 8] = [
    ("file", "location"),
    ("operation", "call"),
    ("params", "inputParameters"),
    ("parameters", "inputParameters"),
    ("path", "location"),
    ("summary", "description"),
    ("uri", "baseUri"),
    ("url", "baseUri"),
];

/// Whether a key stands for a missing one: as others call it, or as another name of it is nearly spelled.
pub(super) fn is_word_for(key: &str, missing: &str, fields: &[&str]) -> bool {
    if SYNONYMS.iter().any(|(other, own)| *other == key && *own == missing) {
        return true;
    }
    let near = nearest(key, fields.iter().copied());
    near.is_some_and(|near| near.to_lowercase().contains(&missing.to_lowercase()))
}

/// What other languages write for words of fixed lists.
const WORDS: [(&str, &str); 17] = [
    ("bool", "boolean"),
    ("date", "string"),
    ("dict", "object"),
    ("double", "number"),
    ("float", "number"),
    ("form", "body"),
    ("int", "integer"),
    ("json", "body"),
    ("list", "array"),
    ("long", "integer"),
    ("map", "object"),
    ("params", "query"),
    ("querystring", "query"),
    ("str", "string"),
    ("text", "string"),
    ("uri", "path"),
    ("url", "path"),
];

/// The word of a fixed list that was most likely meant.
pub(super) fn word_of_others<'a>(word: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_ascii_lowercase();
    let of_others = WORDS.iter().filter(|(other, _)| *other == lower);
    let known = of_others.filter_map(|(_, own)| allowed.iter().find(|allowed| *allowed == own)).next();
    known.copied().or_else(|| nearest(word, allowed.iter().copied()))
}

/// Says what to do about an unknown key where others could stand.
pub(super) fn suggest_key(report: Report<'_>, key: &Key<'_>, free: &[&str]) {
    let word = key.text();
    let synonym = SYNONYMS.iter().find(|(other, own)| *other == word && free.contains(own)).map(|(_, own)| *own);
    if let Some(meant) = nearest(word, free.iter().copied()).or(synonym) {
        report.help(format!("did you mean `{meant}`?")).replace(key.place(), meant);
        return;
    }
    let others = match free {
        [] => "no other keys can stand here".to_owned(),
        _ => format!("other keys that can stand here: {}", quoted(free.iter().copied())),
    };
    report.help(format!("remove it, it has no effect; {others}")).remove(key.place());
}

/// Keys by which an item of a list says what it is: their values are texts, and those of a mapping by name are mappings.
pub(super) const OF_ITEMS: [&str; 9] = ["name", "type", "namespace", "in", "method", "path", "call", "mapping", "uri"];

/// Whether a text may be the beginning of an item, cut off within its first key.
pub(super) fn begins_item(text: &str) -> bool {
    const OTHERS: [&str; 8] = ["id", "label", "description", "target", "targetName", "import", "from", "location"];
    OF_ITEMS.iter().chain(&OTHERS).any(|key| key.starts_with(text))
}

/// A text of the document, short enough for a message.
pub(super) fn clipped(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() <= MOST && line.len() == text.len() {
        return line.to_owned();
    }
    line.chars().take(MOST).chain(['…']).collect()
}

/// Up to a dozen words.
pub(super) fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    if words.len() <= MOST {
        return words.join(", ");
    }
    format!("{}, …", words[..MOST].join(", "))
}
