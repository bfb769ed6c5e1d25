//! JSON texts as literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::docs;

/// JSON without the characters that rustc refuses in literals.
pub(super) fn plain(value: &Value) -> String {
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
    fn hidden_characters_are_escaped() {
        let text = plain(&json!("a\u{202e}b\u{feff}\u{e0041}"));
        assert_eq!(text, "\"a\\u202eb\\ufeff\\udb40\\udc41\"");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "a\u{202e}b\u{feff}\u{e0041}");
    }
}
