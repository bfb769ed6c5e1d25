//! Changes that know what a document is made of: lines, scalars, and the texts that strangers put there.

use std::ops::Range;

/// What texts try to be, and words that mean something to the compiler.
const TOKENS: &[&str] = &[
    "\"\"",
    "\"*/\"",
    "\"\\\"#\"",
    "\"r#\\\"\"",
    "\"{}\"",
    "\"{{x}}\"",
    "\"${x}\"",
    "\"{{x\"",
    "\"a{x}b{{y}}c\"",
    "self",
    "Self",
    "crate",
    "gen",
    "\"2\"",
    "\"\\u202e\"",
    "\"\\uFEFF\"",
    "\"\\0\"",
    "\"a\\nb\"",
    "\"../..\"",
    "\"/\"",
    "\"C:\\\\x\"",
    "con",
    "nul",
    "\"\\U000E0041\"",
    "日本",
    "\"]]>\"",
    "\"//! #![x]\"",
    "\"`[x](y)\"",
    "\"https://x.test/{y}\"",
    "$.a.b",
    "\"$['a'][0]\"",
    "\"$..*\"",
    "\"$[?@.a == 'b']\"",
    "\"$.\"",
    "$",
    "~",
    "true",
    "-1",
    "1.5",
    "99999999999999999999",
    ".nan",
    "{}",
    "[]",
    "[a, b]",
    "{a: b}",
    "GET",
    "POST",
    "DELETE",
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "query",
    "header",
    "cookie",
    "path",
    "body",
    "environment",
    "json",
    "xml",
    "csv",
    "text",
    "binary",
    "rest",
    "mcp",
    "http",
    "skill",
    "call",
    "lookup",
    "bearer",
    "basic",
    "digest",
    "apikey",
    "oauth2",
    "stdio",
    "$this.x.y",
    "x.y",
    "env.X",
    "\"{{env.X}}\"",
    "rest.id",
    "input.id",
    "\"{{#x}}\"",
    "\"file:///x\"",
    "file://./x.yaml",
];

/// Keys of the language, for lines that were not there.
const KEYS: &[&str] = &[
    "name",
    "namespace",
    "description",
    "label",
    "type",
    "in",
    "value",
    "required",
    "default",
    "enum",
    "method",
    "path",
    "call",
    "ref",
    "with",
    "steps",
    "mappings",
    "outputParameters",
    "inputParameters",
    "properties",
    "items",
    "values",
    "mapping",
    "const",
    "maxLength",
    "index",
    "match",
    "lookupValue",
    "targetName",
    "body",
    "baseUri",
    "authentication",
    "resources",
    "operations",
    "tools",
    "aggregates",
    "functions",
    "flows",
    "semantics",
    "hints",
    "import",
    "location",
    "as",
    "binds",
    "keys",
    "outputRawFormat",
    "exposes",
    "consumes",
    "port",
    "address",
    "transport",
    "skills",
    "prompts",
    "headers",
    "token",
    "username",
    "password",
    "key",
    "placement",
    "mock",
];

/// Changes the document in `data` (of `size` bytes, at most `most`) in one way; none if there is nothing to change.
pub fn change(data: &mut [u8], size: usize, most: usize, seed: u32) -> Option<usize> {
    let text = std::str::from_utf8(data.get(..size)?).ok()?.to_owned();
    let mut dice = Dice(u64::from(seed) | 1 << 40);
    let changed = match dice.roll(8) {
        0..=2 => scalar(&text, &mut dice)?,
        3 => key(&text, &mut dice)?,
        4 => line(&text, &mut dice, |text, at| text.replace_range(at, ""))?,
        5 => swap(&text, &mut dice)?,
        6 => copy(&text, &mut dice)?,
        _ => add(&text, &mut dice)?,
    };
    let bytes = changed.as_bytes();
    data.get_mut(..bytes.len().min(most)).filter(|_| bytes.len() <= most)?.copy_from_slice(bytes);
    Some(bytes.len())
}

/// A value becomes a token, or another value of the document.
fn scalar(text: &str, dice: &mut Dice) -> Option<String> {
    let scalars: Vec<Range<usize>> =
        text.match_indices(": ").filter_map(|(at, sign)| scalar_at(text, at + sign.len())).collect();
    let at = dice.pick(&scalars)?.clone();
    let other = if dice.roll(3) == 0 { &text[dice.pick(&scalars)?.clone()] } else { dice.pick(TOKENS)? };
    Some(format!("{}{other}{}", &text[..at.start], &text[at.end..]))
}

fn scalar_at(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = &text[start..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quote {
        Some(quote) => rest[1..].find(quote)? + 2,
        None => rest.find([',', '}', ']', '\n']).unwrap_or(rest.len()),
    };
    (length > 0 && !rest.starts_with(['{', '['])).then_some(start..start + length)
}

/// A key becomes another one.
fn key(text: &str, dice: &mut Dice) -> Option<String> {
    let colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
    let end = *dice.pick(&colons)?;
    let start = text[..end].rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    let start = (start..=end).find(|at| text.is_char_boundary(*at))?;
    Some(format!("{}{}{}", &text[..start], dice.pick(KEYS)?, &text[end..]))
}

fn line(text: &str, dice: &mut Dice, change: impl Fn(&mut String, Range<usize>)) -> Option<String> {
    let at = dice.pick(&lines(text))?.clone();
    let mut changed = text.to_owned();
    change(&mut changed, at);
    Some(changed)
}

/// Two lines change places.
fn swap(text: &str, dice: &mut Dice) -> Option<String> {
    let lines = lines(text);
    let (one, other) = (dice.pick(&lines)?.clone(), dice.pick(&lines)?.clone());
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    let between = text.get(first.end..second.start)?;
    Some(format!(
        "{}{}{between}{}{}",
        &text[..first.start],
        &text[second.clone()],
        &text[first.clone()],
        &text[second.end..]
    ))
}

/// A line stands somewhere else too, indented like the line there.
fn copy(text: &str, dice: &mut Dice) -> Option<String> {
    let lines = lines(text);
    let (from, to) = (dice.pick(&lines)?.clone(), dice.pick(&lines)?.clone());
    Some(insert(text, &to, text[from].trim()))
}

/// A line with a key of the language and a token.
fn add(text: &str, dice: &mut Dice) -> Option<String> {
    let to = dice.pick(&lines(text))?.clone();
    let line = format!("{}: {}", dice.pick(KEYS)?, dice.pick(TOKENS)?);
    Some(insert(text, &to, &line))
}

fn insert(text: &str, before: &Range<usize>, line: &str) -> String {
    let place = &text[before.clone()];
    let indent = " ".repeat(place.len() - place.trim_start_matches([' ', '-']).len());
    format!("{}{indent}{line}\n{}", &text[..before.start], &text[before.start..])
}

fn lines(text: &str) -> Vec<Range<usize>> {
    super::lines(text).map(|(at, line)| at..at + line.len()).collect()
}

/// Numbers from a seed: xorshift.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        for _ in 0..2 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
        }
        (self.0 % sides.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.roll(from.len()))
    }
}
