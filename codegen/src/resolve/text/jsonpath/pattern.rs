//! Patterns in paths: RFC 9535 §2.4.6 and §2.4.7, and `=~ /…/`. A crate compiles each once, so it must be small, and nothing that
//! an upstream answers.

use std::ops::Range;

use regex::RegexBuilder;

use crate::model::json_path::Operand;
use crate::resolve::text::jsonpath::cursor::{Cursor, Fault};
use crate::resolve::text::jsonpath::filter;

/// How large the program of a pattern may be, in bytes: it is made in microseconds.
const LARGEST: usize = 64 << 10;

/// What stands in the parentheses of `match(` and `search(`, with the one that closes them.
pub(super) fn arguments(cursor: &mut Cursor<'_>, start: usize) -> Result<(Operand, String), Fault> {
    let value = filter::operand(cursor)?;
    if !cursor.eat(",") {
        return Err(filter::unread(cursor, start));
    }
    cursor.skip_blanks();
    let at = cursor.at;
    let Operand::Text(pattern) = filter::operand(cursor)? else {
        let help = "write the pattern itself, in quotes: `[?match(@.name, 'a.*')]`";
        return Err(Fault::new(at..cursor.at, "a pattern is read from the answer", help));
    };
    check(&pattern, at..cursor.at)?;
    if cursor.eat(")") { Ok((value, pattern)) } else { Err(filter::unread(cursor, start)) }
}

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

fn check(pattern: &str, at: Range<usize>) -> Result<(), Fault> {
    let Err(error) = RegexBuilder::new(pattern).size_limit(LARGEST).build() else { return Ok(()) };
    let (what, help) = match error {
        regex::Error::CompiledTooBig(_) => ("is too large", "write a shorter one, with smaller repetitions"),
        _ => {
            ("can't be read", "mend it: a backslash is written twice within quotes; there is no looking ahead or back")
        }
    };
    Err(Fault::new(at, format!("a pattern {what}"), help))
}
