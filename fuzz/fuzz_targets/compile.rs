//! All four steps: what is generated is Rust, is TOML, lies in its folder, and hides nothing from a reader.
#![no_main]

use capwright_codegen::Package;
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    capwright_fuzz::mutate(data, size, max_size, seed, seed % 8 != 0)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some(project) = capwright_fuzz::project(data) else { return Corpus::Reject };
    for index in project.documents().filter(|index| !project.is_data(*index)) {
        let compiled = project.compile(index);
        compiled.package.as_ref().inspect(|package| check(package));
        capwright_fuzz::draw(&compiled.diagnostics, project.sources());
    }
    Corpus::Keep
});

fn check(package: &Package) {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(package.name.starts_with(|c: char| c.is_ascii_lowercase()) && package.name.chars().all(is_name));
    for (path, text) in &package.files {
        let is_part = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) && part != "..";
        assert!(path.split('/').all(is_part), "{path}");
        assert!(!text.contains(is_invisible), "{path}");
        if path.ends_with(".rs") {
            assert!(syn::parse_file(text).is_ok(), "{path}\n{text}");
        } else if path.ends_with(".toml") {
            assert!(text.parse::<toml::Table>().is_ok(), "{path}\n{text}");
        }
    }
}

/// Whether a reader of the code would not see it, or would see another order.
fn is_invisible(c: char) -> bool {
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}');
    let hides = matches!(c, '\u{feff}' | '\u{e0000}'..='\u{e007f}' | '\u{2028}' | '\u{2029}');
    reorders || hides || c.is_control() && c != '\n'
}
