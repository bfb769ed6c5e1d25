//! prettyplease with blank lines: between items, and between the members of impls and traits.

use proc_macro2::{TokenStream, TokenTree};
use syn::{File, ImplItem, Item, TraitItem};

use super::surface::text;

/// What a line may hold.
const WIDTH: usize = 100;
const INDENT: &str = "    ";

/// A `//!` comment.
pub(super) fn module_docs(text: &str) -> String {
    let lines = crate::prose::lines(text).into_iter();
    lines.map(|line| if line.is_empty() { "//!\n".to_owned() } else { format!("//! {line}\n") }).collect()
}

/// The items of a file; modules stay together, imports in their groups, and implementations without members.
pub(super) fn items(file: File) -> String {
    let mut text = String::new();
    let mut previous = None;
    for item in file.items {
        let group = group(&item);
        if previous.is_some() && (group.is_none() || previous != Some(group)) {
            text.push('\n');
        }
        text.push_str(&print(item));
        previous = Some(group);
    }
    text
}

/// Items of one group stand together; an item without a group stands alone.
fn group(item: &Item) -> Option<&'static str> {
    match item {
        Item::Mod(_) => Some("modules"),
        Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) => Some("exports"),
        Item::Use(item) => match &item.tree {
            syn::UseTree::Path(path) if path.ident == "std" => Some("std"),
            syn::UseTree::Path(path) if path.ident == "crate" => Some("crate"),
            _ => Some("extern"),
        },
        Item::Impl(item) if item.items.is_empty() => Some("empty"),
        _ => None,
    }
}

fn print(item: Item) -> String {
    match item {
        Item::Impl(mut item) => {
            let members = std::mem::take(&mut item.items);
            let print = |members: Vec<ImplItem>| unparse(Item::Impl(syn::ItemImpl { items: members, ..item.clone() }));
            spread(members, print)
        }
        Item::Trait(mut item) => {
            let members = std::mem::take(&mut item.items);
            let print =
                |members: Vec<TraitItem>| unparse(Item::Trait(syn::ItemTrait { items: members, ..item.clone() }));
            spread(members, print)
        }
        Item::Macro(item) => call(&item.mac),
        item => unparse(item),
    }
}

/// A call of a macro, which prettyplease can't read: on one line, else with as many arguments a line as fit.
fn call(mac: &syn::Macro) -> String {
    let (path, arguments) = (text(&mac.path), arguments(&mac.tokens));
    let line = format!("{path}!({});\n", arguments.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let mut lines = vec![String::new()];
    for argument in arguments {
        let last = lines.last().map_or(0, String::len);
        if last > 0 && INDENT.len() + last + argument.len() + 2 > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            *line += if line.is_empty() { INDENT } else { " " };
            *line += &format!("{argument},");
        }
    }
    format!("{path}! {{\n{}\n}}\n", lines.join("\n"))
}

/// The arguments of a macro: what commas part that stand in no brackets.
fn arguments(tokens: &TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut depth = 0;
    let arguments = tokens.split(|token| {
        let TokenTree::Punct(punct) = token else { return false };
        match punct.as_char() {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        punct.as_char() == ',' && depth == 0
    });
    arguments.map(|argument| text(&argument.iter().cloned().collect::<TokenStream>())).collect()
}

/// Prints each member alone and joins them with blank lines: the text of one is never searched for the end of another.
fn spread<T>(members: Vec<T>, print: impl Fn(Vec<T>) -> String) -> String {
    let empty = print(Vec::new());
    let Some(head) = empty.strip_suffix("}\n").filter(|_| members.len() > 1) else { return print(members) };
    let bodies: Vec<String> = members
        .into_iter()
        .map(|member| {
            let text = print(vec![member]);
            let body = text.strip_prefix(head).and_then(|text| text.strip_suffix("}\n")).unwrap_or(&text);
            body.trim_start_matches('\n').to_owned()
        })
        .collect();
    format!("{head}\n{}}}\n", bodies.join("\n"))
}

fn unparse(item: Item) -> String {
    prettyplease::unparse(&File { shebang: None, attrs: Vec::new(), items: vec![item], frontmatter: None })
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn calls_of_macros_are_broken_between_arguments() {
        let check = |tokens: TokenStream, expected: &str| {
            assert_eq!(items(syn::parse_quote!(#tokens)), expected);
        };
        check(quote!(a::b!(Get(id: String), all: Map<K, V>);), "a::b!(Get(id: String), all: Map<K, V>);\n");
        check(quote!(a::b!(Get(), r#in: i64);), "a::b!(Get(), r#in: i64);\n");
        let fields = (0..12).map(|at| quote::format_ident!("field_{at}"));
        check(
            quote!(set!(Get() #(, #fields: String)*);),
            &[
                "set! {",
                "    Get(), field_0: String, field_1: String, field_2: String, field_3: String, field_4: String,",
                "    field_5: String, field_6: String, field_7: String, field_8: String, field_9: String,",
                "    field_10: String, field_11: String,",
                "}",
                "",
            ]
            .join("\n"),
        );
    }
}
