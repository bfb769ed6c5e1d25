//! Runs of `gen` that end in the middle: killed, told to stop, or refused by a full or a read-only disk. What is left is a
//! workspace that cargo loads, and the next run brings it to the end.
//!
//! Every operation on the disk is a point where a run may end. The points are drawn from a fixed seed.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;
mod desk;
mod ending;

use desk::{Desk, Layout};
use ending::{End, Ending};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};
use xtask::LocalDisk;

const SEED: u64 = 20_240_917;
const POINTS: usize = 50;
const ENDS: [End; 5] = [End::Killed, End::KilledHalfway, End::Stopped, End::DiskFull, End::ReadOnly];

#[test]
fn the_next_run_repairs_what_an_interrupted_one_left() {
    let mut random = SplitMix64::seed_from_u64(SEED);
    let mut draw = |below: usize| usize::try_from(random.next_u64() % below as u64).unwrap();
    let whole = [Layout::Claimed, Layout::Own].map(whole_run);
    for _ in 0..POINTS {
        let layout = if draw(3) == 0 { Layout::Own } else { Layout::Claimed };
        let (expected, operations) = &whole[layout as usize];
        let ending = Ending { end: ENDS[draw(ENDS.len())], after: draw(*operations) };
        check(layout, &ending, expected);
    }
}

/// What a run leaves that nobody disturbs, and how many operations it takes.
fn whole_run(layout: Layout) -> (desk::Tree, usize) {
    let desk = Desk::new(layout);
    let counted = Ending { end: End::ReadOnly, after: usize::MAX }.disk(LocalDisk);
    assert_eq!(desk.generate_on(&counted), 0);
    let operations = counted.operations();
    assert!(operations > 40, "{operations} operations: is a document removed, changed and added?");
    (desk.tree(), operations)
}

fn check(layout: Layout, ending: &Ending, expected: &desk::Tree) {
    let case = format!("{layout:?}, {ending:?}");
    let desk = Desk::new(layout);
    if ending.end.is_death() {
        ending::run_that_dies(ending, &desk);
    } else {
        assert_eq!(desk.generate_on(&ending.disk(LocalDisk)), 2, "{case}");
    }
    desk.load().unwrap_or_else(|error| panic!("{case}, after: {error}"));
    let next = desk.generate();
    assert_eq!(next.status, 0, "{case}: {}{}", next.out, next.err);
    assert!(!next.err.contains("not generated"), "{case}: {}", next.err);
    let tree = desk.tree();
    assert!(tree.keys().eq(expected.keys()), "{case}: {:?} instead of {:?}", tree.keys(), expected.keys());
    assert!(tree == *expected, "{case}");
    desk.load().unwrap_or_else(|error| panic!("{case}, repaired: {error}"));
}

#[test]
fn an_output_that_is_as_wanted_may_be_read_only() {
    let desk = Desk::new(Layout::Claimed);
    assert_eq!(desk.generate_on(&LocalDisk), 0);
    let ending = Ending { end: End::ReadOnly, after: 0 };
    let disk = ending.disk(LocalDisk);
    assert_eq!((desk.generate_on(&disk), disk.operations()), (0, 0));
}

/// Without what [`run_that_dies`](ending::run_that_dies) tells it, a run that nothing disturbs.
#[test]
fn a_run_that_may_die() {
    match ending::told() {
        Some((ending, root)) => {
            desk::generate_below(&root, &ending.disk(LocalDisk));
            panic!("this run was to die");
        }
        None => assert_eq!(Desk::new(Layout::Claimed).generate_on(&LocalDisk), 0),
    }
}

#[test]
fn a_document_that_goes_after_an_interruption_takes_its_half_written_crate_along() {
    let ending = Ending { end: End::DiskFull, after: 60 };
    let desk = Desk::new(Layout::Claimed);
    assert_eq!(desk.generate_on(&ending.disk(LocalDisk)), 2);
    assert!(desk.tree().keys().any(|path| path.starts_with("out/shop-new/")), "{:?}", desk.tree().keys());
    desk.remove("specs/shop/new.yaml");
    assert_eq!(desk.generate().status, 0);
    assert!(!desk.tree().keys().any(|path| path.starts_with("out/shop-new/")), "{:?}", desk.tree().keys());
    desk.load().unwrap();
}
