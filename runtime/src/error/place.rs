//! Where functions of several calls fail, in words.

/// A step in words: `step pay`, `step pay (already carried out: book)`.
pub(crate) fn place(step: &str, done: &[String]) -> String {
    if done.is_empty() {
        return format!("step {step}");
    }
    format!("step {step} (already carried out: {})", done.join(", "))
}
