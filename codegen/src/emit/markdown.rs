//! Tables of README.

use super::docs;

pub(super) fn table(title: &str, head: &str, rows: Vec<String>) -> String {
    if rows.is_empty() { String::new() } else { format!("{title}\n\n{head}\n{}", rows.join("\n")) }
}

pub(super) fn cell(text: &str) -> String {
    docs::summary(text).replace('|', "\\|")
}

pub(super) fn code(text: &str) -> String {
    docs::code(text).replace('|', "\\|")
}
