//! The keys and words of a grammar: what its serde types read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::{Attribute, Fields, Ident, Item, LitStr};

use crate::common;

/// Every key and every word that the types below a folder read, in all spellings.
pub(crate) fn of_grammar(folder: &Path) -> BTreeSet<String> {
    let files = common::paths(folder).into_iter().filter(|path| path.ends_with(".rs") && !path.ends_with("tests.rs"));
    let texts = files.map(|path| fs::read_to_string(folder.join(path)).unwrap());
    texts.flat_map(|text| of_file(&text)).collect()
}

fn of_file(text: &str) -> BTreeSet<String> {
    syn::parse_file(text).unwrap().items.iter().flat_map(of_item).collect()
}

fn of_item(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_read(&item.attrs) => of_members(&item.attrs, fields(&item.fields)),
        Item::Enum(item) if is_read(&item.attrs) && !is_choice(&item.attrs) => {
            of_members(&item.attrs, item.variants.iter().map(|variant| (&variant.ident, variant.attrs.as_slice())))
        }
        _ => Vec::new(),
    }
}

fn fields(fields: &Fields) -> impl Iterator<Item = (&Ident, &[Attribute])> {
    fields.iter().filter_map(|field| Some((field.ident.as_ref()?, field.attrs.as_slice())))
}

/// Names of members that are read under a name, and their aliases.
fn of_members<'a>(of: &[Attribute], members: impl Iterator<Item = (&'a Ident, &'a [Attribute])>) -> Vec<String> {
    let rule = serde(of, "rename_all").pop().unwrap_or_default();
    let names = members.filter(|(_, attributes)| !is_skipped(attributes)).flat_map(|(name, attributes)| {
        let own = serde(attributes, "rename").pop().unwrap_or_else(|| cased(&name.to_string(), &rule));
        std::iter::once(own).chain(serde(attributes, "alias"))
    });
    names.collect()
}

/// Whether a type is read, and not from another that is.
fn is_read(attributes: &[Attribute]) -> bool {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let reads = derives.into_iter().any(|derive| quote::quote!(#derive).to_string().contains("Deserialize"));
    reads && serde(attributes, "from").is_empty()
}

/// Whether an enum tells shapes and keys apart, rather than words. One by `$type` does both.
fn is_choice(attributes: &[Attribute]) -> bool {
    serde(attributes, "rename").iter().any(|name| name.starts_with('$') && name != "$type")
}

fn is_skipped(attributes: &[Attribute]) -> bool {
    let mut skipped = false;
    each(attributes, |key, _| skipped |= key == "skip");
    skipped
}

/// The values of a key in the `#[serde]` attributes.
fn serde(attributes: &[Attribute], wanted: &str) -> Vec<String> {
    let mut found = Vec::new();
    each(attributes, |key, value| found.extend(value.filter(|_| key == wanted)));
    found
}

fn each(attributes: &[Attribute], mut visit: impl FnMut(&str, Option<String>)) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            let value =
                if meta.input.peek(syn::Token![=]) { Some(meta.value()?.parse::<LitStr>()?.value()) } else { None };
            if meta.input.peek(syn::token::Paren) {
                meta.parse_nested_meta(|inner| inner.value()?.parse::<LitStr>().map(drop))?;
            }
            visit(&meta.path.get_ident().unwrap().to_string(), value);
            Ok(())
        });
        parsed.unwrap();
    }
}

/// A name by a rule of serde; a leading underscore is none of it.
fn cased(name: &str, rule: &str) -> String {
    let name = name.trim_start_matches("r#").trim_start_matches('_');
    match rule {
        "camelCase" => heck::AsLowerCamelCase(name).to_string(),
        "kebab-case" => heck::AsKebabCase(name).to_string(),
        "lowercase" => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        _ => name.to_owned(),
    }
}

#[test]
fn words_are_found() {
    let text = r#"
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Keys { base_uri: A, #[serde(default, alias = "display")] _label: B, #[serde(rename = "x-y", alias = "z", alias = "w")] other: C, #[serde(skip)] former: D, r#in: E, #[serde(bound(deserialize = "T: X"))] t: T }
        #[derive(Deserialize)]
        #[serde(from = "Keys")]
        struct Made { not_read: A }
        #[derive(Deserialize)]
        #[serde(rename = "$has")]
        enum Choice { #[serde(rename = "a|b")] Either(A) }
        #[derive(Deserialize)]
        #[serde(rename = "$type", rename_all = "camelCase")]
        enum Kind { Rest(A), #[serde(rename = "octet-stream")] Octets }
        struct Other { nothing: A }
    "#;
    let expected = ["baseUri", "display", "in", "label", "octet-stream", "rest", "t", "w", "x-y", "z"];
    assert_eq!(of_file(text).into_iter().collect::<Vec<_>>(), expected);
}
