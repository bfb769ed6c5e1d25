//! Writes synthesised documents: `cargo run -p capwright-benches -- DIR --documents 205 --seed 1`.

use std::path::PathBuf;
use std::{fs, io};

use capwright_benches::{Order, Style, apis};
use clap::Parser;

/// Writes documents that a seed drives.
#[derive(Debug, Parser)]
struct Flags {
    /// Where to; is created
    folder: PathBuf,
    /// How many documents
    #[arg(long, default_value_t = 205)]
    documents: usize,
    /// Consumed operations of each document
    #[arg(long, default_value_t = 10)]
    operations: usize,
    /// The same seed, the same documents
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How much of the language they use
    #[arg(long, value_enum, default_value_t = Style::Public)]
    style: Style,
    /// Writes OpenAPI descriptions of the same operations instead
    #[arg(long)]
    openapi: bool,
}

fn main() -> io::Result<()> {
    let flags = Flags::parse();
    let Flags { seed, documents, operations, style, .. } = flags;
    let order = Order { seed, documents, operations, style };
    fs::create_dir_all(&flags.folder)?;
    for (name, api) in apis(order) {
        let path = flags.folder.join(name);
        if flags.openapi {
            fs::write(path.with_extension("json"), api.openapi().to_string())?;
        } else {
            fs::write(path, api.capability())?;
        }
    }
    Ok(())
}
