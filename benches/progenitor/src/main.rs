//! Generates a client from each OpenAPI description of a folder, on one thread, and prints how many operations and lines that
//! were: positional arguments, the fastest of its styles; parsing, tokens, parsing again, printing. Formatting by rustfmt, which
//! progenitor's own command does, would come on top.

use std::error::Error;
use std::{env, fs};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: beside-progenitor FOLDER")?;
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        texts.push(fs::read_to_string(entry?.path())?);
    }
    let (mut operations, mut lines) = (0, 0);
    for text in &texts {
        let spec: openapiv3::OpenAPI = serde_json::from_str(text)?;
        operations += spec.operations().count();
        let tokens = progenitor_impl::Generator::default().generate_tokens(&spec)?;
        let code = prettyplease::unparse(&syn::parse2(tokens)?);
        lines += code.lines().map(|line| line.len().div_ceil(100).max(1)).sum::<usize>();
    }
    println!("{operations} {lines}");
    Ok(())
}
