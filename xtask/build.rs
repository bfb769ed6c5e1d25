//! Embeds the pages of `docs/diagnostics/`, for `cargo xtask explain`.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../docs/diagnostics").canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut pages = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            pages.push(format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
        }
    }
    pages.sort();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("pages.rs"), format!("&[\n{}]\n", pages.concat()))?;
    Ok(())
}
