//! JSON texts as literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use crate::json::{Object, Value};

/// JSON without the characters that rustc refuses in literals.
pub(super) fn plain(value: &impl ToString) -> String {
    let text = value.to_string();
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if docs::is_hidden(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| plain.push_str(&format!("\\u{unit:04x}")));
        } else {
            plain.push(c);
        }
    }
    plain
}

/// Columns of a line of JSON, so that the bracket and the comma behind it fit into 100 as well.
const WIDTH: usize = 98;

/// Members of an object, in lines that are filled up to [`WIDTH`]. What fits into a line stays together, and what does not is
/// broken between its members or items. Of the `properties` of a schema, each stays together by itself.
pub(super) fn filled<'a>(members: impl IntoIterator<Item = (&'a str, &'a Value)>) -> String {
    let (mut text, mut columns) = (String::new(), 0);
    for piece in separated(members.into_iter().map(|(name, value)| member(name, value)).collect()) {
        let wide = piece.chars().count();
        if columns > 0 && columns + wide > WIDTH {
            text.push('\n');
            columns = 0;
        }
        columns += wide;
        text.push_str(&piece);
    }
    text
}

/// A value in pieces, each of which stays on a line.
fn pieces(value: &Value) -> Vec<String> {
    let pieces = match value {
        Value::Object(members) if !members.is_empty() => object("{", members),
        Value::Array(items) if !items.is_empty() => enclosed("[", items.iter().map(pieces).collect(), "]"),
        scalar => return vec![plain(scalar)],
    };
    let fits = pieces.iter().map(|piece| piece.chars().count()).sum::<usize>() <= WIDTH;
    if fits { vec![pieces.concat()] } else { pieces }
}

fn object(open: &str, members: &Object) -> Vec<String> {
    enclosed(open, members.iter().map(|(name, value)| member(name, value)).collect(), "}")
}

fn member(name: &str, value: &Value) -> Vec<String> {
    let key = format!("{}:", plain(&Value::from(name)));
    match (name, value) {
        ("properties", Value::Object(properties)) if !properties.is_empty() => {
            let mut pieces = object("", properties);
            pieces.insert(0, key + "{");
            pieces
        }
        _ => enclosed(&key, vec![pieces(value)], ""),
    }
}

fn enclosed(open: &str, parts: Vec<Vec<String>>, close: &str) -> Vec<String> {
    let mut pieces = separated(parts);
    pieces.first_mut().into_iter().for_each(|first| first.insert_str(0, open));
    pieces.last_mut().into_iter().for_each(|last| last.push_str(close));
    pieces
}

/// The pieces of all parts, with a comma after each part but the last.
fn separated(mut parts: Vec<Vec<String>>) -> Vec<String> {
    let others = parts.len().saturating_sub(1);
    parts.iter_mut().take(others).filter_map(|part| part.last_mut()).for_each(|last| last.push(','));
    parts.into_iter().flatten().collect()
}

/// A raw string literal with enough `#` for the text, so that no text can end it.
pub(super) fn raw_string(text: &str) -> TokenStream {
    let longest = text.split('"').skip(1).map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count()).max();
    let fence = "#".repeat(longest.unwrap_or(0) + 1);
    match format!("r{fence}\"{text}\"{fence}").parse() {
        Ok(literal) => literal,
        Err(_) => {
            let literal = Literal::string(text);
            quote!(#literal)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn no_text_ends_a_raw_string() {
        for text in ["", "plain", "\"#", "a\"##b\"#", "\"###", "#\"", "}\"#; fn main() {}"] {
            let literal: syn::LitStr = syn::parse2(raw_string(text)).unwrap();
            assert_eq!(literal.value(), text);
        }
    }

    #[test]
    fn lines_are_filled_and_broken_after_commas() {
        let check = |value: serde_json::Value, lines: &[&str]| {
            let own = Value::from(value.clone());
            let text = filled(own.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value)));
            assert_eq!(text, lines.join("\n"));
            assert_eq!(serde_json::from_str::<serde_json::Value>(&format!("{{{text}}}")).unwrap(), value);
        };
        let (long, short) = ("x".repeat(60), json!({"type": "string"}));
        check(json!({}), &[""]);
        check(json!({"a": 1, "b": [1, {}], "c": []}), &[r#""a":1,"b":[1,{}],"c":[]"#]);
        check(
            json!({"type": "object", "properties": {"a": &short, "b": &short, "c": &short, "d": &short}, "required": ["a"]}),
            &[
                r#""type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"},"#,
                r#""d":{"type":"string"}},"required":["a"]"#,
            ],
        );
        check(
            json!({"type": "object", "properties": {"a": {"type": "string", "description": &long}}, "required": ["a"]}),
            &[
                r#""type":"object","properties":{"#,
                &format!(r#""a":{{"type":"string","description":"{long}"}}}},"#),
                r#""required":["a"]"#,
            ],
        );
        check(
            json!({"a": {"b": {"type": "string", "description": &long}, "c": {"d": &long}}, "e": 1}),
            &[
                &format!(r#""a":{{"b":{{"type":"string","description":"{long}"}},"#),
                &format!(r#""c":{{"d":"{long}"}}}},"e":1"#),
            ],
        );
        check(json!({"a": [&long, &long]}), &[&format!(r#""a":["{long}","#), &format!(r#""{long}"]"#)]);
        let longer = long.repeat(3);
        check(json!({"a": 1, "b": &longer}), &[r#""a":1,"#, &format!(r#""b":"{longer}""#)]);
    }

    #[test]
    fn hidden_characters_are_escaped() {
        let text = plain(&json!("a\u{202e}b\u{feff}\u{e0041}"));
        assert_eq!(text, "\"a\\u202eb\\ufeff\\udb40\\udc41\"");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "a\u{202e}b\u{feff}\u{e0041}");
    }
}
