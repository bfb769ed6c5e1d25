//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use mimalloc::MiMalloc;
use xtask::Console;

/// Compiling a document is mostly small allocations on several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Not locked: a worker thread that panics must still get its message out.
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let live = io::stderr().is_terminal();
    let color = live && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut console = Console { out: &mut out, err: &mut err, color, live };
    ExitCode::from(xtask::run_on(std::env::args_os(), &mut console))
}
