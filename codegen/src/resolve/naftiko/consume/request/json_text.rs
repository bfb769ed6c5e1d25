//! Text that is JSON around its variables, and is sent as it is written.

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::model::{Fill, Filled};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::fill::ParsedText;
use crate::resolve::naftiko::consume::request::inputs::Inputs;
use crate::resolve::naftiko::consume::request::json::{ALONE, ANY, Quotes, TEXT, WITHIN, mark, push_value};
use crate::resolve::text::dollar;
use crate::resolve::text::reference::check_name;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

impl Inputs {
    /// The text with its variables looked up; none if it isn't JSON. Within quotes, a variable is text. One that is all of the
    /// text stands alone.
    pub(crate) fn json_text(&mut self, context: &mut Context<'_>, text: &str, place: &Place) -> Option<Filled> {
        if text.contains([WITHIN, ALONE]) {
            return None;
        }
        let (marked, variables) = mark(text);
        serde_json::from_str::<IgnoredAny>(&marked).ok()?;
        for StringToken { written, is_name } in strings(&marked) {
            if is_name {
                variables_in(written, &variables).for_each(|name| check_name(context, name, place));
            } else if let Ok(value) = serde_json::from_str::<String>(&format!("\"{written}\"")) {
                self.check_words(context, &value, place);
            }
        }
        let (mut filled, mut quotes) = (Filled::default(), Quotes::default());
        for piece in template::parse_text(text) {
            match piece {
                Piece::Variable(name, range) if quotes.takes(&text[range.clone()]) => {
                    let parsed = variable(text, name, range, place);
                    let value = self.fill_parsed(context, parsed, if quotes.open { TEXT } else { ANY });
                    push_value(&mut filled, value, quotes.open);
                }
                Piece::Variable(_, range) => filled.push(Fill::Text(quotes.read(&text[range]).to_owned())),
                Piece::Text(words) => filled.push(Fill::Text(quotes.read(&words).to_owned())),
            }
        }
        Some(match filled.only() {
            Some(only @ (Fill::Input(_) | Fill::Member(_))) => Filled(vec![only.clone()]),
            _ => filled,
        })
    }
}

impl Inputs {
    /// Reports what seems to be a variable in a string, and is sent as it stands.
    fn check_words(&mut self, context: &mut Context<'_>, value: &str, place: &Place) {
        if !value.contains([WITHIN, ALONE]) {
            self.check_astray(context, value, place);
        }
        value.split(WITHIN).step_by(2).for_each(|words| dollar::check(context, words, place));
    }
}

/// A variable of a text. What is all of a string, or stands alone, is all that is looked at.
fn variable<'t>(text: &'t str, name: String, range: Range<usize>, place: &'t Place) -> ParsedText<'t> {
    let is_all = text[..range.start].trim_end().ends_with(['"', ':', '[', ','])
        && text[range.end..].trim_start().starts_with(['"', ',', ']', '}']);
    let (within, range) = if is_all { (range.clone(), 0..range.len()) } else { (0..text.len(), range) };
    ParsedText { text: &text[within], pieces: vec![Piece::Variable(name, range)], place }
}

/// A string of JSON, between its quotes as it is written.
struct StringToken<'m> {
    written: &'m str,
    /// Whether it is the name of a member.
    is_name: bool,
}

/// The strings of a text that is JSON, in order.
fn strings(marked: &str) -> impl Iterator<Item = StringToken<'_>> {
    let (mut rest, mut quotes) = (marked, Quotes::default());
    std::iter::from_fn(move || {
        let start = rest.find('"')? + 1;
        let body = &rest[start..];
        quotes.open = true;
        let end = body.char_indices().find(|(at, c)| {
            quotes.read(&body[*at..*at + c.len_utf8()]);
            !quotes.open
        });
        let (end, _) = end?;
        rest = &body[end + 1..];
        Some(StringToken { written: &body[..end], is_name: rest.trim_start().starts_with(':') })
    })
}

/// The variables that marks in a string stand for.
fn variables_in<'m>(written: &'m str, variables: &'m [String]) -> impl Iterator<Item = &'m str> {
    let marks = written.split([WITHIN, ALONE]).skip(1).filter_map(|mark| mark.parse::<usize>().ok());
    marks.filter_map(|mark| variables.get(mark)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_variables_are_found() {
        let check = |text: &str, expected: &[&str]| {
            let (marked, variables) = mark(text);
            let names = strings(&marked).filter(|string| string.is_name);
            let found: Vec<&str> = names.flat_map(|string| variables_in(string.written, &variables)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(r#"{"a": "{{x}}", "b": {{y}}}"#, &[]);
        check(r#"{"{{x}}": 1, "a\"{{y}} b" : "c:{{z}}"}"#, &["{{x}}", "{{y}}"]);
        check(r#"[{"a": [{{x}}, "{{y}}"]}, {{{z}}: 1}]"#, &["{{z}}"]);
    }
}
