//! JSON with variables in it: free-form data, and text that is JSON around its variables.

use crate::json::Value;
use crate::model::{Fill, Filled, Json, Location, Type};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::text::constant::{holds_template, plain};
use crate::resolve::text::reference::check_name;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// What an undeclared variable of a JSON body becomes: without it, what holds it is left out.
pub(crate) const ANY: Undeclared =
    Undeclared { location: Location::Body, ty: Type::Any, within: Type::String, required: false };
/// One that stands within quotes.
pub(crate) const TEXT: Undeclared = Undeclared { ty: Type::String, ..ANY };

/// Stand for a variable while a text is parsed: within quotes, and on its own. Characters of the private use area.
pub(crate) const WITHIN: char = '\u{f8f0}';
pub(crate) const ALONE: char = '\u{f8f1}';

impl Inputs {
    /// Data whose texts hold variables. A text that is one variable takes its type.
    pub(crate) fn json(&mut self, context: &mut Context<'_>, data: &Spanned<Data>) -> Json {
        self.json_at(context, data, Location::Body)
    }

    /// Data as a text: a list or mapping as JSON, of what stands for the variables in it.
    pub(crate) fn json_as_text(
        &mut self,
        context: &mut Context<'_>,
        data: &Spanned<Data>,
        location: Location,
    ) -> Filled {
        if holds_template(data) {
            Filled(vec![Fill::Json(self.json_at(context, data, location))])
        } else {
            Filled::text(plain(&data.value, &data.place, context))
        }
    }

    fn json_at(&mut self, context: &mut Context<'_>, data: &Spanned<Data>, location: Location) -> Json {
        match &data.value {
            Data::Text(text) => match self.fill(context, text, &data.place, Undeclared { location, ..ANY }) {
                Filled(parts) if matches!(parts.as_slice(), [Fill::Input(_)]) => json_of(parts),
                text => Json::Text(text),
            },
            Data::List(items) => Json::List(items.iter().map(|item| self.json_at(context, item, location)).collect()),
            Data::Map(members) => {
                let member = |(name, value): &(Spanned<String>, Spanned<Data>)| {
                    check_name(context, name, &name.place);
                    (name.value.clone(), self.json_at(context, value, location))
                };
                Json::Object(members.iter().map(member).collect())
            }
            scalar => Json::Constant(scalar.to_json()),
        }
    }

    /// A text that is JSON around its variables, put together of its parts; none if it isn't. What is absent is `null`, or
    /// within quotes empty, as where the text is sent as it is written.
    pub(crate) fn json_parts(&mut self, context: &mut Context<'_>, text: &str, place: &Place) -> Option<Json> {
        let (marked, variables) = mark(text);
        Some(self.unmark(context, place, &variables, Value::parse(&marked)?))
    }

    fn unmark(&mut self, context: &mut Context<'_>, place: &Place, variables: &[String], value: Value) -> Json {
        match value {
            Value::String(text) => match text.strip_prefix(ALONE).and_then(|index| index.parse::<usize>().ok()) {
                Some(index) => {
                    let mut unquoted = Filled::default();
                    push_value(&mut unquoted, self.fill(context, &variables[index], place, ANY), false);
                    Json::Unquoted(unquoted)
                }
                None => match self.fill(context, &written(&text, variables), place, TEXT).0.as_slice() {
                    // Quotes around it make it a part of a text.
                    [only @ (Fill::Input(_) | Fill::Member(_))] => {
                        Json::Text(Filled(vec![Fill::Text(String::new()), only.clone()]))
                    }
                    parts => Json::Text(Filled(parts.to_vec())),
                },
            },
            Value::Array(items) => {
                Json::List(items.into_iter().map(|item| self.unmark(context, place, variables, item)).collect())
            }
            Value::Object(members) => {
                let member = |(name, value): (String, Value)| {
                    let name = written(&name, variables);
                    check_name(context, &name, place);
                    (name, self.unmark(context, place, variables, value))
                };
                Json::Object(members.into_iter().map(member).collect())
            }
            scalar => Json::Constant(scalar),
        }
    }
}

/// What stands alone: an input of any type, else a text.
fn json_of(parts: Vec<Fill>) -> Json {
    match parts.as_slice() {
        [Fill::Input(index)] => Json::Input(*index),
        _ => Json::Text(Filled(parts)),
    }
}

