//! Request bodies, put together from what the document writes and what callers give.

pub(super) mod binary;
pub(super) mod form;
pub(super) mod json;
mod json_text;
pub(super) mod key;
pub(super) mod multipart;
pub(super) mod template;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::json_text::Quotes;

    /// What the compiler takes for the end of a string when it looks for variables.
    const TABLE: &str = include_str!("../../../../tests/tables/quotes.json");

    #[test]
    fn strings_are_open_up_to_their_quote() {
        let rows: Vec<(String, bool)> = serde_json::from_str(TABLE).unwrap();
        for (text, open) in rows {
            let mut quotes = Quotes::default();
            quotes.read(&text);
            assert_eq!(quotes.open, open, "{text}");
        }
    }
}
