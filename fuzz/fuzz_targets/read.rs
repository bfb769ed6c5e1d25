//! Any bytes: reading ends, and what it says can be drawn.
#![no_main]

use capwright_codegen::diagnostic::Sink;
use capwright_codegen::read;
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let changed = if seed % 3 == 0 { capwright_fuzz::change(data, size, max_size, seed) } else { None };
    changed.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some(project) = capwright_fuzz::project(data) else { return Corpus::Reject };
    for source in project.sources() {
        let mut sink = Sink::default();
        read::document(source, &mut sink);
        capwright_fuzz::draw(&sink.into_sorted(), project.sources());
    }
    Corpus::Keep
});
