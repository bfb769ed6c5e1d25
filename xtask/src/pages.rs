//! The pages about diagnostics: a text for each code.

use capwright_codegen::diagnostic::{Code, nearest};

use crate::program;

/// The pages of `docs/diagnostics/` by code, in the order of their names.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));
/// How many names a message suggests.
const SUGGESTED: usize = 3;

/// The Markdown text about a code; empty if nobody wrote one, which a test rules out.
pub(crate) fn page(code: Code) -> &'static str {
    PAGES.iter().find(|(name, _)| *name == code.name).map_or("", |(_, text)| *text)
}

/// The first paragraph of a page, in one line.
pub(crate) fn summary(page: &str) -> String {
    page.split("\n\n").nth(1).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The code of a name, as it stands in a report: `unknown-key`, `[unknown-key]` or `error[unknown-key]`.
///
/// # Errors
/// There is none; the sentence names the nearest.
pub(crate) fn find(name: &str) -> Result<Code, String> {
    let bare = name.rsplit('[').next().unwrap_or(name).trim_end_matches([']', ':']);
    if let Some(code) = Code::ALL.iter().find(|code| code.name.eq_ignore_ascii_case(bare)) {
        return Ok(*code);
    }
    let near = near_names(bare);
    let help = match near.as_slice() {
        [] => format!("`{} explain` lists them all", program::name()),
        near => format!("did you mean {}?", near.join(", ")),
    };
    Err(format!("no diagnostic is called `{bare}`; {help}"))
}

/// The name that is spelled most like it, then names that share a word with it.
fn near_names(name: &str) -> Vec<String> {
    let names = || Code::ALL.iter().map(|code| code.name);
    let words: Vec<&str> = name.split(['-', '_']).filter(|word| word.len() > 2).collect();
    let shares = |other: &&str| other.split('-').any(|word| words.contains(&word));
    let alike = nearest(name, names());
    let others = names().filter(shares).filter(|other| Some(*other) != alike);
    alike.into_iter().chain(others).take(SUGGESTED).map(|name| format!("`{name}`")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_as_reports_show_them() {
        for name in ["unknown-key", "[unknown-key]", "warning[unknown-key]", "warning[unknown-key]:", "Unknown-Key"] {
            assert_eq!(find(name).unwrap(), Code::UNKNOWN_KEY, "{name}");
        }
    }

    #[test]
    fn unknown_names_meet_the_nearest() {
        let rows = [
            ("unknown-kye", "no diagnostic is called `unknown-kye`; did you mean `unknown-key`, `unknown-"),
            ("bind", "no diagnostic is called `bind`; did you mean `unused-bind`"),
            ("E0308", "no diagnostic is called `E0308`; `cargo xtask explain` lists them all"),
        ];
        for (name, expected) in rows {
            let message = find(name).unwrap_err();
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let mut codes: Vec<&str> = Code::ALL.iter().map(|code| code.name).collect();
        codes.sort_unstable();
        assert_eq!(PAGES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), codes);
    }
}
