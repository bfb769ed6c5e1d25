//! Splits a path into segments, whatever dialect it is written in.

use std::ops::Range;

/// Why a text is no path.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    /// Where, in bytes of the text.
    pub(crate) at: Range<usize>,
    pub(crate) what: String,
    pub(crate) help: String,
    /// The whole text as the help wants it.
    pub(crate) mended: Option<String>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PathSegment {
    /// The member of this name.
    Name(String),
    /// Anything else, as RFC 9535 writes it.
    Other {
        text: String,
        /// Whether it may find several values.
        is_list: bool,
        /// Where it stands.
        at: Range<usize>,
    },
}

impl PathSegment {
    /// As RFC 9535 writes it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Name(name) if is_shorthand(name) => format!(".{name}"),
            Self::Name(name) => format!("[{}]", quoted(name)),
            Self::Other { text, .. } => text.clone(),
        }
    }
}

/// How deep brackets and parentheses nest, those within quotes aside.
pub(crate) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quotes = Quotes::default();
    for c in text.chars() {
        match c {
            _ if quotes.hold(c) => {}
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// `$.` stands for all of it; `a.b`, `.a.b` and `@.a.b` begin at the root as `$.a.b` does.
pub(crate) fn segments(text: &str) -> Result<Vec<PathSegment>, Fault> {
    let end = text.trim_end().len();
    let mut at = text.len() - text.trim_start().len();
    if at >= end {
        return Err(fault(0..text.len(), "it is empty", "write `$` for the whole answer, or `$.name`"));
    }
    let mut scan = Scan { text: &text[..end], at };
    if scan.rest().starts_with(['$', '@']) && scan.rest()[1..].chars().next().is_none_or(|c| ".[ ".contains(c)) {
        at += 1;
        scan.at = at;
        if scan.rest().trim() == "." {
            return Ok(Vec::new());
        }
    } else if !scan.rest().starts_with(['.', '[']) {
        let first = scan.name()?;
        return scan.all(vec![first]);
    }
    scan.all(Vec::new())
}

/// Whether a name needs no quotes after a dot.
fn is_shorthand(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A name in single quotes, as RFC 9535 has it.
fn quoted(name: &str) -> String {
    let mut text = String::from("'");
    for c in name.chars() {
        match c {
            '\'' | '\\' => text.extend(['\\', c]),
            c if (c as u32) < 0x20 => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('\'');
    text
}

fn fault(at: Range<usize>, what: &str, help: &str) -> Fault {
    Fault { at, what: what.to_owned(), help: help.to_owned(), mended: None }
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn all(mut self, mut found: Vec<PathSegment>) -> Result<Vec<PathSegment>, Fault> {
        while !self.rest().is_empty() {
            found.push(self.segment()?);
        }
        Ok(found)
    }

    fn segment(&mut self) -> Result<PathSegment, Fault> {
        let start = self.at;
        self.at += self.rest().len() - self.rest().trim_start().len();
        if self.rest().starts_with("..") {
            self.at += 2;
            let text = match self.after_dots(start)? {
                PathSegment::Name(name) if is_shorthand(&name) => format!("..{name}"),
                PathSegment::Name(name) => format!("..[{}]", quoted(&name)),
                PathSegment::Other { text, .. } => format!("..{text}"),
            };
            return Ok(PathSegment::Other { text, is_list: true, at: start..self.at });
        }
        if self.rest().starts_with('[') {
            return self.bracket();
        }
        // What follows a bracket without a dot is a mistake; `$.['k']` is one that every engine forgives.
        if !self.rest().starts_with('.') {
            return Err(fault(start..self.text.len(), "a dot is missing", "put a dot before the name of a member"));
        }
        self.at += 1;
        self.after_dots(start)
    }

    /// A name, `*` or a bracket.
    fn after_dots(&mut self, start: usize) -> Result<PathSegment, Fault> {
        let rest = self.rest();
        if rest.trim().is_empty() {
            let mended = self.text[..start].trim_end_matches('.').to_owned();
            let fault = fault(start..self.text.len(), "nothing follows the dot", &format!("write `{mended}`"));
            return Err(Fault { mended: Some(mended), ..fault });
        }
        if rest.starts_with('[') {
            return self.bracket();
        }
        if rest.starts_with('*') {
            self.at += 1;
            return Ok(PathSegment::Other { text: "[*]".to_owned(), is_list: true, at: start..self.at });
        }
        self.name()
    }

    /// Up to the next dot or bracket: names with blanks, hyphens and dollars need no quotes.
    fn name(&mut self) -> Result<PathSegment, Fault> {
        let (start, rest) = (self.at, self.rest());
        let length = rest.find(['.', '[', '(', ']', ')', '\'', '"']).unwrap_or(rest.len());
        let name = rest[..length].trim();
        self.at += length;
        match rest[length..].chars().next() {
            Some('(') => Err(function(name, start..self.text.len())),
            Some(c @ (']' | ')' | '\'' | '"')) => {
                let what = format!("`{c}` can't stand in a name");
                Err(fault(self.at..self.text.len(), &what, "put the name into quotes and brackets: `$['name']`"))
            }
            _ if name.is_empty() => Err(fault(
                start.saturating_sub(1)..self.text.len(),
                "a name is missing",
                "write the name of a member after each dot",
            )),
            _ => Ok(PathSegment::Name(name.to_owned())),
        }
    }

    /// `['name']`, or any other selector of RFC 9535.
    fn bracket(&mut self) -> Result<PathSegment, Fault> {
        let (start, rest) = (self.at, self.rest());
        let Some(length) = closing(rest) else {
            let is_empty = rest.trim() == "[";
            let mended = if is_empty { self.text[..start].to_owned() } else { format!("{}]", self.text) };
            let help = format!("{} it: `{mended}`", if is_empty { "remove" } else { "close" });
            let fault = fault(start..self.text.len(), "the bracket is not closed", &help);
            return Err(Fault { mended: Some(mended), ..fault });
        };
        self.at += length;
        let inner = rest[1..length - 1].trim();
        if inner.starts_with('(') {
            return Err(fault(start..self.at, "scripts are not part of it", "count from the end: `[-1]` is the last"));
        }
        if let Some(name) = unquoted(inner) {
            return Ok(PathSegment::Name(name));
        }
        // A number finds one value; wildcards, slices, unions and filters find any number.
        let is_list = inner.parse::<i64>().is_err() && !is_one_text(inner);
        Ok(PathSegment::Other { text: format!("[{inner}]"), is_list, at: start..self.at })
    }
}

/// A function at the end, which other engines have and RFC 9535 has not.
fn function(name: &str, at: Range<usize>) -> Fault {
    let help = match name {
        "first" => "write `[0]` for the first item".to_owned(),
        "last" => "write `[-1]` for the last item".to_owned(),
        "keys" | "concat" | "append" => "pick the value itself, and leave the rest to who reads it".to_owned(),
        _ => format!("pick the list itself with `type: array`; whoever reads it can take its {name}"),
    };
    fault(at, &format!("`{name}()` is not part of RFC 9535"), &help)
}

/// The length of a bracket at the start of `text`, with what it holds.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quotes) = (0_usize, Quotes::default());
    for (at, c) in text.char_indices() {
        match c {
            _ if quotes.hold(c) => {}
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (c == ']').then_some(at + 1);
        }
    }
    None
}

/// The one name between quotes; escapes other than those of the quote and the backslash are left to RFC 9535's parser.
fn unquoted(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut name = String::new();
    let mut chars = text[1..].chars();
    loop {
        match chars.next()? {
            '\\' => match chars.next()? {
                c @ ('\\' | '\'' | '"' | '/') => name.push(c),
                _ => return None,
            },
            c if c == quote => break,
            c => name.push(c),
        }
    }
    chars.as_str().is_empty().then_some(name)
}

/// Whether a text is one between quotes, whatever it holds.
fn is_one_text(text: &str) -> bool {
    let mut quotes = Quotes::default();
    let held: Vec<bool> = text.chars().map(|c| quotes.hold(c) && quotes.open.is_some()).collect();
    held.split_last().is_some_and(|(last, rest)| !last && !rest.is_empty() && rest.iter().all(|held| *held))
}

/// Whether a text is within quotes.
#[derive(Default)]
struct Quotes {
    open: Option<char>,
    escaped: bool,
}

impl Quotes {
    /// Reads on; whether the character belongs to a quoted text.
    fn hold(&mut self, c: char) -> bool {
        match self.open {
            Some(_) if self.escaped => self.escaped = false,
            Some(_) if c == '\\' => self.escaped = true,
            Some(quote) if c == quote => self.open = None,
            Some(_) => {}
            None if matches!(c, '\'' | '"') => self.open = Some(c),
            None => return false,
        }
        true
    }
}
