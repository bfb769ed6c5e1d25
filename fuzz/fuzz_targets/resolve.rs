//! Documents that are almost right: each is resolved, and what is said of it can be drawn.
#![no_main]

use capwright_codegen::diagnostic::Sink;
use capwright_codegen::{Listing, read, resolve};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    capwright_fuzz::mutate(data, size, max_size, seed, seed % 8 != 0)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some(project) = capwright_fuzz::project(data) else { return Corpus::Reject };
    for index in project.documents() {
        let mut sink = Sink::default();
        let document = read::document(project.source(index), &mut sink);
        let model = document.and_then(|document| resolve::model(&project, index, &document, &mut sink));
        if let Some(model) = model.filter(|_| !sink.has_errors()) {
            Listing::of(&model);
        }
        capwright_fuzz::draw(&sink.into_sorted(), project.sources());
    }
    Corpus::Keep
});
