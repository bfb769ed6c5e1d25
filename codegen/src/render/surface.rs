//! `API.txt`: the public items of a crate, one a line. A line that goes or changes is a breaking change.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

/// Collects the public items of the files of a crate.
#[derive(Debug, Default)]
pub(super) struct Surface {
    lines: Vec<String>,
}

impl Surface {
    /// Adds the items of one file; the binary has none.
    pub(super) fn add(&mut self, path: &str, file: &syn::File) {
        let module = path.trim_start_matches("src/").trim_end_matches(".rs");
        if module == "main" || module == "lib" {
            return;
        }
        for item in &file.items {
            self.item(module, item);
        }
    }

    /// The sorted lines.
    pub(super) fn text(mut self) -> String {
        self.lines.sort();
        self.lines.into_iter().map(|line| line + "\n").collect()
    }

    fn item(&mut self, module: &str, item: &Item) {
        match item {
            Item::Const(item) if public(&item.vis) => {
                self.push(module, format!("const {}: {}", item.ident, text(&item.ty)))
            }
            Item::Fn(item) if public(&item.vis) => self.push(module, text(&item.sig)),
            Item::Struct(item) if public(&item.vis) => self.structure(module, item),
            Item::Enum(item) if public(&item.vis) => self.enumeration(module, item),
            Item::Type(item) if public(&item.vis) => {
                self.push(module, format!("type {} = {}", item.ident, text(&item.ty)))
            }
            Item::Trait(item) if public(&item.vis) => self.interface(module, item),
            Item::Impl(item) if item.trait_.is_none() => self.methods(module, item),
            Item::Impl(item) => self.implementation(module, item),
            Item::Macro(item) => self.setters(module, &item.mac.tokens),
            _ => {}
        }
    }

    /// `new`; the setters of a struct are called like its fields.
    fn setters(&mut self, module: &str, tokens: &TokenStream) {
        let mut tokens = tokens.clone().into_iter();
        if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(required))) = (tokens.next(), tokens.next()) {
            self.push(module, format!("impl {name}: fn new({}) -> Self", text(&required.stream())));
        }
    }

    fn structure(&mut self, module: &str, item: &syn::ItemStruct) {
        self.push(module, format!("struct {}", item.ident));
        let Fields::Named(fields) = &item.fields else { return };
        for field in fields.named.iter().filter(|field| public(&field.vis)) {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            self.push(module, format!("struct {}.{name}: {}", item.ident, text(&field.ty)));
        }
    }

    fn enumeration(&mut self, module: &str, item: &syn::ItemEnum) {
        self.push(module, format!("enum {}", item.ident));
        for variant in &item.variants {
            self.push(module, format!("enum {}::{}{}", item.ident, variant.ident, text(&variant.fields)));
        }
    }

    fn interface(&mut self, module: &str, item: &syn::ItemTrait) {
        self.push(module, format!("trait {}", item.ident));
        for member in &item.items {
            if let TraitItem::Fn(method) = member {
                self.push(module, format!("trait {}: {}", item.ident, text(&method.sig)));
            }
        }
    }

    fn methods(&mut self, module: &str, item: &syn::ItemImpl) {
        for member in &item.items {
            if let ImplItem::Fn(method) = member
                && public(&method.vis)
            {
                self.push(module, format!("impl {}: {}", text(&item.self_ty), text(&method.sig)));
            }
        }
    }

    fn implementation(&mut self, module: &str, item: &syn::ItemImpl) {
        if let Some((path, _)) = &item.trait_ {
            self.push(module, format!("impl {} for {}", text(path), text(&item.self_ty)));
        }
    }

    fn push(&mut self, module: &str, line: String) {
        self.lines.push(format!("{module}: {line}"));
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens with the white space that Rust is written with.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" :: ", "::"),
        (" ,", ","),
        (" :", ":"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (",)", ")"),
        ("? ", "?"),
    ] {
        text = text.replace(from, to);
    }
    text.replace("->", " -> ").replace("  ", " ")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn public_items_are_listed_as_they_are_written() {
        let mut surface = Surface::default();
        let items = quote! {
            pub const NAMES: &'static [&'static str] = &[];
            const PRIVATE: u8 = 0;
            pub struct A { pub b: Vec<T>, c: u8 }
            pub enum Kind { One, Other(String) }
            pub type All = taxii::Collections<Kind>;
            pub trait Service: Send + 'static { fn get(&self, id: &str) -> impl Future<Output = Result<()>> + Send; }
            impl A { pub async fn get(&mut self, f: impl Fn(u8) -> u8, g: &(impl Service + ?Sized)) {} fn hidden(&self) {} }
            impl Service for A {}
            capwright_runtime::setters!(A(b: Vec<T>, d: i64), c: u8);
            mod private {}
        };
        surface.add("src/types.rs", &syn::parse_quote!(#items));
        surface.add("src/main.rs", &syn::parse_quote!(#items));
        insta::assert_snapshot!(surface.text(), @r"
        types: const NAMES: &'static [&'static str]
        types: enum Kind
        types: enum Kind::One
        types: enum Kind::Other(String)
        types: impl A: async fn get(&mut self, f: impl Fn(u8) -> u8, g: &(impl Service + ?Sized))
        types: impl A: fn new(b: Vec<T>, d: i64) -> Self
        types: impl Service for A
        types: struct A
        types: struct A.b: Vec<T>
        types: trait Service
        types: trait Service: fn get(&self, id: &str) -> impl Future<Output = Result<()>> + Send
        types: type All = taxii::Collections<Kind>
        ");
    }
}
