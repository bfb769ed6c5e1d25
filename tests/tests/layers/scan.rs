//! Paths in the tokens of an item: those in the arguments of macros are found like any other.
//!
//! What stands in `quote!` is code for others, and names nothing of ours.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ItemUse;

use crate::source::Path;

/// Macros whose arguments are code that somebody else compiles.
const QUOTING: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "format_ident"];

/// What tokens name.
pub(crate) enum Found {
    /// Two segments at least.
    Path(Path),
    /// A type, or a function that is called.
    Alone(String),
    /// A `use` inside of a function.
    Use(ItemUse),
}

/// All that tokens name, in order.
pub(crate) fn scan(tokens: TokenStream) -> Vec<Found> {
    let mut found = Vec::new();
    scan_into(tokens, &mut found);
    found
}

/// Whether `cfg(test)` or `cfg(all(test, …))` is what an attribute says.
pub(crate) fn is_test(meta: &TokenStream) -> bool {
    let text = meta.to_string().replace(' ', "");
    text.starts_with("cfg(test)") || text.starts_with("cfg(all(test,")
}

fn scan_into(tokens: TokenStream, found: &mut Vec<Found>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = match token {
            TokenTree::Ident(word) if word == "use" => read_use(&tokens, at, found),
            TokenTree::Ident(_) => read_path(&tokens, at, found),
            TokenTree::Punct(sign) if sign.as_char() == '#' && is_test_attribute(&tokens, at) => {
                after_item(&tokens, at)
            }
            TokenTree::Punct(_) if is_colons(&tokens, at) => after_path(&tokens, at), // `::std`, or the rest of `<T as X>::y`
            TokenTree::Group(group) => {
                scan_into(group.stream(), found);
                at + 1
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => at + 1,
        };
    }
}

/// Reads `a::b::c`, or skips `quote! {…}`.
fn read_path(tokens: &[TokenTree], start: usize, found: &mut Vec<Found>) -> usize {
    let mut path = vec![tokens[start].to_string()];
    let mut at = start + 1;
    while is_colons(tokens, at)
        && let Some(TokenTree::Ident(segment)) = tokens.get(at + 2)
    {
        path.push(segment.to_string());
        at += 3;
    }
    let is_macro = is_sign(tokens, at, '!') && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
    if is_macro && path.last().is_some_and(|name| QUOTING.contains(&name.as_str())) {
        return at + 2;
    }
    if path.len() > 1 {
        found.push(Found::Path(path));
    } else if let Some(name) = path.pop().filter(|name| is_item(name, tokens, start)) {
        found.push(Found::Alone(name));
    }
    at
}

/// Whether a name alone may be that of an item: not a field, a lifetime or a variable.
fn is_item(name: &str, tokens: &[TokenTree], at: usize) -> bool {
    let follows = |sign| at > 0 && is_sign(tokens, at - 1, sign);
    let is_called =
        matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    !follows('.') && !follows('\'') && (is_called || name.starts_with(char::is_uppercase))
}

fn read_use(tokens: &[TokenTree], start: usize, found: &mut Vec<Found>) -> usize {
    let length =
        tokens[start..].iter().position(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';'));
    let end = length.map_or(tokens.len(), |length| start + length + 1);
    let line: TokenStream = tokens[start..end].iter().cloned().collect();
    found.extend(syn::parse2(line).map(Found::Use)); // `impl use<'a>` is no import
    end
}

fn is_test_attribute(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if is_test(&group.stream()))
}

/// Behind the item that starts here: its block, or its semicolon.
fn after_item(tokens: &[TokenTree], start: usize) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    };
    tokens[start..].iter().position(is_end).map_or(tokens.len(), |length| start + length + 1)
}

fn after_path(tokens: &[TokenTree], mut at: usize) -> usize {
    while is_colons(tokens, at) {
        at += 2 + usize::from(matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))));
    }
    at
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_sign(tokens, at, ':') && is_sign(tokens, at + 1, ':')
}

fn is_sign(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}
