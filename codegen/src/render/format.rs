//! prettyplease with blank lines: between items, and between the members of impls and traits.

use syn::{File, ImplItem, Item, TraitItem};

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
        item => unparse(item),
    }
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
