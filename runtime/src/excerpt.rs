//! What a caller or an upstream wrote, as messages repeat it: whoever wrote a megabyte needs no second one to know which it was.

use std::borrow::Cow;

/// The longest name that a message repeats, in characters.
pub(crate) const NAME: usize = 120;
/// The longest value that a message repeats, in characters.
pub(crate) const VALUE: usize = 60;

/// The text, or its first `most` characters and `…`.
pub(crate) fn excerpt(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A value in quotes.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        let check = |text: &str, wanted: &str, wanted_in_quotes: &str| {
            assert_eq!((excerpt(text, VALUE).as_ref(), quoted(text).as_str()), (wanted, wanted_in_quotes));
        };
        let (fits, long) = ("é".repeat(VALUE), "é".repeat(VALUE * 1000));
        check("", "", "\"\"");
        check("a\n", "a\n", "\"a\\n\"");
        check(&fits, &fits, &format!("\"{fits}\""));
        check(&long, &format!("{fits}…"), &format!("\"{fits}\"…"));
    }
}
