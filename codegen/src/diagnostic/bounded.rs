//! Texts of a document in messages: however long they are, a message stays one that can be read.

/// The longest quotation, in characters.
const QUOTATION: usize = 160;
/// The longest message, in bytes: what a dozen quotations need.
const MESSAGE: usize = 2_000;

/// The sentence with every quotation cut to a length that says which one it is.
pub(super) fn bounded(sentence: String) -> String {
    if sentence.len() <= QUOTATION {
        return sentence;
    }
    let parts = sentence.split('`').enumerate();
    let parts: Vec<_> = parts.map(|(at, part)| if at % 2 == 1 { cut(part, QUOTATION) } else { part.into() }).collect();
    let mut whole = parts.join("`");
    if whole.len() > MESSAGE {
        whole = cut(&whole, MESSAGE / 2).into_owned();
    }
    whole
}

/// The beginning of a text, and a sign that there is more.
fn cut(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_cut_and_sentences_are_not() {
        let long = "é".repeat(500);
        let sentence = "a sentence of its own may be long, as long as it is one that somebody wrote to be read by people, \
                        with an end";
        let check = |text: String, expected: String| assert_eq!(bounded(text), expected);
        check(format!("`{long}` and `b`: {sentence}"), format!("`{}…` and `b`: {sentence}", "é".repeat(160)));
        check(sentence.to_owned(), sentence.to_owned());
        check(long.repeat(10), format!("{}…", "é".repeat(1000)));
    }
}
