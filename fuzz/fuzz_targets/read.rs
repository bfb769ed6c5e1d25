//! Any bytes: reading ends, and what it says can be drawn.
#![no_main]

use capwright_codegen::diagnostic::Sink;
use capwright_codegen::read;
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    capwright_fuzz::mutate(data, size, max_size, seed, seed % 3 == 0)
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
