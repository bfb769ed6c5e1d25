//! Patterns in paths: RFC 9535 §2.4.6 and §2.4.7, and `=~ /…/`. A crate compiles each once, so it must be small, and nothing that
//! an upstream answers.

use std::ops::Range;

use regex::RegexBuilder;

use crate::resolve::text::jsonpath::cursor::{Cursor, Fault};

/// How large the program of a pattern may be, in bytes: it is made in microseconds.
const LARGEST: usize = 64 << 10;

/// `/…/` with its flags, as a pattern that carries them.
pub(super) fn regex(cursor: &mut Cursor<'_>) -> Result<String, Fault> {
    cursor.skip_blanks();
    let at = cursor.at;
    let no_pattern = |cursor: &Cursor<'_>| {
        Fault::new(at..cursor.text.len(), "no pattern follows `=~`", "write it between slashes: `[?@.name =~ /a.*/i]`")
    };
    if !cursor.eat("/") {
        return Err(no_pattern(cursor));
    }
    let mut is_escaped = false;
    let rest = cursor.rest();
    let end = rest.find(|c| {
        let is_end = c == '/' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    let Some(end) = end else { return Err(no_pattern(cursor)) };
    cursor.at += end + 1;
    let flags = cursor.take(|c| c.is_ascii_alphabetic());
    let pattern = rest[..end].replace("\\/", "/");
    let pattern = match flags {
        "" => pattern,
        flags if flags.chars().all(|c| "imsxu".contains(c)) => format!("(?{flags}){pattern}"),
        _ => {
            let help = "`i`, `m`, `s`, `x` and `u` may follow a pattern";
            return Err(Fault::new(at..cursor.at, format!("`{flags}` are no flags of patterns"), help));
        }
    };
    check(&pattern, at..cursor.at)?;
    Ok(pattern)
}

/// Refuses a pattern that is none, or large.
pub(super) fn check(pattern: &str, at: Range<usize>) -> Result<(), Fault> {
    let Err(error) = RegexBuilder::new(pattern).size_limit(LARGEST).build() else { return Ok(()) };
    let (what, help) = match error {
        regex::Error::CompiledTooBig(_) => ("is too large", "write a shorter one, with smaller repetitions"),
        _ => {
            ("can't be read", "mend it: a backslash is written twice within quotes; there is no looking ahead or back")
        }
    };
    Err(Fault::new(at, format!("a pattern {what}"), help))
}