/// Appends what stands for a variable. Where no quotes are, a text is the JSON that it spells, and in quotes if it spells none;
/// of what the document doesn't know, the runtime finds out.
pub(crate) fn push_value(filled: &mut Filled, value: Filled, is_within: bool) {
    let is_text = match value.0.as_slice() {
        [Fill::Input(_) | Fill::Member(_) | Fill::Json(_) | Fill::Setting(_)] => false,
        [Fill::Text(text)] if !is_within && Value::parse(text).is_some() => {
            return filled.push(Fill::Text(text.trim().to_owned()));
        }
        _ => !is_within,
    };
    let quote = || is_text.then(|| Fill::Text("\"".to_owned()));
    let escaped = |part| match part {
        Fill::Text(text) => Fill::Text(escaped(&text)),
        other => other,
    };
    quote().into_iter().chain(value.0.into_iter().map(escaped)).chain(quote()).for_each(|part| filled.push(part));
}

/// A text as it stands within quotes.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// The text with marks in place of its variables, and the variables as they are written.
pub(crate) fn mark(text: &str) -> (String, Vec<String>) {
    let (mut marked, mut variables, mut quotes) = (String::new(), Vec::new(), Quotes::default());
    for piece in template::parse_text(text) {
        match piece {
            Piece::Variable(_, range) if quotes.takes(&text[range.clone()]) => {
                let index = variables.len();
                variables.push(text[range].to_owned());
                if quotes.open {
                    marked.push_str(&format!("{WITHIN}{index}{WITHIN}"));
                } else {
                    marked.push_str(&format!("\"{ALONE}{index}\""));
                }
            }
            Piece::Variable(_, range) => marked.push_str(quotes.read(&text[range])),
            Piece::Text(piece) => marked.push_str(quotes.read(&piece)),
        }
    }
    (marked, variables)
}

/// A text with its variables in place of the marks.
fn written(text: &str, variables: &[String]) -> String {
    let pieces = text.split(WITHIN).enumerate();
    let piece = |(at, piece): (usize, &str)| match piece.parse::<usize>() {
        Ok(index) if at % 2 == 1 => variables[index].clone(),
        _ => piece.to_owned(),
    };
    pieces.map(piece).collect()
}

/// Whether a string of JSON is open.
#[derive(Default)]
pub(crate) struct Quotes {
    pub(crate) open: bool,
    escaped: bool,
}

impl Quotes {
    /// Whether what looks like a variable is one here: outside of a string, a `$` before it is none of JSON.
    pub(crate) fn takes(&self, written: &str) -> bool {
        self.open || written.starts_with("{{")
    }

    pub(crate) fn read<'t>(&mut self, text: &'t str) -> &'t str {
        for c in text.chars() {
            match c {
                _ if self.escaped => self.escaped = false,
                '\\' => self.escaped = self.open,
                '"' => self.open = !self.open,
                _ => {}
            }
        }
        text
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What crates take for the end of a string when they fill in values.
    const TABLE: &str = include_str!("../../../../../../tests/tables/quotes.json");

    #[test]
    fn strings_are_open_up_to_their_quote() {
        let rows: Vec<(String, bool)> = serde_json::from_str(TABLE).unwrap();
        for (text, open) in rows {
            let mut quotes = Quotes::default();
            quotes.read(&text);
            assert_eq!(quotes.open, open, "{text}");
        }
    }

    #[test]
    fn marks_keep_json_parsable() {
        let check = |text: &str, wanted: Option<&str>| {
            let (marked, variables) = mark(text);
            let parsed = serde_json::from_str::<serde_json::Value>(&marked).ok();
            let shown = parsed.map(|json| json.to_string().replace(ALONE, "!").replace(WITHIN, "~"));
            assert_eq!(shown.as_deref(), wanted, "{text} {variables:?}");
        };
        check(r#"{"n": {{n}}, "s": "{{s}}", "t": "a {{s}} b"}"#, Some(r#"{"n":"!0","s":"~1~","t":"a ~2~ b"}"#));
        check(r#"{"a":{"b":{{x}}}}"#, Some(r#"{"a":{"b":"!0"}}"#));
        check(r#"{"a":1,"b":{"c":2}}"#, Some(r#"{"a":1,"b":{"c":2}}"#));
        check(r#"{"a": "\"{{x}}"}"#, Some(r#"{"a":"\"~0~"}"#));
        check(r#"["{x}", {{y}}]"#, Some(r#"["{x}","!0"]"#));
        check("{{x}}", Some(r#""!0""#));
        check("{x}", None);
        check("a={{x}}", None);
        assert_eq!(written(&format!("a {WITHIN}0{WITHIN} 1"), &["{{x}}".to_owned()]), "a {{x}} 1");
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a \"b\"\n"), r#"a \"b\"\n"#);
    }
}
