//! What people type to start this program.

/// `cargo xtask` where cargo started it, as the alias of the repository does; else its own name.
pub(crate) fn name() -> &'static str {
    if std::env::var_os("CARGO").is_some() { "cargo xtask" } else { "capwright" }
}
