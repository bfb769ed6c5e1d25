//! Files of generated crates, before they are printed.

use proc_macro2::TokenStream;

/// Code that still has to be printed. Not `Send`: one document is emitted and rendered by one thread.
#[derive(Debug, Clone)]
pub struct Code {
    /// The package's name.
    pub package: String,
    /// What the header of each file names.
    pub spec: String,
    /// The files.
    pub files: Vec<File>,
}

/// A file of a generated crate.
#[derive(Debug, Clone)]
pub enum File {
    /// Rust.
    Rust {
        /// Path within the package.
        path: String,
        /// The text of its `//!` comment.
        docs: String,
        /// Its items.
        items: TokenStream,
    },
    /// A manifest: `#` starts a comment.
    Toml {
        /// Path within the package.
        path: String,
        /// Its text, without header.
        text: String,
    },
    /// A JSON object.
    Json {
        /// Path within the package.
        path: String,
        /// Its members, indented, without the braces around them.
        text: String,
    },
    /// Markdown.
    Markdown {
        /// Path within the package.
        path: String,
        /// Its text, without header.
        text: String,
    },
}

pub(super) fn rust(path: &str, docs: impl Into<String>, items: TokenStream) -> File {
    File::Rust { path: path.to_owned(), docs: docs.into(), items }
}
