//! Texts of strangers as doc comments: never code, never a warning of rustdoc or clippy.

use proc_macro2::TokenStream;
use quote::quote;

use crate::prose::{lines, unlisted};

/// `#[doc]` attributes, one a line; none for an empty text.
pub(super) fn attributes(text: &str) -> TokenStream {
    let lines = lines(text);
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// A text of a stranger as Markdown paragraphs: white space folded, wrapped, and nothing in it but text and links.
pub(super) fn foreign(text: &str) -> String {
    paragraphs(text.split("\n\n").map(escape))
}

/// One text of Markdown paragraphs; empty ones are left out.
pub(super) fn paragraphs(texts: impl IntoIterator<Item = String>) -> String {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// The first paragraph of a text of a stranger.
pub(super) fn summary(text: &str) -> String {
    foreign(text).lines().next().unwrap_or_default().to_owned()
}

/// A text of a stranger between backticks.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '`' || is_hidden(c) { ' ' } else { c }).collect();
    format!("`{}`", text.trim())
}

fn escape(paragraph: &str) -> String {
    let words: Vec<String> = paragraph.split_whitespace().map(escape_word).filter(|word| !word.is_empty()).collect();
    match words.split_first() {
        Some((first, rest)) => [&[unlisted(first)], rest].concat().join(" "),
        None => String::new(),
    }
}

fn escape_word(word: &str) -> String {
    let word: String = word.chars().filter(|c| !is_hidden(*c)).collect();
    if is_link(&word) {
        return format!("<{word}>");
    }
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '`' | '\\' | '*') {
            text.push('\\');
        }
        text.push(c);
    }
    // rustdoc wants bare links in angle brackets; one within a word loses its colon's meaning instead.
    text.replace("://", "&#58;//")
}

fn is_link(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$+,;=%".contains(c);
    (word.starts_with("https://") || word.starts_with("http://"))
        && word.chars().all(plain)
        && !word.ends_with(['.', ',', ';', ':'])
}

/// Control characters and those that reorder, hide or smuggle text: rustc refuses some in comments and literals, and
/// a reviewer sees none of them.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text without hidden characters.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_texts_are_only_text() {
        let rows = [
            ("List  Endpoint\n Connections", "List Endpoint Connections"),
            ("a\n\nb", "a\n\nb"),
            ("see https://example.com/a?b=c now", "see <https://example.com/a?b=c> now"),
            ("(https://example.com).", "(https&#58;//example.com)."),
            ("[x] <b> `y` */", "\\[x\\] \\<b\\> \\`y\\` \\*/"),
            ("# head", "\\# head"),
            ("1. one", "1\\. one"),
            ("```rust\nfn main() {}\n```", "\\`\\`\\`rust fn main() {} \\`\\`\\`"),
            ("a\u{202e}b\0c\u{e0041}", "abc"),
            ("| a | b |\n|---|---|", "\\| a | b | |---|---|"),
            ("    indented", "indented"),
        ];
        for (text, expected) in rows {
            assert_eq!(foreign(text), expected, "{text}");
        }
    }
}
