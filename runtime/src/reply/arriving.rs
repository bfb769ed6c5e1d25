//! Bodies that are still on their way.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;

use crate::error::Error;

/// A body that arrives while it is passed on. Clones share it: whoever takes it first has it.
#[derive(Clone)]
pub(crate) struct Arriving(Arc<Mutex<Option<UnsyncBoxBody<Bytes, Error>>>>);

impl Arriving {
    #[cfg(feature = "client")]
    pub(super) fn new(body: UnsyncBoxBody<Bytes, Error>) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    pub(super) fn take(&self) -> Option<UnsyncBoxBody<Bytes, Error>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
