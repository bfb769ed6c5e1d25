//! Reads what stands after `?`: RFC 9535 §2.3.5, and the operators of the reference engine's library.

use crate::model::json_path::{Comparison, Operand, Segment, Test};
use crate::resolve::text::jsonpath::cursor::{Cursor, Fault};
use crate::resolve::text::jsonpath::{pattern, scan};

/// Symbols, then words; what begins like another stands after it.
const COMPARISONS: [(&str, Comparison); 14] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::Differs),
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::More),
    ("in", Comparison::In),
    ("nin", Comparison::NotIn),
    ("subsetof", Comparison::SubsetOf),
    ("anyof", Comparison::AnyOf),
    ("noneof", Comparison::NoneOf),
    ("size", Comparison::Size),
    ("empty", Comparison::Empty),
    ("contains", Comparison::Contains),
];

/// Tests that are joined by `||`.
pub(super) fn test(cursor: &mut Cursor<'_>) -> Result<Test, Fault> {
    joined(cursor, "||", Test::Any, |cursor| joined(cursor, "&&", Test::All, unary))
}

fn joined(
    cursor: &mut Cursor<'_>,
    operator: &str,
    join: impl Fn(Vec<Test>) -> Test,
    one: impl Fn(&mut Cursor<'_>) -> Result<Test, Fault>,
) -> Result<Test, Fault> {
    let mut tests = vec![one(cursor)?];
    while cursor.eat(operator) {
        tests.push(one(cursor)?);
    }
    Ok(if tests.len() == 1 { tests.remove(0) } else { join(tests) })
}

fn unary(cursor: &mut Cursor<'_>) -> Result<Test, Fault> {
    let mut is_not = false;
    while !cursor.rest().trim_start().starts_with("!=") && cursor.eat("!") {
        is_not = !is_not;
    }
    let found = if cursor.eat("(") {
        let found = test(cursor)?;
        if !cursor.eat(")") {
            cursor.skip_blanks();
            return Err(unread(cursor, cursor.at));
        }
        found
    } else {
        relation(cursor)?
    };
    Ok(if is_not { Test::Not(Box::new(found)) } else { found })
}

/// Two values and what stands between them, a function that tests, or a path alone.
fn relation(cursor: &mut Cursor<'_>) -> Result<Test, Fault> {
    cursor.skip_blanks();
    let start = cursor.at;
    for (function, make) in [("match(", Test::Matches as fn(_, _) -> _), ("search(", Test::Finds as fn(_, _) -> _)] {
        if cursor.eat(function) {
            let (value, pattern) = pattern_arguments(cursor, start)?;
            return Ok(make(value, pattern));
        }
    }
    let left = operand(cursor)?;
    if cursor.eat("=~") {
        return Ok(Test::Matches(left, pattern::regex(cursor)?));
    }
    if let Some(comparison) = comparison(cursor) {
        return Ok(Test::Compare(left, comparison, operand(cursor)?));
    }
    match left {
        Operand::Current(_) | Operand::Root(_) => Ok(Test::Exists(left)),
        _ => Err(unread(cursor, start)),
    }
}

/// What stands in the parentheses of `match(` and `search(`, with the one that closes them.
fn pattern_arguments(cursor: &mut Cursor<'_>, start: usize) -> Result<(Operand, String), Fault> {
    let value = operand(cursor)?;
    if !cursor.eat(",") {
        return Err(unread(cursor, start));
    }
    cursor.skip_blanks();
    let at = cursor.at;
    let Operand::Text(pattern) = operand(cursor)? else {
        let help = "write the pattern itself, in quotes: `[?match(@.name, 'a.*')]`";
        return Err(Fault::new(at..cursor.at, "a pattern is read from the answer", help));
    };
    pattern::check(&pattern, at..cursor.at)?;
    if cursor.eat(")") { Ok((value, pattern)) } else { Err(unread(cursor, start)) }
}

fn comparison(cursor: &mut Cursor<'_>) -> Option<Comparison> {
    cursor.skip_blanks();
    let rest = cursor.rest();
    let is_next = |word: &str| {
        let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic());
        rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && !(is_word && rest[word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let (word, comparison) = COMPARISONS.into_iter().find(|(word, _)| is_next(word))?;
    cursor.at += word.len();
    Some(comparison)
}

/// A path from `@` or `$`, a literal, or a function that gives a value.
pub(super) fn operand(cursor: &mut Cursor<'_>) -> Result<Operand, Fault> {
    cursor.skip_blanks();
    let start = cursor.at;
    for (function, make) in [
        ("length(", Operand::Length as fn(_) -> _),
        ("count(", Operand::Count as fn(_) -> _),
        ("value(", Operand::Value as fn(_) -> _),
    ] {
        if cursor.eat(function) {
            let inner = operand(cursor)?;
            return if cursor.eat(")") { Ok(make(Box::new(inner))) } else { Err(unread(cursor, start)) };
        }
    }
    match cursor.peek() {
        Some('@') => path(cursor).map(Operand::Current),
        Some('$') => path(cursor).map(Operand::Root),
        Some('[') => list(cursor),
        Some('\'' | '"') => cursor.quoted().map(Operand::Text).ok_or_else(|| unread(cursor, start)),
        _ => word(cursor),
    }
}

fn path(cursor: &mut Cursor<'_>) -> Result<Vec<Segment>, Fault> {
    cursor.at += 1;
    scan::steps(cursor)
}

fn list(cursor: &mut Cursor<'_>) -> Result<Operand, Fault> {
    let start = cursor.at;
    cursor.at += 1;
    let mut items = Vec::new();
    while !cursor.eat("]") {
        if !items.is_empty() && !cursor.eat(",") {
            return Err(unread(cursor, start));
        }
        items.push(operand(cursor)?);
    }
    Ok(Operand::List(items))
}

/// A number of JSON, `true`, `false` or `null`.
fn word(cursor: &mut Cursor<'_>) -> Result<Operand, Fault> {
    let start = cursor.at;
    match cursor.take(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
        "null" => Ok(Operand::Null),
        "true" => Ok(Operand::Boolean(true)),
        "false" => Ok(Operand::Boolean(false)),
        number if serde_json::from_str::<serde_json::Number>(number).is_ok() => Ok(Operand::Number(number.to_owned())),
        _ => Err(unread(cursor, start)),
    }
}

/// What can't be read from `start` on.
pub(super) fn unread(cursor: &Cursor<'_>, start: usize) -> Fault {
    let help =
        "compare a path with a value, such as `[?@.open == true]` or `[?@.size > 1 && @.tag]`; texts stand in quotes";
    let start = start.min(cursor.text.len().saturating_sub(1));
    Fault::new(start..cursor.text.len(), "the filter can't be read from here on", help)
}
