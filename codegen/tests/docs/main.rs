//! What `docs/` says is so: its tables name fixtures that show it, its pages have examples that do what they say.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod capability;
#[path = "../common/mod.rs"]
mod common;
mod diagnostics;
mod dialects;
mod language;
mod words;
