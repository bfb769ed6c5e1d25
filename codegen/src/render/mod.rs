//! code -> files: format, header, and the list of public items.

mod format;
mod surface;

use std::collections::BTreeMap;

use crate::emit::{Code, File};
use crate::package::{MARKER, Package};

/// Prints the files of a crate, `API.txt` included.
///
/// # Panics
/// If emission printed something that is not Rust: a bug of this crate, whatever the document says.
pub fn package(code: &Code) -> Package {
    let header = format!("{MARKER} from specs/{}. Do not edit.", code.spec);
    let mut files = BTreeMap::new();
    let mut surface = surface::Surface::default();
    for file in &code.files {
        let (path, text) = match file {
            File::Rust { path, docs, items } => {
                let parsed = parse(path, items);
                surface.add(path, &parsed);
                (path, format!("// {header}\n\n{}\n{}", format::module_docs(docs), format::items(parsed)))
            }
            File::Toml { path, text } => (path, format!("# {header}\n\n{text}")),
            // JSON has no comments: the first member says it.
            File::Json { path, text } => {
                (path, format!("{{\"x-generated-by\": {},\n{text}\n}}\n", serde_json::Value::from(header.as_str())))
            }
            // A name of a file could end the comment.
            File::Markdown { path, text } => (path, format!("<!-- {} -->\n\n{text}", header.replace('>', "&gt;"))),
        };
        files.insert(path.clone(), text);
    }
    files.insert("API.txt".to_owned(), format!("# {header}\n\n{}", surface.text()));
    Package { name: code.package.clone(), files }
}

#[expect(clippy::panic, reason = "emission prints Rust or is broken; fuzzing and the fixtures watch over it")]
fn parse(path: &str, items: &proc_macro2::TokenStream) -> syn::File {
    syn::parse2(items.clone()).unwrap_or_else(|error| panic!("{path} is not Rust: {error}\n{items}"))
}
