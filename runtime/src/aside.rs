//! Work that can take long leaves the threads of tasks.

use tokio::runtime::{Handle, RuntimeFlavor};

/// From how many bytes on decoding an answer may take long.
const LONG: usize = 64 * 1024;

/// Does what may take long where no other task waits for this thread: on a runtime of several threads, another one takes over
/// what it had to do.
pub(crate) fn aside<T>(work: impl FnOnce() -> T) -> T {
    let has_others = |handle: Handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread;
    if Handle::try_current().is_ok_and(has_others) { tokio::task::block_in_place(work) } else { work() }
}

/// The same if it is about so many bytes that it may.
pub(crate) fn aside_if_long<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    if bytes < LONG { work() } else { aside(work) }
}
