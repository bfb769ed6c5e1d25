//! What a help says, as changes of the text.

use crate::source::Place;

/// A change of one text: what stands at a place gives way to something else. An empty place is where something is put in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What gives way.
    pub place: Place,
    /// What comes in its place.
    pub replacement: String,
}

impl Edit {
    /// A text after these edits of it; of two that overlap the first counts.
    pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
        let mut edits: Vec<&Edit> = edits.into_iter().collect();
        edits.sort();
        edits.dedup();
        let (mut changed, mut done) = (String::with_capacity(text.len()), 0);
        for Edit { place: Place { span, .. }, replacement } in edits {
            if let Some(before) = text.get(done..span.start).filter(|_| text.is_char_boundary(span.end)) {
                changed.push_str(before);
                changed.push_str(replacement);
                done = span.end;
            }
        }
        changed + text.get(done..).unwrap_or("")
    }
}

/// A text as a plain scalar, or quoted where it would mean something else.
pub(crate) fn scalar(text: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || "_/.-$:".contains(c);
    let is_path = text.starts_with("./") || text.starts_with("../");
    let begins = is_path || text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/');
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if begins && !is_word && !text.ends_with(':') && text.chars().all(is_safe) {
        return text.to_owned();
    }
    quoted(text)
}

/// Words that are no texts without quotes, in YAML 1.2 or 1.1.
const WORDS: [&str; 7] = ["null", "true", "false", "yes", "no", "on", "off"];

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn texts_are_quoted_where_they_would_mean_something_else() {
        let rows = [
            ("hub.get-issue", "hub.get-issue"),
            ("/a", "/a"),
            ("../a.yaml", "../a.yaml"),
            ("", "\"\""),
            ("12", "\"12\""),
            ("True", "\"True\""),
        ];
        for (text, expected) in
            rows.into_iter().chain([("a: b", "\"a: b\""), ("{{x}}", "\"{{x}}\""), ("\"", r#""\"""#)])
        {
            assert_eq!(scalar(text), expected);
        }
    }

    #[test]
    fn of_edits_that_overlap_the_first_counts() {
        let source = Source::new("a.yaml", "a.yaml", "abc");
        let edit = |span, text: &str| Edit { place: source.place(span), replacement: text.to_owned() };
        assert_eq!(Edit::apply("abc", &[edit(2..3, "z"), edit(0..2, "x"), edit(1..3, "y")]), "xz");
    }
}
