//! Draws documents by lot: the same ones for the same folder, size and seed, on every machine.

use std::path::Path;

use capwright_codegen::{Options, Project};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::failure::Failure;
use crate::sources::Sources;

/// What was drawn.
#[derive(Debug)]
pub(super) struct Draw {
    /// How many documents there are.
    pub(super) documents: usize,
    /// The packages of those drawn, in the order of their paths.
    pub(super) packages: Vec<String>,
}

/// Draws `size` of the documents below `specs`.
///
/// # Errors
/// The folder cannot be read, or nothing is to be drawn.
pub(super) fn draw(specs: &Path, size: usize, seed: u64) -> Result<Draw, Failure> {
    if size == 0 {
        return Err(Failure::Usage("--sample 0 draws nothing".to_owned()));
    }
    let project = Project::new(Sources::read(specs)?.all, Options::default());
    let documents: Vec<usize> = project.documents().filter(|index| !project.is_data(*index)).collect();
    let drawn = lots(documents.len(), size, seed);
    let packages = drawn.into_iter().map(|lot| project.package_name(documents[lot]).to_owned()).collect();
    Ok(Draw { documents: documents.len(), packages })
}

/// `size` different numbers below `limit`, sorted: the head of a Fisher–Yates shuffle.
fn lots(limit: usize, size: usize, seed: u64) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..limit).collect();
    let (mut random, size) = (SplitMix64::seed_from_u64(seed), size.min(limit));
    for place in 0..size {
        let rest = u64::try_from(limit - place).unwrap_or(1);
        let step = usize::try_from(random.next_u64() % rest).unwrap_or(0);
        numbers.swap(place, place + step);
    }
    numbers.truncate(size);
    numbers.sort_unstable();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_lots_again() {
        assert_eq!(lots(205, 5, 7), lots(205, 5, 7));
        assert_ne!(lots(205, 5, 7), lots(205, 5, 8));
        assert_eq!(lots(3, 10, 1), [0, 1, 2]);
        assert!(lots(0, 2, 1).is_empty());
        for seed in 0..50 {
            let drawn = lots(20, 6, seed);
            assert!(drawn.len() == 6 && drawn.windows(2).all(|pair| pair[0] < pair[1]), "{drawn:?}");
        }
    }

    #[test]
    fn the_lots_are_those_of_other_machines() {
        assert_eq!(lots(205, 5, 7), [9, 25, 53, 120, 177]);
    }
}
