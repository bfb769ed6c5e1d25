//! Documents that are almost right: each is resolved, and what is said of it can be drawn.
#![no_main]

use capwright_codegen::{Goal, Listing};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    capwright_fuzz::mutate(data, size, max_size, seed, seed % 8 != 0)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some(project) = capwright_fuzz::project(data) else { return Corpus::Reject };
    for index in project.documents() {
        let compiled = project.compile_to(Goal::Model, index, &mut ());
        if let Some(model) = compiled.model {
            Listing::of(&model);
        }
        capwright_fuzz::draw(&compiled.diagnostics, project.sources());
    }
    Corpus::Keep
});
