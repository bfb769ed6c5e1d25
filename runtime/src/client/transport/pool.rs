//! Connections that are kept for the next request.
//!
//! hyper-util has pools as well, one lock and one list for all threads; what a thread has just used is warm, and belongs to its
//! runtime.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;

use tokio::runtime::{Handle, RuntimeFlavor};
use url::Url;

use super::connection::Connection;

/// The most stacks: beyond, threads share them.
const MOST_STACKS: usize = 64;

/// A stack of idle connections for each thread, the one that was used last on top.
pub(super) struct Pool {
    stacks: Box<[Mutex<Vec<Connection>>]>,
    /// How many each keeps.
    most: usize,
}

impl Pool {
    pub(super) fn new(most: usize) -> Self {
        let stacks = available_parallelism().map_or(1, |threads| threads.get().min(MOST_STACKS));
        Self { stacks: (0..stacks).map(|_| Mutex::default()).collect(), most }
    }

    /// A connection to where `url` is, of the runtime that this is called in: of this thread if it has one, else of another
    /// that works for the same runtime.
    pub(super) fn take(&self, url: &Url) -> Option<Connection> {
        let runtime = Handle::try_current().ok()?;
        let own = self.own();
        let found = pop(&mut lock(&self.stacks[own]), url, &runtime);
        if found.is_some() || runtime.runtime_flavor() == RuntimeFlavor::CurrentThread {
            return found;
        }
        let others = self.stacks.iter().enumerate().filter(|(index, _)| *index != own);
        others.into_iter().find_map(|(_, stack)| pop(&mut lock(stack), url, &runtime))
    }

    /// Keeps a connection; where there are too many, the one that was used longest ago goes.
    pub(super) fn put(&self, connection: Connection) {
        if connection.is_closed() || self.most == 0 {
            return;
        }
        connection.rest();
        let mut stack = lock(&self.stacks[self.own()]);
        if stack.len() >= self.most {
            stack.remove(0);
        }
        stack.push(connection);
    }

    /// The number of this thread's stack.
    fn own(&self) -> usize {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static NUMBER: usize = THREADS.fetch_add(1, Ordering::Relaxed);
        }
        NUMBER.try_with(|number| number % self.stacks.len()).unwrap_or_default()
    }
}

/// The first from the top that takes a request at once; closed ones on the way are dropped. Others have just answered, and will
/// be ready when their runtime gets to it.
fn pop(stack: &mut Vec<Connection>, url: &Url, runtime: &Handle) -> Option<Connection> {
    for index in (0..stack.len()).rev() {
        let connection = &stack[index];
        if connection.is_closed() {
            stack.remove(index);
        } else if connection.runtime == runtime.id() && connection.origin.is_of(url) && connection.is_ready() {
            let connection = stack.remove(index);
            connection.wake();
            return Some(connection);
        }
    }
    None
}

fn lock(stack: &Mutex<Vec<Connection>>) -> MutexGuard<'_, Vec<Connection>> {
    stack.lock().unwrap_or_else(PoisonError::into_inner)
}
