//! Where functions of several calls fail, in words.

/// What stands before the words of an error in a place.
pub(super) fn before(place: Option<&str>) -> String {
    place.map(|place| format!("{place}: ")).unwrap_or_default()
}

/// A step in words: `step pay`, `step pay (already carried out: book)`.
pub(crate) fn place(step: &str, done: &[String]) -> String {
    if done.is_empty() {
        return format!("step {step}");
    }
    format!("step {step} (already carried out: {})", done.join(", "))
}
